"""*Chi potreste incontrare*: who has at least two reasons to meet an organisation, said in words.

All is read in a fixed number of queries, whatever the number of organisations; no score leaves here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jobcaffe.encounters.enums import Kind as EncounterKind
from jobcaffe.encounters.enums import Presence
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.exchange.posts import queries as posts
from jobcaffe.exchange.posts.enums import Direction, Sort
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation import places
from jobcaffe.foundation.search import normalise
from jobcaffe.network.tables.enums import State
from jobcaffe.network.tables.models import Coffee, Interest, Table
from jobcaffe.network.tables.rules import AGAIN_AFTER_DAYS
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.enums import Kind
from jobcaffe.organisations.models import Organisation

MOST = 5
FEWEST_REASONS = 2
NEAR_KM = 6.0
# Letters of a word that must be the same: "volontari" and "volontarie", but not "a" and "al".
STEM = 6
SHORTEST_WORD = 5
# What an organisation gives to another, whatever the words; for the rest the trade must be the same.
ANY_WORDS = (Sort.ROOM, Sort.EQUIPMENT, Sort.PCTO, Sort.TRAINEESHIP, Sort.VOLUNTEERING, Sort.TRAINING)
WORK = (Kind.COMPANY, Kind.COOPERATIVE)
# Kinds that have something to say to each other, and why.
COMPLEMENTARY: dict[frozenset[str], str] = {
    **{
        frozenset({Kind.SCHOOL, one}): gettext_noop("Una scuola e chi dà lavoro: stage e PCTO.")
        for one in WORK
    },
    **{
        frozenset({Kind.UNION, one}): gettext_noop("Chi rappresenta chi lavora e chi dà lavoro.")
        for one in WORK
    },
    **{
        frozenset({Kind.TRADE_ASSOCIATION, one}): gettext_noop("Chi rappresenta le imprese e un'impresa.")
        for one in WORK
    },
    frozenset({Kind.ASSOCIATION, Kind.PUBLIC_BODY}): gettext_noop("Un'associazione e un ente pubblico."),
    frozenset({Kind.ASSOCIATION, Kind.SCHOOL}): gettext_noop("Una scuola e un'associazione."),
    frozenset({Kind.ASSOCIATION, Kind.COMPANY}): gettext_noop("Un'azienda e un'associazione."),
    frozenset({Kind.UNION, Kind.TRADE_ASSOCIATION}): gettext_noop("Le parti sociali, allo stesso tavolo."),
}


@dataclass(frozen=True)
class Suggestion:
    """Somebody to meet, and why: at least two sentences."""

    organisation: Organisation
    reasons: tuple[str, ...]
    interested: bool = False


@dataclass
class _Known:
    """All that is read, by organisation."""

    own: Organisation
    posts: dict[UUID, list[Post]] = field(default_factory=lambda: defaultdict(list))
    met: dict[UUID, Encounter] = field(default_factory=dict)
    sat: set[UUID] = field(default_factory=set)
    busy: set[UUID] = field(default_factory=set)
    theirs: set[UUID] = field(default_factory=set)
    ours: set[UUID] = field(default_factory=set)


def suggestions(organisation: Organisation) -> list[Suggestion]:
    """At most five others of the network with at least two reasons each, the most reasons first.

    Left out: who sits at a table with it, who has had a coffee with it, or a proposal of the last
    half year.
    """
    known = _gather(organisation)
    found = [
        (_reasons(known, other), other)
        for other in organisations.listed().exclude(pk=organisation.pk)
        if other.pk not in known.busy
    ]
    good = [(reasons, other) for reasons, other in found if len(reasons) >= FEWEST_REASONS]
    good.sort(key=lambda one: (-len(one[0]), "need" not in one[0], one[1].search_name, one[1].pk))
    return [
        Suggestion(other, tuple(reasons.values()), other.pk in known.ours) for reasons, other in good[:MOST]
    ]


def _gather(own: Organisation) -> _Known:
    known = _Known(own)
    for post in posts.shown().filter(organisation__isnull=False):
        known.posts[post.organisation_id].append(post)  # type: ignore[index]
    for row in _shared_encounters(own):
        known.met.setdefault(row.organisation_id, row.encounter)  # type: ignore[arg-type]
        if row.encounter.kind == EncounterKind.TABLE:
            known.sat.add(row.organisation_id)  # type: ignore[arg-type]
    known.busy = _already(own)
    for one in Interest.objects.filter(Q(organisation=own) | Q(other=own)):
        if one.organisation_id == own.pk:
            known.ours.add(one.other_id)
        else:
            known.theirs.add(one.organisation_id)
    return known


def _shared_encounters(own: Organisation) -> list[Attendance]:
    """Who was at the same encounter, the latest first; never of confidential ones."""
    here = Attendance.objects.filter(organisation=own, presence=Presence.PRESENT).values("encounter")
    rows = Attendance.objects.filter(
        encounter__in=here,
        encounter__confidential=False,
        presence=Presence.PRESENT,
        organisation__isnull=False,
    ).exclude(organisation=own)
    return list(rows.select_related("encounter").order_by("-encounter__starts_at", "pk"))


def _already(own: Organisation) -> set[UUID]:
    """Who sits at a table with it, and who has or lately had a coffee with it."""
    since = timezone.localdate() - timedelta(days=AGAIN_AFTER_DAYS)
    lately = Q(proposed_on__gte=since) | Q(state__in=(State.WAITING, State.AGREED))
    rows = Coffee.objects.filter(lately).filter(Q(first=own) | Q(second=own))
    pairs = rows.values_list("first_id", "second_id")
    through = Table.organisations.through._default_manager
    mine = Table.objects.filter(organisations=own, closed_on=None).values("pk")
    seated = through.filter(table__in=mine).values_list("organisation_id", flat=True)
    return {pk for pair in pairs for pk in pair} | set(seated)


def _reasons(known: _Known, other: Organisation) -> dict[str, str]:
    """By kind, so that two of the same kind count once; in the order in which they are said."""
    said = {
        "need": _needed(known, other),
        "interest": _wanted(known, other),
        "kind": _work_together(known.own, other),
        "near": _near(known.own, other),
        "met": _met(known, other),
    }
    return {code: text for code, text in said.items() if text}


def _needed(known: _Known, other: Organisation) -> str:
    """One's need meets the other's offer: on the board, or in what each says of itself."""
    for one, two in ((known.own, other), (other, known.own)):
        for need in (post for post in known.posts[one.pk] if post.direction == Direction.NEED):
            for offer in (post for post in known.posts[two.pk] if post.direction == Direction.OFFER):
                if _meets(need, offer):
                    return _looks_and_offers(one, need.title, two, offer.title)
        if pair := _same_words(one.asks, two.offers):
            return _looks_and_offers(one, pair[0], two, pair[1])
    return ""


def _looks_and_offers(one: Organisation, need: str, two: Organisation, offer: str) -> str:
    return _("%(one)s cerca «%(need)s», %(two)s offre «%(offer)s».") % {
        "one": one.name, "need": need, "two": two.name, "offer": offer,
    }  # fmt: skip


def _meets(need: Post, offer: Post) -> bool:
    if need.sort != offer.sort:
        return False
    skills = {*need.essential, *need.optional} & {*offer.essential, *offer.optional}
    same_trade = bool(need.occupation_uri) and need.occupation_uri == offer.occupation_uri
    return need.sort in ANY_WORDS or same_trade or bool(skills)


def _same_words(asks: str, offers: str) -> tuple[str, str] | None:
    """The first line of ``asks`` that shares a word with a line of ``offers``."""
    given = [(line.strip(), _stems(line)) for line in offers.splitlines() if line.strip()]
    for line in asks.splitlines():
        stems = _stems(line)
        for offer, words in given:
            if stems & words:
                return line.strip(), offer
    return None


def _stems(line: str) -> set[str]:
    return {word[:STEM] for word in normalise(line).split() if len(word) >= SHORTEST_WORD}


def _wanted(known: _Known, other: Organisation) -> str:
    theirs, ours = other.pk in known.theirs, other.pk in known.ours
    names = {"own": known.own.name, "other": other.name}
    if theirs and ours:
        return _("Vogliono conoscersi tutte e due.")
    if theirs:
        return _("%(other)s vuole conoscere %(own)s.") % names
    return _("%(own)s vuole conoscere %(other)s.") % names if ours else ""


def _work_together(own: Organisation, other: Organisation) -> str:
    """The same sector, or kinds that have something to say to each other."""
    if own.section and own.section == other.section:
        return _("Lavorano nello stesso settore: %(sector)s.") % {"sector": own.get_section_display().lower()}
    text = COMPLEMENTARY.get(frozenset({own.kind, other.kind}), "")
    return _(text) if text else ""


def _near(own: Organisation, other: Organisation) -> str:
    if not own.municipality or not other.municipality:
        return ""
    if normalise(own.municipality) == normalise(other.municipality):
        return _("Sono nello stesso comune: %(town)s.") % {"town": own.municipality}
    here, there = places.find(own.municipality), places.find(other.municipality)
    if here is None or there is None or (far := places.distance_km(here, there)) > NEAR_KM:
        return ""
    return _("Sono vicine: circa %(km)s chilometri.") % {"km": max(1, round(far))}


def _met(known: _Known, other: Organisation) -> str:
    """At the same encounter once, and never together at a table."""
    encounter = known.met.get(other.pk)
    if encounter is None or other.pk in known.sat:
        return ""
    return _("Erano tutte e due a «%(title)s», ma non si sono mai sedute insieme.") % {
        "title": encounter.title
    }
