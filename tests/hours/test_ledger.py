"""Hours move two by two, never past a limit, and are never edited."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.doctor import examine
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.hours import actions, queries, rules
from jobcaffe.hours.actions.leaving import forget_holder
from jobcaffe.hours.enums import AccountKind, AccountState, TransferKind, Zone
from jobcaffe.hours.models import Account, Holder, Movement, Transfer
from tests import factories
from tests.hours.ledger import bank, funds, household

pytestmark = pytest.mark.django_db


def _pay(receiver: Any, giver: Account, account: Account, minutes: int, **more: Any) -> Transfer:
    return actions.transfer(
        actor=receiver, giver_id=giver.pk, receiver_id=account.pk, minutes=minutes, **more
    )


def _balances(*accounts: Account) -> list[int]:
    return [Account.objects.get(pk=one.pk).balance for one in accounts]


def test_an_hour_given_is_an_hour_received() -> None:
    at = bank()
    (_anna, hers), (bruna, other) = household(at), household(at)
    done = _pay(bruna, hers, other, 90)
    assert _balances(hers, other) == [90, -90]
    assert sorted(done.movements.values_list("minutes", flat=True)) == [-90, 90]
    assert queries.faults() == []


def test_only_who_receives_pays_and_nobody_takes_from_another_account() -> None:
    at = bank()
    (anna, hers), (_bruna, other) = household(at), household(at)
    outsider = factories.member()
    for thief in (anna, outsider, factories.user("funder"), factories.user("facilitator")):
        with pytest.raises(Refused):
            _pay(thief, hers, other, 60)
    assert _balances(hers, other) == [0, 0]


def test_the_lab_leader_of_another_bank_keeps_nothing_here() -> None:
    at = bank()
    bank(stranger := factories.user("lab_leader"), label="Un'altra banca")
    (_anna, hers), (bruna, other) = household(at), household(at)
    done = _pay(bruna, hers, other, 60)
    with pytest.raises(Refused):
        actions.reverse(actor=stranger, transfer_id=done.pk)
    with pytest.raises(Refused):
        actions.change_limits(actor=stranger, community_id=at.pk, limit_minutes=6000)
    assert _balances(hers, other) == [60, -60]


def test_two_presses_move_the_hours_once() -> None:
    at = bank()
    (_anna, hers), (bruna, other) = household(at), household(at)
    key = uuid.uuid4()
    first, second = (_pay(bruna, hers, other, 60, request_key=key) for _press in range(2))
    assert first.pk == second.pk
    assert _balances(hers, other) == [60, -60]


def test_the_limit_holds_to_the_minute_and_the_warning_comes_before() -> None:
    at = bank(limit_minutes=120, warn_minutes=60)
    (_anna, hers), (bruna, other) = household(at), household(at)
    zones = []
    for minutes in (59, 1, 60):
        _pay(bruna, hers, other, minutes)
        zones.append(rules.zone(at, Account.objects.get(pk=other.pk)))
    assert zones == [Zone.FINE, Zone.NEAR, Zone.FULL]
    with pytest.raises(Refused, match="limite"):
        _pay(bruna, hers, other, 1)
    assert _balances(hers, other) == [120, -120]


def test_the_ceiling_holds_too_and_a_bank_that_only_counts_has_neither() -> None:
    at = bank(ceiling_minutes=60)
    (_anna, hers), (bruna, other) = household(at), household(at)
    _pay(bruna, hers, other, 60)
    with pytest.raises(Refused, match="troppe ore"):
        _pay(bruna, hers, other, 1)
    free = bank(label="Doni", limit_minutes=0, warn_minutes=0, ceiling_minutes=0, counts_only=True)
    (_carla, given), (dora, received) = household(free), household(free)
    _pay(dora, given, received, 600)
    assert queries.given_received(given) == (600, 0)
    assert queries.given_received(received) == (0, 600)


@pytest.mark.parametrize("minutes", [0, -60, 601])
def test_nothing_less_than_nothing_and_too_much_at_once_are_refused(minutes: int) -> None:
    at = bank(limit_minutes=6000)
    (anna, hers), (bruna, other) = household(at), household(at)
    with pytest.raises(Refused):
        _pay(bruna, hers, other, minutes)
    with pytest.raises(Refused):
        _pay(anna, hers, other, minutes)
    assert Transfer.objects.count() == 0


def test_hours_do_not_pass_from_a_bank_to_another_nor_to_oneself() -> None:
    (_anna, hers), (bruna, other) = household(bank()), household(bank(label="Altra"))
    for giver in (hers, other):
        with pytest.raises(Refused):
            _pay(bruna, giver, other, 60)
    with pytest.raises(Refused):
        actions.transfer(actor=bruna, giver_id=uuid.uuid4(), receiver_id=other.pk, minutes=60)


def test_legs_that_do_not_sum_to_zero_are_refused_and_leave_nothing() -> None:
    at = bank()
    (_anna, hers), (bruna, other) = household(at), household(at)
    for legs in ({hers.pk: 60, other.pk: -59}, {hers.pk: 60}, {hers.pk: 0, other.pk: 0}, {}):
        with pytest.raises(Refused):
            actions.post(actor=bruna, legs=legs, kind=TransferKind.EXCHANGE)
    assert Movement.objects.count() == 0


def test_words_about_people_do_not_fit_in_a_transfer() -> None:
    at = bank()
    (_anna, hers), (bruna, other) = household(at), household(at)
    with pytest.raises(Refused):
        _pay(bruna, hers, other, 60, memo="ha il morbillo")
    with pytest.raises(Refused, match="futuro"):
        _pay(bruna, hers, other, 60, helped_on=timezone.localdate() + timedelta(days=1))


def test_a_mistake_is_reversed_once_and_both_rows_stay() -> None:
    leader = factories.user("lab_leader")
    at = bank(leader)
    (anna, hers), (bruna, other) = household(at), household(at)
    done = _pay(bruna, hers, other, 90)
    with pytest.raises(Refused):
        actions.reverse(actor=bruna, transfer_id=done.pk)
    first, second = (actions.reverse(actor=leader, transfer_id=done.pk) for _press in range(2))
    assert first.pk == second.pk
    assert _balances(hers, other) == [0, 0]
    assert Transfer.objects.count() == 2
    with pytest.raises(Refused, match="storno"):
        actions.reverse(actor=leader, transfer_id=first.pk)
    again = _pay(bruna, hers, other, 30)
    actions.reverse(actor=anna, transfer_id=again.pk, agreed=True)
    with pytest.raises(Refused):
        actions.reverse(actor=factories.member(), transfer_id=done.pk, agreed=True)
    today = timezone.localdate()
    told = queries.statement(hers, today, today)
    assert (told.given, told.received, len(told.lines), told.closing) == (0, 0, 4, 0)


def test_a_reversal_is_never_held_back_by_a_limit() -> None:
    leader = factories.user("lab_leader")
    at = bank(leader, limit_minutes=60, warn_minutes=30)
    (anna, hers), (bruna, other) = household(at), household(at)
    first = _pay(bruna, hers, other, 60)
    _pay(anna, other, hers, 120)
    actions.reverse(actor=leader, transfer_id=first.pk)
    assert _balances(hers, other) == [-120, 120]
    with pytest.raises(Refused):
        _pay(anna, other, hers, 1)


@pytest.mark.parametrize("table", ["transfer", "movement"])
def test_the_database_itself_refuses_to_change_or_delete_a_row(table: str) -> None:
    at = bank()
    (_anna, hers), (bruna, other) = household(at), household(at)
    _pay(bruna, hers, other, 60)
    column = "memo = 'x'" if table == "transfer" else "minutes = 6000"
    for statement in (f"UPDATE hours_{table} SET {column}", f"DELETE FROM hours_{table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
    assert queries.faults() == []


def test_a_row_put_in_beside_the_house_is_found() -> None:
    at = bank()
    (_anna, hers), (bruna, other) = household(at), household(at)
    done = _pay(bruna, hers, other, 60)
    Movement.objects.create(transfer=done, account=queries.fund(at.pk, AccountKind.COMMON), minutes=5)
    Account.objects.filter(pk=hers.pk).update(balance=6000)
    assert len(queries.faults()) == 3


def test_a_lesson_pays_the_teacher_once_and_fills_the_common_fund() -> None:
    leader = factories.user("lab_leader")
    at = bank(leader)
    homes = [household(at) for _one in range(4)]
    accounts = [account for _user, account in homes]
    key = uuid.uuid4()
    for _press in range(2):
        actions.lesson(
            actor=leader,
            teacher_id=accounts[0].pk,
            participant_ids=[one.pk for one in accounts[1:]],
            minutes=60,
            request_key=key,
        )
    assert _balances(*accounts) == [60, -60, -60, -60]
    assert funds(at) == {"common": 120, "solidarity": 0}
    with pytest.raises(Refused):
        actions.lesson(
            actor=homes[0][0], teacher_id=accounts[0].pk, participant_ids=[accounts[1].pk], minutes=60
        )


def test_the_common_fund_pays_desk_work_only_while_it_has_hours() -> None:
    desk = factories.user("desk")
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)
    with pytest.raises(Refused, match="fondo"):
        actions.grant(actor=desk, account_id=other.pk, minutes=60, fund="common", kind="desk")
    _pay(bruna, hers, other, 120)
    actions.donate(actor=anna, account_id=hers.pk, minutes=90, fund="common")
    with pytest.raises(Refused):
        actions.grant(actor=anna, account_id=hers.pk, minutes=60, fund="common")
    actions.grant(actor=desk, account_id=other.pk, minutes=60, fund="common", kind="desk")
    assert _balances(hers, other) == [30, -60]
    assert funds(at) == {"common": 30, "solidarity": 0}


def test_one_gives_only_hours_that_one_has_and_only_ones_own() -> None:
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)
    _pay(bruna, hers, other, 60)
    for who, account, minutes in ((anna, hers, 61), (bruna, other, 1), (bruna, hers, 10), (SYSTEM, hers, 1)):
        with pytest.raises(Refused):
            actions.donate(actor=who, account_id=account.pk, minutes=minutes)
    key = uuid.uuid4()
    for _press in range(2):
        actions.donate(actor=anna, account_id=hers.pk, minutes=60, request_key=key)
    assert funds(at) == {"common": 0, "solidarity": 60}


def test_the_weekly_share_takes_only_from_who_consented_and_nobody_learns_from_whom() -> None:
    at = bank(limit_minutes=6000, most_minutes=6000)
    (rich, much), (_quiet, kept), (poor, needs) = household(at), household(at), household(at)
    _pay(poor, much, needs, 900)
    _pay(poor, kept, needs, 900)
    assert actions.share_surplus(actor=SYSTEM, community_id=at.pk, below_minutes=480) is None
    actions.consent_to_donate(actor=rich, account_id=much.pk, above_minutes=480)
    with pytest.raises(Refused):
        actions.consent_to_donate(actor=rich, account_id=kept.pk, above_minutes=0)
    with pytest.raises(Refused):
        actions.share_surplus(actor=poor, community_id=at.pk, below_minutes=480)
    actions.share_surplus(actor=SYSTEM, community_id=at.pk, below_minutes=480)
    assert _balances(much, kept, needs) == [480, 900, -1380]
    today = timezone.localdate()
    assert queries.statement(needs, today, today).from_fund == 420
    assert queries.statement(much, today, today).donated == 420
    assert queries.faults() == []


def test_one_household_is_one_account_with_more_adults() -> None:
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)
    carlo = factories.member()
    code = actions.invite(actor=anna, account_id=hers.pk)
    assert actions.join(actor=carlo, code=f" {code[:4].lower()}-{code[4:]} ").pk == hers.pk
    with pytest.raises(Refused):
        actions.join(actor=factories.member(), code=code)
    with pytest.raises(Refused, match="già un conto"):
        actions.join(actor=bruna, code=actions.invite(actor=carlo, account_id=hers.pk))
    with pytest.raises(Refused):
        actions.invite(actor=bruna, account_id=hers.pk)
    _pay(carlo, other, hers, 60)
    assert _balances(hers, other) == [-60, 60]
    assert list(queries.accounts_of(carlo)) == list(queries.accounts_of(anna)) == [hers]


def test_a_person_has_one_account_however_often_she_asks() -> None:
    at = bank()
    anna, hers = household(at)
    _anna, again = household(at, anna)
    _bruna, other = household(at)
    assert again.pk == hers.pk
    assert (hers.number, other.number) == (1, 2)


def test_the_desk_opens_an_account_for_its_own_people_only_and_not_for_minors() -> None:
    desk = factories.user("desk")
    at = bank()
    own = factories.person(team=desk.team)
    made = actions.open_account(actor=desk, community_id=at.pk, person_ref=own.pk)
    assert queries.account_of_person(at.pk, own.pk) == made
    strangers = factories.person(team=factories.team())
    young = factories.person(team=desk.team, birth_year=timezone.localdate().year - 15)
    for person in (strangers, young):
        with pytest.raises(Refused):
            actions.open_account(actor=desk, community_id=at.pk, person_ref=person.pk)
    with pytest.raises(Refused):
        actions.open_account(actor=factories.member(), community_id=at.pk, person_ref=own.pk)


def test_leaving_needs_a_level_account_or_a_gift_to_the_fund() -> None:
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)
    _pay(bruna, hers, other, 60)
    for who, account, gift in ((anna, hers, False), (bruna, other, False), (bruna, other, True)):
        with pytest.raises(Refused):
            actions.close_account(actor=who, account_id=account.pk, give_rest=gift)
    with pytest.raises(Refused):
        actions.close_account(actor=bruna, account_id=hers.pk, give_rest=True)
    for _press in range(2):
        closed = actions.close_account(actor=anna, account_id=hers.pk, give_rest=True)
    assert closed.state == AccountState.CLOSED
    assert funds(at)["common"] == 60
    with pytest.raises(Refused, match="chiuso"):
        _pay(bruna, hers, other, 60)
    _anna, fresh = household(at, anna)
    assert fresh.pk != hers.pk
    assert queries.faults() == []


def test_an_erased_person_leaves_a_number_and_all_sums() -> None:
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)
    carlo = factories.member()
    actions.join(actor=carlo, code=actions.invite(actor=anna, account_id=hers.pk))
    _pay(bruna, hers, other, 60)
    coordinator = factories.user("coordinator")
    forget_holder(actor=coordinator, refs=[anna.person_ref])
    assert Account.objects.get(pk=hers.pk).state == AccountState.OPEN
    forget_holder(actor=coordinator, refs=[carlo.person_ref])
    assert Account.objects.get(pk=hers.pk).state == AccountState.CLOSED
    assert not Holder.objects.filter(account=hers).exists()
    assert _balances(hers, other) == [60, -60]
    assert queries.faults() == []
    with pytest.raises(Refused):
        forget_holder(actor=bruna, refs=[bruna.person_ref])


def test_the_journal_tells_what_staff_did_and_nothing_of_what_members_did_for_each_other() -> None:
    desk = factories.user("desk")
    at = bank()
    (_anna, hers), (bruna, other) = household(at), household(at)
    before = Entry.objects.count()
    done = _pay(bruna, hers, other, 60)
    assert Entry.objects.count() == before
    assert done.entered_by is None
    told = _pay(desk, hers, other, 60)
    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    assert (told.entered_by, entry.action, entry.object_ref) == (desk.pk, "hours.exchange", str(at.pk))
    assert entry.subject_ref is None
    assert entry.fields == []


def test_a_statement_is_of_its_days_and_ends_where_it_must() -> None:
    at = bank()
    (_anna, hers), (bruna, other) = household(at), household(at)
    today = timezone.localdate()
    _pay(bruna, hers, other, 60, helped_on=today - timedelta(days=40))
    _pay(bruna, hers, other, 30)
    told = queries.statement(hers, today, today)
    assert [(line.minutes, line.after) for line in told.lines] == [(60, 60), (30, 90)]
    assert (told.opening, told.closing, told.given) == (0, 90, 90)
    later = queries.statement(hers, today + timedelta(days=1), today + timedelta(days=9))
    assert (later.opening, later.closing, later.lines) == (90, 90, ())
    assert queries.statement(hers, today - timedelta(days=9), today - timedelta(days=1)).closing == 0


def test_a_receipt_is_of_who_took_part() -> None:
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)
    done = _pay(bruna, hers, other, 60)
    mine = queries.receipt(bruna, done.pk)
    assert mine is not None
    assert (mine.minutes, mine.after, mine.code) == (-60, -60, done.code)
    assert queries.receipt(anna, done.pk).minutes == 60  # type: ignore[union-attr]
    assert queries.receipt(factories.member(), done.pk) is None
    assert queries.receipt(factories.user("coordinator"), done.pk) is None


def test_no_total_is_told_before_five_households_took_part_nor_before_the_month_ends() -> None:
    at = bank()
    later = (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)
    homes = [household(at) for _one in range(6)]
    for number, (_giver, account) in enumerate(homes[:4]):
        _pay(homes[5][0], account, homes[5][1], 100 + number)
    assert queries.public_total(at, later) is None
    _pay(homes[5][0], homes[4][1], homes[5][1], 100)
    assert queries.public_total(at, later) == 600
    assert queries.public_total(at) is None
    assert queries.donated_total(at, later) is None


def test_the_members_copy_has_all_her_hours() -> None:
    at = bank()
    (_anna, hers), (bruna, other) = household(at), household(at)
    _pay(bruna, hers, other, 60)
    rows = queries.my_copy(bruna)
    assert [row["minuti"] for row in rows] == ["-60", "-60"]
    assert queries.my_copy(factories.member()) == []


def test_the_doctor_reads_the_ledger_back() -> None:
    (found,) = [one for one in examine() if one.title == "Conti delle ore"]
    assert (found.ok, found.detail) == (True, "movimenti: 0; ogni somma è zero")
    at = bank()
    _user, account = household(at)
    Account.objects.filter(pk=account.pk).update(balance=30)
    (found,) = [one for one in examine() if one.title == "Conti delle ore"]
    assert not found.ok
    assert f"il conto {account.pk} dice 30 minuti, i suoi movimenti 0" in found.detail
    assert found.how_to_mend
