"""Job Caffè: the open platform that runs a community-welfare programme."""

__version__ = "0.1.0"
