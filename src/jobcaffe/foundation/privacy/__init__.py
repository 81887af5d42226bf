"""Keys, encrypted fields, consents and erasure."""
