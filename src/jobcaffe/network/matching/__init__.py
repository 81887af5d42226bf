"""What a person can do and wants, and which opportunities fit, with reasons."""
