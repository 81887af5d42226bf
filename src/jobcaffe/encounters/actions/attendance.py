"""Who was there. Everybody expected is present unless said otherwise."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import queries, rules
from jobcaffe.encounters.actions.sign_ups import new_code
from jobcaffe.encounters.enums import ContactBy, Presence, SignUpState, State
from jobcaffe.encounters.models import Attendance, AttendanceCorrection, Encounter, SignUp
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import SYSTEM, Actor, Line, record, record_many
from jobcaffe.organisations.models import Organisation
from jobcaffe.people import queries as people
from jobcaffe.people.actions import touch
from jobcaffe.people.models import Person
from jobcaffe.spaces.words import local

NO_NAMES = "Un incontro riservato non ha nomi: si scrive solo quante persone c'erano."


@transaction.atomic
def open_roster(*, actor: User, encounter_id: UUID) -> tuple[Encounter, list[queries.RosterLine]]:
    """The encounter with its names, and one journal row for each person whose name was shown."""
    encounter = rules.locked(actor, encounter_id, "attendance.write")
    lines = queries.roster(actor, encounter)
    record_many(
        actor,
        [
            Line("person.read", "encounters.encounter", str(encounter.pk), line.person, _("presenze"))
            for line in lines
            if line.person is not None
        ],
    )
    return encounter, lines


@transaction.atomic
def take_attendance(
    *,
    actor: Actor,
    encounter_id: UUID,
    absent: Collection[str] = (),
    excused: Collection[str] = (),
    present_count: int | None = None,
) -> Encounter:
    """Save the presences and close the encounter. The same save twice changes nothing.

    ``absent`` and ``excused`` hold the keys of the roster (ids of persons and organisations as
    text, ``s:<id>`` for sign-ups not linked yet); all others were present. Confidential encounters
    take ``present_count`` and no names. After the closing each change leaves a correction row.
    Refused before the day of the encounter, when it was cancelled, and for keys of nobody expected.
    """
    encounter = rules.locked(actor, encounter_id, "attendance.write")
    rules.day_has_come(encounter)
    if encounter.confidential:
        return _count_only(actor, encounter, present_count, {*absent, *excused})
    rows = list(encounter.attendances.select_for_update(of=("self",)).select_related("person"))
    loose = list(encounter.sign_ups.select_for_update().filter(state=SignUpState.NEW))
    said = _said(rows, loose, set(absent), set(excused))
    lines = [line for row in rows if (line := _mark(actor, encounter, row, said[_key(row)])) is not None]
    for sign_up in loose:
        sign_up.came = said[f"s:{sign_up.pk}"] == Presence.PRESENT
    SignUp.objects.bulk_update(loose, ["came"])
    _close(actor, encounter, lines)
    return encounter


def _key(row: Attendance) -> str:
    return str(row.person_id or row.organisation_id)


def _said(
    rows: list[Attendance], loose: list[SignUp], absent: set[str], excused: set[str]
) -> dict[str, Presence]:
    keys = {*map(_key, rows), *(f"s:{row.pk}" for row in loose)}
    if (absent | excused) - keys:
        raise Refused(_("L'elenco è cambiato mentre segnavi le presenze. Apri di nuovo la pagina."))
    return {
        key: Presence.EXCUSED if key in excused else Presence.ABSENT if key in absent else Presence.PRESENT
        for key in keys
    }


def _mark(actor: Actor, encounter: Encounter, row: Attendance, presence: Presence) -> Line | None:
    """Write one presence when it changes; a correction row when the encounter was closed before."""
    if row.presence == presence:
        return None
    if encounter.state == State.HELD:
        AttendanceCorrection.objects.create(
            encounter=encounter,
            attendance=row,
            before=row.presence,
            after=presence,
            by=actor.actor_ref,
        )
    row.presence, row.marked_at, row.marked_by = presence, timezone.now(), actor.actor_ref
    row.save(update_fields=["presence", "marked_at", "marked_by"])
    if row.person is not None and presence == Presence.PRESENT:
        touch([row.person.pk], on=local(encounter.starts_at).date())
    return _line(encounter, row.person)


def _line(encounter: Encounter, person: Person | None) -> Line:
    action = "attendance.correct" if encounter.state == State.HELD else "attendance.mark"
    return Line(action, "encounters.encounter", str(encounter.pk), person, fields=("presence",))


def _close(actor: Actor, encounter: Encounter, lines: list[Line]) -> None:
    if encounter.state != State.HELD:
        encounter.state = State.HELD
        encounter.save(update_fields=["state"])
        lines = [*lines, Line("encounter.held", "encounters.encounter", str(encounter.pk), fields=("state",))]
    record_many(actor, lines)


def _count_only(actor: Actor, encounter: Encounter, count: int | None, keys: set[str]) -> Encounter:
    if keys or count is None or count < 0:
        raise Refused(_(NO_NAMES))
    if encounter.present_count != count or encounter.state != State.HELD:
        encounter.present_count, encounter.state = count, State.HELD
        encounter.save(update_fields=["present_count", "state"])
        record(actor, "encounter.held", encounter, fields=["present_count", "state"])
    return encounter


@transaction.atomic
def add_person(*, actor: Actor, encounter_id: UUID, person_id: UUID) -> Attendance:
    """Expect a person; when the encounter is closed, add her as present, with a correction row.

    Adding her twice changes nothing. Refused for confidential or cancelled encounters, for persons
    whom the actor cannot find, and when an encounter to come has no seat left.
    """
    encounter = _open_for_names(actor, encounter_id)
    person = _findable(actor, person_id)
    row = encounter.attendances.filter(person=person).first()
    if row is not None:
        return row
    if queries.seats_left(encounter) == 0 and encounter.starts_at > timezone.now():
        raise Refused(_("I posti sono finiti. Aumenta i posti o scegli un altro incontro."))
    return _add(actor, encounter, Attendance(encounter=encounter, person=person))


@transaction.atomic
def add_organisation(*, actor: Actor, encounter_id: UUID, organisation_id: UUID) -> Attendance:
    """Expect an organisation, or add it as present after the closing. Twice changes nothing."""
    encounter = _open_for_names(actor, encounter_id)
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise Refused(_("Questa organizzazione non c'è più. Cercala di nuovo."))
    row = encounter.attendances.filter(organisation=organisation).first()
    return row or _add(actor, encounter, Attendance(encounter=encounter, organisation=organisation))


def _add(actor: Actor, encounter: Encounter, row: Attendance) -> Attendance:
    closed = encounter.state == State.HELD
    row.presence = Presence.PRESENT if closed else Presence.EXPECTED
    row.marked_at, row.marked_by = (timezone.now(), actor.actor_ref) if closed else (None, None)
    row.save()
    if closed:
        AttendanceCorrection.objects.create(
            encounter=encounter, attendance=row, after=Presence.PRESENT, by=actor.actor_ref
        )
        if row.person_id:
            touch([row.person_id], on=local(encounter.starts_at).date())
    record_many(actor, [_line(encounter, row.person)])
    return row


@transaction.atomic
def add_walk_in(*, actor: Actor, encounter_id: UUID, name: str, request_key: UUID | None = None) -> SignUp:
    """Write down somebody who came and whom nobody finds: the desk links the name to a person later."""
    encounter = _open_for_names(actor, encounter_id)
    twice = made_before(SignUp, request_key)
    if twice is not None:
        return twice
    if not name.strip():
        raise Refused(_("Scrivi il nome di chi è arrivato."))
    row = SignUp.objects.create(
        encounter=encounter,
        code=new_code(),
        name=name.strip(),
        channel=ContactBy.WALK_IN,
        came=True,
        request_key=request_key,
    )
    record(actor, "sign_up.walk_in", row)
    return row


def _open_for_names(actor: Actor, encounter_id: UUID) -> Encounter:
    encounter = rules.locked(actor, encounter_id, "attendance.write")
    if encounter.confidential:
        raise Refused(_(NO_NAMES))
    if encounter.state == State.CANCELLED:
        raise Refused(_("Questo incontro è stato annullato. Scegline un altro."))
    return encounter


def _findable(actor: Actor, person_id: UUID) -> Person:
    rows = Person.objects.all() if actor is SYSTEM else _searchable(actor)
    person = rows.filter(pk=person_id).first()
    if person is None:
        raise Refused(_("Questa persona non c'è, o non è fra quelle che segui. Scrivi solo il nome."))
    return person


def _searchable(actor: Actor) -> QuerySet[Person]:
    return people.visible_to(actor, "person.search") if isinstance(actor, User) else Person.objects.none()
