"""From the choice of a model to the board."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.exchange.posts import catalogue, occupations, rules, words
from jobcaffe.exchange.posts.enums import State
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record
from jobcaffe.foundation.privacy.redact import PATTERN as CONTACT

WRITE = "exchange.write"
COLUMNS = frozenset(
    {
        "title", "text", "requirements", "contract", "weekly_hours", "windows", "when", "municipality",
        "licences", "minimum_age", "maximum_age", "measure", "starts_on", "ends_on", "answer_by", "places",
    }
)  # fmt: skip
COPIED = ("direction", "sort", "organisation_id", "occupation_uri", "essential", "optional", "details")
FISCAL_CODE = re.compile(r"\b[a-z]{6}\d{2}[a-z]\d{2}[a-z]\d{3}[a-z]\b", re.IGNORECASE)


@dataclass(frozen=True)
class Chosen:
    """What is decided beside the preview: why a doubtful requirement stays, which occupation it is,
    whether the title takes both forms.
    """

    reason: str = ""
    occupation_uri: str = ""
    title: str = ""


@transaction.atomic
def begin(
    *,
    actor: User,
    kind: str,
    values: Mapping[str, Any],
    organisation_id: UUID | None = None,
    request_key: UUID | None = None,
) -> Post:
    """Start a draft from a model; the same key gives the same draft. Refused to who has no
    organisation, for a kind that is not there, and to an organisation for what only the house writes.
    """
    require(actor, WRITE)
    twice = made_before(Post, request_key)
    if twice is not None and rules.is_mine(actor, twice):
        return twice
    model = catalogue.kinds().get(kind)
    if model is None or (model.house_only and not rules.may_manage(actor)):
        raise Refused(_("Questo modello non c'è. Scegline uno dall'elenco."))
    post = Post(
        direction=model.direction,
        sort=model.sort,
        organisation=rules.owner_for(actor, organisation_id),
        by_house=rules.may_manage(actor),
        request_key=request_key,
        **model.defaults,
    )
    _fill(post, values)
    post.save(force_insert=True)
    record(actor, "post.begin", post, fields=sorted(values))
    return post


@transaction.atomic
def save(*, actor: User, post_id: UUID, values: Mapping[str, Any]) -> Post:
    """Keep what a step says. What is already on the board changes there at once, and the house looks at
    it again when it holds a doubtful requirement. Refused when it is closed or somebody else's.
    """
    require(actor, WRITE)
    post = _open_or_draft(actor, post_id)
    changed = _fill(post, values)
    if changed:
        if post.state == State.OPEN:
            _check_whole(post)
            _keep_warnings(post, post.reason)
        post.changed_at = timezone.now()
        post.save()
        record(actor, "post.save", post, fields=changed)
    return post


def _open_or_draft(actor: User, post_id: UUID) -> Post:
    post = rules.locked(actor, post_id)
    if post.state == State.CLOSED:
        raise Refused(_("Questo annuncio è chiuso. Se serve ancora, copialo."))
    return post


def _fill(post: Post, values: Mapping[str, Any]) -> list[str]:
    """Set what differs; returns the names. What is no column is a detail of the kind."""
    changed = []
    for name, value in values.items():
        if name in COLUMNS:
            if getattr(post, name) == value:
                continue
            setattr(post, name, value)
        else:
            if name not in catalogue.asks() or post.details.get(name) == value:
                continue
            post.details = {**post.details, name: value}
        changed.append(name)
    if post.places < max(1, post.places_taken):
        raise Refused(
            _("Ci sono già %(n)s posti presi. Non possono essere di meno.") % {"n": post.places_taken}
        )
    if len(post.requirements) > rules.MOST_REQUIREMENTS:
        raise Refused(_("Scrivi al massimo tre cose che servono davvero."))
    _check_ages(post)
    return changed


def _check_ages(post: Post) -> None:
    """The ages are those of the law that allows them; without a law there is none."""
    law = words.age_rules().get(post.measure)
    post.minimum_age, post.maximum_age = (law.minimum, law.maximum) if law else (None, None)


@transaction.atomic
def copy(*, actor: User, post_id: UUID, request_key: UUID | None = None) -> Post:
    """A new draft with the same words; dates that are over are left out. The same key, the same draft."""
    require(actor, WRITE)
    twice = made_before(Post, request_key)
    if twice is not None and rules.is_mine(actor, twice):
        return twice
    old = rules.locked(actor, post_id)
    today = timezone.localdate()
    values = {name: getattr(old, name) for name in (*COLUMNS, *COPIED)}
    for day in ("starts_on", "ends_on", "answer_by"):
        values[day] = values[day] if values[day] and values[day] > today else None
    new = Post(**values, by_house=rules.may_manage(actor), request_key=request_key)
    new.save(force_insert=True)
    record(actor, "post.copy", new)
    return new


@transaction.atomic
def publish(*, actor: User, post_id: UUID, chosen: Chosen | None = None) -> Post:
    """Put a draft on the board. Twice is the same as once.

    Refused while something is missing, with dates that do not stand, with a contact in what the house
    writes for persons, and with a requirement that the law may forbid until somebody says why it is there.
    """
    require(actor, WRITE)
    chosen = chosen or Chosen()
    post = _open_or_draft(actor, post_id)
    if post.state == State.OPEN:
        return post
    if chosen.title:
        post.title = chosen.title
    _link(post, chosen.occupation_uri)
    _check_whole(post)
    _keep_warnings(post, chosen.reason)
    today = timezone.localdate()
    post.state, post.published_on, post.fresh_until = State.OPEN, today, rules.fresh_until(today)
    post.answer_by = post.answer_by or today + timedelta(days=catalogue.number("answer_days"))
    post.looked_on = today if post.by_house else None
    post.changed_at = timezone.now()
    post.save()
    record(actor, "post.publish", post)
    return post


def _link(post: Post, uri: str) -> None:
    """Which occupation it is, with the skills it needs."""
    if not catalogue.kind_of(post.direction, post.sort).occupation:
        return
    if uri and not occupations.known(uri):
        raise Refused(_("Questo mestiere non è nell'elenco. Scegline un altro."))
    if uri == post.occupation_uri:
        return
    post.occupation_uri = uri
    post.essential, post.optional = occupations.skills(uri) if uri else ([], [])


def _check_whole(post: Post) -> None:
    """Refused while something is missing, wrong in time, or personal."""
    if rules.missing(post):
        raise Refused(_("Manca ancora qualcosa. Guarda le righe segnate e completale."))
    rules.check_dates(post, timezone.localdate())
    if catalogue.kind_of(post.direction, post.sort).house_only:
        whole = " ".join([post.title, post.text, post.when, *post.requirements])
        if CONTACT.search(whole) or FISCAL_CODE.search(whole):
            raise Refused(_("C'è un recapito o un codice di una persona. Toglilo: qui nessuno si riconosce."))


def findings(post: Post) -> list[words.Finding]:
    """What the law may forbid, or what keeps good people away, in all the words of a post."""
    return words.unfair(
        post.title, post.text, post.when, *post.requirements, *_told(post), measure=post.measure
    )


def _told(post: Post) -> list[str]:
    return [value for value in post.details.values() if isinstance(value, str)]


def _keep_warnings(post: Post, reason: str) -> None:
    """Write down what was found. Refused without a reason; a new finding makes the house look again."""
    found = [asdict(one) for one in findings(post) if not one.hint]
    if found and len(reason.split()) < 2:
        raise Refused(_("Guarda gli avvisi. Cambia il testo, oppure scrivi perché serve davvero."))
    if found and found != post.warnings:
        post.looked_on = None
    post.warnings, post.reason = found, reason.strip() if found else ""


@transaction.atomic
def throw_away(*, actor: User, post_id: UUID) -> None:
    """Forget a draft; twice is the same as once. Refused for what has been on the board: it is closed."""
    require(actor, WRITE)
    post = Post.objects.select_for_update().filter(pk=post_id).first()
    if post is None:
        return
    if not rules.is_mine(actor, post):
        raise Refused(_(rules.GONE))
    if post.state != State.DRAFT:
        raise Refused(_("Questo annuncio è già stato in bacheca. Puoi chiuderlo."))
    record(actor, "post.throw_away", post)
    post.delete()
