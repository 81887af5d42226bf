"""Who sees which person; search; caseloads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from jobcaffe.foundation.access import Reach, reach
from jobcaffe.foundation.accounts.models import Gate, User
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.foundation.search import MOST_WORDS, normalise
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person

GONE = (Status.MERGED, Status.ERASED)
SEARCH_LETTERS = 3
SEARCH_MAX = 20
TAIL_DIGITS = 4
STALLED_DAYS = 30


@dataclass(frozen=True)
class Found:
    """One row of a search: enough to recognise somebody, not her contacts."""

    ref: UUID
    name: str
    birth_year: int | None
    phone: str  # masked: "••• 567"
    last_contact_on: date | None
    team: str


def _caseload(user: User) -> Q:
    """Persons of the user's team, the protected ones only when she follows them herself."""
    own = Q(operator=user)
    return own | Q(team=user.team_id, protected=False) if user.team_id else own


def _gated(user: User) -> Q:
    """Persons whose record this user opened with a reason, less than 8 hours ago."""
    opened = Gate.objects.filter(user=user, expires_at__gt=timezone.now()).values("person_ref")
    return Q(pk__in=opened)


def _scope(user: User, found: Reach) -> Q | None:
    if found is Reach.NONE:
        return None
    if found is Reach.OWN:
        return Q(pk=user.person_ref) if user.person_ref else None
    if found is Reach.ASSIGNED:
        return _caseload(user)
    if found is Reach.GATED:
        return _caseload(user) | _gated(user)
    return Q(protected=False) | Q(operator=user) | _gated(user)


def visible_to(user: User, capability: str = "person.read") -> QuerySet[Person]:
    """The persons whom ``user`` reaches with the capability; merged and erased records never.

    Protected persons are reached by the operator who follows them, and by the coordinator through
    a gate; no list, search or export of anybody else has them.
    """
    scope = _scope(user, reach(user, capability))
    if scope is None:
        return Person.objects.none()
    return Person.objects.exclude(status__in=GONE).filter(scope)


def can_be_gated(user: User, person_ref: UUID) -> bool:
    """Whether ``user`` may ask to open this record with a reason.

    Nobody's protected record can be asked for by the desk: for them it is not there. The
    coordinator may ask for every record.
    """
    if reach(user, "person.read") is not Reach.GATED:
        return False
    persons = Person.objects.exclude(status__in=GONE).filter(pk=person_ref)
    if reach(user, "person.merge") is not Reach.ALL:
        persons = persons.filter(protected=False)
    return persons.exists()


def stays_closed(user: User, persons: Iterable[Person]) -> set[UUID]:
    """Of these persons, those whose name ``user`` must not be shown (protected, and not hers)."""
    hidden = {person.pk for person in persons if person.protected}
    if not hidden:
        return set()
    return hidden - set(visible_to(user, "person.search").filter(pk__in=hidden).values_list("pk", flat=True))


def protected_records(user: User) -> QuerySet[Person]:
    """Protected records for the coordinator, who sees only who follows them until she opens a gate."""
    if reach(user, "person.merge") is not Reach.ALL:
        return Person.objects.none()
    found = Person.objects.exclude(status__in=GONE).filter(protected=True).select_related("operator", "team")
    return found.only("id", "operator__name", "team__name").order_by("team__name", "operator__name", "pk")


def matching(text: str) -> Q | None:
    """What was typed as a filter: a phone, its last 4 digits, an e-mail, or beginnings of names.

    ``None`` when it is too short to search (3 letters or 4 digits).
    """
    digits = re.sub(r"\D", "", text)
    if digits and not re.search(r"[^\W\d_]", text):
        if len(digits) == TAIL_DIGITS:
            return Q(phone_tail_index=crypto.blind_index("phone-tail", digits))
        phone = crypto.normalise_phone(text)
        return Q(phone_index=crypto.blind_index("phone", phone)) if phone else None
    if "@" in text:
        return Q(email_index=crypto.blind_index("email", crypto.normalise_email(text)))
    return _name_filter(normalise(text))


def _name_filter(plain: str) -> Q | None:
    if len(plain.replace(" ", "")) < SEARCH_LETTERS:
        return None
    found = Q()
    for word in plain.split()[:MOST_WORDS]:
        found &= Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
    return found


def search(user: User, text: str) -> list[Found]:
    """At most 20 persons of whom ``user`` may know, by phone or beginnings of names.

    Two queries at most. The journal row is written by :func:`people.actions.note_search`.
    """
    wanted = matching(text)
    if wanted is None:
        return []
    persons = visible_to(user, "person.search").filter(wanted).select_related("team")
    return [found(person) for person in persons.order_by("search_name", "pk")[:SEARCH_MAX]]


def searchable(text: str) -> bool:
    """Whether it is long enough to search (3 letters, or 4 digits)."""
    return matching(text) is not None


def same_name(user: User, name: str) -> list[Found]:
    """Persons of whom ``user`` may know with exactly this ``"surname name"``; one query."""
    rows = visible_to(user, "person.search").filter(search_name=normalise(name)).select_related("team")
    return [found(person) for person in rows.order_by("pk")[:SEARCH_MAX]]


def masked(phone: str) -> str:
    """``"+393331234567"`` → ``"••• 567"``; empty stays empty."""
    return f"••• {phone[-3:]}" if phone else ""


def found(person: Person) -> Found:
    """The row of a search for one person."""
    return Found(
        ref=person.pk,
        name=person.full_name,
        birth_year=person.birth_year,
        phone=masked(person.phone),
        last_contact_on=person.last_contact_on,
        team=person.team.name if person.team else "",
    )


def caseload(user: User, *, operator: User | None = None, status: str = Status.ACTIVE) -> QuerySet[Person]:
    """The followed persons whom ``user`` may list, optionally those of one operator."""
    persons = visible_to(user, "person.search").select_related("operator", "team")
    persons = persons.filter(status=status) if status else persons
    return persons.filter(operator=operator) if operator else persons


def load_by_operator(user: User) -> list[dict[str, object]]:
    """How many followed persons each operator has: ``operator__id, operator__name, team__name, persons``."""
    rows = caseload(user).values("operator__id", "operator__name", "team__name")
    counted = rows.annotate(persons=Count("pk")).order_by("team__name", "operator__name")
    return [dict(row) for row in counted]


def end_of(day: date) -> datetime:
    """The first instant after this day in Rome."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _silent_since(limit: date) -> Q:
    """No contact after this day; who was never reached counts from the day she came."""
    never = Q(last_contact_on__isnull=True, created_at__lt=end_of(limit))
    return Q(last_contact_on__lte=limit) | never


def not_reached_since(user: User, *, days: int = STALLED_DAYS, today: date | None = None) -> QuerySet[Person]:
    """Followed persons with no contact for ``days`` days (never reached counts from her arrival)."""
    limit = (today or timezone.localdate()) - timedelta(days=days)
    return (
        caseload(user).filter(_silent_since(limit)).order_by(F("last_contact_on").asc(nulls_first=True), "pk")
    )


def export_rows(user: User) -> QuerySet[Person]:
    """The persons whom ``user`` may take away as a file; each is journalled by the action that does it."""
    return visible_to(user, "person.export").select_related("operator", "team").order_by("search_name", "pk")


def retention_due(user: User, *, today: date | None = None) -> QuerySet[Person]:
    """Records that have stayed their time without any contact (rule "person"), for the coordinator."""
    if reach(user, "person.erase") is not Reach.ALL:
        return Person.objects.none()
    due = past_retention(today or timezone.localdate())
    return visible_to(user, "person.erase").filter(pk__in=due.values("pk")).order_by("last_contact_on", "pk")


def past_retention(today: date) -> QuerySet[Person]:
    """Records that have stayed their time, whoever asks: to be counted, not to be listed."""
    limit = retention_rules()["person"].cut_off(today)
    persons = Person.objects.exclude(status__in=GONE)
    return persons.filter(_silent_since(limit)) if limit else persons.none()
