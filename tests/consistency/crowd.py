"""A house that can be filled: one person, one encounter, one organisation, and as much as one likes around them."""

from __future__ import annotations

import base64
import itertools
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from fido2.cose import CoseKey
from fido2.webauthn import AttestedCredentialData

from jobcaffe.commitments.models import Change, Commitment
from jobcaffe.encounters.actions.feeds import create_feed
from jobcaffe.encounters.actions.registers import attach_scan
from jobcaffe.encounters.models import (
    Attendance,
    AttendanceCorrection,
    CalendarFeed,
    Encounter,
    Register,
    Series,
    SignUp,
)
from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.actions.sessions import FACTOR_AT
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import Card, Device, Passkey, Team, User
from jobcaffe.foundation.imports.models import Batch, Row
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import SYSTEM, Line, record_many
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.notices.rules import choose_token, recipient_key
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.search import normalise
from jobcaffe.organisations.models import Contact, Organisation
from jobcaffe.paths.models import FollowUp, Goal, Outcome
from jobcaffe.paths.models import Path as LifePath
from jobcaffe.people.models import (
    Complaint,
    DuplicateHint,
    Intake,
    IntakeDraft,
    Merge,
    Person,
    ShiftNote,
    Waiting,
)
from jobcaffe.plan.actions import load_programme
from jobcaffe.plan.models import Indicator, Period
from jobcaffe.spaces.models import Booking, Closure, OpeningHours, Room
from tests import factories
from tests.attack.circles_world import circle_values
from tests.attack.fair_world import fair_values, more_events, more_pledges, more_talks, more_visitors
from tests.attack.labs_world import lab_values
from tests.attack.network_world import more_cards, more_matches, more_posts, more_ties, network_values
from tests.attack.site import Address, World, walk
from tests.circles.groups import Staff
from tests.worklife.labs.around import Staff as LabStaff

# Who looks at a page: the first of these that may.
ORDER = [
    Role.DESK, Role.COORDINATOR, Role.MEMBER, Role.SYSADMIN, Role.FUNDER, Role.MUNICIPALITY,
    Role.FACILITATOR, Role.LAB_LEADER, Role.ORGANISATION, Role.FAIR_VOLUNTEER,
]  # fmt: skip
# A member's contact is written at the desk, and she needs no second factor.
STAFF_ONLY = {
    "accounts:contact",
    "accounts:contact_confirm",
    "accounts:passkey_remove",
    "accounts:passkey_add",
    "accounts:recovery_codes",
}
# Members ask for themselves on a page of their own.
AT_THE_DESK = {"groupdesk:ask", "groupdesk:effect", "lab:desk"}
# A coordinator leads labs in numbers only: what is inside one is there for who leads it herself.
INSIDE_A_LAB = {
    "lab:manage", "lab:people", "lab:papers", "lab:new_meeting", "lab:child_places", "lab:child_sheet",
    "lab:partner", "lab:trial_room", "lab:clear",
}  # fmt: skip
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF\n"
LONG_AGO = timedelta(days=120)


def roles_of(address: Address) -> list[str]:
    """Who may see it, the most typical first; ``anonymous`` for the public pages."""
    may = [role for role in ORDER if access.reach_of((role,), address.capability) is not access.Reach.NONE]
    if access.reach_of((), address.capability) is not access.Reach.NONE:
        return ["anonymous"]
    if address.capability == "job.read" or address.name in AT_THE_DESK:
        return [Role.DESK]
    if address.name in INSIDE_A_LAB:
        return [Role.LAB_LEADER]
    if address.capability == "account.own":
        return [Role.DESK] if address.name in STAFF_ONLY else [Role.DESK, Role.MEMBER]
    return [str(role) for role in may]


def pages() -> list[Address]:
    """Every address that can be looked at."""
    return sorted((one for one in walk() if "GET" in one.methods), key=lambda one: one.route)


class Crowd:
    """The house. :meth:`grow` adds ``n`` of everything, around the same person, encounter and organisation."""

    def __init__(self) -> None:
        load_programme(actor=SYSTEM, path=Path(settings.PROGRAMME_FILE))
        self._count = itertools.count(1)
        self.team = factories.team("Cooperativa del Caffè")
        self.users = {
            role: factories.user(role, team=self.team, name=f"Prova {role}")
            for role in Role.values
            if role != Role.MEMBER
        }
        self.operator = self.users[Role.DESK]
        self.person = factories.person(
            first_name="Paola",
            team=self.team,
            operator=self.operator,
            last_contact_on=timezone.localdate() - LONG_AGO,
        )
        self.users[Role.MEMBER] = factories.member(person=self.person)
        self.path = LifePath.objects.create(person=self.person, operator=self.operator)
        self.room = factories.room()
        self.leaders = [self.users[Role.FACILITATOR], self.users[Role.LAB_LEADER], self.operator]
        self.encounter = factories.encounter(
            title="Curriculum", room=self.room, place=self.room.place, leaders=self.leaders, seats=2000
        )
        factories.attendance(at=self.encounter, person=self.person, presence="expected")
        at = factories.moment(days=30, hour=9)
        self.booking = Booking.objects.create(
            room=self.room,
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            title="Riunione",
            booked_by=self.operator,
        )
        self.organisation = factories.organisation(name="Officina Villa")
        self.batch = Batch.objects.create(
            kind="people",
            file_name="elenco.csv",
            sha256="0" * 64,
            state=Batch.State.PREVIEW,
            columns={"Nome": "first_name", "Cognome": "last_name"},
            content=base64.b64encode(b"Nome;Cognome\nPia;Re\n").decode(),
            counts={"rows": 1, "empty": 0, "new": 1, "same": 0, "changed": 0, "wrong": 0},
            created_by=self.users[Role.COORDINATOR],
        )
        self.register = Register.objects.create(encounter=self.encounter, year=2025, number=1)
        attach_scan(
            actor=self.operator,
            register_id=self.register.pk,
            name="firme.pdf",
            data=PDF,
            signatures=0,
        )
        _feed, self.feed = create_feed(actor=self.operator, label="Telefono", request_key=uuid.uuid4())
        Row.objects.create(
            batch=self.batch, line=1, verdict="wrong", reason="Nome: manca", cells={}, values={}, before={}
        )

    def clients(self) -> dict[str, Client]:
        """A browser of each role, signed in and already known to the house."""
        made = {"anonymous": Client()}
        for role, user in self.users.items():
            made[role] = Client()
            made[role].force_login(user)
            made[role].get("/")
            session = made[role].session
            # Who has passkeys has just shown one.
            session[FACTOR_AT] = timezone.now().timestamp()
            session.save()
        return made

    def grow(self, n: int) -> None:
        """``n`` more of everything."""
        with transaction.atomic():
            numbers = [next(self._count) for _one in range(n)]
            persons = self._people(numbers)
            self._desk(numbers, persons)
            self._encounters(numbers, persons)
            self._paths(numbers, persons)
            self._territory(numbers)
            self._machine(numbers, persons)
            more_posts(self.organisation, n)
            more_matches(self.organisation, self.person, persons)
            more_cards(self.organisation, n)
            more_ties(n)
            more_events(n)
            more_visitors(n)
            more_talks(n)
            more_pledges(n)

    def _people(self, numbers: list[int]) -> list[Person]:
        phones = {n: crypto.normalise_phone(f"340 {n:07d}") for n in numbers}
        persons = Person.objects.bulk_create(
            Person(
                first_name="Pia",
                last_name=f"Sala{n}",
                search_name=normalise(f"Sala{n} Pia"),
                phone=phones[n],
                phone_index=crypto.blind_index("phone", phones[n]),
                phone_tail_index=crypto.blind_index("phone-tail", phones[n][-4:]),
                birth_year=1960 + n % 40,
                sex="FM"[n % 2],
                municipality="Lainate",
                team=self.team,
                operator=self.operator,
                protected=n % 3 == 1,
                last_contact_on=timezone.localdate() - LONG_AGO,
                created_at=timezone.now() - LONG_AGO,
            )
            for n in numbers
        )
        others = [self.person, *persons]
        Intake.objects.bulk_create(
            Intake(person=one, team=self.team, operator=self.operator, words="parole", reasons=["work"])
            for one in (*persons, *[self.person] * len(numbers))
        )
        gone = Person.objects.bulk_create(
            Person(first_name="Pia", last_name=f"Doppia{n}", search_name=f"doppia{n} pia", team=self.team, status="merged", merged_into=self.person)
            for n in numbers
        )  # fmt: skip
        Merge.objects.bulk_create(Merge(kept=self.person, gone=one, moved={}) for one in gone)
        DuplicateHint.objects.bulk_create(
            DuplicateHint(first=first, second=second, why="stesso telefono")
            for first, second in itertools.pairwise(others)
        )
        record_many(
            self.operator, [Line("person.read", "people.person", str(one.pk), subject=one) for one in persons]
        )
        record_many(
            self.users[Role.COORDINATOR],
            [
                Line("person.read", "people.person", str(self.person.pk), subject=self.person)
                for _n in numbers
            ],
        )
        return persons

    def _desk(self, numbers: list[int], persons: list[Person]) -> None:
        Waiting.objects.bulk_create(
            Waiting(name=f"Rosa {n}", person=one) for n, one in zip(numbers, persons, strict=True)
        )
        ShiftNote.objects.bulk_create(
            ShiftNote(team=self.team, author=self.operator, person=one, text="richiamare") for one in persons
        )
        IntakeDraft.objects.bulk_create(
            IntakeDraft(operator=self.operator, data={"first_name": f"Bruna {n}"}) for n in numbers
        )
        Complaint.objects.bulk_create(
            Complaint(person=one, text="troppa attesa") for one in (*persons, *[self.person] * len(numbers))
        )
        Card.objects.bulk_create(
            Card(person_ref=one.pk, digest=uuid.uuid4().hex, issued_by=self.operator.pk) for one in persons
        )

    def _encounters(self, numbers: list[int], persons: list[Person]) -> None:
        series = Series.objects.bulk_create(
            Series(title=f"Serie {n}", rrule="FREQ=WEEKLY;COUNT=2", first_day=timezone.localdate(), starts="18:00", minutes=60)
            for n in numbers
        )  # fmt: skip
        starts = [factories.moment(days=1 + n % 3, hour=9 + n % 9) for n in numbers]
        bookings = Booking.objects.bulk_create(
            Booking(room=self._room(n), starts_at=at, ends_at=at + timedelta(minutes=30), title="Incontro", booked_by=self.operator)
            for n, at in zip(numbers, starts, strict=True)
        )  # fmt: skip
        meetings = Encounter.objects.bulk_create(
            Encounter(
                kind="lab", action="A2", title=f"Laboratorio {n}", public=True, starts_at=at,
                ends_at=at + timedelta(minutes=30), room=booking.room, place=self.room.place, booking=booking, series=run, seats=20,
            )
            for n, at, booking, run in zip(numbers, starts, bookings, series, strict=True)
        )  # fmt: skip
        past = Encounter.objects.bulk_create(
            Encounter(
                kind="lab", action="A2", title=f"Passato {n}", state="held",
                starts_at=timezone.now() - timedelta(days=n % 60, hours=3),
                ends_at=timezone.now() - timedelta(days=n % 60, hours=2), room=self.room, place=self.room.place,
            )
            for n in numbers
        )  # fmt: skip
        lead = Encounter.leaders.through
        lead.objects.bulk_create(
            lead(encounter=meeting, user=user) for meeting in (*meetings, *past) for user in self.leaders
        )
        Attendance.objects.bulk_create(
            [Attendance(encounter=self.encounter, person=one) for one in persons]
            + [Attendance(encounter=meeting, person=self.person) for meeting in meetings]
            + [Attendance(encounter=meeting, person=self.person, presence="present") for meeting in past]
        )
        AttendanceCorrection.objects.bulk_create(
            AttendanceCorrection(encounter=self.encounter, before="absent", after="present") for _n in numbers
        )
        SignUp.objects.bulk_create(
            SignUp(encounter=self.encounter, code=f"S{n // 1000:02d}-{n % 1000:03d}", name=f"Gina {n}", channel="call", contact=f"+39340{n:07d}")
            for n in numbers
        )  # fmt: skip
        Register.objects.bulk_create(Register(encounter=self.encounter, year=2026, number=n) for n in numbers)

    def _room(self, n: int) -> Room:
        return (
            Room.objects.create(place=self.room.place, name=f"Aula {n}", capacity=10)
            if n <= 310
            else self.room
        )

    def _paths(self, numbers: list[int], persons: list[Person]) -> None:
        LifePath.objects.bulk_create(LifePath(person=one, operator=self.operator) for one in persons)
        goals = Goal.objects.bulk_create(
            Goal(path=self.path, area="work", words=f"obiettivo {n}") for n in numbers
        )
        due = timezone.localdate() - timedelta(days=2)
        steps = Commitment.objects.bulk_create(
            Commitment(person=one, text="telefonare", due_on=due)
            for one in (*persons, *[self.person] * len(numbers))
        )
        Commitment.objects.bulk_create(
            Commitment(user=self.operator, about=one, text="richiamare", due_on=due) for one in persons
        )
        Commitment.objects.bulk_create(
            Commitment(
                organisation=self.organisation, encounter=self.encounter, text="due tirocini", due_on=due
            )
            for _n in numbers
        )
        Change.objects.bulk_create(Change(commitment=step, state="promised", due_on=due) for step in steps)
        link = Goal.steps.through
        link.objects.bulk_create(
            link(goal=goal, commitment=step) for goal, step in zip(goals, steps[len(persons) :], strict=True)
        )
        first = Goal.objects.filter(path=self.path).first()
        link.objects.bulk_create(
            [link(goal=first, commitment=step) for step in steps[len(persons) :]], ignore_conflicts=True
        )
        outcomes = Outcome.objects.bulk_create(
            Outcome(person=one, kind="job", started_on=timezone.localdate() - LONG_AGO, where="officina", recorded_by=self.operator)
            for one in (*persons, *[self.person] * len(numbers))
        )  # fmt: skip
        FollowUp.objects.bulk_create(
            FollowUp(outcome=one, months=3, due_on=timezone.localdate() - timedelta(days=30))
            for one in outcomes
        )

    def _territory(self, numbers: list[int]) -> None:
        found = Organisation.objects.bulk_create(
            Organisation(name=f"Ditta {n}", search_name=f"ditta {n}", kind="company", municipality="Lainate")
            for n in numbers
        )
        Contact.objects.bulk_create(
            Contact(organisation=one, name="Rosa Villa", phone="+393400000000")
            for one in (*found, *[self.organisation] * len(numbers))
        )
        Attendance.objects.bulk_create(
            Attendance(encounter=self.encounter, organisation=one, presence="present") for one in found
        )
        day = timezone.localdate()
        Closure.objects.bulk_create(
            Closure(place=self.room.place, first_day=day + timedelta(days=400 + n), last_day=day + timedelta(days=400 + n))
            for n in numbers
        )  # fmt: skip
        OpeningHours.objects.bulk_create(
            OpeningHours(place=self.room.place, weekday=n % 7, opens="08:00", closes="09:00", desk=True)
            for n in numbers
        )

    def _machine(self, numbers: list[int], persons: list[Person]) -> None:
        for n in numbers:
            factories.user("desk", "facilitator", team=Team.objects.create(name=f"Coop {n}"))
        Notice.objects.bulk_create(
            Notice(channel=channel, template="encounter_reminder", body="Ciao", person_ref=one.pk, contact="via Roma 1")
            for one in persons
            for channel in ("sms", "letter")
        )  # fmt: skip
        Job.objects.bulk_create(
            Job(task="jobcaffe.none", title=f"Lavoro {n}", created_by=user.pk)
            for n in numbers
            for user in (self.operator, self.users[Role.MEMBER])
        )
        Batch.objects.bulk_create(
            Batch(kind="people", file_name=f"{n}.csv", sha256="0" * 64, state="applied", counts={"rows": 1, "empty": 0, "new": 1, "same": 0, "changed": 0, "wrong": 0}, created_by=self.operator)
            for n in numbers
        )  # fmt: skip
        verdicts = itertools.cycle(["new", "wrong", "changed", "same"])
        Row.objects.bulk_create(
            Row(batch=self.batch, line=n + 1, verdict=next(verdicts), reason="", cells={"Nome": "Pia", "Cognome": "Re"}, values={"first_name": "Pia", "last_name": "Re"}, before={})
            for n in numbers
        )  # fmt: skip
        for user in self.users.values():
            CalendarFeed.objects.bulk_create(
                CalendarFeed(user=user, digest=uuid.uuid4().hex, label=f"Telefono {n}") for n in numbers
            )
        for user in (self.operator, self.users[Role.MEMBER]):
            Device.objects.bulk_create(Device(user=user, session_key=uuid.uuid4().hex) for _n in numbers)
        Passkey.objects.bulk_create(
            Passkey(user=self.operator, name=f"Chiave {n}", credential_id=f"c{n}".encode(), credential_data=_credential(n))
            for n in numbers
        )  # fmt: skip

    def world(self) -> World:
        """What fills the arguments of every address. Call it after the first :meth:`grow`."""
        person, encounter = self.person, self.encounter
        own = Commitment.objects.filter(person=person).first()
        goal = Goal.objects.filter(path=self.path).first()
        outcome = Outcome.objects.filter(person=person).first()
        check = FollowUp.objects.filter(outcome=outcome).first()
        sign_up = SignUp.objects.filter(encounter=encounter).first()
        complaint = Complaint.objects.filter(person=person).first()
        colleague = User.objects.exclude(pk__in=[user.pk for user in self.users.values()]).first()
        for one in (own, goal, outcome, check, sign_up, complaint, colleague):
            assert one is not None
        values: dict[str, Any] = {
            "pk": person.pk,
            "person_id": person.pk,
            "goal": goal.pk,
            "goal_id": goal.pk,
            "step": own.pk,
            "step_id": own.pk,
            "commitment_ref": own.pk,
            "outcome": outcome.pk,
            "check": check.pk,
            "wave": 0,
            "purpose": "messages",
            "encounter_id": encounter.pk,
            "organisation_id": self.organisation.pk,
            "contact_id": self.organisation.contacts.first().pk,
            "batch_id": self.batch.pk,
            "token": choose_token(recipient_key(person_ref=person.pk)),
            "public:feed:token": self.feed,
            "accounts:link:token": "q" * 43,
            "card": "K7M2QX4P",
            "key": "paola",
            "slug": "cerco-lavoro",
            "hint": DuplicateHint.objects.first().pk,
            "desk:section:code": "anagrafici",
            "desk:complaint_answer:ref": complaint.pk,
            "ref": uuid.uuid4(),
            "regia:indicator:code": Indicator.objects.order_by("position").first().code,
            "regia:rows_file:code": Indicator.objects.order_by("position").first().code,
            "public:seat:code": sign_up.code,
            "code": Period.objects.order_by("first_day").first().code,
            "accounts:passkey_remove:pk": Passkey.objects.filter(user=self.operator).first().pk,
            "jobs:progress:pk": Job.objects.filter(created_by=self.operator.pk).first().pk,
            "notices:message:pk": Notice.objects.filter(channel="sms").first().pk,
            "system:team:pk": self.team.pk,
            "agenda:booking:pk": self.booking.pk,
            "agenda:remove_hours:pk": OpeningHours.objects.first().pk,
            "agenda:remove_closure:pk": Closure.objects.first().pk,
            "agenda:revoke_feed:pk": CalendarFeed.objects.filter(user=self.operator).first().pk,
            "figures:report:pk": uuid.uuid4(),
        }
        for name in ("staff_member", "staff_end", "staff_passkeys"):
            values[f"system:{name}:pk"] = colleague.pk
        for name in ("edit_place", "add_room", "add_hours", "add_closure"):
            values[f"agenda:{name}:pk"] = self.room.place_id
        for name in ("edit_room", "room", "book"):
            values[f"agenda:{name}:pk"] = self.room.pk
        for name in ("detail", "edit", "move", "cancel", "presences", "add", "print_sheet"):
            values[f"agenda:{name}:pk"] = encounter.pk
        for name in ("sign_up", "link_sign_up", "welcome_sign_up", "drop_sign_up"):
            values[f"agenda:{name}:pk"] = sign_up.pk
        for name in ("sheet", "scan", "scan_file"):
            values[f"agenda:{name}:pk"] = self.register.pk
        for name in ("appointment", "event_file", "sign_up"):
            values[f"public:{name}:pk"] = encounter.pk
        values |= {"jobs:cancel:pk": values["jobs:progress:pk"], "jobs:retry:pk": values["jobs:progress:pk"]}
        values |= circle_values(self._staff(), person)
        lab_staff = LabStaff(self.users[Role.COORDINATOR], self.operator, self.users[Role.LAB_LEADER])
        values |= lab_values(lab_staff, person)
        values |= network_values(self.organisation, self.users[Role.ORGANISATION], person)
        values |= fair_values(self.organisation, self.users[Role.FAIR_VOLUNTEER])
        values["accounts:device_end:pk"] = Device.objects.filter(user=self.operator).first().pk
        return World(values)

    def _staff(self) -> Staff:
        """Those of the house who work around groups."""
        return Staff(self.users[Role.COORDINATOR], self.operator, self.users[Role.FACILITATOR])


def _credential(n: int) -> bytes:
    """A key as an authenticator gives it (WebAuthn §6.5.1): a point that is on no curve is enough for a list."""
    key = {1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32}
    return bytes(AttestedCredentialData.create(b"a" * 16, f"c{n}".encode(), CoseKey.parse(key)))
