"""What is known of one person beyond her name; complaints; duplicates."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from jobcaffe.foundation.access import Reach, reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import Answer, Complaint, DuplicateHint, Merge, Person, ProfileSection
from jobcaffe.people.queries.persons import caseload

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


def waves_due(user: User, instrument: str, *, today: date | None = None) -> list[tuple[Person, int]]:
    """Who can be asked now, and for which wave: not answered yet, at most 3 months after its day.

    The questions are optional: "preferisco non rispondere" is an answer and ends the wave.
    Three queries, whatever the number of persons.
    """
    day = today or timezone.localdate()
    oldest = day - relativedelta(months=WAVES[-1] + WAVE_WINDOW_MONTHS)
    persons = caseload(user).annotate(entered_at=Min("intakes__at")).filter(entered_at__date__gte=oldest)
    answered = set(
        Answer.objects.filter(instrument=instrument, person__in=persons.values("pk")).values_list(
            "person_id", "wave"
        )
    )
    due: list[tuple[Person, int]] = []
    for person in persons.order_by("entered_at", "pk"):
        entered = timezone.localtime(person.entered_at).date()
        wave = _wave_now(entered, day)
        if wave is not None and (person.pk, wave) not in answered:
            due.append((person, wave))
    return due


def _wave_now(entered: date, day: date) -> int | None:
    """The wave whose window holds ``day``, if any."""
    for wave in reversed(WAVES):
        start = entered + relativedelta(months=wave)
        if start <= day:
            return wave if day <= start + relativedelta(months=WAVE_WINDOW_MONTHS) else None
    return None


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
