"""The funded programme as data."""
