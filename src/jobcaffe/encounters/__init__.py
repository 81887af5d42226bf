"""Somebody met somebody, somewhere, at a time."""
