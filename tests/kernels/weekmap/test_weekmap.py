"""A household's week: what clashes, when nobody is with a child, what would make it work."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from jobcaffe.kernels import weekmap
from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.weekmap import (
    Alternative,
    Carer,
    Change,
    Child,
    Clash,
    Commitment,
    Instance,
    Option,
    Status,
    Uncovered,
)
from jobcaffe.kernels.weekmap.search import smallest_clash
from tests.kernels.weekmap.instances import CHILD, WORKDAYS, at, family, small, ways
from tests.kernels.weekmap.oracle import cheapest

# The first hundred and the last fifty always, the rest with the long oracles.
LONG = [pytest.param(first, marks=pytest.mark.slow) for first in range(100, 450, 50)]


@pytest.mark.parametrize("first", [0, 50, *LONG, 450])
def test_small_weeks_cost_what_trying_everything_says(first: int) -> None:
    for seed in range(first, first + 50):
        instance = small(seed)
        answer = weekmap.solve(instance, seconds=60)

        assert weekmap.check(instance, answer) == [], seed
        assert (seed, answer.value) == (seed, cheapest(instance))
        if answer.value is None and answer.smallest_clash:
            _is_smallest(instance, answer.smallest_clash)


def _is_smallest(instance: Instance, clash: tuple[str, ...]) -> None:
    """It cannot be kept; without any one of it, it can; and nothing smaller is impossible."""
    names = [one.id for one in instance.commitments]

    def possible(kept: tuple[str, ...]) -> bool:
        return cheapest(instance, frozenset(names) - set(kept)) is not None

    assert not possible(clash)
    for count in range(len(clash)):
        for some in combinations(names, count):
            assert possible(some)


def test_a_family_is_given_its_options_by_rising_cost() -> None:
    answer = weekmap.solve(family(), seconds=120)

    assert weekmap.check(family(), answer) == []
    assert [(one.options, one.cost) for one in answer.alternatives] == [
        (("più tardi",), 2),
        (("pre-scuola",), 3),
        (("nonna",), 4),
    ]
    assert (answer.status, answer.value, answer.bound) == (Status.OPTIMAL, 2, 2)
    assert {(one.day, one.child, one.start, one.end) for one in answer.uncovered} == {
        (day, child, at("08:15"), at("08:30")) for day in WORKDAYS for child in ("Anna", "Luca")
    }
    assert answer.minutes == {"io": {"lavoro": 5 * 255}, "lui": {"lavoro": 5 * 480}}


def test_without_options_the_few_commitments_that_clash_are_named() -> None:
    answer = weekmap.solve(family(options=False), seconds=120)

    assert answer.status == Status.INFEASIBLE
    assert set(answer.smallest_clash) in ({"asilo", "lavoro", "turno"}, {"scuola", "lavoro", "turno"})


def alone(*rows: Commitment, children: tuple[Child, ...] = ()) -> Instance:
    """One adult."""
    return Instance(("io",), children, "casa", ways(casa_scuola=10, casa_lavoro=20, scuola_lavoro=15), rows)


def test_a_short_commitment_inside_a_long_one_does_not_hide_the_next() -> None:
    instance = alone(
        Commitment("lungo", "io", "casa", (0,), at("09:00"), at("12:00")),
        Commitment("corto", "io", "casa", (0,), at("09:30"), at("10:00")),
        Commitment("dopo", "io", "casa", (0,), at("11:00"), at("13:00")),
    )

    assert weekmap.clashes(instance) == [
        Clash(0, "io", "lungo", "corto", 150),
        Clash(0, "io", "lungo", "dopo", 60),
    ]


def test_the_way_counts_between_two_commitments() -> None:
    rows = (
        Commitment("a", "io", "scuola", (2,), at("09:00"), at("10:00")),
        Commitment("b", "io", "lavoro", (2,), at("10:10"), at("11:00")),
    )

    assert weekmap.clashes(alone(*rows)) == [Clash(2, "io", "a", "b", 5)]


def test_a_night_shift_goes_over_midnight() -> None:
    night = Commitment("notte", "io", "lavoro", (6,), at("22:00"), at("06:00"))
    late = Commitment("riposo", "io", "casa", (0,), at("05:00"), at("07:00"))

    assert [(one.day, one.first, one.second) for one in weekmap.clashes(alone(night, late))] == [
        (0, "notte", "riposo")
    ]
    told = weekmap.solve(alone(night, children=(CHILD,)), seconds=60)
    assert {one.day for one in told.uncovered} == {6, 0}
    assert Uncovered(0, "Anna", 0, at("06:20")) in told.uncovered


def test_a_child_old_enough_goes_alone() -> None:
    school = Commitment("scuola", "Sara", "scuola", WORKDAYS, at("08:00"), at("13:00"))
    job = Commitment("lavoro", "io", "lavoro", WORKDAYS, at("07:00"), at("15:00"))
    instance = alone(school, job, children=(Child("Sara", 12, 11),))

    answer = weekmap.solve(instance, seconds=60)

    assert [one.options for one in answer.alternatives] == [()]
    assert answer.uncovered == ()


def test_adults_hand_a_child_over_at_the_door_of_their_work() -> None:
    """He arrives with her at 9:45, when she comes out: she takes her to school, he goes in."""
    rows = (
        Commitment("scuola", "Anna", "scuola", (0,), at("10:15"), at("12:15")),
        Commitment("mattino", "io", "lavoro", (0,), at("09:00"), at("09:45")),
        Commitment("turno", "lui", "lavoro", (0,), at("10:00"), at("11:00")),
    )
    travel = ways(casa_scuola=30, casa_lavoro=30, scuola_lavoro=30)
    instance = Instance(("io", "lui"), (CHILD,), "casa", travel, rows)

    answer = weekmap.solve(instance, seconds=60)

    assert weekmap.check(instance, answer) == []
    assert [one.options for one in answer.alternatives] == [()]
    taken = [(one.who, one.origin, one.to) for one in answer.alternatives[0].trips if one.children]
    assert taken[:2] == [("lui", "casa", "lavoro"), ("io", "lavoro", "scuola")]


def test_days_that_differ_are_told_apart() -> None:
    """On Tuesday school begins an hour later: what helps on Monday and Wednesday is not enough."""
    rows = (
        Commitment("scuola", "Anna", "scuola", (0, 2), at("08:30"), at("12:30")),
        Commitment("martedì", "Anna", "scuola", (1,), at("09:30"), at("12:30")),
        Commitment("lavoro", "io", "lavoro", (0, 1, 2), at("08:30"), at("12:00")),
    )
    later = Option("dopo", 1, (Change("lavoro", (0, 2), start=at("08:45")),))
    off = Option("a casa", 4, (Change("lavoro", (1,), drop=True),))
    instance = replace(alone(*rows, children=(CHILD,)), options=(later, off))

    answer = weekmap.solve(instance, seconds=60)

    assert weekmap.check(instance, answer) == []
    assert [(one.options, one.cost) for one in answer.alternatives] == [(("dopo", "a casa"), 5)]
    assert {one.day for one in answer.uncovered} == {0, 1, 2}
    assert weekmap.solve(replace(instance, options=(later,)), seconds=60).value is None


def test_a_carer_who_does_not_bring_stays_at_home() -> None:
    school = Commitment("scuola", "Anna", "scuola", (0,), at("10:00"), at("12:00"))
    job = Commitment("lavoro", "io", "lavoro", (0,), at("09:00"), at("13:00"))
    carer = Carer("vicina", ("Anna",), (0,), at("08:00"), at("14:00"))
    instance = replace(alone(school, job, children=(CHILD,)), carers=(carer,))
    brings = replace(instance, carers=(replace(carer, brings=True),))

    assert weekmap.solve(instance, seconds=60).status == Status.INFEASIBLE
    assert weekmap.solve(brings, seconds=60).status == Status.OPTIMAL


def test_a_week_that_nobody_can_help_says_so() -> None:
    school = Commitment("scuola", "Anna", "scuola", (0,), at("10:00"), at("12:00"))
    nobody = replace(alone(school, children=(CHILD,)), adults=())

    answer = weekmap.solve(nobody, seconds=60)

    assert (answer.status, answer.smallest_clash) == (Status.INFEASIBLE, ())
    assert answer.why.startswith("Anche senza impegni")


def test_the_same_week_gives_the_same_answer() -> None:
    assert weekmap.solve(family(), seconds=120, seed=3) == weekmap.solve(family(), seconds=120, seed=3)


def test_no_time_is_told_as_no_time() -> None:
    answer = weekmap.solve(family(), seconds=0.001)

    assert answer.status == Status.INFEASIBLE
    assert answer.why.startswith("Il tempo non è bastato")


def test_a_checker_that_is_lied_to_says_so() -> None:
    answer = weekmap.solve(family(), seconds=120)
    first = answer.alternatives[0]
    lies = [
        replace(answer, value=1),
        replace(answer, alternatives=answer.alternatives[::-1]),
        replace(answer, alternatives=(replace(first, trips=()),), value=2),
        replace(answer, alternatives=(replace(first, trips=first.trips[1:]),), value=2),
        replace(answer, alternatives=(replace(first, trips=first.trips[:-1]),), value=2),
        replace(answer, alternatives=(Alternative((), 0, first.trips),), value=0, bound=0),
        replace(answer, clashes=(Clash(0, "io", "scuola", "lavoro", 5),)),
        replace(answer, smallest_clash=("mai",)),
        replace(answer, smallest_clash=("scuola", "lavoro")),
        replace(answer, minutes={}),
        replace(answer, minutes={**answer.minutes, "io": {"lavoro": 1}}),
        replace(answer, bound=answer.bound - 1),
        replace(answer, ended_by="guess"),
        replace(answer, status=Status.FEASIBLE),
        replace(answer, uncovered=answer.uncovered * 2),
        replace(answer, uncovered=(replace(answer.uncovered[0], child="io"), *answer.uncovered[1:])),
        replace(answer, uncovered=(replace(answer.uncovered[0], day=9), *answer.uncovered[1:])),
        replace(answer, uncovered=(replace(answer.uncovered[0], end=answer.uncovered[0].start),)),
        replace(answer, alternatives=(replace(first, options=("mai",)),), value=first.cost),
        replace(answer, alternatives=(replace(first, options=first.options * 2, cost=4),), value=4),
        replace(answer, alternatives=(replace(first, trips=(replace(first.trips[0], to="luna"),)),)),
        replace(answer, alternatives=(replace(first, trips=(replace(first.trips[0], day=7),)),)),
    ]

    assert [bool(weekmap.check(family(), lie)) for lie in lies] == [True] * len(lies)


def test_time_that_ends_while_the_clash_is_looked_for_proves_nothing() -> None:
    instance = replace(family(), options=())

    with pytest.raises(TimeoutError):
        smallest_clash(instance, Ceiling(1e-9), 0)
