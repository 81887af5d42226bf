"""The door of a fair: who arrives, also without a network."""
