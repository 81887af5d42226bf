"""Small activities."""
