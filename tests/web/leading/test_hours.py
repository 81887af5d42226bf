"""Hours of who leads groups: written without a word on content, corrected by a row, added up for the programme."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.circles import actions
from jobcaffe.circles.models import Hours
from jobcaffe.encounters.models import Encounter
from jobcaffe.web.leading.forms import DurationField, ValidationError, clock
from tests import factories
from tests.circles.groups import Staff, circle, running, tonight
from tests.web.leading.test_groups import at, body, signed_in

pytestmark = pytest.mark.django_db


def typed(**more: object) -> dict[str, Any]:
    today = f"{timezone.localdate():%d/%m/%Y}"
    return {"request_key": uuid.uuid4(), "kind": "preparation", "day": today, "minutes": "1:30", **more}


def total() -> int:
    rows = Hours.objects.filter(replaced_by__isnull=True)
    return sum(row.minutes for row in rows)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2", 120), ("2:30", 150), ("2.30", 150), ("2,30", 150), ("2h30", 150), ("2 ore", 120), ("1 ora", 60),
        ("45 min", 45), ("45m", 45), ("0", 0), ("0:05", 5), (" 3H ", 180),
    ],
)  # fmt: skip
def test_a_length_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert DurationField().clean(text) == minutes


@pytest.mark.parametrize("text", ["2:75", "due", "-1", "2,5", "1:2:3", "2:3", "999", "²"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        DurationField().clean(text)


def test_minutes_are_shown_as_a_clock() -> None:
    assert [clock(n) for n in (0, 5, 60, 150, 6000)] == ["0:00", "0:05", "1:00", "2:30", "100:00"]


def test_hours_are_written_once_and_added_up_by_month() -> None:
    client = signed_in(factories.user("facilitator"))
    first = typed()
    for _press in range(2):
        assert client.post(at("hours_add"), first)["Location"] == at("hours")
    client.post(at("hours_add"), typed(kind="supervision", minutes="45 min"))
    assert total() == 135
    page = body(client, at("hours"))
    assert "2:15 ore" in page
    assert "Supervisione" in page


def test_there_is_no_field_for_what_was_said() -> None:
    page = body(signed_in(factories.user("facilitator")), at("hours_add"))
    assert "<textarea" not in page
    assert page.count('type="text"') == 2


def test_wrong_hours_keep_what_was_typed() -> None:
    staff = Staff()
    group = circle(staff)
    client = signed_in(staff.facilitator)
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"
    cases = (
        (typed(day=tomorrow), "non nel futuro", tomorrow),
        (typed(minutes="13"), "non più di 12 ore", 'value="13"'),
        (typed(minutes="boh"), "ore e minuti così", 'value="boh"'),
        (typed(kind="supervision", circle=str(group.pk)), "non si lega a un gruppo", 'value="1:30"'),
    )
    for data, why, kept in cases:
        page = client.post(at("hours_add"), data).content.decode()
        assert why in page
        assert kept in page
    assert total() == 0


def test_hours_for_another_facilitators_group_are_refused() -> None:
    group = circle(Staff())
    client = signed_in(factories.user("facilitator"))
    client.post(at("hours_add"), typed(circle=str(group.pk)))
    assert total() == 0


def test_an_evening_is_counted_once_by_whichever_way() -> None:
    staff = Staff()
    group, _members = running(staff)
    meeting = tonight(group)
    Encounter.objects.filter(pk=meeting.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    client = signed_in(staff.facilitator)
    assert "Serate senza ore" in body(client, at("hours"))
    day = timezone.localdate(Encounter.objects.get(pk=meeting.pk).starts_at)
    by_hand = typed(kind="meeting", circle=str(group.pk), minutes="2:00", day=f"{day:%d/%m/%Y}")
    client.post(at("hours_add"), by_hand)
    for _press in range(2):
        client.post(at("hours_evening", encounter_id=meeting.pk))
    assert Hours.objects.count() == 1
    assert "Serate senza ore" not in body(client, at("hours"))
    page = client.post(at("hours_add"), {**by_hand, "request_key": uuid.uuid4(), "minutes": "3:00"})
    assert "ci sono già" in page.content.decode()
    assert total() == 120


def test_a_correction_is_a_new_row_and_zero_takes_the_hours_away() -> None:
    client = signed_in(factories.user("facilitator"))
    client.post(at("hours_add"), typed())
    first = Hours.objects.get()
    for _press in range(2):
        assert client.post(at("hours_correct", hours_id=first.pk), {"minutes": "2:00"}).status_code == 302
    assert Hours.objects.count() == 2
    assert total() == 120
    page = client.post(at("hours_correct", hours_id=first.pk), {"minutes": "4:00"}).content.decode()
    assert "già state corrette" in page
    assert 'value="4:00"' in page
    second = Hours.objects.get(replaces=first)
    client.post(at("hours_correct", hours_id=second.pk), {"minutes": "0"})
    assert "In questo anno non ne hai ancora" in body(client, at("hours"))
    assert total() == 0


def test_nobody_corrects_or_reads_the_hours_of_another() -> None:
    mine, other = factories.user("facilitator", name="Lucia"), factories.user("facilitator", name="Rita")
    row = actions.add_hours(actor=mine, kind="preparation", day=timezone.localdate(), minutes=77)
    client = signed_in(other)
    assert client.get(at("hours_correct", hours_id=row.pk)).status_code == 404
    assert client.post(at("hours_correct", hours_id=row.pk), {"minutes": "0"}).status_code == 404
    for name in ("hours_sheet", "hours_pdf"):
        assert client.get(f"{at(name)}?di={mine.pk}").status_code == 404
    assert {client.get(at(name)).status_code for name in ("costs", "costs_csv")} == {404}
    assert "1:17" not in body(client, at("hours"))


def test_the_sheet_of_a_month_has_the_rows_that_hold_and_their_total() -> None:
    user = factories.user("facilitator", name="Lucia Verdi")
    for month, minutes in ((3, 90), (3, 45), (4, 600)):
        actions.add_hours(
            actor=user, kind="preparation", day=date(2026, month, 31 if month == 3 else 1), minutes=minutes
        )
    client = signed_in(user)
    page = body(client, f"{at('hours_sheet')}?mese=2026-03")
    assert "ORE-2026-03" in page
    assert "Lucia Verdi" in page
    assert "2:15" in page
    assert "10:00" not in page
    answer = client.get(f"{at('hours_pdf')}?mese=2026-03")
    assert answer.content[:5] == b"%PDF-"
    assert answer.content == client.get(f"{at('hours_pdf')}?mese=2026-03").content
    for wrong in ("2026-13", "x", "", "0"):
        assert client.get(f"{at('hours_sheet')}?mese={wrong}").status_code == 404
    empty = client.get(f"{at('hours_pdf')}?mese=2026-05")
    assert empty.content[:5] == b"%PDF-"


def test_the_coordinator_sees_everybodys_hours_as_a_cost_and_writes_none() -> None:
    coordinator = factories.user("coordinator")
    names = {"Lucia": 90, "Rita": 45}
    year = timezone.localdate().year
    for name, minutes in names.items():
        user = factories.user("facilitator", name=name)
        actions.add_hours(actor=user, kind="supervision", day=date(year, 1, 1), minutes=minutes)
    client = signed_in(coordinator)
    assert client.get(at("hours"))["Location"] == at("costs")
    page = body(client, at("costs"))
    assert all(text in page for text in ("Lucia", "1:30", "Rita", "0:45", "2:15"))
    assert "ORE-" in body(client, f"{at('hours_sheet')}?mese={year}-01&di={user.pk}")
    assert client.get(at("hours_add")).status_code == 404
    assert client.post(at("hours_add"), typed()).status_code == 404
    assert total() == 135


def test_no_cell_of_the_file_is_a_formula() -> None:
    user = factories.user("facilitator", name="=1+1")
    actions.add_hours(actor=user, kind="preparation", day=timezone.localdate(), minutes=30)
    answer = signed_in(factories.user("coordinator")).get(at("costs_csv"))
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0] == "Giorno;Chi;Che cosa;Gruppo;Minuti;Ore"
    assert "'=1+1" in text
    assert ";30;0:30" in text


@pytest.mark.parametrize("role", ["desk", "member", "funder", "municipality", "sysadmin", "lab_leader"])
def test_hours_are_nobody_elses_business(role: str) -> None:
    user = factories.member(person=factories.person()) if role == "member" else factories.user(role)
    client = signed_in(user)
    names = ("hours", "hours_add", "hours_sheet", "hours_pdf", "costs", "costs_csv", "profile", "home")
    assert {client.get(at(name)).status_code for name in names} == {404}


def test_hours_and_costs_ask_the_same_for_one_three_and_thirty_rows() -> None:
    staff = Staff()
    clients = {"hours": signed_in(staff.facilitator), "costs": signed_in(staff.coordinator)}
    found: dict[str, list[int]] = {"hours": [], "costs": []}
    groups = [circle(staff) for _n in range(2)]
    made = 0
    for wanted in (1, 3, 30):
        while made < wanted:
            day = timezone.localdate() - timedelta(days=0)
            group = groups[made % 2]
            actions.add_hours(
                actor=staff.facilitator, kind="preparation", day=day, minutes=10, circle_id=group.pk
            )
            made += 1
        for name, client in clients.items():
            body(client, at(name))
            with CaptureQueriesContext(connection) as captured:
                body(client, at(name))
            found[name].append(len(captured))
    assert {name: len(set(counts)) for name, counts in found.items()} == {"hours": 1, "costs": 1}, found
