"""The 7 × 3 cells of a week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.worklife.weeks import catalogue, queries
from jobcaffe.worklife.weeks.models import Week
from jobcaffe.worklife.weeks.rules import GONE, own_ref, own_week

DAYS = 7


def _uses(uses: Sequence[str]) -> list[str]:
    if len(uses) != len(catalogue.parts()) or not set(uses) <= set(catalogue.uses()):
        raise Refused(_("Scegli che cosa fai la mattina, il pomeriggio e la sera."))
    return list(uses)


@transaction.atomic
def start_week(
    *, actor: User, uses: Sequence[str], request_key: UUID | None = None, today: date | None = None
) -> Week:
    """Begin this week with its Monday. A second press gives the same week.

    Refused to others than members, for unknown uses, and above the number of weeks that are kept.
    """
    ref, monday_uses = own_ref(actor), _uses(uses)
    before = Week.objects.filter(request_key=request_key).first() if request_key else None
    if before is not None:
        return _only_hers(actor, before)
    if queries.visible_to(actor).count() >= catalogue.limit("weeks"):
        raise Refused(_("Hai già salvato molte settimane. Togli prima quelle che non ti servono."))
    day = today or timezone.localdate()
    row = Week(pk=uuid4(), request_key=request_key, **Week.columns_for(ref))
    monday = day - timedelta(days=day.weekday())
    row.seal({"monday": monday.isoformat(), "cells": [monday_uses, *[None] * (DAYS - 1)], "mean": False})
    row.save(force_insert=True)
    record(actor, "week.save")
    return row


def _only_hers(actor: User, row: Week) -> Week:
    if not queries.visible_to(actor).filter(pk=row.pk).exists():
        raise Refused(_(GONE))
    return row


@transaction.atomic
def fill_day(*, actor: User, week_id: UUID, day: int, uses: Sequence[str] | None) -> Week:
    """Write one day; ``uses`` ``None`` copies the day before. The same twice changes nothing.

    Refused to others, for unknown uses, and for a copy where there is nothing to copy.
    """
    row = own_week(actor, week_id)
    body = row.opened()
    cells = body["cells"]
    if not 0 <= day < DAYS:
        raise Refused(_(GONE))
    if uses is None and (day == 0 or cells[day - 1] is None):
        raise Refused(_("Il giorno prima è ancora vuoto. Scegli tu le tre risposte."))
    cells[day] = list(cells[day - 1]) if uses is None else _uses(uses)
    return _kept(actor, row, body)


def _kept(actor: User, row: Week, body: dict[str, Any]) -> Week:
    row.seal(body)
    row.save(update_fields=["body", "changed_on"])
    record(actor, "week.save")
    return row


@transaction.atomic
def share_week(*, actor: User, week_id: UUID, yes: bool) -> Week:
    """Let this week count in a group's mean, or no more. Refused to others."""
    row = own_week(actor, week_id)
    return _kept(actor, row, {**row.opened(), "mean": yes})


@transaction.atomic
def remove_week(*, actor: User, week_id: UUID) -> None:
    """The week is gone. Refused to others; a second press finds nothing and says so."""
    own_week(actor, week_id).delete()
    record(actor, "week.remove")
