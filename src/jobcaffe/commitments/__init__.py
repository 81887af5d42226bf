"""Somebody will do something by a day."""
