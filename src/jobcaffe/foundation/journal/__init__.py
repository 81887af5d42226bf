"""Append-only, hash-chained account of every write and of every read of a person."""
