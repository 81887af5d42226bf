"""How the network grows, in sentences and pictures."""
