"""What may be done with talks: book, wish, plan, meet, and the day itself."""
