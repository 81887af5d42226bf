"""Women's labs: problems, ideas that become experiments, what was learned."""
