"""The kernel that makes the timetable of a fair."""
