"""*Ci vengo*: sign-ups from the public pages, and their link to persons by an operator."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import messages, queries
from jobcaffe.encounters.enums import ContactBy, Presence, SignUpState, State
from jobcaffe.encounters.models import Attendance, AttendanceCorrection, Encounter, SignUp
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import contacts
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import PUBLIC, Actor, record
from jobcaffe.foundation.privacy import crypto
from jobcaffe.people import queries as people
from jobcaffe.people.actions import touch
from jobcaffe.spaces.rules import permit
from jobcaffe.spaces.words import local

# Without 0/O, 1/I/L and vowels: easy to read aloud, and no words come out.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
DAY_PARTS = ("morning", "afternoon")


class NoSeat(Refused):
    """No seat is left; ``alternatives`` are the nearest encounters that have one."""

    def __init__(self, encounter: Encounter) -> None:
        self.encounter = encounter
        self.alternatives = queries.nearest_with_seats(encounter)
        super().__init__(_("I posti sono finiti. Scegli un'altra data, o chiamaci: ti aiutiamo noi."))


def new_code() -> str:
    """``K7M-2QX``: six characters of 27, unique among all sign-ups."""
    while True:
        text = "".join(secrets.choice(ALPHABET) for _place in range(6))
        code = f"{text[:3]}-{text[3:]}"
        if not SignUp.objects.filter(code=code).exists():
            return code


@transaction.atomic
def sign_up(
    *,
    actor: Actor = PUBLIC,
    encounter_id: UUID,
    name: str,
    channel: str,
    contact: str,
    call_when: str = "",
    request_key: UUID | None = None,
) -> SignUp:
    """Keep a seat at a public encounter. A second press gives the same sign-up.

    Makes no person: an operator links it. Refused when the encounter is not public, over or
    cancelled, when name or contact are missing or unreadable, and, as :class:`NoSeat` with
    alternatives, when it is full.
    """
    permit(actor, "public.sign_up")
    twice = made_before(SignUp, request_key)
    if twice is not None:
        return twice
    name, contact = name.strip(), _readable(channel, contact)
    if not name:
        raise Refused(_("Scrivi come ti chiami."))
    encounter = locked_public(encounter_id)
    if queries.seats_left(encounter) == 0:
        raise NoSeat(encounter)
    row = SignUp.objects.create(
        encounter=encounter,
        code=new_code(),
        name=name,
        channel=channel,
        contact=contact,
        contact_index=crypto.blind_index("email" if channel == ContactBy.EMAIL else "phone", contact),
        call_when=call_when if channel == ContactBy.CALL and call_when in DAY_PARTS else "",
        request_key=request_key,
    )
    record(actor, "sign_up.create", row)
    messages.confirm(actor, row)
    return row


def _readable(channel: str, contact: str) -> str:
    """The contact in its normal form. Raises :class:`Refused` with an example of a good one."""
    if channel == ContactBy.EMAIL:
        email = contacts.parse(contact)
        if email is None or email.kind != "email":
            raise Refused(_("Scrivi un'email come anna@example.it."))
        return email.value
    if channel not in {ContactBy.SMS, ContactBy.CALL}:
        raise Refused(_("Scegli come ti contattiamo."))
    phone = crypto.normalise_phone(contact)
    if not phone:
        raise Refused(_("Scrivi un numero di telefono come 333 123 4567."))
    return phone


def locked_public(encounter_id: UUID) -> Encounter:
    """A public encounter that one may still sign up to, locked: seats counted now hold.

    Raises :class:`Refused` when it is not public, has begun or is off.
    """
    rows = Encounter.objects.select_for_update().filter(pk=encounter_id, public=True, confidential=False)
    encounter = rows.first()
    if encounter is None:
        raise Refused(_("Questo appuntamento non c'è più. Guarda gli altri appuntamenti."))
    if encounter.state != State.PLANNED or encounter.starts_at <= timezone.now():
        raise Refused(_("A questo appuntamento non ci si iscrive più. Guarda gli altri appuntamenti."))
    return encounter


@transaction.atomic
def cancel_sign_up(*, actor: Actor = PUBLIC, code: str) -> SignUp:
    """*Non posso più venire*: give the seat back. A second press changes nothing.

    Refused when the code is unknown or the encounter is over.
    """
    permit(actor, "public.sign_up")
    found = queries.public_sign_up(code)
    if found is None:
        raise Refused(_("Questo codice non c'è. Controlla le lettere, o chiamaci."))
    encounter = Encounter.objects.select_for_update().get(pk=found.encounter_id)
    row = SignUp.objects.select_for_update().get(pk=found.pk)
    if row.state == SignUpState.CANCELLED:
        return row
    if encounter.ends_at < timezone.now():
        raise Refused(_("Questo appuntamento c'è già stato."))
    if row.person_id:
        expected = Attendance.objects.filter(encounter=encounter, person=row.person_id)
        expected.filter(presence=Presence.EXPECTED).update(presence=Presence.EXCUSED)
    row.state = SignUpState.CANCELLED
    row.save(update_fields=["state"])
    record(actor, "sign_up.cancel", row, fields=["state"])
    return row


@transaction.atomic
def match_sign_up(*, actor: Actor, sign_up_id: UUID, person_id: UUID) -> SignUp:
    """An operator says who it is: the person is expected (or was present) at the encounter.

    Nothing is written in the person's record. A second press with the same person changes nothing.
    Refused when it is already linked to somebody else, or the person cannot be found.
    """
    permit(actor, "signup.manage")
    encounter, row = _locked_pair(sign_up_id)
    if row.state == SignUpState.MATCHED and row.person_id == person_id:
        return row
    _still_new(row)
    person = (
        people.visible_to(actor, "person.search").filter(pk=person_id).first()
        if isinstance(actor, User)
        else None
    )
    if person is None:
        raise Refused(_("Questa persona non c'è, o non è fra quelle che segui."))
    _link(encounter, row, person_id)
    row.person, row.state = person, SignUpState.MATCHED
    row.save(update_fields=["person", "state"])
    record(actor, "sign_up.match", row, subject=person, fields=["person"])
    return row


def _link(encounter: Encounter, row: SignUp, person_id: UUID) -> None:
    """Expected before, present or absent after: what was marked for the name goes over to the person."""
    marked = {True: Presence.PRESENT, False: Presence.ABSENT, None: Presence.EXPECTED}[row.came]
    attendance, made = Attendance.objects.get_or_create(
        encounter=encounter, person_id=person_id, defaults={"presence": marked}
    )
    if row.came and attendance.presence != Presence.PRESENT:
        AttendanceCorrection.objects.create(
            encounter=encounter, attendance=attendance, before=attendance.presence, after=Presence.PRESENT
        )
        attendance.presence = Presence.PRESENT
    if made or row.came:
        attendance.marked_at = timezone.now() if row.came is not None else None
        attendance.save(update_fields=["presence", "marked_at"])
    if row.came:
        touch([person_id], on=local(encounter.starts_at).date())


@transaction.atomic
def drop_sign_up(*, actor: Actor, sign_up_id: UUID) -> SignUp:
    """The desk gives the seat back for somebody who called, or takes a prank away. Twice is harmless."""
    permit(actor, "signup.manage")
    _encounter, row = _locked_pair(sign_up_id)
    if row.state != SignUpState.CANCELLED:
        _still_new(row)
        row.state = SignUpState.CANCELLED
        row.save(update_fields=["state"])
        record(actor, "sign_up.drop", row, fields=["state"])
    return row


def _locked_pair(sign_up_id: UUID) -> tuple[Encounter, SignUp]:
    """The encounter before the sign-up: the same order as everybody who takes a seat."""
    found = SignUp.objects.filter(pk=sign_up_id).first()
    if found is None:
        raise Refused(_("Questa iscrizione non c'è più. Torna all'elenco."))
    encounter = Encounter.objects.select_for_update().get(pk=found.encounter_id)
    return encounter, SignUp.objects.select_for_update().get(pk=sign_up_id)


def _still_new(row: SignUp) -> None:
    if row.state != SignUpState.NEW:
        raise Refused(_("Questa iscrizione è già stata sistemata da qualcuno. Torna all'elenco."))
