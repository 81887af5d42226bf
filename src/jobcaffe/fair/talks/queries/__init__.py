"""Reading talks, wishes, timetables and meetings."""
