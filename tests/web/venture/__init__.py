"""Pages of small activities."""
