"""Messages to people: mail, SMS, letters to print."""
