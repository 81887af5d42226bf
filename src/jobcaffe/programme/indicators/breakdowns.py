"""Cuts of a number. Inside the house a cut always adds up to its total; overlapping groups never do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from jobcaffe.encounters.enums import Action
from jobcaffe.people.enums import Sex
from jobcaffe.plan import queries as plan
from jobcaffe.plan.enums import Breakdown as Cut
from jobcaffe.plan.models import Indicator, Programme
from jobcaffe.plan.rules import NOT_GIVEN_LABEL, Band
from jobcaffe.programme.indicators.facts import FOLDED, Fact, Source

UNKNOWN = NOT_GIVEN_LABEL
OTHERS = "altri"
NAMELESS = "gruppi, senza nomi"
ADJUSTED = "rettifica: persone contate due volte"
# A row that stands for all those of the same age, year and sex, and what they weigh together.
Alike = tuple[Fact, int]
SEXES = {Sex.FEMALE: "donne", Sex.MALE: "uomini", Sex.OTHER: "altro", "": UNKNOWN}


@dataclass(frozen=True)
class Table:
    """A cut as a table: labels and integers.

    ``cells[row][column]``; ``row_totals``, ``column_totals`` and ``total`` are counted apart from the
    cells. ``adds_up`` is false for groups that overlap ("di cui").
    """

    code: str
    title: str
    row_labels: list[str]
    column_labels: list[str]
    cells: list[list[int]]
    row_totals: list[int]
    column_totals: list[int]
    total: int
    adds_up: bool = True
    personal: bool = False

    def as_json(self) -> dict[str, Any]:
        """For a closed period."""
        return dict(self.__dict__)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Table:
        """From a closed period."""
        return cls(**data)


def band_label(bands: Sequence[Band], fact: Fact) -> str:
    """The age band of a row's person in the year of the row; "non indicato" when no band holds it."""
    return next((band.label for band in bands if band.holds(fact.birth_year, fact.day)), UNKNOWN)


def tables(indicator: Indicator, source: Source, facts: Sequence[Fact], adjustment: int = 0) -> list[Table]:
    """The cuts that the plan asks of an indicator, over rows already counted once.

    ``adjustment`` is what an issued cumulative figure holds beyond its rows (see *Closure*); it gets
    a line of its own, so that every cut adds up to the number shown.
    """
    programme, cuts = indicator.programme, set(indicator.breakdowns)
    made = []
    alike = _alike(facts) if source.of_persons else []
    if source.of_persons and cuts & {Cut.SEX, Cut.BAND}:
        made.append(sex_by_band(programme, alike, adjustment))
    if source.of_persons and Cut.GROUP in cuts:
        made.append(groups(programme, alike, adjustment))
    if Cut.MUNICIPALITY in cuts:
        made.append(by_municipality(source, facts, adjustment))
    if Cut.ACTION in cuts:
        made.append(by_action(facts, adjustment))
    return [table for table in made if table.row_labels]


def sex_by_band(programme: Programme, alike: Sequence[Alike], adjustment: int = 0) -> Table:
    """Sex across, age bands down, "non indicato" as a band and as a column."""
    bands = plan.bands_of(programme)
    return _cross(
        "sex_band",
        "Per età e sesso",
        [band.label for band in bands],
        list(SEXES.values()),
        alike,
        lambda fact: _nameless(fact) or band_label(bands, fact),
        lambda fact: SEXES.get(fact.sex, UNKNOWN),
        adjustment,
    )


def groups(programme: Programme, alike: Sequence[Alike], adjustment: int = 0) -> Table:
    """*Di cui*: groups that overlap, and "altri" for who is in none. The total is that of the number."""
    found = plan.groups_of(programme)
    counts, others, total = [0] * len(found), adjustment, adjustment
    for fact, weight in alike:
        places = [n for n, one in enumerate(found) if one.holds(fact.birth_year, fact.sex, fact.day)]
        for place in places:
            counts[place] += weight
        others += 0 if places else weight
        total += weight
    values = [*counts, others]
    return Table(
        code="group",
        title="Di cui",
        row_labels=[*(group.label for group in found), OTHERS],
        column_labels=["Totale"],
        cells=[[count] for count in values],
        row_totals=values,
        column_totals=[total],
        total=total,
        adds_up=False,
        personal=True,
    )


def by_municipality(source: Source, facts: Sequence[Fact], adjustment: int = 0) -> Table:
    """By town, the largest first."""
    return _line(
        "municipality",
        "Per comune",
        facts,
        lambda f: f.municipality or UNKNOWN,
        adjustment,
        source.of_persons,
    )


def by_action(facts: Sequence[Fact], adjustment: int = 0) -> Table:
    """By the plan's action."""
    labels = {code: str(label) for code, label in Action.choices}
    return _line("action", "Per azione", facts, lambda f: labels.get(f.action, UNKNOWN), adjustment, False)


def _line(
    code: str,
    title: str,
    facts: Sequence[Fact],
    label: Callable[[Fact], str],
    adjustment: int,
    personal: bool,
) -> Table:
    counts: dict[str, int] = {}
    for fact in facts:
        name = label(fact)
        counts[name] = counts.get(name, 0) + fact.weight
    names = sorted(counts, key=lambda name: (name == UNKNOWN, -counts[name], name))
    if adjustment:
        names, counts = [*names, ADJUSTED], {**counts, ADJUSTED: adjustment}
    values = [counts[name] for name in names]
    total = sum(fact.weight for fact in facts) + adjustment
    return Table(
        code, title, names, ["Totale"], [[v] for v in values], values, [total], total, True, personal
    )


def _alike(facts: Iterable[Fact]) -> list[Alike]:
    """One row for all those of the same age, year and sex, with their weight: ages ask for no day."""
    found: dict[tuple[bool, int, str, int | None], Alike] = {}
    for fact in facts:
        kind = fact.table in FOLDED, fact.day.year, fact.sex, fact.birth_year
        known, weight = found.get(kind, (fact, 0))
        found[kind] = known, weight + fact.weight
    return list(found.values())


def _nameless(fact: Fact) -> str:
    return NAMELESS if fact.table in FOLDED else ""


def _cross(
    code: str,
    title: str,
    rows: list[str],
    columns: list[str],
    alike: Iterable[Alike],
    row: Callable[[Fact], str],
    column: Callable[[Fact], str],
    adjustment: int,
) -> Table:
    counts: dict[tuple[str, str], int] = {}
    total = adjustment
    for fact, weight in alike:
        place = row(fact), column(fact)
        counts[place] = counts.get(place, 0) + weight
        total += weight
    if adjustment:
        counts[ADJUSTED, UNKNOWN] = adjustment
    rows = [*rows, *(label for label in (NAMELESS, ADJUSTED) if any(r == label for r, _ in counts))]
    cells = [[counts.get((r, c), 0) for c in columns] for r in rows]
    return Table(
        code=code,
        title=title,
        row_labels=rows,
        column_labels=columns,
        cells=cells,
        row_totals=[sum(n for (r, _), n in counts.items() if r == label) for label in rows],
        column_totals=[sum(n for (_, c), n in counts.items() if c == label) for label in columns],
        total=total,
        personal=True,
    )
