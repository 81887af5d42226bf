"""A protected person and the members of a group are betrayed by no queue, letter, button or forgotten tick."""

from __future__ import annotations

from typing import Any

import pytest

from jobcaffe.encounters import actions as encounters
from jobcaffe.encounters.actions import Details
from jobcaffe.encounters.imports import EncountersImport
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports import actions as imports
from jobcaffe.foundation.imports.models import Row
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.paths.actions import merge_persons, unmerge
from jobcaffe.people.actions import arrive
from jobcaffe.people.models import Merge
from tests import factories

pytestmark = pytest.mark.django_db
NAME = "Canarinaverde"


def protected(**fields: Any) -> Any:
    team = factories.team("Coop lontana")
    operator = factories.user("desk", team=team)
    return factories.person(last_name=NAME, protected=True, team=team, operator=operator, **fields)


def test_the_queue_of_another_team_does_not_say_who_she_is(client_for: Any) -> None:
    person = protected(alias="Luce")
    row = arrive(actor=person.operator, name="", person_ref=person.pk)
    hers, others = client_for(user=person.operator), client_for("desk")
    assert NAME in hers.get("/sportello/").content.decode()
    page = others.get("/sportello/").content.decode()
    called = others.post(f"/sportello/attesa/{row.pk}/chiama/", follow=True).content.decode()
    assert (NAME in page, "Luce" in page, NAME in called) == (False, True, False)


def test_no_letter_with_her_name_waits_at_the_printer_of_every_desk() -> None:
    encounter = factories.encounter()
    for person in (protected(channel="letter"), factories.person(channel="letter")):
        factories.attendance(at=encounter, person=person, presence="expected")
    encounters.cancel_encounter(actor=factories.user("coordinator"), encounter_id=encounter.pk)
    letters = [notice.contact for notice in Notice.objects.filter(channel="letter")]
    assert (len(letters), NAME in str(letters)) == (1, False)


def test_taking_a_merge_apart_leaves_protected_who_was_protected_since() -> None:
    coordinator, keep, gone = factories.user("coordinator"), factories.person(), factories.person()
    merge_persons(actor=coordinator, keep_ref=keep.pk, gone_ref=gone.pk)
    type(keep).objects.filter(pk=keep.pk).update(protected=True, operator=coordinator)
    unmerge(actor=coordinator, merge_ref=Merge.objects.get().pk)
    keep.refresh_from_db()
    assert keep.protected is True


def test_searching_from_the_presences_or_a_sign_up_is_written_down(client_for: Any) -> None:
    client, encounter = client_for("desk"), factories.encounter()
    client.get(f"/incontri/{encounter.pk}/presenze/?cerca=colombo")
    sign_up = encounters.sign_up(encounter_id=encounter.pk, name="Anna", channel="sms", contact="333 1234567")
    client.get(f"/incontri/iscrizioni/{sign_up.pk}/?cerca=colombo")
    assert Entry.objects.filter(action="person.search", actor_ref=client.user.pk).count() == 2


def group(**fields: Any) -> Details:
    return Details(**{"kind": "group", "action": "A1", "title": "Gruppo", **fields})


def make(details: Details) -> Encounter:
    start = factories.moment()
    return encounters.create_encounter(
        actor=factories.user("facilitator"), details=details, starts_at=start, ends_at=start.replace(hour=20)
    )


@pytest.mark.parametrize("public", [True, False])
def test_a_forgotten_tick_does_not_make_a_mutual_aid_group_with_names(public: bool) -> None:
    with pytest.raises(Refused, match="senza nomi"):
        make(group(public=public))
    assert Encounter.objects.count() == 0


def test_a_confidential_meeting_is_never_shown_to_all_afterwards() -> None:
    made = make(group(confidential=True))
    leader = made.leaders.get()
    with pytest.raises(Refused, match="resta riservato"):
        encounters.update_encounter(
            actor=leader, encounter_id=made.pk, details=group(kind="event", confidential=False)
        )
    made.refresh_from_db()
    assert made.confidential is True


def test_who_goes_to_a_group_is_not_imported_under_another_kind() -> None:
    factories.person(first_name="Zoe", last_name=NAME)
    text = f"Data;Titolo;Azione;Partecipanti\n03/05/2024;Serata;A1;Zoe {NAME}\n"
    coordinator = factories.user("coordinator")
    imports.preview(actor=coordinator, spec=EncountersImport(), name="a.csv", content=text.encode())
    row = Row.objects.get()
    assert (row.verdict, "gruppi AMA" in row.reason) == ("wrong", True)
