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
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import CharField, Count, F, IntegerField, QuerySet, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from jobcaffe.programme.indicators.spans import LONG_AGO, Span, closed_months, month_end, month_of

# What is folded into one row a month, and the action that the row is of.
GROUPS, LABS, EXCHANGED = "groups", "labs", "exchanged"
FOLDED = {GROUPS: "A1", LABS: "A2", EXCHANGED: "A2"}
COLUMNS = (
    "f_part",
    "f_ref",
    "f_when",
    "f_person",
    "f_merged",
    "f_organisation",
    "f_encounter",
    "f_sex",
    "f_birth_year",
    "f_municipality",
    "f_action",
    "f_weight",
)
HOUR = len("2026-03-01 22")


class Fact(NamedTuple):
    """One row behind a number; rows of one source sort by day, table and reference.

    Identifiers stay as the database writes them: a number may stand on ten thousand rows, and a page
    opens fifty. ``key_ref`` is what is counted once; ``None`` when nothing is.
    """

    day: date
    table: str
    ref: str
    weight: int
    key_ref: str | None
    person_ref: str | None
    organisation_ref: str | None
    encounter_ref: str | None
    sex: str
    birth_year: int | None
    municipality: str
    action: str

    @property
    def key(self) -> UUID | None:
        """The person or the organisation that is counted once."""
        return _uuid(self.key_ref)

    @property
    def person(self) -> UUID | None:
        """Whose row it is."""
        return _uuid(self.person_ref)

    @property
    def organisation(self) -> UUID | None:
        """Which organisation's row it is."""
        return _uuid(self.organisation_ref)

    @property
    def encounter(self) -> UUID | None:
        """Where it happened."""
        return _uuid(self.encounter_ref)

    @property
    def proof(self) -> str:
        """Reference kept in a closed period: table and number, never a name."""
        return f"{self.table}:{self.ref}"


def _uuid(ref: str | None) -> UUID | None:
    return UUID(ref) if ref else None


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
    # The name of the rows that a grouped part makes, one of FOLDED.
    folded: str = GROUPS
    # Of a grouped part: a month below ``least`` counts nothing; ``unit`` minutes make one.
    least: int = 0
    unit: int = 1


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


def _as_text(name: str) -> Any:
    # As text no row is turned into objects that nobody looks at; an untyped NULL is text in a union.
    return Cast(F(name) if name else Value(None), output_field=CharField())


def _text(name: str, fixed: str = "") -> Any:
    return F(name) if name else Value(fixed, output_field=CharField())


def _columns(number: int, part: Part) -> dict[str, Any]:
    person, place = part.person, part.person or part.organisation
    organisation = {"": "", "pk": "pk"}.get(part.organisation, f"{part.organisation}_id")
    prefix = "" if place == "pk" else f"{place}__"
    born = F(f"{person}__birth_year") if person else Cast(Value(None), output_field=IntegerField())
    return {
        "f_part": Value(str(number), output_field=CharField()),
        "f_ref": _as_text("pk"),
        "f_when": _as_text(part.at or part.on),
        "f_person": _as_text(f"{person}_id" if person else ""),
        "f_merged": _as_text(f"{person}__merged_into_id" if person else ""),
        "f_organisation": _as_text(organisation),
        "f_encounter": _as_text(part.encounter),
        "f_sex": _text(f"{person}__sex" if person else ""),
        "f_birth_year": born,
        "f_municipality": _text(f"{prefix}municipality" if place else ""),
        "f_action": _text(part.action, part.fixed_action),
        "f_weight": Value("1", output_field=CharField())
        if part.weight == 1
        else Cast(part.weight, output_field=CharField()),
    }


def _select(number: int, part: Part, span: Span, today: date) -> QuerySet[Any, Any]:
    wanted = closed_months(span, today) if part.grouped else span
    rows = part.rows(wanted).order_by()
    found: QuerySet[Any, Any] = rows.annotate(**_columns(number, part)).values_list(*COLUMNS)
    return found


def reach_back(source: Source, span: Span) -> Span:
    """The span to read: a source that counts "until a day" begins before the programme."""
    return replace(span, first=LONG_AGO) if source.ever and span.opening else span


def collect(sources: Iterable[Source], span: Span, *, today: date | None = None) -> dict[str, list[Fact]]:
    """The raw rows of each source inside ``span``: one query. Nothing is counted once yet."""
    day = today or timezone.localdate()
    read = list(sources)
    found: dict[str, list[Fact]] = {source.code: [] for source in read}
    _read([(s, p) for s in read for p in s.parts], span, day, found)
    return {source.code: fold_groups(found[source.code], *_folding(source)) for source in read}


def _read(pairs: Sequence[tuple[Source, Part]], span: Span, today: date, into: dict[str, list[Fact]]) -> None:
    selects = [_select(n, p, reach_back(s, span), today) for n, (s, p) in enumerate(pairs)]
    places = {
        str(n): (into[source.code].append, part.folded if part.grouped else part.table)
        for n, (source, part) in enumerate(pairs)
    }
    days = _Days(timezone.get_current_timezone())
    for n, ref, when, person, merged, organisation, encounter, sex, born, town, action, weight in _together(
        selects
    ):
        add, table = places[n]
        add(
            Fact(
                days[when[:HOUR]],
                table,
                ref.replace("-", ""),
                int(weight or 0),
                merged or person or organisation,
                person,
                organisation,
                encounter,
                sex or "",
                born,
                town or "",
                action or "",
            )
        )


class _Days(dict[str, date]):
    """The day on the wall clock of an hour in UTC ("2026-03-01 22"), or of a day: each worked out once."""

    def __init__(self, zone: tzinfo) -> None:
        super().__init__()
        self.zone = zone

    def __missing__(self, text: str) -> date:
        if len(text) < HOUR:
            found = date.fromisoformat(text)
        else:
            found = datetime.fromisoformat(f"{text}:00+00:00").astimezone(self.zone).date()
        self[text] = found
        return found


def _together(queries: Sequence[QuerySet[Any, Any]]) -> Iterable[Any]:
    """The rows of all the queries with one of them."""
    if not queries:
        return ()
    first, *others = queries
    return first.union(*others, all=True) if others else first


def local_day(moment: datetime) -> date:
    """The day on the wall clock."""
    return timezone.localtime(moment).date()


def _folding(source: Source) -> tuple[int, int]:
    """The smallest month that counts, and how many of what is read make one; from its grouped parts."""
    grouped = [part for part in source.parts if part.grouped]
    return max((part.least for part in grouped), default=0), max((part.unit for part in grouped), default=1)


def fold_groups(facts: Iterable[Fact], least: int = 0, unit: int = 1) -> list[Fact]:
    """Confidential meetings become one row a month, for all groups and for all labs together, as do
    hours: integers only.

    A month whose weight is below ``least`` would tell of few people: it has no row. The weight is
    divided by ``unit``, to the nearest whole.
    """
    kept: list[Fact] = []
    folded: dict[tuple[date, str], int] = {}
    for fact in facts:
        if fact.table not in FOLDED:
            kept.append(fact)
        else:
            key = month_end(fact.day), fact.table
            folded[key] = folded.get(key, 0) + fact.weight
    months = [
        (day, table, (weight + unit // 2) // unit)
        for (day, table), weight in sorted(folded.items())
        if weight >= least
    ]
    return kept + [_group_fact(day, table, weight) for day, table, weight in months]


def _group_fact(day: date, table: str, weight: int) -> Fact:
    action = FOLDED[table]
    return Fact(day, table, month_of(day), weight, None, None, None, None, "", None, "", action)


def in_order(facts: Iterable[Fact], *, newest: bool = False) -> list[Fact]:
    """By day, table and reference; ``newest`` puts the latest day first, the rest as before."""
    by_day: dict[date, list[Fact]] = {}
    for fact in facts:
        by_day.setdefault(fact.day, []).append(fact)
    return [fact for day in sorted(by_day, reverse=newest) for fact in sorted(by_day[day])]


def once(source: Source, facts: Iterable[Fact]) -> list[Fact]:
    """The rows that count: each person or organisation once, with her first row in the span."""
    ordered = in_order(facts)
    if source.counts == "row":
        return ordered
    first: dict[str, Fact] = {}
    for fact in ordered:
        if fact.key_ref is not None:
            first.setdefault(fact.key_ref, fact)
    joined = {key for key, fact in first.items() if not _own(fact)}
    own: dict[str, Fact] = {}
    for fact in ordered if joined else ():
        if fact.key_ref in joined and _own(fact):
            own.setdefault(fact.key_ref, fact)
    return [_described_as(fact, own[key]) if key in own else fact for key, fact in first.items()]


def _own(fact: Fact) -> bool:
    """Whether the row is of the record that is counted, and not of one that was joined to it."""
    return fact.key_ref == (fact.person_ref or fact.organisation_ref)


def _described_as(fact: Fact, survivor: Fact) -> Fact:
    # After a merge the surviving record says who the person is; the first row says since when.
    return fact._replace(sex=survivor.sex, birth_year=survivor.birth_year, municipality=survivor.municipality)


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
    folded = {s.code: fold_groups(found[s.code], *_folding(s)) for s in sources}
    values = {s.code: weight(once(s, folded[s.code])) for s in sources}
    for code, number in _together([_count(source, part, span) for source, part in counted]):
        values[code] += number or 0
    return values, {code: folded[code] for code in rows_of}


def _key(part: Part) -> Any:
    """What is counted once: the person (of two records made one, the one that stays) or the organisation."""
    if part.person:
        return Coalesce(f"{part.person}__merged_into_id", f"{part.person}_id")
    return F("pk") if part.organisation == "pk" else F(f"{part.organisation}_id")


def _count(source: Source, part: Part, span: Span) -> QuerySet[Any, Any]:
    """What the rows weigh, or how many different persons or organisations: a source of these has one part."""
    if source.counts == "row":
        total: Any = Count("pk") if part.weight == 1 else Sum(part.weight)
    else:
        total = Count(_key(part), distinct=True)
    found: QuerySet[Any, Any] = (
        part.rows(reach_back(source, span))
        .order_by()
        .annotate(f_source=Value(source.code, output_field=CharField()))
        .values("f_source")
        .annotate(f_total=total)
        .values_list("f_source", "f_total")
    )
    return found
