"""Reading the vocabulary. Words of trades are nobody's: whoever is signed in or not may read them.

Only the local dictionary as a list is the staff's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import Count, QuerySet

from jobcaffe.foundation import access
from jobcaffe.vocabulary.enums import Kind
from jobcaffe.vocabulary.index import index_of, stamp_of
from jobcaffe.vocabulary.models import Concept, Edition, Requirement, Word
from jobcaffe.vocabulary.pack import Experience, pack

KindName = Literal["occupation", "skill"]
# A label of the dictionary is sure: somebody said so.
SURE = 1.0


@dataclass(frozen=True)
class Found:
    """A concept for a text: its name to show, the words that matched, 0-1 how well."""

    uri: str
    label: str
    matched: str
    score: float


@dataclass(frozen=True)
class Needed:
    """The skills that an occupation asks: addresses, without repetition, sorted as they came."""

    essential: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


def link(text: str, kind: KindName | Kind = "occupation", k: int = 5) -> list[Found]:
    """At most ``k`` concepts for what somebody wrote, the best first.

    A text of the local dictionary gives its own concept first. Nothing for an empty text or one in
    another alphabet. Two queries, more only when the index has to be built.
    """
    from jobcaffe.kernels.concepts import normalise

    index = index_of(Kind(kind))
    sure = index.words.get(normalise(text), ())
    ranked = [one for one in index.linker.rank(text, k + len(sure)) if one.uri not in sure]
    found = [(uri, text.strip(), SURE) for uri in sure]
    found += [(one.uri, one.label, one.score) for one in ranked]
    names = labels(uri for uri, _matched, _score in found[: max(k, 0)])
    return [Found(uri, names[uri], matched, score) for uri, matched, score in found[: max(k, 0)]]


def label(uri: str) -> str:
    """What is shown for an address, both gendered forms for an occupation; empty when it is unknown."""
    return labels([uri]).get(uri, "")


def labels(uris: Iterable[str]) -> dict[str, str]:
    """What is shown for each known address. At most one query."""
    asked = set(uris)
    own = pack().labels
    out = {uri: own[uri] for uri in asked if uri in own}
    missing = asked - out.keys()
    if missing:
        rows = Concept.objects.filter(uri__in=missing).values_list("uri", "preferred")
        out |= {uri: preferred.replace("/", " / ") for uri, preferred in rows}
    return out


def known(uri: str) -> bool:
    """Whether the address is of the pack or was imported. At most one query."""
    return uri in pack().labels or Concept.objects.filter(uri=uri).exists()


def is_of(uri: str, kind: Kind) -> bool:
    """Whether the address is a known occupation, or a known skill."""
    own = pack().occupations if kind == Kind.OCCUPATION else pack().skills
    return uri in own or Concept.objects.filter(uri=uri, kind=kind).exists()


def skills_of(occupation_uri: str) -> Needed:
    """What an occupation asks: as imported where it was, else as the pack says. One query."""
    rows = Requirement.objects.filter(occupation__uri=occupation_uri).order_by("pk")
    asked = list(rows.values_list("skill__uri", "essential"))
    if asked:
        essential = tuple(uri for uri, needed in asked if needed)
        return Needed(essential, tuple(uri for uri, needed in asked if not needed))
    own = pack().occupations.get(occupation_uri)
    return Needed(own.essential, own.optional) if own else Needed()


_weights: dict[UUID | None, dict[str, float]] = {}


def weights() -> dict[str, float]:
    """How telling each skill is: log((1 + occupations) / (1 + those that ask it)) + 1, always ≥ 1.

    Over what was imported; over the pack while nothing was. Kept until the vocabulary changes.
    """
    now = stamp_of(Kind.SKILL)
    if now not in _weights:
        fresh = _counted_weights()
        _weights.clear()
        _weights[now] = fresh
    return _weights[now]


def _counted_weights() -> dict[str, float]:
    rows = Concept.objects.filter(kind=Kind.SKILL, asked_by__isnull=False)
    asked = dict(rows.annotate(times=Count("asked_by")).order_by().values_list("uri", "times"))
    total = Requirement.objects.values("occupation").distinct().count()
    own = pack()
    if not asked:
        needs = (uri for one in own.occupations.values() for uri in {*one.essential, *one.optional})
        asked, total = dict(Counter(needs)), len(own.occupations)
    every = {*asked, *own.skills, *Concept.objects.filter(kind=Kind.SKILL).values_list("uri", flat=True)}
    return {uri: math.log((1 + total) / (1 + asked.get(uri, 0))) + 1 for uri in every}


def transversal() -> frozenset[str]:
    """Addresses of the pack's skills that are useful in any job."""
    return frozenset(uri for uri, skill in pack().skills.items() if skill.transversal)


def experiences() -> tuple[Experience, ...]:
    """Work that nobody paid, in the order of the pack: a question each, and the skills it teaches."""
    return tuple(pack().experiences.values())


def visible_to(user: object) -> QuerySet[Word]:
    """The local dictionary for the staff who keep it, nothing for the others."""
    words = Word.objects.select_related("confirmed_by")
    return words if access.allows(user, "vocabulary.manage") else words.none()


def latest_edition() -> Edition | None:
    """The last import of the official files."""
    return Edition.objects.first()
