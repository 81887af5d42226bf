"""Importing spreadsheets, in the browser and from the terminal."""
