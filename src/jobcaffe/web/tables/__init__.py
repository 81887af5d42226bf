"""Organisations that should meet: coffees, tables, agreements."""
