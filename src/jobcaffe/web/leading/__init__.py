"""Groups as who leads them sees them: life, pact, dates, hours."""
