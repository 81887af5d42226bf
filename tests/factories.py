"""Small, valid objects. Each call makes a new one; every field can be given."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.enums import Action, Kind, Presence
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.fair.events.models import Area, Fair, Stand
from jobcaffe.foundation.accounts.models import Grant, Team, User
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.search import normalise
from jobcaffe.organisations.models import Delegate, Organisation
from jobcaffe.people.models import Intake, Person
from jobcaffe.spaces.models import OpeningHours, Place, Room

ROME = ZoneInfo("Europe/Rome")
_next = itertools.count(1)


def team(name: str = "") -> Team:
    """A cooperative's team."""
    return Team.objects.create(name=name or f"Cooperativa {next(_next)}")


def user(*roles: str, **fields: Any) -> User:
    """A user with these roles; staff roles get a team unless one is given."""
    number = next(_next)
    email = fields.pop("email", f"prova{number}@example.org")
    if "team" not in fields and set(roles) & {"desk", "facilitator", "lab_leader"}:
        fields["team"] = team()
    made = User.objects.create(
        name=fields.pop("name", f"Operatrice {number}"),
        email=email,
        email_index=crypto.blind_index("email", crypto.normalise_email(email)),
        **fields,
    )
    Grant.objects.bulk_create([Grant(user=made, role=role) for role in roles])
    return made


def person(**fields: Any) -> Person:
    """A person with a phone, followed by a team."""
    number = next(_next)
    phone = crypto.normalise_phone(fields.pop("phone", f"333 {number:07d}"))
    email = crypto.normalise_email(fields.pop("email", ""))
    values: dict[str, Any] = {
        "first_name": "Franco",
        "last_name": f"Colombo{number}",
        "birth_year": 1969,
        "sex": "M",
        "municipality": "Lainate",
        **fields,
    }
    if "team" not in values:
        values["team"] = Team.objects.first() or team()
    values.setdefault("search_name", normalise(f"{values['last_name']} {values['first_name']}"))
    return Person.objects.create(
        phone=phone,
        phone_index=crypto.blind_index("phone", phone),
        phone_tail_index=crypto.blind_index("phone-tail", phone[-4:]),
        email=email,
        email_index=crypto.blind_index("email", email),
        **values,
    )


def intake(of: Person | None = None, **fields: Any) -> Intake:
    """A first talk."""
    subject = of or person()
    return Intake.objects.create(person=subject, team=subject.team, **{"reasons": ["work"], **fields})


def member(**fields: Any) -> User:
    """A participant who can sign in; her person is ``Person.objects.get(pk=user.person_ref)``."""
    subject = fields.pop("person", None) or person()
    return user("member", name=subject.full_name, person_ref=subject.pk, **fields)


def organisation(**fields: Any) -> Organisation:
    """A company."""
    number = next(_next)
    values: dict[str, Any] = {"name": f"Officina Brambilla {number}", "kind": "company", **fields}
    values.setdefault("search_name", normalise(values["name"]))
    return Organisation.objects.create(**values)


def place(**fields: Any) -> Place:
    """The Job Caffè, open every day from 8 to 22."""
    made = Place.objects.create(
        **{"name": "Job Caffè", "address": "via Lamarmora", "municipality": "Lainate", **fields}
    )
    OpeningHours.objects.bulk_create(
        [OpeningHours(place=made, weekday=day, opens="08:00", closes="22:00") for day in range(7)]
    )
    return made


def room(**fields: Any) -> Room:
    """A room for twenty."""
    values: dict[str, Any] = {"name": f"Sala {next(_next)}", "capacity": 20, **fields}
    if "place" not in values:
        values["place"] = Place.objects.first() or place()
    return Room.objects.create(**values)


def moment(days: int = 7, hour: int = 18, *, of: date | None = None) -> datetime:
    """A wall-clock time in Rome, some days from now."""
    day = (of or timezone.localdate()) + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=ROME)


def encounter(**fields: Any) -> Encounter:
    """A public lab of the next week, two hours long."""
    leaders = fields.pop("leaders", [])
    starts = fields.pop("starts_at", moment())
    made = Encounter.objects.create(
        **{
            "kind": Kind.LAB,
            "action": Action.WOMEN,
            "title": f"Laboratorio {next(_next)}",
            "public": True,
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=2),
            **fields,
        }
    )
    made.leaders.set(leaders)
    return made


def attendance(at: Encounter | None = None, **fields: Any) -> Attendance:
    """A person who was there."""
    values: dict[str, Any] = {"presence": Presence.PRESENT, **fields}
    if not (values.get("organisation") or values.get("person")):
        values["person"] = person()
    return Attendance.objects.create(encounter=at or encounter(), **values)


def commitment(**fields: Any) -> Commitment:
    """A person's step, due in a week."""
    values: dict[str, Any] = {"text": "Telefono al centro per l'impiego", **fields}
    values.setdefault("due_on", timezone.localdate() + timedelta(days=7))
    if not (values.get("organisation") or values.get("user") or values.get("person")):
        values["person"] = person()
    return Commitment.objects.create(**values)


def partner(organisation: Organisation | None = None, **fields: Any) -> User:
    """Somebody who speaks for an organisation, with its account."""
    of = organisation or globals()["organisation"]()
    made = user("organisation", **fields)
    made.grants.update(organisation_ref=of.pk)
    Delegate.objects.create(user=made, organisation=of)
    return made


def fair(**fields: Any) -> Fair:
    """A public JOBFEST of the next week, 9 to 18, with 24 slots of 15 minutes from 10 and a break at 12."""
    opens = fields.pop("opens_at", moment(7, 9))
    values: dict[str, Any] = {
        "slug": f"jobfest-{next(_next)}",
        "name": "JOBFEST",
        "summary": "Aziende, scuole e associazioni del territorio.",
        "state": "open",
        "opens_at": opens,
        "closes_at": opens + timedelta(hours=9),
        "first_slot_at": opens + timedelta(hours=1),
        "slot_minutes": 15,
        "slots": 24,
        "breaks": [8, 9, 10, 11],
        **fields,
    }
    if "place" not in values:
        values["place"] = Place.objects.first() or place()
    return Fair.objects.create(**values)


def stand(fair: Fair | None = None, **fields: Any) -> Stand:
    """An accepted exhibitor with one table in every slot, numbered, in an area."""
    at = fair or globals()["fair"]()
    number = at.stands.count() + 1
    values: dict[str, Any] = {"state": "accepted", "first_table": number, **fields}
    if "area" not in values:
        values["area"], _new = Area.objects.get_or_create(fair=at, name="Sala grande")
    if "organisation" not in values:
        values["organisation"] = organisation()
    return Stand.objects.create(fair=at, **values)
