"""What the kernel is given: requests, facilitators, rooms, groups that run, in the form it reads."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from jobcaffe.circles import catalogue, queries
from jobcaffe.circles.enums import RequestState, State
from jobcaffe.circles.models import Circle, GroupRequest, Incompatibility
from jobcaffe.people.models import OVER_50, Person
from jobcaffe.spaces.models import Room

if TYPE_CHECKING:
    from jobcaffe.kernels.grouping import Answer, Instance


def form_of(kind: str) -> dict[str, Any]:
    """The JSON form of one formation; identifiers of people are those of their requests."""
    chosen = catalogue.kinds()[kind]
    rows = list(GroupRequest.objects.filter(state=RequestState.TALKED, circle__isnull=True))
    rows.sort(key=lambda row: (row.asked_on, str(row.pk)))
    asked_by = {row.person_ref: str(row.pk) for row in rows}
    free = queries.free_slots()
    return {
        "size": {
            "min": chosen.size.min,
            "max": chosen.size.max,
            "low": chosen.size.low,
            "high": chosen.size.high,
        },
        "rooms": _rooms(chosen),
        "facilitators": _facilitators(free),
        "people": _people(rows),
        **_pairs(asked_by, {str(ref) for ref in free}),
        "running": _running(kind),
    }


def digest_of(form: dict[str, Any]) -> str:
    """What was solved, as 64 hexadecimal characters.

    Without the pairs that must not meet: a digest that changed would tell that one was written.
    """
    told = {name: rows for name, rows in form.items() if name not in ("apart", "not_with")}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def seated(instance: Instance, answer: Answer) -> tuple[int, int]:
    """How many have a seat in a proposal, and how many of them with the first theme they asked."""
    themes = {one.id: one.themes for one in instance.people}
    seats = [(person, group.theme) for group in answer.groups for person in group.people]
    return len(seats), sum(themes[person][:1] == (theme,) for person, theme in seats)


def taken(circle: Circle, pending: int) -> int:
    """Seats of a running group that a formation must leave alone.

    It comes from the kind and from who has been proposed the group and has not answered (``pending``):
    never from who is inside, or a proposal would tell that somebody entered or left.
    """
    most = catalogue.kinds()[circle.kind].size.max
    return min(max(most - catalogue.number("newcomers"), 0) + pending, most)


def _rooms(kind: catalogue.Kind) -> dict[str, int]:
    """Rooms large enough in each window, less those of the groups that meet then."""
    rooms = Room.objects.filter(active=True, capacity__gte=kind.size.min).count()
    used = Counter(Circle.objects.filter(state__in=queries.LIVE).values_list("slot", flat=True))
    return {slot: max(rooms - used[slot], 0) for slot in catalogue.slots()}


def _facilitators(free: dict[UUID, Any]) -> list[dict[str, Any]]:
    found = []
    for ref, (profile, slots) in free.items():
        leading = len(set(profile.slots) - slots)
        left = max(profile.max_groups - leading, 0)
        row = {"id": str(ref), "themes": profile.themes, "slots": sorted(slots), "max_groups": left}
        found.append(row)
    return found


def _people(rows: list[GroupRequest]) -> list[dict[str, Any]]:
    persons = Person.objects.in_bulk([row.person_ref for row in rows])
    today = timezone.localdate()
    return [
        {
            "id": str(row.pk),
            "themes": row.themes,
            "slots": row.slots,
            "preferred": row.preferred,
            "weeks_waiting": (today - row.asked_on).days // 7,
            "traits": _traits(persons[row.person_ref]),
        }
        for row in rows
    ]


def _traits(person: Person) -> dict[str, str]:
    """Nobody should be the only woman, the only man, the only one over 50 or under."""
    traits = {"sesso": person.sex} if person.sex else {}
    if person.birth_year:
        over = timezone.localdate().year - person.birth_year >= OVER_50
        traits["eta"] = "50+" if over else "meno di 50"
    return traits


def _pairs(asked_by: dict[UUID, str], leaders: set[str]) -> dict[str, list[list[str]]]:
    apart, not_with = [], []
    for row in Incompatibility.objects.filter(expires_on__gte=timezone.localdate()):
        pair: Any = row.pair
        people = [asked_by.get(UUID(one)) for one in pair.get("people", [pair.get("person")])]
        if None in people:
            continue
        if "people" in pair:
            apart.append(sorted(str(one) for one in people))
        elif pair["facilitator"] in leaders:
            not_with.append([str(people[0]), pair["facilitator"]])
    return {"apart": sorted(apart), "not_with": sorted(not_with)}


def _running(kind: str) -> list[dict[str, Any]]:
    """Groups of this kind that chose to take new people."""
    pending = Count("requests", filter=Q(requests__state=RequestState.PROPOSED))
    rows = Circle.objects.filter(state=State.RUNNING, entry_open=True, kind=kind).annotate(n=pending)
    found = []
    for row in rows:
        leader = queries.leaders(row).first()
        if leader is not None:
            found.append(
                {
                    "id": str(row.pk),
                    "theme": row.theme,
                    "slot": row.slot,
                    "facilitator": str(leader.user_id),
                    "members": taken(row, row.n),
                }
            )
    return found
