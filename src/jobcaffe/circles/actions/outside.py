"""Keeping the list of groups outside the programme."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue
from jobcaffe.circles.models import OutsideGroup
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record
from jobcaffe.people.rules import require

LONGEST_NOTES = 300
WAYS = ("phone", "email", "website", "place")
EDITABLE = ("name", "themes", "area", "organisation", *WAYS, "notes")


@transaction.atomic
def add_outside(*, actor: User, request_key: UUID | None = None, **values: object) -> OutsideGroup:
    """A group that others run, checked today. A second press gives the same one.

    Refused without a name, a known theme, an area or a way to reach it, and for notes over 300 letters.
    """
    require(actor, "outside.manage")
    twice = made_before(OutsideGroup, request_key)
    if twice is not None:
        return twice
    row = OutsideGroup(request_key=request_key, checked_by=actor)
    _fill(row, values)
    row.save(force_insert=True)
    record(actor, "outside.add", row)
    return row


@transaction.atomic
def update_outside(*, actor: User, outside_id: UUID, **values: object) -> OutsideGroup:
    """What differs changes; saying the same confirms it today. Refused as :func:`add_outside`."""
    row = _locked(actor, outside_id)
    changed = _fill(row, values)
    _check_today(row, actor)
    row.save()
    record(actor, "outside.update", row, fields=changed)
    return row


@transaction.atomic
def confirm_outside(*, actor: User, outside_id: UUID) -> OutsideGroup:
    """All of it is still true: checked today, and in the list again if it had been taken away.

    Twice on a day changes nothing.
    """
    row = _locked(actor, outside_id)
    if row.checked_on == timezone.localdate() and row.retired_on is None:
        return row
    _check_today(row, actor)
    row.save(update_fields=["checked_on", "checked_by", "retired_on"])
    record(actor, "outside.check", row)
    return row


@transaction.atomic
def retire_outside(*, actor: User, outside_id: UUID) -> OutsideGroup:
    """It is not there any more: out of the list. Twice changes nothing."""
    row = _locked(actor, outside_id)
    if row.retired_on is None:
        row.retired_on = timezone.localdate()
        row.save(update_fields=["retired_on"])
        record(actor, "outside.retire", row)
    return row


def _locked(actor: User, outside_id: UUID) -> OutsideGroup:
    require(actor, "outside.manage")
    row = OutsideGroup.objects.select_for_update().filter(pk=outside_id).first()
    if row is None:
        raise Refused(_("Questo gruppo non c'è più. Torna all'elenco."))
    return row


def _check_today(row: OutsideGroup, actor: User) -> None:
    row.checked_on, row.checked_by, row.retired_on = timezone.localdate(), actor, None


def _fill(row: OutsideGroup, values: Mapping[str, object]) -> list[str]:
    """Set the values; returns the names of the fields that changed."""
    told = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in values.items()
        if name in EDITABLE
    }
    changed = [name for name, value in told.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, told[name])
    _check(row)
    return changed


def _check(row: OutsideGroup) -> None:
    if not row.name or not row.area:
        raise Refused(_("Scrivi come si chiama il gruppo e in che zona si trova."))
    if not row.themes or not set(row.themes) <= set(catalogue.words("theme")):
        raise Refused(_("Scegli almeno un tema fra quelli della pagina."))
    if not any(getattr(row, way) for way in WAYS):
        raise Refused(_("Scrivi almeno un modo per trovarlo: telefono, email, sito o luogo."))
    if len(row.notes) > LONGEST_NOTES:
        raise Refused(_("Le note sono troppo lunghe: tieni le cose che servono."))
    if row.website:
        _check_website(row.website)


def _check_website(address: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError as error:
        raise Refused(_("Il sito non è completo. Scrivilo come https://esempio.it.")) from error
