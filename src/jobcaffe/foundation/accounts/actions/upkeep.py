"""What time has made useless is forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.accounts.limits import HOUR
from jobcaffe.foundation.accounts.models import Device, Gate, RateCount, SignInCode
from jobcaffe.foundation.journal.actions import Actor, record

CODES_DAYS = 1
COUNTS_DAYS = 2
DEVICES_DAYS = 180


def forget_expired(*, actor: Actor) -> int:
    """Delete old codes, counters, sessions, ended devices and expired gates; how many rows. Daily.

    Gates stay 180 days for the access review; the journal keeps what they were opened for.
    """
    now = timezone.now()
    old = now - timedelta(days=DEVICES_DAYS)
    window = int((now - timedelta(days=COUNTS_DAYS)).timestamp()) // HOUR
    with transaction.atomic():
        gone = [
            SignInCode.objects.filter(expires_at__lt=now - timedelta(days=CODES_DAYS)).delete()[0],
            RateCount.objects.filter(window__lt=window).delete()[0],
            Session.objects.filter(expire_date__lt=now).delete()[0],
            Device.objects.filter(seen_at__lt=old).delete()[0],
            Gate.objects.filter(expires_at__lt=old).delete()[0],
        ]
        if sum(gone):
            record(actor, "accounts.upkeep", reason=str(sum(gone)))
    return sum(gone)
