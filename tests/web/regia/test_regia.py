"""From the page to a number, from the number to its rows, from a row to its record."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jobcaffe.encounters.enums import State
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.plan.models import Programme
from jobcaffe.programme import actions
from tests import factories
from tests.programme.conftest import community, group_evening, held, noon

NOW = datetime(2024, 7, 20, 11, 0, tzinfo=ZoneInfo("Europe/Rome"))
Clients = Callable[..., Client]


@pytest.fixture(autouse=True)
def today(programme: Programme) -> object:
    """Summer of the first year: the first half-year is over."""
    with time_machine.travel(NOW, tick=False):
        yield


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def visible(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_page_shows_numbers_and_each_tile_opens_its_rows(client_for: Clients) -> None:
    community(1)
    client = client_for("coordinator")
    html = text(client, "/regia/")
    for code in ("P1", "E1", "E2", "I2", "O1", "R1"):
        assert f'href="/regia/indicatori/{code}/"' in html


def test_without_a_programme_the_page_says_so(client_for: Clients) -> None:
    client = client_for("coordinator")
    Programme.objects.all().delete()
    assert "Il piano non è ancora caricato" in text(client, "/regia/")


def test_a_new_talk_changes_the_number_by_one_and_is_its_first_row(client_for: Clients) -> None:
    community(1)
    client = client_for("coordinator")
    before = int(re.search(r"Le righe: (\d+)", text(client, "/regia/indicatori/P1/")).group(1))
    person = factories.person(first_name="Ornella", last_name="Vismara")
    factories.intake(person, at=noon(NOW.date()))
    html = text(client, "/regia/indicatori/P1/")
    assert f"Le righe: {before + 1}" in html
    first = html.split('id="righe"')[1]
    assert "Ornella Vismara" in first[: first.index("Ornella") + 20]


def test_the_count_on_top_equals_the_rows_of_the_list_and_of_the_file(client_for: Clients) -> None:
    community(2, persons=80)
    client = client_for("coordinator")
    for code in ("P1", "P3", "E1", "E2", "E3", "O1", "I1", "R1"):
        for span in ("tutto", "anno-1", "2024-1"):
            html = text(client, f"/regia/indicatori/{code}/?periodo={span}")
            shown = int(re.search(r"Le righe: ([\d.]+)", html).group(1).replace(".", ""))
            file = client.get(f"/regia/indicatori/{code}/righe.csv?periodo={span}").content.decode(
                "utf-8-sig"
            )
            rows = list(csv.DictReader(io.StringIO(file), delimiter=";"))
            assert sum(int(row["Conta per"]) for row in rows) == shown


def test_the_page_costs_the_same_with_few_and_with_many_rows(client_for: Clients) -> None:
    client = client_for("coordinator")
    counts = []
    for seed, persons in ((1, 2), (2, 25)):
        community(seed, persons=persons)
        text(client, "/regia/")
        with CaptureQueriesContext(connection) as captured:
            text(client, "/regia/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert counts[1] <= 12, "\n".join(query["sql"][:160] for query in captured)


@pytest.mark.parametrize("code", ["P1", "E2", "O1", "I1"])
def test_the_rows_cost_the_same_with_few_and_with_many(client_for: Clients, code: str) -> None:
    client = client_for("coordinator")
    counts = []
    for seed, persons in ((1, 4), (2, 40)):
        community(seed, persons=persons)
        text(client, f"/regia/indicatori/{code}/")  # the journal's keys are made once
        with CaptureQueriesContext(connection) as captured:
            text(client, f"/regia/indicatori/{code}/")
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in captured))
    assert counts[0] == counts[1]
    assert counts[1] <= 12, "\n".join(query["sql"][:160] for query in captured)


@pytest.mark.parametrize("url", ["/regia/", "/regia/indicatori/P1/", "/regia/indicatori/P1/righe.csv", "/regia/periodi/", "/regia/periodi/2024-1/"])  # fmt: skip
@pytest.mark.parametrize("role", ["desk", "facilitator", "lab_leader", "funder", "municipality", "sysadmin", "member"])  # fmt: skip
def test_nobody_else_finds_the_page(client_for: Clients, role: str, url: str) -> None:
    assert client_for(role).get(url).status_code == 404


def test_unknown_indicators_and_spans_are_not_there(client_for: Clients) -> None:
    client = client_for("coordinator")
    for url in ("/regia/indicatori/XX/", "/regia/indicatori/P1/?periodo=ieri", "/regia/periodi/1999-1/"):
        assert client.get(url).status_code == 404


def test_a_protected_person_is_counted_and_never_named(client_for: Clients) -> None:
    person = factories.person(first_name="Zaccaria", last_name="Introvabile", protected=True)
    factories.intake(person, at=noon(date(2024, 3, 1)))
    client = client_for("coordinator")
    html = text(client, "/regia/indicatori/P1/")
    file = client.get("/regia/indicatori/P1/righe.csv").content.decode()
    for page in (html, file):
        assert "Introvabile" not in page
        assert str(person.pk) not in page
        assert "persona riservata" in page
    assert not Entry.objects.filter(action="person.export").exists()


def test_a_group_is_one_line_a_month_without_day_title_or_name(client_for: Clients) -> None:
    evening = group_evening(date(2024, 3, 5), 7)
    client = client_for("coordinator")
    for code in ("E1", "E2", "E3"):
        html = text(client, f"/regia/indicatori/{code}/")
        assert "Gruppi di mutuo aiuto, tutti insieme" in html
        assert "05/03/2024" not in html
        assert evening.title not in html
        assert str(evening.pk) not in html


def test_taking_the_names_out_is_written_for_each_person(client_for: Clients) -> None:
    people = [factories.person() for _ in range(3)]
    for person in people:
        factories.intake(person, at=noon(date(2024, 3, 1)))
    client_for("coordinator").get("/regia/indicatori/P1/righe.csv")
    told = Entry.objects.filter(action="person.export")
    assert {entry.subject_ref for entry in told} == {person.pk for person in people}


def test_a_name_that_looks_like_a_formula_leaves_as_text(client_for: Clients) -> None:
    factories.intake(factories.person(first_name="=1+1", last_name=""), at=noon(date(2024, 3, 1)))
    file = client_for("coordinator").get("/regia/indicatori/P1/righe.csv").content.decode()
    assert ";'=1+1;" in file


def test_what_to_look_at_today_is_at_most_three_and_the_late_come_first(client_for: Clients) -> None:
    factories.commitment(due_on=NOW.date() - timedelta(days=1))
    held(date(2024, 6, 1), state=State.PLANNED)
    held(date(2024, 6, 2))
    factories.person(last_contact_on=NOW.date() - timedelta(days=31))
    seen = visible(text(client_for("coordinator"), "/regia/"))
    found = seen[seen.index("Da guardare oggi") : seen.index("Come andiamo")]
    assert "1 impegno è scaduto." in found
    assert "1 incontro passato è senza presenze." in found
    assert "Primo semestre 2024: per il rapporto mancano 25 giorni." in found
    assert "foglio firme" not in found


def test_a_quiet_day_says_so(client_for: Clients) -> None:
    with time_machine.travel(datetime(2024, 3, 1, 9, 0, tzinfo=ZoneInfo("Europe/Rome"))):
        assert "Niente di urgente" in text(client_for("coordinator"), "/regia/")


def test_a_fall_below_the_issued_figure_is_said_on_the_page(client_for: Clients, coordinator: User) -> None:
    first, second = factories.person(), factories.person()
    for person in (first, second):
        factories.intake(person, at=noon(date(2024, 3, 1)))
    client = client_for(user=coordinator)
    client.post("/regia/periodi/2024-1/chiudi/", {"despite_missing": "1"})
    second.merged_into = first
    second.save()
    actions.find_corrections()
    html = text(client, "/regia/indicatori/P1/")
    assert "Nell&#x27;ultimo periodo chiuso era 2, oggi è 1." in html.replace("'", "&#x27;")
    assert "Rettifiche" in html


def test_closing_asks_for_what_is_missing_and_goes_on_when_told(client_for: Clients) -> None:
    meeting = held(date(2024, 2, 1), title="Cucire insieme")
    client = client_for("coordinator")
    html = text(client, "/regia/periodi/2024-1/")
    assert "Manca 1 prova" in html
    assert f"/incontri/{meeting.pk}/" in html
    answer = client.post("/regia/periodi/2024-1/chiudi/", follow=True).content.decode()
    assert "Completa gli incontri elencati" in answer
    answer = client.post("/regia/periodi/2024-1/chiudi/", {"despite_missing": "1"}, follow=True)
    assert "Il periodo è chiuso" in answer.content.decode()
    assert "Crea il rapporto" in text(client, "/regia/periodi/2024-1/")


def test_a_running_period_cannot_be_closed_from_its_page(client_for: Clients) -> None:
    client = client_for("coordinator")
    assert "Potrai chiuderlo dal giorno dopo il 31 dicembre 2024" in text(client, "/regia/periodi/2024-2/")
    answer = client.post("/regia/periodi/2024-2/chiudi/", follow=True).content.decode()
    assert "non è ancora finito" in answer


@pytest.mark.django_db(transaction=True)
def test_a_report_is_made_by_the_worker_and_downloaded_the_same_twice(client_for: Clients) -> None:
    from jobcaffe.foundation.jobs import worker

    community(4)
    client = client_for("coordinator")
    client.post("/regia/periodi/2024-1/chiudi/", {"despite_missing": "1"})
    answer = client.post("/regia/periodi/2024-1/rapporto/", {"audience": "funder"})
    assert answer.url.startswith("/lavori/")
    worker.run(once=True)
    html = text(client, "/regia/periodi/2024-1/")
    files = re.findall(r'href="(/quadro/rapporti/[^"]+)"', html)
    assert len(files) == 4
    for url in files:
        first, second = client.get(url), client.get(url)
        assert first.status_code == 200
        assert first.content == second.content
    assert Entry.objects.filter(action="report.read").count() == 8
