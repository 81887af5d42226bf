"""What the page of one evening shows beside the evening itself; for who leads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from jobcaffe.circles.models import Circle, Hours, Meeting, PresencePurpose, SheetPhoto
from jobcaffe.circles.queries.circles import INSIDE
from jobcaffe.circles.queries.inside import evening, next_day
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.foundation.accounts.models import User
from jobcaffe.spaces.words import local


@dataclass(frozen=True)
class NextTime:
    """When the group meets after an evening. ``encounter_id`` is ``None`` when it is not planned yet."""

    day: date | None
    starts_at: datetime | None = None
    encounter_id: UUID | None = None


def next_time(meeting: Meeting) -> NextTime:
    """The next planned meeting after this one, or the day on which it would be."""
    rows = meeting.circle.meetings.filter(
        encounter__state=EncounterState.PLANNED, encounter__starts_at__gt=meeting.encounter.starts_at
    )
    coming = rows.select_related("encounter").order_by("encounter__starts_at").first()
    if coming is None:
        return NextTime(next_day(meeting.circle, after=local(meeting.encounter.starts_at).date()))
    starts = local(coming.encounter.starts_at)
    return NextTime(starts.date(), starts, coming.pk)


def purpose_now(circle: Circle) -> PresencePurpose | None:
    """Why the group writes down today who is there; ``None`` when it writes only how many."""
    today = timezone.localdate()
    return circle.presence_purposes.filter(since__lte=today, until__gte=today).order_by("until").first()


def marked(user: object, meeting: Meeting) -> set[UUID]:
    """Keys of the roster that were marked as there, for who leads; empty without a purpose."""
    if evening(user, meeting.pk) is None or purpose_now(meeting.circle) is None:
        return set()
    here = {mark.person_ref for mark in meeting.marks.all()}
    rows = meeting.circle.memberships.filter(standing__in=INSIDE)
    return {row.pk for row in rows if row.person_ref in here}


def photo_of(user: object, photo_id: UUID) -> SheetPhoto | None:
    """The photograph of a sheet, for who reaches its evening."""
    found = SheetPhoto.objects.select_related("meeting", "file").filter(pk=photo_id).first()
    return found if found is not None and evening(user, found.meeting_id) is not None else None


def minutes_of(user: User, meeting: Meeting) -> int | None:
    """The minutes that the user wrote for an evening; ``None`` when she wrote none."""
    row = Hours.objects.filter(user=user, encounter=meeting.pk, replaced_by__isnull=True).first()
    return row.minutes if row else None
