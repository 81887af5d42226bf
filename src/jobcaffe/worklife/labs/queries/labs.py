"""Which labs one sees, who is inside for whom, and what they do next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from jobcaffe.encounters.enums import State
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal import diary
from jobcaffe.foundation.journal.diary import Told
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.worklife.labs.enums import Standing
from jobcaffe.worklife.labs.models import DiaryEntry, Lab, Meeting, Membership, Minding, WeeksMean

HIDDEN = "Persona riservata"


@dataclass(frozen=True)
class ToAsk:
    """A lab that takes new people; ``asked`` when she has asked already."""

    lab: Lab
    asked: bool


@dataclass(frozen=True)
class Coming:
    """A meeting to come: places left for children, and how many of them are hers."""

    meeting: Meeting
    left: int
    mine: int


@dataclass(frozen=True)
class Line:
    """Somebody who asks or takes part, for who leads the lab. ``key`` is the row's."""

    key: UUID
    name: str
    phone: str


def refs_of(user: object) -> list[UUID]:
    """The records of the person behind a member's account, merged ones too; none for others."""
    return people.refs_of(user, "lab.member")


def _joined(user: User) -> Q:
    refs = refs_of(user)
    rows = Membership.objects.filter(Membership.of(refs), standing=Standing.MEMBER)
    return Q(pk__in=rows.values("lab")) if refs else Q(pk__in=())


def _led(user: User) -> Q:
    if not access.allows(user, "lab.lead"):
        return Q(pk__in=())
    return Q(pk__in=Lab.leaders.through._default_manager.filter(user=user.pk).values("lab"))


def visible_to(user: object, capability: str = "lab.member") -> QuerySet[Lab]:
    """Labs that ``user`` reaches: "lab.member" those she is in, "lab.lead" those she leads or, for who
    runs the programme, all of them. What is inside a lab is read through :func:`inside`.
    """
    rows = Lab.objects.select_related("room__place")
    found = access.reach(user, capability)
    if found is Reach.NONE or not isinstance(user, User):
        return rows.none()
    if capability == "lab.member":
        return rows.filter(_joined(user))
    return rows if found is Reach.ALL else rows.filter(_led(user))


def inside(user: object) -> QuerySet[Lab]:
    """Labs whose private side ``user`` reads: she is in them or leads them. Running the programme is
    not enough.
    """
    rows = Lab.objects.select_related("room__place")
    return rows.filter(_joined(user) | _led(user)) if isinstance(user, User) else rows.none()


def lab_of(user: object, lab_id: UUID, capability: str) -> Lab | None:
    """One lab, ``None`` when it is not there or not to be seen."""
    return visible_to(user, capability).filter(pk=lab_id).first()


def led_lab(user: object, lab_id: UUID) -> Lab | None:
    """One lab that ``user`` leads herself; running the programme is not enough."""
    if not isinstance(user, User):
        return None
    return Lab.objects.select_related("room__place").filter(_led(user), pk=lab_id).first()


def led_labs(user: object) -> QuerySet[Lab]:
    """The labs that ``user`` leads herself, open ones, by code."""
    rows = Lab.objects.select_related("room__place").filter(closed_on=None)
    return rows.filter(_led(user)) if isinstance(user, User) else rows.none()


def to_ask(user: object) -> list[ToAsk]:
    """Labs that take new people and that she is not in. Two queries."""
    refs = refs_of(user)
    standings = dict(Membership.objects.filter(Membership.of(refs)).values_list("lab", "standing"))
    rows = Lab.objects.filter(open_to_new=True, closed_on=None).prefetch_related("leaders")
    return [
        ToAsk(row, standings.get(row.pk) == Standing.ASKED)
        for row in (rows if refs else ())
        if standings.get(row.pk) != Standing.MEMBER
    ]


def desk_labs(user: object) -> QuerySet[Lab]:
    """Labs for which somebody may be put down at the desk."""
    rows = Lab.objects.filter(open_to_new=True, closed_on=None)
    return rows if access.reach(user, "lab.ask") in (Reach.ASSIGNED, Reach.ALL) else rows.none()


# --- who is inside, for who leads ------------------------------------------------------------------


def members(lab: Lab) -> QuerySet[Membership]:
    """Who is in a lab. Never given to a page: :func:`roster` decides who sees what."""
    return lab.memberships.filter(standing=Standing.MEMBER)


def waiting(user: object) -> dict[UUID, int]:
    """How many ask to come into each lab that ``user`` leads herself."""
    rows = Membership.objects.filter(lab__in=led_labs(user).values("pk"), standing=Standing.ASKED)
    return dict(rows.order_by().values_list("lab").annotate(n=Count("pk")))


def roster(user: object, lab: Lab, standing: str = Standing.MEMBER) -> list[Line]:
    """Names and telephones of who is in a lab, or asks, for who leads it herself. Three queries."""
    if led_lab(user, lab.pk) is None:
        return []
    rows = list(lab.memberships.filter(standing=standing))
    persons = Person.objects.select_related("merged_into").in_bulk([row.person_ref for row in rows])
    lines = [_line(row.pk, persons[row.person_ref]) for row in rows if row.person_ref in persons]
    return sorted(lines, key=lambda line: (line.name.casefold(), str(line.key)))


def _line(key: UUID, person: Person) -> Line:
    person = person.merged_into or person
    if person.protected:
        return Line(key, person.alias or HIDDEN, "")
    return Line(key, person.alias or person.full_name, person.phone)


def last_mean(user: object, lab: Lab) -> WeeksMean | None:
    """The last mean of the weeks of a lab whose inside ``user`` reads."""
    return lab.means.last() if inside(user).filter(pk=lab.pk).exists() else None


# --- meetings and children -------------------------------------------------------------------------


def coming(user: object, lab: Lab) -> list[Coming]:
    """The meetings of a lab to come, soonest first, for who is in it or leads it. Three queries."""
    if not inside(user).filter(pk=lab.pk).exists():
        return []
    rows = list(
        Meeting.objects.filter(lab=lab, encounter__state=State.PLANNED, encounter__ends_at__gt=timezone.now())
        .select_related("encounter__room__place", "encounter__place", "lab")
        .order_by("encounter__starts_at")
    )
    return _with_places(user, rows)


def _with_places(user: object, rows: Collection[Meeting]) -> list[Coming]:
    taken = Minding.objects.filter(meeting__in=rows).order_by().values("meeting").annotate(n=Sum("places"))
    counts = {row["meeting"]: row["n"] for row in taken}
    mine = dict(
        Minding.objects.filter(Minding.of(refs_of(user)), meeting__in=rows).values_list("meeting", "places")
    )
    return [
        Coming(row, max(row.child_places - counts.get(row.pk, 0), 0), mine.get(row.pk, 0)) for row in rows
    ]


def meeting_of(user: object, encounter_id: UUID) -> Coming | None:
    """One meeting of a lab whose inside ``user`` reads."""
    rows = Meeting.objects.select_related("encounter__room__place", "encounter__place", "lab")
    found = rows.filter(pk=encounter_id, lab__in=inside(user).values("pk")).first()
    return _with_places(user, [found])[0] if found else None


def places_left(meeting: Meeting) -> int:
    """Places for children that nobody holds. Call under the meeting's lock to rely on it."""
    taken = meeting.mindings.aggregate(n=Sum("places"))["n"] or 0
    return max(meeting.child_places - taken, 0)


def to_close(user: object) -> list[Meeting]:
    """Meetings of her labs that are over and that nobody has closed, oldest first."""
    rows = Meeting.objects.filter(
        lab__in=led_labs(user).values("pk"),
        encounter__state=State.PLANNED,
        encounter__ends_at__lt=timezone.now(),
    )
    return list(rows.select_related("encounter", "lab").order_by("encounter__starts_at"))


# --- her own ---------------------------------------------------------------------------------------


def my_diary(user: object) -> list[Told]:
    """What was done with her data in labs, newest first. Hers alone."""
    return diary.read(DiaryEntry, user, refs_of(user))


def lab_of_membership(user: object, membership_id: UUID) -> UUID | None:
    """The lab of a request or membership, for who leads it herself."""
    rows = Membership.objects.filter(pk=membership_id, lab__in=led_labs(user).values("pk"))
    return rows.values_list("lab", flat=True).first()
