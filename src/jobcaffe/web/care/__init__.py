"""Shared care: pools, turns, swaps."""
