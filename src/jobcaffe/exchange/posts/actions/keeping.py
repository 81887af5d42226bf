"""Still good, or closed: *Com'è andata?*"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts import catalogue, queries, rules
from jobcaffe.exchange.posts.enums import Result, SeatState, State
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.notices.actions import send
from jobcaffe.foundation.notices.rules import Recipient
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.messages import speaking
from jobcaffe.organisations.models import Organisation

MOST_FOUND = 999
FILLED = (Result.FILLED_HERE, Result.FILLED_ELSEWHERE)


@transaction.atomic
def renew(*, actor: User, post_id: UUID) -> Post:
    """Still good: shown again for the whole term from today. Refused for drafts and closed posts."""
    require(actor, "exchange.write")
    return _renewed(actor, rules.locked(actor, post_id))


def _renewed(actor: Actor, post: Post) -> Post:
    if post.state != State.OPEN:
        raise Refused(_("Questo annuncio non è in bacheca. Se serve ancora, copialo."))
    today = timezone.localdate()
    until = rules.fresh_until(today)
    if post.fresh_until == until:
        return post
    post.fresh_until, post.warned_on = until, None
    if post.answer_by and post.answer_by < today + timedelta(days=1):
        post.answer_by = today + timedelta(days=catalogue.number("answer_days"))
    post.save(update_fields=["fresh_until", "warned_on", "answer_by"])
    record(actor, "post.renew", post)
    return post


@transaction.atomic
def close(*, actor: User, post_id: UUID, result: str, count: int | None = None) -> Post:
    """*Com'è andata?* Twice is the same as once. Refused for drafts, and for a count that cannot be."""
    require(actor, "exchange.write")
    return _closed(actor, rules.locked(actor, post_id), result, count)


def _closed(actor: Actor, post: Post, result: str, count: int | None) -> Post:
    if post.state == State.CLOSED:
        return post
    if post.state == State.DRAFT:
        raise Refused(_("È ancora una bozza. Puoi buttarla."))
    if result not in Result.values:
        raise Refused(_("Scegli com'è andata."))
    found = 0
    if result in FILLED:
        found = 1 if count is None else count
        if not 1 <= found <= MOST_FOUND:
            raise Refused(_("Scrivi quanti posti sono andati: almeno uno."))
    post.state, post.closed_on = State.CLOSED, timezone.localdate()
    post.result, post.result_count = result, found
    post.save(update_fields=["state", "closed_on", "result", "result_count"])
    post.seats.filter(state=SeatState.WAITING).update(state=SeatState.RELEASED, changed_at=timezone.now())
    record(actor, "post.close", post, fields=[result])
    return post


@transaction.atomic
def answer_by_link(*, actor: Actor, token: str, result: str = "", count: int | None = None) -> Post:
    """The answer to *È ancora buono?* without signing in; no ``result``: still good.

    The link is good for one term of freshness: after an answer it changes nothing any more, and gives
    the post as it stands. Refused for a link that is not ours, or of who speaks no more for the
    organisation; as :func:`close` for the result.
    """
    found = rules.read_token(token)
    post = Post.objects.select_for_update().filter(pk=found[0]).first() if found else None
    if found is None or post is None or not organisations.link_stands(found[2], post.organisation_id):
        raise Refused(_(rules.GONE))
    if post.state != State.OPEN or post.fresh_until != found[1]:
        return post
    return _closed(actor, post, result, count) if result else _renewed(actor, post)


@transaction.atomic
def look(*, actor: User, post_id: UUID) -> Post:
    """The house has looked at what an organisation published. Twice is the same as once."""
    require(actor, "exchange.manage")
    post = rules.locked(actor, post_id)
    if post.looked_on is None and post.state != State.DRAFT:
        post.looked_on = timezone.localdate()
        post.save(update_fields=["looked_on"])
        record(actor, "post.look", post)
    return post


@transaction.atomic
def remove_from_view(*, actor: User, post_id: UUID, reason: str) -> Post:
    """The house takes a post off the board and says why; whoever wrote it finds it among the drafts.

    Refused without a reason, and while somebody holds a place.
    """
    require(actor, "exchange.manage")
    post = rules.locked(actor, post_id)
    if post.state != State.OPEN:
        return post
    if len(reason.split()) < 2:
        raise Refused(_("Scrivi perché lo togli: lo legge chi l'ha scritto."))
    if post.places_taken:
        raise Refused(_("Qualcuno ha già un posto. Chiama l'organizzazione, poi chiudilo insieme."))
    post.state, post.looked_on = State.DRAFT, timezone.localdate()
    post.details = {**post.details, "house_says": reason.strip()[:300]}
    post.save(update_fields=["state", "looked_on", "details"])
    record(actor, "post.remove_from_view", post, reason=reason.strip()[:300])
    return post


def warn_ageing(*, actor: Actor) -> int:
    """Ask whoever wrote it whether what is older than the warning is still good; how many were asked."""
    today = timezone.localdate()
    asked = 0
    for key in list(_to_warn().values_list("pk", flat=True)):
        with transaction.atomic():
            post = _to_warn().select_for_update(of=("self",)).filter(pk=key).first()
            if post is None:
                continue
            post.warned_on = today
            post.save(update_fields=["warned_on"])
            record(actor, "post.ask", post)
            _ask(actor, post)
            asked += 1
    return asked


def _to_warn() -> QuerySet[Post]:
    """Open, not asked yet, near the day on which they hide."""
    return Post.objects.filter(queries.old(), warned_on=None)


def _ask(actor: Actor, post: Post) -> None:
    """Send the link to those who speak for the organisation; the house finds its own in its list."""
    if post.organisation_id is None:
        return
    for who, to in _recipients(post.organisation):
        link = settings.SITE_URL + reverse("board:fresh", args=[rules.token_of(post, who)])
        send(
            actor=actor,
            to=to,
            template="post_ageing",
            context={"title": post.title, "link": link},
            dedupe_key=f"post:{post.pk}:{post.fresh_until}:{to.email}",
        )


def _recipients(organisation: Organisation | None) -> list[tuple[str, Recipient]]:
    """The delegates with an address, each with her key; without any, the organisation's own address."""
    if organisation is None:
        return []
    found = [(str(one.pk), Recipient(name=one.name, email=one.email)) for one in speaking(organisation)]
    return found or ([("", Recipient(email=organisation.email))] if organisation.email else [])
