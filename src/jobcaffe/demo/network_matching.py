"""Made-up people who said what they can do, their proposals, and an introduction in every state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from jobcaffe.demo.members import account
from jobcaffe.demo.network_directory import OF_GIULIA
from jobcaffe.demo.population import ADULT, at
from jobcaffe.exchange.introductions.enums import Side, State
from jobcaffe.exchange.introductions.models import Introduction, Step
from jobcaffe.exchange.introductions.rules import EXPIRES_AFTER, LIVE, SEEN
from jobcaffe.exchange.posts import queries as posts
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.network.matching import actions
from jobcaffe.network.matching.models import Profile
from jobcaffe.network.matching.profiles import Told, Trade
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person
from jobcaffe.vocabulary import queries as vocabulary

EVERY_MORNING = tuple(f"{day}-morning" for day in range(5))
EVERY_AFTERNOON = tuple(f"{day}-afternoon" for day in range(5))
CV = ("municipality", "wishes", "trades", "lived", "skills", "studies", "languages", "licences")


@dataclass(frozen=True)
class Tale:
    """What one of them told. ``trades``: words, whether done, years."""

    trades: tuple[tuple[str, bool, int | None], ...]
    lived: tuple[str, ...] = ()
    limits: dict[str, Any] = field(default_factory=dict)


FRANCO = Tale(
    (("magazziniere", True, 18), ("muletto", True, 6), ("giardiniere", False, None)),
    limits={
        "means": ("bike", "public"), "minutes": 40, "parts": (*EVERY_MORNING, *EVERY_AFTERNOON),
        "licences": ("b", "forklift"), "studies": ("Licenza media, 1985",), "cv": CV,
    },
)  # fmt: skip
ANNA = Tale(
    (("segretaria", True, 4), ("commessa", True, 2)),
    ("children", "homework", "elderly-parent"),
    {
        "means": ("car",), "minutes": 25, "parts": EVERY_MORNING, "care": ("to_school", "from_school"),
        "contracts": ("permanent", "fixed"), "licences": ("b",), "cv": CV,
        "studies": ("Diploma di ragioneria, 2004",), "languages": ("inglese, abbastanza",),
    },
)  # fmt: skip
YOUNG = Tale(
    (("meccanico", False, None), ("addetto alle pulizie", True, 1)),
    ("homework",),
    {"means": ("public", "walk"), "minutes": 60, "licences": (), "cv": CV},
)
CARER = Tale((("badante", True, 7), ("addetta alle pulizie", True, 3)), ("elderly-parent",), {"cv": CV})
# Of the others that told what they can do at the desk: enough for the page on who sees what.
MORE = 48
TRADES = (
    "badante", "addetta alle pulizie", "cuoco", "cameriera", "commessa", "magazziniere", "muratore",
    "impiegata", "giardiniere", "autista", "barista", "operaia",
)  # fmt: skip
LIVED = (("children",), ("elderly-parent", "homework"), (), ("homework",), ())

# Whose, state, days since the last move.
MOVES = (
    (0, State.PROPOSED, 1), (0, State.ASKED, 4), (0, State.DECLINED, 20), (0, State.OPEN, 6),
    (1, State.LATER, 5), (1, State.CLOSED, 30), (2, State.REFUSED, 12), (2, State.PROPOSED, 12),
    (3, State.WITHDRAWN, 9), (3, State.EXPIRED, 2), (3, State.ASKED, 33),
)  # fmt: skip
BEFORE = {
    State.PROPOSED: (),
    State.LATER: (State.PROPOSED,),
    State.ASKED: (State.PROPOSED,),
    State.OPEN: (State.PROPOSED, State.ASKED),
    State.CLOSED: (State.PROPOSED, State.ASKED, State.OPEN),
    State.DECLINED: (State.PROPOSED,),
    State.REFUSED: (State.PROPOSED, State.ASKED),
    State.WITHDRAWN: (State.PROPOSED, State.ASKED),
    State.EXPIRED: (State.PROPOSED,),
}


def fill(users: dict[str, User], people: list[Person], franco: User, anna: User, today: date) -> None:
    """Those who told what they can do; a search for them; of four, introductions as they stand today."""
    four = [*_who(franco), *_who(anna)]
    taken = {one.pk for one in four}
    for young in (True, False):
        four += _other(people, taken, today, young)
    for who, tale in zip(four, (FRANCO, ANNA, YOUNG, CARER), strict=False):
        _tell(who, tale, today)
    for number, who in enumerate(_more(people, taken)):
        _tell(who, _tale(number), today)
    _introduce(users, four, today)
    actions.search_all(actor=SYSTEM)


def _who(user: User) -> list[Person]:
    """Her record, of an account that has one."""
    return [Person.objects.get(pk=user.person_ref)] if user.person_ref else []


def _other(people: list[Person], taken: set[Any], today: date, young: bool) -> list[Person]:
    """The first, by her name, who is old enough and comes, with an account of her own; none in a small crowd."""
    found = [
        one for one in people
        if one.status == Status.ACTIVE and not one.protected and one.birth_year and one.pk not in taken
        and one.email and (ADULT < today.year - one.birth_year < 30) is young
        and not User.objects.filter(person_ref=one.pk).exists()
    ]  # fmt: skip
    first = sorted(found, key=lambda one: (one.search_name, str(one.pk)))[:1]
    for who in first:
        taken.add(who.pk)
        account(who)
    return first


def _more(people: list[Person], taken: set[Any]) -> list[Person]:
    """Others who come, by name, spread over the whole alphabet."""
    found = [
        one for one in people
        if one.status == Status.ACTIVE and not one.protected and one.birth_year and one.pk not in taken
    ]  # fmt: skip
    found.sort(key=lambda one: (one.search_name, str(one.pk)))
    return found[:: max(1, len(found) // MORE)][:MORE]


def _tale(number: int) -> Tale:
    """What the nth of the others told: two trades, sometimes care, limits that differ."""
    first, second = (TRADES[place % len(TRADES)] for place in (number, 5 * number + 3))
    parts = (EVERY_MORNING, (*EVERY_MORNING, *EVERY_AFTERNOON), None)[number % 3]
    limits: dict[str, Any] = {"means": (("public", "walk"), ("car",), ("bike",))[number % 3], "cv": CV}
    limits |= {"minutes": 30 + 15 * (number % 3), "licences": ("b",) if number % 2 else ()}
    trades = ((first, True, 1 + number % 9), (second, number % 4 == 0, None))
    return Tale(trades, LIVED[number % len(LIVED)], limits | ({"parts": parts} if parts else {}))


def _tell(who: Person, tale: Tale, today: date) -> None:
    trades, skills = [], list[str]()
    for words, done, years in tale.trades:
        uri = vocabulary.link(words, "occupation", k=1)[0].uri
        trades.append(Trade(words, uri, done=done, wished=True, years=years))
        if done:
            skills += vocabulary.skills_of(uri).essential
    known = {one.key: one for one in vocabulary.experiences()}
    lived = tuple(key for key in tale.lived if key in known)
    skills += [uri for key in lived for uri in known[key].skills]
    told = Told(trades=tuple(trades), lived=lived, skills=tuple(dict.fromkeys(skills)), **tale.limits)
    row = Profile(pk=uuid4(), **Profile.columns_for(who.pk))
    row.seal(told.body())
    row.changed_on = today - timedelta(days=8)
    row.save()


def _introduce(users: dict[str, User], four: list[Person], today: date) -> None:
    """Some at Giulia's organisation, so that she has something to answer; the rest at the others."""
    open_posts = list(posts.shown(posts.FOR_PERSONS).order_by("pk"))
    open_posts.sort(
        key=lambda one: (one.organisation is None or one.organisation.name != OF_GIULIA, one.title)
    )
    used: Counter[tuple[int, bool]] = Counter()
    for whose, state, days in MOVES:
        seen = state in SEEN
        number = used[whose, seen]
        used[whose, seen] += 1
        if whose >= len(four) or number >= len(open_posts) // 2:
            continue
        post = open_posts[number] if seen else open_posts[-1 - number]
        _at(users["paola"], four[whose], post, State(state), today - timedelta(days=days))


def _at(operator: User, who: Person, post: Post, state: State, since: date) -> None:
    row = Introduction(
        pk=uuid4(), post=post, state=state, begun_by=Side.HOUSE, operator=operator,
        begun_on=since - timedelta(days=3), **Introduction.columns_for(who.pk),
    )  # fmt: skip
    row.seal({"reasons": ["Sa già farlo.", "Ci arriva in poco tempo."]})
    if state in SEEN:
        contacts = [who.phone or who.email] if who.phone or who.email else []
        row.seal({"name": who.first_name, "contacts": contacts, "cv": True}, "shown")
    if state == State.OPEN:
        row.welcome = "Chiedi di Giulia all'ingresso. Martedì alle 10."
    if state == State.CLOSED:
        row.outcome, row.outcome_on, row.person_says = "job", since, "well"
    row.since = row.changed_on = since
    row.expires_on = since + timedelta(days=EXPIRES_AFTER) if state in LIVE else None
    row.save()
    sides = {State.PROPOSED: Side.HOUSE, State.ASKED: Side.PERSON, State.OPEN: Side.PARTNER}
    for number, one in enumerate((*BEFORE[state], state)):
        day = min(row.begun_on + timedelta(days=number), since)
        Step.objects.create(
            introduction=row, state=one, side=sides.get(one, Side.HOUSE), at=at(day, 10 + number)
        )
