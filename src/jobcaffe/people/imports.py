"""Importing persons from a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone
from stdnum.it import codicefiscale

from jobcaffe.foundation.accounts.models import Team
from jobcaffe.foundation.imports import parsing
from jobcaffe.foundation.imports.parsing import Wrong
from jobcaffe.foundation.imports.spec import Column, Draft, Known, Values
from jobcaffe.foundation.journal.actions import Actor, Line, record_many
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.search import normalise
from jobcaffe.people.models import Intake, Person

ROME = ZoneInfo("Europe/Rome")
DESK_HOUR = time(12)
SEXES = {
    **dict.fromkeys(["f", "femmina", "donna", "femminile"], "F"),
    **dict.fromkeys(["m", "maschio", "uomo", "maschile"], "M"),
    **dict.fromkeys(["x", "altro", "non binario"], "X"),
    **dict.fromkeys(["nd", "n d", "non indicato"], ""),
}
# What each encrypted field is looked up by.
INDEXES = {"phone": "phone", "email": "email", "fiscal_code": "fiscal-code"}
FIELDS = (
    "first_name",
    "last_name",
    "phone",
    "email",
    "fiscal_code",
    "birth_year",
    "sex",
    "municipality",
    "team",
)


def parse_fiscal_code(text: str) -> str:
    """An Italian fiscal code with the right check letter."""
    text = codicefiscale.compact(text)
    if not text:
        return ""
    if not codicefiscale.is_valid(text):
        raise Wrong(f"«{text}» non è un codice fiscale giusto: controlla lettere e numeri")
    return str(text)


def parse_sex(text: str) -> str:
    """F, M, X or empty."""
    return parsing.parse_choice(text, SEXES, what="sesso")


def person_key(kind: str, value: str) -> str:
    """The key of a contact: its blind index, so that keys can be looked up as stored."""
    return f"{kind}:{crypto.blind_index(kind, value)}"


def search_name(first: str, last: str) -> str:
    """As :class:`Person` keeps it."""
    return normalise(f"{last} {first}")


class PeopleImport:
    """Persons; a column with the day of the first talk also makes her intake."""

    kind = "people"
    label = "Persone"
    columns: Sequence[Column] = (
        Column("last_name", "Cognome", ("cognomi", "surname"), parsing.title_case),
        Column("first_name", "Nome", ("nomi", "name"), parsing.title_case),
        Column(
            "full_name",
            "Cognome e nome",
            ("nominativo", "cognome nome", "persona", "partecipante"),
            parsing.title_case,
        ),
        Column("natural_name", "Nome e cognome", ("nome cognome", "nome completo"), parsing.title_case),
        Column(
            "phone",
            "Telefono",
            (
                "cellulare",
                "cell",
                "tel",
                "numero di telefono",
                "recapito",
                "recapito telefonico",
                "n telefono",
            ),
            parsing.parse_phone,
        ),
        Column(
            "email", "Email", ("e mail", "mail", "posta elettronica", "indirizzo email"), parsing.parse_email
        ),
        Column("fiscal_code", "Codice fiscale", ("cf", "c f", "cod fiscale"), parse_fiscal_code),
        Column(
            "birth_year",
            "Anno di nascita",
            ("data di nascita", "nato il", "nata il", "nato a il", "data nascita", "anno nascita", "nascita"),
            parsing.parse_year,
        ),
        Column("sex", "Sesso", ("genere", "m f", "f m", "sex"), parse_sex),
        Column(
            "municipality",
            "Comune",
            ("comune di residenza", "residenza", "citta", "paese", "residente a"),
            parsing.title_case,
        ),
        Column(
            "intake_on",
            "Data accoglienza",
            ("data colloquio", "primo colloquio", "data", "accolto il", "accolta il", "data primo contatto"),
            parsing.parse_date,
        ),
        Column("team", "Cooperativa", ("seguita da", "seguito da", "equipe", "gruppo di lavoro", "ente")),
    )

    def __init__(self) -> None:
        self._teams: dict[str, int] | None = None

    @property
    def teams(self) -> dict[str, int]:
        """Normalised name → id of the teams, read once."""
        if self._teams is None:
            self._teams = {normalise(team.name): team.pk for team in Team.objects.all()}
        return self._teams

    def complete(self, draft: Draft) -> None:
        """A name is needed; the team must exist; today is the last possible day of a talk."""
        values = draft.values
        self._split_name(values)
        if not values.get("first_name"):
            draft.reasons.append("Nome: manca")
        team = values.pop("team", "")
        if team and normalise(team) not in self.teams:
            draft.reasons.append(f"Cooperativa: «{team}» non c'è. Aggiungila prima fra le cooperative")
        elif team:
            values["team"] = self.teams[normalise(team)]
        day = values.get("intake_on")
        if isinstance(day, date) and day > timezone.localdate():
            draft.reasons.append("Data accoglienza: è nel futuro")

    @staticmethod
    def _split_name(values: Values) -> None:
        full, natural = values.pop("full_name", ""), values.pop("natural_name", "")
        if natural and not values.get("first_name"):
            first, _, last = natural.partition(" ")
            values["first_name"], values["last_name"] = first, values.get("last_name") or last.strip()
        if full and not values.get("first_name"):
            last, _, first = full.partition(",") if "," in full else full.rpartition(" ")
            values["last_name"] = values.get("last_name") or last.strip()
            values["first_name"] = first.strip()
        if values.get("last_name") and not values.get("first_name"):
            values["first_name"], values["last_name"] = values["last_name"], ""

    def keys(self, values: Values) -> list[str]:
        """Contacts by blind index, and the name."""
        found = [person_key(kind, values[name]) for name, kind in INDEXES.items() if values.get(name)]
        name = search_name(values.get("first_name", ""), values.get("last_name", ""))
        return [*found, f"name:{name}"] if name else found

    def existing(self, keys: set[str], actor: Actor) -> list[Known]:
        """Persons who share a contact or a name with the file."""
        values: dict[str, list[str]] = {kind: [] for kind in ("phone", "email", "fiscal-code", "name")}
        for key in keys:
            kind, _, value = key.partition(":")
            values[kind].append(value)
        found: dict[UUID, Person] = {}
        persons = Person.objects.filter(merged_into__isnull=True).exclude(status="erased")
        for field, kind in (
            ("phone_index", "phone"),
            ("email_index", "email"),
            ("fiscal_code_index", "fiscal-code"),
            ("search_name", "name"),
        ):
            for start in range(0, len(values[kind]), 5000):
                part = values[kind][start : start + 5000]
                found.update({p.pk: p for p in persons.filter(**{f"{field}__in": part})})
        firsts = dict(
            Intake.objects.filter(person__in=list(found)).order_by("-at").values_list("person", "at")
            if len(found) < 20_000
            else Intake.objects.order_by("-at").values_list("person", "at")
        )
        return [Known(str(person.pk), _present(person, firsts)) for person in found.values()]

    def agreement(self, known: Values, values: Values) -> int:
        """Fiscal code decides alone; otherwise the name must be the same and nothing may contradict it."""
        if known.get("fiscal_code") and values.get("fiscal_code"):
            return 100 if known["fiscal_code"] == values["fiscal_code"] else 0
        if search_name(known.get("first_name", ""), known.get("last_name", "")) != search_name(
            values.get("first_name", ""), values.get("last_name", "")
        ):
            return 0
        shared = [name for name in ("phone", "email", "birth_year") if known.get(name) and values.get(name)]
        agreeing = [name for name in shared if known[name] == values[name]]
        contradicted = "birth_year" in shared and "birth_year" not in agreeing
        if contradicted or (shared and not agreeing):
            return 0
        return 1 + 10 * len(agreeing)

    def create(self, rows: Sequence[Values], actor: Actor) -> list[str]:
        """Persons, their intakes where a day is given, and one journal row each."""
        persons = [self._new(values) for values in rows]
        Person.objects.bulk_create(persons)
        Intake.objects.bulk_create(
            [
                _intake(person, values["intake_on"])
                for person, values in zip(persons, rows, strict=True)
                if values.get("intake_on")
            ]
        )
        record_many(actor, [Line("import.person", "people.person", str(p.pk), subject=p) for p in persons])
        return [str(person.pk) for person in persons]

    def _new(self, values: Values) -> Person:
        person = Person()
        _fill(person, values)
        if values.get("intake_on"):
            person.created_at = _noon(values["intake_on"])
            person.last_contact_on = date.fromisoformat(values["intake_on"])
        return person

    def update(self, rows: Sequence[tuple[str, Values]], actor: Actor) -> None:
        """Write the changed fields; a day of first talk that was missing makes the intake."""
        persons = {
            str(p.pk): p
            for p in Person.objects.select_for_update()
            .filter(pk__in=[ref for ref, _ in rows])
            .exclude(status="erased")
        }
        # Who was erased meanwhile is not written again, by an import or by its undoing.
        rows = [(ref, values) for ref, values in rows if ref in persons]
        intakes, gone = [], []
        for ref, values in rows:
            _fill(persons[ref], values)
            if values.get("intake_on"):
                intakes.append(_intake(persons[ref], values["intake_on"]))
            elif "intake_on" in values:
                gone.append(persons[ref])
        Intake.objects.filter(person__in=gone, source="import").delete()
        Intake.objects.bulk_create(intakes)
        changed = list(persons.values())
        Person.objects.bulk_update(changed, [*_STORED, "team"])
        record_many(
            actor,
            [
                Line("import.person", "people.person", ref, subject=persons[ref], fields=sorted(v))
                for ref, v in rows
            ],
        )

    def remove(self, refs: Sequence[str], actor: Actor) -> dict[str, str]:
        """Delete imported persons about whom nothing else was written."""
        persons = {str(p.pk): p for p in Person.objects.select_for_update().filter(pk__in=refs)}
        stay = {
            ref: "La persona è stata cancellata: resta il conteggio"
            for ref, person in persons.items()
            if person.status == "erased"
        }
        for relation in Person._meta.related_objects:
            if relation.related_model is Person:
                continue
            extra = Q(source="import") if relation.related_model is Intake else Q(pk__in=[])
            used = (
                relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(persons)})
                .exclude(extra)
                .values_list(relation.field.name, flat=True)
            )
            stay.update({str(ref): "La scheda ha già altri dati: resta" for ref in used})
        going = [person for ref, person in persons.items() if ref not in stay]
        record_many(actor, [Line("import.removed", "people.person", str(p.pk), subject=p) for p in going])
        Intake.objects.filter(person__in=going, source="import").delete()
        Person.objects.filter(pk__in=[person.pk for person in going]).delete()
        return stay


_STORED = (
    "first_name", "last_name", "search_name", "phone", "phone_index", "phone_tail_index", "email",
    "email_index", "fiscal_code", "fiscal_code_index", "birth_year", "sex", "municipality",
)  # fmt: skip


def _present(person: Person, firsts: dict[Any, datetime]) -> Values:
    values: Values = {name: getattr(person, name) for name in FIELDS if name != "team"}
    first = firsts.get(person.pk)
    return {
        **values,
        "team": person.team_id,
        "intake_on": timezone.localtime(first).date().isoformat() if first else None,
    }


def _fill(person: Person, values: Values) -> None:
    for name in FIELDS:
        if name not in values:
            continue
        if name == "team":
            person.team_id = values["team"]
        else:
            setattr(person, name, values[name] if values[name] is not None or name == "birth_year" else "")
    person.search_name = search_name(person.first_name, person.last_name)
    for name, kind in INDEXES.items():
        setattr(person, f"{name}_index", crypto.blind_index(kind, getattr(person, name)))
    person.phone_tail_index = crypto.blind_index("phone-tail", person.phone[-4:]) if person.phone else ""


def _noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), DESK_HOUR, tzinfo=ROME)


def _intake(person: Person, day: str) -> Intake:
    return Intake(person=person, team_id=person.team_id, at=_noon(day), source="import", reasons=[])
