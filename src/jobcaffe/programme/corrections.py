"""Recomputing closed periods: what changed since is found and listed, never silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jobcaffe.plan.models import Indicator
from jobcaffe.programme import freezing
from jobcaffe.programme.enums import Measure
from jobcaffe.programme.freezing import Counted
from jobcaffe.programme.models import Closure, Correction


@dataclass(frozen=True)
class Difference:
    """A number of a closed period that would come out otherwise today."""

    indicator: Indicator
    measure: Measure
    was: int
    becomes: int
    why: str


def differences(closure: Closure, now: datetime) -> list[Difference]:
    """What differs between a closure (with the corrections already listed) and its rows of today."""
    frozen = {row["code"]: row for row in closure.frozen["indicators"]}
    known = _known(closure)
    found: list[Difference] = []
    for item in freezing.count(closure.period, now):
        row = frozen.get(item.indicator.code)
        if row is not None:
            found += _of_indicator(closure, item, row, known)
    return found


def _known(closure: Closure) -> dict[tuple[int, str], tuple[int, str]]:
    """The latest correction of each number: (value, the words)."""
    return {
        (c.indicator_id, c.measure): (int(c.becomes), c.why)
        for c in Correction.objects.filter(closure=closure).order_by("found_at", "pk")
    }


def _of_indicator(
    closure: Closure, item: Counted, row: dict[str, Any], known: dict[tuple[int, str], tuple[int, str]]
) -> list[Difference]:
    found: list[Difference] = []
    if freezing.rows_digest(item.period_rows) != row["rows_sha256"] or _was_corrected(
        known, item.indicator, Measure.PERIOD
    ):
        why = _rows_changed(closure, item)
        found += _unless_known(
            item.indicator, Measure.PERIOD, row["period_value"], item.period_value, why, known
        )
    before = int(row["cumulative"]) - int(row["adjustment"])
    if item.cumulative != before or _was_corrected(known, item.indicator, Measure.CUMULATIVE):
        why = "Il totale dall'inizio, ricalcolato con i dati di oggi."
        if item.cumulative < before:
            why = f"{why} Scende: schede unite o righe tolte dopo la chiusura."
        found += _unless_known(item.indicator, Measure.CUMULATIVE, before, item.cumulative, why, known)
    return found


def _was_corrected(known: dict[tuple[int, str], tuple[int, str]], indicator: Indicator, measure: str) -> bool:
    return (indicator.pk, str(measure)) in known


def _unless_known(
    indicator: Indicator,
    measure: Measure,
    frozen: int,
    now: int,
    why: str,
    known: dict[tuple[int, str], tuple[int, str]],
) -> Sequence[Difference]:
    """A difference is listed once: again only when the number or its reason has moved since."""
    was, told = known.get((indicator.pk, str(measure)), (int(frozen), ""))
    if was == now and (told == why or (not told and not why)):
        return ()
    return (Difference(indicator, measure, was, now, why),)


def _rows_changed(closure: Closure, item: Counted) -> str:
    old = set(closure.rows.filter(indicator=item.indicator).values_list("ref", flat=True))
    new = {row.proof for row in item.period_rows}
    added, gone = len(new - old), len(old - new)
    if not added and not gone:
        same = item.period_value == sum(1 for _ in old)
        return (
            "Righe tornate come alla chiusura."
            if same
            else "Stesse righe, con un numero o un giorno diverso."
        )
    parts = []
    if added:
        parts.append("1 riga aggiunta" if added == 1 else f"{added} righe aggiunte")
    if gone:
        parts.append("1 riga tolta" if gone == 1 else f"{gone} righe tolte")
    return f"Dopo la chiusura: {' e '.join(parts)}."
