"""Pages of the system administrator: people who work here, never people who take part."""
