"""Every read of encounters, from the side of the staff and of the public."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobcaffe.encounters.enums import Presence, SignUpState, State
from jobcaffe.encounters.models import Attendance, Encounter, Register, SignUp
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.organisations.models import Organisation
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.spaces import words

TAKES_A_SEAT = (Presence.EXPECTED, Presence.PRESENT)
# A sign-up whose name was wiped when its time was over.
FORGOTTEN = "Nome cancellato"
CAN_LEAD = (Role.DESK, Role.FACILITATOR, Role.LAB_LEADER, Role.COORDINATOR)


def led_by(user: User) -> Q:
    """Encounters that ``user`` leads."""
    through = Encounter.leaders.through
    return Q(pk__in=through._default_manager.filter(user=user.pk).values("encounter"))


def visible_to(user: object, capability: str = "encounter.read") -> QuerySet[Encounter]:
    """Encounters that ``user`` reaches with the capability.

    A confidential encounter exists only for those who lead it: for all others it is in no list,
    no count and no feed, whatever their role.
    """
    reach = access.reach(user, capability)
    rows = Encounter.objects.select_related("room", "place", "series")
    if reach is Reach.NONE or not isinstance(user, User):
        return rows.none()
    if reach is Reach.OWN:
        return rows.filter(led_by(user))
    return rows.filter(Q(confidential=False) | led_by(user))


def encounter_of(user: object, encounter_id: UUID, capability: str = "encounter.read") -> Encounter | None:
    """One encounter, ``None`` when it is not there or not to be seen."""
    return visible_to(user, capability).filter(pk=encounter_id).prefetch_related("leaders").first()


def _day(first: date, last: date) -> Q:
    """Encounters that start between two local days, both included."""
    start = datetime.combine(first, time.min, tzinfo=words.ROME)
    end = datetime.combine(last + timedelta(days=1), time.min, tzinfo=words.ROME)
    return Q(starts_at__gte=start, starts_at__lt=end)


def _counted(rows: QuerySet[Encounter]) -> QuerySet[Encounter]:
    """With ``expected_n``, ``present_n`` and ``new_n`` (sign-ups not linked yet), without joins."""
    persons = Attendance.objects.filter(encounter=OuterRef("pk"), person__isnull=False)
    new = SignUp.objects.filter(encounter=OuterRef("pk"), state=SignUpState.NEW)
    return rows.annotate(
        expected_n=_count(persons.filter(presence__in=TAKES_A_SEAT)),
        present_n=_count(persons.filter(presence=Presence.PRESENT)),
        new_n=_count(new),
    )


def _count(rows: QuerySet[Attendance] | QuerySet[SignUp]) -> Coalesce:
    grouped = rows.order_by().values("encounter").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped, output_field=IntegerField()), 0)


def agenda(
    user: object, first: date, last: date, *, action: str = "", kind: str = "", mine: bool = False
) -> QuerySet[Encounter]:
    """The agenda of some days with its counts; cancelled ones stay, marked. One query and one for leaders."""
    rows = visible_to(user).filter(_day(first, last))
    if action:
        rows = rows.filter(action=action)
    if kind:
        rows = rows.filter(kind=kind)
    if mine and isinstance(user, User):
        rows = rows.filter(led_by(user))
    return _counted(rows).prefetch_related("leaders").order_by("starts_at", "title")


def to_close(user: object) -> QuerySet[Encounter]:
    """Encounters that are over and whose presences nobody has saved yet, oldest first."""
    rows = visible_to(user, "attendance.write")
    return rows.filter(state=State.PLANNED, ends_at__lt=timezone.now()).order_by("starts_at")


def of_person(user: object, person: Person) -> QuerySet[Attendance]:
    """Attendances of a person for her page, latest first; never the confidential ones.

    For the person herself, and for those who may read her record. Others get none.
    """
    own = getattr(user, "person_ref", None) == person.pk
    if not own and not access.allows(user, "person.read"):
        return Attendance.objects.none()
    rows = Attendance.objects.filter(person=person, encounter__confidential=False)
    return rows.select_related("encounter__room", "encounter__place").order_by("-encounter__starts_at")


def coming_of(person_ref: UUID) -> QuerySet[Encounter]:
    """What a person is expected at from now on, soonest first; never the confidential ones."""
    return Encounter.objects.filter(
        attendances__person=person_ref,
        attendances__presence=Presence.EXPECTED,
        confidential=False,
        state=State.PLANNED,
        ends_at__gt=timezone.now(),
    ).select_related("room", "place")


def of_organisation(user: object, organisation: Organisation) -> QuerySet[Attendance]:
    """Where an organisation was expected or came, latest first."""
    if not access.allows(user, "organisation.read"):
        return Attendance.objects.none()
    rows = Attendance.objects.filter(organisation=organisation, encounter__confidential=False)
    return rows.select_related("encounter").order_by("-encounter__starts_at")


@dataclass(frozen=True)
class RosterLine:
    """One line of the presences. ``key`` is what the form sends back."""

    key: str
    name: str
    presence: str
    is_organisation: bool = False
    unlinked: bool = False
    person: Person | None = None


def roster(user: object, encounter: Encounter) -> list[RosterLine]:
    """Who is expected and who came: persons, organisations, sign-ups not linked yet.

    A protected person is "Persona riservata" (or how she wants to be called) for those who do not
    follow her. Confidential encounters have no roster: only a number.
    """
    if encounter.confidential:
        return []
    rows = list(encounter.attendances.select_related("person", "organisation"))
    hidden = _hidden_from(user, [row.person for row in rows if row.person])
    lines = [_line(row, hidden) for row in rows]
    for sign_up in encounter.sign_ups.filter(state=SignUpState.NEW):
        came = {True: Presence.PRESENT, False: Presence.ABSENT, None: Presence.EXPECTED}[sign_up.came]
        lines.append(RosterLine(f"s:{sign_up.pk}", sign_up.name or FORGOTTEN, came, unlinked=True))
    return sorted(lines, key=lambda line: (line.is_organisation, line.name.casefold(), line.key))


def _line(row: Attendance, hidden: Collection[UUID]) -> RosterLine:
    if row.organisation is not None:
        return RosterLine(str(row.organisation_id), row.organisation.name, row.presence, is_organisation=True)
    person = row.person
    if person is None:  # the database refuses such a row
        raise ValueError(row.pk)
    secret = person.pk in hidden
    name = (person.alias or "Persona riservata") if secret else person.full_name
    return RosterLine(str(person.pk), name, row.presence, person=None if secret else person)


def _hidden_from(user: object, persons: Collection[Person]) -> set[UUID]:
    """Protected persons whom ``user`` does not follow."""
    protected = {person.pk for person in persons if person.protected}
    if not protected or not isinstance(user, User):
        return protected
    followed = people.visible_to(user, "person.read").filter(pk__in=protected)
    return protected - set(followed.values_list("pk", flat=True))


def seats_left(encounter: Encounter) -> int | None:
    """Free seats now; ``None`` when there is no limit. Call under the encounter's lock to rely on it."""
    if encounter.seats is None:
        return None
    return max(encounter.seats - _seats_taken([encounter])[encounter.pk], 0)


def _seats_taken(encounters: Collection[Encounter]) -> Counter[UUID]:
    """Seats taken at each encounter, by persons and by sign-ups not linked yet: two questions in all."""
    expected = Attendance.objects.filter(
        encounter__in=encounters, person__isnull=False, presence__in=TAKES_A_SEAT
    )
    unlinked = SignUp.objects.filter(encounter__in=encounters, state=SignUpState.NEW).exclude(came=False)
    taken: Counter[UUID] = Counter()
    for rows in (expected, unlinked):
        taken.update(dict(rows.order_by().values_list("encounter").annotate(n=Count("pk"))))
    return taken


def leaders_to_choose() -> QuerySet[User]:
    """Active users who may lead an encounter."""
    return working(CAN_LEAD)


# --- sheets -----------------------------------------------------------------------------------


def register_of(user: object, register_id: UUID) -> Register | None:
    """One sheet, ``None`` when its encounter is not to be seen."""
    reachable = visible_to(user, "attendance.write").values("pk")
    rows = Register.objects.select_related("encounter__room__place", "encounter__place", "scan")
    return rows.filter(pk=register_id, encounter__in=reachable).first()


def presences(encounter: Encounter) -> int:
    """Persons who were there, sign-ups not linked yet included: what the sheet's signatures must match."""
    if encounter.confidential:
        return encounter.present_count or 0
    linked = encounter.attendances.filter(presence=Presence.PRESENT, person__isnull=False).count()
    return linked + encounter.sign_ups.filter(state=SignUpState.NEW, came=True).count()


# --- the desk's sign-ups ------------------------------------------------------------------------


def sign_ups(user: object) -> QuerySet[SignUp]:
    """Sign-ups that nobody has linked to a person yet, soonest encounter first."""
    if not access.allows(user, "signup.manage"):
        return SignUp.objects.none()
    rows = SignUp.objects.filter(state=SignUpState.NEW).exclude(encounter__state=State.CANCELLED)
    rows = rows.exclude(channel="")  # forgotten: only counted
    return rows.select_related("encounter").order_by("encounter__starts_at", "created_at")


def candidates(user: User, sign_up: SignUp) -> QuerySet[Person]:
    """Persons with the same telephone or e-mail, among those ``user`` may search."""
    rows = people.visible_to(user, "person.search")
    if not sign_up.contact_index:
        return rows.none()
    index = sign_up.contact_index
    return rows.filter(Q(phone_index=index) | Q(email_index=index))[:5]


# --- the public pages -----------------------------------------------------------------------------


def upcoming_public(*, actions: Collection[str] = ()) -> QuerySet[Encounter]:
    """Public encounters still to come, soonest first; of some lines of the programme or of all."""
    rows = Encounter.objects.filter(
        public=True, confidential=False, state=State.PLANNED, starts_at__gt=timezone.now()
    ).select_related("room__place", "place")
    if actions:
        rows = rows.filter(action__in=actions)
    return rows.order_by("starts_at", "title")


def public_encounter(encounter_id: UUID) -> Encounter | None:
    """One public encounter, also when it is over or cancelled: an old link says so."""
    rows = Encounter.objects.filter(public=True, confidential=False, pk=encounter_id)
    return rows.select_related("room__place", "place").first()


def public_sign_up(code: str) -> SignUp | None:
    """A sign-up by its code, however it was typed."""
    plain = "".join(char for char in code.upper() if char.isalnum())
    rows = SignUp.objects.select_related("encounter__room__place", "encounter__place")
    return rows.filter(code=f"{plain[:3]}-{plain[3:]}").first()


def nearest_with_seats(encounter: Encounter, *, at_most: int = 3) -> list[Encounter]:
    """Other public encounters of the same line that still have seats, nearest in time first."""
    rows = upcoming_public(actions=[encounter.action]).exclude(pk=encounter.pk)[:20]
    near = sorted(rows, key=lambda row: abs(row.starts_at - encounter.starts_at))
    taken = _seats_taken(near)
    return [row for row in near if row.seats is None or row.seats > taken[row.pk]][:at_most]
