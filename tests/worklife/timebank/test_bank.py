"""Offers, requests and exchanges between members, and what the desk does on paper."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.models import Account, Holder, Transfer
from jobcaffe.paths.actions import erase_person
from jobcaffe.people.models import Person
from jobcaffe.worklife.timebank import actions, catalogue, queries, rules
from jobcaffe.worklife.timebank.actions.keeping import forget_member
from jobcaffe.worklife.timebank.enums import ExchangeState, SuggestionState
from jobcaffe.worklife.timebank.models import Cheque, Exchange, Listing, Side, Suggestion
from tests import factories
from tests.hours.ledger import bank, funds, household

pytestmark = pytest.mark.django_db
State = ExchangeState


def _post(who: User, at: Any, kind: str = "offer", category: str = "compiti", **more: Any) -> Listing:
    return actions.post(actor=who, community_id=at.pk, kind=kind, category=category, **more)


def _balance(account: Account) -> int:
    return Account.objects.get(pk=account.pk).balance


def _agreed(at: Any, giver: User, receiver: User) -> Exchange:
    asked = actions.ask(actor=receiver, listing_id=_post(giver, at).pk)
    return actions.answer(actor=giver, exchange_id=asked.pk, yes=True)


def _board(who: User, at: Any) -> list[Listing]:
    return list(queries.board(next(row for row in queries.my_accounts(who) if row.community_id == at.pk)))


def _shown(who: User) -> list[queries.Mine]:
    accounts = {row.pk for row in hours.accounts_of(who)}
    return queries.mine_of(accounts, queries.my_exchanges(who), contacts=True)


def test_hours_move_when_who_received_confirms_and_only_then() -> None:
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)
    row = _agreed(at, anna, bruna)
    actions.say_done(actor=anna, exchange_id=row.pk, minutes=90)
    assert _balance(hers) == 0
    with pytest.raises(Refused, match="ricevuto"):
        actions.confirm(actor=anna, exchange_id=row.pk)
    for _press in range(2):
        done = actions.confirm(actor=bruna, exchange_id=row.pk)
    assert (done.state, _balance(hers), _balance(other)) == (State.CONFIRMED, 90, -90)
    assert Transfer.objects.count() == 1


def test_who_received_may_confirm_at_once_but_not_other_minutes_than_were_said() -> None:
    at = bank()
    (anna, hers), (bruna, _other) = household(at), household(at)
    first, second = _agreed(at, anna, bruna), _agreed(at, anna, bruna)
    actions.confirm(actor=bruna, exchange_id=first.pk, minutes=60)
    actions.say_done(actor=anna, exchange_id=second.pk, minutes=120)
    with pytest.raises(Refused, match="cambiato"):
        actions.confirm(actor=bruna, exchange_id=second.pk, minutes=60)
    assert _balance(hers) == 60


@pytest.mark.parametrize("minutes", [0, -60, 50, None, 6000])
def test_a_length_is_in_quarters_of_an_hour_and_within_the_most(minutes: int | None) -> None:
    at = bank(limit_minutes=60_000)
    (anna, _hers), (bruna, _other) = household(at), household(at)
    row = _agreed(at, anna, bruna)
    with pytest.raises(Refused):
        actions.confirm(actor=bruna, exchange_id=row.pk, minutes=minutes)


def test_an_offer_to_a_request_goes_the_other_way() -> None:
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)
    asked = actions.ask(actor=bruna, listing_id=_post(anna, at, "need").pk)
    actions.answer(actor=anna, exchange_id=asked.pk, yes=True)
    actions.confirm(actor=anna, exchange_id=asked.pk, minutes=30)
    assert (_balance(hers), _balance(other)) == (-30, 30)


def test_only_who_was_asked_answers_and_contacts_wait_for_the_yes() -> None:
    at = bank()
    (anna, _hers), (bruna, _other) = household(at), household(at)
    asked = actions.ask(actor=bruna, listing_id=_post(anna, at).pk)
    assert queries.exchange_for(anna, asked.pk).contact is None  # type: ignore[union-attr]
    with pytest.raises(Refused):
        actions.answer(actor=bruna, exchange_id=asked.pk, yes=True)
    actions.answer(actor=anna, exchange_id=asked.pk, yes=True)
    shown = queries.exchange_for(bruna, asked.pk)
    person = Person.objects.get(pk=anna.person_ref)
    assert shown is not None
    assert shown.contact is not None
    assert (shown.contact.name, shown.contact.phone) == (person.first_name, person.phone)
    actions.cancel(actor=bruna, exchange_id=asked.pk)
    assert queries.exchange_for(bruna, asked.pk).contact is None  # type: ignore[union-attr]


def test_a_protected_person_is_never_told_to_the_other() -> None:
    at = bank()
    hidden = factories.member(person=factories.person(protected=True, first_name="Zoe"))
    (anna, _hers), (bruna, _other) = household(at, hidden), household(at)
    row = _agreed(at, anna, bruna)
    shown = queries.exchange_for(bruna, row.pk)
    assert shown is not None
    assert shown.contact == queries.Contact("", "", "")


def test_nobody_outside_reads_or_moves_an_exchange() -> None:
    at = bank()
    (anna, _hers), (bruna, _other), (carla, _third) = household(at), household(at), household(at)
    row = _agreed(at, anna, bruna)
    for stranger in (carla, factories.member(), factories.user("coordinator")):
        assert queries.exchange_for(stranger, row.pk) is None
        for act in (actions.confirm, actions.cancel, actions.contest, actions.undo):
            with pytest.raises(Refused):
                act(actor=stranger, exchange_id=row.pk)


def test_an_ask_is_made_once_not_of_oneself_nor_of_another_bank() -> None:
    at = bank()
    (anna, _hers), (bruna, _other) = household(at), household(at)
    (stranger, _account) = household(bank(label="Altra"))
    listing = _post(anna, at)
    first, second = (actions.ask(actor=bruna, listing_id=listing.pk) for _press in range(2))
    assert first.pk == second.pk
    for who in (anna, stranger, factories.member()):
        with pytest.raises(Refused):
            actions.ask(actor=who, listing_id=listing.pk)


def test_at_the_limit_one_cannot_ask_and_who_would_help_is_not_told() -> None:
    at = bank(limit_minutes=60, warn_minutes=30)
    (anna, hers), (bruna, other) = household(at), household(at)
    need = _post(bruna, at, "need", "spesa")
    ledger.transfer(actor=bruna, giver_id=hers.pk, receiver_id=other.pk, minutes=60)
    with pytest.raises(Refused, match="fondo di solidarietà"):
        _post(bruna, at, "need")
    with pytest.raises(Refused):
        actions.ask(actor=bruna, listing_id=_post(anna, at).pk)
    asked = actions.ask(actor=anna, listing_id=need.pk)
    with pytest.raises(Refused):
        actions.answer(actor=bruna, exchange_id=asked.pk, yes=True)


@pytest.mark.parametrize(
    "text",
    [
        "Chiamami al 333 123 4567",
        "tel 02/93.59.12.34",
        "+39 3331234567",
        "scrivi a anna@example.org",
        "su instagram @annarossi",
        "vedi www.annacucina.it",
        "https://t.me/anna",
        "15 € l'ora",
        "costa 10 euro",
        "x" * 401,
    ],
)
def test_no_contacts_and_no_money_stand_in_a_listing(text: str) -> None:
    at = bank()
    anna, _hers = household(at)
    with pytest.raises(Refused):
        _post(anna, at, text=text)
    assert Listing.objects.count() == 0


@pytest.mark.parametrize(
    "text", ["Il 3 e il 10 dicembre, dalle 15.30 alle 17", "2 bambini di 6 e 9 anni", ""]
)
def test_days_and_hours_are_no_telephone(text: str) -> None:
    at = bank()
    anna, _hers = household(at)
    assert _post(anna, at, text=text).text == text


def test_a_listing_ends_is_told_before_and_comes_back_with_one_press() -> None:
    at = bank()
    (anna, _hers), (bruna, _other) = household(at), household(at)
    row = _post(anna, at, days=30)
    today = timezone.localdate()
    assert actions.warn_ending(actor=SYSTEM, today=today) == 0
    near = today + timedelta(days=30 - catalogue.number("warn_days"))
    assert [actions.warn_ending(actor=SYSTEM, today=near) for _night in range(2)] == [1, 0]
    Listing.objects.filter(pk=row.pk).update(expires_on=today - timedelta(days=1))
    assert (_board(bruna, at)) == []
    with pytest.raises(Refused):
        actions.ask(actor=bruna, listing_id=row.pk)
    with pytest.raises(Refused):
        actions.renew(actor=bruna, listing_id=row.pk)
    actions.renew(actor=anna, listing_id=row.pk)
    assert (_board(bruna, at)) == [row]
    assert (_board(anna, at)) == []
    actions.close(actor=anna, listing_id=row.pk)
    assert (_board(bruna, at)) == []


def test_what_ended_months_ago_goes_and_the_hours_stay() -> None:
    at = bank()
    (anna, hers), (bruna, _other) = household(at), household(at)
    row = _agreed(at, anna, bruna)
    actions.confirm(actor=bruna, exchange_id=row.pk, minutes=60)
    later = timezone.localdate() + timedelta(days=500)
    assert actions.forget_due(actor=SYSTEM, today=timezone.localdate()) == 0
    assert actions.forget_due(actor=SYSTEM, today=later) == 3
    assert Listing.objects.count() == 0
    assert set(Side.objects.values_list("person_sealed", "person_index")) == {("", "")}
    assert (_balance(hers), hours.faults()) == (60, [])


def test_a_dispute_before_the_hours_is_put_right_by_saying_it_again() -> None:
    at = bank()
    (anna, hers), (bruna, _other) = household(at), household(at)
    row = _agreed(at, anna, bruna)
    actions.say_done(actor=anna, exchange_id=row.pk, minutes=180)
    with pytest.raises(Refused):
        actions.contest(actor=anna, exchange_id=row.pk)
    actions.contest(actor=bruna, exchange_id=row.pk)
    with pytest.raises(Refused):
        actions.confirm(actor=bruna, exchange_id=row.pk)
    actions.say_done(actor=anna, exchange_id=row.pk, minutes=60)
    actions.confirm(actor=bruna, exchange_id=row.pk)
    assert _balance(hers) == 60


def test_confirmed_hours_go_back_when_both_say_so_or_the_staff_does() -> None:
    leader = factories.user("lab_leader")
    at = bank(leader)
    (anna, hers), (bruna, other) = household(at), household(at)
    rows = [_agreed(at, anna, bruna) for _one in range(3)]
    for row in rows:
        actions.confirm(actor=bruna, exchange_id=row.pk, minutes=60)
        actions.contest(actor=anna, exchange_id=row.pk)
    actions.undo(actor=anna, exchange_id=rows[0].pk)
    assert _balance(hers) == 180
    for _press in range(2):
        actions.undo(actor=bruna, exchange_id=rows[0].pk)
    assert (_balance(hers), _balance(other)) == (120, -120)
    with pytest.raises(Refused):
        actions.settle(actor=factories.user("lab_leader"), exchange_id=rows[1].pk, back=True)
    for _press in range(2):
        actions.settle(actor=leader, exchange_id=rows[1].pk, back=True)
    actions.settle(actor=factories.user("desk"), exchange_id=rows[2].pk, back=False)
    states = list(Exchange.objects.filter(pk__in=[row.pk for row in rows]).values_list("state", flat=True))
    assert sorted(states) == sorted([State.REVERSED, State.REVERSED, State.CONFIRMED])
    assert (_balance(hers), hours.faults()) == (60, [])


def test_three_who_could_help_in_a_circle_are_asked_and_agree_together() -> None:
    at = bank()
    homes = [household(at)[0] for _one in range(3)]
    things = ["compiti", "cucito", "orto"]
    for number, who in enumerate(homes):
        _post(who, at, "offer", things[number])
    assert Suggestion.objects.count() == 0
    # Nobody suggests anything until the last request closes the circle.
    for number in (0, 1):
        Listing.objects.bulk_create([_unseen(homes[number], at, things[(number + 2) % 3])])
    _post(homes[2], at, "need", things[1])
    found = Suggestion.objects.get()
    assert found.legs.count() == 3
    for who in homes:
        assert list(queries.my_suggestions(who)) == [found]
    for who in homes[:2]:
        actions.reply(actor=who, suggestion_id=found.pk, yes=True)
        assert Exchange.objects.count() == 0
    with pytest.raises(Refused):
        actions.reply(actor=factories.member(), suggestion_id=found.pk, yes=True)
    for _press in range(2):
        actions.reply(actor=homes[2], suggestion_id=found.pk, yes=True)
    assert Exchange.objects.filter(state=State.AGREED).count() == 3
    shown = _shown(homes[0])
    assert sorted(one.gives for one in shown) == [False, True]
    assert all(one.contact for one in shown)


def _unseen(who: User, at: Any, category: str) -> Listing:
    account = hours.my_account(who, at.pk)
    until = timezone.localdate() + timedelta(days=60)
    return Listing(
        community=at, account=account, kind="need", category=category, expires_on=until,
        **Listing.columns_for(who.person_ref),  # type: ignore[arg-type]
    )  # fmt: skip


def test_one_no_ends_a_suggestion_and_shows_nothing() -> None:
    at = bank()
    (anna, _hers), (bruna, _other) = household(at), household(at)
    _post(anna, at, "offer")
    _post(bruna, at, "need")
    found = Suggestion.objects.get()
    actions.reply(actor=anna, suggestion_id=found.pk, yes=True)
    actions.reply(actor=bruna, suggestion_id=found.pk, yes=False)
    actions.reply(actor=bruna, suggestion_id=found.pk, yes=True)
    assert Suggestion.objects.get().state == SuggestionState.DROPPED
    assert Exchange.objects.count() == 0


def test_a_cheque_moves_hours_once() -> None:
    desk = factories.user("desk")
    at = bank()
    (_anna, hers), (_bruna, other) = household(at), household(at)
    key = uuid.uuid4()
    printed = [
        actions.issue_cheques(actor=desk, community_id=at.pk, number=other.number, request_key=key)
        for _press in range(2)
    ]
    assert [one.pk for one in printed[0]] == [one.pk for one in printed[1]]
    numbers = [one.number for one in printed[0]]
    assert len(set(numbers)) == catalogue.number("cheques")
    fields = {"community_id": at.pk, "cheque": numbers[0], "minutes": 120}
    with pytest.raises(Refused):
        actions.enter_cheque(actor=desk, giver=other.number, **fields)
    actions.enter_cheque(actor=desk, giver=hers.number, **fields)
    with pytest.raises(Refused, match="già stato registrato"):
        actions.enter_cheque(actor=desk, giver=hers.number, **fields)
    with pytest.raises(Refused, match="non è di questa banca"):
        actions.enter_cheque(actor=desk, community_id=at.pk, cheque=999, giver=hers.number, minutes=60)
    with pytest.raises(Refused):
        actions.enter_cheque(actor=_anna, giver=hers.number, **fields | {"cheque": numbers[1]})
    assert (_balance(hers), _balance(other)) == (120, -120)
    assert Cheque.objects.filter(transfer__isnull=False).count() == 1


def test_two_sheets_of_cheques_never_share_a_number() -> None:
    desk = factories.user("desk")
    at = bank()
    _anna, hers = household(at)
    sheets = [
        actions.issue_cheques(actor=desk, community_id=at.pk, number=hers.number) for _sheet in range(2)
    ]
    assert len({one.number for sheet in sheets for one in sheet}) == 2 * catalogue.number("cheques")


def test_the_desk_holds_a_lesson_and_pays_from_the_fund_by_number() -> None:
    desk = factories.user("desk")
    at = bank()
    accounts = [household(at)[1] for _one in range(3)]
    actions.hold_lesson(actor=desk, community_id=at.pk, teacher=1, learners=[2, 3, 3], minutes=60)
    assert [_balance(one) for one in accounts] == [60, -60, -60]
    actions.pay_desk(actor=desk, community_id=at.pk, number=2, minutes=60)
    assert (_balance(accounts[1]), funds(at)["common"]) == (0, 0)
    with pytest.raises(Refused):
        actions.pay_desk(actor=desk, community_id=at.pk, number=3, minutes=60, gift=True)
    with pytest.raises(Refused):
        actions.pay_desk(actor=desk, community_id=at.pk, number=77, minutes=60)


def test_the_desk_writes_for_its_own_people_and_they_can_read_it() -> None:
    desk = factories.user("desk")
    at = bank()
    hers = factories.person(team=desk.team)
    fields = {"community_id": at.pk, "kind": "need", "category": "spesa"}
    with pytest.raises(Refused, match="non ha ancora un conto"):
        actions.post_for(actor=desk, person_ref=hers.pk, **fields)
    ledger.open_account(actor=desk, community_id=at.pk, person_ref=hers.pk)
    row = actions.post_for(actor=desk, person_ref=hers.pk, **fields)
    assert row.person_ref == hers.pk
    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    assert (entry.action, entry.subject_ref) == ("bank.listing", hers.pk)
    stranger = factories.user("desk", team=factories.team())
    first = last = timezone.localdate()
    period = {"community_id": at.pk, "person_ref": hers.pk, "first": first, "last": last}
    with pytest.raises(Refused):
        actions.print_statement(actor=stranger, **period)
    assert actions.print_statement(actor=desk, **period).closing == 0


def test_what_members_do_for_each_other_is_in_no_journal() -> None:
    at = bank()
    (anna, _hers), (bruna, _other) = household(at), household(at)
    before = Entry.objects.count()
    row = _agreed(at, anna, bruna)
    actions.say_done(actor=anna, exchange_id=row.pk, minutes=60)
    actions.confirm(actor=bruna, exchange_id=row.pk)
    actions.contest(actor=bruna, exchange_id=row.pk)
    assert Entry.objects.count() == before


def test_an_erased_person_leaves_no_listing_no_contact_and_all_sums() -> None:
    at = bank()
    (anna, hers), (bruna, _other) = household(at), household(at)
    done, waiting = _agreed(at, anna, bruna), _agreed(at, anna, bruna)
    actions.confirm(actor=bruna, exchange_id=done.pk, minutes=60)
    _post(bruna, at, "need")
    assert Suggestion.objects.count() == 1
    forget_member(actor=factories.user("coordinator"), refs=[anna.person_ref])  # type: ignore[list-item]
    states = dict(Exchange.objects.values_list("pk", "state"))
    assert states == {done.pk: State.CONFIRMED, waiting.pk: State.CANCELLED}
    assert not Listing.objects.filter(account=hers).exists()
    assert not Side.objects.filter(account=hers).exclude(person_index="").exists()
    assert list(queries.my_suggestions(bruna)) == []
    assert _shown(bruna)[0].contact is None
    assert (_balance(hers), hours.faults()) == (60, [])


def test_the_real_erasure_empties_the_bank_too() -> None:
    at = bank()
    desk = factories.user("desk")
    subject = factories.person(team=desk.team)
    (anna, hers), (bruna, _other) = household(at, factories.member(person=subject)), household(at)
    row = _agreed(at, anna, bruna)
    actions.confirm(actor=bruna, exchange_id=row.pk, minutes=60)
    erase_person(actor=factories.user("coordinator"), person_ref=subject.pk, reason="lo chiede lei")
    assert not Holder.objects.filter(Holder.of([subject.pk])).exists()
    assert not Listing.objects.filter(Listing.of([subject.pk])).exists()
    assert not Side.objects.filter(Side.of([subject.pk])).exists()
    assert (Account.objects.get(pk=hers.pk).state, _balance(hers), hours.faults()) == ("closed", 60, [])


def test_the_members_copy_has_what_she_wrote_and_did() -> None:
    at = bank()
    (anna, _hers), (bruna, _other) = household(at), household(at)
    _agreed(at, anna, bruna)
    assert [row["che cosa"] for row in queries.my_copy(anna)] == [
        "offerta: Compiti e ripetizioni",
        "Compiti e ripetizioni",
    ]
    assert queries.my_copy(factories.member()) == []


def test_the_lists_of_the_bank_are_whole() -> None:
    assert catalogue.number("usual_days") in catalogue.numbers("days")
    assert all(minutes % rules.STEP_MINUTES == 0 for minutes in catalogue.numbers("minutes"))
