"""The journal for the coordinator: everything that happened, nothing of who is protected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.foundation.accounts.actions.gates import open_gate
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.journal.actions import Line, record, record_many
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.people.models import Answer
from tests import factories

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]
PAGE = "/regia/registro/"


def text(client: Client, query: str = "") -> str:
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    return answer.content.decode().split("<main")[1].split("</main")[0]


def noted(actor: object, action: str, **more: object) -> None:
    with transaction.atomic():
        record(actor, action, more.pop("obj", None), **more)  # type: ignore[arg-type]


def test_rows_are_in_plain_italian_with_a_link_to_the_record(client_for: Clients) -> None:
    operator, person = factories.user("desk", name="Carla Neri"), factories.person(last_name="Zambelli")
    noted(operator, "person.read", obj=person, subject=person, reason="colloquio")
    page = text(client_for("coordinator"))
    for words in ("Carla Neri", "Sportello", "ha aperto la scheda", "Zambelli", "colloquio"):
        assert words in page
    assert f'href="/sportello/persone/{person.pk}/"' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?che=person.read", {"colloquio"}),
        ("?che=commitment.", {"telefonata"}),
        ("?dal={yesterday}&al={yesterday}", {"vecchia"}),
        ("?al={long_ago}", set()),
        ("?dal=boh", {"colloquio", "telefonata", "vecchia"}),
    ],
)
def test_each_filter_shows_its_own(client_for: Clients, query: str, expected: set[str]) -> None:
    operator, today = factories.user("desk"), timezone.localdate()
    noted(operator, "person.read", reason="colloquio")
    noted(operator, "commitment.promise", reason="telefonata")
    with transaction.atomic():
        record_many(operator, [Line("path.open", reason="vecchia")], at=timezone.now() - timedelta(days=1))
    days = {"yesterday": today - timedelta(days=1), "long_ago": today - timedelta(days=9)}
    page = text(client_for("coordinator"), query.format(**{k: f"{d:%d/%m/%Y}" for k, d in days.items()}))
    assert {word for word in ("colloquio", "telefonata", "vecchia") if word in page} == expected


def test_one_colleague_and_one_person(client_for: Clients) -> None:
    first, second = factories.user("desk", name="Prima"), factories.user("desk", name="Seconda")
    person = factories.person(first_name="Lina", last_name="Zambelli")
    noted(first, "person.read", obj=person, subject=person, reason="uno")
    noted(second, "path.open", reason="due")
    client = client_for("coordinator")
    assert "due" not in text(client, f"?chi={first.pk}").split("<tbody")[1]
    assert "due" not in text(client, f"?persona={person.pk}").split("<tbody")[1]
    assert f"persona={person.pk}" in text(client, "?q=zambe")
    assert client.get(f"{PAGE}?persona=boh").status_code == 404


def test_a_protected_person_has_no_name_no_reason_no_link_until_a_gate_is_open(client_for: Clients) -> None:
    person = factories.person(first_name="Zoe", last_name="Canarina", protected=True)
    noted(factories.user("desk"), "person.read", obj=person, subject=person, reason="parole segrete")
    noted(factories.member(person=person), "attendance.reply")
    client = client_for("coordinator")
    page = text(client)
    assert "Persona riservata" in page
    for secret in ("Canarina", "parole segrete", str(person.pk)):
        assert secret not in page
    assert client.get(f"{PAGE}?persona={person.pk}").status_code == 404
    assert "Canarina" not in text(client, "?q=canarina").replace('value="canarina"', "")
    open_gate(actor=client.user, person_ref=person.pk, subject=person, reason="La persona me lo ha chiesto")  # type: ignore[attr-defined]
    assert "Canarina" in text(client)


def test_nothing_of_a_group_is_there(client_for: Clients) -> None:
    group = factories.encounter(public=False, confidential=True, title="Cerchio")
    person = factories.person(last_name="Canarina")
    noted(factories.user("facilitator"), "attendance.mark", obj=group, subject=person, reason="del gruppo")
    client = client_for("coordinator")
    for query in ("", f"?persona={person.pk}", "?che=attendance."):
        page = text(client, query).split("</form>")[-1]
        assert "del gruppo" not in page
        assert "ha segnato la presenza" not in page


def test_reading_it_is_a_row_itself_only_when_it_shows_persons(client_for: Clients) -> None:
    client = client_for("coordinator")
    noted(factories.user("desk"), "path.open")
    text(client)
    assert not Entry.objects.filter(action="journal.read").exists()
    person = factories.person()
    noted(factories.user("desk"), "person.read", obj=person, subject=person)
    text(client)
    assert Entry.objects.filter(action="journal.read", actor_ref=client.user.pk).count() == 1  # type: ignore[attr-defined]


def test_it_costs_the_same_with_few_and_many_rows(client_for: Clients) -> None:
    client, costs = client_for("coordinator"), []
    text(client)
    for more in (2, 60):
        for _ in range(more):
            person = factories.person(protected=True)
            noted(factories.member(person=person), "person.read", obj=person, subject=person)
        with CaptureQueriesContext(connection) as captured:
            text(client)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_too_many_records_are_told_on_both_pages(client_for: Clients, programme: object) -> None:
    user = factories.user("desk", name="Ugo Curioso")
    with transaction.atomic():
        record_many(user, [Line("person.read", subject=factories.person()) for _ in range(45)])
    client = client_for("coordinator")
    assert "Ugo Curioso ha aperto 45 schede" in text(client)
    home = client.get("/regia/").content.decode()
    assert f"/regia/registro/?chi={user.pk}" in home


@pytest.mark.parametrize("role", [role for role in Role.values if role != "coordinator"])
def test_nobody_else_finds_the_journal_or_the_cohesion_page(client_for: Clients, role: str) -> None:
    client = client_for(role)
    assert client.get(PAGE).status_code == 404
    assert client.get("/regia/coesione/").status_code == 404


def test_the_cohesion_page_shows_no_share_before_twenty_three_answers(client_for: Clients) -> None:
    client = client_for("coordinator")

    def grow(n: int) -> None:
        Answer.objects.bulk_create(
            Answer(
                person=factories.person(), instrument="coesione", wave=0, question="fiducia", value="degna"
            )
            for _ in range(n)
        )

    grow(12)
    page = client.get("/regia/coesione/").content.decode()
    assert "servono almeno 23 risposte, ora sono 12" in page
    assert "100 %" not in page.split("<tbody")[1].split("</tbody")[0]
    grow(11)
    page = client.get("/regia/coesione/").content.decode()
    assert "100 % (da 86 a 100 %)" in page
    assert "Italia 2018: 21,0%" in page
