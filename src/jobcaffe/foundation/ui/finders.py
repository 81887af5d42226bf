"""Only what is on the list is served: the files of this folder, none of any package's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder

from jobcaffe.foundation.ui.storage import ServedStorage
from jobcaffe.foundation.ui.versions import compressed_twins, served_files, version_of


class AllowListFinder(BaseFinder):
    """Finds ``foundation/ui/static/**`` under versioned names."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        files = {version_of(name): path for name, path in served_files().items()}
        self.storage = ServedStorage({**files, **compressed_twins(files)})

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be set wrong."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind a plain or a versioned name; an empty list when it is not served."""
        known = self.storage.files
        found = known.get(path) or known.get(version_of(path))
        if found is None:
            return []
        return [str(found)] if find_all else str(found)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, ServedStorage]]:
        """Every served file, by versioned name."""
        for name in self.storage.files:
            yield name, self.storage
