"""Pages for everybody: no account, no JavaScript."""
