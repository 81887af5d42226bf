"""Coffees, tables, agreements."""
