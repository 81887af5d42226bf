"""Promises made in public, and what became of them."""
