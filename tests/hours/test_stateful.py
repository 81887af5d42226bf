"""Thousands of random operations with crashes in the middle, against a ledger kept in a dict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from django.db.models.signals import post_save
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.hours import actions, queries
from jobcaffe.hours.models import Account, Movement, Transfer
from tests import factories
from tests.hours.ledger import bank, household

pytestmark = pytest.mark.django_db
LIMIT, CEILING, MOST, HOMES = 180, 300, 120, 5
WHO = st.integers(0, HOMES - 1)
MINUTES = st.integers(1, 150)
STEPS = 50


class Crash(Exception):
    """The process stops here."""


class Ledger(RuleBasedStateMachine):
    """The house's ledger beside a dict of balances that knows the rules only as they are told."""

    leader: User
    members: list[User]
    operations = 0

    def __init__(self) -> None:
        super().__init__()
        self._all = transaction.atomic()
        self._all.__enter__()
        self.at = bank(
            self.leader, limit_minutes=LIMIT, warn_minutes=60, ceiling_minutes=CEILING, most_minutes=MOST
        )
        self.homes = [household(self.at, member)[1] for member in self.members]
        self.common = queries.fund(self.at.pk, "common")
        self.solidarity = queries.fund(self.at.pk, "solidarity")
        self.accounts = [*self.homes, self.common, self.solidarity]
        self.told = {one.pk: 0 for one in self.accounts}
        self.transfers: list[tuple[Transfer, dict[Any, int]]] = []
        self.reversed: set[Any] = set()

    def teardown(self) -> None:
        """Every statement says what its movements say; then this bank is forgotten."""
        today = timezone.localdate()
        for one in self.homes:
            told = queries.statement(one, today, today)
            assert told.opening + sum(line.minutes for line in told.lines) == told.closing
            assert told.closing == queries.balance(one) == self.told[one.pk]
        transaction.set_rollback(True)
        self._all.__exit__(None, None, None)

    def _try(self, work: Callable[[], Transfer | None], legs: dict[Any, int], *, allowed: bool) -> None:
        """Do it: it must succeed exactly when the rules say so, and move exactly these legs."""
        type(self).operations += 1
        try:
            done = work()
        except Refused:
            assert not allowed
            return
        assert allowed
        if done is not None:
            self.transfers.append((done, legs))
        for pk, minutes in legs.items():
            self.told[pk] += minutes

    def _fits(self, legs: dict[Any, int]) -> bool:
        homes = {one.pk for one in self.homes}
        return all(
            (minutes > 0 or self.told[pk] + minutes >= (-LIMIT if pk in homes else 0))
            and (minutes < 0 or pk not in homes or self.told[pk] + minutes <= CEILING)
            for pk, minutes in legs.items()
        )

    @rule(giver=WHO, receiver=WHO, minutes=MINUTES)
    def help(self, giver: int, receiver: int, minutes: int) -> None:
        """One gives help to another."""
        gives, takes = self.homes[giver].pk, self.homes[receiver].pk
        legs = {gives: minutes, takes: -minutes}
        allowed = giver != receiver and minutes <= MOST and self._fits(legs)
        self._try(
            lambda: actions.transfer(
                actor=self.members[receiver], giver_id=gives, receiver_id=takes, minutes=minutes
            ),
            legs,
            allowed=allowed,
        )

    @rule(giver=WHO, receiver=WHO, minutes=MINUTES, after=st.integers(1, 3))
    def crash(self, giver: int, receiver: int, minutes: int, after: int) -> None:
        """The same, and everything stops after so many written rows: nothing is left of it."""
        type(self).operations += 1
        left = [after]

        def stop(**_: Any) -> None:
            left[0] -= 1
            if left[0] == 0:
                raise Crash

        post_save.connect(stop, weak=False)
        try:
            with pytest.raises((Crash, Refused)):
                actions.transfer(
                    actor=self.members[receiver],
                    giver_id=self.homes[giver].pk,
                    receiver_id=self.homes[receiver].pk,
                    minutes=minutes,
                )
        finally:
            post_save.disconnect(stop)

    @rule(teacher=WHO, minutes=MINUTES, people=st.sets(WHO, min_size=1))
    def lesson(self, teacher: int, minutes: int, people: set[int]) -> None:
        """A lesson to a group."""
        learn = [self.homes[one].pk for one in sorted(people)]
        teaches = self.homes[teacher].pk
        legs = {teaches: minutes, **dict.fromkeys(learn, -minutes)}
        if len(learn) > 1:
            legs[self.common.pk] = minutes * (len(learn) - 1)
        self._try(
            lambda: actions.lesson(
                actor=self.leader, teacher_id=teaches, participant_ids=learn, minutes=minutes
            ),
            legs,
            allowed=teaches not in learn and minutes <= MOST and self._fits(legs),
        )

    @rule(who=WHO, minutes=MINUTES, common=st.booleans())
    def donate(self, who: int, minutes: int, common: bool) -> None:
        """One gives hours to a fund."""
        account, fund = self.homes[who].pk, self.common if common else self.solidarity
        self._try(
            lambda: actions.donate(
                actor=self.members[who], account_id=account, minutes=minutes, fund=fund.kind
            ),
            {account: -minutes, fund.pk: minutes},
            allowed=minutes <= self.told[account],
        )

    @rule(who=WHO, minutes=MINUTES, common=st.booleans())
    def grant(self, who: int, minutes: int, common: bool) -> None:
        """A fund gives hours."""
        account, fund = self.homes[who].pk, self.common if common else self.solidarity
        self._try(
            lambda: actions.grant(actor=self.leader, account_id=account, minutes=minutes, fund=fund.kind),
            {account: minutes, fund.pk: -minutes},
            allowed=minutes <= self.told[fund.pk],
        )

    @rule(who=WHO, above=st.none() | st.integers(0, 120))
    def consent(self, who: int, above: int | None) -> None:
        """One decides what to give every week."""
        type(self).operations += 1
        actions.consent_to_donate(actor=self.members[who], account_id=self.homes[who].pk, above_minutes=above)

    @rule(below=st.integers(0, 120))
    def share(self, below: int) -> None:
        """The weekly share: its sides are read from the rows, and must keep what was consented."""
        type(self).operations += 1
        kept = {one.pk: one.gives_above for one in Account.objects.filter(community=self.at)}
        done = actions.share_surplus(actor=SYSTEM, community_id=self.at.pk, below_minutes=below)
        if done is None:
            return
        legs = dict(done.movements.values_list("account", "minutes"))
        for pk, minutes in legs.items():
            self.told[pk] += minutes
            if minutes > 0:
                assert self.told[pk] <= -below
            elif pk != self.solidarity.pk:
                assert self.told[pk] >= kept[pk]
        assert self.told[self.solidarity.pk] >= 0
        self.transfers.append((done, legs))

    @rule(data=st.data())
    def reverse(self, data: Any) -> None:
        """A mistake is put back, once; a second press moves nothing."""
        type(self).operations += 1
        if not self.transfers:
            return
        done, legs = data.draw(st.sampled_from(self.transfers))
        actions.reverse(actor=self.leader, transfer_id=done.pk)
        if done.pk not in self.reversed:
            self.reversed.add(done.pk)
            for pk, minutes in legs.items():
                self.told[pk] -= minutes

    @invariant()
    def the_house_says_the_same(self) -> None:
        """Balances, sums of movements and the dict agree; everything together is nothing."""
        rows = Account.objects.filter(community=self.at).annotate(told=Sum("movements__minutes", default=0))
        found = {row.pk: (row.balance, row.told) for row in rows}
        assert found == {pk: (minutes, minutes) for pk, minutes in self.told.items()}
        assert sum(self.told.values()) == 0


def _run(examples: int) -> int:
    """How many operations were done."""
    Ledger.leader = factories.user("lab_leader")
    Ledger.members = [factories.member() for _one in range(HOMES)]
    Ledger.operations = 0
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Movement.objects.count() == 0
    return Ledger.operations


def test_random_operations_with_crashes_always_sum_to_zero() -> None:
    assert _run(30) > 500


@pytest.mark.slow
def test_ten_thousand_random_operations_with_crashes_always_sum_to_zero() -> None:
    assert _run(400) >= 10_000
