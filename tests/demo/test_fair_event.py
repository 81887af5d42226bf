"""The made-up fair of today is under way whenever the demo is made."""

from __future__ import annotations

import pytest

from jobcaffe.demo import fair_event

SLOTS_BEFORE_THE_BREAK = 12


@pytest.mark.parametrize("hour", range(24))
def test_todays_fair_has_begun_and_ends_on_the_same_day(hour: int) -> None:
    opens = fair_event._first_hour(hour)
    assert 0 <= opens <= hour
    assert opens + fair_event.HOURS <= 24
    assert hour < opens + fair_event.HOURS


@pytest.mark.parametrize("hour", range(2, 18))
def test_talks_are_held_at_the_hour_in_which_the_demo_is_made(hour: int) -> None:
    minutes = (hour - fair_event._first_hour(hour)) * 60 - 30
    assert minutes >= 0
    assert (minutes + 59) // 15 < SLOTS_BEFORE_THE_BREAK


def test_nobody_of_the_made_up_fair_is_in_two_turns_at_the_same_time() -> None:
    rows = [
        (name, start, start + long)
        for _job, start, long, _needed, who, ivan in fair_event.SHIFTS
        for name in (*who, *(("Ivan",) if ivan else ()))
    ]
    twice = [
        one[0]
        for place, one in enumerate(rows)
        for other in rows[place + 1 :]
        if one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
    ]
    assert twice == []
