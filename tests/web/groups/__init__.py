"""Pages about groups for everybody."""
