"""Progress from a baseline to a target, rising or falling, exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobcaffe.kernels.progress import Pace, expected, pace, progress

NUMBERS = st.integers(-1000, 1000)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_turning_the_scale_upside_down_changes_nothing(actual, baseline, target) -> None:
    assert progress(-actual, -baseline, -target) == progress(actual, baseline, target)


@given(NUMBERS, NUMBERS)
def test_it_is_nothing_at_the_baseline_and_one_at_the_target(baseline, target) -> None:
    ends = (progress(baseline, baseline, target), progress(target, baseline, target))
    assert ends == ((None, None) if baseline == target else (0, 1))


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_nearer_to_the_target_is_more(one, two, baseline, target) -> None:
    found = progress(one, baseline, target), progress(two, baseline, target)
    if None not in found:
        assert (found[0] > found[1]) == ((one > two) if target > baseline else (one < two))


def test_a_waiting_time_that_falls_from_thirty_to_ten_days() -> None:
    assert [progress(days, 30, 10) for days in (30, 20, 10, 5, 40)] == [
        0,
        Fraction(1, 2),
        1,
        Fraction(5, 4),
        Fraction(-1, 2),
    ]


def test_what_is_expected_goes_straight_between_yearly_targets() -> None:
    targets = {1: 120, 2: 260, 3: 400}
    years = (-1, 0, Fraction(1, 2), 1, Fraction(3, 2), 3, 9)
    assert [expected(targets, 0, year) for year in years] == [0, 0, 60, 120, 190, 400, 400]


@pytest.mark.parametrize("targets", [{}, {2: 5}, {1: 5, 3: 9}])
def test_a_year_without_target_is_an_error(targets) -> None:
    with pytest.raises(ValueError, match="every year"):
        expected(targets, 0, 1)


@pytest.mark.parametrize(
    ("actual", "found"),
    [
        (10, Pace.REACHED),
        (20, Pace.ON_TIME),
        (21, Pace.SLOW),
        (22, Pace.SLOW),
        (23, Pace.LATE),
        (35, Pace.LATE),
    ],
)
def test_the_pace_of_a_falling_indicator_half_way_through(actual, found) -> None:
    assert pace(actual, 30, 10, 20) is found


def test_the_pace_is_undefined_when_there_is_no_way_to_go() -> None:
    assert pace(5, 10, 10, 10) is Pace.UNDEFINED
