"""Reading fairs. Everybody reads those that are public; who prepares them, all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from jobcaffe.exchange.posts import queries as posts
from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.events import rules
from jobcaffe.fair.events.enums import StandState, State
from jobcaffe.fair.events.models import Area, Cost, Fair, Helper, Session, Shift, Stand, Task
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation


def visible_to(user: object) -> QuerySet[Fair]:
    """Public ones for everybody; all for the staff; an exhibitor's and a volunteer's own before that."""
    rows = Fair.objects.select_related("place")
    if access.reach(user, "fair.desk") is Reach.ALL:
        return rows
    shown = Q(state__in=rules.PUBLIC)
    if access.allows(user, "fair.stand"):
        own = organisations.mine(user)
        if own is not None:
            shown |= Q(pk__in=Stand.objects.filter(organisation=own).values("fair"))
    if access.reach(user, "fair.door") is Reach.OWN:
        mine = Helper.objects.filter(user=getattr(user, "pk", None))
        shown |= Q(pk__in=mine.values("shift__fair"))
    return rows.filter(shown)


def fair_of(user: object, slug: str) -> Fair:
    """One fair. Raises ``Fair.DoesNotExist`` when it is not there or not to be read."""
    return visible_to(user).get(slug=slug)


def helped_by(user: object) -> QuerySet[Fair]:
    """The fairs at whose door and tables somebody may work: all for the staff, those of her shifts."""
    if access.reach(user, "fair.door") is Reach.OWN:
        mine = Helper.objects.filter(user=getattr(user, "pk", None))
        return visible_to(user).filter(pk__in=mine.values("shift__fair"))
    return visible_to(user) if access.allows(user, "fair.door") else Fair.objects.none()


def current() -> Fair | None:
    """The public fair whose day is today or comes next; ``None`` when there is none."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Fair.objects.select_related("place").filter(state=State.OPEN, closes_at__gte=start)
    return rows.order_by("opens_at").first()


# --- exhibitors -----------------------------------------------------------------------------------------


def stands_of(fair: Fair) -> QuerySet[Stand]:
    """The accepted ones, by name."""
    return every_stand(fair).filter(state=StandState.ACCEPTED)


def every_stand(fair: Fair) -> QuerySet[Stand]:
    """All that asked, were asked, said no; by name."""
    return fair.stands.select_related("organisation", "area", "fair").order_by(
        "organisation__search_name", "pk"
    )


def with_posts(rows: QuerySet[Stand]) -> QuerySet[Stand]:
    """The same, with what they show of the board: of ``posts`` only what everybody may read now."""
    return rows.prefetch_related(Prefetch("posts", posts.shown(), to_attr="shown_posts"))


def stand_of(fair: Fair, stand_id: UUID) -> Stand | None:
    """An accepted exhibitor of the fair; ``None`` when it is not there."""
    return with_posts(stands_of(fair)).filter(pk=stand_id).first()


def own_stand(user: object, fair: Fair) -> Stand | None:
    """The stand of the organisation that somebody speaks for."""
    own = organisations.mine(user) if access.allows(user, "fair.stand") else None
    return every_stand(fair).filter(organisation=own).first() if own else None


def own_stands(organisation: Organisation) -> dict[UUID, Stand]:
    """Fair → the organisation's stand in it."""
    rows = Stand.objects.filter(organisation=organisation).select_related("fair")
    return {row.fair_id: row for row in rows}


def calls_open() -> QuerySet[Fair]:
    """The fairs to come that exhibitors may ask for: public, and before their last moment."""
    rows = Fair.objects.select_related("place").filter(state=State.OPEN, closes_at__gt=timezone.now())
    return rows.order_by("opens_at")


def tables_in(stand: Stand, slot: int) -> int:
    """How many tables the stand has in a slot: none in breaks and outside the fair."""
    fair = stand.fair
    if slot in fair.breaks or not 0 <= slot < fair.slots:
        return 0
    if not stand.tables:
        return 1
    return int(stand.tables[slot]) if slot < len(stand.tables) else 0


def most_tables(stand: Stand) -> int:
    """The most it has in one slot: so many numbers are written on tables."""
    return max((tables_in(stand, slot) for slot in range(stand.fair.slots)), default=0)


# --- time -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Slot:
    """One interval in which a talk is held; ``is_break``: nobody meets."""

    number: int
    starts_at: datetime
    ends_at: datetime
    is_break: bool


def grid(fair: Fair) -> list[Slot]:
    """All slots of the fair in order."""
    length, shut = timedelta(minutes=fair.slot_minutes), set(fair.breaks)
    starts = [(number, fair.slot_start(number)) for number in range(fair.slots)]
    return [Slot(number, start, start + length, number in shut) for number, start in starts]


# --- programme ------------------------------------------------------------------------------------------


def sessions_of(fair: Fair) -> QuerySet[Session]:
    """The programme by hour, without what was called off."""
    return every_session(fair).filter(cancelled_on=None)


def every_session(fair: Fair) -> QuerySet[Session]:
    """The programme by hour, what was called off too."""
    rows = fair.sessions.select_related("area", "organisation", "fair")
    return rows.order_by("starts_at", "title", "pk")


def session_of(fair: Fair, session_id: UUID) -> Session | None:
    """One row of the programme, called off or not."""
    return every_session(fair).filter(pk=session_id).first()


def with_seats(rows: QuerySet[Session]) -> QuerySet[Session]:
    """The same, each with how many seats are taken (``held``)."""
    return rows.annotate(held=Count("taken", filter=Q(taken__state="held")))


def chosen(
    rows: Iterable[Session], *, audience: str = "", area: str = "", at: datetime | None = None
) -> list[Session]:
    """The rows for one audience (those for everybody too), in one area, running at one moment."""
    return [
        row
        for row in rows
        if (not audience or not row.audiences or {audience, rules.EVERYBODY} & set(row.audiences))
        and (not area or str(row.area_id) == area)
        and (at is None or row.starts_at <= at < row.ends_at)
    ]


def areas_of(fair: Fair) -> QuerySet[Area]:
    """In the order of the visit, each with how many exhibitors it has."""
    held = Count("stands", filter=Q(stands__state=StandState.ACCEPTED))
    return fair.areas.annotate(held=held).order_by("position", "pk")


# --- preparing ------------------------------------------------------------------------------------------


def shifts_of(fair: Fair) -> QuerySet[Shift]:
    """Turns of volunteers by hour, with who is in them."""
    helpers = Helper.objects.select_related("user")
    return fair.shifts.prefetch_related(Prefetch("helpers", helpers)).order_by("starts_at", "job", "pk")


def missing_in(shift: Shift) -> int:
    """How many volunteers the turn still needs. From what was fetched."""
    return max(0, shift.needed - len(shift.helpers.all()))


def tasks_of(fair: Fair) -> QuerySet[Task]:
    """What is to be done, the earliest day first."""
    return fair.tasks.select_related("owner", "fair").order_by("-days_before", "pk")


def due_on(task: Task) -> date:
    """The day by which a line of the list is done."""
    return timezone.localdate(task.fair.opens_at) - timedelta(days=task.days_before)


def late_tasks(fair: Fair) -> QuerySet[Task]:
    """Those not done whose day has passed."""
    ahead = (timezone.localdate(fair.opens_at) - timezone.localdate()).days
    return tasks_of(fair).filter(done_on=None, days_before__gt=ahead)


def costs_of(fair: Fair) -> QuerySet[Cost]:
    """The lines of the budget."""
    return fair.costs.order_by("pk")


def stand_counts(fair: Fair) -> dict[str, int]:
    """State → how many."""
    rows = fair.stands.order_by().values_list("state").annotate(many=Count("pk"))
    return dict(rows)


def posts_to_show(organisation: Organisation) -> QuerySet[Post]:
    """What an exhibitor may show at its stand: its posts that everybody reads now."""
    return posts.of_organisation(organisation.pk)


def missing(fair: Fair) -> list[str]:
    """What a fair still lacks, in the words of :data:`LACKS`; the first ones stop it from being public."""
    found = []
    if not fair.summary:
        found.append("summary")
    if not fair.sessions.filter(cancelled_on=None).exists():
        found.append("programme")
    if not fair.areas.exists():
        found.append("areas")
    counts = stand_counts(fair)
    if not counts.get(StandState.ACCEPTED):
        found.append("stands")
    if counts.get(StandState.ASKED):
        found.append("answers")
    return found + _lacking_rows(fair)


def _lacking_rows(fair: Fair) -> list[str]:
    found = []
    accepted = stands_of(fair)
    if rules.has_talks(fair) and accepted.filter(first_table=None).exists():
        found.append("numbers")
    shifts = list(shifts_of(fair))
    if not shifts or any(missing_in(one) for one in shifts):
        found.append("volunteers")
    if late_tasks(fair).exists():
        found.append("late")
    return found
