"""Meetings of exhibitors among themselves."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.enums import StandState
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import rules
from jobcaffe.fair.talks.enums import MeetingState
from jobcaffe.fair.talks.models import Meeting
from jobcaffe.foundation import access
from jobcaffe.organisations import queries as organisations

BOTH_STAND = Q(first__state=StandState.ACCEPTED, second__state=StandState.ACCEPTED)
ALIVE = (MeetingState.ASKED.value, MeetingState.ACCEPTED.value)


def meetings(user: object) -> QuerySet[Meeting]:
    """All for who prepares the fair, its own for an exhibitor."""
    rows = Meeting.objects.select_related("first__organisation", "second__organisation", "fair")
    if access.allows(user, "fair.manage"):
        return rows
    if not access.allows(user, "fair.stand"):
        return rows.none()
    from jobcaffe.fair.talks.queries.booking import own_stands

    own = [stand.pk for stand in own_stands(user)]
    return rows.filter(Q(first__in=own) | Q(second__in=own))


def meetings_of(stand: Stand) -> QuerySet[Meeting]:
    """A stand's meetings that are asked or accepted, by hour and then by the day of the question."""
    rows = stand.fair.meetings.filter(BOTH_STAND, Q(first=stand) | Q(second=stand), state__in=ALIVE)
    return rows.select_related("first__organisation", "second__organisation", "fair").order_by(
        "slot", "asked_at", "pk"
    )


def standing(meeting: Meeting) -> bool:
    """Whether both exhibitors still come."""
    return meeting.first.state == StandState.ACCEPTED == meeting.second.state


def by_link(token: str) -> tuple[Meeting, Stand] | None:
    """The meeting and the stand of a link; ``None`` when it is not ours, or not hers any more who got it."""
    read = rules.read_token(token)
    if read is None:
        return None
    rows = Meeting.objects.select_related("first__organisation", "second__organisation", "fair")
    found = rows.filter(pk=read[0]).first()
    if found is None or read[1] not in {found.first_id, found.second_id} or not standing(found):
        return None
    stand = found.first if found.first_id == read[1] else found.second
    return (found, stand) if organisations.link_stands(read[2], stand.organisation_id) else None


def other(meeting: Meeting, stand_id: UUID) -> Stand:
    """Who sits opposite."""
    return meeting.second if meeting.first_id == stand_id else meeting.first


def to_meet(stand: Stand) -> list[Stand]:
    """Exhibitors that want meetings and with which there is none yet, asked or refused."""
    rows = stand.fair.meetings.filter(Q(first=stand) | Q(second=stand)).values_list("first_id", "second_id")
    known = {pk for pair in rows for pk in pair} | {stand.pk}
    return [one for one in events.stands_of(stand.fair).filter(wants_meetings=True) if one.pk not in known]


def accepted(fair: Fair) -> QuerySet[Meeting]:
    """All accepted meetings by hour, of exhibitors that still come."""
    rows = fair.meetings.filter(BOTH_STAND, state=MeetingState.ACCEPTED)
    return rows.select_related("first__organisation", "second__organisation", "fair").order_by(
        "slot", "table", "pk"
    )
