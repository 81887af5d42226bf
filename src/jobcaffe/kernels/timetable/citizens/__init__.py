"""Citizens at stands: the best choice of wishes."""
