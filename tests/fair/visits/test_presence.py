"""Ten thousand histories of four devices end where they would have ended with one."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import queries
from jobcaffe.fair.visits.actions import record_scans
from jobcaffe.fair.visits.models import Scan, Visitor
from jobcaffe.fair.visits.presence import Fact, Presence, counted, fold
from tests import factories
from tests.fair.visits import around

HISTORIES, STORED = 10_000, 200
START = datetime(2026, 11, 18, 9, tzinfo=UTC)


def a_day(dice: random.Random, visitors: list[object]) -> list[Fact]:
    """What really happened at a door, in order: arrivals, ways out, and mistakes taken back."""
    facts: list[Fact] = []
    for minute in range(dice.randint(1, 14)):
        at = START + timedelta(minutes=minute, milliseconds=dice.randrange(1000))
        nonce = UUID(int=dice.getrandbits(128))
        pressed = [one for one in facts if one.kind != "undo"]
        if pressed and dice.random() < 0.25:
            target = dice.choice(pressed)
            facts.append(
                Fact(nonce, "undo", at, target.visitor if dice.random() < 0.5 else None, target.nonce)
            )
        else:
            kind = dice.choices(("in", "out", "walk_in"), (6, 3, 1))[0]
            facts.append(Fact(nonce, kind, at, dice.choice(visitors)))
    return facts


def by_hand(facts: list[Fact]) -> dict[object, tuple[datetime | None, bool]]:
    """The same by walking through the true order with a list per visitor: another way of saying it."""
    told: dict[object, list[Fact]] = {}
    for one in facts:
        if one.kind != "undo":
            told.setdefault(one.visitor, []).append(one)
    for undo in facts:
        for rows in told.values():
            rows[:] = [one for one in rows if undo.undoes != one.nonce]
    state = {}
    for who, rows in told.items():
        arrived = next((one.at for one in rows if one.kind != "out"), None)
        state[who] = (arrived, bool(rows) and rows[-1].kind != "out")
    return state


def as_it_arrives(dice: random.Random, facts: list[Fact]) -> list[Fact]:
    """Repeated and in whatever order."""
    sent = [*facts, *dice.choices(facts, k=dice.randint(0, len(facts)))]
    dice.shuffle(sent)
    return sent


def test_whatever_the_order_and_however_often_the_state_is_the_same() -> None:
    dice = random.Random(118)
    undone = 0
    for _history in range(HISTORIES):
        facts = a_day(dice, ["anna", "bruno", "carla"])
        undone += any(one.kind == "undo" for one in facts)
        state = fold(as_it_arrives(dice, facts))
        assert {who: (one.arrived_at, one.inside) for who, one in state.items()} == by_hand(facts)
    assert undone > HISTORIES // 3


def test_two_presses_of_one_instant_are_put_in_the_order_of_their_nonces() -> None:
    came, went = (Fact(UUID(int=number), kind, START, "anna") for number, kind in ((1, "in"), (2, "out")))
    assert (
        fold([came, went]) == fold([went, came]) == {"anna": Presence(START, inside=False, last=UUID(int=2))}
    )


def test_copies_of_a_nonce_that_differ_do_not_make_the_state_hang_on_their_order() -> None:
    one, other = (Fact(UUID(int=1), kind, START, "anna") for kind in ("in", "out"))
    assert fold([one, other]) == fold([other, one])


def test_who_was_taken_back_is_outside_and_never_came() -> None:
    came = Fact(UUID(int=1), "in", START, "anna")
    back = Fact(UUID(int=2), "undo", START, None, came.nonce)
    assert fold([back, came]) == {"anna": Presence()}
    assert counted(fold([came])) == (1, 1)
    assert counted(fold([back, came])) == (0, 0)


class Door:
    """A fair with four telephones whose clocks are wrong, each in its own way."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.fair: Fair = factories.fair(opens_at=START)
        self.user = around.volunteer(self.fair)
        self.skews = [timedelta(seconds=seconds) for seconds in (0, 3_601, -420, 95)]
        self.devices = [around.telephone(self.fair, self.user, f"Porta {n}")[0] for n in range(4)]
        rows = [
            Visitor(fair=self.fair, code=f"F{n}-{n}{n}{n}", name="Anna", signed_up_at=START)
            for n in range(1, 6)
        ]
        self.visitors = Visitor.objects.bulk_create(rows)

    def send(self, facts: list[Fact], now: datetime) -> None:
        """Every device sends its own facts in batches of its own, some twice, in a random order."""
        codes = {one.pk: one.code for one in self.visitors}
        batches = []
        for number, skew in enumerate(self.skews):
            own = [one for place, one in enumerate(facts) if place % len(self.skews) == number]
            sent = as_it_arrives(self.dice, own) if own else []
            while sent:
                size = self.dice.randint(1, 4)
                batches.append((self.devices[number], skew, sent[:size]))
                sent = sent[size:]
        self.dice.shuffle(batches)
        for device, skew, part in batches:
            rows = [
                {
                    "nonce": str(one.nonce), "kind": one.kind, "at": round((one.at - skew).timestamp() * 1000),
                    "read": codes.get(one.visitor, ""), "undoes": str(one.undoes) if one.undoes else None,
                    "name": "Gina" if one.kind == "walk_in" else "",
                }
                for one in part
            ]  # fmt: skip
            record_scans(
                actor=self.user, fair=self.fair, rows=rows, device=device, sent_at=now - skew, now=now
            )


@pytest.mark.django_db
def test_hundreds_of_histories_through_the_database_end_as_the_fold_says() -> None:
    dice = random.Random(4)
    door = Door(dice)
    now = START + timedelta(hours=2)
    for _history in range(STORED):
        Scan.objects.all().delete()
        Visitor.objects.filter(fair=door.fair).update(arrived_at=None, inside=False)
        # A newcomer has no row before she comes: her arrivals are tried apart.
        facts = [one for one in a_day(dice, [one.pk for one in door.visitors]) if one.kind != "walk_in"]
        if not facts:
            continue
        door.send(facts, now)
        stored = Visitor.objects.filter(fair=door.fair).values_list("pk", "arrived_at", "inside")
        wanted = by_hand(facts)
        assert {pk: (at, inside) for pk, at, inside in stored if pk in wanted} == wanted
        assert around.present_now(door.fair) == {who for who, (_at, inside) in wanted.items() if inside}
    assert [one.skew_ms for one in queries.devices(door.fair)] == [0, 3_601_000, -420_000, 95_000]
