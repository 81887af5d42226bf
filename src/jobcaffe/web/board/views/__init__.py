"""Pages of the board: for everybody, for who writes, for the house."""
