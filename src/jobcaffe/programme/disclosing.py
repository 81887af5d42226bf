"""What leaves the house, by audience: every number of a report or of *Quadro* passes here.

The rules are data (``foundation/disclosure_rules.toml``), the mathematics is
``kernels/disclosure.py``; this module brings the account's tables to it and back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jobcaffe.foundation.disclosure import rules
from jobcaffe.kernels import disclosure
from jobcaffe.kernels.disclosure import Axis, Kind
from jobcaffe.plan.enums import PRESENCE_SOURCES
from jobcaffe.programme.enums import Audience
from jobcaffe.programme.indicators.breakdowns import Table
from jobcaffe.programme.indicators.readings import progress

READERS = {
    Audience.FUNDER: disclosure.Audience.FUNDER,
    # The municipality's report may be shown to anybody: the stricter of the two readers.
    Audience.MUNICIPALITY: disclosure.Audience.PUBLIC,
}
RULES_IN_WORDS = {
    Audience.FUNDER: ["I numeri sono esatti e riservati al finanziatore: non vanno pubblicati."],
    Audience.MUNICIPALITY: [
        "I numeri di persone e presenze sono arrotondati a 5: la somma può differire dal totale.",
        "Da 1 a 4 è scritto «meno di 5». Sotto le 23 persone non ci sono percentuali.",
    ],
}
ROUNDED_NOTE = "Numeri arrotondati: la somma può differire."


@dataclass(frozen=True)
class Shown:
    """One number as it may be read: its text, and the number to draw (``None`` when it is hidden)."""

    text: str
    number: int | None

    @property
    def cell(self) -> str | int:
        """For a table: a number when there is one."""
        return self.text if self.number is None else self.number


@dataclass(frozen=True)
class PublishedTable:
    """A cut as it may be read. ``refused`` says why it may not be, and then it is empty."""

    row_labels: list[str]
    column_labels: list[str]
    cells: list[list[Shown]]
    row_totals: list[Shown]
    column_totals: list[Shown]
    total: Shown
    note: str = ""
    refused: str = ""


def weighs_persons(counts: str, source: str) -> bool:
    """Whether a number counts persons, or the times that persons were there."""
    return counts == "person" or source in PRESENCE_SOURCES


def figure(value: int, audience: Audience, *, persons: bool) -> Shown:
    """A single number: exact for the funder and for what are not persons, else rounded."""
    if not persons or audience == Audience.FUNDER:
        return Shown(str(value), value)
    rule = rules()[READERS[audience]]
    made = disclosure.cell(value, rule)
    return Shown(made.text, made.number)


def share(
    shown: Shown, baseline: str, target: str | None, audience: Audience, *, persons: bool
) -> int | None:
    """Whole percent of the way to the target, from the number *as shown*: it tells nothing more.

    ``None`` without a target, for a hidden number, and below the audience's smallest base for shares.
    """
    if target is None or shown.number is None:
        return None
    if persons and audience != Audience.FUNDER and shown.number < rules()[READERS[audience]].share_from:
        return None
    found = progress(Decimal(shown.number), Decimal(baseline), Decimal(target))
    return None if found is None else int(found * 100)


def publish(
    table: Table, audience: Audience, *, persons: bool, earlier: Sequence[Table] = ()
) -> PublishedTable:
    """A cut as the audience may read it; ``earlier`` are the same cut in the periods before.

    The earlier ones matter: a reader who keeps last year's report subtracts it from this one.
    """
    current = _kernel_table(table, persons)
    before = (
        [] if audience == Audience.FUNDER else [_kernel_table(_aligned(t, table), persons) for t in earlier]
    )
    made = disclosure.protect(current, rules(), READERS[audience], before)
    if made.refused:
        return PublishedTable([], [], [], [], [], Shown("", None), refused=made.refused)
    cells = [[_shown(cell) for cell in row] for row in made.cells]
    total = _shown(made.total) if made.total else Shown("", None)
    several = bool(made.row_totals)
    return PublishedTable(
        row_labels=table.row_labels,
        column_labels=table.column_labels,
        cells=cells,
        row_totals=[_shown(cell) for cell in made.row_totals] if several else [row[0] for row in cells],
        column_totals=[_shown(cell) for cell in made.column_totals] if several else [total],
        total=total,
        note="" if made.exact else ROUNDED_NOTE,
    )


def _shown(cell: disclosure.Cell) -> Shown:
    return Shown(cell.text, cell.number)


def _kernel_table(table: Table, persons: bool) -> disclosure.Table:
    kind = Kind.PERSONAL if table.personal else Kind.OTHER
    crossed = len(table.column_labels) > 1
    return disclosure.Table(
        rows=Axis(tuple(table.row_labels), (kind,)),
        columns=Axis(tuple(table.column_labels), (Kind.PERSONAL,)) if crossed else None,
        cells=tuple(tuple(row) for row in table.cells),
        persons=persons,
        overlapping=not table.adds_up,
        total=None if table.adds_up else table.total,
    )


def _aligned(earlier: Table, now: Table) -> Table:
    """An earlier cut with the rows of today's: a town that was not there yet counts zero."""
    counts: Mapping[str, list[int]] = dict(zip(earlier.row_labels, earlier.cells, strict=True))
    cells = [counts.get(label, [0] * len(now.column_labels)) for label in now.row_labels]
    return Table(
        code=now.code,
        title=now.title,
        row_labels=now.row_labels,
        column_labels=now.column_labels,
        cells=cells,
        row_totals=[sum(row) for row in cells],
        column_totals=[sum(column) for column in zip(*cells, strict=True)],
        total=earlier.total if not earlier.adds_up else sum(map(sum, cells)),
        adds_up=now.adds_up,
        personal=now.personal,
    )
