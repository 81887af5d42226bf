"""SQLite with a fair writer."""
