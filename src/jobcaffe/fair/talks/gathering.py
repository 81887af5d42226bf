"""From rows to the kernel's dataclasses, and back."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.enums import StandState
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import rules, seated
from jobcaffe.fair.talks.enums import MeetingState, State
from jobcaffe.fair.talks.models import Meeting, Talk, Wish
from jobcaffe.fair.visits.enums import State as VisitState
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.kernels import timetable
from jobcaffe.kernels.timetable import Business, Citizen, Citizens, Exhibitor, Participant, Place, When
from jobcaffe.kernels.timetable import Wish as Wanted
from jobcaffe.kernels.timetable.form import instance_form

PINNED_VALUE = 5


def citizens(
    fair: Fair,
    *,
    now: int = 0,
    present: Iterable[UUID] | None = None,
    previous: Sequence[Place] | None = None,
    keep_reward: int = 0,
) -> Citizens:
    """A fair as the kernel reads it; identifiers are those of visitors and stands.

    Who cancelled or was forgotten is not there; who has a seat in a workshop is away for as long. A talk that
    somebody chose or put by hand is pinned, with the wish that it takes for granted.
    """
    stands = list(events.stands_of(fair))
    coming = list(fair.visitors.filter(state=VisitState.EXPECTED, forgotten_on=None).order_by("pk"))
    who_comes, who_shows = {one.pk for one in coming}, {one.pk for one in stands}
    wishes = _wishes(fair, who_comes, who_shows)
    pinned = [
        (one.visitor_id, one.stand_id, one.slot)
        for one in fair.talks.filter(pinned=True, state=State.BOOKED).order_by("slot", "pk")
        if one.visitor_id in who_comes and one.stand_id in who_shows
    ]
    if previous is not None:
        known = {str(pk) for pk in who_comes | who_shows}
        previous = [one for one in previous if {one.citizen, one.exhibitor} <= known]
    worth = {(row.visitor_id, row.stand_id): row.value for row in wishes if not row.refused}
    for who, where, _slot in pinned:
        worth.setdefault((who, where), PINNED_VALUE)
    asking = {who for who, _where in worth}
    elsewhere = _elsewhere(fair, pinned)
    never = {(str(row.visitor_id), str(row.stand_id)) for row in wishes if row.refused}
    fixed = {(str(who), str(where)) for who, where, _slot in pinned}
    return Citizens(
        slots=fair.slots,
        max_talks=fair.max_talks,
        bonus=tuple(fair.bonus),
        idle_penalty=fair.idle_penalty,
        citizens=tuple(_citizen(one, fair, elsewhere[one.pk]) for one in coming if one.pk in asking),
        exhibitors=tuple(Exhibitor(str(one.pk), _tables(one)) for one in stands),
        wishes=tuple(Wanted(str(who), str(where), value) for (who, where), value in worth.items()),
        pinned=tuple(Place(str(who), str(where), slot) for who, where, slot in pinned),
        forbidden=tuple(sorted(never - fixed)),
        now=now,
        present=None if present is None else tuple(str(one) for one in present if one in asking),
        previous=None if previous is None else tuple(previous),
        keep_reward=keep_reward,
    )


def _wishes(fair: Fair, coming: set[UUID], stands: set[UUID]) -> list[Wish]:
    rows = Wish.objects.filter(visitor__fair=fair).order_by("visitor_id", "-value", "pk")
    return [row for row in rows if row.visitor_id in coming and row.stand_id in stands]


def _tables(stand: Stand) -> tuple[int, ...]:
    return tuple(events.tables_in(stand, slot) for slot in range(stand.fair.slots))


def _elsewhere(fair: Fair, pinned: Iterable[tuple[UUID, UUID, int]]) -> dict[UUID, set[int]]:
    """The slots of workshops, but for talks that are fixed all the same."""
    found = defaultdict(set, {who: set(slots) for who, slots in seated.of(fair).items()})
    for who, _where, slot in pinned:
        found[who].discard(slot)
    return found


def _citizen(visitor: Visitor, fair: Fair, away: Iterable[int]) -> Citizen:
    last = fair.slots - 1
    first = min(visitor.from_slot or 0, last)
    until = last if visitor.to_slot is None else min(visitor.to_slot, last)
    return Citizen(str(visitor.pk), first, max(first, until), tuple(sorted(away)))


def kept(talks: Iterable[Talk]) -> tuple[Place, ...]:
    """Talks as a timetable of before."""
    return tuple(Place(str(one.visitor_id), str(one.stand_id), one.slot) for one in talks)


def of_fair(fair: Fair) -> Citizens:
    """The fair before its day: what was published stays as far as it can."""
    talks = list(fair.talks.filter(state=State.BOOKED).order_by("slot", "pk"))
    published = any(not one.pinned for one in talks)
    if not published:
        return citizens(fair)
    return citizens(fair, previous=kept(talks), keep_reward=rules.KEEP)


def citizens_form(instance: Citizens) -> dict[str, Any]:
    """The instance in the form that the command line reads, too."""
    return {
        "kind": "citizens",
        "slots": instance.slots,
        "max_talks": instance.max_talks,
        "bonus": list(instance.bonus),
        "idle_penalty": instance.idle_penalty,
        "citizens": [_citizen_form(one) for one in instance.citizens],
        "exhibitors": [{"id": one.id, "tables": list(one.tables)} for one in instance.exhibitors],
        "wishes": [
            {"citizen": one.citizen, "exhibitor": one.exhibitor, "value": one.value}
            for one in instance.wishes
        ],
        "pinned": _place_rows(instance.pinned),
        "forbidden": [{"citizen": who, "exhibitor": where} for who, where in instance.forbidden],
        "previous": None if instance.previous is None else _place_rows(instance.previous),
        "keep_reward": instance.keep_reward,
    }


def _citizen_form(one: Citizen) -> dict[str, Any]:
    form: dict[str, Any] = {"id": one.id, "from": one.first, "to": one.last}
    return {**form, "away": list(one.away)} if one.away else form


def without_people(form: dict[str, Any]) -> dict[str, Any]:
    """The same question with nobody in it: hours and tables."""
    nobody: dict[str, Any] = {"citizens": [], "wishes": [], "pinned": [], "forbidden": [], "previous": None}
    return {**form, **nobody} if form else form


def _place_rows(places: Iterable[Place]) -> list[dict[str, Any]]:
    return [{"citizen": one.citizen, "exhibitor": one.exhibitor, "slot": one.slot} for one in places]


def digest(form: dict[str, Any]) -> str:
    """What the wishes, windows and tables are. What is kept of an earlier timetable does not count."""
    told = {key: form[key] for key in form if key not in {"previous", "keep_reward"}}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


# --- meetings of organisations --------------------------------------------------------------------------


@dataclass(frozen=True)
class Gathered:
    """The instance, and the meeting behind each talk of it. Participants are called by name."""

    instance: Business
    meetings: dict[str, Meeting]

    def form(self) -> dict[str, Any]:
        """As JSON."""
        return {
            **instance_form(self.instance),
            "meetings": {k: str(one.pk) for k, one in self.meetings.items()},
        }


def business(fair: Fair, *, tables: int, keep: bool = False) -> Gathered:
    """The accepted meetings of a fair. ``keep``: those that have an hour stay in it.

    Names stand for organisations, so that what clashes is told in words that one can act on.
    """
    rows = list(
        fair.meetings.filter(
            state=MeetingState.ACCEPTED,
            first__state=StandState.ACCEPTED,
            second__state=StandState.ACCEPTED,
        )
        .select_related("first__organisation", "second__organisation", "first__fair", "second__fair")
        .order_by("asked_at", "pk")
    )
    stands = {stand.pk: stand for row in rows for stand in (row.first, row.second)}
    names = _names(stands.values())
    shut = set(fair.breaks)
    people = tuple(Participant(names[pk], tuple(sorted(shut | _away(stand)))) for pk, stand in stands.items())
    meetings = {str(number): row for number, row in enumerate(rows, 1)}
    talks = tuple(
        timetable.Talk(
            number, names[row.first_id], names[row.second_id], When(row.when), row.slot if keep else None
        )
        for number, row in meetings.items()
    )
    instance = Business(
        slots=fair.slots,
        morning_slots=rules.middle(fair),
        tables=tables,
        max_break_difference=rules.BREAK_DIFFERENCE,
        participants=people,
        talks=talks,
    )
    return Gathered(instance, meetings)


def _away(stand: Stand) -> set[int]:
    return {int(slot) for slot in stand.unavailable if 0 <= int(slot) < stand.fair.slots}


def _names(stands: Iterable[Stand]) -> dict[UUID, str]:
    """A name for each, with a number where two have the same."""
    found: dict[UUID, str] = {}
    seen: dict[str, int] = defaultdict(int)
    for stand in stands:
        name = stand.organisation.name
        seen[name] += 1
        found[stand.pk] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return found
