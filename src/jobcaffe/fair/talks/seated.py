"""The slots of talks in which somebody sits in a workshop: she is not at a table then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import rules
from jobcaffe.fair.visits import queries as visits
from jobcaffe.foundation.access import Refused

# Visitor → slot → title of the workshop.
Seated = Mapping[UUID, Mapping[int, str]]
BUSY = "Alle %(hour)s la persona ha un posto a «%(what)s». Scegli un'altra ora."


def of(fair: Fair, visitors: Collection[UUID] | None = None) -> Seated:
    """What keeps these visitors (``None``: everybody) from the tables, and when: one query."""
    found: dict[UUID, dict[int, str]] = defaultdict(dict)
    for who, starts, ends, title in visits.sittings(fair, visitors):
        for slot in slots(fair, starts, ends):
            found[who][slot] = title
    return dict(found)


def slots(fair: Fair, starts: datetime, ends: datetime) -> range:
    """The slots that are on at some moment between two."""
    length = timedelta(minutes=fair.slot_minutes)
    first = (starts - fair.first_slot_at) // length
    after = -((fair.first_slot_at - ends) // length)
    return range(max(0, first), min(fair.slots, after))


def refuse(fair: Fair, places: Iterable[tuple[UUID, int]]) -> None:
    """Refused when somebody would be at a table while she sits in a workshop: (visitor, slot) of each."""
    wanted = list(places)
    known = of(fair, {who for who, _slot in wanted})
    for who, slot in wanted:
        if slot in known.get(who, {}):
            raise Refused(_(BUSY) % {"hour": rules.hour(fair, slot), "what": known[who][slot]})
