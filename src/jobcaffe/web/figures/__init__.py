"""*Quadro*: the programme for the municipality and the funder. Aggregates only, no row and no name."""
