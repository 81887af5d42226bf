"""Cards of nobody and first names alone get a name and a contact afterwards."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import actions, queries, rules
from jobcaffe.fair.visits.models import Scan, Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.fair.visits import around

pytestmark = pytest.mark.django_db
CARD = "F4-118"


@pytest.fixture
def fair() -> Fair:
    """A fair that is on now."""
    return factories.fair(opens_at=timezone.now() - timedelta(hours=1))


@pytest.fixture
def desk() -> User:
    return factories.user("desk")


def read(desk: User, fair: Fair, code: str = CARD, **fields: object) -> None:
    """The door reads a code."""
    at = round(timezone.now().timestamp() * 1000)
    actions.record_scans(actor=desk, fair=fair, rows=[around.fact(code, at=at, **fields)])


def called(
    desk: User, fair: Fair, name: str = "Gina Re", contact: str = "333 1112223", **fields: object
) -> tuple:
    """The desk says whose card it was."""
    details = actions.Details(name=name, contact=contact)
    key = fields.get("key", uuid4())
    return actions.name_card(actor=desk, fair=fair, code=CARD, details=details, request_key=key)


def test_a_card_of_nobody_gets_its_name_its_arrival_and_its_ticket(fair: Fair, desk: User) -> None:
    read(desk, fair)
    read(desk, fair)
    read(desk, fair, uuid4().hex + "0" * 20)
    assert [(one.code, one.count) for one in queries.cards(fair)] == [(CARD, 2)]
    made, new = called(desk, fair)
    made.refresh_from_db()
    assert (new, made.code, made.name, made.way, made.inside) == (True, CARD, "Gina Re", "door", True)
    assert (queries.cards(fair), queries.by_name(fair, "gina")) == ([], [made])
    assert rules.token_of(made) in Notice.objects.get(template="fair_ticket").body


def test_pressed_twice_it_is_one_visitor_and_one_message(fair: Fair, desk: User) -> None:
    read(desk, fair)
    key = uuid4()
    first, second = (called(desk, fair, key=key) for _press in range(2))
    assert (first[0].pk, first[1], second[1]) == (second[0].pk, True, False)
    assert (Visitor.objects.count(), Notice.objects.count()) == (1, 1)


def test_who_had_signed_up_keeps_her_code_and_the_reading_is_hers(fair: Fair, desk: User) -> None:
    known = around.visitor(fair, "Gina Re", contact="333 1112223")
    read(desk, fair)
    found, new = called(desk, fair)
    found.refresh_from_db()
    assert (found.pk, new, found.code, found.inside) == (known.pk, False, known.code, True)
    assert Scan.objects.filter(visitor=None).count() == 0


def test_a_code_that_the_door_has_not_read_and_a_volunteer_name_nobody(fair: Fair, desk: User) -> None:
    with pytest.raises(Refused, match="non aspetta"):
        called(desk, fair)
    read(desk, fair)
    with pytest.raises(Refused):
        called(around.volunteer(fair), fair)
    assert Visitor.objects.count() == 0


def test_a_first_name_at_the_door_gets_a_contact_and_then_the_ticket(fair: Fair, desk: User) -> None:
    made = actions.walk_in(actor=desk, fair=fair, name="Gina", nonce=uuid4())
    for _press in range(2):
        actions.name_visitor(actor=desk, visitor=made, name="Gina Re", contact="333 1112223")
    made.refresh_from_db()
    assert (made.name, made.contact, made.inside) == ("Gina Re", "+393331112223", True)
    assert (queries.by_name(fair, "re"), Notice.objects.count()) == ([made], 1)


def test_the_name_and_contact_of_another_are_told_to_the_desk(fair: Fair, desk: User) -> None:
    known = around.visitor(fair, "Gina Re", contact="333 1112223")
    made = actions.walk_in(actor=desk, fair=fair, name="Gina", nonce=uuid4())
    with pytest.raises(actions.AlreadyIn) as told:
        actions.name_visitor(actor=desk, visitor=made, name="gina re", contact="333 1112223")
    assert told.value.visitor == known


def test_a_reading_that_was_taken_back_waits_for_no_name(fair: Fair, desk: User) -> None:
    read(desk, fair)
    taken_back = Scan.objects.get()
    read(desk, fair, "", kind="undo", undoes=str(taken_back.nonce))
    assert (queries.cards(fair), list(queries.unknown(fair))) == ([], [])
    with pytest.raises(Refused, match="non aspetta"):
        called(desk, fair)
    read(desk, fair)
    assert [(one.code, one.count) for one in queries.cards(fair)] == [(CARD, 1)]


def test_a_card_that_was_given_to_somebody_is_hers_when_it_is_read_again(fair: Fair, desk: User) -> None:
    known = around.visitor(fair, "Gina Re", contact="333 1112223")
    read(desk, fair)
    called(desk, fair)
    assert queries.by_reading(fair, CARD.lower()) == known
    read(desk, fair, kind="out")
    known.refresh_from_db()
    assert (known.inside, queries.cards(fair)) == (False, [])
    read(desk, factories.fair(opens_at=fair.opens_at))
    assert Scan.objects.filter(visitor=known).count() == 2


def test_the_card_of_somebody_who_was_forgotten_is_nobodys(fair: Fair, desk: User) -> None:
    known = around.visitor(fair, "Gina Re", contact="333 1112223")
    read(desk, fair)
    called(desk, fair)
    Visitor.objects.filter(pk=known.pk).update(forgotten_on=timezone.localdate())
    read(desk, fair, kind="out")
    assert (queries.by_reading(fair, CARD), Scan.objects.get(kind="out").visitor) == (None, None)
