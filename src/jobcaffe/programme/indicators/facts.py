"""Rows that prove a number, read in one query for as many sources as a page needs.

A :class:`Part` is one query of one table; a :class:`Source` is one or more parts and the key that
is counted once. All parts have the same columns, so that a page with twenty indicators reads them
with one ``UNION ALL``. Confidential encounters are read as integers and folded into one row for all
groups together and each closed month before anything leaves this module.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo
from typing import Any
from uuid import UUID

from django.db.models import (
    CharField,
    Count,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from jobcaffe.programme.indicators.spans import LONG_AGO, Span, closed_months, month_end, month_of

GROUPS = "groups"
COLUMNS = (
    "f_source",
    "f_table",
    "f_ref",
    "f_at",
    "f_on",
    "f_person",
    "f_key",
    "f_organisation",
    "f_encounter",
    "f_sex",
    "f_birth_year",
    "f_municipality",
    "f_action",
    "f_weight",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One row behind a number. ``key`` is what is counted once; empty when every row counts."""

    table: str
    ref: str
    day: date
    weight: int
    key: UUID | None
    person: UUID | None
    organisation: UUID | None
    encounter: UUID | None
    sex: str
    birth_year: int | None
    municipality: str
    action: str

    @property
    def proof(self) -> str:
        """Reference kept in a closed period: table and number, never a name."""
        return f"{self.table}:{self.ref}"


@dataclass(frozen=True)
class Part:
    """One table's rows inside a span.

    ``rows(span)`` filters on the moment ``at`` or the day ``on``; the other names are paths of the
    ORM from a row to what it is about. ``grouped`` marks confidential encounters.
    """

    table: str
    rows: Callable[[Span], QuerySet[Any]]
    at: str = ""
    on: str = ""
    person: str = ""
    organisation: str = ""
    encounter: str = ""
    action: str = ""
    fixed_action: str = ""
    weight: Any = 1
    grouped: bool = False


@dataclass(frozen=True)
class Source:
    """A named count of the plan. ``counts`` is "row", "person" or "organisation"."""

    code: str
    counts: str
    parts: tuple[Part, ...]
    how: str
    # The cumulative count also holds what happened before the programme began.
    ever: bool = False

    @property
    def of_persons(self) -> bool:
        """Whether what is counted are persons, each once."""
        return self.counts == "person"


def _path(name: str, field: Any) -> Any:
    # An untyped NULL in the first parts of a union would be text for PostgreSQL.
    return F(name) if name else Cast(Value(None), output_field=field)


def _text(name: str, fixed: str = "") -> Any:
    return F(name) if name else Value(fixed, output_field=CharField())


def _columns(source: Source, part: Part) -> dict[str, Any]:
    person, place = part.person, part.person or part.organisation
    own = f"{person}_id" if person else ""
    key = _key(part) if person else _path("", UUIDField())
    organisation = {"": "", "pk": "pk"}.get(part.organisation, f"{part.organisation}_id")
    prefix = "" if place == "pk" else f"{place}__"
    return {
        "f_source": Value(source.code, output_field=CharField()),
        "f_table": Value(GROUPS if part.grouped else part.table, output_field=CharField()),
        "f_ref": Cast("pk", CharField()),
        "f_at": _path(part.at, DateTimeField()),
        "f_on": _path(part.on, DateField()),
        "f_person": _path(own, UUIDField()),
        "f_key": key,
        "f_organisation": _path(organisation, UUIDField()),
        "f_encounter": _path(part.encounter, UUIDField()),
        "f_sex": _text(f"{person}__sex" if person else ""),
        "f_birth_year": _path(f"{person}__birth_year" if person else "", IntegerField()),
        "f_municipality": _text(f"{prefix}municipality" if place else ""),
        "f_action": _text(part.action, part.fixed_action),
        "f_weight": Value(1, output_field=IntegerField()) if part.weight == 1 else part.weight,
    }


def _select(source: Source, part: Part, span: Span, today: date) -> QuerySet[Any, Any]:
    wanted = closed_months(span, today) if part.grouped else span
    rows = part.rows(wanted).order_by()
    found: QuerySet[Any, Any] = rows.annotate(**_columns(source, part)).values_list(*COLUMNS)
    return found


def reach_back(source: Source, span: Span) -> Span:
    """The span to read: a source that counts "until a day" begins before the programme."""
    return replace(span, first=LONG_AGO) if source.ever and span.opening else span


def collect(sources: Iterable[Source], span: Span, *, today: date | None = None) -> dict[str, list[Fact]]:
    """The raw rows of each source inside ``span``: one query. Nothing is counted once yet."""
    day = today or timezone.localdate()
    found: dict[str, list[Fact]] = {source.code: [] for source in sources}
    _read([(s, p) for s in sources for p in s.parts], span, day, found)
    return {code: fold_groups(facts) for code, facts in found.items()}


def _read(pairs: Sequence[tuple[Source, Part]], span: Span, today: date, into: dict[str, list[Fact]]) -> None:
    zone = timezone.get_current_timezone()
    for source, *columns in _together(
        [_select(source, part, reach_back(source, span), today) for source, part in pairs]
    ):
        into[source].append(_fact(columns, zone))


def _together(queries: Sequence[QuerySet[Any, Any]]) -> Iterable[Any]:
    """The rows of all the queries with one of them."""
    if not queries:
        return ()
    first, *others = queries
    return first.union(*others, all=True) if others else first


def _fact(columns: Sequence[Any], zone: tzinfo) -> Fact:
    table, ref, at, on, person, key, organisation, encounter, sex, born, place, action, weight = columns
    return Fact(
        table=table,
        ref=str(ref).replace("-", ""),
        day=on or at.astimezone(zone).date(),
        weight=int(weight or 0),
        key=key or organisation,
        person=person,
        organisation=organisation,
        encounter=encounter,
        sex=sex or "",
        birth_year=born,
        municipality=place or "",
        action=action or "",
    )


def local_day(moment: datetime) -> date:
    """The day on the wall clock."""
    return timezone.localtime(moment).date()


def fold_groups(facts: Iterable[Fact]) -> list[Fact]:
    """Confidential meetings become one row a month, for all groups together: integers only."""
    kept: list[Fact] = []
    folded: dict[date, int] = {}
    for fact in facts:
        if fact.table != GROUPS:
            kept.append(fact)
        else:
            folded[month_end(fact.day)] = folded.get(month_end(fact.day), 0) + fact.weight
    return kept + [_group_fact(day, weight) for day, weight in sorted(folded.items())]


def _group_fact(day: date, weight: int) -> Fact:
    return Fact(GROUPS, month_of(day), day, weight, None, None, None, None, "", None, "", "A1")


def once(source: Source, facts: Iterable[Fact]) -> list[Fact]:
    """The rows that count: each person or organisation once, with her first row in the span."""
    if source.counts == "row":
        return sorted(facts, key=_order)
    first: dict[UUID, Fact] = {}
    own: dict[UUID, Fact] = {}
    for fact in sorted(facts, key=_order):
        if fact.key is None:
            continue
        first.setdefault(fact.key, fact)
        if fact.key == (fact.person or fact.organisation):
            own.setdefault(fact.key, fact)
    return [_described_as(fact, own.get(key, fact)) for key, fact in first.items()]


def _described_as(fact: Fact, survivor: Fact) -> Fact:
    # After a merge the surviving record says who the person is; the first row says since when.
    return replace(fact, sex=survivor.sex, birth_year=survivor.birth_year, municipality=survivor.municipality)


def _order(fact: Fact) -> tuple[date, str, str]:
    return fact.day, fact.table, fact.ref


def weight(facts: Iterable[Fact]) -> int:
    """The number that these rows make."""
    return sum(fact.weight for fact in facts)


def totals(sources: Sequence[Source], span: Span, *, today: date | None = None) -> dict[str, int]:
    """The value of each source in two queries: one counts in the database, one reads the groups."""
    return read_totals(sources, span, today=today)[0]


def read_totals(
    sources: Sequence[Source], span: Span, *, today: date | None = None, rows_of: Collection[str] = ()
) -> tuple[dict[str, int], dict[str, list[Fact]]]:
    """As :func:`totals`, with the raw rows of the sources in ``rows_of``, in the same two queries."""
    day = today or timezone.localdate()
    read = [(s, p) for s in sources for p in s.parts if p.grouped or s.code in rows_of]
    counted = [(s, p) for s in sources for p in s.parts if (s, p) not in read]
    found: dict[str, list[Fact]] = {source.code: [] for source in sources}
    _read(read, span, day, found)
    folded = {code: fold_groups(rows) for code, rows in found.items()}
    values = {s.code: weight(once(s, folded[s.code])) for s in sources}
    for code, number in _together([_count(source, part, span) for source, part in counted]):
        values[code] += number
    return values, {code: folded[code] for code in rows_of}


def _key(part: Part) -> Any:
    """What is counted once: the person (of two records made one, the one that stays) or the organisation."""
    if part.person:
        return Coalesce(f"{part.person}__merged_into_id", f"{part.person}_id")
    return F("pk") if part.organisation == "pk" else F(f"{part.organisation}_id")


def _count(source: Source, part: Part, span: Span) -> QuerySet[Any, Any]:
    """How many rows, or how many different persons or organisations: a source of these has one part."""
    total = Count("pk") if source.counts == "row" else Count(_key(part), distinct=True)
    found: QuerySet[Any, Any] = (
        part.rows(reach_back(source, span))
        .order_by()
        .annotate(f_source=Value(source.code, output_field=CharField()))
        .values("f_source")
        .annotate(f_total=total)
        .values_list("f_source", "f_total")
    )
    return found
