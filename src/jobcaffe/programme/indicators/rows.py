"""The rows behind a number, as the coordination may see them: labels, links, a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, F, QuerySet, Value
from django.db.models.functions import Cast

from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.ui.csvsafe import as_csv
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person
from jobcaffe.programme.indicators.facts import EXCHANGED, GROUPS, LABS, Fact, in_order
from jobcaffe.programme.indicators.spans import long_date

ALL_TOGETHER = {
    GROUPS: "Gruppi di mutuo aiuto, tutti insieme",
    LABS: "Laboratori riservati, tutti insieme",
    EXCHANGED: "Banca del tempo e turni di cura, tutti insieme",
}
PROTECTED = "persona riservata"
SOMEBODY = "una persona"
# Rows that may be the house's own, without any organisation.
OF_THE_HOUSE = {"post": "Job Caffè", "post_result": "Job Caffè"}
SOME_GROUP, SOME_LAB = "un gruppo di mutuo aiuto", "un laboratorio"
# Rows of a group or a lab that nobody outside may know by name.
NAMELESS = {
    "group_decision": SOME_GROUP,
    "group_follow_up": SOME_GROUP,
    "experiment": SOME_LAB,
    "experiment_result": SOME_LAB,
    "experiment_decision": SOME_LAB,
}
# Identifiers in one question: three of each row, and SQLite takes no more than 32,766 in all.
BATCH = 5_000
KINDS = {
    "intake": "accoglienza",
    "path": "percorso",
    "outcome": "esito",
    "follow_up": "verifica dei 6 mesi",
    "commitment": "impegno",
    "organisation": "adesione",
    "encounter": "incontro",
    "attendance": "presenza",
    "group_decision": "decisione di un gruppo",
    "group_follow_up": "verifica di un gruppo dopo 6 mesi",
    "experiment": "prova cominciata",
    "experiment_result": "risultato di una prova",
    "experiment_decision": "servizio che va avanti dopo una prova",
    "touch": "contatto",
    "fair_visit": "ingresso alla JOBFEST",
    "fair_talk": "colloquio alla JOBFEST",
    "fair_pledge": "impegno sul muro della JOBFEST",
    "post": "offerta in bacheca",
    "post_result": "offerta chiusa con il Job Caffè",
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
class _Named:
    """What a row is about, by its name; ``hidden`` when the name is not to be shown."""

    name: str
    hidden: bool


_Names = dict[tuple[str, UUID], _Named]
PERSON, ORGANISATION, ENCOUNTER = "person", "organisation", "encounter"


def describe(facts: Sequence[Fact]) -> list[Row]:
    """Put words on rows, in their order: one query for each :data:`BATCH` of rows."""
    names: _Names = {}
    for start in range(0, len(facts), BATCH):
        names |= _names(facts[start : start + BATCH])
    return [_row(fact, names) for fact in facts]


def _names(facts: Sequence[Fact]) -> _Names:
    """Persons, organisations and encounters of these rows in one query; confidential ones never."""
    persons = {ref for fact in facts if fact.person_ref for ref in (fact.key, fact.person) if ref}
    organisations = {ref for fact in facts if (ref := fact.organisation)}
    encounters = {ref for fact in facts if (ref := fact.encounter)}
    held = Encounter.objects.filter(pk__in=encounters, confidential=False)
    parts: list[QuerySet[Any, Any]] = []
    if persons:
        columns = {"n_last": F("last_name"), "n_hidden": F("protected")}
        parts.append(_part(PERSON, Person.objects.filter(pk__in=persons), "first_name", **columns))
    if organisations:
        parts.append(_part(ORGANISATION, Organisation.objects.filter(pk__in=organisations), "name"))
    if encounters:
        parts.append(_part(ENCOUNTER, held, "title"))
    found = parts[0].union(*parts[1:], all=True) if parts else ()
    return {
        (kind, UUID(ref)): _Named(f"{first} {last}".strip(), bool(hidden))
        for kind, ref, first, last, hidden in found
    }


def _part(kind: str, rows: QuerySet[Any], name: str, **more: F) -> QuerySet[Any, Any]:
    columns = {
        "n_kind": Value(kind, output_field=CharField()),
        "n_ref": Cast("pk", CharField()),
        "n_first": F(name),
        "n_last": Value("", output_field=CharField()),
        "n_hidden": Value(False, output_field=BooleanField()),
        **more,
    }
    found: QuerySet[Any, Any] = rows.order_by().annotate(**columns).values_list(*columns)
    return found


def _row(fact: Fact, names: _Names) -> Row:
    if fact.table in ALL_TOGETHER:
        return Row(fact.day, ALL_TOGETHER[fact.table], f"mese di {long_date(fact.day, 'F Y')}", fact.weight)
    ref = (fact.key or fact.person) if fact.person_ref else None
    person = names.get((PERSON, ref)) if ref else None
    hidden = person is not None and person.hidden
    organisation = names.get((ORGANISATION, fact.organisation)) if fact.organisation else None
    encounter = names.get((ENCOUNTER, fact.encounter)) if fact.encounter else None
    who, what = _words(fact, person or organisation, encounter)
    return Row(
        day=fact.day,
        who=PROTECTED if hidden else who,
        what=what,
        count=fact.weight,
        person=ref if person and not hidden else None,
        organisation=fact.organisation if organisation else None,
        encounter=fact.encounter if encounter else None,
        commitment=UUID(fact.ref) if fact.table == "commitment" and not hidden else None,
    )


def _words(fact: Fact, who: _Named | None, encounter: _Named | None) -> tuple[str, str]:
    kind = KINDS.get(fact.table, fact.table)
    title = (encounter.name or kind) if encounter else kind
    if fact.table == "encounter":
        return title, kind
    if fact.table in NAMELESS:
        return NAMELESS[fact.table], kind
    return (who.name if who else "") or OF_THE_HOUSE.get(fact.table, SOMEBODY), title


def newest_first(facts: Iterable[Fact]) -> list[Fact]:
    """The order of the list: the latest day first, the same every time."""
    return in_order(facts, newest=True)


def export(facts: Sequence[Fact]) -> bytes:
    """Exactly the rows behind the number, as CSV; the last column adds up to it."""
    head = ["Giorno", "Chi o che cosa", "Di che si tratta", "Conta per"]
    rows = [[f"{row.day:%d/%m/%Y}", row.who, row.what, row.count] for row in describe(facts)]
    return as_csv([head, *rows])
