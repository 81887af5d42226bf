"""Reading coffees, tables and agreements. The house reads all, a delegate her organisation's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.commitments.queries import visible_to as commitments_visible_to
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.tables import rules, slots
from jobcaffe.network.tables.enums import Side, State
from jobcaffe.network.tables.models import Agreement, Coffee, CoffeeTime, Duty, Meeting, Table
from jobcaffe.organisations.models import Organisation


def _reach(user: object) -> tuple[bool, Organisation | None]:
    """Whether all is to be read, and otherwise the organisation whose own is."""
    if access.allows(user, "table.manage"):
        return True, None
    return False, rules.partner(user) if isinstance(user, User) else None


def coffees(user: object) -> QuerySet[Coffee]:
    """Coffees to be read, the latest first."""
    rows = Coffee.objects.select_related("first", "second", "encounter", "operator").prefetch_related("times")
    everything, own = _reach(user)
    if everything:
        return rows
    return rows.filter(Q(first=own) | Q(second=own)) if own else rows.none()


def coffee_of(user: object, coffee_id: UUID) -> Coffee | None:
    """One coffee, ``None`` when it is not there or not to be read."""
    return coffees(user).filter(pk=coffee_id).first()


def coffee_by_token(token: str) -> tuple[Coffee, Side, str] | None:
    """The coffee, the side and to whom a link was sent; ``None`` when it is not ours, or hers no more."""
    read = rules.read_token(token)
    if read is None:
        return None
    rows = Coffee.objects.select_related("first", "second", "encounter__room__place", "encounter__place")
    found = rows.prefetch_related("times").filter(pk=read[0]).first()
    return (found, *read[1:]) if found and rules.link_stands(found, *read[1:]) else None


def coming() -> Q:
    """Agreed, and not called off."""
    return Q(state=State.AGREED) & ~Q(encounter__state=EncounterState.CANCELLED)


def to_tell() -> Q:
    """The coffee is over, and nobody has said how it went."""
    return coming() & Q(outcome="", encounter__ends_at__lt=timezone.now())


def waits_for(user: object, own: Organisation) -> list[Coffee]:
    """Coffees that wait for a word of the organisation: an answer, or how it went."""
    rows = coffees(user).filter(Q(state=State.WAITING, answer_by__gte=timezone.localdate()) | to_tell())
    return [one for one in rows if one.state == State.AGREED or waits(one, own)]


def waits(coffee: Coffee, own: Organisation) -> bool:
    """Whether the organisation has still something to say. From what was fetched."""
    side = rules.side_of(own, coffee)
    return side is not None and rules.waits_for(coffee, side)


@dataclass(frozen=True)
class Choice:
    """One of the three times as a side sees it."""

    time: CoffeeTime
    mine: bool | None
    theirs: bool | None
    free: bool


def choices(coffee: Coffee, side: str) -> list[Choice]:
    """The three times: those to which the others said yes first, then by day."""
    times = list(coffee.times.all())
    free = slots.still_free([(one.starts_at, one.ends_at) for one in times if one.starts_at > timezone.now()])
    facing = rules.yes_field(rules.other_side(side))
    rows = [
        Choice(one, getattr(one, rules.yes_field(side)), getattr(one, facing), one.starts_at in free)
        for one in times
    ]
    return sorted(rows, key=lambda row: (not row.theirs, row.time.starts_at))


# --- tables and agreements ------------------------------------------------------------------------------


def tables(user: object) -> QuerySet[Table]:
    """Tables to be read, with who sits there and their meetings, the open ones first."""
    meetings = Meeting.objects.select_related("encounter").order_by("-encounter__starts_at")
    rows = Table.objects.prefetch_related("organisations", Prefetch("meetings", meetings))
    everything, own = _reach(user)
    if not everything:
        rows = rows.filter(organisations=own) if own else rows.none()
    return rows.order_by("closed_on", "name")


def table_of(user: object, table_id: UUID) -> Table | None:
    """One table, ``None`` when it is not there or not to be read."""
    return tables(user).filter(pk=table_id).first()


def next_meeting(table: Table) -> Meeting | None:
    """The next one that is not called off. From what was fetched."""
    now = timezone.now()
    ahead = [
        one
        for one in table.meetings.all()
        if one.encounter.ends_at >= now and one.encounter.state == EncounterState.PLANNED
    ]
    return min(ahead, key=lambda one: one.encounter.starts_at, default=None)


def meeting_of(user: object, meeting_id: UUID) -> Meeting | None:
    """One meeting of a table that is to be read."""
    rows = Meeting.objects.filter(table__in=tables(user).order_by().values("pk"))
    rows = rows.select_related("table", "encounter__room__place", "encounter__place")
    return rows.prefetch_related("table__organisations").filter(pk=meeting_id).first()


def minutes(meeting: Meeting) -> QuerySet[Commitment]:
    """Who does what by when. For whoever may read the meeting; what concerns a person is not there."""
    rows = Commitment.objects.filter(encounter=meeting.encounter_id, person=None, about=None)
    return rows.select_related("organisation", "user", "person").order_by("due_on", "pk")


def agreements(user: object) -> QuerySet[Agreement]:
    """Agreements to be read, those that end first at the beginning."""
    rows = Agreement.objects.select_related("document").prefetch_related("parties")
    everything, own = _reach(user)
    if everything:
        return rows
    return rows.filter(parties=own) if own else rows.none()


def agreement_of(user: object, agreement_id: UUID) -> Agreement | None:
    """One agreement, ``None`` when it is not there or not to be read."""
    return agreements(user).filter(pk=agreement_id).first()


def duties(agreement: Agreement) -> QuerySet[Duty]:
    """What each party does."""
    return agreement.duties.select_related(
        "commitment__organisation", "commitment__user", "commitment__person"
    )


def ending(user: object) -> QuerySet[Agreement]:
    """Agreements that end within sixty days."""
    today = timezone.localdate()
    until = today + timedelta(days=rules.WARN_DAYS)
    return agreements(user).filter(ends_on__gte=today, ends_on__lte=until)


def promises_due(user: User, own: Organisation) -> QuerySet[Commitment]:
    """Open commitments of the organisation whose day is within a week or has passed."""
    soon = timezone.localdate() + timedelta(days=7)
    rows = commitments_visible_to(user).filter(organisation=own, settled_on=None, due_on__lte=soon)
    return rows.order_by("due_on", "pk")
