"""A lab with its people, made by the actions that everybody uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import Person
from jobcaffe.worklife.labs import actions
from jobcaffe.worklife.labs.models import Experiment, Lab, Meeting, Membership
from tests import factories


@dataclass
class Staff:
    """Who works around a lab."""

    coordinator: User = field(default_factory=lambda: factories.user("coordinator"))
    desk: User = field(default_factory=lambda: factories.user("desk"))
    leader: User = field(default_factory=lambda: factories.user("lab_leader", name="Teresa Galli"))


def lab(staff: Staff, **fields: Any) -> Lab:
    """A lab that Teresa leads."""
    values: dict[str, Any] = {"name": "Tempi di vita", **fields}
    return actions.create_lab(actor=staff.leader, **values)


def person(staff: Staff, **fields: Any) -> Person:
    """Somebody whom the desk follows."""
    return factories.person(team=staff.desk.team, **{"first_name": "Anna", "sex": "F", **fields})


def enter(staff: Staff, made: Lab, who: Person) -> Membership:
    """She asks at the desk, and Teresa says yes."""
    actions.ask(actor=staff.desk, lab_id=made.pk, person_ref=who.pk)
    row = Membership.objects.get(Membership.of([who.pk]), lab=made)
    actions.answer(actor=staff.leader, membership_id=row.pk, welcome=True)
    return row


def member(staff: Staff, made: Lab, **fields: Any) -> User:
    """The account of somebody who is in the lab."""
    who = person(staff, **fields)
    enter(staff, made, who)
    return factories.member(person=who)


def meeting(staff: Staff, made: Lab, *, days: int = 7, places: int = 3, **fields: Any) -> Meeting:
    """A meeting to come, with three places for children."""
    starts = factories.moment(days, 17)
    return actions.plan_meeting(
        actor=staff.leader,
        lab_id=made.pk,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        child_places=places,
        **fields,
    )


def trial(actor: User, made: Lab, **fields: Any) -> Experiment:
    """An experiment on a service of care, until in a month."""
    values = {
        "field": "care",
        "what": "Doposcuola di un'ora in più",
        "who_with": "Tre famiglie",
        "until": timezone.localdate() + timedelta(days=30),
        "how_we_know": "Se almeno cinque bambini restano",
        **fields,
    }
    return actions.start_experiment(actor=actor, lab_id=made.pk, **values)


def ended(row: Experiment) -> Experiment:
    """Its period was over yesterday."""
    Experiment.objects.filter(pk=row.pk).update(until=timezone.localdate() - timedelta(days=1))
    row.refresh_from_db()
    return row
