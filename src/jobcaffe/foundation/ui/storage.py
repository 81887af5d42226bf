"""Static files with a version in their name."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from django.contrib.staticfiles.storage import StaticFilesStorage
from django.utils._os import safe_join

from jobcaffe.foundation.ui.versions import ROOT, version_of


class VersionedStaticStorage(StaticFilesStorage):
    """Addresses carry the digest of the file; nothing is collected anywhere."""

    def url(self, name: str | None) -> str:
        """``build/app.css`` → ``/static/build/app.0a1b2c3d4e.css``."""
        return super().url(version_of(name or ""))


class ServedStorage(StaticFilesStorage):
    """What the finder lists: versioned names that lead to the files as they were built."""

    prefix = ""

    def __init__(self, files: dict[str, Path]) -> None:
        super().__init__(location=ROOT)
        self.files = files

    def path(self, name: str | PathLike[str]) -> str:
        """The file behind a versioned name. Raises ``SuspiciousFileOperation`` outside the folder."""
        found = self.files.get(str(name))
        return str(found) if found else safe_join(ROOT, name)
