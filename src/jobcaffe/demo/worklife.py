"""Made-up hours, turns of care, a week and a small activity: the rest of action 2."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone

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
from jobcaffe.worklife.care.enums import TurnState
from jobcaffe.worklife.care.models import Family, Minding, Need, Offer, Pool, Run, Turn
from jobcaffe.worklife.labs import actions as labs
from jobcaffe.worklife.timebank import actions as bank
from jobcaffe.worklife.ventures import actions as ventures
from jobcaffe.worklife.weeks import actions as weeks

PAST_WEEKS = 3


def fill(users: dict[str, User], women: Sequence[User], today: date) -> None:
    """Anna is the first of the women; what is hers alone is written as she would."""
    anna = women[0]
    _bank(users["teresa"], women)
    _pool(users["teresa"], women, today)
    _weeks(women, today)
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
    for giver, receiver, category, minutes, days in words.EXCHANGES:
        on = timezone.localdate() - timedelta(days=days)
        _exchange(at, women[giver], women[receiver], category, minutes, on)


def _exchange(at: Community, giver: User, receiver: User, category: str, minutes: int, on: date) -> None:
    """Offered, asked, agreed, done; confirmed when minutes are given."""
    offer = bank.post(actor=giver, community_id=at.pk, kind="offer", category=category)
    asked = bank.ask(actor=receiver, listing_id=offer.pk)
    bank.answer(actor=giver, exchange_id=asked.pk, yes=True)
    if minutes:
        bank.say_done(actor=giver, exchange_id=asked.pk, minutes=minutes, helped_on=on)
        bank.confirm(actor=receiver, exchange_id=asked.pk, minutes=minutes)


def _pool(teresa: User, women: Sequence[User], today: date) -> None:
    """Turns of care in the afternoons of next week: families that trust each other, turns to confirm."""
    pool = care.open_pool(actor=teresa, name="Turni di via Litta", **words.POOL_RULES)
    families = [
        _family(teresa, pool, who, [(name, today.year - age)])
        for who, (name, age) in zip(women, words.POOL_CHILDREN, strict=False)
    ]
    for family, (signed, valid) in zip(families, words.POOL_PAPERS, strict=True):
        care.sign(
            actor=teresa, family_id=family.pk, given_on=today - timedelta(days=signed),
            valid_until=today + timedelta(days=valid),
        )  # fmt: skip
    for who, family in zip(women, families, strict=False):
        others = [one.pk for one in families if one.pk != family.pk]
        care.choose(actor=who, family_id=family.pk, chosen=others)
    monday = pools.next_monday()
    for weeks_ago in range(PAST_WEEKS, 0, -1):
        _held(
            pool, list(zip(women, families, strict=False)), monday - pools.WEEK * (weeks_ago + 1), weeks_ago
        )
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


def _held(pool: Pool, homes: list[tuple[User, Family]], monday: date, shift: int) -> None:
    """A week that is over: each day one household looked after the child of another, who said so."""
    for number, (who, family) in enumerate(homes):
        if (shift, number) in words.POOL_PAUSES:
            continue
        day = monday + timedelta(days=number)
        need = Need.objects.create(family=family, day=day, block=0, count=1)
        need.children.set(family.children.all()[:1])
        carer = homes[(number + 1 + shift % (len(homes) - 1)) % len(homes)][1]
        offer = Offer.objects.create(family=carer, day=day, block=0, capacity=3, sessions=2, place="home")
        turn = Turn.objects.create(pool=pool, offer=offer, day=day, block=0, state=TurnState.CONFIRMED)
        Minding.objects.create(turn=turn, need=need, minutes=pool.minutes(1))
        care.say(actor=who, family_id=family.pk, turn_id=turn.pk, held=True)


def _family(teresa: User, pool: Pool, who: User, children: list[tuple[str, int]]) -> Family:
    if who.person_ref is None:
        raise RuntimeError("who asks to be in a pool is a participant")
    asked = care.ask_in(actor=who, person_ref=who.person_ref, pool_id=pool.pk, children=children)
    return care.approve(actor=teresa, family_id=asked.pk)


def _weeks(women: Sequence[User], today: date) -> None:
    """Whole weeks of cells, most of them care; the mean of the lab, and Anna's household."""
    for who, other in zip(women, ({}, *words.OTHER_WEEKS), strict=False):
        row = weeks.start_week(actor=who, uses=other.get(0, words.ANNA_WEEK[0]), today=today)
        for day in range(1, len(words.ANNA_WEEK)):
            weeks.fill_day(actor=who, week_id=row.pk, day=day, uses=other.get(day, words.ANNA_WEEK[day]))
        weeks.share_week(actor=who, week_id=row.pk, yes=True)
    labs.write_means(actor=SYSTEM)
    for subject, code, told in words.ANNA_HOUSE:
        data = {**told, "year": today.year + told["year"]} if "year" in told else told
        weeks.save_item(actor=women[0], subject=subject, item_id=code, data=data)


def _venture(anna: User) -> None:
    """Repairs of clothes, with what the numbers need."""
    row = ventures.start(actor=anna, name=words.ANNA_VENTURE)
    for task, data in words.ANNA_TASKS.items():
        ventures.save_task(actor=anna, venture_id=row.pk, task=task, data=data)
