"""The rows behind a number, as the coordination may see them: labels, links, a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.ui.csvsafe import as_csv
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person
from jobcaffe.programme.indicators.facts import GROUPS, Fact
from jobcaffe.programme.indicators.spans import long_date

ALL_GROUPS = "Gruppi di mutuo aiuto, tutti insieme"
PROTECTED = "persona riservata"
SOMEBODY = "una persona"
KINDS = {
    "intake": "accoglienza",
    "path": "percorso",
    "outcome": "esito",
    "follow_up": "verifica dei 6 mesi",
    "commitment": "impegno",
    "organisation": "adesione",
    "encounter": "incontro",
    "attendance": "presenza",
}


@dataclass(frozen=True)
class Row:
    """One row to show: who or what, the day, what it counts for, and where it can be opened.

    ``person``, ``organisation``, ``encounter`` and ``commitment`` are identifiers for links, ``None``
    when there is nothing to open.
    """

    day: date
    who: str
    what: str
    count: int
    person: UUID | None = None
    organisation: UUID | None = None
    encounter: UUID | None = None
    commitment: UUID | None = None


@dataclass(frozen=True)
class _Names:
    persons: dict[UUID, Person]
    organisations: dict[UUID, str]
    encounters: dict[UUID, str]


def describe(facts: Sequence[Fact]) -> list[Row]:
    """Put words on rows, in their order: at most three queries, however many rows."""
    names = _Names(
        Person.objects.only("first_name", "last_name", "protected", "status").in_bulk(
            {fact.key for fact in facts if fact.person and fact.key}
            | {fact.person for fact in facts if fact.person}
        ),
        dict(
            Organisation.objects.filter(
                pk__in={fact.organisation for fact in facts if fact.organisation}
            ).values_list("pk", "name")
        ),
        dict(
            Encounter.objects.filter(
                pk__in={fact.encounter for fact in facts if fact.encounter}, confidential=False
            ).values_list("pk", "title")
        ),
    )
    return [_row(fact, names) for fact in facts]


def _row(fact: Fact, names: _Names) -> Row:
    if fact.table == GROUPS:
        return Row(fact.day, ALL_GROUPS, f"mese di {long_date(fact.day, 'F Y')}", fact.weight)
    person = names.persons.get(fact.key or fact.person) if fact.person else None
    hidden = person is not None and person.protected
    title = names.encounters.get(fact.encounter) if fact.encounter else None
    who, what = _words(fact, person, names, title)
    return Row(
        day=fact.day,
        who=PROTECTED if hidden else who,
        what=what,
        count=fact.weight,
        person=None if person is None or hidden else person.pk,
        organisation=fact.organisation if fact.organisation in names.organisations else None,
        encounter=fact.encounter if title is not None else None,
        commitment=UUID(fact.ref) if fact.table == "commitment" and not hidden else None,
    )


def _words(fact: Fact, person: Person | None, names: _Names, title: str | None) -> tuple[str, str]:
    kind = KINDS.get(fact.table, fact.table)
    if fact.table == "encounter":
        return title or kind, kind
    who = person.full_name if person else names.organisations.get(fact.organisation or UUID(int=0), SOMEBODY)
    return who or SOMEBODY, title or kind


def newest_first(facts: Iterable[Fact]) -> list[Fact]:
    """The order of the list: the latest day first, the same every time."""
    return sorted(facts, key=lambda fact: (-fact.day.toordinal(), fact.table, fact.ref))


def export(facts: Sequence[Fact]) -> bytes:
    """Exactly the rows behind the number, as CSV; the last column adds up to it."""
    head = ["Giorno", "Chi o che cosa", "Di che si tratta", "Conta per"]
    rows = [[f"{row.day:%d/%m/%Y}", row.who, row.what, row.count] for row in describe(facts)]
    return as_csv([head, *rows])
