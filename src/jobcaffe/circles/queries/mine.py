"""What a member reads about herself: her request, her groups, her meetings."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from jobcaffe.circles.enums import Part, RequestState, State
from jobcaffe.circles.models import Acceptance, Circle, GroupRequest, Meeting, Membership, Pact
from jobcaffe.circles.queries.circles import CLOSED, INSIDE, leaders, pact_of, refs_of
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.encounters.models import Encounter


@dataclass(frozen=True)
class Mine:
    """One group of hers. ``accepted`` is the newest version of the pact she said yes to, 0 for none."""

    circle: Circle
    standing: str
    pact: Pact | None
    accepted: int
    tried: bool

    @property
    def asks_again(self) -> bool:
        """Whether the pact changed since she said yes."""
        closed = self.circle.state in CLOSED
        return self.pact is not None and self.pact.version > self.accepted and not closed


def my_request(user: object) -> GroupRequest | None:
    """The member's own open request; ``None`` when she has none."""
    refs = refs_of(user)
    rows = GroupRequest.objects.filter(GroupRequest.of(refs)).exclude(state=RequestState.CLOSED)
    return rows.select_related("circle__room__place", "talk_with").first() if refs else None


def _memberships(user: object) -> QuerySet[Membership]:
    refs = refs_of(user)
    rows = Membership.objects.filter(Membership.of(refs)).exclude(circle__state=State.ARCHIVED)
    return rows.select_related("circle__room__place") if refs else rows.none()


def my_groups(user: object) -> list[Mine]:
    """The groups she is in now, by code."""
    rows = _memberships(user).filter(standing__in=INSIDE).order_by("circle__code")
    return [_mine(row) for row in rows]


def my_group(user: object, circle_id: UUID) -> Mine | None:
    """One group of hers, ``None`` when it is not there or she is not in it."""
    row = _memberships(user).filter(standing__in=INSIDE, circle=circle_id).first()
    return _mine(row) if row else None


def was_in(user: object, circle_id: UUID) -> bool:
    """Whether she is or was in a group: a second press of the way out finds her gone already."""
    return _memberships(user).filter(circle=circle_id).exists()


def _mine(row: Membership) -> Mine:
    said = Acceptance.objects.filter(Acceptance.of([row.person_ref]), pact__circle=row.circle)
    newest = said.order_by("-pact__version").values_list("pact__version", flat=True).first()
    began = row.circle.meetings.filter(
        encounter__starts_at__date__gte=row.joined_on, encounter__starts_at__lte=timezone.now()
    ).exclude(encounter__state=EncounterState.CANCELLED)
    return Mine(row.circle, row.standing, pact_of(row.circle), newest or 0, began.exists())


def my_meetings(user: object) -> QuerySet[Encounter]:
    """The meetings of the groups she is in, since she entered them. For her own eyes and calendar."""
    since = Meeting.objects.filter(
        circle__memberships__in=_memberships(user).filter(standing__in=INSIDE).values("pk"),
        encounter__starts_at__date__gte=F("circle__memberships__joined_on"),
    )
    return Encounter.objects.filter(pk__in=since.values("pk")).select_related("room__place", "place")


def my_next_meeting(user: object) -> Encounter | None:
    """The soonest meeting of all her groups."""
    return _coming(my_meetings(user)).first()


def _coming(rows: QuerySet[Encounter]) -> QuerySet[Encounter]:
    planned = rows.filter(state=EncounterState.PLANNED, ends_at__gt=timezone.now())
    return planned.order_by("starts_at")


def next_meetings(circle: Circle) -> QuerySet[Encounter]:
    """The meetings of a group that are planned and not over, soonest first."""
    rows = Encounter.objects.filter(meeting__circle=circle, state=EncounterState.PLANNED)
    return (
        rows.filter(ends_at__gt=timezone.now()).select_related("room__place", "place").order_by("starts_at")
    )


def guides(circle: Circle) -> list[str]:
    """The names of who leads a group, without who stands in for one evening."""
    rows = leaders(circle).exclude(part=Part.SUBSTITUTE)
    return list(dict.fromkeys(row.user.name for row in rows))
