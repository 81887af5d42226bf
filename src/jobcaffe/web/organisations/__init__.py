"""The list of organisations."""
