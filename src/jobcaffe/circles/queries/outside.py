"""Groups outside the programme: what everybody may read, and what the house keeps true."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet
from django.utils import timezone

from jobcaffe.circles import catalogue
from jobcaffe.circles.models import OutsideGroup
from jobcaffe.foundation import access

FRESH, DUE, HIDDEN, RETIRED = "fresh", "due", "hidden", "retired"


def public_outside() -> list[OutsideGroup]:
    """What the public list shows: checked within the months that the house allows, none taken away."""
    rows = OutsideGroup.objects.filter(retired_on__isnull=True, checked_on__gt=last_hidden())
    return list(rows.defer("checked_by", "request_key"))


def last_hidden(today: date | None = None) -> date:
    """A group checked on this day or before is not shown any more."""
    day: date = (today or timezone.localdate()) - relativedelta(months=catalogue.number("outside_months"))
    return day


def outside_due(today: date | None = None) -> QuerySet[OutsideGroup]:
    """Groups that are about to go from the list, or have gone, because nobody checked them."""
    soon = last_hidden(today) + warning()
    return OutsideGroup.objects.filter(retired_on__isnull=True, checked_on__lte=soon)


def outside_visible_to(user: object) -> QuerySet[OutsideGroup]:
    """All of them for who keeps the list, the longest unchecked first; none for others."""
    rows = OutsideGroup.objects.select_related("checked_by").order_by("retired_on", "checked_on", "name")
    return rows if access.allows(user, "outside.manage") else rows.none()


def outside_of(user: object, outside_id: UUID) -> OutsideGroup | None:
    """One of them, ``None`` when it is not there or not to be kept by ``user``."""
    return outside_visible_to(user).filter(pk=outside_id).first()


def standing(row: OutsideGroup, today: date | None = None) -> str:
    """Fresh, due to be checked, hidden because nobody did, or taken away."""
    if row.retired_on:
        return RETIRED
    limit = last_hidden(today)
    if row.checked_on <= limit:
        return HIDDEN
    return DUE if row.checked_on <= limit + warning() else FRESH


def warning() -> relativedelta:
    """How long before a group goes from the list the house is told."""
    return relativedelta(months=catalogue.number("outside_warn_months"))
