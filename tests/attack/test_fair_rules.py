"""What JOBFEST may never tell, take or lose, whoever sends it and whatever is in it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges import rules as pledge_rules
from jobcaffe.fair.talks import actions as talks
from jobcaffe.fair.talks import queries as talk_reads
from jobcaffe.fair.talks.enums import State as TalkState
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits import actions
from jobcaffe.fair.visits.enums import SeatState
from jobcaffe.fair.visits.models import Scan, Seat, Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM
from jobcaffe.web.public.seats import CODES_AN_HOUR
from tests import factories
from tests.fair.talks.around import book, booking_fair, met, planned_fair, speaker, wish
from tests.fair.visits.around import fact, present_now, visitor, volunteer, workshop

pytestmark = pytest.mark.django_db
LATEST = round(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp() * 1000)
EARLIEST = round(datetime(1, 1, 2, tzinfo=UTC).timestamp() * 1000)
PHONE = "333 123 4567"


@pytest.fixture
def today() -> Fair:
    """A fair that is on now."""
    return factories.fair(opens_at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def keeper(today: Fair, client_for: Any) -> Client:
    """A volunteer of its door."""
    client: Client = client_for(user=volunteer(today, name="Ivan"))
    return client


def door(name: str, fair: Fair) -> str:
    return reverse(f"fairdoor:{name}", args=[fair.slug])


def now_ms() -> int:
    return round(timezone.now().timestamp() * 1000)


def sent(keeper: Client, fair: Fair, facts: Any, clock: int | None = None) -> Any:
    """What a device of this door sends."""
    mine = {"X-Porta": str(uuid4()), "X-Porta-Chiave": uuid4().hex}
    made = keeper.post(door("register", fair), headers=mine).json()
    headers = {"X-Porta": made["device"], "X-Porta-Chiave": made["key"]}
    body = facts if isinstance(facts, str) else json.dumps({"sent": clock or now_ms(), "facts": facts})
    return keeper.post(door("drain", fair), body, content_type="application/json", headers=headers)


# --- the door -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["\ud800", "Anna \udfff", "\x00", "١٢٣", "=cmd|' /C calc'!A0", "A" * 5000])
def test_a_name_no_keyboard_writes_does_not_hold_up_the_others(
    today: Fair, keeper: Client, name: str
) -> None:
    franco = visitor(today)
    rows = [fact(kind="walk_in", at=now_ms(), name=name), fact(franco.code, at=now_ms())]
    answer = sent(keeper, today, rows)
    assert answer.status_code == 200
    assert franco.pk in present_now(today)


@pytest.mark.parametrize("at", [LATEST, EARLIEST])
@pytest.mark.parametrize("clock", [None, LATEST, EARLIEST])
def test_a_clock_of_another_age_neither_stops_the_queue_nor_the_pages(
    today: Fair, keeper: Client, at: int, clock: int | None
) -> None:
    franco = visitor(today)
    assert sent(keeper, today, [fact(franco.code, at=at), fact("F0-000", at=at)], clock).status_code == 200
    assert present_now(today) == {franco.pk}
    assert [keeper.get(door(page, today)).status_code for page in ("home", "devices")] == [200, 200]
    arrived = Visitor.objects.get(pk=franco.pk).arrived_at
    assert arrived is not None
    assert abs(arrived - timezone.now()) < timedelta(days=400)


@pytest.mark.parametrize("body", ["[" * 200_000, '{"sent":1,"facts":' + "[" * 200_000, "5" * 5000, "null"])
def test_a_body_that_is_no_batch_is_told_so(today: Fair, keeper: Client, body: str) -> None:
    assert sent(keeper, today, body).status_code == 400


def test_who_came_without_a_network_is_taken_also_when_the_fair_has_just_ended(
    keeper: Client, today: Fair
) -> None:
    franco = visitor(today)
    rows = [fact(kind="walk_in", at=now_ms(), name="Gina"), fact(franco.code, at=now_ms())]
    Fair.objects.filter(pk=today.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    answer = sent(keeper, today, rows)
    assert (answer.status_code, len(answer.json()["taken"])) == (200, 2)
    assert Scan.objects.filter(fair=today, visitor__isnull=False).count() == 2


def test_a_walk_in_with_the_nonce_of_another_press_is_no_error(today: Fair, keeper: Client) -> None:
    row = fact(visitor(today).code, at=now_ms())
    assert sent(keeper, today, [row]).status_code == 200
    answer = keeper.post(door("walk_in", today), {"name": "Gina", "request_key": row["nonce"]})
    assert answer.status_code == 302
    assert Visitor.objects.filter(way="door").count() == 0


def test_a_walk_in_with_the_key_of_another_fair_brings_nobody_over(today: Fair, keeper: Client) -> None:
    elsewhere, key = factories.fair(), uuid4()
    details = actions.Details(name="Altrove", contact=PHONE)
    actions.sign_up(fair=elsewhere, details=details, request_key=key)
    rows = [fact(kind="walk_in", at=now_ms(), name="Gina", nonce=str(key))]
    assert sent(keeper, today, rows).status_code == 200
    assert present_now(elsewhere) == set()
    assert not Scan.objects.filter(fair=today, visitor__fair=elsewhere).exists()


# --- tickets ------------------------------------------------------------------------------------------


def test_a_name_and_a_telephone_do_not_tell_whom_she_meets(client: Client) -> None:
    fair = booking_fair()
    known, other = factories.stand(fair), factories.stand(fair)
    franco = visitor(fair, contact=PHONE)
    book(franco, known, 2)
    where = [(other, 2), (known, 3), (known, 2)]
    for stand, slot in where:
        page = client.post(
            reverse("fairtalks:book", args=[fair.slug, stand.pk, slot]),
            {"name": franco.name, "contact": PHONE, "request_key": str(uuid4())},
        )
        # Only a table that anybody sees to be taken is refused on the page.
        said = page.content.decode() if page.status_code == 200 else ""
        assert (bool(said), "hai già" in said) == ((stand, slot) == (known, 2), False)
    assert talk_reads.talks_of(franco).count() == 1


def test_wishes_typed_with_anothers_name_change_nothing_and_tell_nothing(client: Client) -> None:
    fair = planned_fair()
    stand, other = factories.stand(fair), factories.stand(fair)
    franco = visitor(fair, contact=PHONE)
    wish(franco, stand)
    address = reverse("fairtalks:wishes", args=[fair.slug])
    told = {"contact": PHONE, "wanted": [str(other.pk)]}
    answers = [
        client.post(address, told | {"name": name, "request_key": str(uuid4())})
        for name in (franco.name, "Anna Nuova")
    ]
    assert [one["Location"] for one in answers] == [reverse("fairvisit:sent", args=[fair.slug])] * 2
    assert [row.stand_id for row in talk_reads.wishes_of(franco)] == [stand.pk]
    late = told | {"starts": "5", "ends": "1", "request_key": str(uuid4())}
    said = [client.post(address, late | {"name": name}).status_code for name in (franco.name, "Nuova Anna")]
    assert said == [200, 200]


def test_one_visitor_does_not_shut_the_wall(client: Client) -> None:
    fair = factories.fair()
    address = reverse("fairwall:new", args=[fair.slug])

    def promise(where: str) -> int:
        told = {"text": "portare il pane", "until": "30", "request_key": str(uuid4())}
        return client.post(address, told, REMOTE_ADDR=where).status_code

    answers = [promise("192.0.2.7") for _number in range(pledge_rules.ADDRESS_AN_HOUR + 2)]
    assert answers == [302] * pledge_rules.ADDRESS_AN_HOUR + [429] * 2
    assert promise("192.0.2.8") == 302
    # The cap of all is days away for one address that never stops.
    assert pledge_rules.MOST_WAITING > 10 * pledge_rules.ADDRESS_A_DAY


def test_codes_are_not_guessed_at_the_wall(client: Client) -> None:
    fair = factories.fair()
    address = reverse("fairwall:new", args=[fair.slug])
    told = {"text": "portare il pane", "until": "30"}
    answers = [
        client.post(address, told | {"code": f"F0-{number:03d}", "request_key": str(uuid4())}).status_code
        for number in range(CODES_AN_HOUR + 1)
    ]
    assert answers[-1] == 429


# --- who is forgotten, who is kept apart ---------------------------------------------------------------


def test_who_is_erased_before_the_day_holds_no_table_and_no_seat() -> None:
    fair = booking_fair()
    stand, session, person = factories.stand(fair), workshop(fair, hour=5), factories.person()
    franco = visitor(fair)
    Visitor.objects.filter(pk=franco.pk).update(person=person)
    talk = book(franco, stand, 1)
    actions.take_seat(actor=PUBLIC, visitor=franco, session_id=session.pk)
    other = visitor(fair, "Anna")
    waits = actions.take_seat(actor=PUBLIC, visitor=other, session_id=session.pk)
    actions.forget_person(actor=SYSTEM, refs=[person.pk])
    talk.refresh_from_db()
    waits.refresh_from_db()
    assert (talk.state, waits.state) == (TalkState.CANCELLED, SeatState.HELD)
    assert not Seat.objects.filter(visitor=franco, state=SeatState.HELD).exists()
    gone = Visitor.objects.get(pk=franco.pk)
    assert (gone.name, gone.contact, gone.person_id, gone.wishes.count()) == ("", "", None, 0)


def test_the_houses_veto_outlives_her_wishes_and_she_does_not_read_it() -> None:
    fair, coordinator = planned_fair(), factories.user("coordinator")
    stand, other = factories.stand(fair), factories.stand(fair)
    franco = visitor(fair)
    talks.forbid(actor=coordinator, fair=fair, code=franco.code, stand=stand)
    assert list(talk_reads.refused_of(franco)) == []
    wish(franco, stand, other)
    assert [row.stand_id for row in talk_reads.wishes_of(franco)] == [other.pk]
    assert franco.wishes.filter(stand=stand, refused=True).count() == 1


def test_who_is_kept_apart_does_not_book_herself_in() -> None:
    fair, coordinator = booking_fair(), factories.user("coordinator")
    stand, franco = factories.stand(fair), visitor(fair)
    talks.forbid(actor=coordinator, fair=fair, code=franco.code, stand=stand)
    with pytest.raises(Refused):
        book(franco, stand, 1)
    assert Talk.objects.count() == 0


# --- exhibitors ---------------------------------------------------------------------------------------


def test_the_link_of_a_meeting_ends_with_the_stand(client: Client) -> None:
    fair = booking_fair()
    one, other = factories.stand(fair), factories.stand(fair)
    meeting = talks.ask_meeting(actor=speaker(one), stand=one, other_id=other.pk, why="Tirocini")
    from jobcaffe.fair.talks import rules

    token = rules.token_of(meeting.pk, other.pk)
    type(other).objects.filter(pk=other.pk).update(state="declined")
    assert client.get(reverse("fairtalks:answer", args=[token])).status_code == 404
    with pytest.raises(Refused):
        talks.answer_meeting_by_link(token=token, yes=True)
    meeting.refresh_from_db()
    assert meeting.state == "asked"


def test_no_plan_counts_on_a_stand_that_has_gone() -> None:
    fair = booking_fair()
    one, other = factories.stand(fair), factories.stand(fair)
    met(one, other)
    type(other).objects.filter(pk=other.pk).update(state="declined")
    assert list(talk_reads.accepted(fair)) == []
