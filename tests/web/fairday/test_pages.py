"""The tables' page and the screen, as a volunteer and a visitor meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.talks import dayrules
from jobcaffe.fair.talks.actions import day
from jobcaffe.fair.talks.models import Change, Talk, Wish
from jobcaffe.fair.talks.queries import day as queries
from jobcaffe.foundation.jobs import worker
from tests import factories
from tests.fair.talks.day_around import NOW, Around, around, fair_today, talk, visitor, volunteer, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(db: None) -> Around:
    """A fair that runs."""
    return around()


@pytest.fixture
def ivan(at: Around) -> Client:
    """The volunteer's telephone."""
    client = Client()
    client.force_login(at.ivan)
    return client


def url(name: str, at: Around, *args: object) -> str:
    return reverse(f"fairday:{name}", args=[at.fair.slug, *args])


def version(client: Client, at: Around) -> str:
    page = client.get(url("tables", at)).content.decode()
    return page.split("?v=")[1].split('"')[0]


def test_the_page_says_who_sits_where_and_who_is_next(at: Around, ivan: Client) -> None:
    now, after = talk(at.one, visitor(at.fair), NOW), talk(at.one, visitor(at.fair), 3)
    page = ivan.get(url("tables", at)).content.decode()
    assert page.index(now.visitor.code) < page.index(after.visitor.code)
    assert "Libero adesso." in page
    assert f"Tavolo {at.one.first_table}" in page


def test_a_page_that_is_up_to_date_costs_no_body(at: Around, ivan: Client) -> None:
    one = talk(at.one, visitor(at.fair, inside=False), NOW)
    walk_in = visitor(at.fair)
    wish(walk_in, at.one)
    seen = version(ivan, at)
    same = ivan.get(url("piece", at), {"v": seen})
    assert (same.status_code, same.content) == (204, b"")
    # A press, the plan made again: one poll brings both.
    ivan.post(url("press", at, one.pk), {"do": "missed", "seen": dayrules.signature(one)})
    worker.run_due()
    fresh = ivan.get(url("piece", at), {"v": seen})
    assert fresh.status_code == 200
    text = fresh.content.decode()
    assert text.lstrip().startswith('<div id="tavoli"')
    assert f"Non è venuto: {one.visitor.code}" not in text.split(walk_in.code)[0]
    assert "È iniziato: " + walk_in.code in text
    assert "Il sistema: Nuovo piano" in text


def test_the_pages_cost_the_same_with_many_tables(at: Around, ivan: Client) -> None:
    def cost() -> int:
        ivan.get(url("tables", at))
        with CaptureQueriesContext(
            connection,
        ) as found:
            ivan.get(url("tables", at))
        with CaptureQueriesContext(connection) as screen:
            ivan.get(url("screen", at))
        return len(found) * 1000 + len(screen)

    talk(at.one, visitor(at.fair), NOW)
    few = cost()
    for _table in range(6):
        stand = factories.stand(fair=at.fair)
        for slot in (NOW, 3, 4):
            talk(stand, visitor(at.fair), slot)
    assert cost() == few


def test_the_buttons_do_what_they_say_and_land_on_their_table(at: Around, ivan: Client) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    answer = ivan.post(url("press", at, one.pk), {"do": "begin", "seen": dayrules.signature(one)})
    assert answer["Location"] == url("tables", at) + f"#tavolo-{at.one.first_table}"
    assert Talk.objects.get(pk=one.pk).state == "running"
    assert ivan.post(url("press", at, one.pk), {"do": "dance"}).status_code == 404
    change = Change.objects.get()
    page = ivan.get(url("tables", at)).content.decode()
    assert "Ivan: È iniziato" in page
    ivan.post(url("undo", at, change.pk))
    assert Talk.objects.get(pk=one.pk).state == "booked"


def test_the_second_volunteer_reads_what_the_first_did(at: Around, ivan: Client) -> None:
    one = talk(at.one, visitor(at.fair), NOW)
    seen = dayrules.signature(one)
    day.begin(actor=volunteer(at.fair, "Rosa"), talk_id=one.pk, seen=seen)
    answer = ivan.post(url("press", at, one.pk), {"do": "missed", "seen": seen}, follow=True)
    assert "Rosa: È iniziato" in answer.content.decode()


def test_move_and_swap_are_lists(at: Around, ivan: Client) -> None:
    one, other = talk(at.one, visitor(at.fair), 2), talk(at.one, visitor(at.fair), 3)
    page = ivan.get(url("talk", at, one.pk)).content.decode()
    assert f'value="{other.pk}"' in page
    assert 'name="slot" value="4"' in page
    assert 'name="slot" value="3"' not in page
    seen = dayrules.signature(one)
    answer = ivan.post(url("move", at, one.pk), {"slot": "3", "seen": seen}, follow=True)
    assert "Quell&#x27;ora non è più libera" in answer.content.decode()
    ivan.post(url("swap", at, one.pk), {"other": str(other.pk), "seen": seen})
    assert [Talk.objects.get(pk=row.pk).slot for row in (one, other)] == [3, 2]
    for wrong in ({}, {"other": "x"}, {"other": str(one.pk)}):
        assert ivan.post(url("swap", at, one.pk), wrong).status_code == 302
    assert ivan.post(url("move", at, one.pk), {"slot": "²"}).status_code == 302
    assert Change.objects.count() == 1


def test_an_exhibitor_leaves(at: Around, ivan: Client) -> None:
    assert "Chiudi i suoi tavoli" in ivan.get(url("stand", at, at.one.pk)).content.decode()
    ivan.post(url("stand", at, at.one.pk))
    assert "Chiuso" in ivan.get(url("tables", at)).content.decode()
    again = ivan.post(url("stand", at, at.one.pk))
    assert "già segnato" in str(next(iter(get_messages(again.wsgi_request))))


def test_somebody_who_walks_in_is_found_by_her_code(at: Around, ivan: Client) -> None:
    who = visitor(at.fair)
    answer = ivan.get(url("find", at), {"codice": who.code.lower().replace("-", "")})
    assert answer["Location"] == url("wish", at, who.pk)
    assert (
        "Nessuno ha questo codice"
        in ivan.get(url("find", at), {"codice": "zz"}, follow=True).content.decode()
    )
    ivan.post(url("wish", at, who.pk), {"stands": [str(at.two.pk)]})
    assert [row.stand_id for row in Wish.objects.all()] == [at.two.pk]
    worker.run_due()
    assert Talk.objects.get(visitor=who).stand_id == at.two.pk


def test_a_volunteer_of_another_fair_or_day_finds_nothing(at: Around) -> None:
    stranger = Client()
    stranger.force_login(volunteer(fair_today(opens_at=timezone.now() + timedelta(days=1)), "Ugo"))
    one = talk(at.one, visitor(at.fair), NOW)
    change = day.begin(actor=at.ivan, talk_id=one.pk)
    for name, args in (
        ("tables", []), ("piece", []), ("talk", [one.pk]), ("stand", [at.one.pk]), ("find", []),
        ("wish", [one.visitor_id]),
    ):  # fmt: skip
        assert stranger.get(url(name, at, *args)).status_code == 404, name
    for name, args in (("press", [one.pk]), ("move", [one.pk]), ("undo", [change.pk]), ("replan", [])):
        assert stranger.post(url(name, at, *args)).status_code == 404, name
    # Her own fair, the day before: its tables are not shown yet.
    own = reverse("fairday:tables", args=[fair_today(opens_at=timezone.now() + timedelta(days=1)).slug])
    assert stranger.get(own).status_code == 404


def test_a_talk_of_another_fair_is_not_there(at: Around, ivan: Client) -> None:
    other = fair_today()
    one = talk(factories.stand(fair=other), visitor(other), NOW)
    assert ivan.get(url("talk", at, one.pk)).status_code == 404
    assert ivan.post(url("press", at, one.pk), {"do": "begin"}).status_code == 404


def test_the_screen_has_codes_with_an_initial_and_no_names(at: Around) -> None:
    now = talk(at.one, visitor(at.fair, name="Zebedea Cognomen"), NOW)
    soon = talk(at.two, visitor(at.fair), NOW + 1, late=15)
    far = talk(at.two, visitor(at.fair), 7)
    page = Client().get(url("screen", at)).content.decode()
    assert f"{now.visitor.code} Z." in page
    assert f"{soon.visitor.code} F." in page
    assert far.visitor.code not in page
    assert "Zebedea" not in page
    assert "+15 minuti" in page
    assert "setInterval" in page
    still = Client().get(url("screen", at), {"fermo": "1"}).content.decode()
    assert "setInterval" not in still


def test_the_screen_of_many_tables_goes_round(at: Around) -> None:
    codes = set()
    for _table in range(14):
        codes.add(talk(factories.stand(fair=at.fair), visitor(at.fair), NOW).visitor.code)
    page = Client().get(url("screen", at)).content.decode()
    assert sum(code in page for code in codes) == 7
    assert " di 2" in page


def test_the_screen_of_a_fair_that_is_not_public_is_not_there(db: None) -> None:
    for state in ("draft", "closed"):
        fair = fair_today(state=state)
        assert Client().get(reverse("fairday:screen", args=[fair.slug])).status_code == 404


def test_a_table_that_is_late_shows_who_is_due_and_not_who_was_pushed(at: Around) -> None:
    def shown() -> tuple[str, str, int]:
        (table,) = [row for row in queries.board(at.fair, timezone.now()).tables if row.stand == at.one.pk]
        return (
            table.current.code if table.current else "",
            table.after.code if table.after else "",
            len(table.unsaid),
        )

    first, second = talk(at.one, visitor(at.fair), NOW - 1, late=15), talk(at.one, visitor(at.fair), NOW)
    second.late = 15
    second.save()
    assert shown() == (first.visitor.code, second.visitor.code, 0)
    first.state = "running"
    first.save()
    assert shown() == (first.visitor.code, second.visitor.code, 0)
    first.state = "held"
    first.save()
    # Nobody else is due: whoever is already there may begin before the delay is over.
    assert shown() == (second.visitor.code, "", 0)
    Talk.objects.filter(pk=first.pk).update(state="booked", late=0)
    Talk.objects.filter(pk=second.pk).update(late=0)
    assert shown() == (second.visitor.code, "", 1)
