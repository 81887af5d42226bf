"""Pages of the staff about organisations."""
