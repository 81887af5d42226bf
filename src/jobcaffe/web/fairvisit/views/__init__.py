"""Views of who comes to a fair."""
