"""Pages of the person who takes part: today, her encounters, her path, her data."""
