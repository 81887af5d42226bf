"""The time bank: offers, requests, hours given and received."""
