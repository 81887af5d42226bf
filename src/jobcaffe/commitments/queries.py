"""Every read about commitments. Starts from :func:`visible_to`."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from jobcaffe.commitments.enums import State
from jobcaffe.commitments.models import Commitment
from jobcaffe.foundation.access import Reach, reach, reach_of
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person
from jobcaffe.people.queries import visible_to as persons_visible_to

OPEN = (State.PROMISED, State.UNDER_WAY)


def visible_to(user: User) -> QuerySet[Commitment]:
    """The commitments whom ``user`` may see.

    A participant: her own. Who speaks for an organisation: its own that concern no person. The desk:
    her own tasks, those of organisations, and those of or about
    persons of her caseload (and records she opened with a reason). The coordinator: the same over all
    teams, but for protected persons, who need a gate.
    """
    everything = Commitment.objects.select_related("person", "organisation", "user", "about")
    if reach(user, "commitment.read") is not Reach.NONE:
        return everything.filter(_staff(user))
    if reach(user, "my.read") is Reach.OWN and user.person_ref:
        return everything.filter(person=user.person_ref)
    own = partner_of(user)
    return everything.filter(organisation=own, about=None) if own else everything.none()


def partner_of(user: object) -> Organisation | None:
    """The organisation whose commitments she sees and updates; ``None`` for all others."""
    return organisations.mine(user) if reach(user, "table.partner") is Reach.OWN else None


def of_organisation(user: User, organisation: Organisation) -> QuerySet[Commitment]:
    """The one list of an organisation: the open ones by day, then the closed ones, the latest first."""
    rows = visible_to(user).filter(organisation=organisation)
    return rows.order_by(F("settled_on").desc(nulls_first=True), "due_on", "pk")


def public_of(organisation_id: UUID) -> QuerySet[Commitment]:
    """What an organisation promised in front of everybody; without what it left."""
    rows = Commitment.objects.filter(organisation=organisation_id, public=True, about=None)
    return rows.exclude(state=State.DROPPED).order_by(F("settled_on").desc(nulls_first=True), "due_on", "pk")


def _staff(user: User) -> Q:
    persons = _persons_of(user).values("pk")
    about_free = Q(about__isnull=True) | Q(about__in=persons)
    own_task = Q(user=user)
    return (
        own_task
        | Q(person__in=persons)
        | (Q(organisation__isnull=False) & about_free)
        | Q(user__isnull=False, about__in=persons)
    )


def _persons_of(user: User) -> QuerySet[Person]:
    """Persons whose commitments may be read: the coordinator's list, the desk's caseload and gates."""
    wide = "person.search" if reach(user, "commitment.read") is Reach.ALL else "person.read"
    return persons_visible_to(user, wide)


def of_person(user: User, person: Person) -> QuerySet[Commitment]:
    """The steps of one person, the open ones first, by day."""
    return (
        visible_to(user)
        .filter(person=person)
        .prefetch_related("goals")
        .order_by("settled_on", "due_on", "pk")
    )


def tasks_about(user: User, person: Person) -> QuerySet[Commitment]:
    """What the staff promised to do about one person."""
    return visible_to(user).filter(about=person)


def due(user: User, *, until: date | None = None) -> QuerySet[Commitment]:
    """Open commitments due by a day (today)."""
    return visible_to(user).filter(state__in=OPEN, due_on__lte=until or timezone.localdate())


def overdue(user: User, *, today: date | None = None) -> QuerySet[Commitment]:
    """Open commitments whose day has passed."""
    return visible_to(user).filter(state__in=OPEN, due_on__lt=today or timezone.localdate())


def listed(user: User, *, kind: str = "", settled: bool = False) -> QuerySet[Commitment]:
    """The list of the staff: what is open by day, so that the late ones come first; then the closed ones.

    ``kind`` is "miei", "persone", "organizzazioni" or empty for all.
    """
    rows = visible_to(user)
    wanted = {
        "miei": Q(user=user),
        "persone": Q(person__isnull=False),
        "organizzazioni": Q(organisation__isnull=False),
    }
    if kind:
        rows = rows.filter(wanted[kind])
    if not settled:
        rows = rows.filter(state__in=OPEN)
    return rows.order_by(F("settled_on").desc(nulls_first=True), "due_on", "pk")


def staff_to_choose() -> QuerySet[User]:
    """Colleagues who can have a commitment: those who would see it in their list."""
    return working([role for role in Role.values if reach_of([role], "commitment.read") is not Reach.NONE])
