"""Offers and needs: jobs, traineeships, rooms, skills, help."""
