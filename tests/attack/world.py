"""A small world with a secret in every private place, to see who can find it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.models import CalendarFeed, Encounter, Register, SignUp
from jobcaffe.foundation.accounts.models import Device, Grant, Passkey, User
from jobcaffe.foundation.imports.models import Batch
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.organisations.models import Contact
from jobcaffe.paths.models import FollowUp, Goal, Outcome
from jobcaffe.paths.models import Path as LifePath
from jobcaffe.people.models import Complaint, DuplicateHint, Intake, IntakeDraft, Person, ShiftNote, Waiting
from jobcaffe.plan.actions import load_programme
from jobcaffe.plan.models import Indicator, Period
from jobcaffe.spaces.models import Booking, Closure, OpeningHours
from tests import factories
from tests.attack.circles_world import SECRETS, circle_values
from tests.attack.fair_world import fair_values
from tests.attack.labs_world import LAB_SECRETS, lab_values
from tests.attack.network_world import network_values
from tests.attack.site import World

# Found in an answer, each of these tells that somebody read what is not hers.
NAME = "Canarinagialla"
GROUP = "Cerchiosegretissimo"
WORDS = "parolesussurrate"
PHONE = "3339988776"
COMPLAINT = "lamentelamoltoprivata"
CANARIES = (NAME, GROUP, WORDS, PHONE, "333 998 8776", COMPLAINT, *SECRETS, *LAB_SECRETS)


def secret_person() -> Person:
    """A protected person of another team, with words, a path and an outcome."""
    person = factories.person(
        first_name="Zoe", last_name=NAME, phone=PHONE, protected=True, team=factories.team("Coop lontana"),
        operator=factories.user("desk", name="Operatrice lontana"),
    )  # fmt: skip
    Intake.objects.create(person=person, team=person.team, words=WORDS, reasons=["work"])
    path = LifePath.objects.create(person=person)
    goal = Goal.objects.create(path=path, area="work", words=WORDS)
    goal.steps.add(factories.commitment(person=person, text=WORDS))
    outcome = Outcome.objects.create(
        person=person,
        kind="job",
        started_on=timezone.localdate() - timedelta(days=120),
        where=WORDS,
        notes=WORDS,
    )
    FollowUp.objects.create(outcome=outcome, months=3, due_on=timezone.localdate() - timedelta(days=30))
    Complaint.objects.create(person=person, text=COMPLAINT)
    ShiftNote.objects.create(team=person.team, person=person, text=WORDS)
    IntakeDraft.objects.create(operator=person.operator, data={"name": f"{NAME} {WORDS}"})
    factories.attendance(
        at=factories.encounter(title="Laboratorio aperto"), person=person, presence="expected"
    )
    return person


def secret_group(room: object) -> Encounter:
    """A mutual-aid evening with the secret person expected in it."""
    facilitator = factories.user("facilitator", name="Facilitatrice lontana")
    return factories.encounter(
        kind="group", action="A1", title=GROUP, summary=WORDS, public=False, confidential=True, room=room,
        leaders=[facilitator], present_count=7,
    )  # fmt: skip


def build() -> World:
    """The world, and an object of it for every argument of every address."""
    room = factories.room()
    person = secret_person()
    group = secret_group(room)
    factories.attendance(at=group, person=person, presence="expected")
    open_encounter = factories.encounter(title="Curriculum", room=room)
    organisation = factories.organisation()
    other = factories.user("desk", name="Altra operatrice")
    batch = Batch.objects.create(kind="people", file_name="elenco.csv", sha256="0" * 64, state="preview")
    starts = factories.moment(3, 9)
    values: dict[str, Any] = {
        "person_id": person.pk,
        "person_ref": person.pk,
        "goal_id": Goal.objects.get().pk,
        "goal_ref": Goal.objects.get().pk,
        "step_id": Commitment.objects.get().pk,
        "step_ref": Commitment.objects.get().pk,
        "commitment_ref": Commitment.objects.get().pk,
        "outcome_id": Outcome.objects.get().pk,
        "outcome_ref": Outcome.objects.get().pk,
        "follow_up_id": FollowUp.objects.get().pk,
        "encounter_id": group.pk,
        "organisation_id": organisation.pk,
        "contact_id": Contact.objects.create(organisation=organisation, name="Rosa Villa").pk,
        "batch_id": batch.pk,
        "draft_ref": IntakeDraft.objects.get().pk,
        "note_ref": ShiftNote.objects.get().pk,
        "complaint_ref": Complaint.objects.get().pk,
        "waiting_ref": Waiting.objects.create(name="Rosa").pk,
        "purpose": "messages",
        "token": "x" * 43,
        "card": "K7M2QX4P",
        "key": "paola",
        "slug": "lavoro",
        "accounts:device_end:pk": Device.objects.create(user=other, session_key="k" * 32).pk,
        "accounts:passkey_remove:pk": Passkey.objects.create(
            user=other, name="Chiave", credential_id=b"1", credential_data=b"1"
        ).pk,
        "jobs:progress:pk": Job.objects.create(task="none", created_by=other.pk).pk,
        "notices:message:pk": _notice(person).pk,
        "system:staff_member:pk": other.pk,
        "system:staff_end:pk": other.pk,
        "system:staff_passkeys:pk": other.pk,
        "system:team:pk": other.team_id,
        "agenda:booking:pk": Booking.objects.create(
            room=room,
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
            title="Incontro",
            booked_by=other,
        ).pk,
        "agenda:edit_room:pk": room.pk,
        "agenda:room:pk": room.pk,
        "agenda:book:pk": room.pk,
        "agenda:remove_hours:pk": OpeningHours.objects.first().pk,  # type: ignore[union-attr]
        "agenda:remove_closure:pk": Closure.objects.create(
            place=room.place,
            first_day=timezone.localdate() + timedelta(days=200),
            last_day=timezone.localdate() + timedelta(days=201),
        ).pk,
        "agenda:revoke_feed:pk": CalendarFeed.objects.create(
            user=other, digest="d" * 64, label="Telefono"
        ).pk,
        "public:seat:code": "ZZZZZZ",
    }
    for name in ("edit_place", "add_room", "add_hours", "add_closure"):
        values[f"agenda:{name}:pk"] = room.place.pk
    for name in ("detail", "edit", "move", "cancel", "presences", "add", "print_sheet"):
        values[f"agenda:{name}:pk"] = group.pk
    sign_up = SignUp.objects.create(
        encounter=open_encounter, code="K7M2QX", name="Gino", channel="sms", contact="+393330000001"
    )
    for name in ("sign_up", "link_sign_up", "welcome_sign_up", "drop_sign_up"):
        values[f"agenda:{name}:pk"] = sign_up.pk
    register = Register.objects.create(encounter=group, year=timezone.localdate().year, number=999)
    for name in ("sheet", "scan", "scan_file"):
        values[f"agenda:{name}:pk"] = register.pk
    for name in ("appointment", "event_file", "sign_up"):
        values[f"public:{name}:pk"] = group.pk
    for name in ("cancel", "retry"):
        values[f"jobs:{name}:pk"] = values["jobs:progress:pk"]
    values |= _desk_values(person)
    values |= _programme_values()
    values |= circle_values()
    values |= lab_values()
    values |= network_values(organisation, person=person)
    values |= fair_values(organisation)
    return World(values)


def _desk_values(person: Person) -> dict[str, Any]:
    """The arguments of the desk's pages, all about the secret person."""
    other = factories.person(first_name="Zoe", last_name=NAME)
    hint = DuplicateHint.objects.create(first=person, second=other, why="same name")
    other.delete()
    return {
        "pk": person.pk,
        "goal": Goal.objects.get().pk,
        "step": Commitment.objects.get().pk,
        "outcome": Outcome.objects.get().pk,
        "check": FollowUp.objects.get().pk,
        "wave": 0,
        "hint": hint.pk or 1,
        "desk:section:code": "studi",
        "desk:call:ref": Waiting.objects.get().pk,
        "desk:finish:ref": Waiting.objects.get().pk,
        "desk:note_done:ref": ShiftNote.objects.get().pk,
        "desk:save_draft:ref": IntakeDraft.objects.get().pk,
        "desk:throw_away:ref": IntakeDraft.objects.get().pk,
        "desk:unmerge:ref": uuid.uuid4(),
        "desk:complaint_answer:ref": Complaint.objects.get().pk,
    }


def _programme_values() -> dict[str, Any]:
    """The plan, with a period that can be looked at."""
    load_programme(actor=SYSTEM, path=Path(settings.PROGRAMME_FILE))
    period = Period.objects.order_by("first_day").first()
    indicator = Indicator.objects.order_by("position").first()
    assert period is not None
    assert indicator is not None
    return {
        "regia:indicator:code": indicator.code,
        "regia:rows_file:code": indicator.code,
        "code": period.code,
        "figures:report:pk": uuid.uuid4(),
    }


def _notice(person: Person) -> Notice:
    fields = {field.name for field in Notice._meta.get_fields()}
    values = {"channel": "sms", "template": "encounter_reminder", "body": WORDS}
    if "recipient_ref" in fields:
        values["recipient_ref"] = person.pk
    return Notice.objects.create(**values)


def visitor_of_every_role(role: str) -> User | None:
    """Somebody with one role and nothing to do with the secrets; ``None`` for the visitor."""
    if role == "anonymous":
        return None
    if role == "member":
        return factories.member()
    user = factories.user(role, name=f"Prova {role}")
    if role == "organisation":
        Grant.objects.filter(user=user).update(organisation_ref=uuid.uuid4())
    return user
