"""Two records of one organisation become one: everything that points at the second moves to the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import DatabaseError, IntegrityError, models, transaction

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.organisations.actions.records import EDITABLE, GONE
from jobcaffe.organisations.models import Apart, Former, Organisation

# What the record that stays takes from the other where it says nothing itself.
FILLS = tuple(name for name in EDITABLE if name not in {"name", "kind", "stage"})
TWICE = (
    "Tutte e due hanno la stessa cosa ({what}), e non si può avere due volte. Chiedi alla regia quale "
    "delle due resta."
)
# Near to far: the two together are as near as the nearer.
NEARNESS = ("member", "interested", "known", "left")


def pointers(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every column of the site that holds a row of ``target``: foreign keys of all rooms, the tables
    behind many-to-many fields, and, for organisations, plain references named ``organisation_ref``.
    """
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            points = isinstance(field, models.ForeignKey) and field.related_model is target
            named = target is Organisation and field.name == "organisation_ref"
            if points or (named and isinstance(field, models.UUIDField)):
                yield model, field.attname


@transaction.atomic
def merge_organisations(*, actor: User, keep_id: UUID, gone_id: UUID) -> Organisation:
    """Unite two records; the second's address leads to the first from now on.

    Empty fields of the first are filled from the second. Where a row of the second would be there
    twice (both were at the same encounter) the first's stays. The same press twice changes nothing.
    Refused without ``organisation.write``, for one record with itself, and when something that cannot
    be there twice hangs on both.
    """
    require(actor, "organisation.write")
    if keep_id == gone_id:
        raise Refused("È la stessa organizzazione. Scegline due diverse.")
    before = Former.objects.filter(old_id=gone_id, organisation=keep_id).select_related("organisation")
    if done := before.first():
        return done.organisation
    # Always in the same order, so that two operators cannot wait for each other.
    both = Organisation.objects.select_for_update().filter(pk__in=(keep_id, gone_id)).order_by("pk")
    rows = {row.pk: row for row in both}
    if len(rows) != 2:
        raise Refused(GONE)
    keep, gone = rows[keep_id], rows[gone_id]
    told = _told(gone)
    moved = _move_all(keep, gone)
    _fill(keep, gone)
    Former.objects.create(
        old_id=gone_id, organisation=keep, name=gone.name, told=told, moved=moved, by=actor.pk
    )
    record(actor, "organisation.merge", keep, fields=sorted(moved))
    return keep


def _told(organisation: Organisation) -> dict[str, str]:
    return {name: str(value) for name in EDITABLE if (value := getattr(organisation, name)) not in ("", None)}


def _fill(keep: Organisation, gone: Organisation) -> None:
    """Take over what the first does not say. The second goes first: its code may be there once only."""
    gone.delete()
    for name in FILLS:
        if getattr(keep, name) in ("", None):
            setattr(keep, name, getattr(gone, name))
    keep.stage = min(keep.stage, gone.stage, key=NEARNESS.index)
    known = [day for day in (keep.verified_on, gone.verified_on) if day]
    keep.verified_on = max(known, default=None)
    keep.save()


def _move_all(keep: models.Model, gone: models.Model) -> dict[str, int]:
    """Move every row that points at ``gone``; how many of each kind."""
    moved: dict[str, int] = {}
    for model, column in pointers(type(keep)):
        rows = model._base_manager.filter(**{column: gone.pk})
        count = sum(_move(row, column, keep.pk) for row in rows)
        if count:
            moved[f"{model._meta.label_lower}.{column}"] = count
    return moved


def _move(row: Any, column: str, to: object) -> bool:
    """Move one row; where the first has its twin, what hangs on this one moves to the twin and it goes."""
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{column: to})
    except IntegrityError:
        _into_twin(row, column, to)
        return False
    return True


def _into_twin(row: Any, column: str, to: object) -> None:
    twin = _twin(row, column, to)
    try:
        with transaction.atomic():
            if twin is not None:
                _move_all(twin, row)
            row.delete()
    except DatabaseError as error:  # kept for ever, or held by what may not go
        raise Refused(TWICE.format(what=row._meta.verbose_name)) from error


def _twin(row: Any, column: str, to: object) -> Any:
    """The row that stands where this one would go; ``None`` when another rule forbids the move."""
    meta = row._meta
    rules = [(rule.fields, rule.condition) for rule in meta.constraints if _is_unique(rule)]
    rules += [
        ((field.name,), None) for field in meta.local_fields if field.unique and field.attname == column
    ]
    for names, condition in rules:
        columns = [meta.get_field(name).attname for name in names]
        if column not in columns:
            continue
        values = {name: to if name == column else getattr(row, name) for name in columns}
        rows = type(row)._base_manager.filter(**values)
        if found := (rows.filter(condition) if condition else rows).first():
            return found
    return None


def _is_unique(rule: models.BaseConstraint) -> bool:
    return isinstance(rule, models.UniqueConstraint) and bool(rule.fields)


@transaction.atomic
def keep_apart(*, actor: User, first_id: UUID, second_id: UUID) -> None:
    """Two that look alike are two: they are not shown together any more. Twice is the same as once.

    Refused without ``organisation.write`` and when one of them is not there.
    """
    require(actor, "organisation.write")
    first, second = sorted((first_id, second_id), key=str)
    rows = Organisation.objects.select_for_update().filter(pk__in=(first, second))
    if len(rows) != 2:
        raise Refused(GONE)
    _row, new = Apart.objects.get_or_create(first_id=first, second_id=second, defaults={"by": actor.pk})
    if new:
        record(actor, "organisation.apart", rows[0], fields=["apart"])
