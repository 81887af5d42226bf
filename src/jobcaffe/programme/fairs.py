"""What a fair was and what was born from it: counts over all its rooms, and beside earlier fairs.

The rooms of the fair do not know each other's rows, nor those of the network: here they are joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from jobcaffe.circles.enums import State as CircleState
from jobcaffe.circles.models import Decision
from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.enums import StandState, State
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.pledges import queries as pledges
from jobcaffe.fair.pledges.enums import Answer, Useful
from jobcaffe.fair.pledges.models import Contact
from jobcaffe.fair.talks.enums import State as TalkState
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits.enums import SeatState, Way
from jobcaffe.fair.visits.enums import State as VisitState
from jobcaffe.fair.visits.models import Seat, Visitor
from jobcaffe.organisations.models import Organisation

# What is counted as born from a fair began within so many days after it.
AFTER = 180
EARLIER = 4


@dataclass(frozen=True)
class Day:
    """The day itself, in counts that stay as they were when the fair was closed."""

    expected: int = 0
    arrived: int = 0
    walk_ins: int = 0
    exhibitors: int = 0
    talks_booked: int = 0
    talks_held: int = 0
    seats: int = 0
    contacts: int = 0

    @property
    def visitors(self) -> int:
        """Everybody who came in."""
        return self.arrived + self.walk_ins

    @property
    def no_show(self) -> int | None:
        """Of those who had signed up, how many in a hundred did not come; ``None`` without sign-ups."""
        return round(100 * (self.expected - self.arrived) / self.expected) if self.expected else None


@dataclass(frozen=True)
class After:
    """What came afterwards: posts and places of its exhibitors, who joined the network, groups begun."""

    opportunities: int = 0
    places: int = 0
    joined: int = 0
    groups: int = 0


@dataclass(frozen=True)
class Account:
    """One fair with all its numbers. ``useful`` is ``None`` below the smallest count that may be told."""

    fair: Fair
    day: Day
    after: After
    promised: int
    asked: int
    answered: int
    done: int
    working: int
    dropped: int
    opinions: int
    useful: int | None
    frozen: bool

    @property
    def share(self) -> int | None:
        """Promises answered out of those asked about, in percent."""
        return round(100 * self.answered / self.asked) if self.asked else None


def visits(fair: Fair) -> dict[str, int]:
    """Who was expected and who came in: the counts that the door alone makes."""
    at_door, came = Q(way=Way.DOOR), Q(arrived_at__isnull=False)
    found: dict[str, int] = Visitor.objects.filter(fair=fair).aggregate(
        expected=Count("pk", filter=~at_door & (Q(state=VisitState.EXPECTED) | came)),
        arrived=Count("pk", filter=~at_door & came),
        walk_ins=Count("pk", filter=at_door & came),
    )
    return found


def _talks(fair: Fair) -> dict[str, int]:
    kept = ~Q(state=TalkState.CANCELLED)
    found: dict[str, int] = Talk.objects.filter(fair=fair).aggregate(
        talks_booked=Count("pk", filter=kept), talks_held=Count("pk", filter=Q(state=TalkState.HELD))
    )
    return found


def day_of(fair: Fair) -> Day:
    """The counts of the day as the rows say now: four queries and a few."""
    return Day(
        **visits(fair),
        **_talks(fair),
        exhibitors=fair.stands.filter(state=StandState.ACCEPTED).count(),
        seats=Seat.objects.filter(session__fair=fair, state=SeatState.HELD).count(),
        contacts=Contact.objects.filter(stand__fair=fair).count(),
    )


def counts(fair: Fair) -> dict[str, int]:
    """The same as a dictionary, for the moment in which a fair is closed."""
    return asdict(day_of(fair))


def _frozen(said: Mapping[str, int]) -> Day:
    return Day(**{one.name: int(said.get(one.name, 0)) for one in fields(Day)})


def _days_after(fair: Fair) -> tuple[date, date]:
    first = timezone.localdate(fair.opens_at)
    return first, first + timedelta(days=AFTER)


def posts_after(fair: Fair) -> QuerySet[Post]:
    """What its exhibitors published from the day of the fair on, for half a year."""
    first, last = _days_after(fair)
    bodies = Stand.objects.filter(fair=fair, state=StandState.ACCEPTED).values("organisation")
    return Post.objects.filter(
        organisation__in=bodies, published_on__gte=first, published_on__lte=last, direction="offer"
    )


def after(fair: Fair) -> After:
    """What was born around it. Groups are counted, never their people."""
    first, last = _days_after(fair)
    bodies = Stand.objects.filter(fair=fair, state=StandState.ACCEPTED).values("organisation")
    opened = posts_after(fair).aggregate(many=Count("pk"), places=Sum("places"))
    return After(
        opportunities=opened["many"],
        places=opened["places"] or 0,
        joined=Organisation.objects.filter(pk__in=bodies, joined_on__gt=first, joined_on__lte=last).count(),
        groups=Decision.objects.filter(after=CircleState.START_UP, on__gt=first, on__lte=last).count(),
    )


def account(fair: Fair) -> Account:
    """All numbers of a fair; those of the day as they were when it was closed."""
    closing, born, said = pledges.closing_of(fair), pledges.born_from(fair), pledges.opinions(fair)
    return Account(
        fair=fair,
        day=_frozen(closing.counts) if closing else day_of(fair),
        after=after(fair),
        promised=born.promised,
        asked=born.asked,
        answered=born.answered,
        done=born.count(Answer.DONE),
        working=born.count(Answer.WORKING),
        dropped=born.count(Answer.DROPPED),
        opinions=said.count,
        useful=said.useful[Useful.YES] if said.enough else None,
        frozen=closing is not None,
    )


def earlier(user: object, fair: Fair) -> list[Account]:
    """The last fairs that are over before this one, the oldest first."""
    rows = events.visible_to(user).filter(opens_at__lt=fair.opens_at, state=State.CLOSED)
    return [account(one) for one in reversed(rows.order_by("-opens_at")[:EARLIER])]


@dataclass(frozen=True)
class Line:
    """One row of the report: what, and its value for each fair compared."""

    key: str
    values: list[int | None] = field(default_factory=list)


KEYS = (
    "expected", "arrived", "walk_ins", "no_show", "exhibitors", "talks_booked", "talks_held", "seats",
    "contacts", "promised", "answered", "share", "done", "working", "dropped", "opinions", "useful",
    "opportunities", "places", "joined", "groups",
)  # fmt: skip


def value(one: Account, key: str) -> int | None:
    """One number of an account by its key."""
    for holder in (one, one.day, one.after):
        if hasattr(holder, key):
            found: int | None = getattr(holder, key)
            return found
    raise KeyError(key)


def lines(accounts: list[Account]) -> list[Line]:
    """Every number for every fair, in the order of the report."""
    return [Line(key, [value(one, key) for one in accounts]) for key in KEYS]
