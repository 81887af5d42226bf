"""Paths, goals, steps, outcomes and what has to be checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.commitments.queries import OPEN
from jobcaffe.foundation.access import Reach, reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.paths.models import FollowUp, Goal, Outcome, Path
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person
from jobcaffe.people.queries import not_reached_since, visible_to


@dataclass(frozen=True)
class Counters:
    """What the desk's home says in numbers."""

    stalled: int
    follow_ups: int


def persons_of(user: User) -> QuerySet[Person]:
    """Staff: the records she may open. A participant: herself."""
    own = reach(user, "my.read") is Reach.OWN and reach(user, "person.read") is Reach.NONE
    return visible_to(user, "my.read" if own else "person.read")


def paths_visible_to(user: User) -> QuerySet[Path]:
    """Paths of the persons whom ``user`` may open, or her own."""
    return Path.objects.filter(person__in=persons_of(user).values("pk"))


def goals_visible_to(user: User) -> QuerySet[Goal]:
    """Goals of the same paths."""
    return Goal.objects.filter(path__person__in=persons_of(user).values("pk")).select_related("path")


def outcomes_visible_to(user: User) -> QuerySet[Outcome]:
    """Outcomes of the persons whom ``user`` may open, corrected rows left out."""
    rows = Outcome.objects.filter(person__in=persons_of(user).values("pk"), replaced_by__isnull=True)
    return rows.select_related("person", "recorded_by")


def open_path_of(user: User, person: Person) -> Path | None:
    """The path that the person walks now, if there is one."""
    return paths_visible_to(user).filter(person=person, closed_on__isnull=True).first()


def goals_of(user: User, person: Person) -> list[Goal]:
    """Goals of the open path with their steps ready (``goal.steps.all()``); two queries."""
    goals = goals_visible_to(user).filter(path__person=person, path__closed_on__isnull=True)
    return list(goals.prefetch_related("steps"))


def steps_without_goal(user: User, person: Person) -> list[Commitment]:
    """Steps of the person that hang on no goal."""
    persons = persons_of(user).filter(pk=person.pk).values("pk")
    return list(Commitment.objects.filter(person__in=persons, goals__isnull=True).order_by("due_on", "pk"))


def outcomes_of(user: User, person: Person) -> list[Outcome]:
    """Outcomes of one person, newest first, with their follow-ups ready."""
    return list(outcomes_visible_to(user).filter(person=person).prefetch_related("follow_ups"))


def follow_ups_of(user: User) -> QuerySet[FollowUp]:
    """Checks of outcomes that still stand, over the persons whom ``user`` may list."""
    persons = visible_to(user, "person.search").filter(status=Status.ACTIVE)
    # Few checks, many persons: each check asks for its own person.
    hers = Exists(persons.filter(pk=OuterRef("outcome__person")))
    checks = FollowUp.objects.filter(hers, outcome__replaced_by__isnull=True)
    return checks.select_related("outcome__person__operator")


def follow_ups_due(user: User, *, today: date | None = None) -> QuerySet[FollowUp]:
    """*Esiti da verificare*: due and not done, oldest first."""
    day = today or timezone.localdate()
    return follow_ups_of(user).filter(done_on__isnull=True, due_on__lte=day).order_by("due_on", "pk")


def stalled(user: User, *, today: date | None = None) -> QuerySet[Person]:
    """*Ferme da 30 giorni*: followed, no contact for 30 days, and a path is open or no step is ahead.

    Each row tells ``has_path`` and ``has_step``.
    """
    day = today or timezone.localdate()
    # Lists instead of EXISTS for each person: with 10,000 persons, milliseconds instead of seconds.
    ahead = Commitment.objects.filter(person__isnull=False, state__in=OPEN, due_on__gte=day)
    has_step = Q(pk__in=ahead.values("person"))
    has_path = Q(pk__in=Path.objects.filter(closed_on__isnull=True).values("person"))
    silent = not_reached_since(user, today=day).filter(has_path | ~has_step)
    return silent.annotate(has_step=_said(has_step), has_path=_said(has_path))


def _said(condition: Q) -> Case:
    """The condition as a column."""
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def counters(user: User) -> Counters:
    """The two counts of the desk's home; two queries."""
    return Counters(stalled=stalled(user).count(), follow_ups=follow_ups_due(user).count())


def merged_refs(person_ref: UUID) -> list[UUID]:
    """References of the records that were joined to hers, directly or through others."""
    found: list[UUID] = []
    layer = [person_ref]
    while layer:
        layer = list(Person.objects.filter(merged_into__in=layer).values_list("pk", flat=True))
        found += layer
    return found
