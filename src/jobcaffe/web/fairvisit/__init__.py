"""Signing up to a fair, the ticket, seats of workshops."""
