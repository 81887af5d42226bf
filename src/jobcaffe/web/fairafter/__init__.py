"""Thanks, opinions, outcomes and the report of a fair."""
