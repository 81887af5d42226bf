"""An organisation's own pages: who it is, what it offers and needs, whom it meets."""
