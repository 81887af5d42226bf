"""*Regia*: the coordinator's pages, from the three-year plan down to the rows behind a number."""
