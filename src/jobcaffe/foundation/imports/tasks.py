"""What imports do by themselves at night."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.imports import actions
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@periodic(at="04:40", title=_("Cancellare le righe degli elenchi importati"))
def forget_rows() -> int:
    """Every night; how many rows went."""
    return actions.forget_rows(actor=SYSTEM)
