"""Shared care: families of a pool look after each other's children, in turns, with an account of hours."""
