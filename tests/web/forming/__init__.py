"""Pages where groups are formed."""
