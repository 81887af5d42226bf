"""Pages of her week."""
