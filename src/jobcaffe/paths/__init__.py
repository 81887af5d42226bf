"""A person's plan in her words, and what came of it."""
