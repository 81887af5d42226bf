"""Waiting list, formation and life of the groups, for the coordinator."""
