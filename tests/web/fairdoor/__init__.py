"""The door of a fair."""
