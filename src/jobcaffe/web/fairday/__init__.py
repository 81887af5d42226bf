"""The tables now, changes of the day, the screen at the entrance."""
