"""Messages that left, letters to print, and the page where people choose what they receive."""
