"""Occupations and skills: ESCO in the words of Lainate."""
