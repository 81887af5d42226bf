"""A person does not come any more, moved away, or died: what follows in every room."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.encounters.enums import Presence, State
from jobcaffe.encounters.models import Attendance
from jobcaffe.foundation.accounts.actions.members import forget_member
from jobcaffe.foundation.journal.actions import Actor, Line, record_many
from jobcaffe.foundation.notices.actions import forget as forget_notices
from jobcaffe.paths.models import Path
from jobcaffe.people.actions import set_status
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person

ENDS = (Status.LEFT, Status.MOVED, Status.DIED)


@transaction.atomic
def leave(*, actor: Actor, person_ref: UUID, status: str, on: date | None = None, reason: str = "") -> Person:
    """Set her status with all that hangs on it.

    Who left, moved or died is not expected at future encounters any more and her path is closed;
    who died gets no message any more and her access ends. Coming back is a status too and brings
    nothing of this back by itself. Refused as ``people.actions.set_status``.
    """
    person = set_status(actor=actor, person_ref=person_ref, status=status, on=on, reason=reason)
    if person.status not in ENDS:
        return person
    _excuse_from_future(actor, person)
    Path.objects.filter(person=person, closed_on__isnull=True).update(closed_on=person.status_on)
    if person.status == Status.DIED:
        forget_notices(actor=actor, person_ref=person.pk, contacts=[person.phone_index, person.email_index])
        forget_member(actor=actor, person_ref=person.pk)
    return person


def _excuse_from_future(actor: Actor, person: Person) -> None:
    """Her seats at planned encounters are free again; the rows stay, as excused."""
    coming = Attendance.objects.select_for_update().filter(
        person=person,
        presence=Presence.EXPECTED,
        encounter__state=State.PLANNED,
        encounter__starts_at__gt=timezone.now(),
    )
    rows = list(coming)
    Attendance.objects.filter(pk__in=[row.pk for row in rows]).update(
        presence=Presence.EXCUSED, marked_at=timezone.now(), marked_by=actor.actor_ref
    )
    if rows:
        record_many(
            actor,
            [
                Line("attendance.excuse", "encounters.attendance", str(row.pk), person, fields=("presence",))
                for row in rows
            ],
        )
