"""Who comes to the made-up fairs: two hundred at the one that is over, a hundred and twenty today."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from jobcaffe.demo import words
from jobcaffe.fair.events.models import Fair, Session, Stand
from jobcaffe.fair.visits import rules
from jobcaffe.fair.visits.enums import ScanKind, SeatState, State, Way
from jobcaffe.fair.visits.models import Consent, Device, Scan, Seat, Visitor
from jobcaffe.fair.visits.presence import Fact, fold
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.privacy import crypto
from jobcaffe.people.models import Person

BEFORE, PAST, TODAY, EARLY = 140, 200, 120, 24
LINKED = 0.4
NEEDS = (
    "Vengo con il passeggino.",
    "Mi serve un interprete arabo.",
    "Uso la carrozzina.",
    "Parlo poco italiano: piano, per favore.",
    "Devo uscire entro mezzogiorno.",
)
WAYS = (Way.WEB, Way.WEB, Way.WEB, Way.DESK, Way.PAPER)


def fill(
    past: Sequence[Fair],
    here: Fair,
    persons: Sequence[Person],
    franco: Person | None,
    keeper: User,
    now: datetime,
) -> None:
    """Sign-ups, seats, consents and the door of the fairs that were and of today's. ``franco`` has a place at today's."""
    rng = random.Random(118)
    known = [
        one for one in persons if one.birth_year is not None and not one.protected and not one.merged_into_id
    ]
    *before_last, last = past
    rows = [(one, BEFORE, one.closes_at) for one in before_last]
    for fair, many, until in (*rows, (last, PAST, last.closes_at), (here, TODAY, now)):
        # Whoever first came to the desk after a fair was not linked to it when it was held.
        before = [one for one in known if one.created_at < fair.opens_at]
        friends = rng.sample(before, min(len(before), round(many * LINKED)))
        if fair == here and franco is not None:
            friends = [franco, *(one for one in friends if one != franco)]
        made = _visitors(rng, fair, many, friends, before=min(until, fair.opens_at))
        _seats(rng, fair, made)
        _consents(rng, fair, made)
        _door(rng, fair, made, keeper, until)


def early(fair: Fair, now: datetime) -> None:
    """The first sign-ups of the fair to come."""
    rng = random.Random(27)
    made = _visitors(rng, fair, EARLY, (), before=now, days=6)
    _seats(rng, fair, made, share=0.3)
    _consents(rng, fair, made)


def _visitors(
    rng: random.Random, fair: Fair, many: int, friends: Sequence[Person], *, before: datetime, days: int = 30
) -> list[Visitor]:
    codes = rng.sample(
        [f"{letter}{n // 1000}-{n % 1000:03d}" for letter in rules.LETTERS for n in range(10_000)], many
    )
    rows = []
    for number, code in enumerate(codes):
        person = friends[number] if number < len(friends) else None
        name = person.full_name if person else _name(rng)
        contact = person.phone if person else f"+39333{rng.randrange(10**7):07d}"
        way = rng.choice(WAYS)
        if way == Way.PAPER and rng.random() < 0.5:
            contact = ""
        rows.append(
            Visitor(
                id=UUID(int=rng.getrandbits(128), version=4), fair=fair, code=code, name=name,
                name_index=rules.name_index(name), contact=contact,
                contact_index=crypto.blind_index("phone", contact) if contact else "",
                needs=rng.choice(NEEDS) if rng.random() < 0.12 else "",
                heard_from=rng.choice(rules.HEARD)[0] if rng.random() < 0.7 else "",
                about={key: True for key, _label in rules.ABOUT if rng.random() < 0.3},
                person=person, way=way,
                state=State.CANCELLED if number and rng.random() < 0.07 else State.EXPECTED,
                signed_up_at=before - timedelta(days=rng.randrange(1, days), minutes=rng.randrange(600)),
                confirmed_on=timezone.localdate(before) - timedelta(days=1) if rng.random() < 0.4 else None,
            )
        )  # fmt: skip
    return Visitor.objects.bulk_create(sorted(rows, key=lambda one: one.signed_up_at))


def _name(rng: random.Random) -> str:
    first = rng.choice(rng.choice((words.FEMALE, words.MALE)))
    return f"{first} {rng.choice(words.SURNAMES).replace('_', ' ')}"


def _seats(rng: random.Random, fair: Fair, visitors: Sequence[Visitor], share: float = 0.6) -> None:
    """Workshops fill up; of the first one somebody waits."""
    coming, rows = [one for one in visitors if one.state == State.EXPECTED], []
    taken: dict[UUID, list[Session]] = {}
    sessions = [one for one in Session.objects.filter(fair=fair, cancelled_on=None) if one.seats]
    for place, session in enumerate(sessions):
        wanted = (
            (session.seats or 0) + 3 if place == 0 and share > 0.5 else round((session.seats or 0) * share)
        )
        free = [one for one in coming if not any(_overlap(session, other) for other in taken.get(one.pk, []))]
        for number, one in enumerate(rng.sample(free, min(wanted, len(free))), start=1):
            held = number <= (session.seats or 0)
            taken.setdefault(one.pk, []).append(session)
            rows.append(
                Seat(
                    session=session, visitor=one, state=SeatState.HELD if held else SeatState.WAITING,
                    number=number if held else None, asked_at=one.signed_up_at + timedelta(minutes=number),
                )
            )  # fmt: skip
    Seat.objects.bulk_create(rows)


def _overlap(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def _consents(rng: random.Random, fair: Fair, visitors: Sequence[Visitor]) -> None:
    stands = list(Stand.objects.filter(fair=fair, state="accepted"))
    rows = [
        Consent(visitor=one, stand=stand, given_at=one.signed_up_at)
        for one in visitors
        if stands and rng.random() < 0.35
        for stand in rng.sample(stands, min(len(stands), rng.randint(1, 3)))
    ]
    Consent.objects.bulk_create(rows)


def _door(rng: random.Random, fair: Fair, visitors: Sequence[Visitor], keeper: User, until: datetime) -> None:
    """Part of them arrived, some went out again, a few came without a sign-up."""
    over = until >= fair.closes_at
    start = min(fair.opens_at, until - timedelta(hours=2))
    device = Device.objects.create(
        id=UUID(int=rng.getrandbits(128), version=4), fair=fair, label="Porta 1", user=keeper,
        key_digest=crypto.code_digest("fair-door", f"{rng.getrandbits(192):048x}"), made_at=start,
        off_at=until if over else None,
    )  # fmt: skip
    guests = _walk_ins(rng, fair, start)
    share = 0.72 if over else 0.45
    came = [one for one in visitors if one.state == State.EXPECTED and rng.random() < share]
    scans: list[Scan] = []
    for one in [*came, *guests]:
        kind = ScanKind.WALK_IN if one.way == Way.DOOR else ScanKind.IN
        at = start + (until - start) * rng.betavariate(1.4, 3)
        scans.append(_scan(rng, fair, device, one, kind, at))
        if over or rng.random() < 0.2:
            scans.append(
                _scan(rng, fair, device, one, ScanKind.OUT, at + (until - at) * rng.uniform(0.3, 0.95))
            )
    Scan.objects.bulk_create(scans)
    state = fold(Fact(one.nonce, one.kind, one.at, one.visitor_id, one.undoes) for one in scans)
    arrived = [*came, *guests]
    for one in arrived:
        one.arrived_at, one.inside = state[one.pk].arrived_at, state[one.pk].inside
    Visitor.objects.bulk_update(arrived, ["arrived_at", "inside"])


def _walk_ins(rng: random.Random, fair: Fair, at: datetime) -> list[Visitor]:
    used = set(Visitor.objects.filter(fair=fair).values_list("code", flat=True))
    rows: list[Visitor] = []
    while len(rows) < (24 if fair.state == "closed" else 9):
        code, name = f"{rng.choice(rules.LETTERS)}{rng.randrange(10)}-{rng.randrange(1000):03d}", _name(rng)
        if code not in used:
            used.add(code)
            rows.append(
                Visitor(
                    id=UUID(int=rng.getrandbits(128), version=4), fair=fair, code=code, name=name,
                    name_index=rules.name_index(name), heard_from=rng.choice(rules.HEARD)[0], way=Way.DOOR,
                    signed_up_at=at,
                )
            )  # fmt: skip
    return Visitor.objects.bulk_create(rows)


def _scan(rng: random.Random, fair: Fair, device: Device, one: Visitor, kind: str, at: datetime) -> Scan:
    return Scan(
        nonce=UUID(int=rng.getrandbits(128), version=4), fair=fair, device=device, kind=kind, visitor=one,
        read="" if kind == ScanKind.WALK_IN else one.code, at=at, received_at=at,
    )  # fmt: skip
