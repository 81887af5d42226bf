"""Meetings of organisations: proved, equal to trying everything, and with a reason when nothing fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jobcaffe.kernels import timetable
from jobcaffe.kernels.timetable import Answer, Business, Participant, Status, Talk, When
from jobcaffe.kernels.timetable.business import clash
from jobcaffe.kernels.timetable.business.encode import Rule
from jobcaffe.kernels.timetable.business.prover import prove
from tests.kernels.timetable.instances import meetings
from tests.kernels.timetable.oracle import fewest_breaks

KINDS: list[dict[str, float]] = [
    {},
    {"away": 0.2},
    {"fixed": 0.3},
    {"after": 0.4},
    {"part": 0.5},
    {"away": 0.1, "after": 0.2, "difference": 0},
    {"away": 0.1, "difference": 1},
]


def solved(instance: Business, seconds: float = 60) -> Answer:
    """The answer, when it keeps every rule."""
    answer = timetable.solve(instance, seconds=seconds)
    assert timetable.check(instance, answer) == []
    return answer


@pytest.mark.parametrize("kinds", KINDS, ids=str)
def test_small_cases_are_as_good_as_trying_everything(kinds: dict[str, float]) -> None:
    seen = set()
    for seed in range(40):
        instance = meetings(4, 5, 4, 1 + seed % 2, seed, **kinds)
        best, rows = fewest_breaks(instance), list(prove(instance))
        seen.add(best is None)
        if best is None:
            assert rows[-1] == {"none": True}, seed
            continue
        plan = tuple(
            (talk, slot) for talk, slot in next(row for row in reversed(rows) if "plan" in row)["plan"]
        )
        assert rows[-1] == {"done": True}
        answer = Answer(Status.OPTIMAL, timetable.Ended.PROOF, best, best, 0.0, 0, 1.0, business=plan)
        assert timetable.check(instance, answer) == [], seed
    assert False in seen


def test_a_real_size_is_proved_and_checked() -> None:
    answer = solved(meetings(30, 90, 15, 10, 3))
    assert answer.status is Status.OPTIMAL
    assert answer.value == answer.bound


def test_people_and_hours_that_clash_are_named_and_only_they() -> None:
    instance = Business(
        slots=3, morning_slots=1, tables=5, max_break_difference=2,
        participants=(Participant("Aurora", (0, 1)), Participant("Brera", (2,)), Participant("Corte", (0,))),
        talks=(Talk("x", "Aurora", "Brera"), Talk("y", "Brera", "Corte")),
    )  # fmt: skip
    answer = solved(instance)
    assert answer.status is Status.INFEASIBLE
    assert set(answer.clash) == {"Aurora non c'è nei turni 0, 1", "Brera non c'è nei turni 2"}
    assert "Aurora" in answer.why


def test_more_meetings_than_slots_are_named() -> None:
    names = [Participant(str(number)) for number in range(5)]
    talks = tuple(Talk(f"t{number}", "0", str(number)) for number in range(1, 5))
    answer = solved(Business(3, 1, 9, 2, tuple(names), talks))
    assert answer.status is Status.INFEASIBLE
    assert answer.clash == ("0 ha 4 incontri e i turni sono 3",)


def test_tables_orders_and_fixed_slots_are_named() -> None:
    people = tuple(Participant(str(number)) for number in range(4))
    few = Business(1, 1, 1, 2, people, (Talk("a", "0", "1"), Talk("b", "2", "3")))
    assert solved(few).clash == ("1 tavoli per turno",)
    ordered = Business(
        2, 1, 2, 2, people, (Talk("a", "0", "1", slot=1), Talk("b", "2", "3", When.ANY, None, ("a",)))
    )
    assert len(solved(ordered).clash) == 2


def test_the_set_that_clashes_is_a_smallest_one() -> None:
    found = 0
    for seed in range(60):
        kinds = {"away": 0.3, "part": 0.2, "fixed": 0.1, "after": 0.1, "difference": 1}
        instance = meetings(5, 7, 4, 2, seed, **kinds)
        if not none(instance):
            continue
        rules = clash.rules(instance, 30)
        if rules:
            found += 1
            assert none(only(instance, rules)), seed
            for rule in rules:
                assert not none(only(instance, [one for one in rules if one is not rule])), seed
    assert found >= 10


def none(instance: Business) -> bool:
    """Whether there is no timetable at all."""
    return list(prove(instance))[-1] == {"none": True}


def only(instance: Business, rules: list[Rule]) -> Business:
    """The instance with these of its rules, without selectors."""
    people = tuple(
        one if Rule("hours", one.id) in rules else replace(one, unavailable=())
        for one in instance.participants
    )
    talks = tuple(
        replace(
            one,
            slot=one.slot if Rule("fixed", one.id) in rules else None,
            when=one.when if Rule("part", one.id) in rules else When.ANY,
            after=one.after if Rule("order", one.id) in rules else (),
        )
        for one in instance.talks
    )
    tables = instance.tables if Rule("tables") in rules else len(talks)
    most = instance.max_break_difference if Rule("fairness") in rules else instance.slots
    return replace(instance, participants=people, talks=talks, tables=tables, max_break_difference=most)


def test_the_ceiling_of_seconds_ends_the_proof() -> None:
    answer = timetable.solve(meetings(70, 300, 22, 16, 1, away=0.05), seconds=0.2)
    assert answer.status is Status.FEASIBLE
    assert len(answer.unplaced) == 300
    assert "tempo" in answer.why


@pytest.mark.parametrize(
    "touch",
    [
        lambda a: replace(a, value=a.value + 1, bound=a.bound + 1),
        lambda a: replace(a, business=a.business[1:]),
        lambda a: replace(a, business=(*a.business[1:], (a.business[0][0], 99))),
        lambda a: replace(a, business=(*a.business, a.business[0])),
        lambda a: replace(a, bound=a.value - 1),
        lambda a: replace(a, status=Status.INFEASIBLE),
    ],
)
def test_a_touched_answer_is_caught(touch: object) -> None:
    instance = meetings(8, 14, 6, 4, 2)
    answer = solved(instance)
    assert timetable.check(instance, touch(answer)) != []  # type: ignore[operator]


def test_no_meetings_are_no_problem() -> None:
    answer = solved(Business(4, 2, 3, 2, (Participant("a"),), ()))
    assert (answer.status, answer.value) == (Status.OPTIMAL, 0)
