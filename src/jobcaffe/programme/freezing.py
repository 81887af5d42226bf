"""What a closed period keeps: everything a report needs, so that it can be made again from this alone.

The result of :func:`freeze` is JSON of strings, integers, lists and dicts: no floats, so that the
same content always has the same hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

import jobcaffe
from jobcaffe.encounters.enums import State
from jobcaffe.encounters.models import Encounter, Register
from jobcaffe.foundation.journal.models import Head
from jobcaffe.plan.models import Indicator, Period, Programme
from jobcaffe.programme import queries
from jobcaffe.programme.indicators import breakdowns, facts, readings, spans
from jobcaffe.programme.indicators.facts import Fact, Source, once
from jobcaffe.programme.indicators.sources import source_of
from jobcaffe.programme.indicators.spans import Span
from jobcaffe.programme.models import Closure, Correction

LAYOUT = 1


@dataclass(frozen=True)
class Counted:
    """One indicator recomputed for a period: its rows, and those since the programme's start."""

    indicator: Indicator
    source: Source
    period_rows: list[Fact]
    all_rows: list[Fact]

    @property
    def period_value(self) -> int:
        """The value of the period."""
        return facts.weight(self.period_rows)

    @property
    def cumulative(self) -> int:
        """The value since the start."""
        return facts.weight(self.all_rows)


def canonical(data: object) -> bytes:
    """One way to write JSON: sorted keys, no spaces, UTF-8."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data: object) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(data)).hexdigest()


def rows_digest(rows: Sequence[Fact]) -> str:
    """SHA-256 over references, weights and days of the rows, in a fixed order."""
    return digest(sorted([row.proof, row.weight, row.day.isoformat()] for row in rows))


def count(period: Period, now: datetime) -> list[Counted]:
    """Every indicator of the plan, recomputed for a period: two queries."""
    programme = period.programme
    whole = spans.since_start(programme, period.last_day)
    plan = queries.indicators(programme)
    sources = {item.source: source_of(item.source) for item in plan}
    raw = facts.collect(sources.values(), whole, today=timezone.localdate(now))
    own = spans.of_period(period)
    return [_counted(item, sources[item.source], raw[item.source], own) for item in plan]


def _counted(indicator: Indicator, source: Source, raw: list[Fact], own: Span) -> Counted:
    inside = [fact for fact in raw if fact.day in own]
    return Counted(indicator, source, once(source, inside), once(source, raw))


def freeze(period: Period, now: datetime, closed_by: str) -> tuple[dict[str, Any], list[Counted]]:
    """The frozen content of a period and the counted rows behind it."""
    programme = period.programme
    counted = count(period, now)
    before = _previous(period)
    head = Head.objects.filter(pk=1).first()
    missing = queries.missing_evidence(period)
    frozen = {
        "layout": LAYOUT,
        "version": jobcaffe.__version__,
        "data_as_of": timezone.localtime(now).isoformat(timespec="seconds"),
        "closed_by": closed_by,
        "journal": {"seq": head.seq if head else 0, "mac": head.mac if head else ""},
        "programme": _programme(programme),
        "period": _period(period),
        "indicators": [_indicator(item, period, before) for item in counted],
        "actions": _actions(programme),
        "milestones": _milestones(programme),
        "registers": _registers(period),
        "missing": {
            "unmarked": len(missing.unmarked),
            "unscanned": len(missing.unscanned),
            "groups": missing.groups,
        },
        "corrections": _corrections(programme, before),
    }
    return frozen, counted


def _previous(period: Period) -> Closure | None:
    return (
        queries.closures(period.programme)
        .filter(period__last_day__lt=period.first_day)
        .order_by("-period__first_day")
        .first()
    )


def _indicator(item: Counted, period: Period, before: Closure | None) -> dict[str, Any]:
    indicator, programme = item.indicator, period.programme
    # An issued figure never falls: what later turned out to be double stays in, on a line of its own.
    cumulative = max(item.cumulative, queries.issued_cumulative(before, indicator.code))
    adjustment = cumulative - item.cumulative
    reading = readings.read(programme, indicator, cumulative, period.last_day)
    span = spans.since_start(programme, period.last_day)
    return {
        "code": indicator.code,
        "name": indicator.name,
        "definition": indicator.definition,
        "how": item.source.how,
        "unit": indicator.unit,
        "action": indicator.action.code if indicator.action else "",
        "source": indicator.source,
        "roll_up": indicator.roll_up,
        "counts": item.source.counts,
        "public": indicator.public,
        "example": indicator.example,
        "tile": indicator.tile,
        "baseline": plain(indicator.baseline),
        "targets": {year: plain(Decimal(str(n))) for year, n in indicator.targets.items()},
        "target": plain(reading.target),
        "final_target": plain(reading.final_target),
        "percent": reading.percent,
        "state": reading.state,
        "period_value": item.period_value,
        "cumulative": cumulative,
        "adjustment": adjustment,
        "rows": len(item.period_rows),
        "rows_sha256": rows_digest(item.period_rows),
        "all_rows": len(item.all_rows),
        "all_rows_sha256": rows_digest(item.all_rows),
        "trend": [
            [day.isoformat(), value] for day, value in readings.cumulative_by_month(item.all_rows, span)
        ],
        "tables": [
            table.as_json() for table in breakdowns.tables(indicator, item.source, item.all_rows, adjustment)
        ],
        "period_tables": [
            table.as_json() for table in breakdowns.tables(indicator, item.source, item.period_rows)
        ],
    }


def plain(number: Decimal | None) -> str | None:
    """A decimal as text without useless zeros: "120", "8.5"."""
    return None if number is None else f"{number.normalize():f}"


def _programme(programme: Programme) -> dict[str, Any]:
    return {
        "code": programme.code,
        "name": programme.name,
        "place_name": programme.place_name,
        "starts_on": programme.starts_on.isoformat(),
        "ends_on": programme.ends_on.isoformat(),
        "general_objective": programme.general_objective,
        "objectives": programme.objectives,
        "partners": [
            {"name": partner.name, "role": partner.role, "role_label": str(partner.get_role_display())}
            for partner in programme.partners.all()
        ],
    }


def _period(period: Period) -> dict[str, Any]:
    return {
        "code": period.code,
        "name": period.name,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "year": spans.year_number(period.programme, period.last_day),
    }


def _actions(programme: Programme) -> list[dict[str, Any]]:
    return [
        {"code": a.code, "name": a.name, "objective": a.objective, "spans": a.spans}
        for a in programme.actions.all()
    ]


def _milestones(programme: Programme) -> list[dict[str, Any]]:
    return [
        {
            "code": m.code,
            "name": m.name,
            "action": m.action.code if m.action else "",
            "due_on": m.due_on.isoformat(),
            "done_on": m.done_on.isoformat() if m.done_on else None,
            "example": m.example,
        }
        for m in programme.milestones.select_related("action")
    ]


def _registers(period: Period) -> dict[str, Any]:
    """The signed sheets of the period: number, day, whether scanned. Never a name.

    Sheets of mutual-aid groups are two integers for all groups together.
    """
    span = spans.of_period(period)
    rows = Register.objects.filter(
        encounter__state=State.HELD,
        encounter__starts_at__gte=span.starts_at,
        encounter__starts_at__lt=span.ends_at,
    ).select_related("encounter")
    listed = [
        {
            "number": register.code,
            "day": facts.local_day(register.encounter.starts_at).isoformat(),
            "kind": str(register.encounter.get_kind_display()),
            "scanned": register.scan_id is not None,
        }
        for register in rows.filter(encounter__confidential=False)
    ]
    groups = rows.filter(encounter__confidential=True)
    held = queries.wanting_sheet(
        Encounter.objects.filter(
            state=State.HELD,
            confidential=False,
            starts_at__gte=span.starts_at,
            starts_at__lt=span.ends_at,
        )
    )
    sheets = Register.objects.filter(encounter=OuterRef("pk"))
    return {
        "sheets": listed,
        "groups": groups.count(),
        "groups_scanned": groups.filter(scan__isnull=False).count(),
        "without": held.filter(~Exists(sheets)).count(),
    }


def _corrections(programme: Programme, before: Closure | None) -> list[dict[str, Any]]:
    """What was found since the closing before this one."""
    rows = Correction.objects.filter(closure__period__programme=programme)
    if before is not None:
        rows = rows.filter(found_at__gte=before.closed_at)
    return [
        {
            "period": c.closure.period.name,
            "code": c.indicator.code,
            "name": c.indicator.name,
            "measure": str(c.get_measure_display()),
            "was": plain(c.was),
            "becomes": plain(c.becomes),
            "why": c.why,
            "found_on": facts.local_day(c.found_at).isoformat(),
        }
        for c in rows.select_related("closure__period", "indicator")
    ]
