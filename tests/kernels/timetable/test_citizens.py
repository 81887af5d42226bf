"""Citizens at stands: equal to trying everything, within the bound, the same every time."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from jobcaffe.kernels import timetable
from jobcaffe.kernels.timetable import (
    Answer,
    Citizen,
    Citizens,
    Ended,
    Exhibitor,
    Place,
    Status,
    Told,
    Unplaced,
    Wish,
)
from tests.kernels.timetable.day import simulate
from tests.kernels.timetable.instances import fair, tiny
from tests.kernels.timetable.oracle import most_points

SMALL = [seed for seed in range(400) if len(tiny(seed).wishes) <= 6]


def solved(instance: Citizens, **options: float) -> Answer:
    """The answer, when it keeps every rule."""
    answer = timetable.solve(instance, **{"seconds": 60, **options})  # type: ignore[arg-type]
    assert timetable.check(instance, answer) == []
    return answer


def test_small_fairs_are_as_good_as_trying_everything() -> None:
    for seed in SMALL[:120]:
        instance = tiny(seed)
        answer = solved(instance)
        best = most_points(instance)
        assert answer.value <= best <= answer.bound, seed
        assert answer.status is not Status.OPTIMAL or answer.value == best, seed
        assert answer.value == best, seed


@pytest.mark.slow
def test_more_small_fairs_are_as_good_as_trying_everything() -> None:
    for seed in SMALL[120:]:
        answer = solved(tiny(seed))
        assert answer.value == most_points(tiny(seed)), seed


def test_a_fair_of_two_hundred_is_proved() -> None:
    answer = solved(fair(120, 12, 8, 5))
    assert (answer.status, answer.ended_by, answer.gap) == (Status.OPTIMAL, Ended.PROOF, 0.0)


def test_without_windows_the_answer_is_the_bound_at_once() -> None:
    answer = solved(fair(300, 20, 12, 3, windows=False, penalty=0))
    assert (answer.status, answer.value) == (Status.OPTIMAL, answer.bound)


def test_nobody_stays_without_a_talk_to_give_another_two() -> None:
    instance = fair(300, 25, 10, 8)
    answer = solved(instance)
    with_talk = {place.citizen for place in answer.citizens}
    assert len(with_talk) == len(instance.citizens)
    assert answer.gap < 0.005


def test_the_same_seed_makes_the_same_timetable() -> None:
    instance = fair(150, 12, 10, 2)
    first, second = solved(instance, seed=4), solved(instance, seed=4)
    assert first.citizens == second.citizens


def test_the_ceiling_of_seconds_ends_the_search() -> None:
    answer = solved(fair(600, 40, 16, 1), seconds=0.5)
    assert answer.ended_by is Ended.TIME
    assert answer.status is Status.FEASIBLE


def test_progress_tells_the_value_and_the_bound() -> None:
    rows: list[tuple[float, int, int]] = []
    answer = timetable.solve(fair(300, 20, 12, 7), progress=lambda *row: rows.append(row), seconds=20)
    assert rows[-1][1:] == (answer.value, answer.bound)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


def test_pins_stay_and_forbidden_pairs_never_meet() -> None:
    instance = fair(60, 8, 8, 3)
    answer = solved(instance)
    pin = answer.citizens[0]
    others = {(wish.citizen, wish.exhibitor) for wish in instance.wishes} - {(pin.citizen, pin.exhibitor)}
    never = tuple(sorted(others))[:40]
    changed = solved(replace(instance, pinned=(pin,), forbidden=never))
    assert pin in changed.citizens
    assert not {(place.citizen, place.exhibitor) for place in changed.citizens} & set(never)
    assert changed.value <= answer.value


@pytest.mark.parametrize("times", range(6))
def test_pinned_fairs_are_as_good_as_trying_everything(times: int) -> None:
    found = 0
    for seed in SMALL[times::6]:
        instance, random = tiny(seed), Random(seed)
        places = timetable.solve(instance, seconds=10).citizens
        if not places:
            continue
        pinned = replace(instance, pinned=(random.choice(places),))
        every = max(
            (best for best in [_best_with(pinned)] if best is not None),
            default=0,
        )
        assert solved(pinned).value == every, seed
        found += 1
        if found == 12:
            return


def _best_with(instance: Citizens) -> int | None:
    """The best timetable with the pins, by trying everything."""
    from itertools import product

    from jobcaffe.kernels.timetable.citizens.checking import broken, value

    best = None
    for slots in product([None, *range(instance.slots)], repeat=len(instance.wishes)):
        places = tuple(
            Place(wish.citizen, wish.exhibitor, slot)
            for wish, slot in zip(instance.wishes, slots, strict=True)
            if slot is not None
        )
        if set(instance.pinned) <= set(places) and not any(True for _ in broken(instance, places)):
            points = value(instance, places)
            best = points if best is None else max(best, points)
    return best


@pytest.mark.parametrize(
    "pin",
    [
        Place("c0", "e0", 2),  # the stand is closed
        Place("c1", "e0", 0),  # not her wish
        Place("c1", "e1", 0),  # she is not there
    ],
)
def test_a_pin_that_breaks_a_rule_is_told(pin: Place) -> None:
    from jobcaffe.kernels.timetable import form

    instance = form.read(form.SCHEMA["examples"][0])
    assert isinstance(instance, Citizens)
    answer = solved(replace(instance, pinned=(pin,)))
    assert answer.status is Status.INFEASIBLE
    assert pin.citizen in answer.why or pin.exhibitor in answer.why
    assert answer.citizens == ()


def test_a_day_that_goes_on_keeps_the_past_and_uses_only_who_is_inside() -> None:
    instance = fair(80, 8, 8, 6)
    plan = solved(instance)
    held = tuple(place for place in plan.citizens if place.slot < 3)
    rest = tuple(place for place in plan.citizens if place.slot >= 3)
    present = tuple(one.id for one in instance.citizens[::2])
    later = replace(instance, now=3, present=present, previous=held + rest, keep_reward=25)
    answer = solved(later)
    assert {place for place in answer.citizens if place.slot < 3} == set(held)
    assert {place.citizen for place in answer.citizens if place.slot == 3} <= set(present)
    moved = [place for place in rest if place.citizen in present and place not in answer.citizens]
    assert len(moved) <= len(rest) * 0.25


def test_a_day_with_absent_and_new_people_gives_everybody_a_talk() -> None:
    instance = fair(200, 20, 8, 1)
    fixed = simulate(instance, 1, reward=None, morning_seconds=2)
    lived = simulate(instance, 1, reward=50, morning_seconds=2)
    assert lived.held > fixed.held
    assert lived.none <= 2 < fixed.none
    assert lived.moves <= 0.2 * lived.present


def test_every_wish_without_a_talk_has_its_reason() -> None:
    instance = fair(100, 8, 8, 9)
    answer = solved(instance)
    pairs = {(place.citizen, place.exhibitor) for place in answer.citizens}
    told = {(one.citizen, one.exhibitor) for one in answer.unplaced}
    assert told | pairs == {(wish.citizen, wish.exhibitor) for wish in instance.wishes}
    assert all(one.reason for one in answer.unplaced)


def test_who_is_elsewhere_for_some_slots_gets_as_much_as_trying_everything() -> None:
    for seed in SMALL[:80]:
        instance = tiny(seed)
        draw = Random(seed)
        people = tuple(
            replace(one, away=tuple(slot for slot in range(instance.slots) if draw.random() < 0.4))
            for one in instance.citizens
        )
        instance = replace(instance, citizens=people)
        answer = solved(instance)
        elsewhere = {(one.id, slot) for one in people for slot in one.away}
        assert not elsewhere & {(place.citizen, place.slot) for place in answer.citizens}
        assert answer.value == most_points(instance), seed


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ((0, 1, 0), ("closed_away", [1])),
        ((0, 0, 1), ("closed_help", [2])),
        ((0, 0, 0), ("closed", [])),
    ],
)
def test_what_keeps_her_is_named_when_that_slot_would_help(
    tables: tuple[int, ...], told: tuple[str, list[int]]
) -> None:
    who, stand = Citizen("c", 0, 1, away=(1,)), Exhibitor("e", tables)
    (left,) = solved(Citizens(3, 2, (10,), 3, (who,), (stand,), (Wish("c", "e", 5),))).unplaced
    assert isinstance(left.reason, Told)
    assert (left.reason.code, left.reason.facts["slots"]) == told
    assert ("altro da fare" in left.reason) == told[0].endswith("away")


def test_a_talk_while_she_is_elsewhere_is_caught() -> None:
    people = (Citizen("c", 0, 1, away=(1,)),)
    instance = Citizens(2, 2, (10,), 3, people, (Exhibitor("e", (1, 1)),), (Wish("c", "e", 5),))
    answer = solved(instance)
    assert answer.citizens == (Place("c", "e", 0),)
    assert timetable.check(instance, replace(answer, citizens=(Place("c", "e", 1),))) != []


@pytest.mark.parametrize(
    "touch",
    [
        lambda a: replace(a, value=a.value + 1),
        lambda a: replace(a, bound=a.value - 1),
        lambda a: replace(a, citizens=a.citizens[1:]),
        lambda a: replace(a, citizens=(*a.citizens, a.citizens[0])),
        lambda a: replace(a, citizens=(*a.citizens[1:], replace(a.citizens[0], exhibitor="e99"))),
        lambda a: replace(a, citizens=(*a.citizens[1:], replace(a.citizens[0], slot=99))),
        lambda a: replace(a, status=Status.FEASIBLE),
        lambda a: replace(a, gap=0.5),
        lambda a: replace(a, status=Status.INFEASIBLE),
    ],
)
def test_a_touched_answer_is_caught(touch: object) -> None:
    instance = fair(30, 5, 6, 4)
    answer = solved(instance)
    assert answer.status is Status.OPTIMAL
    assert timetable.check(instance, touch(answer)) != []  # type: ignore[operator]


def test_an_empty_fair_is_no_problem() -> None:
    answer = solved(Citizens(4, 2, (10,), 3, (), (), ()))
    assert (answer.status, answer.value, answer.unplaced) == (Status.OPTIMAL, 0, tuple[Unplaced, ...]())
