"""*Accoglienza*: the first talk, and later ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import Team, User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.consents import give_consent
from jobcaffe.people.actions.profile import note_look_alikes
from jobcaffe.people.actions.records import check_guardian, set_contacts, set_names
from jobcaffe.people.enums import DayPart, Reason
from jobcaffe.people.models import Intake, IntakeDraft, Person
from jobcaffe.people.rules import check_birth_year, minor, require, require_person

RECONTACT_DAYS = 7
PARENT = "parent"


@dataclass(frozen=True, kw_only=True)
class Welcome:
    """What is known after the first talk. A name is enough."""

    first_name: str
    last_name: str = ""
    alias: str = ""
    phone: str = ""
    no_phone: bool = False
    email: str = ""
    fiscal_code: str = ""
    birth_year: int | None = None
    sex: str = ""
    municipality: str = ""
    channel: str = ""
    language: str = "it"
    reasons: Sequence[str] = ()
    day_parts: Sequence[str] = ()
    words: str = ""
    # Purposes of foundation.privacy.consents, and how the yes was given.
    consents: Sequence[str] = ()
    how: str = "paper"
    recontact_on: date | None = None
    source: str = "desk"
    guardian_name: str = ""
    guardian_phone: str = ""
    guardian_consent: bool = False
    turned_18: bool = False
    protected: bool = False
    team: Team | None = None
    operator: User | None = None
    at: datetime | None = None


@transaction.atomic
def welcome_person(
    *, actor: Actor, data: Welcome, request_key: UUID | None = None, draft: UUID | None = None
) -> Intake:
    """Make the person, her intake and her consents; the draft it came from goes.

    A second press with the same ``request_key`` gives the first intake back. Possible duplicates
    are noted for the coordinator, among all records: nothing of it is told to the operator.
    Refused without a name, with an impossible contact or year, and for somebody under 18 without
    the name and the yes of a parent.
    """
    require(actor, "import.run" if data.source == "import" else "person.create")
    earlier = made_before(Intake, request_key)
    if earlier is not None:
        return earlier
    person = _new_person(actor, data)
    intake = _add_intake(actor, person, data, request_key)
    _give_consents(actor, person, data)
    note_look_alikes(person)
    if draft is not None and isinstance(actor, User):
        IntakeDraft.objects.filter(pk=draft, operator=actor).delete()
    record(actor, "person.welcome", person, subject=person)
    return intake


@transaction.atomic
def welcome_again(
    *, actor: Actor, person_ref: UUID, data: Welcome, request_key: UUID | None = None
) -> Intake:
    """A new intake of a person who is already here: reasons, times, words, day of the next contact.

    Names and contacts are changed by ``update_person``. Refused when the record is not the actor's.
    """
    person = require_person(actor, "person.write", person_ref)
    earlier = made_before(Intake, request_key)
    if earlier is not None:
        return earlier
    intake = _add_intake(actor, person, data, request_key)
    _give_consents(actor, person, data)
    moment = timezone.localtime(intake.at).date()
    if person.last_contact_on is None or person.last_contact_on < moment:
        person.last_contact_on = moment
        person.save(update_fields=["last_contact_on"])
    record(actor, "person.welcome_again", intake, subject=person)
    return intake


def _new_person(actor: Actor, data: Welcome) -> Person:
    who = actor if isinstance(actor, User) else None
    moment = data.at or timezone.now()
    names = (
        "first_name last_name alias no_phone birth_year sex municipality channel language guardian_name "
        "guardian_phone protected"
    )
    values: dict[str, Any] = {name: getattr(data, name) for name in names.split()}
    person = Person(**values, created_at=moment, last_contact_on=timezone.localtime(moment).date())
    person.operator = data.operator or (who if who and who.team_id else None)
    person.team = data.team or (who.team if who else None)
    set_names(person)
    set_contacts(person, phone=data.phone, email=data.email, fiscal_code=data.fiscal_code)
    check_birth_year(person.birth_year)
    check_guardian(person, turned_18=data.turned_18)
    if minor(person.birth_year, turned_18=data.turned_18) and not data.guardian_consent:
        raise Refused(
            f"Manca il sì di {person.guardian_name.strip()}. Leggi l'informativa con il genitore e segna il "
            "suo consenso. Se oggi non può, salva una bozza."
        )
    person.save(force_insert=True)
    return person


def _add_intake(actor: Actor, person: Person, data: Welcome, request_key: UUID | None) -> Intake:
    moment = data.at or timezone.now()
    soon = timezone.localtime(moment).date() + timedelta(days=RECONTACT_DAYS)
    return Intake.objects.create(
        person=person,
        at=moment,
        operator=actor if isinstance(actor, User) else data.operator,
        team=person.team,
        reasons=[value for value in Reason.values if value in data.reasons],
        day_parts=[value for value in DayPart.values if value in data.day_parts],
        words=data.words.strip(),
        recontact_on=data.recontact_on or soon,
        source=data.source,
        request_key=request_key,
    )


def _give_consents(actor: Actor, person: Person, data: Welcome) -> None:
    """In the order given; a parent's yes is hers, by name."""
    young = minor(person.birth_year, turned_18=data.turned_18)
    for purpose in dict.fromkeys([*data.consents, *(["parent"] if young else [])]):
        give_consent(
            actor=actor,
            person_ref=person.pk,
            subject=person,
            purpose=purpose,
            how=PARENT if young else data.how,
            given_by=person.guardian_name if young else person.full_name,
            at=data.at,
        )
