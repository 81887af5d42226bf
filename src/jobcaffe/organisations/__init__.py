"""Companies, schools, associations, cooperatives, public bodies."""
