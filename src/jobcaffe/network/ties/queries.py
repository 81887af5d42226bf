"""Reading ties: those seen at encounters, those that organisations declare. Two doors, never one number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case as Rank
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, When
from django.utils import timezone

from jobcaffe.encounters.enums import Kind, Presence, State
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.foundation import access
from jobcaffe.foundation.search import words_of
from jobcaffe.kernels.cohesion import Body, Case
from jobcaffe.kernels.cohesion import Encounter as Met
from jobcaffe.network.ties.models import Declared, Sheet, Survey
from jobcaffe.network.ties.rules import RECIPROCAL_FROM, digest
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.enums import Stage
from jobcaffe.organisations.models import Organisation

# Where organisations sit together. Being in one crowd is no meeting; groups are nobody's business.
MEETINGS = (Kind.TABLE, Kind.VISIT, Kind.INTERVIEW, Kind.COURSE, Kind.LAB)
SHORT_LIST, FOUND = 12, 20


# --- seen at encounters --------------------------------------------------------------------------------


def counted() -> QuerySet[Encounter]:
    """Encounters that make ties: held, in a small circle, and never those of a mutual-aid group.

    This is the only door: whatever is drawn or counted of observed ties starts from these rows.
    """
    return Encounter.objects.filter(state=State.HELD, confidential=False, kind__in=MEETINGS)


def quarter_end(name: str) -> date:
    """``"2026-3"`` → 30 September. Raises ``ValueError`` for what is no quarter."""
    year, number = name.split("-")
    if number not in {"1", "2", "3", "4"}:
        raise ValueError(name)
    after = date(int(year) + int(number) // 4, int(number) * 3 % 12 + 1, 1)
    return after - timedelta(days=1)


def last_closed(today: date | None = None) -> date:
    """The last day of the last quarter that is over: the one that runs is not told."""
    day = today or timezone.localdate()
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1) - timedelta(days=1)


def observed(until: date) -> Case:
    """Who was present where, until a day, as the kernel takes it. Two queries.

    Organisations: those that joined by then, and those that were present. No person is read.
    """
    rows = (
        Attendance.objects.filter(
            encounter__in=counted(), organisation__isnull=False, presence=Presence.PRESENT
        )
        .order_by("encounter__starts_at", "encounter", "organisation")
        .values_list("encounter", "encounter__starts_at", "organisation")
    )
    days: dict[UUID, str] = {}
    present: dict[UUID, list[str]] = {}
    for encounter, starts_at, organisation in rows:
        day = timezone.localtime(starts_at).date()
        if day <= until:
            days[encounter] = str(day)
            present.setdefault(encounter, []).append(str(organisation))
    met = tuple(Met(str(one), days[one], tuple(who)) for one, who in present.items())
    return Case(_bodies({one for who in present.values() for one in who}, until), met, str(until))


def _bodies(seen: Collection[str], until: date) -> tuple[Body, ...]:
    joined = Q(stage=Stage.MEMBER) & (Q(joined_on=None) | Q(joined_on__lte=until))
    rows = Organisation.objects.filter(joined | Q(pk__in=list(seen)))
    found = rows.order_by("search_name", "pk").values_list("pk", "kind")
    return tuple(Body(str(pk), kind) for pk, kind in found)


@dataclass(frozen=True)
class Coverage:
    """Tables and visits held, and in how many it is written which organisations were there."""

    held: int
    written: int


def coverage(until: date) -> Coverage:
    """How complete the presences of organisations are."""
    who = Attendance.objects.filter(
        encounter=OuterRef("pk"), organisation__isnull=False, presence=Presence.PRESENT
    )
    rows = counted().filter(kind__in=(Kind.TABLE, Kind.VISIT), starts_at__date__lte=until)
    told = rows.annotate(told=Exists(who)).aggregate(
        held=Count("pk"), written=Count("pk", filter=Q(told=True))
    )
    return Coverage(told["held"], told["written"])


def named() -> dict[str, str]:
    """Names of the organisations that are on the public pages, by id; the others are only counted."""
    return {str(pk): name for pk, name in organisations.listed().values_list("pk", "name")}


# --- declared once a year ------------------------------------------------------------------------------


def visible_to(user: object) -> QuerySet[Survey]:
    """Surveys: all for who prepares them, none for the others (who answers has her own sheet)."""
    if access.allows(user, "ties.manage"):
        return Survey.objects.all()
    return Survey.objects.none()


def with_counts(rows: QuerySet[Survey]) -> QuerySet[Survey]:
    """With ``asked_n`` and ``answered_n``."""
    return rows.annotate(
        asked_n=Count("sheets", filter=Q(sheets__asked_at__isnull=False)),
        answered_n=Count("sheets", filter=Q(sheets__answered_at__isnull=False)),
    )


def survey_of(user: object, survey_id: UUID) -> Survey | None:
    """One survey with its counts, ``None`` when it is not there or not to be read."""
    return with_counts(visible_to(user)).filter(pk=survey_id).first()


def open_survey(today: date | None = None) -> Survey | None:
    """The survey that one may answer now."""
    day = today or timezone.localdate()
    return Survey.objects.filter(closed_at=None, closes_on__gte=day).first()


def sheets_of(survey: Survey) -> QuerySet[Sheet]:
    """Who was asked or answered, by name."""
    return survey.sheets.select_related("organisation")


def to_ask(survey: Survey) -> QuerySet[Organisation]:
    """Organisations of the network that were not asked yet."""
    asked = survey.sheets.filter(asked_at__isnull=False).values("organisation")
    return organisations.listed().exclude(pk__in=asked)


def sheet_by_token(token: str) -> Sheet | None:
    """The sheet behind a link."""
    return Sheet.objects.select_related("survey", "organisation").filter(digest=digest(token)).first()


def own_sheet(user: object, survey_id: UUID) -> Sheet | None:
    """The sheet of the organisation that somebody speaks for; not saved yet when it is the first time."""
    own = organisations.mine(user) if access.allows(user, "ties.answer") else None
    survey = Survey.objects.filter(pk=survey_id).first()
    if own is None or survey is None:
        return None
    found = Sheet.objects.select_related("survey", "organisation").filter(survey=survey, organisation=own)
    return found.first() or Sheet(survey=survey, organisation=own)


def said(sheet: Sheet) -> dict[UUID, Declared]:
    """What was ticked so far, by organisation."""
    if sheet._state.adding:
        return {}
    return {row.other_id: row for row in sheet.declared.all()}


def choices(sheet: Sheet, text: str = "") -> list[Organisation]:
    """Whom to ask about: those found by the words, or those ticked and a short list.

    The short list is drawn from the public pages, the same town first; never from who was seen with
    whom: that would put the answer in the mouth of who answers.
    """
    rows = organisations.listed().exclude(pk=sheet.organisation_id)
    if text:
        return list(_matching(rows, text)[:FOUND])
    ticked = list(said(sheet))
    first = Rank(
        When(pk__in=ticked, then=0), When(municipality=sheet.organisation.municipality, then=1), default=2
    )
    known = rows | Organisation.objects.filter(pk__in=ticked)
    return list(known.order_by(first, "search_name", "pk")[: len(ticked) + SHORT_LIST])


def _matching(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    for word in words_of(text):
        rows = rows.filter(Q(search_name__contains=word) | Q(municipality__icontains=word))
    return rows


@dataclass(frozen=True)
class Declaring:
    """What a closed survey says. ``both_*``: ``None`` while too few have answered."""

    year: int
    asked: int
    answered: int
    known: int
    did: int
    wished: int
    both_did: int | None
    both_wished: int | None

    @property
    def share(self) -> float:
        """How many of those asked have answered."""
        return self.answered / self.asked if self.asked else 0.0


def declared() -> Declaring | None:
    """The last closed survey, of the sheets that were sent: drafts do not count."""
    survey = Survey.objects.filter(closed_at__isnull=False).first()
    return None if survey is None else _declaring(survey)


def _declaring(survey: Survey) -> Declaring:
    sheets = survey.sheets.aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False))
    )
    rows = Declared.objects.filter(sheet__survey=survey, sheet__answered_at__isnull=False)
    told = list(rows.values_list("sheet__organisation", "other", "knows", "did", "wishes"))
    # Two records that became one may have spoken of each other: nobody has a tie with itself.
    pairs = [{(a, b) for a, b, *said in told if said[at] and a != b} for at in range(3)]
    enough = sheets["asked"] and sheets["answered"] / sheets["asked"] >= RECIPROCAL_FROM
    either = [len({frozenset(pair) for pair in some}) for some in pairs]
    both = [sum((b, a) in some for a, b in some) // 2 if enough else None for some in pairs]
    return Declaring(
        year=survey.year,
        asked=sheets["asked"],
        answered=sheets["answered"],
        known=either[0],
        did=either[1],
        wished=either[2],
        both_did=both[1],
        both_wished=both[2],
    )
