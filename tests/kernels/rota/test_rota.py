"""Who looks after whose children: rules, purposes, replacing a carer, the fund."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from jobcaffe.kernels import rota
from jobcaffe.kernels.rota import Assignment, Family, Instance, Need, Offer, Rules, Status
from tests.kernels.rota.instances import RULES, realistic, small, village, week_of
from tests.kernels.rota.oracle import best, worth


def week(needs: list[Need], offers: list[Offer], **balances: int) -> Instance:
    """Families ``a`` to ``d`` that all trust each other."""
    names = "abcd"
    families = tuple(Family(one, Fraction(balances.get(one, 0)), frozenset(names) - {one}) for one in names)
    return Instance(1, Fraction(2), families, tuple(needs), tuple(offers), RULES)


@pytest.mark.parametrize("first", range(0, 200, 25))
def test_the_best_week_of_small_instances_is_found_in_every_purpose(first: int) -> None:
    for seed in range(first, first + 25):
        instance = small(seed)
        answer = rota.solve(instance, seconds=60)

        assert rota.check(instance, answer) == []
        assert (seed, worth(instance, answer.assignments)) == (seed, best(instance))


@pytest.mark.parametrize("families", [10, 20])
def test_a_realistic_week_keeps_every_rule(families: int) -> None:
    instance = realistic(families, seed=3)

    answer, quick = rota.solve(instance, seconds=60), rota.greedy(instance)

    assert rota.check(instance, answer) == rota.check(instance, quick) == []
    assert answer.hours_served >= quick.hours_served
    assert answer.status == Status.OPTIMAL


def test_the_same_seed_gives_the_same_week() -> None:
    instance = realistic(15, seed=1)

    assert rota.solve(instance, seconds=60, seed=4) == rota.solve(instance, seconds=60, seed=4)


def test_a_family_looks_after_others_only_when_both_chose() -> None:
    instance = week([Need("a", 0, 0, 1)], [Offer("b", 0, 0, 2, 1)])
    alone = replace(instance.families[1], trusts=frozenset())
    one_sided = replace(instance, families=(instance.families[0], alone, *instance.families[2:]))

    assert rota.solve(instance, seconds=5).assignments == (Assignment(0, 0),)
    refused = rota.solve(one_sided, seconds=5)
    assert refused.assignments == ()
    assert refused.unserved[0].reason == "In quell'ora non c'è nessuna famiglia con cui vi siete scelti."


def test_hours_count_one_and_a_half_for_two_children() -> None:
    answer = rota.solve(week([Need("a", 0, 0, 2)], [Offer("b", 0, 0, 2, 1)]), seconds=5)

    assert answer.hours_served == 3
    assert answer.balances == {"a": -3, "b": 3, "c": 0, "d": 0}


def test_a_need_is_served_whole_and_within_the_places_of_the_rules() -> None:
    crowded = week([Need("a", 0, 0, 3), Need("b", 0, 0, 3)], [Offer("c", 0, 0, 9, 1)])

    assert len(rota.solve(crowded, seconds=5).assignments) == 1  # five children at most, not six
    wider = replace(crowded, rules=replace(RULES, max_children=6))
    assert len(rota.solve(wider, seconds=5).assignments) == 2


def test_an_account_at_its_limit_receives_no_more() -> None:
    instance = week([Need("a", 0, 0, 1)], [Offer("b", 0, 0, 2, 1)], a=-19)

    answer = rota.solve(instance, seconds=5)

    assert answer.assignments == ()
    assert answer.unserved[0].reason.startswith("Il conto ore è arrivato al limite")


def test_sessions_of_the_week_are_not_exceeded() -> None:
    needs = [Need("a", day, 0, 1) for day in range(4)]
    instance = week(needs, [Offer("b", day, 0, 2, 2) for day in range(4)])

    assert len(rota.solve(instance, seconds=5).assignments) == 2


def test_a_sick_carer_is_replaced_and_nobody_else_moves() -> None:
    instance = realistic(30, seed=2)
    before = rota.solve(instance, seconds=60)
    sick = max(
        (one.id for one in instance.families),
        key=lambda name: sum(instance.offers[one.offer].family == name for one in before.assignments),
    )
    stays = tuple(one for one in before.assignments if instance.offers[one.offer].family != sick)
    left = [index for index, one in enumerate(instance.offers) if one.family != sick]
    place = {old: new for new, old in enumerate(left)}
    kept = tuple(Assignment(one.need, place[one.offer]) for one in stays)
    again = replace(instance, offers=tuple(instance.offers[one] for one in left), frozen=kept)

    after = rota.solve(again, seconds=10)

    assert rota.check(again, after) == []
    assert set(kept) <= set(after.assignments)
    touched = {one.need for one in set(after.assignments) - set(kept)}
    assert not touched & {one.need for one in kept}


def test_what_was_planned_before_is_kept_where_it_can_be() -> None:
    instance = week([Need("a", 0, 0, 1)], [Offer(one, 0, 0, 1, 1) for one in "bcd"], b=5, c=5, d=-5)

    free = rota.solve(instance, seconds=5)
    kept = rota.solve(replace(instance, previous=(Assignment(0, 0),)), seconds=5)

    assert free.assignments == (Assignment(0, 2),)  # who gave least
    assert kept.assignments == (Assignment(0, 0),)


def test_frozen_assignments_that_break_a_rule_are_told() -> None:
    instance = week([Need("a", 0, 0, 1)], [Offer("a", 0, 0, 1, 1)])
    broken = replace(instance, frozen=(Assignment(0, 0),))

    answer = rota.solve(broken, seconds=5)

    assert answer.status == Status.INFEASIBLE
    assert rota.check(broken, answer) == []
    assert "regola" in answer.why


def test_the_fund_brings_nobody_over_the_threshold_and_takes_from_nobody_below_it() -> None:
    instance = week([], [], a=14, b=9, c=-18, d=-9)
    keeps = replace(instance, families=(replace(instance.families[0], gives=False), *instance.families[1:]))

    given = rota.solve(instance, seconds=5).fund

    assert sum(one.hours for one in given) == 7  # 6 of a, 1 of b
    assert {one.giver: one.hours for one in rota.solve(keeps, seconds=5).fund}.keys() == {"b"}
    assert sum(one.hours for one in given if one.receiver == "c") > 5


def test_a_checker_that_is_lied_to_says_so() -> None:
    instance = realistic(10, seed=5)
    answer = rota.solve(instance, seconds=30)
    lies = [
        replace(answer, hours_served=answer.hours_served + 1),
        replace(answer, bound=answer.hours_served - 1),
        replace(answer, assignments=(*answer.assignments, answer.assignments[0])),
        replace(answer, balances={**answer.balances, "f0": Fraction(99)}),
        replace(answer, unserved=answer.unserved[1:] if answer.unserved else (rota.Unserved(0, "x"),)),
        replace(answer, fund=(rota.Transfer("f0", "f1", Fraction(1)),)),
    ]

    assert [bool(rota.check(instance, lie)) for lie in lies] == [True] * len(lies)


def test_the_clock_may_end_the_search_with_an_answer() -> None:
    instance = realistic(45, seed=1)

    answer = rota.solve(instance, seconds=0.05)

    assert rota.check(instance, answer) == []


def test_progress_is_told_purpose_by_purpose() -> None:
    told: list[float] = []

    rota.solve(realistic(10, seed=1), seconds=30, progress=lambda share, _value, _bound: told.append(share))

    assert told == sorted(told)
    assert told[-1] == 1


def test_balances_carry_over_and_the_weeks_stay_within_the_limits() -> None:
    place, accounts = village(10, seed=1), None
    for number in range(1, 4):
        instance = week_of(place, number, 1, accounts)
        answer = rota.solve(instance, seconds=20)
        assert rota.check(instance, answer) == []
        accounts = dict(answer.balances)
        for moved in answer.fund:
            accounts[moved.giver] -= moved.hours
            accounts[moved.receiver] += moved.hours
        assert sum(accounts.values()) == 0


def test_rules_may_forbid_the_fund_by_a_threshold_at_the_limit() -> None:
    instance = replace(week([], [], a=14, c=-14), rules=Rules(Fraction(20), Fraction(20), Fraction(0), 5))

    assert rota.solve(instance, seconds=5).fund == ()
