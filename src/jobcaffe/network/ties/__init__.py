"""Ties declared by organisations, and how the network grows."""
