"""The same press from twelve threads: one exchange, one transfer, one cheque."""

from __future__ import annotations

import pytest

from jobcaffe.foundation.access import Refused
from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.models import Account, Transfer
from jobcaffe.worklife.timebank import actions
from jobcaffe.worklife.timebank.models import Exchange
from tests import factories
from tests.encounters.test_races import AT_ONCE, _all_at_once
from tests.hours.ledger import bank, household

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_answer_to_a_listing_and_one_movement_of_hours() -> None:
    at = bank()
    (anna, hers), (bruna, _other) = household(at), household(at)
    listing = actions.post(actor=anna, community_id=at.pk, kind="offer", category="orto")
    asked = _all_at_once(lambda _number: actions.ask(actor=bruna, listing_id=listing.pk))
    assert Exchange.objects.count() == 1
    actions.answer(actor=anna, exchange_id=asked[0].pk, yes=True)
    _all_at_once(lambda _number: actions.confirm(actor=bruna, exchange_id=asked[0].pk, minutes=60))
    assert Transfer.objects.count() == 1
    assert Account.objects.get(pk=hers.pk).balance == 60


def test_a_cheque_is_entered_by_one_of_twelve() -> None:
    at = bank()
    (_anna, hers), (_bruna, other) = household(at), household(at)
    desk = factories.user("desk")
    number = actions.issue_cheques(actor=desk, community_id=at.pk, number=other.number)[0].number
    fields = {"community_id": at.pk, "cheque": number, "giver": hers.number, "minutes": 60}
    answers = _all_at_once(lambda _number: actions.enter_cheque(actor=desk, **fields))
    assert sum(isinstance(one, Refused) for one in answers) == AT_ONCE - 1
    assert (Transfer.objects.count(), hours.faults()) == (1, [])


def test_transfers_to_and_fro_never_wait_for_each_other_in_a_ring() -> None:
    at = bank()
    (anna, hers), (bruna, other) = household(at), household(at)

    def pay(number: int) -> object:
        giver, receiver, actor = (hers, other, bruna) if number % 2 else (other, hers, anna)
        return ledger.transfer(actor=actor, giver_id=giver.pk, receiver_id=receiver.pk, minutes=30)

    answers = _all_at_once(pay)
    assert not any(isinstance(one, Refused) for one in answers)
    assert (Account.objects.get(pk=hers.pk).balance, hours.faults()) == (0, [])
