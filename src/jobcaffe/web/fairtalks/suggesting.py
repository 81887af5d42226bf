"""Which exhibitors show something that was proposed to somebody. Only she reads it, and only signed in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.network.matching import queries as matching
from jobcaffe.people.models import Person


def suggestions(
    request: HttpRequest, fair: Fair, visitor: Visitor | None
) -> dict[UUID, tuple[str, list[str]]]:
    """Stand → its name and two reasons, from her own proposals; nothing for who is not signed in as her.

    The link of a ticket may be in other hands: what somebody can do is not read from it.
    """
    refs = matching.refs_of(request.user)
    if visitor is None or visitor.person_id not in refs:
        return {}
    person = Person.objects.get(pk=visitor.person_id)
    board = matching.board_of(person, refs, to_her=True)
    reasons = {
        card.post.organisation_id: list(card.reasons[:2]) for _kind, cards in board.groups for card in cards
    }
    return {
        one.pk: (one.organisation.name, reasons[one.organisation_id])
        for one in events.stands_of(fair)
        if one.organisation_id in reasons
    }
