"""The door, also without a network."""
