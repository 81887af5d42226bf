"""Views of the desk, one file per subject."""
