"""Shared care for one week."""
