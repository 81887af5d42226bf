"""The event: areas, stands, programme, volunteers, what is to be done before the day."""
