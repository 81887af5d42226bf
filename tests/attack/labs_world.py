"""Arguments of the addresses about labs, weeks, care, the time bank and small activities."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.people.models import Person
from jobcaffe.worklife.care import actions as care
from jobcaffe.worklife.care import queries as care_reads
from jobcaffe.worklife.labs import actions as labs
from jobcaffe.worklife.labs.models import Membership
from jobcaffe.worklife.timebank import actions as banks
from jobcaffe.worklife.timebank.models import Suggestion
from jobcaffe.worklife.weeks import actions as weeks
from tests import factories
from tests.hours.ledger import bank
from tests.hours.ledger import household as banked
from tests.worklife.care.pools import World
from tests.worklife.labs import around
from tests.worklife.ventures.plans import plan_of
from tests.worklife.weeks.homes import found, granny, household, whole_week, woman
from tests.worklife.weeks.test_unmet import NEW_YEAR, afternoon

# The name of a child, in a week and a household that only she reads.
CHILD = "Bambinasegretissima"
# What is written inside a confidential lab, the first names of who is in it and of her child.
IN_THE_LAB = "parolachiusainlaboratorio"
MOTHER, HER_CHILD = "Ginevrasegreta", "Bimbosegreto"
# First name of who is in a time bank: only who agreed on an exchange with her reads it. What she asks
# is on the board, without it.
ASKED, NEIGHBOUR = "Due ore il sabato", "Vicinasegreta"
# What she called her small activity.
IDEA = "Ideasegretissima"
# Who is in a pool of shared care, a child there, and what is written for one shift.
CARER, OTHER_CARER, IN_CARE, ALLERGIES = "Carersegreta", "Altrasegreta", "Bimbacurata", "allergiasegreta"
LAB_SECRETS = (CHILD, IDEA, IN_THE_LAB, MOTHER, HER_CHILD, NEIGHBOUR, CARER, OTHER_CARER, IN_CARE, ALLERGIES)


def lab_values(staff: around.Staff | None = None, mine: Person | None = None) -> dict[str, Any]:
    """The arguments of those pages; with ``mine`` what can be hers is hers."""
    return {
        **bank_values(staff, mine),
        **week_values(mine),
        **meeting_values(staff, mine),
        **care_values(staff, mine),
        **venture_values(mine),
    }


def bank_values(staff: around.Staff | None = None, mine: Person | None = None) -> dict[str, Any]:
    """A time bank where two have exchanged, ask each other again, and one has paper cheques.

    ``mine`` is one of the two; without her, somebody whom nobody knows.
    """
    desk = staff.desk if staff else factories.user("desk", team=factories.team("Coop della banca lontana"))
    at = bank(staff.leader if staff else factories.user("lab_leader"), label="Banca lontana")
    mine = mine or factories.person(alias=NEIGHBOUR, team=desk.team)
    who = User.objects.filter(person_ref=mine.pk).first() or factories.member(person=mine)
    neighbour = factories.member(person=factories.person(alias=NEIGHBOUR, team=desk.team))
    (_who, hers), (other, _account) = banked(at, who), banked(at, neighbour)
    listing = banks.post(actor=other, community_id=at.pk, kind="offer", category="spesa", text=ASKED)
    done = banks.ask(actor=who, listing_id=listing.pk)
    banks.answer(actor=other, exchange_id=done.pk, yes=True)
    moved = banks.confirm(actor=who, exchange_id=done.pk, minutes=60)
    again = banks.ask(actor=who, listing_id=listing.pk)
    banks.answer(actor=other, exchange_id=again.pk, yes=True)
    need = banks.post(actor=who, community_id=at.pk, kind="need", category="orto", text=ASKED)
    banks.post(actor=other, community_id=at.pk, kind="offer", category="orto", text=ASKED)
    key = uuid.uuid4()
    banks.issue_cheques(actor=desk, community_id=at.pk, number=hers.number, request_key=key)
    return {
        "community_id": at.pk,
        "timebank:account_id": hers.pk,
        "timebank:transfer_id": moved.transfer_id,
        "listing_id": need.pk,
        "exchange_id": again.pk,
        "suggestion_id": Suggestion.objects.get(community=at).pk,
        "sheet_key": key,
    }


def care_values(staff: around.Staff | None = None, mine: Person | None = None) -> dict[str, Any]:
    """A pool with a turn of hers that looks for a swap, a need of hers with allergies, and a proposal.

    ``mine`` has the turn; without her, somebody whom nobody knows.
    """
    made = World(leader=staff.leader if staff else factories.user("lab_leader"))
    mine = mine or factories.person(alias=CARER, birth_year=1988, team=factories.team("Coop dei turni"))
    hers = made.family(CARER, who=mine)
    made.family(OTHER_CARER, who=factories.person(alias=OTHER_CARER, birth_year=1988, team=mine.team))
    care.add_child(**made.who(CARER), name=IN_CARE, year=timezone.localdate().year - 4)
    made.trust((CARER, OTHER_CARER))
    made.week(OTHER_CARER, needs=[1])
    made.week(CARER, needs=[2], offers=[3])
    turn = care.take_need(**made.who(CARER), need_id=made.need(OTHER_CARER).pk)
    need = made.need(CARER)
    care.write_allergies(**made.who(CARER), need_id=need.pk, text=ALLERGIES)
    return {
        "pool_id": made.pool.pk,
        "care:ask:pool_id": World(leader=made.leader).pool.pk,
        "care:desk_ask:pool_id": World(leader=made.leader).pool.pk,
        "family_id": hers.pk,
        "child_id": hers.children.all()[0].pk,
        "need_id": need.pk,
        "turn_id": turn.pk,
        "swap_id": care.seek_swap(**made.who(CARER), turn_id=turn.pk).pk,
        "run_id": made.quick().pk,
        "care:monday": care_reads.next_monday().isoformat(),
    }


def meeting_values(staff: around.Staff | None = None, mine: Person | None = None) -> dict[str, Any]:
    """A confidential lab with a problem, an idea, a trial and a meeting with a child.

    ``mine`` is in it and wrote all that; without her, somebody whom nobody knows.
    """
    staff = staff or around.Staff(desk=factories.user("desk", team=factories.team("Coop dei laboratori")))
    made = around.lab(staff, name="Laboratorio riservato", confidential=True)
    mine = mine or around.person(staff, alias=MOTHER)
    around.enter(staff, made, mine)
    who = User.objects.filter(person_ref=mine.pk).first() or factories.member(person=mine)
    problem = labs.add_problem(actor=who, lab_id=made.pk, text=IN_THE_LAB, signed=True)
    idea = labs.add_idea(actor=who, lab_id=made.pk, title=IN_THE_LAB, for_whom=IN_THE_LAB)
    row = around.trial(who, made, idea_id=idea.pk, what=IN_THE_LAB, who_with=IN_THE_LAB)
    labs.tell_result(actor=who, experiment_id=row.pk, worked="yes", learned=IN_THE_LAB)
    coming = around.meeting(staff, made)
    written = {"title": "Una prova", "text": "Basta una volontaria.", "audience": "programme"}
    labs.clear_learned(actor=staff.leader, experiment_id=row.pk, **written)
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


def week_values(mine: Person | None = None) -> dict[str, Any]:
    """A week and a household, ``mine`` or of somebody whom nobody knows; and a map of unmet times."""
    user = (User.objects.filter(person_ref=mine.pk).first() if mine else None) or woman()
    row = whole_week(user)
    weeks.start_week(actor=user, uses=["work", "work", "me"])
    household(user, child=CHILD)
    granny(user)
    found(user)
    weeks.save_letter(actor=user, to="Alla scuola", text=CHILD)
    afternoon(7)
    weeks.close_due(actor=SYSTEM, today=NEW_YEAR)
    return {
        "week": row.pk,
        "day": 1,
        "subject": "bambini",
        "item_id": "anna",
        "week:map_csv:period": "2026-2",
    }


def venture_values(mine: Person | None = None) -> dict[str, Any]:
    """A small activity of ``mine``; without her, of somebody whom nobody knows."""
    who = User.objects.filter(person_ref=mine.pk).first() if mine else None
    who = who or (factories.member(person=mine) if mine else woman())
    return {
        "venture_id": plan_of(who, name=IDEA).pk,
        "venture:task:task": "idea",
        "venture:figure:year": timezone.localdate().year,
        "parameter_id": "flat.ceiling",
    }
