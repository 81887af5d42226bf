"""Static files with a version in their name."""

from django.contrib.staticfiles.storage import StaticFilesStorage as VersionedStaticStorage

__all__ = ["VersionedStaticStorage"]
