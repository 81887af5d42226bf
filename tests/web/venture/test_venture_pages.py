"""Her activity by forms: hers alone, what was typed stays, every number with its formula."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.ui import readability
from jobcaffe.worklife.ventures import figures, queries
from jobcaffe.worklife.ventures.models import CheckedFigure, Venture
from tests.exchange.posts.posting import on_board
from tests.worklife.ventures.plans import plan_of
from tests.worklife.weeks.homes import woman

pytestmark = pytest.mark.django_db
Signed = Callable[..., Client]
CANARY = "Cucituresegrete"
PAGES = ("plan", "remove", "numbers", "sheet")
PRICES = {
    "price": "25", "materials": "5", "hours": "1,5", "prudent": "20", "normal": "40", "good": "60",
}  # fmt: skip
THRESHOLDS = ("2.500,00 €", "5.000,00 €", "85.000,00 €", "100.000,00 €")
POSTS: dict[str, dict[str, Any]] = {
    "idea": {"what": "Orli", "activity": "other", "have": ""},
    "clienti": {"who": "Vicine", "ten": "Anna\n\nBea\n"},
    "prezzi": PRICES,
    "spese": {"fixed": "120,50", "kept": "0", "wish": "500"},
    "tempo": {"hours_week": "9,5", "weeks": "46", "billable": "70"},
    "regole": {"other_income": "0"},
    "prove": {"who1": "Anna", "paid1": "20", "learned1": "Va bene"},
}


def url(name: str, *args: object) -> str:
    return reverse(f"venture:{name}", args=args)


def text(client: Client, to: str) -> str:
    return html.unescape(client.get(to).content.decode())


@pytest.fixture
def hers(client_for: Signed) -> tuple[Client, User]:
    user = woman()
    return client_for(user=user), user


def test_from_a_name_through_six_tasks_to_the_numbers(hers: tuple[Client, User]) -> None:
    client, user = hers
    to = client.post(url("home"), {"name": "Orli", "request_key": str(uuid4())}).url
    row = Venture.objects.get()
    assert to == url("plan", row.pk)
    assert client.get(url("numbers", row.pk)).url == to
    for task, data in POSTS.items():
        assert client.post(url("task", row.pk, task), data).url == to, task
    mine = queries.my_venture(user, row.pk)
    assert mine is not None
    assert mine.next_task is None
    assert mine.task("clienti")["ten"] == "Anna\nBea"
    assert (mine.task("regole")["new"], mine.task("spese")["fixed"]) == (False, "120.50")
    page = text(client, url("numbers", row.pk))
    assert "servono 22,36 ore, ne hai 9,5. Non bastano." in page


def test_every_number_stands_with_its_formula_and_the_year(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = plan_of(user)
    for name in ("numbers", "sheet"):
        page = text(client, url(name, row.pk))
        assert "408,56 €" in page
        assert (
            "incassi 12.000,00 € − spese 2.400,00 € − contributi 4.521,36 € − imposta 175,93 € = 4.902,71 €"
            in page
        )
        assert "A 16.840,36 € l'anno restano 10.113,72 € con l'una e con l'altra." in page
        assert "commercialista o con l'associazione di categoria" in page
        assert f"cifre del {queries.parameters_for(timezone.localdate()).year}" in page
        assert "<svg" in page
        # Every amount of the tables stands in a formula, or is a threshold that its own sentence tells.
        main = re.sub(r"<svg.*?</svg>", "", page.replace("\xa0", " "), flags=re.S)
        cells = re.findall(r"<td[^>]*>(?:<[^>]+>|\s)*(−?[\d.]+,\d\d €)", main)
        told = " ".join(re.findall(r"<li[^>]*>(.*?)</li>", main, re.S))
        assert len(cells) >= 36
        assert [one for one in cells if one not in told and one not in THRESHOLDS] == []


def test_what_was_typed_stays_and_the_mistake_is_said(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = plan_of(user)
    answer = client.post(url("task", row.pk, "prezzi"), PRICES | {"normal": "10"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 200
    assert "Le vendite vanno in ordine: piano, normale, buono." in page
    assert 'value="1,5"' in page
    answer = client.post(url("task", row.pk, "clienti"), {"ten": "\n".join(map(str, range(11)))})
    assert "Bastano dieci." in answer.content.decode()
    assert client.post(url("home"), {"name": ""}).status_code == 200


def test_an_answer_is_shown_again_to_change_it(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = plan_of(user)
    client.post(url("task", row.pk, "regole"), {"other_income": "0", "suap": "on"})
    page = text(client, url("task", row.pk, "regole"))
    assert re.search(r'name="suap"[^>]*checked', page)
    assert not re.search(r'name="new"[^>]*checked', page)
    assert 'value="25,00"' in text(client, url("task", row.pk, "prezzi"))


def test_a_double_press_makes_one(hers: tuple[Client, User]) -> None:
    client, _user = hers
    sent = {"name": "Orli", "request_key": str(uuid4())}
    assert client.post(url("home"), sent).url == client.post(url("home"), sent).url
    assert Venture.objects.count() == 1


def test_it_is_taken_away_and_a_second_press_says_so(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = plan_of(user)
    assert "Vuoi togliere questa idea?" in text(client, url("remove", row.pk))
    assert client.post(url("remove", row.pk)).url == url("home")
    again = client.post(url("remove", row.pk), follow=True)
    assert "Questa micro-attività non c'è" in html.unescape(again.content.decode())
    assert Venture.objects.count() == 0


def test_an_unknown_task_is_not_there(hers: tuple[Client, User]) -> None:
    client, user = hers
    assert client.get(url("task", plan_of(user).pk, "altro")).status_code == 404


@pytest.mark.parametrize("role", sorted(Role.values))
def test_for_everybody_else_there_is_nothing(client_for: Signed, role: str) -> None:
    user = woman()
    row = plan_of(user, name=CANARY)
    other = client_for(role)
    for name in PAGES:
        assert other.get(url(name, row.pk)).status_code == 404
    assert other.get(url("task", row.pk, "idea")).status_code == 404
    assert other.post(url("task", row.pk, "idea"), POSTS["idea"]).status_code == 404
    other.post(url("accept", row.pk))
    other.post(url("remove", row.pk))
    mine = queries.my_venture(user, row.pk)
    assert mine is not None
    assert (mine.name, "accepted" in mine.body) == (CANARY, False)


def test_another_member_finds_nothing_either(client_for: Signed) -> None:
    row = plan_of(woman(), name=CANARY)
    other = client_for(user=woman())
    assert CANARY not in other.get(url("home")).content.decode()
    assert {other.get(url(name, row.pk)).status_code for name in PAGES} == {404}


def test_figures_of_another_year_are_used_only_when_she_says_so(
    hers: tuple[Client, User], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The calendar goes on by itself; here the only file of figures is an older one."""
    client, user = hers
    row = plan_of(user)
    old = figures.of_year(2026)
    aged = type(old)(2020, "2020-01-01", "2020-12-31", old.figures, old.activities)
    monkeypatch.setattr(figures, "nearest", lambda on: aged)
    monkeypatch.setattr(figures, "years", lambda: (2020,))
    page = text(client, url("numbers", row.pk))
    assert "Le cifre valgono dal 2020-01-01 al 2020-12-31" in page
    assert "4.902,71" not in page
    assert client.post(url("accept", row.pk)).url == url("numbers", row.pk)
    page = text(client, url("numbers", row.pk))
    assert "Attenzione: queste cifre valgono dal 2020-01-01" in page
    assert "cifre del 2020" in page
    assert "4.902,71" in page


def test_the_ladder_tells_the_thresholds_of_the_year(hers: tuple[Client, User]) -> None:
    client, _user = hers
    page = text(client, url("ladder"))
    assert "85.000,00 €" in page
    assert "sopra 5.000,00 € l'anno si versano contributi" in page


def test_staff_check_a_figure_and_it_is_marked(client_for: Signed) -> None:
    client = client_for("coordinator")
    year = max(figures.years())
    page = text(client, url("figures"))
    assert "Artigiani: contributi" in page
    sent = {"value": "24,5", "source": "Circolare 99"}
    for _press in range(2):
        assert client.post(url("figure", year, "inps.craft.rate"), sent).url == url("figures")
    assert "Circolare 99" in text(client, url("figures"))
    assert CheckedFigure.objects.count() == 1
    wrong = client.post(url("figure", year, "inps.craft.rate"), {"value": "240", "source": "Circolare 99"})
    assert "Questo valore non può essere." in wrong.content.decode()
    assert 'value="240"' in wrong.content.decode()
    assert client.get(url("figure", year, "mai")).status_code == 404
    assert client.get(url("figure", 1990, "flat.tax")).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"coordinator"}))
def test_the_figures_are_for_who_keeps_them(client_for: Signed, role: str) -> None:
    assert client_for(role).get(url("figures")).status_code == 404


def test_her_pages_are_light_and_easy_to_read(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = plan_of(user)
    pages = [url("home"), url("ladder"), *(url(name, row.pk) for name in PAGES)]
    pages += [url("task", row.pk, task) for task in POSTS]
    for to in pages:
        answer = client.get(to)
        body = answer.content.decode()
        assert len(answer.content) < 100_000
        found = re.search(r"<main.*?</main>", body, re.S)
        assert found is not None
        lines = [
            html.unescape(re.sub(r"<[^>]+>", "", one))
            for one in re.findall(r"<p[^>]*>(.*?)</p>", found.group(), re.S)
        ]
        long = [line for line in lines if len(line.split()) > 5 and "€" not in line]
        assert [line for line in long if readability.gulpease(line) < 60] == [], to


def test_the_sheet_has_what_she_answered_beside_each_question(hers: tuple[Client, User]) -> None:
    client, user = hers
    page = text(client, url("sheet", plan_of(user).pk))
    assert "Quanto costa una vendita? (€) 25,00" in page
    assert "Che cosa vuoi fare?" in page


def test_figures_that_nobody_checked_are_told_until_somebody_does(
    hers: tuple[Client, User], client_for: Signed
) -> None:
    client, user = hers
    numbers = url("numbers", plan_of(user).pk)
    assert "Cifre ancora da controllare" in text(client, numbers)
    staff = client_for(Role.COORDINATOR)
    assert "Mancano 8 cifre. I conti le usano già" in text(staff, url("figures"))
    for one in [one for one in queries.figures_of(staff.user, 2026) if not one.done]:  # type: ignore[attr-defined]
        staff.post(url("figure", 2026, one.code), {"value": str(one.value), "source": one.source})
    assert "Cifre ancora da controllare" not in text(client, numbers)
    assert "Controllate tutte" in text(staff, url("figures"))


def test_who_hosts_lends_or_buys_in_the_network_stands_on_her_plan(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = plan_of(user)
    assert "Per ora nessuno: guarda la bacheca." in text(client, url("plan", row.pk))
    post = on_board(kind="room")
    page = text(client, url("plan", row.pk))
    assert "Chi ti ospita" in page
    assert post.title in page
    assert reverse("board:detail", args=[post.pk]) in page
    assert "Chi ti presta" not in page
