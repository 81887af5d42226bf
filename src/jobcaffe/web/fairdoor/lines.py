"""What the door says of a visitor: her talks, which the rooms below do not know of each other."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import queries as talks
from jobcaffe.fair.talks import rules as talk_rules
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits.models import Visitor


def said(fair: Fair, rows: Iterable[Talk]) -> str:
    """``3 colloqui, il primo alle 10:30 al tavolo 7``; empty without talks."""
    mine = sorted(rows, key=lambda one: one.slot)
    if not mine:
        return ""
    first = mine[0]
    many = ngettext("Un colloquio", "%(n)s colloqui", len(mine)) % {"n": len(mine)}
    table = talk_rules.table_name(first.stand, first.table) or str(first.stand)
    hour = talk_rules.hour(fair, first.slot)
    return _("%(many)s, il primo alle %(hour)s: %(table)s") % {"many": many, "hour": hour, "table": table}


def line_of(visitor: Visitor) -> str:
    """The line of one visitor."""
    return said(visitor.fair, talks.talks_of(visitor))


def lines(fair: Fair) -> dict[UUID, str]:
    """Visitor → line, for everybody who has talks: the same queries however many they are."""
    rows: dict[UUID, list[Talk]] = {}
    stands = {one.pk: one for one in events.every_stand(fair)}
    for one in talks.current_talks(fair):
        one.stand = stands.get(one.stand_id, one.stand)
        rows.setdefault(one.visitor_id, []).append(one)
    return {who: said(fair, mine) for who, mine in rows.items()}


def spoken(visitor: Visitor) -> list[str]:
    """Every talk in a sentence: ``10:30, Officina Brambilla, tavolo 7``."""
    return [
        ", ".join(
            part
            for part in (
                talk_rules.hour(visitor.fair, one.slot),
                str(one.stand),
                talk_rules.table_name(one.stand, one.table),
            )
            if part
        )
        for one in talks.talks_of(visitor)
    ]
