"""Time, care and small businesses: the women's lab."""
