"""What somebody gives or looks for, and the contacts that come of it."""
