"""One made-up, seeded community."""
