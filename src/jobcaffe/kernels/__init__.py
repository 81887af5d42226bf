"""The mathematics: typed values in, typed values out; no Django, no clock, no I/O."""
