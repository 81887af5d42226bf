"""A small activity."""
