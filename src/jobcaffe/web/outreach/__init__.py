"""Outreach: whom to call today, letters, the funnel."""
