"""Pages of the network that grows: names only of the public ones, closed quarters, a picture to step."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from jobcaffe.network.ties import actions
from jobcaffe.network.ties.models import Declared, Sheet
from jobcaffe.organisations.models import Organisation
from tests import factories
from tests.consistency.test_texts import EASY, FOR_STAFF, hard, prose
from tests.network.ties.test_ties import SOON, boss, link_of, member, met

pytestmark = pytest.mark.django_db
HOME, GROWTH = "/coesione/", "/rete/crescita/"


@pytest.fixture
def town() -> list[Organisation]:
    """Twelve organisations that met in spring, two of them again in summer, all again this autumn."""
    kinds = ("company", "school", "association")
    bodies = [member(f"Ente numero {number:02}", kind=kinds[number % 3]) for number in range(12)]
    Organisation.objects.filter(pk=bodies[11].pk).update(stage="known", name="Mai nominata")
    met(datetime(2026, 5, 5, 15, tzinfo=UTC), *bodies[:6])
    met(datetime(2026, 5, 6, 15, tzinfo=UTC), *bodies[5:12])
    met(datetime(2026, 8, 6, 15, tzinfo=UTC), bodies[0], bodies[10])
    met(datetime(2026, 10, 6, 15, tzinfo=UTC), *bodies)
    return bodies


@pytest.mark.parametrize("role", ["coordinator", "municipality", "funder"])
def test_it_says_sentences_with_their_caveats(client_for, town, role):
    page = client_for(role).get(HOME).content.decode()
    assert "12 organizzazioni su 12 sono in rete; 12 nello stesso insieme." in page
    assert "Contatti nuovi nel trimestre: 1." in page
    assert "Conta solo gli incontri scritti" in page
    assert "luglio–settembre 2026" in page


def test_the_quarter_that_runs_is_not_there_and_others_are_stepped_without_scripts(client_for, town):
    client = client_for("coordinator")
    page = client.get(HOME).content.decode()
    assert "?trimestre=2026-2" in page
    assert "2026-4" not in page
    before = client.get(HOME, {"trimestre": "2026-2"}).content.decode()
    assert "?trimestre=2026-3" in before
    assert [
        client.get(HOME, {"trimestre": wrong}).status_code for wrong in ("2026-4", "x", "2026-5", "-")
    ] == [404] * 4


@pytest.mark.parametrize("address", [HOME, GROWTH])
def test_who_is_not_on_the_public_pages_is_counted_and_not_named(client_for, town, address):
    page = client_for("coordinator").get(address).content.decode()
    assert "Mai nominata" not in page
    assert str(town[11].pk) not in page
    assert "Ente numero 03" in page
    assert "Altre 1, non nelle pagine pubbliche" in page


def test_under_ten_organisations_there_is_no_number(client_for):
    met(datetime(2026, 5, 5, 15, tzinfo=UTC), *(member(f"Ente {number}") for number in range(9)))
    page = client_for("funder").get(HOME).content.decode()
    assert "meno di 10" in page
    assert "sono in rete;" not in page


def test_before_any_quarter_the_pages_say_what_they_are_for(client, client_for):
    assert "Nessun trimestre" in client_for("coordinator").get(HOME).content.decode()
    assert client.get(GROWTH).status_code == 200


@pytest.mark.parametrize("role", ["desk", "member", "organisation", "facilitator"])
def test_the_page_is_not_there_for_others(client_for, role):
    assert client_for(role).get(HOME).status_code == 404


def test_a_page_costs_the_same_queries_with_more_of_everything(
    client_for, town, django_assert_max_num_queries
):
    client = client_for("coordinator")
    client.get(HOME)
    with django_assert_max_num_queries(12) as few:
        client.get(HOME)
    for day in range(1, 20):
        met(datetime(2026, 7, day, 15, tzinfo=UTC), *town[day % 5 : day % 5 + 6])
    with django_assert_max_num_queries(len(few)):
        client.get(HOME)


@pytest.mark.parametrize(("address", "least"), [(HOME, FOR_STAFF), (GROWTH, EASY)])
def test_sentences_and_caveats_are_easy_to_read(client_for, town, address, least):
    assert hard(prose(client_for("municipality").get(address).content.decode()), least) == []


def test_the_survey_costs_the_same_with_one_and_with_twenty(
    client_for, client, django_assert_max_num_queries
):
    first = member("Ente zero")
    survey = actions.open_survey(actor=boss(), closes_on=SOON)
    actions.invite(actor=boss(), survey_id=survey.pk)
    coordinator, link = client_for("coordinator"), reverse("cohesion:answer_link", args=[link_of(first)])
    looks = [
        (coordinator, reverse("cohesion:surveys")),
        (coordinator, reverse("cohesion:survey", args=[survey.pk])),
        (client, link),
    ]
    costs = []
    for who, url in looks:
        who.get(url)
        with django_assert_max_num_queries(12) as few:
            assert who.get(url).status_code == 200
        costs.append(len(few))
    others = [member(f"Ente {number}") for number in range(20)]
    actions.invite(actor=boss(), survey_id=survey.pk)
    ticks = {one.pk: ["knows"] for one in others}
    actions.answer_by_link(token=link_of(first), ticks=ticks, done=False)
    for (who, url), cost in zip(looks, costs, strict=True):
        with django_assert_max_num_queries(cost):
            who.get(url)


def test_an_organisation_answers_from_its_link_without_signing_in_and_can_come_back(
    client, town, monkeypatch
):
    survey = actions.open_survey(actor=boss(), closes_on=SOON)
    actions.invite(actor=boss(), survey_id=survey.pk)
    here = reverse("cohesion:answer_link", args=[link_of(town[0])])
    sheet = Sheet.objects.get(organisation=town[0])
    page = client.get(here).content.decode()
    assert "Ente numero 01" in page
    assert not Declared.objects.exists()
    field = f"o-{town[1].pk.hex}"
    assert client.post(here, {field: ["knows", "did"], "draft": "1"}).status_code == 302
    assert list(sheet.declared.values_list("other", "knows", "did", "wishes")) == [
        (town[1].pk, True, True, False)
    ]
    client.post(here, {field: ["knows"], "done": "1"})
    sheet.refresh_from_db()
    assert sheet.answered_at is not None
    assert client.get(here, {"q": "numero 07"}).content.decode().count("Ente numero 07") == 1
    assert client.get(reverse("cohesion:answer_link", args=["altro"])).status_code == 404


def test_the_coordinator_opens_writes_and_closes(client_for, town):
    client = client_for("coordinator")
    opened = client.post(reverse("cohesion:surveys"), {"closes_on": "15/12/2026"}, follow=True)
    assert "Da chiedere ancora: 11" in opened.content.decode()
    here = opened.redirect_chain[-1][0]
    client.post(here, {"invite": "1"})
    client.post(here, {"invite": "1"})
    assert Sheet.objects.count() == 11
    assert "Questionario chiuso" in client.post(here, {"close": "1"}, follow=True).content.decode()


def test_a_delegate_finds_the_question_on_the_first_page_of_the_organisation(client, town):
    partner = factories.partner(town[0])
    survey = actions.open_survey(actor=boss(), closes_on=SOON)
    client.force_login(partner)
    here = reverse("cohesion:answer", args=[survey.pk])
    assert here in client.get(reverse("partner:home")).content.decode()
    client.post(here, {f"o-{town[2].pk.hex}": ["wishes"], "done": "1"})
    assert here not in client.get(reverse("partner:home")).content.decode()
    assert Declared.objects.get().wishes is True
