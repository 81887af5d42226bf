"""Three times, two yeses, one room; and who may say what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.network.tables import actions, queries, slots
from jobcaffe.network.tables.enums import State
from jobcaffe.network.tables.models import Coffee
from jobcaffe.network.tables.rules import read_token, token_of
from jobcaffe.spaces.models import Booking
from tests import factories
from tests.network.tables import around

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_room() -> None:
    factories.room()


def _yes(coffee: Coffee, side: str, number: int = 0) -> Coffee:
    time_id = coffee.times.all()[number].pk
    return actions.answer_by_link(token=token_of(coffee, side), says="yes", time_id=time_id)


def test_a_proposal_holds_no_room_and_writes_to_both() -> None:
    coffee = around.proposed()
    assert coffee.times.count() == 3
    assert Booking.objects.count() == 0
    assert Notice.objects.filter(template="coffee_proposed").count() == 2


def test_two_yeses_to_one_time_make_an_encounter_of_both_and_hold_the_room() -> None:
    coffee = around.proposed()
    assert _yes(coffee, "first").state == State.WAITING
    done = _yes(coffee, "second")
    assert done.state == State.AGREED
    encounter = Encounter.objects.get(coffee=done)
    assert encounter.starts_at == coffee.times.all()[0].starts_at
    assert {row.organisation_id for row in encounter.attendances.all()} == {coffee.first_id, coffee.second_id}
    assert Booking.objects.filter(state="held").count() == 1
    assert not encounter.public
    # Again, from either side: nothing more happens.
    _yes(coffee, "first")
    _yes(coffee, "second")
    assert (Encounter.objects.count(), Booking.objects.count()) == (1, 1)
    assert Notice.objects.filter(template="coffee_agreed").count() == 2


def test_yeses_to_different_times_are_no_meeting() -> None:
    coffee = around.proposed()
    _yes(coffee, "first", 0)
    assert _yes(coffee, "second", 1).state == State.WAITING
    assert _yes(coffee, "first", 1).state == State.AGREED


def test_who_proposes_for_her_own_organisation_has_said_yes_to_all_three() -> None:
    first, second = around.body("Officina"), around.body("Istituto", kind="school")
    giulia = factories.partner(first, email="giulia@example.org")
    coffee = around.proposed(giulia, first=first, second=second)
    assert coffee.proposed_by == first
    assert _yes(coffee, "second", 2).state == State.AGREED


def test_a_delegate_proposes_only_for_her_own() -> None:
    first, second, third = (around.body(name) for name in ("Uno", "Due", "Tre"))
    giulia = factories.partner(third)
    with pytest.raises(Refused):
        around.proposed(giulia, first=first, second=second)


def test_a_delegate_answers_only_for_her_side_and_nobody_else_at_all() -> None:
    coffee = around.proposed()
    giulia, stranger = factories.partner(coffee.first), factories.partner()
    time_id = coffee.times.all()[0].pk
    for who, side in ((giulia, "second"), (stranger, "first"), (factories.member(), "first")):
        with pytest.raises(Refused):
            actions.answer(actor=who, coffee_id=coffee.pk, side=side, says="yes", time_id=time_id)
    actions.answer(actor=giulia, coffee_id=coffee.pk, side="first", says="yes", time_id=time_id)
    assert list(queries.coffees(stranger)) == []


def test_a_link_changed_by_hand_opens_nothing() -> None:
    coffee = around.proposed()
    token = token_of(coffee, "first")
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), "", "a:b:c", token + "x"):
        assert read_token(wrong) is None
        with pytest.raises(Refused):
            actions.answer_by_link(token=wrong, says="no")


def test_a_time_of_another_coffee_is_not_taken() -> None:
    coffee, other = around.proposed(), around.proposed(first=around.body("X"), second=around.body("Y"))
    with pytest.raises(Refused):
        actions.answer_by_link(token=token_of(coffee, "first"), says="yes", time_id=other.times.all()[0].pk)


def test_when_the_room_is_gone_another_is_taken_and_without_one_nothing_is_written() -> None:
    one = around.proposed()
    two = around.proposed(first=around.body("X"), second=around.body("Y"))
    three = around.proposed(first=around.body("Z"), second=around.body("W"))
    larger = factories.room()
    for coffee in (one, two):
        _yes(coffee, "first")
        assert _yes(coffee, "second").state == State.AGREED
    rooms = list(Encounter.objects.order_by("created_at").values_list("room", flat=True))
    assert len(set(rooms)) == 2
    assert larger.pk in rooms
    _yes(three, "first")
    with pytest.raises(Refused, match="Scegliete un altro orario"):
        _yes(three, "second")
    assert three.times.all()[0].second_yes is None
    assert queries.choices(Coffee.objects.get(pk=three.pk), "second")[0].free is False


def test_no_ends_it_and_a_later_yes_is_refused() -> None:
    coffee = around.proposed()
    assert actions.answer_by_link(token=token_of(coffee, "second"), says="no").state == State.DECLINED
    with pytest.raises(Refused):
        _yes(coffee, "first")


def test_the_same_two_are_not_asked_twice_at_once_and_one_press_is_one_coffee() -> None:
    coffee = around.proposed()
    with pytest.raises(Refused):
        around.proposed(first=coffee.second, second=coffee.first)
    with pytest.raises(Refused):
        around.proposed(first=coffee.first, second=coffee.first)


def test_three_free_times_are_asked_for() -> None:
    first, second, desk = around.body("Uno"), around.body("Due"), factories.user("desk")
    free = [slot.value for slot in slots.free_times()]
    stranger = f"{factories.room().pk}|{(timezone.now() + timedelta(days=4)).isoformat()}"
    for times in (free[:2], free[:4], [free[0]] * 3, [*free[:2], stranger], ["", "x", "|"]):
        with pytest.raises(Refused):
            actions.propose(actor=desk, first_id=first.pk, second_id=second.pk, times=times)


def test_one_reminder_then_an_end() -> None:
    coffee = around.proposed()
    _yes(coffee, "first")
    later = timezone.now() + timedelta(days=5)
    Coffee.objects.filter(pk=coffee.pk).update(answer_by=timezone.localdate() + timedelta(days=8))
    assert actions.follow_up(actor=SYSTEM, now=later)["reminded"] == 1
    assert actions.follow_up(actor=SYSTEM, now=later)["reminded"] == 0
    # Only who had not answered.
    assert Notice.objects.filter(template="coffee_proposed").count() == 3
    end = timezone.now() + timedelta(days=9)
    assert actions.follow_up(actor=SYSTEM, now=end)["expired"] == 1
    assert Coffee.objects.get().state == State.EXPIRED


def test_together_becomes_a_commitment_of_each_and_closes_the_encounter() -> None:
    coffee = around.over(around.agreed())
    assert actions.follow_up(actor=SYSTEM)["asked"] == 1
    assert actions.follow_up(actor=SYSTEM)["asked"] == 0
    actions.tell_outcome_by_link(token=token_of(coffee, "first"), outcome="together")
    actions.tell_outcome_by_link(token=token_of(coffee, "first"), outcome="together")
    owners = {row.organisation_id for row in Commitment.objects.all()}
    assert owners == {coffee.first_id, coffee.second_id}
    assert Commitment.objects.count() == 2
    encounter = Encounter.objects.get()
    assert encounter.state == "held"
    assert {row.presence for row in encounter.attendances.all()} == {"present"}
    with pytest.raises(Refused):
        actions.tell_outcome_by_link(token=token_of(coffee, "second"), outcome="missed")


def test_nobody_says_how_it_went_before_it_was() -> None:
    with pytest.raises(Refused):
        actions.tell_outcome_by_link(token=token_of(around.agreed(), "first"), outcome="useful")


def test_a_missed_coffee_is_a_task_of_who_proposed_it() -> None:
    desk = factories.user("desk")
    coffee = around.over(around.agreed(desk))
    actions.tell_outcome_by_link(token=token_of(coffee, "second"), outcome="missed")
    assert [row.user for row in Commitment.objects.all()] == [desk]
    assert {row.presence for row in Encounter.objects.get().attendances.all()} == {"absent"}


def test_free_times_are_open_free_and_cost_the_same(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    first = slots.free_times()[0]
    factories.encounter(room=first.room, starts_at=first.starts_at)
    Booking.objects.create(room=first.room, starts_at=first.starts_at, ends_at=first.ends_at)
    assert first.starts_at not in {slot.starts_at for slot in slots.free_times()}
    assert len({slot.starts_at for slot in slots.free_times()}) == 12
    with django_assert_num_queries(4):
        slots.free_times()
    factories.room()
    factories.room()
    with django_assert_num_queries(4):
        slots.free_times()
