"""One evening of a group, on the telephone of who leads it, also without a network."""
