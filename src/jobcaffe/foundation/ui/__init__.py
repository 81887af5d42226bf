"""Template parts, charts, static files and forms."""
