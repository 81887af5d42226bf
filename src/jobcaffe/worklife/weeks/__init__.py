"""Her week: how the hours go, what clashes in a household, and the hours that nobody covers."""
