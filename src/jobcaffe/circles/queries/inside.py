"""What is read inside a group: evenings, contributions, help, how it goes."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import HelpState, HowWasIt, Part, Readers
from jobcaffe.circles.models import (
    CheckCode,
    CheckWave,
    Circle,
    Contribution,
    Help,
    HelpMatch,
    Meeting,
    Membership,
)
from jobcaffe.circles.queries.circles import INSIDE, circle_of, evening_day, led_by, refs_of, visible_to
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.privacy import crypto
from jobcaffe.people.models import Person
from jobcaffe.spaces import holidays
from jobcaffe.spaces.words import local

MEAN_FROM, CHANGE_FROM = 5, 8
DRAWS = 2000


@dataclass(frozen=True)
class Evening:
    """One evening for who leads: integers only. ``present`` is ``None`` until it is closed."""

    meeting: Meeting
    starts_at: datetime
    present: int | None
    new: int | None
    left: int | None


@dataclass(frozen=True)
class Shared:
    """A contribution as its reader sees it. ``feeling`` is a code or empty; ``own`` for the author."""

    id: UUID
    kind: str
    readers: str
    by: str
    feeling: str
    text: str
    written_at: datetime
    own: bool
    circle_id: UUID | None


@dataclass(frozen=True)
class Counts:
    """Helps given and received, by one member or in a group."""

    given: int
    received: int


@dataclass(frozen=True)
class Wave:
    """The mean of one question with its 95 % interval."""

    question: str
    n: int
    mean: float
    low: float
    high: float


def meetings(user: object, circle: Circle) -> list[Evening]:
    """The evenings of a group, for who leads it; none for others."""
    if not circle_of(user, circle.pk, "circle.lead"):
        return []
    rows = circle.meetings.select_related("encounter").order_by("encounter__starts_at")
    own = _leads_it(user, circle)
    return [_evening(row) for row in rows if own or is_today(row)]


def evening(user: object, encounter_id: UUID) -> Meeting | None:
    """One evening, for who leads the group today; who stands in reaches the evening of that day only."""
    led = visible_to(user, "circle.lead").values("pk")
    rows = Meeting.objects.select_related("encounter", "circle__room__place")
    found = rows.filter(pk=encounter_id, circle__in=led).first()
    hers = found is not None and (is_today(found) or _leads_it(user, found.circle))
    return found if hers else None


def is_today(meeting: Meeting) -> bool:
    """Whether who stands in reaches this evening now: that day, and the night after it."""
    return local(meeting.encounter.starts_at).date() in (timezone.localdate(), evening_day())


def _evening(row: Meeting) -> Evening:
    held = row.encounter
    return Evening(row, held.starts_at, held.present_count, row.new_count, row.left_count)


def next_day(circle: Circle, *, after: date | None = None) -> date | None:
    """When the group meets next: what is planned, or the same weekday after one cadence.

    Holidays and breaks are skipped by whole cadences.
    """
    coming = (
        circle.meetings.filter(
            encounter__state=EncounterState.PLANNED, encounter__starts_at__gt=timezone.now()
        )
        .select_related("encounter")
        .order_by("encounter__starts_at")
        .first()
    )
    if coming is not None and after is None:
        return local(coming.encounter.starts_at).date()
    last = circle.meetings.select_related("encounter").order_by("-encounter__starts_at").first()
    base = after or (local(last.encounter.starts_at).date() if last else None)
    if base is None:
        return None
    kind = catalogue.kinds()[circle.kind]
    town = circle.room.place.municipality if circle.room else ""
    step = timedelta(days=1 if kind.daily else 7 * kind.every)
    day = base + step
    while holidays.name_of(day, town) or catalogue.break_on(day) or (kind.daily and day.weekday() > 4):
        day += step
    return day


# --- contributions --------------------------------------------------------------------------------


def _written_by(user: object) -> QuerySet[Contribution]:
    refs = refs_of(user)
    return Contribution.objects.filter(Contribution.of(refs)) if refs else Contribution.objects.none()


def my_contributions(user: object, circle: Circle | None = None) -> list[Shared]:
    """What the member wrote, in one group or anywhere, newest first, whoever may read it."""
    rows = _written_by(user)
    return _shared(list(rows.filter(circle=circle) if circle else rows), {}, own=True)


def my_contribution(user: object, contribution_id: UUID) -> Shared | None:
    """One thing that the member wrote herself; ``None`` for what is another's or not there."""
    found = _shared(list(_written_by(user).filter(pk=contribution_id)), {}, own=True)
    return found[0] if found else None


def contributions(user: object, circle: Circle) -> list[Shared]:
    """What others share with this reader in a group: with the group, or with who leads it."""
    rows = circle.contributions.exclude(readers=Readers.ONLY_ME)
    mode = catalogue.modes()[circle.mode]
    if mode.facilitator_reads and _leads_it(user, circle):
        pass
    elif circle_of(user, circle.pk, "circle.member"):
        rows = rows.filter(readers=Readers.CIRCLE).exclude(Contribution.of(refs_of(user)))
    else:
        return []
    found = list(rows)
    names = _names(circle, [row.person_ref for row in found]) if mode.members_roster else {}
    return _shared(found, names, own=False)


def _leads_it(user: object, circle: Circle) -> bool:
    """Whether she leads the group herself: who stands in for one evening reads nothing."""
    led = visible_to(user, "circle.lead").filter(pk=circle.pk)
    return isinstance(user, User) and led.filter(led_by(user, Part.LEAD, Part.CO)).exists()


def _names(circle: Circle, refs: Sequence[UUID]) -> dict[UUID, str]:
    """First names or nicknames; a protected person has none here."""
    persons = Person.objects.filter(pk__in=refs, protected=False)
    return {row.pk: row.alias or row.first_name for row in persons}


def _shared(rows: Sequence[Contribution], names: Mapping[UUID, str], *, own: bool) -> list[Shared]:
    found = []
    for row, words in zip(rows, Contribution.opened(rows), strict=True):
        try:
            said = json.loads(words)
        except ValueError:  # the author was erased: what is left is not hers any more
            said = {"feeling": "", "text": words}
        found.append(
            Shared(
                id=row.pk,
                kind=row.kind,
                readers=row.readers,
                by=names.get(row.person_ref, ""),
                feeling=said["feeling"],
                text=said["text"],
                written_at=row.written_at,
                own=own,
                circle_id=row.circle_id,
            )
        )
    return found


# --- help -----------------------------------------------------------------------------------------


def helps(user: object, circle: Circle) -> QuerySet[Help]:
    """Open helps of the group, for its members only: without whose they are."""
    if not circle_of(user, circle.pk, "circle.member"):
        return Help.objects.none()
    return circle.helps.filter(state=HelpState.OPEN)


def my_helps(user: object, circle: Circle) -> QuerySet[Help]:
    """What the member asks for and offers in a group, open ones."""
    refs = refs_of(user)
    return helps(user, circle).filter(Help.of(refs)) if refs else Help.objects.none()


def circle_of_help(user: object, help_id: UUID) -> UUID | None:
    """The group of one of the member's own helps, while she is in it."""
    refs = refs_of(user)
    if not refs:
        return None
    inside = visible_to(user, "circle.member").values("pk")
    rows = Help.objects.filter(Help.of(refs), pk=help_id, circle__in=inside)
    return rows.values_list("circle", flat=True).first()


def matches(user: object) -> QuerySet[HelpMatch]:
    """Helps in which the member is one of the two."""
    refs = refs_of(user)
    if not refs:
        return HelpMatch.objects.none()
    mine = Help.objects.filter(Help.of(refs)).values("pk")
    return HelpMatch.objects.filter(Q(need__in=mine) | Q(offer__in=mine)).select_related("need", "offer")


def contacts_of_match(user: object, match_id: UUID) -> dict[str, str]:
    """Name and telephone or e-mail of the other one, while both say yes and both are in the group."""
    match = matches(user).filter(pk=match_id).first()
    if match is None or not match.agreed:
        return {}
    refs = refs_of(user)
    other = match.offer if match.need.person_ref in refs else match.need
    inside = Membership.objects.filter(circle=other.circle, standing__in=INSIDE)
    if not all(inside.filter(Membership.of(them)).exists() for them in ([other.person_ref], refs)):
        return {}
    person = Person.objects.get(pk=other.person_ref)
    return {"name": person.alias or person.first_name, "phone": person.phone, "email": person.email}


def given_received(user: object, circle: Circle | None = None) -> Counts | None:
    """Helps that took place: the member's own, or a group's for its leader and members.

    A group's is ``None`` below the threshold: with one help, everybody knows whose it was.
    """
    done = HelpMatch.objects.filter(how__in=(HowWasIt.WELL, HowWasIt.SO_SO))
    if circle is None:
        mine = Help.objects.filter(Help.of(refs_of(user))).values("pk")
        return Counts(done.filter(offer__in=mine).count(), done.filter(need__in=mine).count())
    if not any(circle_of(user, circle.pk, one) for one in ("circle.lead", "circle.member")):
        return None
    n = done.filter(need__circle=circle).count()
    return Counts(n, n) if n >= catalogue.number("threshold") else None


# --- how it goes ----------------------------------------------------------------------------------


def _may_see(user: object, circle: Circle) -> bool:
    return any(circle_of(user, circle.pk, one) for one in ("circle.lead", "circle.member"))


def waves(user: object, circle: Circle) -> QuerySet[CheckWave]:
    """The rounds of questions of a group, for who leads it and for its members."""
    return circle.waves.all() if _may_see(user, circle) else CheckWave.objects.none()


def circle_of_wave(user: object, wave_id: UUID) -> Circle | None:
    """The group of a round of questions, for who leads it."""
    return visible_to(user, "circle.lead").filter(waves=wave_id).first()


def slip_digest(code: str) -> str:
    """What is kept of a drawn code; case, spaces and hyphens do not matter."""
    return crypto.code_digest("circles-check", "".join(char for char in code.upper() if char.isalnum()))


def questions_for(code: str) -> catalogue.Instrument | None:
    """The questions that a drawn code opens; ``None`` when it is unknown, used, or of a closed round."""
    slip = CheckCode.objects.select_related("wave").filter(digest=slip_digest(code), wave__closed_on=None)
    found = slip.first()
    return catalogue.instruments().get(found.wave.instrument) if found else None


def wave_result(user: object, wave: CheckWave) -> list[Wave]:
    """Means of a closed wave with intervals, for the group itself; nothing under five answers."""
    if wave.closed_on is None or not _may_see(user, wave.circle):
        return []
    answers = list(wave.answers.values_list("values", flat=True))
    if len(answers) < MEAN_FROM:
        return []
    codes = [code for code, _text in catalogue.instruments()[wave.instrument].questions]
    return [_wave(code, [float(row[code]) for row in answers]) for code in codes]


def wave_change(user: object, before: CheckWave, after: CheckWave) -> list[Wave]:
    """How much the means changed between two closed waves; nothing under eight answers in either."""
    same = before.circle_id == after.circle_id and before.instrument == after.instrument
    if not same or None in (before.closed_on, after.closed_on) or not _may_see(user, after.circle):
        return []
    old, new = (list(wave.answers.values_list("values", flat=True)) for wave in (before, after))
    if min(len(old), len(new)) < CHANGE_FROM:
        return []
    codes = [code for code, _text in catalogue.instruments()[after.instrument].questions]
    found = []
    for code in codes:
        a, b = [float(row[code]) for row in old], [float(row[code]) for row in new]
        low, high = _interval([fmean(_draw(rng, b)) - fmean(_draw(rng, a)) for rng in _draws()])
        found.append(Wave(code, min(len(a), len(b)), fmean(b) - fmean(a), low, high))
    return found


def _wave(code: str, values: Sequence[float]) -> Wave:
    low, high = _interval([fmean(_draw(rng, values)) for rng in _draws()])
    return Wave(code, len(values), fmean(values), low, high)


def _draws() -> Sequence[random.Random]:
    """Percentile bootstrap (Efron): always the same draws, so the same answers give the same interval."""
    rng = random.Random(1)  # noqa: S311 statistics, not secrets
    return [rng] * DRAWS


def _draw(rng: random.Random, values: Sequence[float]) -> list[float]:
    # In order of size: the rows have no order of their own.
    return rng.choices(sorted(values), k=len(values))


def _interval(means: list[float]) -> tuple[float, float]:
    ordered = sorted(means)
    return ordered[round(0.025 * (DRAWS - 1))], ordered[round(0.975 * (DRAWS - 1))]
