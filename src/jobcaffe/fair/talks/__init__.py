"""Who meets whom, when: bookings, wishes, timetables, meetings of organisations, changes of the day."""
