"""The network seen by everybody: organisations, map, data for machines."""
