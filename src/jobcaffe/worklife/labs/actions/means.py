"""The mean of the weeks of a lab, told so that no two of them differ by one woman."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.privacy import crypto
from jobcaffe.hours.rules import is_house
from jobcaffe.people.rules import require
from jobcaffe.worklife.labs import queries
from jobcaffe.worklife.labs.models import Lab, WeeksMean
from jobcaffe.worklife.weeks import queries as weeks

MARK = "lab-mean-week"


@transaction.atomic
def write_means(*, actor: Actor, today: date | None = None) -> None:
    """Tell a new mean where enough weeks are there, and enough of them are others than in every earlier one.

    Between two means of which one has a single week more, that week could be reckoned out. Only the
    house does it, every night; it returns nothing, for a number would tell on a lab.
    """
    if not is_house(actor):
        require(actor, "lab.lead")
    for lab in Lab.objects.select_for_update(of=("self",)).filter(closed_on=None):
        _write(lab, today or timezone.localdate())


def _write(lab: Lab, today: date) -> None:
    found = weeks.shared([row.person_ref for row in queries.members(lab)])
    told = weeks.means(found.values())
    if told is None:
        return
    marks = {crypto.blind_index(MARK, f"{lab.pk}:{week}") for week in found}
    if all(len(marks ^ set(row.marks)) >= weeks.fewest() for row in lab.means.all()):
        WeeksMean.objects.create(lab=lab, on=today, hours=told, marks=sorted(marks))
