"""Free slots, and who talks where and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import rules
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.organisations import queries as organisations


def visible_to(user: object) -> QuerySet[Talk]:
    """Talks: all for the staff, those of her fairs for a volunteer, its own for an exhibitor."""
    rows = Talk.objects.select_related("stand__organisation", "visitor", "fair")
    if access.reach(user, "fair.desk") is Reach.ALL:
        return rows
    if access.reach(user, "fair.day") is Reach.OWN:
        return rows.filter(fair__in=events.helped_by(user).order_by().values("pk"))
    if access.allows(user, "fair.stand"):
        return rows.filter(stand__in=[stand.pk for stand in own_stands(user)])
    return rows.none()


def own_stands(user: object) -> list[Stand]:
    """The stands of the organisation that somebody speaks for, in all fairs."""
    own = organisations.mine(user)
    return list(events.own_stands(own).values()) if own else []


@dataclass(frozen=True)
class Opening:
    """A stand and its free slots that have not begun."""

    stand: Stand
    slots: tuple[int, ...]


def openings(fair: Fair) -> list[Opening]:
    """Every accepted stand with its free slots; the same two queries however many there are."""
    stands = list(events.stands_of(fair))
    taken = _taken(fair.talks.filter(state__in=rules.ACTIVE))
    now = timezone.now()
    return [Opening(stand, tuple(_free(stand, taken, now))) for stand in stands]


def free_slots(stand: Stand) -> list[int]:
    """The slots of a stand in which a table is free and that have not begun."""
    return _free(stand, _taken(stand.talks.filter(state__in=rules.ACTIVE)), timezone.now())


def _taken(talks: QuerySet[Talk]) -> Counter[tuple[UUID, int]]:
    return Counter(talks.order_by().values_list("stand_id", "slot"))


def _free(stand: Stand, taken: Counter[tuple[UUID, int]], now: datetime) -> list[int]:
    return [
        slot
        for slot in range(stand.fair.slots)
        if events.tables_in(stand, slot) > taken[stand.pk, slot] and rules.ahead(stand.fair, slot, now)
    ]


def free_tables(stand: Stand, slot: int) -> list[int]:
    """The tables of a stand that nobody has in a slot, from 0."""
    taken = set(stand.talks.filter(slot=slot, state__in=rules.ACTIVE).values_list("table", flat=True))
    return [table for table in range(events.tables_in(stand, slot)) if table not in taken]


def talks_of(visitor: Visitor) -> QuerySet[Talk]:
    """A visitor's talks that stand, by hour."""
    rows = visitor.talks.filter(state__in=rules.ACTIVE)
    return rows.select_related("stand__organisation", "stand__area", "fair").order_by("slot")


def busy_between(fair: Fair, visitors: Collection[UUID], starts: datetime, ends: datetime) -> dict[UUID, str]:
    """Who of these talks between two moments, and with whom."""
    rows = Talk.objects.filter(fair=fair, visitor__in=visitors, state__in=rules.ACTIVE)
    told = rows.values_list("visitor", "slot", "stand__organisation__name")
    return {
        who: _("colloquio con %(name)s") % {"name": name}
        for who, slot, name in told
        if fair.slot_start(slot) < ends and fair.slot_start(slot + 1) > starts
    }


def talk_of(visitor: Visitor, talk_id: UUID) -> Talk | None:
    """One of her talks, cancelled ones too; ``None`` when it is not hers."""
    return visitor.talks.select_related("stand__organisation", "fair").filter(pk=talk_id).first()


def table_sheet(stand: Stand) -> list[Talk]:
    """The talks of a stand by hour and table, with who comes."""
    rows = stand.talks.filter(state__in=rules.ACTIVE).select_related("visitor", "fair", "stand__organisation")
    return list(rows.order_by("slot", "table"))


def sheets(fair: Fair) -> list[tuple[Stand, list[Talk]]]:
    """Every accepted stand with its talks; the same queries however many stands."""
    rows = fair.talks.filter(state__in=rules.ACTIVE).select_related("visitor", "fair")
    by_stand: dict[UUID, list[Talk]] = {}
    for talk in rows.order_by("slot", "table"):
        by_stand.setdefault(talk.stand_id, []).append(talk)
    return [(stand, by_stand.get(stand.pk, [])) for stand in events.stands_of(fair)]


def now_slot(fair: Fair, at: datetime) -> int:
    """The slot that runs at a moment: -1 before the first, ``fair.slots`` after the last."""
    number = (at - fair.first_slot_at) // timedelta(minutes=fair.slot_minutes)
    return max(-1, min(fair.slots, number))


def waiting_slots(slots: Iterable[int]) -> int:
    """The empty slots between a first and a last talk."""
    known = sorted(slots)
    return known[-1] - known[0] + 1 - len(known) if known else 0
