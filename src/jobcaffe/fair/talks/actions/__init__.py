"""What may be done with talks: book, wish, plan, meet, and the day itself."""

from jobcaffe.fair.talks.actions.booking import book, book_new, cancel_all, cancel_talk

__all__ = ["book", "book_new", "cancel_all", "cancel_talk"]
