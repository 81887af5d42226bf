"""Who is in a pool, what is known of her, and what goes by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.hours.models import Holder
from jobcaffe.paths.actions.erasing import erase_person
from jobcaffe.worklife.care import actions, queries, reminders
from jobcaffe.worklife.care.enums import Standing
from jobcaffe.worklife.care.models import Adult, Child, DiaryEntry, Family, Minding, Need, Offer, Run, Turn
from tests import factories
from tests.worklife.care.pools import World, day, over, small_world, willing

pytestmark = pytest.mark.django_db


def test_a_household_is_in_when_who_leads_the_pool_says_so() -> None:
    world = World()
    who = factories.person(birth_year=1990)
    user = factories.member(person=who)
    asked = [
        actions.ask_in(actor=user, person_ref=who.pk, pool_id=world.pool.pk, children=[("Leo", 2020)])
        for _press in range(2)
    ]
    assert asked[0].pk == asked[1].pk
    with pytest.raises(Refused, match="conferma la tua famiglia"):
        actions.set_gives(actor=user, family_id=asked[0].pk, gives=True) and actions.choose(
            actor=user, family_id=asked[0].pk, chosen=[]
        )
    approved = [actions.approve(actor=world.leader, family_id=asked[0].pk) for _press in range(2)]
    assert approved[0].account_ref == approved[1].account_ref is not None
    assert queries.my_hours(approved[0]) is not None


@pytest.mark.parametrize(
    ("name", "year"), [("", 2020), ("Leo Maria Rossi", 2020), ("Leo", 1990), ("Leo", 2050)]
)
def test_of_a_child_only_a_first_name_and_a_year_that_can_be(name: str, year: int) -> None:
    world = World()
    family = world.family("Anna")
    with pytest.raises(Refused):
        actions.add_child(**world.who("Anna"), name=name, year=year)
    assert family.children.count() == 1


def test_names_of_children_stand_nowhere_in_the_database() -> None:
    world = World()
    world.family("Anna")
    actions.add_child(**world.who("Anna"), name="Canarino", year=2020)
    assert [one.name for one in queries.children([world.families["Anna"]])[world.families["Anna"].pk]] == [
        "BimboAnna0", "Canarino",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM worklife_care_child")
        assert "Canarino" not in str(cursor.fetchall())


def test_a_stranger_reaches_no_household() -> None:
    world = World()
    family = world.family("Anna")
    for stranger in (
        factories.member(),
        factories.user("desk", team=factories.team()),
        factories.user("coordinator"),
    ):
        assert not queries.reaches(stranger, family)
        with pytest.raises(Refused):
            actions.choose(actor=stranger, family_id=family.pk, chosen=[])


def test_the_desk_does_it_for_who_has_no_telephone() -> None:
    world = World()
    desk = factories.user("desk")
    who = factories.person(team=desk.team, birth_year=1990)
    asked = actions.ask_in(actor=desk, person_ref=who.pk, pool_id=world.pool.pk, children=[("Leo", 2020)])
    actions.approve(actor=world.leader, family_id=asked.pk)
    today = timezone.localdate()
    actions.sign(actor=desk, family_id=asked.pk, given_on=today, valid_until=today + timedelta(days=90))
    wishes = actions.Wishes(needs=[(day(1), 1)], children=[asked.children.get().pk], offers=[])
    actions.save_week(actor=desk, family_id=asked.pk, monday=queries.next_monday(), wishes=wishes)
    assert Need.objects.get().family_id == asked.pk


def test_the_other_adult_comes_in_with_a_code_and_shares_the_account() -> None:
    world = World()
    family = world.family("Anna")
    code = actions.invite(**world.who("Anna"))
    other = factories.member(person=factories.person(first_name="Paolo", birth_year=1987))
    for _press in range(2):
        try:
            actions.join(actor=other, code=code)
        except Refused:
            continue
    assert family.adults.count() == 2
    assert Holder.objects.filter(account=family.account_ref).count() == 2
    assert queries.names([family]) == {family.pk: "Anna e Paolo"}


def test_who_leaves_is_out_at_once_with_her_turns() -> None:
    world = small_world()
    world.published()
    for _press in range(2):
        actions.leave(**world.who("Rita"))
    rita = Family.objects.get(pk=world.families["Rita"].pk)
    assert (rita.standing, rita.children.count()) == (Standing.OUT, 0)
    assert not queries.live_turns(world.pool).filter(offer__family=rita).exists()
    assert not queries.families_of(queries.refs_of(world.users["Rita"])).exists()


def test_an_erased_household_leaves_nobody_and_the_hours_stand() -> None:
    world = World()
    for name in ("Anna", "Sara"):
        world.family(name)
    world.trust(("Anna", "Sara"))
    world.week("Anna", needs=[1, 2])
    first, _second = Need.objects.order_by("day")
    turn = actions.take_need(**world.who("Sara"), need_id=first.pk)
    over(turn)
    actions.say(**world.who("Anna"), turn_id=turn.pk, held=True)
    ref = world.users["Anna"].person_ref
    assert ref is not None
    erase_person(actor=factories.user("coordinator"), person_ref=ref, reason="L'ha chiesto")
    assert Adult.objects.count() == Child.objects.count() == 1
    assert (Need.objects.count(), Minding.objects.count()) == (1, 1)
    assert queries.my_hours(world.families["Sara"]).given == 120  # type: ignore[union-attr]


def test_children_of_two_adults_stay_with_the_other_when_one_is_erased() -> None:
    world = World()
    family = world.family("Anna")
    code = actions.invite(**world.who("Anna"))
    other = factories.member(person=factories.person(first_name="Paolo", birth_year=1987))
    actions.join(actor=other, code=code)
    ref = world.users["Anna"].person_ref
    assert ref is not None
    erase_person(actor=factories.user("coordinator"), person_ref=ref, reason="L'ha chiesto")
    assert [one.name for one in queries.children([family])[family.pk]] == ["BimboAnna0"]
    assert queries.names([family]) == {family.pk: "Paolo"}


def test_the_sheet_goes_by_itself_when_the_shift_is_over() -> None:
    world = small_world()
    world.published()
    need = world.need("Anna")
    actions.write_allergies(**world.who("Anna"), need_id=need.pk, text="Niente arachidi")
    turn = Turn.objects.get(mindings__need=need)
    assert actions.forget_sheets(actor=SYSTEM) == 0
    carer = next(name for name, one in world.families.items() if one.pk == turn.offer.family_id)
    refs = queries.refs_of(world.users[carer])
    shown = queries.sheet(refs, turn.pk)
    assert shown is not None
    assert [one.allergies for one in shown.needs] == ["Niente arachidi"]
    assert [kid.name for kid in shown.needs[0].children] == ["BimboAnna0"]
    ends = turn.ends_at
    assert actions.forget_sheets(actor=SYSTEM, now=ends - timedelta(seconds=1)) == 0
    assert actions.forget_sheets(actor=SYSTEM, now=ends) == 1
    need.refresh_from_db()
    assert need.allergies is None
    over(turn)
    assert queries.sheet(refs, turn.pk) is None


def test_the_sheet_is_for_who_looks_after_the_children_only() -> None:
    world = small_world()
    world.published()
    turn = Turn.objects.get(mindings__need=world.need("Anna"))
    out = next(
        name for name, one in world.families.items()
        if one.pk not in (turn.offer.family_id, world.families["Anna"].pk)
    )  # fmt: skip
    assert queries.sheet(queries.refs_of(world.users[out]), turn.pk) is None
    assert queries.sheet(queries.refs_of(factories.member()), turn.pk) is None


def test_contacts_are_told_only_while_both_choose_each_other() -> None:
    world = World(rules={"two_adults": True})
    for name in ("Anna", "Sara", "Rita"):
        world.family(name)
    world.trust(("Anna", "Sara"), ("Anna", "Rita"), ("Sara", "Rita"))
    world.week("Anna", needs=[1])
    turn = actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    shown = queries.sheet(queries.refs_of(world.users["Sara"]), turn.pk)
    assert shown is not None
    assert len(shown.needs[0].contacts) == 1
    actions.choose(**world.who("Anna"), chosen=[world.families["Rita"].pk])
    assert queries.sheet(queries.refs_of(world.users["Sara"]), turn.pk) is None


def test_one_sided_trust_leaves_every_page_of_the_other_as_it_was() -> None:
    world = World()
    for name in ("Anna", "Sara", "Rita"):
        world.family(name)
    world.week("Anna", needs=[1])

    def seen() -> object:
        board = queries.Board(world.families["Sara"])
        return (board.lines(), board.asks(), queries.others(world.families["Sara"]))

    before = seen()
    world.choose("Anna", "Sara")
    assert seen() == before


def test_the_day_before_who_is_in_a_turn_is_told_a_day_and_an_hour() -> None:
    world = small_world()
    for user in world.users.values():
        willing(user)
    world.published()
    worker.run_due()
    mail.outbox.clear()
    turn = queries.live_turns(world.pool).order_by("day").first()
    assert turn is not None
    eve = world.pool.begins(turn.day - timedelta(days=1), 2)
    from jobcaffe.foundation.notices.models import Notice

    before = Notice.objects.count()
    for _time in range(2):
        reminders.remind(actor=SYSTEM, now=eve)
    rows = list(Notice.objects.order_by("created_at")[before:])
    assert [row.template for row in rows] == ["encounter_reminder"] * 2


def test_after_a_year_weeks_are_forgotten_and_hours_are_not() -> None:
    world = small_world()
    world.published()
    later = timezone.localdate() + timedelta(days=500)
    assert actions.forget_due(actor=SYSTEM, today=later) > 0
    assert [model.objects.count() for model in (Turn, Need, Offer, Run)] == [0, 0, 0, 0]
    assert Family.objects.count() == 3


def test_her_copy_has_her_family_and_nothing_of_others() -> None:
    world = small_world()
    world.published()
    copy = queries.my_copy(queries.refs_of(world.users["Anna"]))
    assert [row["nome"] for row in copy["bambini"]] == ["BimboAnna0"]
    assert "BimboSara0" not in str(copy)
    assert queries.my_copy(queries.refs_of(factories.member())) == {}


def test_it_warns_when_it_begins_to_look_like_a_service() -> None:
    world = World()
    assert queries.warnings(world.pool) == []
    world.pool.max_children, world.pool.paid = 7, True
    assert len(queries.warnings(world.pool)) == 2


def test_it_warns_of_more_children_than_five_with_those_of_the_house() -> None:
    world = World()
    world.family("Sara", kids=3)
    world.family("Anna", kids=3)
    world.trust(("Anna", "Sara"))
    world.week("Anna", needs=[1])
    actions.take_need(**world.who("Sara"), need_id=world.need("Anna").pk)
    assert len(queries.warnings(world.pool)) == 1


def test_who_leads_reads_a_family_and_its_adults_read_that_she_did() -> None:
    world = small_world()
    for _twice in range(2):
        actions.open_families(actor=world.leader, pool_id=world.pool.pk)
        actions.open_family(actor=world.leader, family_id=world.families["Anna"].pk)
    told = [(line.role, line.what) for line in queries.my_diary(world.users["Anna"])]
    assert [what for _role, what in told] == [
        "ha aperto la pagina della tua famiglia nei turni",
        "ha visto la tua famiglia nell'elenco dei turni",
    ]
    assert "tu" not in {role for role, _what in told}
    assert len(queries.my_diary(world.users["Sara"])) == 1
    assert queries.my_diary(world.leader) == []
    assert not Entry.objects.filter(action__in=("care.family", "care.families")).exists()


def test_an_erased_adult_leaves_no_diary_and_another_leader_reads_no_family() -> None:
    world = small_world()
    with pytest.raises(Refused):
        actions.open_families(actor=factories.user("lab_leader"), pool_id=world.pool.pk)
    with pytest.raises(Refused):
        actions.open_family(actor=factories.user("lab_leader"), family_id=world.families["Anna"].pk)
    actions.open_family(actor=world.leader, family_id=world.families["Anna"].pk)
    actions.forget_person(actor=SYSTEM, refs=[world.users["Anna"].person_ref])
    assert DiaryEntry.objects.count() == 0
