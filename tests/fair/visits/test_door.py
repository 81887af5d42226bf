"""What devices may write, and what becomes of what they wrote."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import actions, queries, rules
from jobcaffe.fair.visits.actions.door import device_of
from jobcaffe.fair.visits.models import Scan, Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from tests import factories
from tests.fair.visits import around

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair() -> Fair:
    """A public fair of next week."""
    return factories.fair()


@pytest.fixture
def keeper(fair: Fair) -> User:
    """A volunteer of its door."""
    return around.volunteer(fair)


def now_ms() -> int:
    return round(timezone.now().timestamp() * 1000)


def test_a_code_a_link_and_a_walk_in_make_three_people_inside(fair: Fair, keeper: User) -> None:
    one, two = around.visitor(fair), around.visitor(fair, "Anna")
    rows = [
        around.fact(one.code.lower(), at=now_ms()),
        around.fact(rules.ticket_url(two), at=now_ms()),
        around.fact(kind="walk_in", at=now_ms(), name="Gina", heard="poster"),
    ]
    for _time in range(2):
        receipt = actions.record_scans(actor=keeper, fair=fair, rows=rows)
        assert (len(receipt.taken), receipt.refused) == (3, [])
    gina = Visitor.objects.get(way="door")
    assert (gina.name, gina.heard_from) == ("Gina", "poster")
    assert around.present_now(fair) == {one.pk, two.pk, gina.pk}
    assert queries.counts(fair) == queries.Counts(inside=3, arrived=3, expected=0)


def test_an_unknown_code_is_kept_a_name_that_was_typed_is_not(fair: Fair, keeper: User) -> None:
    rows = [around.fact("F4-118", at=now_ms()), around.fact("Franco Rossi", at=now_ms())]
    receipt = actions.record_scans(actor=keeper, fair=fair, rows=rows)
    assert (len(receipt.taken), len(receipt.unknown)) == (2, 2)
    assert sorted(Scan.objects.values_list("read", flat=True)) == ["", "F4-118"]
    assert queries.unknown(fair).count() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "dance"}, {"at": "ieri"}, {"at": 10**30}, {"nonce": "1"}, {"kind": "walk_in"},
        {"kind": "undo"}, {"kind": "undo", "undoes": "x"},
    ],
)  # fmt: skip
def test_a_row_nobody_can_read_is_told_apart_and_the_others_are_taken(
    fair: Fair, keeper: User, change: dict[str, object]
) -> None:
    good = around.fact(around.visitor(fair).code, at=now_ms())
    receipt = actions.record_scans(
        actor=keeper, fair=fair, rows=[{**good, "nonce": str(uuid4()), **change}, good]
    )
    assert (receipt.taken, len(receipt.refused)) == ([good["nonce"]], 1)


def test_rows_that_are_no_rows_are_refused_without_a_crash(fair: Fair, keeper: User) -> None:
    receipt = actions.record_scans(actor=keeper, fair=fair, rows=["x", 3, None, [], {}])  # type: ignore[list-item]
    assert (receipt.taken, len(receipt.refused)) == ([], 5)


def test_an_undo_that_comes_before_what_it_takes_back_holds(fair: Fair, keeper: User) -> None:
    visitor = around.visitor(fair)
    came = around.fact(visitor.code, at=now_ms())
    undo = around.fact(kind="undo", at=now_ms(), undoes=came["nonce"])
    for row in (undo, came):
        actions.record_scans(actor=keeper, fair=fair, rows=[row])
    visitor.refresh_from_db()
    assert (visitor.inside, visitor.arrived_at) == (False, None)
    assert queries.latest(fair) == []


def test_an_undo_of_another_fair_takes_nothing_back(fair: Fair, keeper: User) -> None:
    visitor, other = around.visitor(fair), factories.fair()
    came = around.fact(visitor.code, at=now_ms())
    actions.record_scans(actor=keeper, fair=fair, rows=[came])
    undo = around.fact(kind="undo", at=now_ms(), undoes=came["nonce"])
    actions.record_scans(actor=around.volunteer(other), fair=other, rows=[undo])
    again = around.fact(visitor.code, at=now_ms())
    actions.record_scans(actor=keeper, fair=fair, rows=[again])
    assert around.present_now(fair) == {visitor.pk}


def test_a_code_of_another_fair_opens_nothing_here(fair: Fair, keeper: User) -> None:
    stranger = around.visitor(factories.fair())
    rows = [around.fact(rules.ticket_url(stranger), at=now_ms())]
    assert len(actions.record_scans(actor=keeper, fair=fair, rows=rows).unknown) == 1
    assert queries.by_reading(fair, rules.token_of(stranger)) is None


def test_only_who_keeps_this_door_writes_at_it(fair: Fair) -> None:
    others = [around.volunteer(factories.fair()), factories.user("fair_volunteer"), factories.member()]
    for user in others:
        with pytest.raises(Refused):
            actions.record_scans(actor=user, fair=fair, rows=[])
        with pytest.raises(Refused):
            around.telephone(fair, user)
    assert list(queries.visible_to(others[0]).filter(fair=fair)) == []


def test_a_device_that_was_turned_off_writes_nothing_any_more(fair: Fair, keeper: User) -> None:
    device, key = around.telephone(fair, keeper)
    assert device_of(fair, str(device.pk), key) == device
    assert device_of(fair, str(device.pk), key[:-1]) is None
    assert device_of(factories.fair(), str(device.pk), key) is None
    with pytest.raises(Refused):
        actions.turn_off_device(actor=around.volunteer(fair), fair=fair, device_id=device.pk)
    actions.turn_off_device(actor=factories.user("desk"), fair=fair, device_id=device.pk)
    assert device_of(fair, str(device.pk), key) is None
    with pytest.raises(Refused, match="spento"):
        actions.record_scans(actor=keeper, fair=fair, rows=[], device=device)


def test_more_than_two_hundred_rows_at_once_are_refused(fair: Fair, keeper: User) -> None:
    with pytest.raises(Refused):
        actions.record_scans(actor=keeper, fair=fair, rows=[around.fact("F4-118")] * 201)


def test_a_batch_of_two_hundred_costs_as_many_questions_as_one_of_two(
    fair: Fair, keeper: User, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    people = Visitor.objects.bulk_create(
        Visitor(fair=fair, code=f"F{n // 100}-{n:03d}", name="Anna") for n in range(202)
    )
    asked = []
    for part in (people[:2], people[2:]):
        rows = [around.fact(one.code, at=now_ms()) for one in part]
        with CaptureQueriesContext(
            connection,
        ) as context:
            actions.record_scans(actor=keeper, fair=fair, rows=rows)
        asked.append(len(context))
    assert asked[1] <= asked[0] + 4, asked


def test_a_walk_in_pressed_twice_is_one_person(fair: Fair, keeper: User) -> None:
    nonce = uuid4()
    first = actions.walk_in(actor=keeper, fair=fair, name="Gina", nonce=nonce)
    assert actions.walk_in(actor=keeper, fair=fair, name="Gina", nonce=nonce) == first
    assert (first.inside, Visitor.objects.count(), Scan.objects.count()) == (True, 1, 1)
