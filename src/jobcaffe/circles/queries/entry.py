"""Requests, the waiting list, and what another window would open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When
from django.utils import timezone

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import RequestState, State
from jobcaffe.circles.models import (
    Circle,
    Facilitation,
    FacilitatorProfile,
    GroupRequest,
    Incompatibility,
    Proposal,
)
from jobcaffe.circles.queries.circles import HIDDEN, LIVE, refs_of
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.people.rules import minor

WAITING = (RequestState.ASKED, RequestState.TALK, RequestState.TALKED)


@dataclass(frozen=True)
class Asking:
    """One open request with the name to show."""

    request: GroupRequest
    name: str


@dataclass(frozen=True)
class Cell:
    """How many wait for a theme in a window, and how many are missing; ``None`` below the threshold."""

    theme: str
    slot: str
    waiting: int | None
    missing: int | None


@dataclass(frozen=True)
class Effect:
    """What one more window would open: in how many groups she could be, with it."""

    slot: str
    label: str
    groups: int


def requests(user: object) -> QuerySet[GroupRequest]:
    """Open requests: hers for the person, those she took or talks about for an operator, all for who
    forms groups.
    """
    rows = GroupRequest.objects.exclude(state=RequestState.CLOSED).select_related("circle", "taken_by")
    if not isinstance(user, User):
        return rows.none()
    found = access.reach(user, "circle.request")
    if found is Reach.ALL:
        return rows
    seen = Q(taken_by=user) | Q(talk_with=user) if found is Reach.OWN else Q(pk__in=[])
    refs = refs_of(user)
    return rows.filter(seen | GroupRequest.of(refs) if refs else seen)


def due_first(rows: QuerySet[GroupRequest]) -> QuerySet[GroupRequest]:
    """The same requests: those in which the desk has nothing to do come last."""
    waits = Case(When(state=RequestState.TALKED, then=1), default=0)
    return rows.order_by(waits, "asked_on", "pk")


def to_do(user: object) -> QuerySet[GroupRequest]:
    """Requests in which the next step is the desk's: a talk to book or to hold, a pact to read."""
    return requests(user).exclude(state=RequestState.TALKED)


def asking(user: object, only: Collection[UUID] | None = None) -> list[Asking]:
    """Open requests with names, all or ``only`` some; a protected person's only for who follows her.

    Oldest first.
    """
    found = requests(user).select_related("circle__room__place", "talk_with")
    rows = list(found if only is None else found.filter(pk__in=only))
    persons = Person.objects.in_bulk([row.person_ref for row in rows])
    hidden = people.stays_closed(user, persons.values()) if isinstance(user, User) else set()
    return [Asking(row, _name(persons[row.person_ref], hidden)) for row in rows]


def _name(person: Person, hidden: set[UUID]) -> str:
    return (person.alias or HIDDEN) if person.pk in hidden else person.full_name


def minor_asks(ref: UUID) -> Person | None:
    """The person when she is under 18."""
    person = Person.objects.get(pk=ref)
    return person if minor(person.birth_year) else None


def _waiting() -> Counter[tuple[str, str]]:
    rows = GroupRequest.objects.filter(state__in=WAITING).values_list("themes", "slots")
    return Counter((theme, slot) for themes, slots in rows for theme in themes for slot in slots)


def waiting_list(user: object, kind: str = "ama") -> list[Cell]:
    """Who is missing where. Exact for who forms groups; for who may ask, counts from the threshold on.

    Others get nothing. A window where nobody waits is not in the list of who forms groups.
    """
    exact = access.reach(user, "circle.request") is Reach.ALL
    if not exact and not access.allows(user, "circle.ask"):
        return []
    least, needed, counted = catalogue.number("threshold"), catalogue.kinds()[kind].size.min, _waiting()
    cells = []
    for theme in catalogue.words("theme"):
        for slot in catalogue.slots():
            waiting = counted[theme, slot]
            if exact and waiting:
                cells.append(Cell(theme, slot, waiting, max(needed - waiting, 0)))
            elif not exact:
                told = waiting >= least
                cells.append(
                    Cell(theme, slot, waiting if told else None, max(needed - waiting, 0) if told else None)
                )
    return cells


def free_slots() -> dict[UUID, tuple[FacilitatorProfile, set[str]]]:
    """For each facilitator her profile and the windows in which she leads no group yet."""
    busy: dict[UUID, set[str]] = {}
    today = timezone.localdate()
    now = Facilitation.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), circle__state__in=LIVE)
    for user, slot in now.values_list("user", "circle__slot"):
        busy.setdefault(user, set()).add(slot)
    profiles = FacilitatorProfile.objects.filter(user__is_active=True).select_related("user").order_by("pk")
    return {row.user_id: (row, set(row.slots) - busy.get(row.user_id, set())) for row in profiles}


def possible_groups(themes: Collection[str], slots: Collection[str], kind: str = "ama") -> int:
    """In how many groups somebody with these themes and windows could be.

    Groups that run and take new people, and theme and window where enough wait and somebody can
    lead. It does not look at free seats: a number that moved with them would tell who entered.
    """
    needed, counted = catalogue.kinds()[kind].size.min, _waiting()
    led = {
        (theme, slot) for profile, free in free_slots().values() for theme in profile.themes for slot in free
    }
    formable = {cell for cell in led if counted[cell] + 1 >= needed}
    running = Circle.objects.filter(state=State.RUNNING, entry_open=True).values_list("theme", "slot")
    cells = [*formable, *running]
    return sum(theme in themes and slot in slots for theme, slot in cells)


def other_slots(
    user: object, themes: Collection[str], slots: Collection[str], kind: str = "ama"
) -> list[Effect]:
    """ "Con un'altra fascia potresti entrare in 3 gruppi": windows that open more, the best first."""
    if not access.allows(user, "circle.ask"):
        return []
    now = possible_groups(themes, slots, kind)
    effects = [
        Effect(slot.code, slot.label, possible_groups(themes, [*slots, slot.code], kind))
        for slot in catalogue.slots().values()
        if slot.code not in slots
    ]
    return sorted((row for row in effects if row.groups > now), key=lambda row: -row.groups)


def proposals(user: object) -> QuerySet[Proposal]:
    """Proposals of groups, for who forms them."""
    rows = Proposal.objects.prefetch_related("groups__placements__request", "groups__facilitator")
    return rows if access.reach(user, "circle.form") is Reach.ALL else rows.none()


def incompatibilities(user: object) -> QuerySet[Incompatibility]:
    """Pairs that must not meet: only those whom this coordinator entered herself."""
    if not isinstance(user, User) or not access.allows(user, "circle.form"):
        return Incompatibility.objects.none()
    return Incompatibility.objects.filter(entered_by=user, expires_on__gte=timezone.localdate())
