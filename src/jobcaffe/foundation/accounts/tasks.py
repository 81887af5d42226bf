"""Periodic work about accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation.accounts.actions import forget_expired
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.journal.actions import SYSTEM


@periodic(at="03:40", title=_("Togliere codici e accessi scaduti"))
def forget_expired_accounts_rows() -> int:
    """Every night: old codes, counters, sessions, devices and gates go."""
    return forget_expired(actor=SYSTEM)
