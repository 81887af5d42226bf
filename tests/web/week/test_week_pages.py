"""Her week by forms: hers alone, whatever was typed stays, a second press changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.ui import readability
from jobcaffe.organisations.enums import Stage
from jobcaffe.worklife.weeks import actions, queries
from jobcaffe.worklife.weeks.models import Household, UnmetTime, Week
from tests import factories
from tests.worklife.weeks.homes import FULL, granny, household, leave_early, whole_week, woman
from tests.worklife.weeks.test_unmet import NEW_YEAR, afternoon
from tests.worklife.weeks.test_week import CANARY, database

pytestmark = pytest.mark.django_db
Signed = Callable[..., Client]
PARTS = ("morning", "afternoon", "evening")
WORK = {
    "name": "Lavoro", "who": "io", "kind": "work", "where": "casa",
    "days": ["0", "2"], "starts": "9", "ends": "16.30",
}  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"week:{name}", args=args)


def cells(uses: list[str], **more: Any) -> dict[str, Any]:
    return {**dict(zip(PARTS, uses, strict=True)), "request_key": str(uuid4()), **more}


def html(client: Client, to: str) -> str:
    return client.get(to).content.decode()


@pytest.fixture
def hers(client_for: Signed) -> tuple[Client, User]:
    user = woman()
    return client_for(user=user), user


def test_a_week_day_by_day_ends_in_words(hers: tuple[Client, User]) -> None:
    client, _user = hers
    answer = client.post(url("home"), cells(FULL[0]))
    for _day in range(4):
        answer = client.post(answer.url, {"do": "same"})
    answer = client.post(answer.url, cells(FULL[5]))
    answer = client.post(answer.url, cells(FULL[6]))
    row = Week.objects.get()
    assert answer.url == url("week", row.pk)
    page = html(client, answer.url)
    assert "Questa settimana: 55 ore di cura, 25 di lavoro, 9 per te." in page
    assert "Restano libere 9 ore." in page


def test_what_was_typed_stays_and_the_mistake_is_said(hers: tuple[Client, User]) -> None:
    client, _user = hers
    answer = client.post(url("home"), {"morning": "work", "request_key": str(uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r'value="work"[^>]*checked', page)
    assert "Scegli che cosa fai: «Sera»." in page
    assert Week.objects.count() == 0


def test_a_double_press_makes_one_week(hers: tuple[Client, User]) -> None:
    client, _user = hers
    sent = cells(FULL[0])
    assert client.post(url("home"), sent).url == client.post(url("home"), sent).url
    assert Week.objects.count() == 1


def test_a_day_is_changed_and_the_result_comes_back(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = whole_week(user)
    assert re.search(r'value="kids"[^>]*checked', html(client, url("day", row.pk, 0)))
    answer = client.post(url("day", row.pk, 0), cells(["me", "me", "me"]))
    assert answer.url == url("week", row.pk)
    mine = queries.my_week(user, row.pk)
    assert mine is not None
    assert mine.cells[0] == ["me", "me", "me"]


def test_an_unfinished_week_goes_on_where_it_was(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = actions.start_week(actor=user, uses=FULL[0])
    assert client.get(url("week", row.pk)).url == url("day", row.pk, 1)
    assert url("day", row.pk, 1) in html(client, url("home"))
    assert client.post(url("day", row.pk, 3), {"do": "same"}).url == url("day", row.pk, 3)
    assert client.get(url("day", row.pk, 7)).status_code == 404


def test_a_week_is_taken_away_and_a_second_press_says_so(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = whole_week(user)
    assert "Vuoi togliere questa settimana?" in html(client, url("remove", row.pk))
    assert client.post(url("remove", row.pk)).url == url("home")
    again = client.post(url("remove", row.pk), follow=True)
    assert "Questa settimana non c'è" in again.content.decode().replace("&#x27;", "'")
    assert Week.objects.count() == 0


@pytest.mark.parametrize("role", sorted(Role.values))
def test_for_everybody_else_there_is_nothing(client_for: Signed, role: str) -> None:
    user = woman()
    row = whole_week(user)
    other = client_for(role)
    for name in ("week", "remove"):
        assert other.get(url(name, row.pk)).status_code == 404
    assert other.get(url("day", row.pk, 0)).status_code == 404
    other.post(url("remove", row.pk))
    other.post(url("mean", row.pk), {"yes": "1"})
    mine = queries.my_week(user, row.pk)
    assert mine is not None
    assert mine.mean is False


def test_another_member_finds_her_own_pages_empty(client_for: Signed) -> None:
    user = woman()
    household(user, child=CANARY)
    actions.search(actor=user)
    other = client_for(user=woman())
    for name in ("home", "household", "answers"):
        assert CANARY not in other.get(url(name), follow=True).content.decode()
    assert other.get(url("change", "bambini", "anna")).status_code == 404
    other.post(url("remove_row", "bambini", "anna"))
    assert len(queries.my_home(user).rows("bambini")) == 1


def test_nothing_stays_in_a_borrowed_browser(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = whole_week(user)
    for to in (url("home"), url("week", row.pk), url("household")):
        answer = client.get(to)
        assert "no-store" in answer["Cache-Control"]
        assert "Esci in fretta" in answer.content.decode()
        assert set(client.cookies) <= {"jobcaffe", "jobcaffe-csrf"}


def test_the_blank_sheet_is_for_everybody_and_names_nobody(client: Client) -> None:
    page = html(client, url("sheet"))
    assert page.count(">Dom<") == 2  # drawn wide and narrow
    assert "Mattina" in page


# --- the household --------------------------------------------------------------------------------


def test_one_subject_on_each_screen_kept_at_once(hers: tuple[Client, User]) -> None:
    client, user = hers
    key = {"request_key": str(uuid4())}
    sent = {"name": "Anna", "year": "2019", "alone_from": "11", **key}
    for _n in range(2):
        assert client.post(url("add", "bambini"), sent).url == url("rows", "bambini")
    client.post(url("add", "luoghi"), {"name": "Scuola", "minutes": "10", "request_key": str(uuid4())})
    client.post(url("add", "impegni"), {**WORK, "request_key": str(uuid4())})
    home = queries.my_home(user)
    assert [len(home.rows(subject)) for subject in ("bambini", "luoghi", "impegni")] == [1, 1, 1]
    row = home.rows("impegni")[0]
    assert (row["from"], row["to"], row["days"]) == ("09:00", "16:30", ["0", "2"])
    assert "Lavoro (io): lunedì e mercoledì 9–16:30" in html(client, url("rows", "impegni"))
    assert "Anna" in html(client, url("household"))


def test_a_mistake_in_a_row_keeps_what_was_typed(hers: tuple[Client, User]) -> None:
    client, user = hers
    sent = {**WORK, "starts": "venticinque", "name": "Turno lungo", "request_key": str(uuid4())}
    page = client.post(url("add", "impegni"), sent).content.decode()
    assert "Scrivi l&#x27;ora così: 18:30." in page
    assert "Turno lungo" in page
    assert "venticinque" in page
    assert queries.my_home(user).rows("impegni") == []


def test_a_row_is_changed_and_taken_away(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    page = html(client, url("change", "impegni", "turno"))
    assert 'value="09:00"' in page
    client.post(url("change", "impegni", "turno"), {**WORK, "request_key": str(uuid4())})
    assert queries.my_home(user).rows("impegni")[1]["where"] == "casa"
    client.post(url("remove_row", "impegni", "turno"))
    client.post(url("remove_row", "impegni", "turno"))
    assert len(queries.my_home(user).rows("impegni")) == 1


def test_what_is_needed_first_is_asked_first(hers: tuple[Client, User]) -> None:
    client, _user = hers
    assert client.get(url("add", "aiuti")).url == url("rows", "aiuti")
    assert url("add", "bambini") in html(client, url("rows", "aiuti"))
    assert client.get(url("rows", "pirati")).status_code == 404


def test_the_same_place_twice_is_no_way(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    sent = {"a": "scuola", "b": "scuola", "minutes": "5", "request_key": str(uuid4())}
    assert "Scegli due posti diversi." in client.post(url("add", "strade"), sent).content.decode()


def test_from_the_button_to_the_result_in_words(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    granny(user)
    leave_early(user)
    answer = client.post(url("search"))
    assert answer.url == url("result")
    page = html(client, answer.url)
    assert re.search(r"Lunedì 1\d(:\d\d)?–1\d(:\d\d)?: nessuno è con Anna\.", page)
    assert "La nonna: lunedì" in page
    assert "accompagna" in page
    assert "<svg" in page


def test_without_a_way_out_there_is_a_sentence_and_a_letter(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    client.post(url("search"))
    page = html(client, url("result"))
    assert "Questi impegni non possono stare insieme" in page
    text = client.get(url("letter")).context["form"]["text"].value()
    assert "Lavoro (io): lunedì 9–16:30, a 10 minuti da casa" in text
    answer = client.post(url("letter"), {"to": "Alla scuola", "text": "Parole mie"})
    assert answer.url == url("letter_sheet")
    sheet = html(client, url("letter_sheet"))
    assert "Parole mie" in sheet
    assert "Alla scuola" in sheet
    assert "j-sheet-brand" not in sheet  # the office need not know where she goes
    kept = client.post(url("letter"), {"to": "Al mio ufficio", "text": ""}).content.decode()
    assert "Al mio ufficio" in kept


def test_a_letter_asks_only_what_an_office_or_a_school_can_change(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    granny(user)
    leave_early(user)
    client.post(url("search"))
    text = client.get(url("letter")).context["form"]["text"].value()
    assert "Esco alle 14: lunedì" in text
    assert "nonna" not in text


def test_a_search_that_never_ended_is_not_waited_for(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    client.post(url("search"))
    client.post(url("search_longer"))
    assert "Stiamo ancora cercando" in html(client, url("result"))
    Household.objects.update(searching_since=timezone.now() - timedelta(minutes=6))
    assert "Stiamo ancora cercando" not in html(client, url("result"))


def test_a_result_that_is_older_says_so(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    client.post(url("search"))
    assert "Hai cambiato qualcosa" not in html(client, url("result"))
    granny(user)
    assert "Hai cambiato qualcosa" in html(client, url("result"))


def test_without_commitments_the_button_says_why(hers: tuple[Client, User]) -> None:
    client, _user = hers
    answer = client.post(url("search"), follow=True)
    assert answer.redirect_chain[-1][0] == url("household")
    assert "almeno un impegno" in answer.content.decode()
    assert client.get(url("result")).url == url("household")


def test_answers_bring_services_and_groups_of_the_network(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    client.post(url("search"))
    factories.organisation(
        name="Doposcuola Arcobaleno", description="Compiti e giochi per bambini", stage=Stage.MEMBER
    )
    factories.organisation(name="Officina Fredda", description="Bulloni", stage=Stage.MEMBER)
    factories.organisation(name="Ludoteca lontana", description="bambini", stage=Stage.KNOWN)
    page = html(client, url("answers"))
    assert "Doposcuola Arcobaleno" in page
    assert "Officina Fredda" not in page
    assert "Ludoteca lontana" not in page


def test_nothing_she_typed_stands_in_the_database(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    client.post(url("add", "adulti"), {"name": CANARY, "request_key": str(uuid4())})
    client.post(url("search"))
    client.post(url("letter"), {"to": CANARY, "text": CANARY})
    client.get(url("answers"))
    assert Household.objects.get().result
    assert CANARY not in database()


def test_yes_and_no_to_the_count(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    client.post(url("search"))
    assert "Scegli una risposta" in client.post(url("count"), {"do": "yes"}).content.decode()
    for _n in range(2):
        client.post(url("count"), {"do": "yes", "area": "rho"})
    assert UnmetTime.objects.count() == 1
    assert "Le tue ore contano" in html(client, url("count"))
    for _n in range(2):
        client.post(url("count"), {"do": "no"})
    assert UnmetTime.objects.count() == 0


def test_everything_of_the_household_goes(hers: tuple[Client, User]) -> None:
    client, user = hers
    household(user)
    client.post(url("forget"))
    client.post(url("forget"))
    assert queries.my_home(user).body == {}


def test_her_copy_has_her_week(hers: tuple[Client, User]) -> None:
    client, user = hers
    whole_week(user)
    household(user)
    text = client.get(reverse("member:copy")).content.decode()
    assert '"settimane"' in text
    assert '"lezioni"' in text


# --- the map --------------------------------------------------------------------------------------


def test_the_map_in_words_in_a_picture_and_as_a_file(client_for: Signed) -> None:
    client = client_for("municipality")
    assert "non è finito nessun semestre" in html(client, url("map")).replace("&#x27;", "'")
    afternoon(31)
    afternoon(3, "rho")
    actions.close_due(actor=SYSTEM, today=NEW_YEAR)
    page = html(client, url("map"))
    assert "Circa 30 genitori non coprono il mercoledì dalle 16:30 alle 18:00." in page or "Circa 35" in page
    assert "<svg" in page
    lainate = html(client, url("map") + "?zona=lainate&semestre=2026-2")
    assert "Circa 30 genitori non coprono il mercoledì dalle 16:30 alle 18:00 (Lainate)." in lainate
    assert "Nessuna fascia arriva a cinque genitori." in html(client, url("map") + "?zona=rho")
    file = client.get(url("map_csv", "2026-2"))
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Zona;Giorno;Dalle;Alle;Genitori"
    assert "Lainate;mercoledì;16:30;17:00;30" in lines
    assert "Rho;mercoledì;16:30;17:00;meno di 5" in lines
    assert client.get(url("map_csv", "1999-1")).status_code == 404


@pytest.mark.parametrize("role", ["desk", "facilitator", "lab_leader", "member", "funder", "sysadmin"])
def test_the_map_is_not_for_the_others(client_for: Signed, role: str) -> None:
    client = client_for(role)
    assert client.get(url("map")).status_code == 404
    assert client.get(url("map_csv", "2026-2")).status_code == 404


def test_her_pages_are_easy_to_read(hers: tuple[Client, User]) -> None:
    client, user = hers
    row = whole_week(user)
    household(user)
    granny(user)
    client.post(url("search"))
    for to in (
        url("home"),
        url("week", row.pk),
        url("household"),
        url("result"),
        url("count"),
        url("answers"),
    ):
        page = html(client, to)
        main = re.sub(
            r"<svg.*?</svg>|<table.*?</table>|<label.*?</label>",
            " ",
            page[page.index("<main") : page.index("</main>")],
            flags=re.S,
        )
        assert len(page) < 100_000
        texts = re.findall(r"<p[^>]*>([^<]{40,})</p>", main)
        assert [text for text in texts if readability.gulpease(text) < 60] == []
