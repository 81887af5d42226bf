"""A request at the desk: asked, talked about, proposed, signed, and then nowhere."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jobcaffe.circles import actions, queries
from jobcaffe.circles.enums import RequestState
from jobcaffe.circles.models import Circle, DiaryEntry, GroupRequest, Membership
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.spaces.words import day_words
from tests import factories
from tests.circles.groups import SLOTS, THEMES, Staff, circle, person, requested

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
HOME = "/sportello/gruppi/"
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|"inlineScriptNonce":"[^"]+"|"X-CSRFToken": "[^"]+"'
)


@pytest.fixture
def staff() -> Staff:
    return Staff()


@pytest.fixture
def desk(client_for: ClientFor, staff: Staff) -> Client:
    return client_for(user=staff.desk)


@pytest.fixture
def asked(staff: Staff) -> GroupRequest:
    zoe = person(staff, first_name="Zoraide", last_name="Quadri")
    return actions.ask(actor=staff.desk, person_ref=zoe.pk, themes=THEMES, slots=SLOTS, preferred=["mar-18"])


@pytest.fixture
def group(staff: Staff) -> Circle:
    return circle(staff)


@pytest.fixture
def proposed(staff: Staff, asked: GroupRequest, group: Circle) -> GroupRequest:
    actions.talk_held(actor=staff.desk, request_id=asked.pk)
    return actions.propose_circle(actor=staff.coordinator, request_id=asked.pk, circle_id=group.pk)


def at(request: GroupRequest, more: str = "") -> str:
    return f"{HOME}{request.pk}/{more}"


def text(client: Client, url: str, data: dict[str, Any] | None = None) -> str:
    answer = client.get(url) if data is None else client.post(url, data, follow=True)
    assert answer.status_code == 200, url
    return answer.content.decode()


def wishes(**changes: Any) -> dict[str, Any]:
    return {
        "themes": THEMES, "first": "lavoro50", "slots": SLOTS, "preferred": ["mar-18"],
        "request_key": str(uuid.uuid4()), **changes,
    }  # fmt: skip


def state_of(request: GroupRequest) -> str:
    return str(GroupRequest.objects.get(pk=request.pk).state)


# --- asking ----------------------------------------------------------------------------------------


def test_from_her_record_one_asks_for_a_group(desk: Client, staff: Staff) -> None:
    zoe = person(staff)
    ask = f"{HOME}chiedi/{zoe.pk}/"
    assert f'href="{ask}"' in text(desk, f"/sportello/persone/{zoe.pk}/")
    answer = text(desk, ask, wishes())
    made = GroupRequest.objects.get()
    assert (made.themes, made.slots, made.preferred) == (THEMES, SLOTS, ["mar-18"])
    assert (made.person_ref, made.taken_by) == (zoe.pk, staff.desk)
    assert "Fatto. La richiesta è scritta." in answer
    assert "Fissa il colloquio" in answer


def test_a_double_press_is_one_request_and_a_second_visit_changes_it(desk: Client, staff: Staff) -> None:
    ask = f"{HOME}chiedi/{person(staff).pk}/"
    data = wishes()
    text(desk, ask, data)
    text(desk, ask, data)
    assert GroupRequest.objects.count() == 1
    # Two themes, one of them the dearest, three windows, one of them better.
    assert text(desk, ask).count(" checked") == 7
    text(desk, ask, wishes(themes=["inizi", "cura"], first="inizi"))
    assert GroupRequest.objects.get().themes == ["inizi", "cura"]


@pytest.mark.parametrize(
    "wrong", [{"themes": ["cura"], "first": "cura"}, {"slots": SLOTS[:2], "preferred": []}, {"first": ""}]
)
def test_what_was_chosen_stays_when_something_is_missing(
    desk: Client, staff: Staff, wrong: dict[str, Any]
) -> None:
    answer = text(desk, f"{HOME}chiedi/{person(staff).pk}/", wishes(**wrong))
    assert GroupRequest.objects.count() == 0
    chosen = wishes(**wrong)
    ticks = sum(len(chosen[name]) for name in ("themes", "slots", "preferred")) + bool(chosen["first"])
    assert answer.count(" checked") == ticks


def test_the_page_says_what_another_window_would_open(desk: Client, staff: Staff, group: Circle) -> None:
    Circle.objects.filter(pk=group.pk).update(state="running", entry_open=True)
    ask = f"{HOME}chiedi/{person(staff).pk}/"
    chosen = wishes(slots=["gio-10", "sab-10", "lun-15"], preferred=[], do="look")
    whole, live = text(desk, ask, chosen), text(desk, f"{HOME}effetto/", chosen)
    for page in (whole, live):
        assert "Con queste scelte per ora non c&#x27;è un gruppo." in page
        assert "Con martedì sera: 1 gruppo." in page
    assert "<html" not in live
    assert GroupRequest.objects.count() == 0


def test_one_asks_only_for_people_one_reaches(desk: Client, client_for: ClientFor) -> None:
    elsewhere = factories.person(team=factories.team("Altra"), protected=True)
    for url in (f"{HOME}chiedi/{elsewhere.pk}/", f"{HOME}chiedi/{uuid.uuid4()}/"):
        assert desk.get(url).status_code == 404
        assert desk.post(url, wishes()).status_code == 404
    mine = factories.person()
    member = client_for(user=factories.member(person=mine))
    assert member.get(f"{HOME}chiedi/{mine.pk}/").status_code == 404
    assert GroupRequest.objects.count() == 0


# --- the list ---------------------------------------------------------------------------------------


def test_the_list_says_what_to_do_and_tells_those_who_stand_on_it(
    desk: Client, staff: Staff, asked: GroupRequest
) -> None:
    requested(staff, person(staff, first_name="Seconda"))
    old = requested(staff, person(staff, first_name="Prima"))
    GroupRequest.objects.filter(pk=old.pk).update(asked_on=timezone.localdate() - timedelta(days=40))
    page = text(desk, HOME)
    # What is to be done comes first, however long the others wait; among equals, the oldest.
    assert page.index("Zoraide") < page.index("Prima") < page.index("Seconda")
    assert "Fissa il colloquio" in page
    assert "la regia forma i gruppi" in page
    read = DiaryEntry.objects.filter(action="circle.request_read")
    assert read.count() == 3
    assert "Zoraide" not in text(desk, f"{HOME}?stato=talked")
    assert read.count() == 5
    assert "Per ora non ce ne sono" in text(desk, f"{HOME}?stato=proposed")


def test_only_who_took_it_and_the_coordinator_reach_a_request(
    client_for: ClientFor, staff: Staff, asked: GroupRequest
) -> None:
    colleague = client_for(user=factories.user("desk", team=staff.desk.team))
    stranger = client_for(user=factories.user("desk", team=factories.team("Altra")))
    herself = client_for(user=factories.member())
    for client in (colleague, stranger):
        assert "Zoraide" not in text(client, HOME)
        assert client.get(at(asked)).status_code == 404
        for more in ("colloquio/", "colloquio/fatto/", "no/"):
            assert client.post(at(asked, more)).status_code == 404
        for more in ("ritira/", "patto/firmato/"):
            assert client.post(at(asked, more))["Location"] == HOME
    assert herself.get(HOME).status_code == 404
    assert state_of(asked) == RequestState.ASKED
    coordinator = client_for(user=staff.coordinator)
    assert "Zoraide" in text(coordinator, HOME)
    assert "Fissa il colloquio" in text(coordinator, at(asked))


def test_fifty_requests_cost_as_many_questions_to_the_database_as_two(
    desk: Client, staff: Staff, django_assert_max_num_queries: Any
) -> None:
    for _number in range(27):
        requested(staff, person(staff))
    desk.get(HOME)
    with django_assert_max_num_queries(16):
        page = text(desk, HOME)
    assert "page=2" in page


# --- the talk ---------------------------------------------------------------------------------------


def test_the_talk_is_booked_moved_and_held(desk: Client, staff: Staff, asked: GroupRequest) -> None:
    day = timezone.localdate() + timedelta(days=3)
    data = {"day": f"{day:%d/%m/%Y}", "hour": "10.30", "host": str(staff.coordinator.pk)}
    text(desk, at(asked, "colloquio/"), data)
    page = text(desk, at(asked, "colloquio/"), data)
    assert "alle 10:30" in page
    assert f"Con {staff.coordinator.name}" in page
    row = GroupRequest.objects.get(pk=asked.pk)
    assert (timezone.localtime(row.talk_at).hour, row.talk_with) == (10, staff.coordinator)
    for _press in range(2):
        assert "Adesso si aspetta" in text(desk, at(asked, "colloquio/fatto/"), {})
    assert state_of(asked) == RequestState.TALKED


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"day": "01/02/2020", "hour": "10"}, "già passata"),
        ({"day": "ieri", "hour": "10"}, "giorno, mese, anno"),
        ({"day": "", "hour": "25"}, "18:30"),
    ],
)
def test_what_was_typed_for_the_talk_stays(
    desk: Client, staff: Staff, asked: GroupRequest, data: dict[str, str], told: str
) -> None:
    page = text(desk, at(asked, "colloquio/"), {**data, "host": str(staff.desk.pk)})
    assert told in page
    assert f'value="{data["hour"]}"' in page
    assert state_of(asked) == RequestState.ASKED


# --- the pact -----------------------------------------------------------------------------------------


def test_the_proposal_has_its_reasons_and_the_pact_two_copies_without_a_name(
    desk: Client, proposed: GroupRequest
) -> None:
    page = text(desk, at(proposed))
    assert "quello che conta di più per te" in page
    assert "Guida il gruppo Lucia" in page
    first = proposed.circle.meetings.select_related("encounter").first().encounter
    assert day_words(timezone.localdate(first.starts_at)) in page
    assert "Quello che si dice qui resta qui." in page
    sheet = text(desk, at(proposed, "patto/"))
    assert sheet.count("La tua firma:") == 2
    assert sheet.count("Versione 1") == 2
    assert "Zoraide" not in sheet
    assert "Quadri" not in sheet


def test_after_the_pact_the_page_is_as_if_it_had_never_been(
    desk: Client, staff: Staff, proposed: GroupRequest, group: Circle, client_for: ClientFor
) -> None:
    desk.get(HOME)
    journal = list(Entry.objects.values_list("action", flat=True))
    ref = proposed.person_ref
    answer = text(desk, at(proposed, "patto/firmato/"), {"version": "1"})
    assert "Fatto. La richiesta è chiusa." in answer
    assert "Zoraide" not in answer
    assert [row.person_ref for row in Membership.objects.filter(circle=group)] == [ref]
    assert list(Entry.objects.values_list("action", flat=True)) == journal
    for client in (desk, client_for(user=staff.coordinator)):
        assert client.get(at(proposed)).status_code == 404
        assert client.get(at(proposed, "patto/")).status_code == 404
        assert str(proposed.pk) not in text(client, HOME)
    assert desk.post(at(proposed, "patto/firmato/"), {"version": "1"})["Location"] == HOME
    assert Membership.objects.count() == 1


def test_whether_she_signed_or_withdrew_the_desk_reads_the_same(
    staff: Staff, group: Circle, client_for: ClientFor
) -> None:
    read = []
    for way in ({"version": "1"}, None):
        zoe = person(staff, first_name="Zoraide", last_name="Quadri")
        request = requested(staff, zoe)
        actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
        client = client_for(user=staff.desk)
        answer = client.post(at(request, "patto/firmato/" if way else "ritira/"), way or {}, follow=True)
        read.append(CHANGING.sub("", answer.content.decode()))
        assert client.get(at(request)).status_code == 404
    assert read[0] == read[1]
    assert "La richiesta è chiusa" in read[0]


def test_a_pact_that_changed_is_read_again_first(desk: Client, staff: Staff, proposed: GroupRequest) -> None:
    for version in ("9", "", "uno"):
        answer = text(desk, at(proposed, "patto/firmato/"), {"version": version})
        assert "Rileggilo prima di dire di sì" in answer
    assert Membership.objects.count() == 0


def test_the_coordinator_does_not_sign_for_somebody_she_has_not_met(
    client_for: ClientFor, staff: Staff, proposed: GroupRequest
) -> None:
    client = client_for(user=staff.coordinator)
    assert "Ha firmato il patto" not in text(client, at(proposed))
    text(client, at(proposed, "patto/firmato/"), {"version": "1"})
    assert Membership.objects.count() == 0


def test_a_no_needs_no_reason_and_is_for_the_group_on_the_page(
    desk: Client, proposed: GroupRequest, group: Circle
) -> None:
    text(desk, at(proposed, "no/"), {"circle": str(uuid.uuid4())})
    assert state_of(proposed) == RequestState.PROPOSED
    text(desk, at(proposed, "no/"), {"circle": str(group.pk)})
    assert state_of(proposed) == RequestState.TALKED


def test_the_record_is_the_same_whether_she_is_in_a_group_or_not(
    desk: Client, staff: Staff, proposed: GroupRequest, django_assert_max_num_queries: Any
) -> None:
    ask = f"{HOME}chiedi/{proposed.person_ref}/"
    assert desk.get(ask)["Location"] == at(proposed)
    actions.accept_pact(actor=staff.desk, request_id=proposed.pk, version=1, how="paper")
    fresh = person(staff)
    hers, others = (text(desk, f"{HOME}chiedi/{ref}/") for ref in (proposed.person_ref, fresh.pk))
    assert ("Scrivi la richiesta" in hers, "Scrivi la richiesta" in others) == (True, True)
    assert "checked" not in hers


def test_the_empty_sheet_has_every_theme_and_window(desk: Client) -> None:
    from jobcaffe.circles import catalogue

    page = text(desk, f"{HOME}foglio/")
    assert page.count("☐") == len(catalogue.words("theme")) + len(catalogue.slots())


def test_the_desk_home_counts_what_the_desk_can_do(desk: Client, staff: Staff, asked: GroupRequest) -> None:
    requested(staff, person(staff))
    assert queries.to_do(staff.desk).count() == 1
    assert HOME in text(desk, "/sportello/")
