"""What the account does by itself at night."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.programme import actions


@periodic(at="04:20", title=_("Cercare le rettifiche ai periodi chiusi"))
def find_corrections() -> int:
    """Recompute closed periods; how many differences were found and listed."""
    return len(actions.find_corrections())
