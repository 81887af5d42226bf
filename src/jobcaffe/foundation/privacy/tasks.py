"""Erased data leave the disk within a day, also when somebody was reading at that moment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.privacy import erasure


@periodic(at="04:10", title=_("Svuotare il registro tecnico"))
def empty_log() -> None:
    """Empty the write-ahead log. Raises ``erasure.Busy`` under a reader: the queue tries again."""
    erasure.purge_traces()
