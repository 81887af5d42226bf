"""Booking talks, wishes, the timetable, meetings of organisations."""
