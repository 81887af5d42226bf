"""Many at once: seats, numbers of sheets, one press of a button."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.db import connection

from jobcaffe.encounters import actions
from jobcaffe.encounters.actions.replies import join
from jobcaffe.encounters.models import Encounter, Register, SignUp
from jobcaffe.foundation.access import Refused
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 12


def _all_at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each of twelve threads got; a refusal is an answer, any other error fails the test."""
    barrier, answers = threading.Barrier(AT_ONCE), []

    def run(number: int) -> None:
        barrier.wait()
        try:
            answers.append(work(number))
        except Refused as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == AT_ONCE
    return answers


def _sign_up(encounter: Encounter, number: int, key: uuid.UUID | None = None) -> SignUp:
    return actions.sign_up(
        encounter_id=encounter.pk,
        name=f"Anna {number}",
        channel="call",
        contact=f"333 12345{number:02d}",
        request_key=key,
    )


def test_three_seats_are_taken_by_three() -> None:
    encounter = factories.encounter(seats=3)
    answers = _all_at_once(lambda number: _sign_up(encounter, number))
    assert sum(isinstance(answer, SignUp) for answer in answers) == 3
    assert sum(isinstance(answer, actions.NoSeat) for answer in answers) == AT_ONCE - 3
    assert SignUp.objects.count() == 3


def test_one_press_that_arrives_twelve_times_is_one_seat() -> None:
    encounter, key = factories.encounter(seats=5), uuid.uuid4()
    answers = _all_at_once(lambda _number: _sign_up(encounter, 1, key))
    assert len({answer.pk for answer in answers}) == 1


def test_visitors_and_who_takes_part_share_the_same_three_seats() -> None:
    encounter = factories.encounter(seats=3)
    members = [factories.member() for _number in range(AT_ONCE)]

    def come(number: int) -> object:
        if number % 2:
            return _sign_up(encounter, number)
        return join(actor=members[number], encounter_id=encounter.pk)

    answers = _all_at_once(come)
    assert sum(isinstance(answer, actions.NoSeat) for answer in answers) == AT_ONCE - 3
    assert encounter.sign_ups.count() + encounter.attendances.count() == 3


def test_one_press_of_who_takes_part_that_arrives_twelve_times_is_one_seat() -> None:
    encounter, member = factories.encounter(seats=5), factories.member()
    answers = _all_at_once(lambda _number: join(actor=member, encounter_id=encounter.pk))
    assert len({answer.pk for answer in answers}) == encounter.attendances.count() == 1


def test_twelve_sheets_have_twelve_numbers_without_gaps() -> None:
    user = factories.user("desk")
    made = [factories.encounter() for _number in range(AT_ONCE)]
    _all_at_once(lambda number: actions.print_register(actor=user, encounter_id=made[number].pk))
    assert list(Register.objects.values_list("number", flat=True)) == list(range(1, AT_ONCE + 1))


def test_one_encounter_printed_by_twelve_has_one_sheet() -> None:
    user, encounter = factories.user("desk"), factories.encounter()
    answers = _all_at_once(lambda _number: actions.print_register(actor=user, encounter_id=encounter.pk))
    assert {answer.number for answer in answers} == {1}


def test_twelve_series_for_the_same_room_are_one() -> None:
    user, room = factories.user("desk"), factories.room()
    details = actions.Details(kind="lab", action="A2", title="Corso", room_id=room.pk)
    answers = _all_at_once(
        lambda _number: actions.create_series(
            actor=user,
            details=details,
            rule="FREQ=WEEKLY;COUNT=3",
            first_day=date(2027, 9, 7),
            starts=time(18),
            minutes=60,
        )
    )
    assert sum(isinstance(answer, list) for answer in answers) == 1
    assert sum(isinstance(answer, actions.SeriesBlocked) for answer in answers) == AT_ONCE - 1
    assert Encounter.objects.count() == 3
