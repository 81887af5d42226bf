"""What is known of one person beyond her name; complaints; duplicates."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.utils import timezone

from jobcaffe.foundation.access import Reach, reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import (
    Answer,
    Complaint,
    DuplicateHint,
    Merge,
    Person,
    ProfileSection,
)
from jobcaffe.people.queries.persons import caseload, end_of

WAVES = (0, 6, 12)
WAVE_WINDOW_MONTHS = 3


def sections_of(person: Person) -> dict[str, ProfileSection]:
    """The filled sections of *Completa dopo* by code. ``person`` comes from :func:`visible_to`."""
    return {section.code: section for section in person.sections.all()}


def section_of(person: Person, code: str) -> list[dict[str, object]]:
    """The rows of one section (sections without repetition have at most one)."""
    section = person.sections.filter(code=code).first()
    return list(section.data.get("rows", [])) if section else []


def answers_of(person: Person, instrument: str) -> dict[int, dict[str, str]]:
    """``{wave: {question: value}}`` of one person."""
    found: dict[int, dict[str, str]] = {}
    for answer in person.answers.filter(instrument=instrument):
        found.setdefault(answer.wave, {})[answer.question] = answer.value
    return found


def waves_due(user: User, instrument: str, *, today: date | None = None) -> QuerySet[Person]:
    """Who can be asked now, each with her ``wave``: not answered yet, at most 3 months after its day.

    Months count from the day she came (``created_at``). The questions are optional: "preferisco non
    rispondere" is an answer and ends the wave. One query, who came first at the top.
    """
    day = today or timezone.localdate()
    answers = Answer.objects.filter(instrument=instrument)
    due = Q()
    for wave in WAVES:
        due |= _window(wave, day) & ~Q(pk__in=answers.filter(wave=wave).values("person"))
    now = Case(*(When(_window(wave, day), then=wave) for wave in WAVES), output_field=IntegerField())
    return caseload(user).filter(due).annotate(wave=now).order_by("created_at", "pk")


def _window(wave: int, day: date) -> Q:
    """She came so long ago that this wave, and no other, is to be asked on ``day``."""
    latest = day - relativedelta(months=wave)
    first = latest - relativedelta(months=WAVE_WINDOW_MONTHS)
    return Q(created_at__lt=end_of(latest), created_at__gte=end_of(first))


def complaints_for(user: User, *, state: str = "") -> QuerySet[Complaint]:
    """All complaints for the coordinator; nobody else reads them as a list."""
    if reach(user, "complaint.manage") is not Reach.ALL:
        return Complaint.objects.none()
    found = Complaint.objects.select_related("person")
    return found.filter(state=state) if state else found


def duplicate_hints(user: User) -> QuerySet[DuplicateHint]:
    """Pairs to decide, oldest first, for the coordinator. Names of protected ones: ``stays_closed``."""
    if reach(user, "person.merge") is not Reach.ALL:
        return DuplicateHint.objects.none()
    gone = Q(first__status__in=("merged", "erased")) | Q(second__status__in=("merged", "erased"))
    pairs = DuplicateHint.objects.filter(decided_at__isnull=True).exclude(gone)
    return pairs.select_related("first__team", "second__team").order_by("found_at", "pk")


def merges_of(user: User) -> QuerySet[Merge]:
    """Merges that can still be taken apart, for the coordinator."""
    if reach(user, "person.merge") is not Reach.ALL:
        return Merge.objects.none()
    return Merge.objects.filter(undone_at__isnull=True).select_related("kept", "gone")
