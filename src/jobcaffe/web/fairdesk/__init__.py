"""Preparing a fair: areas, stands, programme, volunteers, tasks, costs."""
