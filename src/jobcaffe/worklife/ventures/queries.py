"""What she reads of her own, the numbers of a plan, the figures that staff have to check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jobcaffe.foundation import access
from jobcaffe.kernels.venture import Activity, Figure, Parameters
from jobcaffe.people import queries as people
from jobcaffe.worklife.ventures import figures
from jobcaffe.worklife.ventures.models import CheckedFigure, Venture

TASKS = ("idea", "clienti", "prezzi", "spese", "tempo", "regole")
TRIALS = "prove"
ACTIVITY = "activity."


@dataclass(frozen=True)
class Mine:
    """One of hers. ``body``: what she wrote in each task."""

    id: UUID
    name: str
    changed_on: date
    body: Mapping[str, Any] = field(default_factory=dict)

    def task(self, code: str) -> dict[str, Any]:
        """What she wrote in one task; empty when nothing."""
        found: dict[str, Any] = self.body.get(code, {})
        return found

    @property
    def next_task(self) -> str | None:
        """The first task that is still empty."""
        return next((code for code in TASKS if not self.task(code)), None)


@dataclass(frozen=True)
class ToCheck:
    """A figure of a year as staff see it; ``done``: checked in that year or for it."""

    code: str
    title: str
    value: Decimal
    unit: str
    source: str
    checked_on: str
    done: bool


def refs_of(user: object) -> list[UUID]:
    """The records behind a member's account, merged ones included; none for others."""
    return people.refs_of(user, "venture.own")


def visible_to(user: object) -> QuerySet[Venture]:
    """Her own; nobody else reaches any."""
    refs = refs_of(user)
    return Venture.objects.filter(Venture.of(refs)) if refs else Venture.objects.none()


def told(row: Venture, body: Mapping[str, Any] | None = None) -> Mine:
    """One of hers, opened; ``body`` when that was done already."""
    body = row.opened() if body is None else body
    return Mine(row.pk, str(body.get("name", "")), row.changed_on, body)


def my_ventures(user: object) -> list[Mine]:
    """The last touched first. The same number of queries for one and for many."""
    found = [told(row, body) for row, body in Venture.opened_each(visible_to(user))]
    return sorted(found, key=lambda one: (one.changed_on, one.id), reverse=True)


def my_venture(user: object, venture_id: UUID) -> Mine | None:
    """One of hers, ``None`` when it is not there or not hers."""
    row = visible_to(user).filter(pk=venture_id).first()
    return told(row) if row else None


def my_copy(user: object) -> list[dict[str, Any]]:
    """All that this room keeps about her, as plain values."""
    return [dict(one.body) for one in my_ventures(user)]


def parameters_for(today: date) -> Parameters:
    """The figures that hold on a day: shipped or wholly checked by staff; else the last that did."""
    if _whole(today.year):
        return _with_checked(today.year)
    return _with_checked(figures.nearest(today.isoformat()).year)


def _whole(year: int) -> bool:
    """Whether every figure of a year without a file of its own was checked."""
    if year in figures.years():
        return True
    checked = set(CheckedFigure.objects.filter(year=year).values_list("code", flat=True))
    return checked >= {row.code for row in _shipped(year)}


def _base(year: int) -> Parameters:
    return figures.nearest(f"{year}-12-31")


def _with_checked(year: int) -> Parameters:
    """The shipped figures, and before them those that staff wrote for the year."""
    base = _base(year)
    found, kinds = dict(base.figures), dict(base.activities)
    for row in CheckedFigure.objects.filter(year=year):
        value, on = Fraction(row.value), row.checked_on.isoformat()
        if row.code.startswith(ACTIVITY):
            code = row.code.removeprefix(ACTIVITY)
            if code in kinds:
                kinds[code] = replace(kinds[code], share=value / 100, source=row.source, checked_on=on)
        elif row.code in found:
            found[row.code] = _changed(found[row.code], value, row.source, on)
    days = (base.valid_from, base.valid_to) if base.year == year else (f"{year}-01-01", f"{year}-12-31")
    return Parameters(year, *days, found, kinds)


def _changed(known: Figure, value: Fraction, source: str, on: str) -> Figure:
    exact = {"percent": value / 100, "share": 1 / value if value else known.value}.get(known.unit, value)
    return replace(known, value=exact, source=source, checked_on=on)


def _shown(value: Fraction, unit: str) -> Decimal:
    amount = {"percent": value * 100, "share": 1 / value if value else value}.get(unit, value)
    return Decimal(amount.numerator) / Decimal(amount.denominator)


def _shipped(year: int) -> list[ToCheck]:
    base = _base(year)
    same = base.year == year
    rows = [
        ToCheck(
            one.code, one.title, _shown(one.value, one.unit), one.unit, one.source, one.checked_on,
            same and bool(one.checked_on),
        )
        for one in base.figures.values()
    ]  # fmt: skip
    return [*rows, *(_of_activity(one, same) for one in base.activities.values())]


def _of_activity(one: Activity, same: bool) -> ToCheck:
    value = _shown(one.share, "percent")
    title = f"Reddito nel forfettario: {one.label}"
    return ToCheck(
        ACTIVITY + one.code,
        title,
        value,
        "percent",
        one.source,
        one.checked_on,
        same and bool(one.checked_on),
    )


def figures_of(user: object, year: int) -> list[ToCheck]:
    """The figures of a year with what is still to check; none for who does not keep them."""
    if not access.allows(user, "venture.parameters"):
        return []
    checked = {row.code: row for row in CheckedFigure.objects.filter(year=year)}
    return [_as_checked(one, checked.get(one.code)) for one in _shipped(year)]


def _as_checked(one: ToCheck, row: CheckedFigure | None) -> ToCheck:
    if row is None:
        return one
    on = row.checked_on.isoformat()
    return replace(one, value=row.value.normalize(), source=row.source, checked_on=on, done=True)
