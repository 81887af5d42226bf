"""The desk's day: who waits, what was left half-written, what the next shift must know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from jobcaffe.foundation.access import Reach, reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import IntakeDraft, ShiftNote, Waiting
from jobcaffe.people.queries.persons import visible_to


@dataclass(frozen=True)
class InLine:
    """One person waiting. ``person`` is given only to those who may open her record."""

    ref: UUID
    name: str
    minutes: int
    called_by: str
    person: UUID | None


@dataclass(frozen=True)
class Queue:
    """Who waits, and who was called and is at the desk."""

    waiting: list[InLine]
    called: list[InLine]

    @property
    def first_minutes(self) -> int:
        """How long the first one has been waiting."""
        return self.waiting[0].minutes if self.waiting else 0


def queue(user: User, *, now: datetime | None = None) -> Queue:
    """Today's queue, oldest first. Empty for those who do not work at the desk.

    A protected person is called by the name she chose: who she is, knows only who follows her.
    """
    if reach(user, "queue.manage") is Reach.NONE:
        return Queue([], [])
    moment = now or timezone.now()
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = list(
        Waiting.objects.filter(done_at__isnull=True, arrived_at__gte=midnight).select_related(
            "called_by", "person"
        )
    )
    refs = [row.person_id for row in rows if row.person_id]
    mine = set(visible_to(user).filter(pk__in=refs).values_list("pk", flat=True)) if refs else set()
    lines = [(row, _in_line(row, moment, mine)) for row in rows]
    return Queue(
        waiting=[line for row, line in lines if row.called_at is None],
        called=[line for row, line in lines if row.called_at is not None],
    )


def _in_line(row: Waiting, moment: datetime, mine: set[UUID]) -> InLine:
    return InLine(
        ref=row.pk,
        name=called_name(row, mine),
        minutes=max(0, int((moment - row.arrived_at).total_seconds() // 60)),
        called_by=row.called_by.name if row.called_by else "",
        person=row.person_id if row.person_id in mine else None,
    )


def called_name(row: Waiting, mine: set[UUID]) -> str:
    """How somebody in the queue is called in front of those who reach only the persons in ``mine``."""
    person = row.person
    if person is None or not person.protected or person.pk in mine:
        return row.name
    return person.alias or "Persona riservata"


def drafts_of(user: User) -> QuerySet[IntakeDraft]:
    """What this operator was typing; nobody else's."""
    return IntakeDraft.objects.filter(operator=user)


def shift_notes(user: User, *, done: bool = False) -> QuerySet[ShiftNote]:
    """Notes of the user's own team; those about a person only when she may open the record."""
    found = reach(user, "shift.handover")
    if found is Reach.NONE or not user.team_id:
        return ShiftNote.objects.none()
    about = Q(person__isnull=True) | Q(person__in=visible_to(user).values("pk"))
    notes = ShiftNote.objects.filter(about, team=user.team_id, done_at__isnull=not done)
    return notes.select_related("author", "person")
