"""Signing up, the ticket, the desk's list."""
