"""A small economic activity: six tasks and honest numbers."""
