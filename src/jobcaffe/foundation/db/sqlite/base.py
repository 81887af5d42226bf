"""SQLite back end (first form; the fair writer follows)."""

from django.db.backends.sqlite3.base import DatabaseWrapper as DatabaseWrapper
