"""Arguments of the addresses about labs, weeks, care, the time bank and small activities."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import Person
from jobcaffe.worklife.labs import actions as labs
from jobcaffe.worklife.labs.models import Membership
from tests import factories
from tests.worklife.labs import around
from tests.worklife.weeks.homes import household, whole_week, woman

# The name of a child, in a week and a household that only she reads.
CHILD = "Bambinasegretissima"
# What is written inside a confidential lab, the first names of who is in it and of her child.
IN_THE_LAB = "parolachiusainlaboratorio"
MOTHER, HER_CHILD = "Ginevrasegreta", "Bimbosegreto"
LAB_SECRETS = (CHILD, IN_THE_LAB, MOTHER, HER_CHILD)


def lab_values() -> dict[str, Any]:
    """The arguments of those pages."""
    return {**week_values(), **meeting_values()}


def meeting_values(staff: around.Staff | None = None, mine: Person | None = None) -> dict[str, Any]:
    """A confidential lab with a problem, an idea, a trial and a meeting with a child.

    ``mine`` is in it and wrote all that; without her, somebody whom nobody knows.
    """
    staff = staff or around.Staff(desk=factories.user("desk", team=factories.team("Coop dei laboratori")))
    made = around.lab(staff, name="Laboratorio riservato", confidential=True)
    mine = mine or around.person(staff, first_name=MOTHER)
    around.enter(staff, made, mine)
    who = User.objects.filter(person_ref=mine.pk).first() or factories.member(person=mine)
    problem = labs.add_problem(actor=who, lab_id=made.pk, text=IN_THE_LAB, signed=True)
    idea = labs.add_idea(actor=who, lab_id=made.pk, title=IN_THE_LAB, for_whom=IN_THE_LAB)
    row = around.trial(who, made, idea_id=idea.pk, what=IN_THE_LAB, who_with=IN_THE_LAB)
    labs.tell_result(actor=who, experiment_id=row.pk, worked="yes", learned=IN_THE_LAB)
    coming = around.meeting(staff, made)
    born = timezone.localdate().year - 5
    labs.bring_children(actor=who, encounter_id=coming.pk, children=[(HER_CHILD, born)])
    return {
        "lab_id": made.pk,
        "problem_id": problem.pk,
        "idea_id": idea.pk,
        "experiment_id": row.pk,
        "lab:encounter_id": coming.pk,
        "lab:membership_id": Membership.objects.get(lab=made).pk,
    }


def week_values() -> dict[str, Any]:
    """A week and a household of somebody whom nobody knows."""
    user = woman()
    row = whole_week(user)
    household(user, child=CHILD)
    return {
        "week": row.pk,
        "day": 1,
        "subject": "bambini",
        "item_id": "anna",
        "week:map_csv:period": "2026-2",
    }
