"""What leaves about introductions: that there is something to answer. No name, no post."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from jobcaffe.encounters.messages import recipient_of, way_of
from jobcaffe.exchange.introductions import rules
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import send
from jobcaffe.foundation.notices.rules import Recipient
from jobcaffe.organisations.messages import speaking
from jobcaffe.people.models import Person


def to_her(actor: Actor, row: Introduction, person: Person) -> bool:
    """Ask her by the channel she chose; ``False`` when somebody must call or tell her."""
    way = way_of(person)
    if way is None:
        return False
    link = f"{settings.SITE_URL}{reverse('matching:answer', args=[rules.token_of(row)])}"
    send(
        actor=actor, to=recipient_of(person), template="introduction_for_you", context={"link": link},
        channel=way, dedupe_key=_key(row),
    )  # fmt: skip
    return True


def to_partner(actor: Actor, row: Introduction) -> int:
    """Ask the organisation: its delegates, one message each; how many."""
    owner = row.post.organisation
    if owner is None:
        return 0
    found = speaking(owner)
    for user in found:
        token = rules.token_of(row, str(user.pk))
        link = f"{settings.SITE_URL}{reverse('matching:partner_answer', args=[token])}"
        send(
            actor=actor, to=Recipient(name=user.name, email=user.email), template="introduction_waiting",
            context={"link": link}, dedupe_key=f"{_key(row)}:{user.pk}",
        )  # fmt: skip
    return len(found)


def to_operator(actor: Actor, row: Introduction, days: int) -> bool:
    """Tell who follows it that nobody has answered for so long."""
    user = row.operator
    if user is None or not user.email:
        return False
    link = f"{settings.SITE_URL}{reverse('matching:desk')}"
    send(
        actor=actor, to=Recipient(name=user.name, email=user.email), template="introduction_stuck",
        context={"link": link, "days": days}, dedupe_key=f"{_key(row)}:{days}",
    )  # fmt: skip
    return True


def _key(row: Introduction) -> str:
    return f"introduction:{row.pk}:{row.state}:{row.since}:{row.reminded_on or ''}"
