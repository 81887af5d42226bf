"""Groups as a member sees them: asking, the pact, her group, leaving."""
