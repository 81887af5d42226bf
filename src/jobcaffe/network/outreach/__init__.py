"""Campaigns: who calls which organisation, and what came of it."""
