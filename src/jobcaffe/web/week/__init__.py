"""Her week, and the hours that nobody covers."""
