"""Reading who comes. The desk reads all, a volunteer her fairs, a member herself, an exhibitor nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from jobcaffe.fair.events.models import Fair, Session
from jobcaffe.fair.visits import hooks, rules
from jobcaffe.fair.visits.enums import ScanKind, SeatState, State
from jobcaffe.fair.visits.models import Consent, Device, Scan, Seat, Visitor
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.search import normalise
from jobcaffe.people.queries.members import refs_of

FOUND_MAX = 20


def visible_to(user: object) -> QuerySet[Visitor]:
    """Visitors to be read, in the order in which they signed up."""
    rows = Visitor.objects.select_related("fair__place", "person")
    if access.reach(user, "fair.desk") is Reach.ALL:
        return rows
    if access.allows(user, "fair.door"):
        return rows.filter(fair__in=rules.door_fairs(user).values("pk"))
    refs = refs_of(user, "my.read")
    return rows.filter(person__in=refs) if refs else rows.none()


def of_person(user: object) -> QuerySet[Visitor]:
    """The fairs of who is signed in, as far as an operator linked them to her; the latest first."""
    refs = refs_of(user, "my.read")
    rows = Visitor.objects.select_related("fair__place").filter(person__in=refs, state=State.EXPECTED)
    return rows.order_by("-fair__opens_at")


def by_token(token: str) -> Visitor:
    """The visitor of a ticket's link. Raises ``Visitor.DoesNotExist`` when it is not ours, or forgotten."""
    found = rules.read_token(token)
    if found is None:
        raise Visitor.DoesNotExist
    return Visitor.objects.select_related("fair__place", "person").get(pk=found, forgotten_on=None)


def by_code(fair: Fair, code: str) -> Visitor | None:
    """The visitor of a short code, in whatever way it was typed."""
    read = rules.read_code(code)
    return Visitor.objects.filter(fair=fair, code=read, forgotten_on=None).first() if read else None


def by_reading(fair: Fair, text: str) -> Visitor | None:
    """The visitor of what a camera, a USB reader or two thumbs put into the field of the door."""
    found = rules.read_token(text)
    if found is not None:
        return Visitor.objects.filter(fair=fair, pk=found, forgotten_on=None).first()
    code = rules.read_code(text)
    hers = by_code(fair, code)
    return hers or Visitor.objects.filter(pk__in=holders(fair, {code} if code else ()).values()).first()


def holders(fair: Fair, codes: Collection[str]) -> dict[str, UUID]:
    """Card → visitor, for the cards that the desk said are of somebody who has a code of her own."""
    rows = Scan.objects.filter(fair=fair, read__in=codes, visitor__forgotten_on=None, visitor__isnull=False)
    return dict(rows.order_by("at", "nonce").values_list("read", "visitor")) if codes else {}


def by_name(fair: Fair, text: str) -> list[Visitor]:
    """Visitors whose names begin with these words, at most twenty; the digests are looked at first."""
    words = [word for word in normalise(text).split() if len(word) >= rules.FEWEST]
    if not words:
        return []
    asked = rules.asked_index(words)
    rows = Visitor.objects.filter(fair=fair, forgotten_on=None).values_list("pk", "name_index")
    near = [pk for pk, index in rows if asked <= set(index)]
    found = Visitor.objects.filter(pk__in=near[: FOUND_MAX * 3])
    return [one for one in found if rules.same_words(words, one.name)][:FOUND_MAX]


@dataclass(frozen=True)
class Counts:
    """The door's three numbers. ``expected``: who has not cancelled and has not arrived yet."""

    inside: int
    arrived: int
    expected: int


def counts(fair: Fair) -> Counts:
    """Inside now, arrived so far, still expected: one query, answered by an index alone."""
    found = Visitor.objects.filter(fair=fair).aggregate(
        inside=Count("fair", filter=Q(inside=True)),
        arrived=Count("fair", filter=Q(arrived_at__isnull=False)),
        expected=Count("fair", filter=rules.coming() & Q(arrived_at=None)),
    )
    return Counts(**found)


def devices(fair: Fair) -> QuerySet[Device]:
    """Telephones and computers at the door, those that work first."""
    rows = Device.objects.filter(fair=fair).select_related("user")
    return rows.annotate(told=Count("scans")).order_by("off_at", "made_at")


def unknown(fair: Fair) -> QuerySet[Scan]:
    """Readings of codes that are of nobody, and that nobody took back."""
    return _kept(fair).filter(visitor=None).select_related("device")


def _kept(fair: Fair) -> QuerySet[Scan]:
    gone = Scan.objects.filter(fair=fair, kind=ScanKind.UNDO, undoes__isnull=False).values("undoes")
    return Scan.objects.filter(fair=fair).exclude(kind=ScanKind.UNDO).exclude(nonce__in=gone)


@dataclass(frozen=True)
class Card:
    """A code that the door read and that is of nobody: since when, how often."""

    code: str
    at: datetime
    count: int


def cards(fair: Fair) -> list[Card]:
    """Codes that wait for a name, the first read first. Links of other fairs are not among them."""
    rows = unknown(fair).exclude(read="").order_by().values("read")
    told = rows.annotate(first=Min("at"), n=Count("pk")).values_list("read", "first", "n")
    found = [Card(code, at, count) for code, at, count in told if rules.read_code(code) == code]
    return sorted(found, key=lambda one: (one.at, one.code))


def latest(fair: Fair, number: int = 5) -> list[Scan]:
    """The last presses that may be taken back, the latest first."""
    rows = _kept(fair).filter(visitor__isnull=False).select_related("visitor")
    return list(rows.order_by("-received_at", "-at")[:number])


# --- seats and consents ------------------------------------------------------------------------------


def seats_of(visitor: Visitor) -> QuerySet[Seat]:
    """Her seats and her places in waiting lists, by hour."""
    rows = visitor.seats.exclude(state=SeatState.LEFT).select_related("session__area")
    return rows.order_by("session__starts_at")


def held_by_session(sessions: Iterable[Session]) -> dict[UUID, int]:
    """How many hold a seat of each session: one query."""
    rows = Seat.objects.filter(session__in=[one.pk for one in sessions], state=SeatState.HELD)
    return dict(rows.order_by().values("session").annotate(n=Count("pk")).values_list("session", "n"))


def seats_between(visitors: Collection[UUID], starts: datetime, ends: datetime) -> QuerySet[Seat]:
    """Seats that these hold at sessions which are on at some moment between two."""
    return Seat.objects.filter(
        visitor__in=visitors, state=SeatState.HELD, session__starts_at__lt=ends, session__ends_at__gt=starts
    )


def sittings(
    fair: Fair, visitors: Collection[UUID] | None = None
) -> QuerySet[Seat, tuple[UUID, datetime, datetime, str]]:
    """Who (``None``: of everybody) has a seat from when to when, and where: one query."""
    rows = Seat.objects.filter(session__fair=fair, state=SeatState.HELD)
    if visitors is not None:
        rows = rows.filter(visitor__in=visitors)
    return rows.order_by("session__starts_at", "pk").values_list(
        "visitor", "session__starts_at", "session__ends_at", "session__title"
    )


def engaged(session: Session, visitors: Collection[UUID]) -> dict[UUID, str]:
    """Who of these has something else at the hours of a session, and what: a seat, or a talk."""
    seats = seats_between(visitors, session.starts_at, session.ends_at).exclude(session=session)
    found = hooks.busy(session.fair, visitors, session.starts_at, session.ends_at)
    return found | dict(seats.values_list("visitor", "session__title"))


def place_in_line(seat: Seat) -> int:
    """Which of those who wait she is, from 1."""
    ahead = Seat.objects.filter(session=seat.session_id, state=SeatState.WAITING)
    earlier = Q(asked_at__lt=seat.asked_at) | Q(asked_at=seat.asked_at, pk__lt=seat.pk)
    return 1 + ahead.filter(earlier).count()


def consents_of(visitor: Visitor) -> set[UUID]:
    """The exhibitors that may contact her."""
    rows = visitor.consents.filter(withdrawn_at=None)
    return set(rows.values_list("stand_id", flat=True))


def may_contact(stand_id: UUID, visitor: Visitor) -> bool:
    """Whether she said yes to this exhibitor, and has not taken it back."""
    return Consent.objects.filter(stand=stand_id, visitor=visitor, withdrawn_at=None).exists()
