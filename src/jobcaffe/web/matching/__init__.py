"""What a person can do, the opportunities that fit, introductions."""
