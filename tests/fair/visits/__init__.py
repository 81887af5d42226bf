"""Who comes to a fair, and its door."""
