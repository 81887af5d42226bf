"""A free table, once; what is refused, and which hours are offered instead."""

from __future__ import annotations

from uuid import uuid4

import pytest

from jobcaffe.fair.events.models import Session
from jobcaffe.fair.talks import actions, queries, rules
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.fair.visits.rules import token_of
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.fair.talks.around import book, booking_fair, planned_fair, visitor

pytestmark = pytest.mark.django_db


def test_every_table_of_a_slot_is_taken_once_and_then_the_two_nearest_hours_are_offered() -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair, tables=[2, 2, 2, 2, 1, 0, 2, 2])
    talks = [book(visitor(fair, f"Anna {name}"), stand, 4) for name in ("Uno",)]
    talks += [book(visitor(fair, f"Anna {name}"), stand, 3) for name in ("Due", "Tre")]

    with pytest.raises(rules.Full, match="Le 11:00 sono appena state prese") as refusal:
        book(visitor(fair, "Anna Quattro"), stand, 4)

    assert [(talk.slot, talk.table) for talk in talks] == [(4, 0), (3, 0), (3, 1)]
    assert refusal.value.nearest == [2, 6]
    assert queries.free_slots(stand) == [0, 1, 2, 6, 7]


def test_two_talks_at_one_moment_are_refused_with_hours_in_which_she_is_free_too() -> None:
    fair = booking_fair(max_talks=3)
    first, second = factories.stand(fair=fair), factories.stand(fair=fair)
    who = visitor(fair)
    book(who, first, 2)
    book(who, factories.stand(fair=fair), 3)

    with pytest.raises(rules.Full, match="hai già un colloquio") as refusal:
        book(who, second, 2)

    assert refusal.value.nearest == [0, 1]


def test_no_more_than_the_fair_allows_and_not_twice_with_the_same() -> None:
    fair = booking_fair(max_talks=2)
    stands = [factories.stand(fair=fair) for _number in range(3)]
    who = visitor(fair)
    book(who, stands[0], 0)
    with pytest.raises(Refused, match="hai già un colloquio, alle 10:00"):
        book(who, stands[0], 3)
    book(who, stands[1], 1)
    with pytest.raises(Refused, match="Hai già 2 colloqui"):
        book(who, stands[2], 2)
    assert who.talks.count() == 2


def test_a_second_press_gives_the_same_talk_and_one_message() -> None:
    fair, key = booking_fair(), uuid4()
    stand = factories.stand(fair=fair)
    details = visits.Details(name="Rosa Bo", channel="sms", contact="333 1112223")

    made = [
        actions.book_new(actor=PUBLIC, stand=stand, slot=1, details=details, request_key=key)
        for _press in "12"
    ]

    assert made[0].pk == made[1].pk
    assert (Talk.objects.count(), Visitor.objects.count()) == (1, 1)
    told = Notice.objects.get()
    assert (told.template, made[0].visitor.code in told.body) == ("fair_talk_booked", told.channel != "sms")


def test_who_signs_up_by_booking_gets_one_message_with_talk_ticket_and_code() -> None:
    fair = booking_fair()
    details = visits.Details(name="Rosa Bo", contact="rosa@example.it")
    made = actions.book_new(
        actor=PUBLIC, stand=factories.stand(fair=fair), slot=1, details=details, request_key=uuid4()
    )
    assert made is not None
    told = Notice.objects.get()
    assert [piece in told.body for piece in (made.visitor.code, token_of(made.visitor), "10:15")] == [
        True
    ] * 3


def test_what_is_in_the_way_of_who_is_known_is_told_to_her_contact_alone() -> None:
    fair = booking_fair(max_talks=1)
    first, second = factories.stand(fair=fair), factories.stand(fair=fair)
    details = visits.Details(name="Rosa Bo", contact="rosa@example.it")
    asked = [(first, 1), (second, 1), (second, 3)]
    made = [
        actions.book_new(actor=PUBLIC, stand=stand, slot=slot, details=details, request_key=uuid4())
        for stand, slot in asked
    ]
    assert [one is None for one in made] == [False, True, True]
    assert Talk.objects.count() == 1
    told = Notice.objects.filter(template="fair_talk_not_booked")
    assert [one.contact for one in told] == ["rosa@example.it"] * 2


def test_nobody_is_signed_up_when_the_hour_is_gone() -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    book(visitor(fair), stand, 1)
    before = Visitor.objects.count()
    details = visits.Details(name="Rosa Bo", channel="sms", contact="333 1112223")

    with pytest.raises(rules.Full):
        actions.book_new(actor=PUBLIC, stand=stand, slot=1, details=details, request_key=uuid4())

    assert Visitor.objects.count() == before


def test_the_same_name_and_telephone_are_the_same_person() -> None:
    fair = booking_fair()
    stands = [factories.stand(fair=fair) for _number in "12"]
    details = visits.Details(name="Rosa Bo", channel="sms", contact="333 1112223")
    for slot, stand in enumerate(stands):
        actions.book_new(actor=PUBLIC, stand=stand, slot=slot, details=details, request_key=uuid4())
    assert Visitor.objects.count() == 1
    assert Talk.objects.count() == 2


def test_an_hour_given_back_is_free_at_once_and_the_table_stays_the_constraints_business() -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    who = visitor(fair)
    talk = book(who, stand, 1)
    for _press in "12":
        actions.cancel_talk(actor=PUBLIC, talk=talk)
    other = book(visitor(fair, "Altra Persona"), stand, 1)
    assert (other.slot, other.table) == (1, 0)
    assert Notice.objects.filter(template="fair_talk_cancelled").count() == 1


def test_whoever_does_not_come_gives_her_hours_back() -> None:
    fair = booking_fair()
    stand = factories.stand(fair=fair)
    who = visitor(fair)
    book(who, stand, 1)
    visits.cancel(actor=PUBLIC, visitor=who)
    assert queries.talks_of(who).count() == 0
    assert 1 in queries.free_slots(stand)


def test_breaks_the_past_closed_fairs_and_stands_of_others_take_no_bookings() -> None:
    fair = booking_fair(breaks=[2])
    stand = factories.stand(fair=fair)
    who = visitor(fair)
    for slot in (2, 8, 99):
        with pytest.raises(rules.Full):
            book(who, stand, slot)
    with pytest.raises(Refused, match="non vale più"):
        book(who, factories.stand(fair=booking_fair()), 1)
    type(stand).objects.filter(pk=stand.pk).update(state="withdrawn")
    with pytest.raises(Refused, match="non c'è più"):
        book(who, stand, 1)
    fair.state = "closed"
    fair.save()
    with pytest.raises(Refused):
        book(who, factories.stand(fair=fair), 1)


def test_a_planned_fair_is_booked_only_once_its_plan_is_published() -> None:
    fair = planned_fair()
    stand = factories.stand(fair=fair)
    with pytest.raises(Refused, match="non si prenotano"):
        book(visitor(fair), stand, 1)
    fair.plans.create(kind="citizens", state="published")
    assert book(visitor(fair, "Altra"), stand, 1).slot == 1


def test_nobody_talks_at_a_table_while_she_sits_in_a_workshop() -> None:
    fair = booking_fair()
    stand, who = factories.stand(fair=fair), visitor(fair)
    hours = {"starts_at": fair.slot_start(2), "ends_at": fair.slot_start(4)}
    session = Session.objects.create(fair=fair, kind="workshop", title="Il curriculum", seats=5, **hours)
    visits.take_seat(actor=PUBLIC, visitor=who, session_id=session.pk)
    for slot in (2, 3):
        with pytest.raises(rules.Full, match="hai un posto a «Il curriculum»"):
            book(who, stand, slot)
    assert [book(who, stand, 4).slot] == [4]
