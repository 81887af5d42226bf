"""A household's week."""
