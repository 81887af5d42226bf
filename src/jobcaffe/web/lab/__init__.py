"""The lab: problems, ideas, experiments, what was learned."""
