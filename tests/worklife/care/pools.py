"""A pool with its households, made by the actions that everybody uses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.privacy.consents import give_consent
from jobcaffe.kernels import rota
from jobcaffe.people.models import Person
from jobcaffe.worklife.care import actions, gathering, queries
from jobcaffe.worklife.care.actions import Wishes
from jobcaffe.worklife.care.models import Family, Need, Offer, Pool, Run, Turn
from tests import factories

RULES: dict[str, Any] = {
    "starts": ["07:30", "16:00", "18:00"],
    "block_minutes": 120,
    "max_children": 5,
    "limit_minutes": 1200,
    "solidarity_minutes": 480,
    "fund_cap_minutes": 240,
    "extra_child_percent": 50,
    "places": ["home", "job_caffe"],
    "two_adults": False,
    "permissions": True,
    "counts_only": False,
    "paid": False,
}
AFTERNOON = 1


@dataclass
class World:
    """A pool, who leads it, and its households by name."""

    leader: User = field(default_factory=lambda: factories.user("lab_leader", name="Lia"))
    users: dict[str, User] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    pool: Pool = field(init=False)
    rules: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pool = actions.open_pool(actor=self.leader, name="Turni di via Litta", **{**RULES, **self.rules})

    def family(self, name: str, *, kids: int = 1, signed: bool = True, who: Person | None = None) -> Family:
        """A confirmed household with its adult's account."""
        who = who or factories.person(first_name=name, sex="F", birth_year=1988)
        user = User.objects.filter(person_ref=who.pk).first() or factories.member(person=who)
        children = [(f"Bimbo{name}{n}", timezone.localdate().year - 6) for n in range(kids)]
        asked = actions.ask_in(actor=user, person_ref=who.pk, pool_id=self.pool.pk, children=children)
        made = actions.approve(actor=self.leader, family_id=asked.pk)
        if signed:
            sign(self.leader, made)
        self.users[name], self.families[name] = user, made
        return made

    def trust(self, *pairs: tuple[str, str]) -> None:
        """Each household of a pair chooses the other, beside those it chose before."""
        for one, other in pairs:
            self.choose(one, other)
            self.choose(other, one)

    def choose(self, one: str, other: str) -> None:
        """One way only."""
        chosen = {*queries.chosen_by(self.families[one]), self.families[other].pk}
        actions.choose(actor=self.users[one], family_id=self.families[one].pk, chosen=chosen)

    def week(self, name: str, *, needs: list[int] = (), offers: list[int] = (), **more: Any) -> None:  # type: ignore[assignment]
        """Needs and offers in the afternoons of next week, by weekday."""
        family = self.families[name]
        wishes = Wishes(
            needs=[(day(n), AFTERNOON) for n in needs],
            children=[row.pk for row in family.children.all()] if needs else [],
            offers=[(day(n), AFTERNOON) for n in offers],
            **{"capacity": 3, "sessions": 5, "place": "home", **more},
        )
        actions.save_week(
            actor=self.users[name], family_id=family.pk, monday=queries.next_monday(), wishes=wishes
        )

    def plan(self, *, seed: int = 1) -> Run:
        """The proposal of next week, as the worker works it out."""
        run = actions.propose(
            actor=self.leader, pool_id=self.pool.pk, monday=queries.next_monday(), seed=seed, seconds=20
        )
        worker.run_due()
        run.refresh_from_db()
        return run

    def quick(self) -> Run:
        """A proposal in a moment, ready to be looked at, without a worker."""
        run = Run.objects.create(pool=self.pool, monday=queries.next_monday(), by=self.leader)
        gathered = gathering.of_week(self.pool, run.monday)
        answer = rota.greedy(gathered.instance)
        return actions.store_answer(actor=SYSTEM, run_id=run.pk, gathered=gathered, answer=answer)

    def published(self) -> Run:
        """The same, published."""
        return actions.publish(actor=self.leader, run_id=self.plan().pk)

    def need(self, name: str) -> Need:
        """The only need of a household."""
        return Need.objects.get(family=self.families[name])

    def turn(self, name: str, weekday: int = 1) -> Turn:
        """The live turn of a household on a day of next week."""
        return queries.live_turns(self.pool).get(offer__family=self.families[name], day=day(weekday))

    def who(self, name: str) -> dict[str, Any]:
        """The arguments of an action by a household."""
        return {"actor": self.users[name], "family_id": self.families[name].pk}


def day(weekday: int) -> date:
    """A day of next week."""
    return queries.next_monday() + timedelta(days=weekday)


def sign(leader: User, family: Family) -> None:
    """The paper for this year and the next."""
    today = timezone.localdate()
    actions.sign(
        actor=leader, family_id=family.pk, given_on=today - timedelta(days=1),
        valid_until=today + timedelta(days=400),
    )  # fmt: skip


def over(turn: Turn) -> None:
    """The turn was yesterday."""
    back = timezone.localdate() - timedelta(days=1)
    needs = [row.need_id for row in turn.mindings.all()]
    Need.objects.filter(pk__in=needs).update(day=back)
    Offer.objects.filter(pk=turn.offer_id).update(day=back)
    Turn.objects.filter(pk=turn.pk).update(day=back)


def willing(user: User) -> Person:
    """Her person, with her yes to messages."""
    person = Person.objects.get(pk=user.person_ref)
    give_consent(
        actor=user, person_ref=person.pk, subject=person, purpose="messages", how="paper", given_by="Lei"
    )
    return person


def minded(world: World) -> dict[UUID, UUID]:
    """Who looks after whom: need → household."""
    return {
        row.need_id: turn.offer.family_id
        for turn in queries.live_turns(world.pool)
        for row in turn.mindings.all()
    }


def small_world(**rules: Any) -> World:
    """Anna needs Tuesday and can on Thursday; Sara and Rita the other way; all chose each other."""
    world = World(rules=rules)
    for name in ("Anna", "Sara", "Rita"):
        world.family(name)
    world.trust(("Anna", "Sara"), ("Anna", "Rita"), ("Sara", "Rita"))
    world.week("Anna", needs=[1], offers=[3])
    world.week("Sara", needs=[3], offers=[1])
    world.week("Rita", offers=[1, 3])
    return world
