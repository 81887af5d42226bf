"""The public calendar of groups, its feeds, and groups of other bodies."""
