"""What is promised in public and what became of it; contacts at stands, opinions, the report."""
