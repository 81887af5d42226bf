"""Who comes: sign-ups, seats of workshops, consents to exhibitors, and the door."""
