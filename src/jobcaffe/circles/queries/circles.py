"""Which groups one sees, who is in them for whom, and what everybody may know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import Part, Standing, State
from jobcaffe.circles.models import Circle, DiaryEntry, Facilitation, Membership, Pact
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal import diary
from jobcaffe.foundation.journal.diary import Told
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person

CLOSED = (State.AUTONOMOUS, State.ENDED, State.ARCHIVED)
LIVE = (State.ACTIVATION, State.START_UP, State.RUNNING, State.MID_REVIEW, State.CLOSING, State.RENEWED)
INSIDE = (Standing.TRIAL, Standing.MEMBER)
HIDDEN = "Persona riservata"


@dataclass(frozen=True)
class Mate:
    """One line of a roster. For members only the name; ``key`` and ``new`` for who leads."""

    name: str
    key: UUID | None = None
    new: bool = False


@dataclass(frozen=True)
class OnCalendar:
    """One group on the public calendar: no code, no dates held, no number of people."""

    id: UUID
    theme: str
    kind: str
    when: str
    weekday: int
    starts: time
    minutes: int
    area: str
    open_to_new: bool
    gathering: bool
    theme_code: str
    slot: str
    every: int
    daily: bool

    @property
    def ends(self) -> time:
        """When it ends, on the wall clock."""
        return (datetime.combine(date.min, self.starts) + timedelta(minutes=self.minutes)).time()


def refs_of(user: object) -> list[UUID]:
    """The records of the person behind a member's account, merged ones included; none for others."""
    return people.refs_of(user, "circle.member")


NIGHT = timedelta(hours=6)


def evening_day() -> date:
    """The day whose evenings are still being written: until six in the morning it is yesterday."""
    return timezone.localdate(timezone.now() - NIGHT)


def in_force() -> Q:
    """Facilitations of today. Who stood in at a meeting that ended late may still write it that night."""
    today, night = timezone.localdate(), Q(part=Part.SUBSTITUTE, ends_on=evening_day())
    return Q(starts_on__lte=today) & (Q(ends_on__isnull=True) | Q(ends_on__gte=today)) | night


def led_by(user: User, *parts: str) -> Q:
    """Groups that ``user`` leads today, in any part or in these; a closed group has no leader any more."""
    now = Facilitation.objects.filter(in_force(), user=user, part__in=parts or Part.values)
    return Q(pk__in=now.values("circle")) & ~Q(state__in=CLOSED)


def _joined(user: User) -> Q:
    inside = Membership.objects.filter(Membership.of(refs_of(user)), standing__in=INSIDE)
    return Q(pk__in=inside.values("circle")) & ~Q(state=State.ARCHIVED)


def visible_to(user: object, capability: str) -> QuerySet[Circle]:
    """Groups that ``user`` reaches: "circle.manage", "circle.lead" or "circle.member"."""
    found = access.reach(user, capability)
    rows = Circle.objects.select_related("room__place")
    if found is Reach.NONE or not isinstance(user, User):
        return rows.none()
    if found is Reach.ALL:
        return rows
    return rows.filter(led_by(user) if capability == "circle.lead" else _joined(user))


def circle_of(user: object, circle_id: UUID, capability: str) -> Circle | None:
    """One group, ``None`` when it is not there or not to be seen."""
    return visible_to(user, capability).filter(pk=circle_id).first()


def leaders(circle: Circle) -> QuerySet[Facilitation]:
    """Who leads a group today, substitutes of the day included."""
    return circle.facilitations.filter(in_force()).select_related("user")


def pact_of(circle: Circle) -> Pact | None:
    """The version of the pact that holds."""
    return circle.pacts.order_by("-version").first()


def members(circle: Circle) -> QuerySet[Membership]:
    """Who is inside. Never given to a page: :func:`roster` decides who sees what."""
    return circle.memberships.filter(standing__in=INSIDE)


def roster(user: object, circle: Circle) -> list[Mate]:
    """The names of a group for who leads it or for its members, as its way of leading agrees.

    Empty for everybody else. Three queries.
    """
    mode = catalogue.modes()[circle.mode]
    if mode.facilitator_roster and circle_of(user, circle.pk, "circle.lead"):
        return _mates(list(members(circle)), full=True)
    if mode.members_roster and circle_of(user, circle.pk, "circle.member"):
        return _mates(list(members(circle)), full=False)
    return []


def _mates(rows: Collection[Membership], *, full: bool) -> list[Mate]:
    persons = Person.objects.select_related("merged_into").in_bulk([row.person_ref for row in rows])
    found = []
    for row in rows:
        person = persons[row.person_ref]
        person = person.merged_into or person
        if person.protected and not full:
            continue
        name = person.alias or (HIDDEN if person.protected else person.first_name)
        new = row.standing == Standing.TRIAL
        found.append(Mate(name, row.pk, new) if full else Mate(name))
    return sorted(found, key=lambda mate: (mate.name.casefold(), str(mate.key)))


def announced() -> QuerySet[Circle]:
    """Groups that chose to be on the public calendar and are not closed."""
    return Circle.objects.filter(public=True).exclude(state__in=(*CLOSED, State.IDEA))


def public_calendar() -> list[OnCalendar]:
    """Groups that are announced, by weekday: nothing in it changes when somebody enters or leaves."""
    kinds, slots, themes = catalogue.kinds(), catalogue.slots(), catalogue.words("theme")
    rows = [
        OnCalendar(
            id=row.pk,
            theme=themes[row.theme],
            kind=kinds[row.kind].label,
            when=slots[row.slot].label,
            weekday=slots[row.slot].weekday,
            starts=slots[row.slot].starts,
            minutes=kinds[row.kind].minutes,
            area=row.area,
            open_to_new=row.state == State.GATHERING or (row.state == State.RUNNING and row.entry_open),
            gathering=row.state == State.GATHERING,
            theme_code=row.theme,
            slot=row.slot,
            every=kinds[row.kind].every,
            daily=kinds[row.kind].daily,
        )
        for row in announced()
    ]
    return sorted(rows, key=lambda row: (row.weekday, row.starts, row.theme, str(row.id)))


def my_diary(user: object) -> list[Told]:
    """What was done with the member's own data in groups, newest first. Hers alone."""
    return diary.read(DiaryEntry, user, refs_of(user))
