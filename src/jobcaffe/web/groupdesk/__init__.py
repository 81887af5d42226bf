"""Requests for a group at the desk, up to the pact on paper."""
