"""What somebody could try, or what simply happens, in shared care, hours and labs: nothing is lost, nobody learns more."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import AccountKind
from jobcaffe.hours.models import Account
from jobcaffe.paths.actions import erase_person
from jobcaffe.people.models import Person
from jobcaffe.worklife.care import actions, queries
from jobcaffe.worklife.care.enums import Outcome
from jobcaffe.worklife.care.models import Family, Minding, Need, Turn
from jobcaffe.worklife.labs import actions as labs
from jobcaffe.worklife.labs import queries as lab_reads
from jobcaffe.worklife.weeks import actions as weeks
from jobcaffe.worklife.weeks import queries as week_reads
from jobcaffe.worklife.weeks.models import Household, UnmetTime
from tests import factories
from tests.hours.ledger import bank
from tests.hours.ledger import household as banked
from tests.worklife.care.pools import AFTERNOON, RULES, World, day, over, small_world
from tests.worklife.care.test_turns import balance, held
from tests.worklife.labs import around
from tests.worklife.weeks.homes import household, woman

pytestmark = pytest.mark.django_db


def merged(gone: Person, keep: Person) -> None:
    """One of her two records goes into the other."""
    Person.objects.filter(pk=gone.pk).update(merged_into=keep)


# --- hours of who went ------------------------------------------------------------------------------


def test_care_by_who_left_before_the_word_is_paid_to_the_common_fund() -> None:
    world, turn = held()
    over(turn)
    actions.leave(**world.who("Sara"))
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    community = world.pool.community_ref
    assert community is not None
    common = hours.fund(community, AccountKind.COMMON)
    assert (balance(world, "Anna"), balance(world, "Sara"), common.balance) == (-180, 0, 180)
    assert (queries.Board(world.families["Anna"]).asks(), hours.faults()) == ([], [])


def erased(world: World, name: str) -> None:
    ref = world.users[name].person_ref
    assert ref is not None
    erase_person(actor=factories.user("coordinator"), person_ref=ref, reason="L'ha chiesto")


def test_care_by_who_was_erased_before_the_word_can_still_be_told() -> None:
    world, turn = held()
    over(turn)
    erased(world, "Sara")
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    assert (queries.Board(world.families["Anna"]).asks(), hours.faults()) == ([], [])


def test_nothing_waits_for_the_word_of_who_was_erased() -> None:
    world, turn = held()
    over(turn)
    erased(world, "Anna")
    assert (Minding.objects.get().outcome, queries.pending(world.pool)) == (Outcome.HELD, {})


def test_how_it_went_is_told_also_when_the_pool_was_closed_meanwhile() -> None:
    world, turn = held()
    over(turn)
    actions.close_pool(actor=world.leader, pool_id=world.pool.pk)
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    assert (balance(world, "Sara"), balance(world, "Anna")) == (180, -180)


def test_a_household_at_its_limit_does_not_get_three_children_in_at_the_price_of_one() -> None:
    world = World(rules={"limit_minutes": 180})
    world.family("Anna", kids=3)
    world.family("Sara")
    world.trust(("Anna", "Sara"))
    world.week("Anna", needs=[1])
    with pytest.raises(Refused):
        actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    assert [one.part for one in queries.Board(world.families["Sara"]).lines()] == []


def test_a_child_who_does_not_come_any_more_is_not_paid_for() -> None:
    world, turn = held()
    child = world.families["Anna"].children.order_by("pk")[0]
    actions.drop_child(**world.who("Anna"), child_id=child.pk)
    over(turn)
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    assert balance(world, "Anna") == -120


def test_a_child_taken_out_after_the_turn_began_does_not_undo_its_hours() -> None:
    world, turn = held()
    with time_machine.travel(turn.ends_at + timedelta(minutes=1)):
        for child in world.families["Anna"].children.order_by("pk"):
            actions.drop_child(**world.who("Anna"), child_id=child.pk)
        actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    assert balance(world, "Sara") == 180


# --- the other adult, and who is chosen -------------------------------------------------------------


def three(**pairs: bool) -> tuple[World, Turn]:
    """Anna's child with Sara, and Rita as the other adult; Bea needs somebody in the same hours."""
    world = World(rules={"two_adults": True})
    for name in ("Anna", "Sara", "Rita", "Bea"):
        world.family(name)
    world.trust(("Anna", "Sara"), ("Anna", "Rita"), ("Sara", "Rita"), ("Bea", "Sara"))
    if pairs.get("all_chose"):
        world.trust(("Bea", "Rita"))
    world.week("Anna", needs=[1])
    world.week("Bea", needs=[1])
    turn = actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    actions.here(**world.who("Rita"), turn_id=turn.pk)
    return world, turn


def test_a_child_is_never_with_a_second_adult_whom_her_family_did_not_choose() -> None:
    world, turn = three()
    actions.write_allergies(**world.who("Bea"), need_id=world.need("Bea").pk, text="arachidi")
    actions.take_need(**world.who("Sara"), need_id=world.need("Bea").pk)
    assert queries.sheet(queries.refs_of(world.users["Rita"]), turn.pk) is None
    assert Turn.objects.get(pk=turn.pk).second is None


def test_a_second_adult_whom_all_chose_stays() -> None:
    world, turn = three(all_chose=True)
    actions.take_need(**world.who("Sara"), need_id=world.need("Bea").pk)
    assert Turn.objects.get(pk=turn.pk).second == world.families["Rita"]


def test_who_takes_over_is_not_left_with_a_second_adult_whom_she_did_not_choose() -> None:
    world, turn = three()
    world.family("Elsa")
    world.trust(("Elsa", "Anna"))
    actions.seek_swap(**world.who("Sara"), turn_id=turn.pk)
    actions.here(**world.who("Elsa"), turn_id=turn.pk)
    found = Turn.objects.get(pk=turn.pk)
    assert (found.offer.family, found.second) == (world.families["Elsa"], None)


# --- hours of the day that change -------------------------------------------------------------------


def other_hours(world: World, *starts: str) -> None:
    actions.change_pool(
        actor=world.leader, pool_id=world.pool.pk, name="Turni", **{**RULES, "starts": list(starts)}
    )


def test_when_the_hours_of_a_pool_change_needs_stay_at_their_hour() -> None:
    world = small_world()
    other_hours(world, "16:00")
    line = queries.Board(Family.objects.get(pk=world.families["Anna"].pk)).lines()[0]
    assert (line.day, f"{line.starts:%H:%M}") == (day(1), "16:00")
    assert world.plan().served == 240


def test_when_an_hour_is_no_more_its_needs_go_and_every_page_still_opens(client: Client) -> None:
    world = World()
    world.family("Anna")
    world.week("Anna", needs=[1])
    need = world.need("Anna")
    actions.write_allergies(**world.who("Anna"), need_id=need.pk, text="arachidi")
    other_hours(world, "07:30")
    client.force_login(world.users["Anna"])
    assert client.get(reverse("care:home")).status_code == 200
    assert Need.objects.count() == 0
    actions.leave(**world.who("Anna"))


def test_sheets_of_hours_that_are_no_more_are_forgotten_too() -> None:
    world, turn = held()
    actions.write_allergies(**world.who("Anna"), need_id=world.need("Anna").pk, text="arachidi")
    over(turn)
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    other_hours(world, "07:30")
    assert actions.forget_sheets(actor=SYSTEM) == 1


def test_an_answer_put_right_after_the_hours_changed_can_be_given_again(client: Client) -> None:
    world, turn = held()
    over(turn)
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    other_hours(world, "07:30")
    actions.put_right(actor=world.leader, turn_id=turn.pk)
    client.force_login(world.users["Anna"])
    assert client.get(reverse("care:home")).status_code == 200
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=False)
    assert balance(world, "Anna") == 0


def test_a_week_of_hours_that_are_no_more_is_not_copied_to_others() -> None:
    world = World()
    world.family("Anna")
    world.week("Anna", needs=[1])
    Need.objects.update(day=day(1) - queries.WEEK)
    world.week("Anna", offers=[2], needs=[])
    Need.objects.filter(family=world.families["Anna"]).update(day=day(1) - queries.WEEK)
    other_hours(world, "16:00")
    actions.copy_week(**world.who("Anna"), monday=queries.next_monday())
    shown = queries.week_of(Family.objects.get(pk=world.families["Anna"].pk), queries.next_monday())
    assert list(shown.needs) == [(day(1), 0)]
    assert AFTERNOON == 1


# --- one woman with two records ---------------------------------------------------------------------


def two_records(user: User) -> Person:
    """A second record of hers, from before, that was merged into the one of her account."""
    old = factories.person(first_name="Rosa", birth_year=1988)
    keep = Person.objects.get(pk=user.person_ref)
    merged(old, keep)
    return old


def test_a_second_record_opens_no_second_account_to_begin_again_without_debt() -> None:
    at, her = bank(), factories.member(person=factories.person(birth_year=1988))
    old = factories.person(birth_year=1988)
    first = ledger.open_account(actor=SYSTEM, community_id=at.pk, person_ref=old.pk)
    keep = Person.objects.get(pk=her.person_ref)
    merged(old, keep)
    assert banked(at, her)[1] == first
    assert Account.objects.filter(kind=AccountKind.HOUSEHOLD).count() == 1


def test_a_second_record_enters_no_pool_twice() -> None:
    world = World()
    old = factories.person(first_name="Anna", birth_year=1988)
    family = world.family("Anna", who=old)
    keep = factories.person(first_name="Anna", birth_year=1988)
    her = factories.member(person=keep)
    merged(old, keep)
    again = actions.ask_in(actor=her, person_ref=keep.pk, pool_id=world.pool.pk, children=[("Lia", 2020)])
    assert again.pk == family.pk


def test_who_leaves_a_lab_is_out_with_all_her_records() -> None:
    staff = around.Staff()
    made = around.lab(staff)
    keep, old = (around.person(staff, first_name=name) for name in ("Rosa", "Rosetta"))
    for one in (keep, old):
        around.enter(staff, made, one)
    her = factories.member(person=keep)
    old_self = factories.member(person=old)
    labs.add_problem(actor=old_self, lab_id=made.pk, text="Il nido chiude presto", signed=True)
    meeting = around.meeting(staff, made)
    labs.bring_children(actor=old_self, encounter_id=meeting.pk, children=[("Lia", 2021)])
    merged(old, keep)
    labs.leave(actor=her, lab_id=made.pk)
    assert not lab_reads.inside(her).exists()
    assert [one.by for one in lab_reads.board(staff.leader, made)] == [""]
    assert lab_reads.places_left(meeting) == meeting.child_places


def test_a_second_record_asks_for_no_second_place_in_a_lab() -> None:
    staff = around.Staff()
    made = around.lab(staff)
    keep, old = around.person(staff), around.person(staff)
    around.enter(staff, made, old)
    merged(old, keep)
    labs.ask(actor=factories.member(person=keep), lab_id=made.pk, person_ref=keep.pk)
    assert made.memberships.count() == 1


def test_the_board_does_not_name_who_is_protected_since_her_records_were_joined() -> None:
    staff = around.Staff()
    made = around.lab(staff)
    old = around.person(staff, first_name="Nomevecchio")
    around.enter(staff, made, old)
    labs.add_problem(actor=factories.member(person=old), lab_id=made.pk, text="Nido", signed=True)
    merged(old, around.person(staff, first_name="Rosa", protected=True))
    assert [one.by for one in lab_reads.board(staff.leader, made)] == [""]


def test_she_takes_away_the_households_of_all_her_records() -> None:
    her, old = woman(), woman()
    for one in (her, old):
        household(one)
        weeks.count_me(actor=one, area="rho")
    merged(Person.objects.get(pk=old.person_ref), Person.objects.get(pk=her.person_ref))
    weeks.forget_home(actor=her)
    assert (Household.objects.count(), UnmetTime.objects.count()) == (0, 0)


def test_her_copy_has_the_households_that_she_left() -> None:
    world, turn = held()
    over(turn)
    actions.leave(**world.who("Anna"))
    copy = queries.my_copy(queries.refs_of(world.users["Anna"]))
    assert [row["gruppo"] for row in copy["famiglie"]] == ["Turni di via Litta"]
    assert [row["giorno"] for row in copy["turni"]] == [str(timezone.localdate() - timedelta(days=1))]
    assert week_reads.my_copy(world.users["Anna"])["settimane"] == []
