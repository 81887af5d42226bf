"""Reading what a person told, what was proposed to her and why; and the aggregates for the coordinator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from jobcaffe.exchange.introductions import queries as introductions
from jobcaffe.exchange.posts import queries as posts
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation import access
from jobcaffe.network.matching import explaining, gathering, profiles
from jobcaffe.network.matching.enums import Kind
from jobcaffe.network.matching.models import NotNow, Outlook, Profile, Proposal, Run
from jobcaffe.network.matching.profiles import Told
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.vocabulary import queries as vocabulary

LONG = 60  # skills proposed on one page


@dataclass(frozen=True)
class Mine:
    """What somebody told and whether she wants to be searched for."""

    told: Told
    looking: bool = True
    exists: bool = False


@dataclass(frozen=True)
class Card:
    """One proposal as it is shown: the post, 2-4 reasons, what to ask her and who offers, what is missing."""

    post: Post
    kind: Kind
    reasons: tuple[str, ...]
    ask: tuple[str, ...]
    ask_them: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Board:
    """All that is proposed to one person: by kind, and what one change would open."""

    groups: tuple[tuple[Kind, tuple[Card, ...]], ...]
    changes: tuple[tuple[str, int], ...]
    searched: bool

    @property
    def count(self) -> int:
        """How many proposals."""
        return sum(len(cards) for _kind, cards in self.groups)

    def card(self, post_id: UUID) -> Card | None:
        """One of them."""
        return next((one for _kind, cards in self.groups for one in cards if one.post.pk == post_id), None)


def refs_of(user: object) -> list[UUID]:
    """The records behind a member's account; none for others."""
    return people.refs_of(user, "match.own")


def visible_to(user: object) -> QuerySet[Profile]:
    """Her own. The desk reaches a profile only through a person it follows: see :func:`mine_of`."""
    refs = refs_of(user)
    return Profile.objects.filter(Profile.of(refs)) if refs else Profile.objects.none()


def mine_of(refs: Iterable[UUID]) -> Mine:
    """What the person of these records told, the last written first."""
    row = latest(Profile.objects.filter(Profile.of(refs)))
    if row is None:
        return Mine(Told())
    return Mine(Told.from_body(row.opened()), row.looking, exists=True)


def latest(rows: Iterable[Profile]) -> Profile | None:
    """What was written last of the profiles of one person (more than one when records were united)."""
    return max(rows, key=lambda one: (one.changed_on, str(one.pk)), default=None)


def proposed_skills(told: Told) -> dict[str, str]:
    """Skills to tick, with their names: those of her trades and experiences, hers first."""
    found = list(told.skills)
    for trade in told.trades:
        if trade.done:
            needed = vocabulary.skills_of(trade.uri)
            found += [*needed.essential, *needed.optional]
    found += profiles.skills_of_lived(told.lived)
    uris = list(dict.fromkeys(found))[:LONG]
    names = vocabulary.labels(uris)
    return {uri: names[uri] for uri in uris if names.get(uri)}


def board_of(person: Person, refs: Sequence[UUID], *, to_her: bool) -> Board:
    """The current proposals of a person whom the caller has reached; what is closed since is left out."""
    rows = Proposal.objects.filter(Proposal.of(refs), ended_on=None, post__in=posts.shown())
    opened = [
        (row, explaining.Why.from_body(body))
        for row, body in Proposal.opened_each(rows.select_related("post", "post__organisation"))
        if body
    ]
    names = explaining.labels_of(why for _row, why in opened)
    order = gathering.order_of_kinds(person, timezone.localdate())
    groups = []
    for kind in order:
        mine = [pair for pair in opened if pair[0].kind == kind]
        if mine:
            cards = tuple(_card(row, why, names, to_her=to_her) for row, why in mine)
            groups.append((kind, cards))
    outlook = Outlook.objects.filter(Outlook.of(refs)).first()
    changes = outlook.opened().get("changes", []) if outlook else []
    return Board(tuple(groups), tuple((text, n) for text, n in changes), outlook is not None)


def _card(row: Proposal, why: explaining.Why, names: dict[str, str], *, to_her: bool) -> Card:
    return Card(
        post=row.post,
        kind=Kind(row.kind),
        reasons=tuple(explaining.reason(one, names, to_her=to_her) for one in why.reasons),
        ask=explaining.questions(why.ask, of_her=True),
        ask_them=explaining.questions(why.ask, of_her=False),
        missing=tuple(names[uri] for uri in why.missing[: explaining.SHOWN] if names.get(uri)),
    )


def closed_posts(refs: Iterable[UUID]) -> frozenset[str]:
    """Posts not to be proposed: she said *Non adesso*, or is introduced to them already."""
    known = list(refs)
    said = NotNow.objects.filter(NotNow.of(known)).values_list("post_id", flat=True)
    return frozenset(str(one) for one in {*said, *introductions.posts_of(known)})


def my_copy(user: object) -> dict[str, Any]:
    """All that this room keeps about her, as plain values."""
    refs = refs_of(user)
    if not refs:
        return {}
    rows = Proposal.objects.filter(Proposal.of(refs)).select_related("post")
    return {
        "che cosa so fare": [row.opened() for row in Profile.objects.filter(Profile.of(refs))],
        "proposte": [
            {"annuncio": row.post.title, "dal": row.made_on, "al": row.ended_on, "perché": body}
            for row, body in Proposal.opened_each(rows)
        ],
        "che cosa aprirebbe di più": [one.opened() for one in Outlook.objects.filter(Outlook.of(refs))],
        "non adesso": [
            {"annuncio": one.post.title, "perché": one.get_why_display(), "quando": one.said_on}
            for one in NotNow.objects.filter(NotNow.of(refs)).select_related("post")
        ],
    }


# Aggregates, for who sees how proposals are spread.
def last_search(user: object) -> Run | None:
    """The last search for all; ``None`` for who may not see it."""
    if not access.allows(user, "match.audit"):
        return None
    return Run.objects.exclude(audit=[]).first()


def reasons_not_now(user: object) -> dict[str, int]:
    """Why people say *Non adesso*, all together."""
    if not access.allows(user, "match.audit"):
        return {}
    return dict(Counter(NotNow.objects.order_by().values_list("why", flat=True)))
