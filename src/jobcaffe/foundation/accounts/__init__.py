"""Who can sign in, how, and with which roles."""
