"""What the kernel is given: what persons told, and what is open today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from jobcaffe.exchange.posts import queries as posts
from jobcaffe.exchange.posts.enums import Sort
from jobcaffe.foundation import places
from jobcaffe.kernels import matching
from jobcaffe.network.matching.enums import Kind
from jobcaffe.network.matching.models import Profile
from jobcaffe.network.matching.profiles import Told
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person
from jobcaffe.vocabulary import queries as vocabulary

KINDS: dict[str, Kind] = {
    Sort.JOB: Kind.WORK,
    Sort.COMMISSION: Kind.WORK,
    Sort.TRAINEESHIP: Kind.TRAINEESHIP,
    Sort.PCTO: Kind.TRAINEESHIP,
    Sort.TRAINING: Kind.TRAINING,
    Sort.VOLUNTEERING: Kind.GIVE,
    Sort.MENTORING: Kind.HELP,
    Sort.CARE: Kind.HELP,
    Sort.LIFT: Kind.HELP,
}
YOUNG = 30
HALF = 30  # minutes


@dataclass(frozen=True)
class Candidate:
    """Somebody who wants to be searched for."""

    person: Person
    told: Told

    @property
    def id(self) -> str:
        """Her name in the kernel."""
        return str(self.person.pk)


@cache
def towns() -> dict[str, tuple[float, float]]:
    """Where the comuni are."""
    return {one.name: (one.latitude, one.longitude) for one in places.COMUNI}


def candidates(refs: Iterable[UUID] | None = None) -> list[Candidate]:
    """Everybody who wants proposals and told something, in a steady order; or those of ``refs``."""
    rows = Profile.objects.filter(looking=True)
    if refs is not None:
        rows = rows.filter(Profile.of(list(refs)))
    opened = {row.person_ref: (row, Told.from_body(body)) for row, body in Profile.opened_each(rows)}
    heads = _heads(opened)
    latest: dict[UUID, tuple[date, Told]] = {}
    for ref, (row, told) in opened.items():
        head = heads.get(ref)
        if head is None or not told.begun:
            continue
        if head.pk not in latest or row.changed_on >= latest[head.pk][0]:
            latest[head.pk] = (row.changed_on, told)
    persons = {head.pk: head for head in heads.values()}
    return [Candidate(persons[ref], latest[ref][1]) for ref in sorted(latest, key=str)]


def _heads(refs: Iterable[UUID]) -> dict[UUID, Person]:
    """The record that stands for each; those who left, died or were erased are not there."""
    rows = Person.objects.filter(pk__in=list(refs)).select_related("merged_into")
    found = {row.pk: row.merged_into or row for row in rows}
    return {ref: head for ref, head in found.items() if head.status == Status.ACTIVE}


def person_of(candidate: Candidate, today: date) -> matching.Person:
    """One person as the kernel reads her."""
    told, person = candidate.told, candidate.person
    town, spans = places.find(person.municipality), told.spans()
    return matching.Person(
        id=candidate.id,
        skills=frozenset(told.skills) if told.skills else None,
        occupations=told.wishes,
        place=town.name if town else None,
        means=None if told.means is None else frozenset(matching.Means(one) for one in told.means),
        limit=told.minutes,
        windows=None if spans is None else matching.week(spans),
        care=matching.week(told.needed_at_home(), outward=True),
        contracts=None if told.contracts is None else frozenset(told.contracts),
        licences=None if told.licences is None else frozenset(told.licences),
        age=today.year - person.birth_year if person.birth_year else None,
    )


def opportunity_of(post: posts.Opportunity, today: date) -> matching.Opportunity:
    """One open post as the kernel reads it. Hours that nobody wrote are not known: they are asked."""
    town = places.find(post.municipality)
    spans = [(day, begins * HALF, ends * HALF) for day, begins, ends in post.windows]
    life = max((post.fresh_until - post.published_on).days, 1)
    left = (post.fresh_until - today).days
    return matching.Opportunity(
        id=str(post.id),
        essential=post.essential,
        optional=post.optional,
        occupation=post.occupation_uri or None,
        sector=post.sector or None,
        place=town.name if town else None,
        shifts=(matching.week(spans, outward=True),) if spans else None,
        contract=post.contract or None,
        licences=frozenset(post.licences),
        age_from=post.minimum_age if post.measure else None,
        age_to=post.maximum_age if post.measure else None,
        age_law=post.measure,
        places=post.places_left,
        freshness=min(max(100 * left // life, 0), 100),
    )


def _groups() -> dict[str, str]:
    """The broader group of a concept, where the room of words tells it."""
    ask = getattr(vocabulary, "groups", None)
    return dict(ask()) if ask else {}


def market(
    persons: Sequence[matching.Person], open_posts: Sequence[posts.Opportunity], today: date
) -> matching.Market:
    """Both sides, with what is known about places and words."""
    return matching.Market(
        persons=tuple(persons),
        opportunities=tuple(opportunity_of(one, today) for one in open_posts),
        places=towns(),
        groups=_groups(),
        rarity=vocabulary.weights(),
    )


def by_kind(open_posts: Iterable[posts.Opportunity]) -> dict[Kind, list[posts.Opportunity]]:
    """Posts under the heading where people find them."""
    found: dict[Kind, list[posts.Opportunity]] = {kind: [] for kind in Kind}
    for one in open_posts:
        found[KINDS[one.sort]].append(one)
    return found


def is_young(person: Person, today: date) -> bool:
    """Under 30, as far as the year tells."""
    return person.birth_year is not None and today.year - person.birth_year < YOUNG


def order_of_kinds(person: Person, today: date) -> list[Kind]:
    """Under 30 PCTO and traineeships stand first, then courses; for the others work."""
    first = [Kind.TRAINEESHIP, Kind.TRAINING] if is_young(person, today) else []
    return [*first, *(kind for kind in Kind if kind not in first)]
