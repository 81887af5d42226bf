"""The pages of the lab: hers, who leads it, who runs the programme, the desk."""

from __future__ import annotations

import html
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.worklife.labs import actions, queries
from jobcaffe.worklife.labs.models import (
    Experiment,
    Idea,
    Lab,
    Membership,
    Minding,
    Problem,
    Result,
    WeeksMean,
)
from jobcaffe.worklife.weeks import actions as weeks
from tests import factories
from tests.worklife.labs.around import Staff, ended, lab, meeting, member, person, trial
from tests.worklife.weeks.homes import whole_week, woman

pytestmark = pytest.mark.django_db
Signed = Callable[..., Client]


@pytest.fixture
def staff() -> Staff:
    return Staff()


def text_of(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"lab:{name}", args=args), follow=True)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def post(client: Client, name: str, /, *args: Any, **fields: Any) -> Any:
    values = {"request_key": str(uuid.uuid4()), **fields}
    return client.post(reverse(f"lab:{name}", args=args), values, follow=True)


def trial_fields(**more: str) -> dict[str, str]:
    until = timezone.localdate() + timedelta(days=20)
    return {
        "what": "Un'ora in più",
        "who_with": "Tre famiglie",
        "until": f"{until:%d/%m/%Y}",
        "how_we_know": "Restano in cinque",
        "field": "education",
        **more,
    }


def test_from_asking_to_the_result_all_in_the_pages(client_for: Signed, staff: Staff) -> None:
    made, who = lab(staff), person(staff)
    anna, teresa = client_for(user=factories.member(person=who)), client_for(user=staff.leader)
    assert "Chiedi di entrare" in text_of(anna, "home")
    post(anna, "ask", made.pk)
    assert "Hai chiesto di entrare" in text_of(anna, "others")
    assert "1 persona chiede di entrare" in text_of(teresa, "lead")
    row = Membership.objects.get()
    assert who.full_name in text_of(teresa, "people", made.pk)
    post(teresa, "answer", row.pk, do="yes")
    assert made.name in text_of(anna, "home")
    post(anna, "new_problem", made.pk, text="La scuola chiude alle 16")
    post(anna, "support", Problem.objects.get().pk, too="1")
    assert "Anche per 1 persona." in text_of(anna, "problems", made.pk)
    post(anna, "new_idea", made.pk, title="Doposcuola", for_whom="Chi stacca alle 17")
    answer = post(anna, "try_idea", Idea.objects.get().pk, **trial_fields())
    assert "La prova comincia oggi" in html.unescape(answer.content.decode())
    one = ended(Experiment.objects.get())
    assert "Com'è andata?" in text_of(anna, "home")
    assert f"Com'è andata la prova {one.code}?" in text_of(teresa, "lead")
    post(anna, "result", one.pk, worked="yes", learned="Bastano due adulti", minutes="2:30", euros="12,50")
    post(anna, "decide", one.pk, choice="continue")
    page = text_of(anna, "trial", one.pk)
    assert "Va avanti" in page
    assert "12,50 €" in page
    assert [(row.minutes, row.cents) for row in Result.objects.all()] == [(150, 1250)]


def test_the_same_press_twice_makes_one_of_each(client_for: Signed, staff: Staff) -> None:
    made = lab(staff)
    client, key = client_for(user=member(staff, made)), str(uuid.uuid4())
    for _press in range(2):
        post(client, "new_problem", made.pk, text="Il bus", request_key=key)
        post(client, "new_idea", made.pk, title="Idea", for_whom="Tutte", request_key=key)
        post(client, "new_trial", made.pk, request_key=key, **trial_fields())
    assert (Problem.objects.count(), Idea.objects.count(), Experiment.objects.count()) == (1, 1, 1)


def test_what_was_typed_stays_when_something_is_missing(client_for: Signed, staff: Staff) -> None:
    made = lab(staff)
    client = client_for(user=member(staff, made))
    answer = post(client, "new_trial", made.pk, **trial_fields(until="ieri", what="Un doposcuola"))
    page = html.unescape(answer.content.decode())
    assert "Un doposcuola" in page
    assert "Scrivi la data così" in page
    assert Experiment.objects.count() == 0


def test_changing_a_trial_leads_to_a_new_one_with_its_answers(client_for: Signed, staff: Staff) -> None:
    made = lab(staff)
    client, row = client_for(user=member(staff, made)), trial(staff.leader, made)
    actions.tell_result(actor=staff.leader, experiment_id=row.pk, worked="partly", learned="Serve di più")
    answer = post(client, "decide", row.pk, choice="change")
    assert answer.redirect_chain[-1][0] == reverse("lab:change", args=[row.pk])
    assert row.what in html.unescape(answer.content.decode())
    post(client, "change", row.pk, **trial_fields())
    assert Experiment.objects.exclude(pk=row.pk).get().previous == row


def test_children_are_booked_and_freed_by_their_mother(client_for: Signed, staff: Staff) -> None:
    made = lab(staff)
    coming = meeting(staff, made, places=2)
    anna, bea = client_for(user=member(staff, made)), client_for(user=member(staff, made, first_name="Bea"))
    year = timezone.localdate().year - 5
    both = {"name_1": "Luca", "year_1": year, "name_2": "Mia", "year_2": year}
    post(anna, "children", coming.pk, **both)
    assert "Hai 2 posti per i bambini." in text_of(anna, "home")
    assert "I posti per i bambini sono finiti." in text_of(bea, "home")
    page = html.unescape(post(bea, "children", coming.pk, name_1="Zeno", year_1=year).content.decode())
    assert "I posti per i bambini sono finiti" in page
    sheet = text_of(client_for(user=staff.leader), "child_sheet", coming.pk)
    assert f"Luca, {year}" in sheet
    post(anna, "free", coming.pk)
    assert Minding.objects.count() == 0


def test_what_was_learned_is_a_page_a_sheet_and_a_table_without_formulas(
    client_for: Signed, staff: Staff
) -> None:
    made = lab(staff)
    row, teresa = trial(staff.leader, made), client_for(user=staff.leader)
    actions.tell_result(actor=staff.leader, experiment_id=row.pk, worked="yes", learned="Bene", minutes=90)
    clear = {"title": "=1+1", "text": "Bastano due adulti."}
    post(teresa, "clear", row.pk, audience="programme", **clear)
    outsider = client_for("desk")
    assert "Bastano due adulti." in text_of(outsider, "learned")
    assert "Bastano due adulti." not in text_of(Client(), "published")
    table = outsider.get(reverse("lab:learned_file")).content.decode("utf-8-sig")
    assert "'=1+1;" in table.splitlines()[1]
    assert made.name not in table
    post(teresa, "clear", row.pk, audience="public", **clear)
    assert "Bastano due adulti." in text_of(Client(), "published")


def test_the_programme_sees_numbers_and_no_words(client_for: Signed, staff: Staff) -> None:
    made = lab(staff, confidential=True)
    anna = member(staff, made, first_name="Ginevra")
    row = trial(anna, made, what="Parolesegrete")
    marta = client_for(user=staff.coordinator)
    page = text_of(marta, "lead")
    assert made.name in page
    assert row.code in page
    assert ("Parolesegrete" in page, "Ginevra" in page) == (False, False)
    for name, key in (("manage", made.pk), ("people", made.pk), ("problems", made.pk), ("trial", row.pk)):
        assert marta.get(reverse(f"lab:{name}", args=[key])).status_code == 404
    post(marta, "budget", row.pk, euros="80")
    assert "80,00 €" in text_of(marta, "lead")


def test_the_desk_asks_for_somebody_it_follows(client_for: Signed, staff: Staff) -> None:
    made, who = lab(staff), person(staff)
    desk = client_for(user=staff.desk)
    post(desk, "desk", who.pk, lab=str(made.pk))
    assert queries.waiting(staff.leader) == {made.pk: 1}
    stranger = factories.person(team=factories.team("Coop lontana"))
    assert desk.get(reverse("lab:desk", args=[stranger.pk])).status_code == 404
    own = client_for(user=factories.member(person=who))
    assert own.get(reverse("lab:desk", args=[who.pk])).status_code == 404


def test_who_leads_makes_meetings_services_and_prints_blank_sheets(client_for: Signed, staff: Staff) -> None:
    made, room, body = lab(staff), factories.room(), factories.organisation()
    row, teresa = trial(staff.leader, made), client_for(user=staff.leader)
    day = f"{timezone.localdate() + timedelta(days=9):%d/%m/%Y}"
    when = {"day": day, "starts": "17", "ends": "19", "room": str(room.pk)}
    post(teresa, "new_meeting", made.pk, child_places="4", **when)
    post(teresa, "trial_room", row.pk, **{**when, "starts": "15", "ends": "16"})
    post(teresa, "partner", row.pk, partner=str(body.pk))
    post(teresa, "budget", row.pk, euros="80,50")
    page = text_of(teresa, "trial", row.pk)
    assert (body.name in page, room.name in page, "80,50 €" in page) == (True, True, True)
    assert "Bambini: 4 posti liberi su 4." in text_of(teresa, "manage", made.pk)
    sheets = text_of(teresa, "papers", made.pk)
    assert ("Come capiamo se funziona?" in sheets, made.code in sheets) == (True, True)


def test_a_taken_room_is_told_and_nothing_is_lost(client_for: Signed, staff: Staff) -> None:
    made, room = lab(staff), factories.room()
    teresa = client_for(user=staff.leader)
    day = f"{timezone.localdate() + timedelta(days=9):%d/%m/%Y}"
    when = {"day": day, "starts": "17", "ends": "19", "room": str(room.pk), "child_places": "3"}
    post(teresa, "new_meeting", made.pk, **when)
    page = html.unescape(post(teresa, "new_meeting", made.pk, **when).content.decode())
    assert "è già prenotata" in page
    assert made.meetings.count() == 1


def test_a_lab_is_opened_by_the_coordinator_with_who_leads_it(client_for: Signed, staff: Staff) -> None:
    marta = client_for(user=staff.coordinator)
    post(marta, "new", name="Servizi", leaders=[str(staff.leader.pk)], confidential="on")
    made = Lab.objects.get()
    assert (made.confidential, list(made.leaders.all())) == (True, [staff.leader])
    post(marta, "close", made.pk)
    assert Lab.objects.get().closed_on == timezone.localdate()


@pytest.mark.parametrize("name", ["home", "problems", "ideas", "lead", "manage", "people", "learned"])
def test_a_long_list_costs_the_same_queries(client_for: Signed, staff: Staff, name: str) -> None:
    made = lab(staff)
    user: User = member(staff, made) if name in ("home", "problems", "ideas", "learned") else staff.leader
    client = client_for(user=user)
    args = [] if name in ("home", "lead", "learned") else [made.pk]

    def cost(more: int) -> int:
        for number in range(more):
            _fill(staff, made, number)
        client.get(reverse(f"lab:{name}", args=args))
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(reverse(f"lab:{name}", args=args)).status_code == 200
        return sum(not query["sql"].startswith(("INSERT", "SAVEPOINT", "RELEASE")) for query in caught)

    # With none, one and three some questions are not asked.
    cost(2)
    assert cost(4) == cost(9)


def _fill(staff: Staff, made: Lab, number: int) -> None:
    actions.ask(actor=staff.desk, lab_id=made.pk, person_ref=person(staff).pk)
    anna = member(staff, made)
    problem = actions.add_problem(actor=anna, lab_id=made.pk, text=f"Problema {number}", signed=True)
    actions.support(actor=anna, problem_id=problem.pk, too=True)
    idea = actions.add_idea(actor=anna, lab_id=made.pk, title=f"Idea {number}", for_whom="Tutte")
    actions.add_idea(actor=anna, lab_id=made.pk, title=f"Altra {number}", for_whom="Tutte")
    meeting(staff, made, days=7 + made.meetings.count())
    ended(trial(anna, made, idea_id=idea.pk))
    told = trial(anna, made)
    actions.tell_result(actor=anna, experiment_id=told.pk, worked="yes", learned="Bene")
    actions.decide(actor=anna, experiment_id=told.pk, choice="stop")
    actions.clear_learned(
        actor=staff.leader, experiment_id=told.pk, audience="programme", title="Prova", text="Bene"
    )


def test_the_mean_of_the_weeks_shows_from_five_and_never_differs_by_one(
    client_for: Signed, staff: Staff
) -> None:
    made = lab(staff)
    women = [woman() for _n in range(10)]

    def shares(user: User) -> None:
        Membership.objects.create(
            lab=made,
            standing="member",
            **Membership.columns_for(user.person_ref),  # type: ignore[arg-type]
        )
        weeks.share_week(actor=user, week_id=whole_week(user).pk, yes=True)
        actions.write_means(actor=SYSTEM)

    def main(client: Client) -> str:
        return text_of(client, "mean", made.pk).split("<main")[1].split("</main>")[0]

    for user in women[:4]:
        shares(user)
    anna, teresa = client_for(user=women[0]), client_for(user=staff.leader)
    assert "Servono almeno cinque settimane" in text_of(anna, "mean", made.pk)
    shares(women[4])
    seen = main(anna)
    assert "31,0" in seen
    assert "31,0" in text_of(teresa, "mean", made.pk)
    weeks.fill_day(actor=women[5], week_id=whole_week(women[5]).pk, day=0, uses=["me", "me", "me"])
    for user in women[5:9]:
        shares(user)
        assert main(anna) == seen
    shares(women[9])
    assert WeeksMean.objects.filter(lab=made).count() == 2
    actions.leave(actor=women[9], lab_id=made.pk)
    actions.write_means(actor=SYSTEM)
    assert WeeksMean.objects.filter(lab=made).count() == 2
    outside = client_for(user=woman())
    assert outside.get(reverse("lab:mean", args=[made.pk])).status_code == 404
    assert client_for("coordinator").get(reverse("lab:mean", args=[made.pk])).status_code == 404
