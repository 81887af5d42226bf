"""Organisations that meet: coffees, tables with agenda and minutes, agreements."""
