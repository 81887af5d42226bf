"""Every read of the account: what the plan promised, what the rows say, what was closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, QuerySet, Subquery, When
from django.utils import timezone

from jobcaffe.encounters.enums import State
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation import access
from jobcaffe.plan.enums import Tile
from jobcaffe.plan.models import Indicator, Period, Programme
from jobcaffe.plan.queries import current_programme
from jobcaffe.programme.enums import Audience
from jobcaffe.programme.indicators import breakdowns, facts, readings, spans
from jobcaffe.programme.indicators.breakdowns import Table
from jobcaffe.programme.indicators.facts import Fact
from jobcaffe.programme.indicators.readings import Reading
from jobcaffe.programme.indicators.sources import source_of
from jobcaffe.programme.indicators.spans import Span
from jobcaffe.programme.models import Closure, Correction, Issue
from jobcaffe.programme.watch import WITHOUT_SHEET, unscanned

# Which capability opens the issued reports of an audience.
READS = {Audience.FUNDER: "figures.funder", Audience.MUNICIPALITY: "figures.municipality"}


def indicators(programme: Programme) -> list[Indicator]:
    """The plan's indicators in their order, each knowing its programme and action."""
    return list(programme.indicators.select_related("action", "programme"))


def indicator_of(code: str) -> Indicator | None:
    """One indicator of the current programme, knowing its programme and action; ``corrected`` says
    whether anything about it changed after a closing. One query."""
    listed = Correction.objects.filter(indicator=OuterRef("pk"))
    found = Indicator.objects.filter(programme=Subquery(_current()), code=code)
    return found.select_related("programme", "action").annotate(corrected=Exists(listed)).first()


def periods(programme: Programme) -> QuerySet[Period]:
    """Periods with their closure; ``issued`` counts the files issued from it."""
    return _with_closures(programme.periods.all())


def current_periods() -> list[Period]:
    """The periods of the current programme, as :func:`periods`: each knows its programme, so that a
    page needs no other query for it."""
    rows = _with_closures(Period.objects.filter(programme=Subquery(_current())))
    return list(rows.defer("closure__frozen"))


def _current() -> QuerySet[Programme, Any]:
    return Programme.objects.order_by("pk").values("pk")[:1]


def _with_closures(rows: QuerySet[Period]) -> QuerySet[Period]:
    counted = rows.select_related("closure", "programme").annotate(issued=Count("closure__issues"))
    return counted.order_by("first_day")


def periods_to_read(programme: Programme) -> tuple[list[Period], dict[str, Any]]:
    """The periods, and what the latest closed one froze (empty when none is): one query."""
    last = Closure.objects.filter(period__programme=programme).order_by("-period__first_day").values("pk")[:1]
    kept = Case(When(closure=Subquery(last), then=F("closure__frozen")))
    found: list[Any] = list(programme.periods.select_related("programme").annotate(kept=kept))
    return found, next((period.kept for period in found if period.kept), {})


def period_of(programme: Programme, code: str) -> Period | None:
    """One period by its code."""
    return periods(programme).filter(code=code).first()


def closure_of(period: Period) -> Closure | None:
    """The closure of a period, ``None`` while it is open."""
    return getattr(period, "closure", None)


def closures(programme: Programme) -> QuerySet[Closure]:
    """Closed periods, oldest first."""
    return Closure.objects.filter(period__programme=programme).select_related("period")


def issued_cumulative(closure: Closure | None, code: str) -> int:
    """The cumulative figure of an indicator in a closed period; 0 when it was not there."""
    return issued_in(closure.frozen if closure else {}, code)


def issued_in(frozen: Mapping[str, Any], code: str) -> int:
    """As :func:`issued_cumulative`, from the frozen content alone."""
    rows = frozen.get("indicators", [])
    return next((int(row["cumulative"]) for row in rows if row["code"] == code), 0)


def corrections(programme: Programme, indicator: Indicator | None = None) -> QuerySet[Correction]:
    """Differences found after a closing, newest first."""
    rows = Correction.objects.filter(closure__period__programme=programme)
    if indicator is not None:
        rows = rows.filter(indicator=indicator)
    told = rows.select_related("closure__period", "indicator").defer("closure__frozen")
    return told.order_by("-found_at", "-pk")


def issues_visible_to(user: object) -> QuerySet[Issue]:
    """Issued files that ``user`` may download: the funder's, the municipality's, or both."""
    mine = [audience for audience, capability in READS.items() if access.allows(user, capability)]
    return (
        Issue.objects.filter(audience__in=mine)
        .select_related("closure__period", "file")
        .order_by("-closure__period__first_day", "audience", "format")
    )


@dataclass(frozen=True)
class Overview:
    """The programme on one day: every indicator beside the plan, and the rows of the people's tile."""

    readings: list[Reading]
    span: Span
    rows: dict[str, list[Fact]]

    def detail_of(self, reading: Reading) -> Detail:
        """The whole indicator, without asking again. Raises ``KeyError`` unless its rows were read."""
        counted = facts.once(reading.source, self.rows[reading.indicator.source])
        return _detail(reading.indicator, self.span, counted, reading)

    def tile(self, code: str) -> Reading | None:
        """The reading behind a tile of *Regia*."""
        return next((reading for reading in self.readings if reading.indicator.tile == code), None)


def overview(programme: Programme, *, day: date | None = None, today: date | None = None) -> Overview:
    """All indicators at once as they stood at the end of ``day``: three queries, whatever the rows."""
    now = day or timezone.localdate()
    plan = indicators(programme)
    sources = list({item.source: source_of(item.source) for item in plan}.values())
    span = spans.since_start(programme, now)
    people = {item.source for item in plan if item.tile == Tile.PEOPLE}
    values, rows = facts.read_totals(sources, span, today=today or now, rows_of=people)
    return Overview([readings.read(programme, item, values[item.source], now) for item in plan], span, rows)


def readings_today(programme: Programme, *, day: date | None = None) -> list[Reading]:
    """Each indicator's cumulative value on a day beside the plan: three queries for all of them."""
    return overview(programme, day=day).readings


@dataclass(frozen=True)
class Detail:
    """One indicator over one span: the number, the rows that make it, its cuts, its months."""

    indicator: Indicator
    span: Span
    reading: Reading
    facts: list[Fact]
    tables: list[Table]
    cumulative: list[tuple[date, int]]
    monthly: list[tuple[date, int]]

    @cached_property
    def value(self) -> int:
        """The weight of the rows."""
        return facts.weight(self.facts)


def detail(user: object, indicator: Indicator, span: Span, *, day: date | None = None) -> Detail:
    """The rows behind an indicator inside ``span``. Raises ``Refused`` for who may not open rows.

    One query. The value is the weight of these very rows, so the page cannot show another number.
    """
    access.require(user, "programme.rows")
    return detail_for_house(indicator, span, day=day)


def detail_for_house(indicator: Indicator, span: Span, *, day: date | None = None) -> Detail:
    """As :func:`detail`, for the house's own aggregates: the caller shows no row."""
    now = day or timezone.localdate()
    source = source_of(indicator.source)
    raw = facts.collect([source], span, today=now)[source.code]
    counted = facts.once(source, raw)
    value = facts.weight(counted)
    reading = readings.read(indicator.programme, indicator, value, min(now, span.last))
    return _detail(indicator, span, counted, reading)


def _detail(indicator: Indicator, span: Span, counted: list[Fact], reading: Reading) -> Detail:
    cumulative = readings.cumulative_by_month(counted, span)
    return Detail(
        indicator=indicator,
        span=span,
        reading=reading,
        facts=counted,
        tables=breakdowns.tables(indicator, reading.source, counted),
        cumulative=cumulative,
        monthly=readings.by_month(cumulative),
    )


@dataclass(frozen=True)
class Missing:
    """Evidence that a period lacks: encounters without presences, encounters without a sheet.

    Meetings of mutual-aid groups are only counted; whoever leads them sees which ones.
    """

    unmarked: list[Encounter] = field(default_factory=list)
    unscanned: list[Encounter] = field(default_factory=list)
    groups: int = 0

    @property
    def count(self) -> int:
        """How many pieces are missing."""
        return len(self.unmarked) + len(self.unscanned) + self.groups


def missing_evidence(period: Period) -> Missing:
    """What would be missing if the period were closed now: three queries."""
    span = spans.of_period(period)
    rows = Encounter.objects.filter(
        starts_at__gte=span.starts_at, starts_at__lt=span.ends_at, ends_at__lt=timezone.now()
    )
    named = rows.filter(confidential=False).only("id", "title", "starts_at", "kind")
    return Missing(
        unmarked=list(named.filter(state=State.PLANNED)),
        unscanned=list(unscanned(named)),
        groups=rows.filter(confidential=True, state=State.PLANNED).count(),
    )


def wanting_sheet(rows: QuerySet[Encounter]) -> QuerySet[Encounter]:
    """Encounters that should have a signed sheet."""
    return rows.exclude(kind__in=WITHOUT_SHEET)


def issued_file(user: object, issue_id: UUID) -> Issue | None:
    """One issued file, ``None`` when it is not there or not for ``user``."""
    return issues_visible_to(user).filter(pk=issue_id).first()


def next_to_close(period_list: Sequence[Period], *, day: date | None = None) -> Period | None:
    """The first period that is over and still open."""
    now = day or timezone.localdate()
    return next((p for p in period_list if p.last_day < now and closure_of(p) is None), None)


def last_to_report(period_list: Sequence[Period]) -> Period | None:
    """The latest closed period: what *Crea il rapporto* starts from."""
    return next((p for p in reversed(period_list) if closure_of(p) is not None), None)


__all__ = [
    "Detail",
    "Missing",
    "current_programme",
    "detail",
    "missing_evidence",
    "periods",
    "readings_today",
]
