"""The rooms of the fair."""
