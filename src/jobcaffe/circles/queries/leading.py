"""What waits for who leads groups: evenings to close, pacts to read again, hours to write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import Part, State
from jobcaffe.circles.models import CheckWave, Circle, Decision, Hours, Meeting, Pact
from jobcaffe.circles.queries.circles import evening_day, led_by, visible_to
from jobcaffe.circles.queries.inside import is_today
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User


@dataclass(frozen=True)
class Led:
    """A group and what it waits for. ``own`` is false for who only stands in for one evening."""

    circle: Circle
    own: bool
    coming: Meeting | None
    to_close: list[Meeting]
    held: int
    pact: Pact | None
    pact_due: bool
    review_due: bool
    wave: CheckWave | None


def leads(user: object, circle_id: UUID) -> Circle | None:
    """A group that the user leads herself; ``None`` for others, and for who stands in for an evening."""
    rows = visible_to(user, "circle.lead").filter(pk=circle_id)
    return rows.filter(led_by(user, Part.LEAD, Part.CO)).first() if isinstance(user, User) else None


def led(user: object, only: UUID | None = None) -> list[Led]:
    """The groups that the user leads today, with what each waits for. Six queries, however many."""
    rows = visible_to(user, "circle.lead").order_by("code")
    circles = list(rows.filter(pk=only) if only else rows)
    if not circles or not isinstance(user, User):
        return []
    refs = [row.pk for row in circles]
    own = set(
        Circle.objects.filter(led_by(user, Part.LEAD, Part.CO), pk__in=refs).values_list("pk", flat=True)
    )
    evenings = _by_circle(
        Meeting.objects.filter(circle__in=refs)
        .exclude(encounter__state=EncounterState.CANCELLED)
        .select_related("encounter__room__place")
        .order_by("encounter__starts_at")
    )
    pacts = {row.circle_id: row for row in Pact.objects.filter(circle__in=refs).order_by("version")}
    waves = {row.circle_id: row for row in CheckWave.objects.filter(circle__in=refs, closed_on=None)}
    looked = set(
        Decision.objects.filter(circle__in=refs, after=State.MID_REVIEW).values_list("circle", flat=True)
    )
    return [
        _led(
            row,
            own=row.pk in own,
            evenings=evenings[row.pk],
            pact=pacts.get(row.pk),
            looked=row.pk in looked,
            wave=waves.get(row.pk),
        )
        for row in circles
    ]


def _by_circle(rows: Iterable[Meeting]) -> dict[UUID, list[Meeting]]:
    found: dict[UUID, list[Meeting]] = defaultdict(list)
    for row in rows:
        found[row.circle_id].append(row)
    return found


def _led(
    circle: Circle,
    *,
    own: bool,
    evenings: list[Meeting],
    pact: Pact | None,
    looked: bool,
    wave: CheckWave | None,
) -> Led:
    now, today = timezone.now(), timezone.localdate()
    if not own:  # who stands in reaches the evening of that day only
        evenings = [row for row in evenings if is_today(row)]
    held = sum(row.encounter.state == EncounterState.HELD for row in evenings)
    return Led(
        circle=circle,
        own=own,
        coming=next((row for row in evenings if row.encounter.ends_at > now and row.closed_at is None), None),
        to_close=[row for row in evenings if row.encounter.ends_at <= now and row.closed_at is None],
        held=held,
        pact=pact,
        pact_due=pact is None or pact.review_on <= today,
        review_due=circle.state == State.RUNNING
        and not looked
        and held >= catalogue.kinds()[circle.kind].review,
        wave=wave,
    )


def substitutes(user: object, circle: Circle) -> dict[date, str]:
    """Who stands in from today on, by day; only for who leads the group."""
    if not visible_to(user, "circle.lead").filter(pk=circle.pk).exists():
        return {}
    rows = circle.facilitations.filter(part=Part.SUBSTITUTE, starts_on__gte=timezone.localdate())
    return dict(rows.values_list("starts_on", "user__name"))


def uncounted(user: object) -> QuerySet[Meeting]:
    """Evenings held in the groups that the user leads for which she has written no hours yet."""
    if not isinstance(user, User):
        return Meeting.objects.none()
    led_now = visible_to(user, "circle.lead")
    own = Q(circle__in=led_now.filter(led_by(user, Part.LEAD, Part.CO)).values("pk"))
    tonight = Q(
        circle__in=led_now.values("pk"), encounter__starts_at__date__in=[timezone.localdate(), evening_day()]
    )
    rows = Meeting.objects.filter(own | tonight, encounter__ends_at__lte=timezone.now())
    rows = rows.exclude(encounter__state=EncounterState.CANCELLED)
    mine = Hours.objects.filter(user=user, encounter__isnull=False).values("encounter")
    # She may have led none of these evenings before she came: only those in her name.
    rows = rows.filter(encounter__leaders=user).exclude(pk__in=mine)
    return rows.select_related("encounter", "circle").order_by("-encounter__starts_at")


def hours_of(user: object, hours_id: UUID) -> Hours | None:
    """One row of one's own hours, also when a correction has replaced it: a second press is harmless."""
    if not isinstance(user, User) or access.reach(user, "circle.hours") is Reach.NONE:
        return None
    rows = Hours.objects.filter(user=user)
    return rows.select_related("circle").filter(pk=hours_id).first()


@dataclass(frozen=True)
class Cost:
    """Minutes of one facilitator in one month, by what they were for."""

    user_id: UUID
    name: str
    month: date
    minutes: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.minutes.values())


def costs(rows: Iterable[Hours]) -> list[Cost]:
    """Hours that one may see, summed by month and facilitator: the newest month first, then by name."""
    found: dict[tuple[date, str, UUID], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        found[row.day.replace(day=1), row.user.name, row.user_id][row.kind] += row.minutes
    ordered = sorted(found.items(), key=lambda one: (-one[0][0].toordinal(), one[0][1].casefold(), one[0][2]))
    return [Cost(ref, name, month, dict(minutes)) for (month, name, ref), minutes in ordered]
