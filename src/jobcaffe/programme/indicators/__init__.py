"""The programme's numbers: each is the weight of its own rows, and each row can be opened."""
