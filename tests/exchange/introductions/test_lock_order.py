"""Who comes to the same introduction at the same moment waits in one line: herself, introductions, the post."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import OperationalError, connection

from jobcaffe.exchange.introductions import actions
from jobcaffe.exchange.introductions.enums import State
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.people.models import Person
from tests import factories
from tests.exchange.posts.posting import on_board
from tests.fair.locks import seen

ORDER = ("people_person", "exchange_introductions_introduction", "exchange_posts_post", "journal_head")


def asked() -> tuple[User, User, Introduction]:
    """The desk, a member, and an introduction to which she said yes."""
    desk, member = factories.user("desk", team=factories.team()), factories.member()
    Person.objects.filter(pk=member.person_ref).update(team=desk.team, phone="+393331234567")
    row = actions.propose(actor=desk, person_ref=member.person_ref, post_id=on_board().pk)
    return desk, member, actions.answer(actor=member, introduction_id=row.pk, says="yes", contact="phone")


def again(desk: User, member: User, row: Introduction) -> Callable[[], Any]:
    """Ask her once more about the same post."""
    return lambda: actions.propose(actor=desk, person_ref=member.person_ref, post_id=row.post_id)


@pytest.mark.django_db
def test_every_press_locks_in_one_order(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, member, row = asked()
    partner = User.objects.get(delegate__organisation=row.post.organisation)
    one = {"introduction_id": row.pk}
    pressed: dict[str, Callable[[], Any]] = {
        "house": lambda: actions.house_answer(actor=desk, says="yes", **one),
        "read": lambda: actions.note_read(actor=partner, **one),
        "say": lambda: actions.say(actor=member, how="well", **one),
        "withdraw": lambda: actions.withdraw(actor=member, **one),
        "expire": lambda: Introduction.objects.filter(pk=row.pk).update(state=State.EXPIRED),
        "again": again(desk, member, row),
        "later": lambda: actions.answer(actor=member, says="later", **one),
        "yes": lambda: actions.answer(actor=member, says="yes", contact="phone", **one),
        "partner": lambda: actions.partner_answer(actor=partner, says="yes", **one),
        "outcome": lambda: actions.set_outcome(actor=desk, outcome="job", **one),
        "forget": lambda: actions.forget_person(actor=SYSTEM, refs=[member.person_ref]),
    }
    told = []
    for name, press in pressed.items():
        locks: list[str] = []
        with seen(monkeypatch, lambda table, _full, locks=locks: locks.append(table)):
            press()
        first = list(dict.fromkeys(table for table in locks if table in ORDER))
        told += [f"{name}: {first}"] if first != sorted(first, key=ORDER.index) else []
        assert first or name == "expire", name
    assert told == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="here one writer waits for the other")
def test_asking_again_and_taking_back_at_one_moment_both_come_to_an_end() -> None:
    desk, member, row = asked()
    Introduction.objects.filter(pk=row.pk).update(state=State.EXPIRED)
    both, failed = threading.Barrier(2), []

    def run(press: Callable[[], Any]) -> None:
        met = []

        def look(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            result = execute(sql, params, many, context)
            # Each holds its first row before either asks for its second; who waits already, breaks it.
            if " FOR UPDATE" in sql and not met:
                met.append(sql)
                with suppress(threading.BrokenBarrierError):
                    both.wait(timeout=2)
            return result

        try:
            with connection.execute_wrapper(look):
                press()
        except Refused:
            return  # who comes second may be told no
        except OperationalError as error:
            failed.append(str(error))
        finally:
            connection.close()

    presses = [
        again(desk, member, row),
        lambda: actions.answer(actor=member, introduction_id=row.pk, says="no"),
    ]
    threads = [threading.Thread(target=run, args=(one,)) for one in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failed == []
