"""Pages of the agenda, the presences, the rooms and the personal calendars."""
