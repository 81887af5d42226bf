"""Who prepares a fair does everything from the pages; nobody else may."""

from __future__ import annotations

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

from jobcaffe.fair.events.models import Area, Cost, Fair, Helper, Session, Shift, Stand, Task
from jobcaffe.spaces.words import local
from tests import factories
from tests.attack.fair_world import event_values

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
LISTS = ("home", "areas", "programme", "stands", "shifts", "tasks", "costs", "poster", "badges")


def at(fair: Fair, name: str, *args: Any) -> str:
    return reverse(f"fairdesk:{name}", args=[fair.slug, *args])


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.fixture
def boss(client_for: ClientFor) -> Client:
    return client_for("coordinator")


def press(client: Client, url: str, **data: Any) -> str:
    """A press that is done: it leads somewhere."""
    answer = client.post(url, data)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_fair_is_begun_filled_and_published_from_the_pages(boss: Client) -> None:
    day = timezone.localdate() + timedelta(days=60)
    place = factories.place()
    new = {
        "name": "JOBFEST di prova",
        "place": place.pk,
        "day": f"{day:%d/%m/%Y}",
        "starts": "9",
        "ends": "18",
    }
    key = uuid.uuid4()
    home = press(boss, reverse("fairdesk:new"), request_key=key, **new)
    press(boss, reverse("fairdesk:new"), request_key=key, **new)
    fair = Fair.objects.get()
    assert home == at(fair, "home")
    assert "Due righe che dicono" in text(boss, home)
    # Without its two lines it is not shown, and the page says why.
    press(boss, at(fair, "publish"))
    assert Fair.objects.get().state == "draft"
    settings = {
        **new, "summary": "Un giorno per incontrarsi.", "talks_mode": "planned", "first": "9:30",
        "slot_minutes": 20, "slots": 24, "pause_from": "12:30", "pause_to": "13:30", "max_talks": 4,
        "wishes_day": f"{day - timedelta(days=2):%d/%m/%Y}",
    }  # fmt: skip
    press(boss, at(fair, "settings"), **settings)
    fair = Fair.objects.get()
    assert (fair.slot_minutes, fair.breaks, fair.talks_mode) == (20, [9, 10, 11], "planned")
    assert fair.wishes_until is not None
    assert local(fair.wishes_until).date() == day - timedelta(days=2)
    press(boss, at(fair, "publish"))
    assert Fair.objects.get().state == "open"


def test_every_list_takes_a_row_changes_it_and_lets_it_go(boss: Client) -> None:
    fair = factories.fair(opens_at=factories.moment(30, 9))
    day = local(fair.opens_at).date()
    press(boss, at(fair, "area_new"), name="Cortile", how_to_reach="Senza gradini")
    area = Area.objects.get()
    press(boss, at(fair, "area", area.pk), name="Cortile grande", how_to_reach="")
    row = {
        "title": "Ripartire",
        "kind": "talk",
        "starts": "10",
        "ends": "11",
        "area": area.pk,
        "audiences": ["over50"],
    }
    press(boss, at(fair, "session_new"), request_key=uuid.uuid4(), **row)
    session = Session.objects.get()
    press(boss, at(fair, "session", session.pk), request_key=uuid.uuid4(), **{**row, "seats": "12"})
    press(boss, at(fair, "shift_new"), job="door", needed=2, day=f"{day:%d/%m/%Y}", starts="9", ends="13")
    shift = Shift.objects.get()
    press(boss, at(fair, "shift", shift.pk), name="Rosa Villa", phone="333 1234567")
    assert "Manca una persona" in text(boss, at(fair, "shifts"))
    press(boss, at(fair, "task_new"), text="Manifesti", days_before=40)
    task = Task.objects.get()
    assert "In ritardo" in text(boss, at(fair, "tasks"))
    press(boss, at(fair, "task_tick", task.pk), done="yes")
    press(boss, at(fair, "task_tick", task.pk), done="yes")
    assert "In ritardo" not in text(boss, at(fair, "tasks"))
    press(boss, at(fair, "cost_new"), label="Sedie", planned="1.250,50", spent="")
    cost = Cost.objects.get()
    assert (cost.planned_cents, cost.spent_cents) == (125050, None)
    press(boss, at(fair, "cost", cost.pk), label="Sedie", planned="1250,50", spent="1300")
    assert "1300,00 €" in text(boss, at(fair, "costs"))
    area.refresh_from_db()
    session.refresh_from_db()
    assert (area.name, session.seats, session.title) == ("Cortile grande", 12, "Ripartire")
    press(boss, at(fair, "helper_remove", shift.pk, Helper.objects.get().pk))
    press(boss, at(fair, "shift_remove", shift.pk))
    press(boss, at(fair, "task_remove", task.pk))
    press(boss, at(fair, "session_off", session.pk))
    press(boss, at(fair, "area_remove", area.pk))
    assert (Shift.objects.count(), Task.objects.count(), Area.objects.count()) == (0, 0, 0)
    assert Session.objects.get().cancelled_on == timezone.localdate()


def test_what_is_typed_stays_when_it_is_refused(boss: Client) -> None:
    fair = factories.fair()
    row = {"title": "Troppo tardi", "kind": "talk", "starts": "21", "ends": "22", "request_key": uuid.uuid4()}
    answer = boss.post(at(fair, "session_new"), row)
    body = answer.content.decode()
    assert (answer.status_code, Session.objects.count()) == (200, 0)
    assert "Troppo tardi" in body
    assert "fra l&#x27;apertura e la chiusura" in body


def test_an_exhibitor_is_answered_placed_and_written_for_who_telephones(boss: Client) -> None:
    fair, body = factories.fair(), factories.organisation(name="Forno Uno")
    press(boss, at(fair, "stand_add"), organisation_id=body.pk)
    stand = Stand.objects.get()
    assert "Aspettano una risposta" in text(boss, at(fair, "stands"))
    press(boss, at(fair, "answer", stand.pk), says="yes")
    press(boss, at(fair, "stand_tables", stand.pk), tables=2, first="0", last="7")
    press(boss, at(fair, "stand_edit", stand.pk), brings="Pane", sought="fornaio", wants_meetings="on")
    area = Area.objects.create(fair=fair, name="Cortile")
    press(boss, at(fair, "stand_place", stand.pk), area_id=area.pk, first_table="4")
    press(boss, at(fair, "number"))
    stand.refresh_from_db()
    assert (stand.state, stand.brings, stand.first_table, stand.area) == ("accepted", "Pane", 1, area)
    assert stand.tables == [2] * 8 + [0] * 16
    assert len(stand.occupations) == 1
    assert boss.post(at(fair, "answer", stand.pk), {"says": "forse"}).status_code == 404


def test_a_fair_is_copied_to_the_next_year_from_its_page(boss: Client) -> None:
    old = factories.fair(state="closed", closed_on=timezone.localdate())
    factories.stand(fair=old)
    day = timezone.localdate() + timedelta(days=364)
    key = uuid.uuid4()
    for _press in (1, 2):
        press(boss, at(old, "copy"), request_key=key, name="JOBFEST 2027", day=f"{day:%d/%m/%Y}")
    made = Fair.objects.get(copied_from=old)
    assert local(made.opens_at).date() == day
    assert made.stands.get().state == "asked"


def test_paper_is_a_pdf(boss: Client) -> None:
    fair = factories.fair()
    event_values(fair, factories.stand(fair=fair))
    for url in (at(fair, "poster"), at(fair, "poster") + "?formato=a3", at(fair, "badges")):
        answer = boss.get(url)
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    empty = factories.fair()
    for name in ("poster", "badges"):
        assert boss.get(at(empty, name)).content[:5] == b"%PDF-"


def test_the_desk_reads_the_fair_and_prepares_nothing(client_for: ClientFor) -> None:
    fair, desk = factories.fair(state="draft"), client_for("desk")
    assert "Pubblica la pagina" not in text(desk, at(fair, "home"))
    for name in ("settings", "stands", "tasks", "poster", "new"):
        url = at(fair, name) if name != "new" else reverse("fairdesk:new")
        assert desk.get(url).status_code == 404
    assert desk.post(at(fair, "publish")).status_code == 404
    assert Fair.objects.get().state == "draft"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_with_1_3_and_300_rows(boss: Client, name: str) -> None:
    fair = factories.fair(opens_at=factories.moment(30, 9))
    first = factories.stand(fair=fair)
    values = event_values(fair, first)
    shift = Shift.objects.get(pk=values["shift_id"])
    counts = []
    for more in (0, 2, 297):
        for number in range(more):
            factories.stand(fair=fair, area=first.area, state=("accepted", "asked")[number % 2])
        Session.objects.bulk_create(
            Session(
                fair=fair, kind="talk", title="Uno", area=first.area, organisation=first.organisation,
                starts_at=fair.opens_at, ends_at=fair.closes_at,
            )
            for _one in range(more)
        )  # fmt: skip
        Area.objects.bulk_create(Area(fair=fair, name=f"Area {more}-{one}") for one in range(more))
        turns = Shift.objects.bulk_create(
            Shift(fair=fair, job="tables", starts_at=fair.opens_at, ends_at=fair.closes_at)
            for _one in range(more)
        )
        Helper.objects.bulk_create(Helper(shift=one, user=boss.user) for one in turns)  # type: ignore[attr-defined]
        Helper.objects.bulk_create(Helper(shift=shift, name="Rosa") for _one in range(more))
        Task.objects.bulk_create(
            Task(fair=fair, text="Una", days_before=one % 90, owner=boss.user)
            for one in range(more)  # type: ignore[attr-defined]
        )
        Cost.objects.bulk_create(
            Cost(fair=fair, label=f"{more}-{one}", planned_cents=1) for one in range(more)
        )
        boss.get(at(fair, name))
        with CaptureQueriesContext(connection) as captured:
            assert boss.get(at(fair, name)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= (18 if name == "home" else 12)
