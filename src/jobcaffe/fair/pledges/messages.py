"""What leaves about promises and after the fair. No word of a promise is ever in a message."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.pledges import rules
from jobcaffe.fair.pledges.models import Pledge
from jobcaffe.fair.visits import messages as visits
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.notices.actions import Recipient, send
from jobcaffe.organisations.messages import tell


def ask(actor: Actor, pledge: Pledge, day: int) -> bool:
    """Ask its owner what became of it, once for each of the three days; ``False`` without anybody to ask."""
    key = f"fair-pledge:{pledge.pk}:{day}"
    if pledge.organisation is not None:
        tell(actor, pledge.organisation, "fair_pledge_ask", {}, key=key, link=lambda to: _link(pledge, to))
        return True
    link = _link(pledge)
    if pledge.visitor is not None:
        return visits.tell(pledge.visitor, "fair_pledge_ask", {"link": link}, dedupe_key=key, actor=actor)
    if not pledge.contact:
        return False
    mail = "@" in pledge.contact
    to = Recipient(
        pledge.signature, email=pledge.contact if mail else "", phone="" if mail else pledge.contact
    )
    send(actor=actor, to=to, template="fair_pledge_ask", context={"link": link}, dedupe_key=key)
    return True


def _link(pledge: Pledge, to: str = "") -> str:
    return f"{settings.SITE_URL}{reverse('fairwall:answer', args=[rules.token_of(pledge, to)])}"


def _questions(fair: Fair, kind: str, ref: UUID, to: str = "") -> str:
    token = rules.opinion_token(fair, kind, ref, to)
    return f"{settings.SITE_URL}{reverse('fairafter:opinion', args=[token])}"


def thank_visitor(visitor: Visitor, fair: Fair) -> None:
    """Thanks, with the link to the three questions."""
    context = {"link": _questions(fair, rules.VISITOR, visitor.pk)}
    visits.tell(visitor, "fair_thanks", context, dedupe_key=f"fair-thanks:{visitor.pk}")


def thank_stand(actor: Actor, stand: Stand) -> None:
    """The same to an exhibitor."""
    tell(
        actor, stand.organisation, "fair_thanks_stand", {}, key=f"fair-thanks:{stand.pk}",
        link=lambda to: _questions(stand.fair, rules.STAND, stand.pk, to),
    )  # fmt: skip
