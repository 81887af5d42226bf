"""Refuse, round, leave out: from a true table to a printed one, and the check of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jobcaffe.kernels.disclosure.audit import Interval, exposed, reach
from jobcaffe.kernels.disclosure.tables import (
    HIDDEN,
    PERIODS,
    Audience,
    Cell,
    Kind,
    Place,
    Published,
    Rounded,
    Rule,
    Series,
    Table,
    printed,
    values,
)

_HIDDEN = Cell(HIDDEN, None, 0, None)


def round_to(value: int, base: int) -> int:
    """The nearest multiple of ``base``, halves up."""
    return (2 * value + base) // (2 * base) * base


def cell(value: int, rule: Rule, *, zero_tells: bool = False) -> Cell:
    """One rounded count, with the interval of integers that print the same."""
    if value == 0 and not zero_tells:
        return Cell("0", 0, 0, 0)
    if value < rule.small:
        return Cell(f"meno di {rule.small}", None, 0 if zero_tells else 1, rule.small - 1)
    shown = round_to(value, rule.base)
    return Cell(str(shown), shown, max(shown - rule.base // 2, rule.small), shown + (rule.base - 1) // 2)


def between(low: int, high: int) -> Cell:
    """A total printed as the set that holds it."""
    return Cell(f"da {low} a {high}", None, low, high)


def refusal(table: Table, rule: Rule) -> str:
    """Why a table may not leave at all, in plain Italian; empty when it may."""
    if not rule.tables:
        return "Un gruppo vede le proprie medie e i propri cambiamenti, non tabelle di conteggi."
    if not table.persons:
        return ""
    if rule.closed_only and not table.closed:
        return "Il periodo è ancora aperto. I numeri di persone escono quando il periodo è chiuso."
    if PERIODS.index(table.period) < PERIODS.index(rule.finest_period):
        return "Il periodo è troppo breve per pubblicarlo. Scegli un periodo più lungo."
    if dimensions(table) > rule.dimensions:
        return f"La tabella incrocia troppe cose: al massimo {rule.dimensions}. Togline una."
    personal = sum(kind is Kind.PERSONAL for kind in table.attributes)
    if personal > rule.personal:
        return f"La tabella incrocia troppi dati personali: al massimo {rule.personal}. Togline uno."
    return ""


def dimensions(table: Table) -> int:
    """How many attributes are crossed; weekday and half hour count as one."""
    times = {Kind.WEEKDAY, Kind.HALF_HOUR}
    plain = [kind for kind in table.attributes if kind not in times]
    return len(plain) + any(kind in times for kind in table.attributes)


def protect(
    table: Table, rules: Mapping[Audience, Rule], audience: Audience, earlier: Sequence[Table] = ()
) -> Published:
    """The table as ``audience`` may read it.

    ``earlier``: the cumulative tables of the same shape already published to the same audience, from
    the first; each was published knowing those before it, and is recomputed here. Raises
    ``ValueError`` when their shape differs.
    """
    rule = rules[audience]
    if reason := refusal(table, rule):
        return Published(refused=reason)
    if not rounds(table, rule):
        return _exact(table)
    before = _series(earlier, rule)
    if any(_shape(one) != _shape(table) for one in earlier):
        raise ValueError("tables of successive periods must have the same rows and columns")
    published = _guarded(before, table, rule)
    return replace(published, notes=_notes(published, table, rule))


def _shape(table: Table) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    return table.rows.labels, table.columns.labels if table.columns else (), table.overlapping


def _series(tables: Sequence[Table], rule: Rule) -> list[tuple[Table, Published]]:
    """Each table as it was published knowing those before it."""
    series: list[tuple[Table, Published]] = []
    for table in tables:
        series.append((table, _guarded(series, table, rule) if rounds(table, rule) else _exact(table)))
    return series


def rounds(table: Table, rule: Rule) -> bool:
    """Whether the table is rounded for this audience."""
    if not table.persons or rule.rounded is Rounded.NEVER:
        return False
    if rule.rounded is Rounded.ALWAYS:
        return True
    # Hiding single cells could be undone from the totals; rounding the whole table cannot.
    return table.sensitive and any(
        value < rule.small and (value > 0 or table.zero_tells) for value in values(table).values()
    )


def _assemble(table: Table, cells: Mapping[Place, Cell], *, exact: bool = False) -> Published:
    rows, width = len(table.cells), len(table.cells[0])
    return Published(
        cells=tuple(tuple(cells["cell", i, j] for j in range(width)) for i in range(rows)),
        row_totals=tuple(cells["row", i, 0] for i in range(rows)) if table.columns else (),
        column_totals=tuple(cells["column", 0, j] for j in range(width)) if table.columns else (),
        total=cells["total", 0, 0],
        exact=exact,
    )


def _exact(table: Table) -> Published:
    cells = {place: Cell(str(value), value, value, value) for place, value in values(table).items()}
    return _assemble(table, cells, exact=True)


def _guarded(before: Series, table: Table, rule: Rule) -> Published:
    """Rounded, without what would determine a value, alone or beside the earlier tables."""
    cells = _fenced(table, rule)
    while before and exposed([*before, (table, _assemble(table, cells))]):
        cells[_best_to_hide(before, table, cells)] = _HIDDEN
    return _assemble(table, cells)


def _fenced(table: Table, rule: Rule) -> dict[Place, Cell]:
    """Cells, then totals one by one; a total is printed when its print never pins it to one value.

    Totals that print the same, and that what is already printed allows, must be two or more. Where
    the last (or first) of these sets holds one value, it is joined with its neighbour, and the
    joined set is printed instead ("da 43 a 48"). Each choice follows from what is printed alone, so
    who knows this rule learns no more. That is enough: two circulations differ by cycles, each of
    which moves a total by at most one, so where a total keeps two values every value that was free
    stays free.
    """
    true = values(table)
    cells = {place: cell(n, rule, zero_tells=table.zero_tells) for place, n in true.items()}
    intervals: dict[Place, Interval] = {
        place: (one.low, one.high) for place, one in cells.items() if place[0] == "cell"
    }
    for place in [place for place in cells if place[0] != "cell"]:
        low, high = reach(table, intervals, place)
        assert high is not None  # noqa: S101  every cell is printed with its bounds
        joined = _joined(low, high, true[place], rule, table)
        if joined:
            cells[place] = between(*joined)
        intervals[place] = joined or (max(low, cells[place].low), min(high, cells[place].high or high))
    return cells


def _joined(low: int, high: int, value: int, rule: Rule, table: Table) -> tuple[int, int] | None:
    """The joined set that holds the value, or ``None`` where the value may be printed."""

    def same(n: int) -> tuple[int, int]:
        one = cell(n, rule, zero_tells=table.zero_tells)
        return max(low, one.low), min(high, one.high or 0)

    if low == high:
        return None
    bottom = (low, same(low + 1)[1]) if same(low) == (low, low) else None
    top = (same(high - 1)[0], high) if same(high) == (high, high) else None
    if bottom and top and bottom[1] >= top[0]:
        bottom = top = (low, high)
    return next((one for one in (bottom, top) if one and one[0] <= value <= one[1]), None)


def _best_to_hide(before: Series, table: Table, cells: Mapping[Place, Cell]) -> Place:
    """The printed total whose absence leaves fewest values determined; a cell only without totals.

    Among equals a line goes before the grand total, and the first before the last.
    """
    shown = [place for place, one in cells.items() if one.text != HIDDEN and one.high != 0]
    totals = [place for place in shown if place[0] != "cell"]

    def left(place: Place) -> int:
        trial = {**cells, place: _HIDDEN}
        return len(exposed([*before, (table, _assemble(table, trial))]))

    return min(totals or shown, key=left)


def _notes(published: Published, table: Table, rule: Rule) -> tuple[str, ...]:
    shown = printed(published).values()
    notes = [f"Numeri arrotondati a {rule.base}: la somma può differire dal totale."]
    if any(one.text.startswith("meno di") for one in shown):
        lowest = 0 if table.zero_tells else 1
        notes.append(f"«meno di {rule.small}» vuol dire da {lowest} a {rule.small - 1}.")
    if any(one.text == HIDDEN for one in shown):
        notes.append("Un numero non è pubblicato perché ne farebbe ricavare altri.")
    if any(one.text.startswith("da ") for one in shown):
        notes.append("«da … a …»: il numero arrotondato ne farebbe ricavare altri.")
    if table.overlapping:
        notes.append("Una persona può essere in più gruppi: i gruppi non si sommano.")
    return tuple(notes)


def check(
    table: Table,
    published: Published,
    rules: Mapping[Audience, Rule],
    audience: Audience,
    earlier: Sequence[Table] = (),
) -> list[str]:
    """What is wrong with a published table, recomputed from nothing; empty when all is well."""
    rule = rules[audience]
    if published.refused or refusal(table, rule):
        return (
            [] if published.refused == refusal(table, rule) else ["refused without a reason, or not refused"]
        )
    shown, true = printed(published), values(table)
    wrong = [f"{place} is not printed" for place in true.keys() - shown.keys()]
    if published.exact or not rounds(table, rule):
        return wrong + [f"{place} is not exact" for place in true if shown[place].number != true[place]]
    wrong += [
        f"{place} is not rounded from the truth"
        for place, one in shown.items()
        if one not in (_HIDDEN, cell(true[place], rule, zero_tells=table.zero_tells))
        and not _holds(one, true[place])
    ]
    before = _series(earlier, rule)
    return wrong + [f"{place} can be worked out" for _, place in exposed([*before, (table, published)])]


def _holds(one: Cell, value: int) -> bool:
    """Whether a cell is a set of two values or more that holds this one."""
    high = -1 if one.high is None else one.high
    return one == between(one.low, high) and one.low <= value <= high and one.low < high
