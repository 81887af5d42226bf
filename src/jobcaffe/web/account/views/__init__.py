"""Views by subject: coming in, the second factor, one's own access."""
