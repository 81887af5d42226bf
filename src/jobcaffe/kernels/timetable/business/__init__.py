"""Organisations meet organisations: every accepted meeting placed, fewest breaks."""
