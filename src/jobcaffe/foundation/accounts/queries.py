"""Every read about accounts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone

from jobcaffe.foundation.access import Reach, reach
from jobcaffe.foundation.accounts.enums import STAFF_ROLES, Role
from jobcaffe.foundation.accounts.models import Card, Device, Grant, Passkey, Team, User
from jobcaffe.foundation.accounts.rules import Access
from jobcaffe.foundation.journal.models import Entry

UNUSED_DAYS = 90
REVIEW_DAYS = 7


def visible_to(user: User) -> QuerySet[User]:
    """Accounts that ``user`` may manage: those of people who work here, never of participants."""
    if reach(user, "user.manage") is not Reach.ALL:
        return User.objects.none()
    return User.objects.filter(person_ref=None)


def working(roles: Collection[str]) -> QuerySet[User]:
    """Active users who hold one of these roles today, by name."""
    today = timezone.localdate()
    held = User.objects.filter(is_active=True, grants__role__in=roles, grants__starts_on__lte=today)
    return held.filter(Q(grants__ends_on__isnull=True) | Q(grants__ends_on__gte=today)).distinct()


def everybody_here() -> QuerySet[User]:
    """Accounts of people who work or worked here, never of participants; by name."""
    return User.objects.filter(person_ref=None).order_by("name", "pk")


def names_of(refs: Collection[UUID]) -> dict[object, str]:
    """Names of accounts by identifier, also of closed ones: one query."""
    return dict(User.objects.filter(pk__in=refs).values_list("pk", "name"))


def open_gates(user: User) -> set[UUID]:
    """The persons whose records ``user`` has opened with a reason in the last eight hours."""
    live = user.gates.filter(expires_at__gt=timezone.now())
    return set(live.values_list("person_ref", flat=True))


def devices_of(user: User) -> list[Device]:
    """The browsers in which ``user`` is signed in, the last seen first."""
    return list(user.devices.filter(ended_at=None))


def device_of(user: User, pk: UUID) -> Device | None:
    """One of the user's own devices."""
    return user.devices.filter(pk=pk).first()


def passkeys_of(user: User) -> list[Passkey]:
    """The passkeys of ``user``, the oldest first."""
    return list(user.passkeys.all())


def passkey_of(user: User, pk: UUID) -> Passkey | None:
    """One of the user's own passkeys."""
    return user.passkeys.filter(pk=pk).first()


def has_passkey(user: User) -> bool:
    """Whether a second factor can be asked."""
    return user.passkeys.exists()


def recovery_codes_left(user: User) -> int:
    """How many recovery codes are still good."""
    return user.recovery_codes.filter(used_at=None).count()


def cards_of(person_ref: UUID) -> QuerySet[Card]:
    """The cards of a person whom the caller may see, the newest first."""
    return Card.objects.filter(person_ref=person_ref)


def teams() -> QuerySet[Team]:
    """All teams, by name."""
    return Team.objects.all()


@dataclass(frozen=True)
class StaffRow:
    """One account on the list of the staff."""

    user: User
    roles: tuple[str, ...]
    until: date | None
    seen_at: datetime | None
    passkeys: int
    unused: bool

    @property
    def role_labels(self) -> str:
        """The roles in Italian, or that there are none."""
        return ", ".join(str(Role(role).label) for role in self.roles) or "Nessun ruolo oggi"

    @property
    def remarks(self) -> list[str]:
        """What a reviewer should look at."""
        staff = bool(set(self.roles) & STAFF_ROLES)
        found = (
            (self.unused, "non entra da 90 giorni"),
            (not self.roles, "nessun ruolo"),
            (staff and not self.passkeys, "senza passkey"),
        )
        return [text for applies, text in found if applies]


def teams_with_members() -> list[tuple[Team, int]]:
    """All teams by name, each with how many open accounts work in it."""
    rows = Team.objects.annotate(members=Count("user", filter=Q(user__is_active=True)))
    return [(team, team.members) for team in rows]


def access_of(user: User) -> Access:
    """The roles, team and last day that ``user`` has today."""
    ends = [grant.ends_on for grant in user.grants.filter(role__in=user.roles) if grant.ends_on]
    return Access(roles=sorted(user.roles), team=user.team, until=max(ends, default=None))


def staff(user: User) -> list[StaffRow]:
    """Who may enter and do what, by name; two queries however many there are."""
    rows = (
        visible_to(user)
        .select_related("team")
        .annotate(seen=Max("devices__seen_at"), keys=Count("passkeys", distinct=True))
        .prefetch_related(Prefetch("grants", queryset=Grant.objects.order_by("role"), to_attr="all_grants"))
    )
    return [_row(row) for row in rows]


def _row(user: User) -> StaffRow:
    today = timezone.localdate()
    grants: list[Grant] = user.all_grants  # type: ignore[attr-defined]
    live = [
        grant
        for grant in grants
        if grant.starts_on <= today and (grant.ends_on is None or grant.ends_on >= today)
    ]
    last = user.seen or user.last_login  # type: ignore[attr-defined]
    idle_since = last or user.created_at
    return StaffRow(
        user=user,
        roles=tuple(grant.role for grant in live) if user.is_active else (),
        until=max((grant.ends_on for grant in live if grant.ends_on), default=None),
        seen_at=last,
        passkeys=user.keys,  # type: ignore[attr-defined]
        unused=user.is_active and idle_since < timezone.now() - timedelta(days=UNUSED_DAYS),
    )


@dataclass(frozen=True)
class Review:
    """The last time somebody looked through the list of who may do what."""

    at: datetime | None
    by: str

    @property
    def due(self) -> bool:
        """Whether the weekly look is due."""
        return self.at is None or self.at < timezone.now() - timedelta(days=REVIEW_DAYS)


def last_review() -> Review:
    """When the accesses were last reviewed, and by whom."""
    entry = Entry.objects.filter(action="access.review").order_by("-seq").first()
    return Review(entry.at, entry.actor_name) if entry else Review(None, "")
