"""The files' own house-keeping."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.files import store
from jobcaffe.foundation.jobs.periodic import periodic


@periodic(at="03:50", title=_("Togliere i file che non servono più"))
def sweep() -> int:
    """Remove what a process that was killed left on the disk; how many files."""
    return store.sweep()
