"""Who may write a post, and what must be there before it is published."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts import catalogue
from jobcaffe.exchange.posts.enums import State
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation

SALT = "exchange-posts-fresh"
GONE = "Questo annuncio non c'è più. Torna all'elenco."
MOST_REQUIREMENTS = 3


def may_manage(actor: object) -> bool:
    """Whether somebody works in the house and keeps everybody's posts."""
    return access.allows(actor, "exchange.manage")


def owner_for(actor: object, organisation_id: UUID | None) -> Organisation | None:
    """For whom a new post is: the delegate's own organisation, or whom the house says (``None``: the
    house itself). Refused to who is neither, and for an organisation that is not there.
    """
    if may_manage(actor):
        if organisation_id is None:
            return None
        found = Organisation.objects.filter(pk=organisation_id).first()
        if found is None:
            raise Refused(_("Questa organizzazione non c'è più. Scegline un'altra."))
        return found
    mine = organisations.mine(actor) if access.allows(actor, "exchange.own") else None
    if mine is None:
        raise Refused(_("Non hai ancora un'organizzazione. Chiama lo sportello."))
    return mine


def locked(actor: Actor, post_id: UUID) -> Post:
    """The post, locked for the transaction. Refused when it is gone or somebody else's."""
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None or not is_mine(actor, post):
        raise Refused(_(GONE))
    return post


def is_mine(actor: object, post: Post) -> bool:
    """Whether the actor may write this post."""
    if may_manage(actor):
        return True
    mine = organisations.mine(actor) if access.allows(actor, "exchange.own") else None
    return mine is not None and post.organisation_id == mine.pk


def missing(post: Post) -> list[str]:
    """Fields that must be filled before it is published, in the order of the steps."""
    kind = catalogue.kind_of(post.direction, post.sort)
    always = {"title", "text", "municipality"}
    asked = catalogue.asks()
    empty = []
    for name in (name for step in kind.steps for name in step):
        if name in always and not getattr(post, name).strip():
            empty.append(name)
        if name in asked and asked[name].required and post.details.get(name) in (None, ""):
            empty.append(name)
    return empty


def check_dates(post: Post, today: date) -> None:
    """Refused for an end before the beginning, and for a last day to answer that is over."""
    if post.starts_on and post.ends_on and post.ends_on < post.starts_on:
        raise Refused(_("La fine viene prima dell'inizio. Controlla le date."))
    if post.answer_by and post.answer_by < today:
        raise Refused(_("L'ultimo giorno per rispondere è passato. Scegline uno nuovo."))


def fresh_until(today: date) -> date:
    """The day until which something said good today is shown."""
    return today + timedelta(days=catalogue.number("hide_days"))


def warn_from(post: Post) -> date:
    """The day from which whoever wrote it is asked whether it is still good."""
    until = post.fresh_until or timezone.localdate()
    return until - timedelta(days=catalogue.number("hide_days") - catalogue.number("warn_days"))


def token_of(post: Post, to: str = "") -> str:
    """The signed part of the link that answers for one term of freshness, without signing in.

    ``to``: the delegate it is sent to; empty for the organisation itself.
    """
    return signing.dumps([str(post.pk), str(post.fresh_until), *filter(None, [to])], salt=SALT)


def read_token(token: str) -> tuple[UUID, date, str] | None:
    """The post, the day and to which delegate a link was sent; ``None`` when it is not ours."""
    try:
        key, until, *to = signing.loads(token, salt=SALT)
        return UUID(key), date.fromisoformat(until), "".join(to)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def is_ageing(post: Post, today: date) -> bool:
    """Open, and asked whether it is still good."""
    return post.state == State.OPEN and warn_from(post) <= today
