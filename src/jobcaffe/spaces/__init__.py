"""Places, rooms, opening hours and bookings."""
