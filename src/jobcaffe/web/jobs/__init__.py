"""How far a piece of background work is."""
