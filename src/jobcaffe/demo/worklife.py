"""Made-up hours, turns of care, a week and a small activity: the rest of action 2."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from jobcaffe.demo import words
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.hours import actions as hours
from jobcaffe.hours.enums import CommunityKind
from jobcaffe.hours.models import Community
from jobcaffe.kernels import rota
from jobcaffe.worklife.care import actions as care
from jobcaffe.worklife.care import gathering
from jobcaffe.worklife.care import queries as pools
from jobcaffe.worklife.care.models import Family, Pool, Run
from jobcaffe.worklife.timebank import actions as bank
from jobcaffe.worklife.ventures import actions as ventures
from jobcaffe.worklife.weeks import actions as weeks


def fill(users: dict[str, User], women: Sequence[User], today: date) -> None:
    """Anna is the first of the women; what is hers alone is written as she would."""
    anna = women[0]
    _bank(users["teresa"], women)
    _pool(users["teresa"], women, today)
    _week(anna, today)
    _venture(anna)


def _bank(teresa: User, women: Sequence[User]) -> None:
    """A time bank with offers and requests, exchanges that took place and one that waits for Anna."""
    at = hours.open_community(actor=teresa, kind=CommunityKind.BANK, label="Banca del tempo di Lainate")
    for who in women:
        if who.person_ref is not None:
            hours.open_account(actor=who, community_id=at.pk, person_ref=who.person_ref)
    for number, (kind, category, slots, text) in enumerate(words.LISTINGS):
        bank.post(
            actor=women[number % len(women)], community_id=at.pk, kind=kind, category=category,
            slots=slots, text=text,
        )  # fmt: skip
    for giver, receiver, category, minutes in words.EXCHANGES:
        _exchange(at, women[giver], women[receiver], category, minutes)


def _exchange(at: Community, giver: User, receiver: User, category: str, minutes: int) -> None:
    """Offered, asked, agreed, done; confirmed when minutes are given."""
    offer = bank.post(actor=giver, community_id=at.pk, kind="offer", category=category)
    asked = bank.ask(actor=receiver, listing_id=offer.pk)
    bank.answer(actor=giver, exchange_id=asked.pk, yes=True)
    if minutes:
        bank.say_done(actor=giver, exchange_id=asked.pk, minutes=minutes)
        bank.confirm(actor=receiver, exchange_id=asked.pk, minutes=minutes)


def _pool(teresa: User, women: Sequence[User], today: date) -> None:
    """Turns of care in the afternoons of next week: families that trust each other, turns to confirm."""
    pool = care.open_pool(actor=teresa, name="Turni di via Litta", **words.POOL_RULES)
    families = [
        _family(teresa, pool, who, [(name, today.year - age)])
        for who, (name, age) in zip(women, words.POOL_CHILDREN, strict=False)
    ]
    for who, family in zip(women, families, strict=False):
        others = [one.pk for one in families if one.pk != family.pk]
        care.choose(actor=who, family_id=family.pk, chosen=others)
    monday = pools.next_monday()
    for number, (who, family) in enumerate(zip(women, families, strict=False)):
        wishes = care.Wishes(
            needs=[(monday + timedelta(days=number), 0)],
            children=[row.pk for row in family.children.all()],
            offers=[(monday + timedelta(days=(number + 1) % len(families)), 0)],
            capacity=3,
            sessions=2,
            place="home",
        )
        care.save_week(actor=who, family_id=family.pk, monday=monday, wishes=wishes)
    run = Run.objects.create(pool=pool, monday=monday, by=teresa)
    gathered = gathering.of_week(pool, monday)
    answer = rota.greedy(gathered.instance)
    care.store_answer(actor=SYSTEM, run_id=run.pk, gathered=gathered, answer=answer)
    care.publish(actor=teresa, run_id=run.pk)


def _family(teresa: User, pool: Pool, who: User, children: list[tuple[str, int]]) -> Family:
    if who.person_ref is None:
        raise RuntimeError("who asks to be in a pool is a participant")
    asked = care.ask_in(actor=who, person_ref=who.person_ref, pool_id=pool.pk, children=children)
    return care.approve(actor=teresa, family_id=asked.pk)


def _week(anna: User, today: date) -> None:
    """A whole week of cells: most of it is care."""
    first, *others = words.ANNA_WEEK
    row = weeks.start_week(actor=anna, uses=first, today=today)
    for day, uses in enumerate(others, 1):
        weeks.fill_day(actor=anna, week_id=row.pk, day=day, uses=uses)


def _venture(anna: User) -> None:
    """Repairs of clothes, with what the numbers need."""
    row = ventures.start(actor=anna, name=words.ANNA_VENTURE)
    for task, data in words.ANNA_TASKS.items():
        ventures.save_task(actor=anna, venture_id=row.pk, task=task, data=data)
