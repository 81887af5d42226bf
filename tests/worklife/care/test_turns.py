"""Needs and offers become turns; one press each; nobody else's turn moves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.hours import queries as hours
from jobcaffe.hours.models import Account, Transfer
from jobcaffe.worklife.care import actions, gathering, queries
from jobcaffe.worklife.care.enums import Outcome, RunState, SwapState, TurnState
from jobcaffe.worklife.care.models import Choice, Minding, Need, Offer, Swap, Turn
from tests import factories
from tests.worklife.care.pools import World, day, minded, over, small_world

pytestmark = pytest.mark.django_db


def balance(world: World, name: str) -> int:
    account = world.families[name].account_ref
    assert account is not None
    return Account.objects.get(pk=account).balance


# --- the proposal ---------------------------------------------------------------------------------


def test_a_job_works_out_the_week_and_a_person_publishes_it() -> None:
    world = small_world()
    run = world.plan()
    assert (run.state, run.status, run.served, run.bound, run.unserved) == ("ready", "optimal", 240, 240, [])
    assert Turn.objects.count() == 0
    actions.publish(actor=world.leader, run_id=run.pk)
    assert len(minded(world)) == 2
    assert {one.state for one in Turn.objects.all()} == {TurnState.PROPOSED}


def test_publishing_twice_is_publishing_once() -> None:
    world = small_world()
    run = world.published()
    before = minded(world)
    actions.publish(actor=world.leader, run_id=run.pk)
    assert minded(world) == before


def test_the_same_seed_gives_the_same_proposal() -> None:
    world = small_world()
    one, other = world.plan(seed=7), world.plan(seed=7)
    assert (one.plan, one.snapshot, one.fairness) == (other.plan, other.snapshot, other.fairness)


def test_who_did_not_choose_each_other_never_has_a_turn_together() -> None:
    world = World()
    for name in ("Anna", "Sara"):
        world.family(name)
    world.choose("Anna", "Sara")
    world.week("Anna", needs=[1])
    world.week("Sara", offers=[1])
    run = world.plan()
    assert run.plan == []
    assert [need for need, _reason in run.unserved] == [str(world.need("Anna").pk)]


def test_a_proposal_of_other_needs_is_not_published() -> None:
    world = small_world()
    run = world.plan()
    actions.drop_need(**world.who("Anna"), need_id=world.need("Anna").pk)
    with pytest.raises(Refused, match="qualcosa è cambiato"):
        actions.publish(actor=world.leader, run_id=run.pk)
    assert actions.discard(actor=world.leader, run_id=run.pk).state == RunState.DISCARDED


def test_a_second_proposal_leaves_what_was_published() -> None:
    world = small_world()
    world.published()
    before = minded(world)
    world.family("Zoe")
    world.trust(("Zoe", "Rita"))
    world.week("Zoe", needs=[3])
    world.published()
    assert before.items() <= minded(world).items()
    assert len(minded(world)) == 3


def test_only_who_leads_the_pool_proposes_and_publishes() -> None:
    world, other = small_world(), factories.user("lab_leader")
    with pytest.raises(Refused):
        actions.propose(actor=other, pool_id=world.pool.pk, monday=queries.next_monday())
    run = world.plan()
    with pytest.raises(Refused):
        actions.publish(actor=other, run_id=run.pk)


def test_without_the_signed_paper_no_need_is_written() -> None:
    world = World()
    world.family("Anna", signed=False)
    with pytest.raises(Refused, match="permesso firmato"):
        world.week("Anna", needs=[1])
    world.week("Anna", offers=[1])
    assert Offer.objects.count() == 1


def test_nobody_asks_and_offers_in_the_same_hours() -> None:
    world = World()
    world.family("Anna")
    with pytest.raises(Refused, match="chiedere e offrire"):
        world.week("Anna", needs=[1], offers=[1])


# --- one press ------------------------------------------------------------------------------------


def test_ci_sono_io_confirms_ones_own_turn_and_twice_is_once() -> None:
    world = small_world()
    world.published()
    name = "Sara" if world.families["Sara"].pk in minded(world).values() else "Rita"
    turn = (
        Turn.objects.get(offer__family=world.families[name], day=day(1))
        if name == "Sara"
        else world.turn("Rita")
    )
    for _press in range(2):
        actions.here(**world.who(name), turn_id=turn.pk)
    turn.refresh_from_db()
    assert turn.state == TurnState.CONFIRMED


def test_ci_sono_io_takes_children_that_nobody_has() -> None:
    world = World()
    for name in ("Anna", "Sara"):
        world.family(name)
    world.trust(("Anna", "Sara"))
    world.week("Anna", needs=[1])
    need = world.need("Anna")
    turns = [actions.take_need(**world.who("Sara"), need_id=need.pk) for _press in range(2)]
    assert turns[0].pk == turns[1].pk
    assert (turns[0].state, Minding.objects.count()) == (TurnState.CONFIRMED, 1)


def test_the_second_household_is_told_that_another_was_quicker() -> None:
    world = World()
    for name in ("Anna", "Sara", "Rita"):
        world.family(name)
    world.trust(("Anna", "Sara"), ("Anna", "Rita"))
    world.week("Anna", needs=[1])
    need = world.need("Anna")
    actions.take_need(**world.who("Sara"), need_id=need.pk)
    with pytest.raises(Refused, match="altra famiglia"):
        actions.take_need(**world.who("Rita"), need_id=need.pk)


def test_who_was_not_chosen_back_reads_the_words_of_what_is_not_there() -> None:
    world = World()
    for name in ("Anna", "Sara"):
        world.family(name)
    world.choose("Sara", "Anna")
    world.week("Anna", needs=[1])
    told = []
    for pk in (world.need("Anna").pk, world.families["Anna"].pk):
        with pytest.raises(Refused) as refused:
            actions.take_need(**world.who("Sara"), need_id=pk)
        told.append(str(refused.value))
    assert told[0] == told[1]


def test_a_swap_moves_one_turn_and_nothing_else() -> None:
    world = World()
    for name in ("Anna", "Sara", "Rita"):
        world.family(name)
    world.trust(("Anna", "Sara"), ("Anna", "Rita"), ("Sara", "Rita"))
    world.week("Anna", needs=[1, 2])
    world.week("Sara", offers=[1, 2])
    world.published()
    first, second = world.turn("Sara", 1), world.turn("Sara", 2)
    for _press in range(2):
        actions.seek_swap(**world.who("Sara"), turn_id=first.pk)
    assert Swap.objects.count() == 1
    actions.here(**world.who("Rita"), turn_id=first.pk)
    assert world.turn("Rita", 1).pk == first.pk
    assert (world.turn("Rita", 1).state, world.turn("Sara", 2).pk) == (TurnState.CONFIRMED, second.pk)
    assert Swap.objects.get().state == SwapState.TAKEN


def test_two_adults_the_second_comes_with_one_press() -> None:
    world = World(rules={"two_adults": True})
    for name in ("Anna", "Sara", "Rita"):
        world.family(name)
    world.trust(("Anna", "Sara"), ("Anna", "Rita"), ("Sara", "Rita"))
    world.week("Anna", needs=[1])
    world.week("Sara", offers=[1])
    world.published()
    line = next(one for one in queries.Board(world.families["Rita"]).lines())
    assert (line.part, line.missing, line.carer, line.children) == ("help", 1, "Sara", 1)
    actions.here(**world.who("Rita"), turn_id=world.turn("Sara").pk)
    line = next(one for one in queries.Board(world.families["Rita"]).lines())
    assert (line.part, line.missing) == ("second", 0)


def test_two_adults_share_the_hours_and_a_correction_takes_them_back_from_both() -> None:
    world = World(rules={"two_adults": True})
    for name in ("Anna", "Sara", "Rita"):
        world.family(name)
    world.trust(("Anna", "Sara"), ("Anna", "Rita"), ("Sara", "Rita"))
    world.week("Anna", needs=[1])
    turn = actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    actions.here(**world.who("Rita"), turn_id=turn.pk)
    shared = {
        world.families[name].pk: minutes for name, minutes in (("Sara", 60), ("Rita", 60), ("Anna", -120))
    }
    assert queries.pending(world.pool) == shared
    over(turn)
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    assert [balance(world, name) for name in ("Sara", "Rita", "Anna")] == [60, 60, -120]
    actions.put_right(actor=world.leader, turn_id=turn.pk)
    assert [balance(world, name) for name in ("Sara", "Rita", "Anna")] == [0, 0, 0]
    assert hours.faults() == []


def test_the_carer_is_not_her_own_second_adult() -> None:
    world = World(rules={"two_adults": True})
    for name in ("Anna", "Sara"):
        world.family(name)
    world.trust(("Anna", "Sara"))
    world.week("Anna", needs=[1])
    turn = actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    actions.here(**world.who("Sara"), turn_id=turn.pk)
    turn.refresh_from_db()
    assert turn.second is None


# --- who is ill -----------------------------------------------------------------------------------


def crowd() -> World:
    """Six households that all chose each other, with turns every afternoon."""
    world = World()
    for name in ("Anna", "Sara", "Rita", "Zoe", "Ines", "Luce"):
        world.family(name)
    known = list(world.families)
    world.trust(*[(one, other) for i, one in enumerate(known) for other in known[i + 1 :]])
    for i, name in enumerate(known):
        world.week(name, needs=[i % 5], offers=[n for n in range(5) if n != i % 5], capacity=2)
    world.published()
    return world


def test_who_is_ill_is_replaced_at_once_and_only_her_turn_changes() -> None:
    world = crowd()
    before = minded(world)
    turn = queries.live_turns(world.pool).first()
    assert turn is not None
    name = next(name for name, one in world.families.items() if one.pk == turn.offer.family_id)
    hers = {row.need_id for row in turn.mindings.all()}
    began = timezone.now()
    found = actions.cannot(**world.who(name), turn_id=turn.pk)
    assert (timezone.now() - began).total_seconds() < 1
    after = minded(world)
    assert {need: who for need, who in after.items() if need not in hers} == {
        need: who for need, who in before.items() if need not in hers
    }
    assert hers <= after.keys()
    assert world.families[name].pk not in {after[need] for need in hers}
    assert {row.offer.family_id for row in found} == {after[need] for need in hers}


def test_non_posso_twice_is_once() -> None:
    world = small_world()
    world.published()
    turn = queries.live_turns(world.pool).filter(day=day(3)).get()
    name = next(name for name, one in world.families.items() if one.pk == turn.offer.family_id)
    actions.cannot(**world.who(name), turn_id=turn.pk)
    before = minded(world)
    assert actions.cannot(**world.who(name), turn_id=turn.pk) == []
    assert minded(world) == before


def test_without_anybody_else_the_need_is_free_again() -> None:
    world = World()
    for name in ("Anna", "Sara"):
        world.family(name)
    world.trust(("Anna", "Sara"))
    world.week("Anna", needs=[1])
    world.week("Sara", offers=[1])
    world.published()
    assert actions.cannot(**world.who("Sara"), turn_id=world.turn("Sara").pk) == []
    assert list(queries.uncovered(world.pool, day(0), day(6))) == [world.need("Anna")]


def test_who_stops_trusting_takes_turns_to_come_away_and_no_others() -> None:
    world = small_world()
    world.week("Sara", needs=[], offers=[])
    world.published()
    turn = queries.live_turns(world.pool).get()
    assert turn.offer.family_id == world.families["Rita"].pk
    actions.choose(actor=world.users["Rita"], family_id=world.families["Rita"].pk, chosen=[])
    assert minded(world) == {}
    turn.refresh_from_db()
    assert turn.state == TurnState.OFF


# --- hours ----------------------------------------------------------------------------------------


def held() -> tuple[World, Turn]:
    world = World()
    for name in ("Anna", "Sara"):
        world.family(name, kids=2)
    world.trust(("Anna", "Sara"))
    world.week("Anna", needs=[1])
    turn = actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    return world, turn


def test_who_received_says_that_it_was_held_and_the_hours_move_once() -> None:
    world, turn = held()
    over(turn)
    for _press in range(2):
        actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    # Two hours, and half of them for the second child.
    assert (balance(world, "Sara"), balance(world, "Anna")) == (180, -180)
    turn.refresh_from_db()
    assert (turn.state, Transfer.objects.count(), hours.faults()) == (TurnState.HELD, 1, [])


def test_before_it_is_over_nothing_is_said() -> None:
    world, turn = held()
    with pytest.raises(Refused, match="non è ancora finito"):
        actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    assert Minding.objects.get().outcome == Outcome.WAITING


def test_who_gave_does_not_say_it_herself() -> None:
    world, turn = held()
    over(turn)
    with pytest.raises(Refused):
        actions.say(**world.who("Sara"), turn_id=turn.pk, held=True)
    assert balance(world, "Sara") == 0


def test_a_missed_turn_moves_no_hours() -> None:
    world, turn = held()
    over(turn)
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=False)
    turn.refresh_from_db()
    assert (turn.state, balance(world, "Sara")) == (TurnState.MISSED, 0)
    with pytest.raises(Refused, match="già risposto"):
        actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)


def test_the_leader_puts_a_wrong_answer_right_with_a_reversal() -> None:
    world, turn = held()
    over(turn)
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    actions.put_right(actor=world.leader, turn_id=turn.pk)
    assert (balance(world, "Sara"), Transfer.objects.count()) == (0, 2)
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    assert (balance(world, "Sara"), hours.faults()) == (180, [])


def test_a_household_at_its_limit_asks_no_further_hours_of_others() -> None:
    world = World(rules={"limit_minutes": 180})
    for name in ("Anna", "Sara"):
        world.family(name)
    world.trust(("Anna", "Sara"))
    world.week("Anna", needs=[1, 2])
    first, second = Need.objects.order_by("day")
    actions.take_need(**world.who("Sara"), need_id=first.pk)
    assert [one.part for one in queries.Board(world.families["Sara"]).lines()] == ["carer"]
    with pytest.raises(Refused):
        actions.take_need(**world.who("Sara"), need_id=second.pk)


def test_the_fund_takes_from_who_said_yes_and_at_most_the_cap() -> None:
    world = World(rules={"solidarity_minutes": 60, "fund_cap_minutes": 60})
    for name in ("Anna", "Sara", "Rita"):
        world.family(name)
    actions.set_gives(**world.who("Sara"), gives=True)
    Account.objects.filter(pk=world.families["Sara"].account_ref).update(balance=600)
    Account.objects.filter(pk=world.families["Rita"].account_ref).update(balance=-600)
    for _week in range(2):
        actions.share_hours(monday=queries.next_monday())
    assert (balance(world, "Sara"), balance(world, "Rita"), balance(world, "Anna")) == (540, -540, 0)
    assert len(Transfer.objects.get().movements.all()) == 2


def test_without_consent_no_hour_goes_to_the_fund() -> None:
    world = World(rules={"solidarity_minutes": 60})
    for name in ("Sara", "Rita"):
        world.family(name)
    Account.objects.filter(pk=world.families["Sara"].account_ref).update(balance=600)
    Account.objects.filter(pk=world.families["Rita"].account_ref).update(balance=-600)
    assert actions.share_hours() == 0


# --- what the coordinator's journal tells ----------------------------------------------------------


def test_the_journal_tells_of_no_person_in_a_pool() -> None:
    before = Entry.objects.count()
    world = small_world()
    world.published()
    rows = Entry.objects.filter(action__startswith="care.")
    assert rows.count() > 0
    assert Entry.objects.count() > before
    assert {(row.subject_ref, row.actor_ref) for row in rows} <= {
        (None, world.leader.pk), (None, None)
    }  # fmt: skip


def test_what_is_gathered_twice_is_the_same() -> None:
    world = small_world()
    one, other = (gathering.of_week(world.pool, queries.next_monday()) for _time in range(2))
    assert one.digest() == other.digest()
    assert len(one.instance.needs) == 2


def test_last_weeks_needs_come_again_on_the_same_days() -> None:
    world = World()
    world.family("Anna")
    world.week("Anna", needs=[1], offers=[3])
    monday = queries.next_monday() + queries.WEEK
    actions.copy_week(**world.who("Anna"), monday=monday)
    week = queries.week_of(world.families["Anna"], monday)
    assert list(week.needs) == [(day(1) + timedelta(days=7), 1)]
    assert list(week.offers) == [(day(3) + timedelta(days=7), 1)]


def test_a_choice_stands_only_once() -> None:
    world = World()
    for name in ("Anna", "Sara"):
        world.family(name)
    for _press in range(2):
        world.choose("Anna", "Sara")
    assert Choice.objects.count() == 1
