"""Importing past encounters, with who was there, from a spreadsheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from jobcaffe.encounters.enums import Action, Kind, Presence, State
from jobcaffe.encounters.models import Attendance, AttendanceCorrection, Encounter
from jobcaffe.foundation.imports import parsing
from jobcaffe.foundation.imports.spec import Column, Draft, Known, Values
from jobcaffe.foundation.journal.actions import Actor, Line, record_many
from jobcaffe.foundation.search import normalise
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person

ROME = ZoneInfo("Europe/Rome")
USUAL_START = "18:00:00"
USUAL_HOURS = 2
KINDS = {
    **dict.fromkeys(["colloquio", "colloqui", "intervista"], Kind.INTERVIEW.value),
    **dict.fromkeys(["laboratorio", "lab", "laboratori"], Kind.LAB.value),
    **dict.fromkeys(["corso", "formazione"], Kind.COURSE.value),
    **dict.fromkeys(["tavolo", "riunione", "rete"], Kind.TABLE.value),
    **dict.fromkeys(["visita"], Kind.VISIT.value),
    **dict.fromkeys(["evento", "festa", "jobfest"], Kind.EVENT.value),
}
ACTIONS = {normalise(label): code for code, label in Action.choices} | {
    normalise(code): code for code in Action.values
}
FIELDS = ("title", "kind", "action", "starts_at", "ends_at")
PEOPLE_RELATIONS = {"attendances"}


def parse_kind(text: str) -> str:
    """What kind of meeting; mutual-aid groups are not imported by name."""
    if normalise(text) in {"gruppo", "gruppo ama", "ama", "auto mutuo aiuto", "mutuo aiuto"}:
        raise parsing.Wrong("gli incontri dei gruppi AMA non si importano: i loro nomi restano nel gruppo")
    return parsing.parse_choice(text, KINDS, what="tipo di incontro")


def parse_action(text: str) -> str:
    """The programme's action, by code or by name."""
    return parsing.parse_choice(text, ACTIONS, what="azione")


def parse_names(text: str) -> list[str]:
    """Names separated by semicolons or line ends (or commas when there is no semicolon)."""
    parts = re.split(r"[;\n|]", text) if re.search(r"[;\n|]", text) else text.split(",")
    return [name for name in (" ".join(part.split()) for part in parts) if name]


class EncountersImport:
    """Encounters that were held; participants and organisations must be known already."""

    kind = "encounters"
    label = "Incontri"
    columns: Sequence[Column] = (
        Column("day", "Data", ("giorno", "data incontro", "quando"), parsing.parse_date),
        Column("starts", "Ora inizio", ("ora", "dalle", "inizio", "orario"), parsing.parse_time),
        Column("ends", "Ora fine", ("alle", "fine"), parsing.parse_time),
        Column("title", "Titolo", ("incontro", "argomento", "oggetto", "descrizione", "nome")),
        Column("kind", "Tipo", ("tipologia", "tipo di incontro"), parse_kind),
        Column("action", "Azione", ("azione del progetto", "linea"), parse_action),
        Column("people", "Partecipanti", ("presenti", "persone", "persone presenti", "nomi"), parse_names),
        Column(
            "organisations",
            "Organizzazioni presenti",
            ("organizzazioni", "enti", "aziende", "enti presenti"),
            parse_names,
        ),
    )

    def __init__(self) -> None:
        self._people: dict[str, list[UUID]] | None = None
        self._organisations: dict[str, list[UUID]] | None = None

    def _known(self) -> tuple[dict[str, list[UUID]], dict[str, list[UUID]]]:
        """Names → ids of everybody, read once per import."""
        if self._people is None or self._organisations is None:
            self._people, self._organisations = defaultdict(list), defaultdict(list)
            for pk, first, last in Person.objects.exclude(status__in=["merged", "erased"]).values_list(
                "pk", "first_name", "last_name"
            ):
                for name in {normalise(f"{last} {first}"), normalise(f"{first} {last}")}:
                    self._people[name].append(pk)
            for pk, name in Organisation.objects.values_list("pk", "search_name"):
                self._organisations[name].append(pk)
        return self._people, self._organisations

    def complete(self, draft: Draft) -> None:
        """Day and title are needed; every name must be exactly one person or organisation we know."""
        values = draft.values
        day, starts, ends = values.pop("day", None), values.pop("starts", None), values.pop("ends", None)
        if not values.get("title"):
            draft.reasons.append("Titolo: manca")
        if day is None:
            draft.reasons.append("Data: manca" if not draft.reasons else "")
            draft.reasons = [reason for reason in draft.reasons if reason]
        else:
            self._times(draft, day, starts, ends)
        if values.get("action") == Action.AMA and values.get("people"):
            draft.reasons.append("Partecipanti: chi va ai gruppi AMA non si importa. Lascia vuota la cella")
        people, organisations = self._known()
        values["people"] = self._find(draft, values.get("people") or [], people, "persone")
        values["organisations"] = self._find(
            draft, values.get("organisations") or [], organisations, "organizzazioni"
        )

    @staticmethod
    def _times(draft: Draft, day: date, starts: time | None, ends: time | None) -> None:
        start = datetime.combine(day, starts or time.fromisoformat(USUAL_START), tzinfo=ROME)
        end = datetime.combine(day, ends, tzinfo=ROME) if ends else start + timedelta(hours=USUAL_HOURS)
        if end <= start:
            draft.reasons.append("Ora fine: viene prima dell'inizio")
        if start > timezone.now():
            draft.reasons.append("Data: è nel futuro. Gli incontri futuri si creano dall'agenda")
        draft.values["starts_at"], draft.values["ends_at"] = start.isoformat(), end.isoformat()

    @staticmethod
    def _find(draft: Draft, names: list[str], known: dict[str, list[UUID]], what: str) -> list[str]:
        refs = []
        for name in names:
            found = known.get(normalise(name), [])
            if len(found) == 1:
                refs.append(str(found[0]))
            elif found:
                draft.reasons.append(f"«{name}»: più {what} hanno questo nome")
            else:
                draft.reasons.append(f"«{name}»: non c'è fra le {what}. Importa prima le {what}")
        return sorted(set(refs))

    def keys(self, values: Values) -> list[str]:
        """Same title on the same day."""
        if not values.get("starts_at"):
            return []
        return [f"{str(values['starts_at'])[:10]}:{normalise(values.get('title', ''))}"]

    def existing(self, keys: set[str], actor: Actor) -> list[Known]:
        """Named encounters of the file's days, with who was there."""
        days = sorted({key[:10] for key in keys})
        if not days:
            return []
        first = datetime.combine(date.fromisoformat(days[0]), time(0), tzinfo=ROME)
        last = datetime.combine(date.fromisoformat(days[-1]), time(23, 59, 59), tzinfo=ROME)
        found = Encounter.objects.filter(starts_at__range=(first, last), confidential=False).prefetch_related(
            "attendances"
        )
        known = [Known(str(encounter.pk), _present(encounter)) for encounter in found]
        return [record for record in known if set(self.keys(record.values)) & keys]

    def agreement(self, known: Values, values: Values) -> int:
        """Same day and title; the hour tells two of one day apart."""
        if set(self.keys(known)) != set(self.keys(values)):
            return 0
        return 2 if known.get("starts_at") == values.get("starts_at") else 1

    def create(self, rows: Sequence[Values], actor: Actor) -> list[str]:
        """Held encounters and their attendances."""
        made = [
            _fill(Encounter(kind=Kind.EVENT, action=Action.NETWORK, state=State.HELD, public=False), values)
            for values in rows
        ]
        Encounter.objects.bulk_create(made)
        Attendance.objects.bulk_create(
            [
                row
                for encounter, values in zip(made, rows, strict=True)
                for row in _attendances(encounter, values)
            ]
        )
        record_many(actor, [Line("import.encounter", "encounters.encounter", str(e.pk)) for e in made])
        return [str(encounter.pk) for encounter in made]

    def update(self, rows: Sequence[tuple[str, Values]], actor: Actor) -> None:
        """Write the changed fields; who was there becomes who the file says, with a correction for each."""
        found = {
            str(e.pk): e
            for e in Encounter.objects.select_for_update().filter(pk__in=[ref for ref, _ in rows])
        }
        for ref, values in rows:
            encounter = _fill(found[ref], values)
            for name, field in (("people", "person"), ("organisations", "organisation")):
                if name in values:
                    _set_present(encounter, field, set(values[name] or []), actor)
        Encounter.objects.bulk_update(list(found.values()), list(FIELDS))
        record_many(
            actor,
            [
                Line("import.encounter", "encounters.encounter", ref, fields=sorted(values))
                for ref, values in rows
            ],
        )

    def remove(self, refs: Sequence[str], actor: Actor) -> dict[str, str]:
        """Delete imported encounters; those with a register, sign-ups or commitments stay."""
        stay: dict[str, str] = {}
        for relation in Encounter._meta.related_objects:
            if relation.get_accessor_name() in PEOPLE_RELATIONS:
                continue
            used = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": list(refs)})
            stay.update(
                {
                    str(ref): "L'incontro ha già altri dati: resta"
                    for ref in used.values_list(relation.field.name, flat=True)
                }
            )
        going = [ref for ref in refs if ref not in stay]
        record_many(actor, [Line("import.removed", "encounters.encounter", ref) for ref in going])
        Attendance.objects.filter(encounter__pk__in=going).delete()
        Encounter.objects.filter(pk__in=going).delete()
        return stay


def _present(encounter: Encounter) -> Values:
    rows = list(encounter.attendances.all())
    return {
        "title": encounter.title,
        "kind": encounter.kind,
        "action": encounter.action,
        "starts_at": timezone.localtime(encounter.starts_at, ROME).isoformat(),
        "ends_at": timezone.localtime(encounter.ends_at, ROME).isoformat(),
        "people": sorted(str(row.person_id) for row in rows if row.person_id and _came(row)),
        "organisations": sorted(
            str(row.organisation_id) for row in rows if row.organisation_id and _came(row)
        ),
    }


def _came(row: Attendance) -> bool:
    return row.presence == Presence.PRESENT


def _set_present(encounter: Encounter, field: str, wanted: set[str], actor: Actor) -> None:
    """Make ``wanted`` (references) those who came. No presence goes without a correction row: one that
    an import added and its undoing takes away leaves the correction behind.
    """
    rows = list(encounter.attendances.select_for_update().filter(**{f"{field}__isnull": False}))
    added_by_import = set(
        AttendanceCorrection.objects.filter(attendance__in=rows, before="", by=actor.actor_ref).values_list(
            "attendance", flat=True
        )
    )
    for row in rows:
        presence = Presence.PRESENT if str(getattr(row, f"{field}_id")) in wanted else Presence.ABSENT
        if _came(row) == (presence == Presence.PRESENT):
            continue
        _correct(encounter, row, row.presence, presence, actor)
        if row.pk in added_by_import and presence == Presence.ABSENT:
            row.delete()
        else:
            Attendance.objects.filter(pk=row.pk).update(presence=presence, marked_at=timezone.now())
    for ref in sorted(wanted - {str(getattr(row, f"{field}_id")) for row in rows}):
        made = Attendance.objects.create(
            encounter=encounter, presence=Presence.PRESENT, **{f"{field}_id": ref}
        )
        _correct(encounter, made, "", Presence.PRESENT, actor)


def _correct(encounter: Encounter, row: Attendance, before: str, after: str, actor: Actor) -> None:
    AttendanceCorrection.objects.create(
        encounter=encounter, attendance=row, before=before, after=after, by=actor.actor_ref
    )


def _fill(encounter: Encounter, values: Values) -> Encounter:
    for name in ("title", "kind", "action"):
        if values.get(name):
            setattr(encounter, name, values[name])
    for name in ("starts_at", "ends_at"):
        if values.get(name):
            setattr(encounter, name, datetime.fromisoformat(values[name]))
    return encounter


def _attendances(encounter: Encounter, values: Values) -> list[Attendance]:
    """Present, all of them: the file says who was there."""
    people = [
        Attendance(encounter=encounter, person_id=ref, presence=Presence.PRESENT)
        for ref in values.get("people") or []
    ]
    return people + [
        Attendance(encounter=encounter, organisation_id=ref, presence=Presence.PRESENT)
        for ref in values.get("organisations") or []
    ]
