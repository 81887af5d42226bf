"""What a visitor is told: one message at a time, with the link to her ticket. Silent without a contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from jobcaffe.fair.events.models import Fair, Session
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.fair.visits.rules import ticket_url
from jobcaffe.foundation.journal.actions import SYSTEM, Actor
from jobcaffe.foundation.notices.actions import Recipient, send
from jobcaffe.spaces.words import local


def recipient_of(visitor: Visitor) -> Recipient | None:
    """Her telephone or her mail; ``None`` when she left neither."""
    if not visitor.contact:
        return None
    mail = "@" in visitor.contact
    return Recipient(
        visitor.name,
        email=visitor.contact if mail else "",
        phone="" if mail else visitor.contact,
        person_ref=visitor.person_id,
    )


def tell(
    visitor: Visitor,
    template: str,
    context: Mapping[str, object],
    *,
    dedupe_key: str,
    actor: Actor = SYSTEM,
    until: datetime | None = None,
) -> bool:
    """Send one message to a visitor; the same key is told once. Whether there was an address.

    ``link`` (her ticket) is in the context already; a message that does not take it leaves it out.
    """
    to = recipient_of(visitor)
    if to is None:
        return False
    send(
        actor=actor,
        to=to,
        template=template,
        context={"link": ticket_url(visitor), **context},
        dedupe_key=dedupe_key,
        expires_at=until,
    )
    return True


def where(fair: Fair) -> str:
    """``Job Caffè, via Lamarmora, Lainate``."""
    return ", ".join(part for part in (fair.place.name, fair.place.address, fair.place.municipality) if part)


def ticket_facts(visitor: Visitor) -> dict[str, object]:
    """What a message that is also her ticket says beside its link."""
    return {"place": where(visitor.fair), "code": visitor.code}


def ticket(actor: Actor, visitor: Visitor, *, again: str = "") -> None:
    """Her ticket: day, place, code, link. ``again`` is what makes a further one another message."""
    fair = visitor.fair
    context = {"fair": fair.name, "when": local(fair.opens_at), "place": where(fair), "code": visitor.code}
    key = f"fair-ticket:{visitor.pk}{':' if again else ''}{again}"
    tell(visitor, "fair_ticket", context, dedupe_key=key, actor=actor, until=fair.closes_at)


def ask(actor: Actor, visitor: Visitor, days: int) -> bool:
    """*Vieni ancora?*, once for each of the days on which it is asked."""
    fair = visitor.fair
    context = {"fair": fair.name, "when": local(fair.opens_at), "place": where(fair), "code": visitor.code}
    key = f"fair-ask:{visitor.pk}:{days}"
    return tell(visitor, "fair_ask", context, dedupe_key=key, actor=actor, until=fair.opens_at)


def promoted(actor: Actor, visitor: Visitor, session: Session, key: str) -> None:
    """A seat became free for her."""
    context = {"title": session.title, "when": local(session.starts_at)}
    tell(visitor, "fair_seat", context, dedupe_key=key, actor=actor, until=session.starts_at)


def called_off(actor: Actor, visitor: Visitor, session: Session, key: str) -> None:
    """A session in which she had a seat, or waited for one, is not held."""
    context = {"title": session.title, "when": local(session.starts_at)}
    tell(visitor, "fair_seat_off", context, dedupe_key=key, actor=actor, until=session.starts_at)


def moved(actor: Actor, visitor: Visitor, session: Session, other: str, key: str) -> None:
    """A session in which she has a seat has another hour or place; ``other``: what else she has then."""
    place = session.area.name if session.area else where(session.fair)
    context = {"title": session.title, "when": local(session.starts_at), "place": place, "other": other}
    tell(visitor, "fair_seat_moved", context, dedupe_key=key, actor=actor, until=session.ends_at)
