"""A scratch fair whose day is now, the visits that are made to it, and what must be true at the end."""

from __future__ import annotations

import json
import random
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

from bench.load.openmodel import Answer, Ask, Send

VISITORS = 3_000
BROWSERS = 120
# Every workshop but the first, which fills up: who comes later waits in its list.
SEATS, FEW_SEATS = 400, 60
# A part of those who book want one of the same few hours, and are told that it is gone.
CROWD, CROWDED_HOURS = 0.2, 6
GONE = b"appena state prese"
LATER = frozenset({302})
FORM = ("Content-Type", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class Site:
    """What the generator knows of the fair."""

    slug: str
    tickets: list[tuple[str, str, str]]  # visitor, code, signed token
    workshops: list[str]
    hours: list[tuple[str, int]]  # stand and slot with a free table
    doors: list[tuple[str, str, str]]  # device, its key, the keeper's cookie
    keeper: str


def build(devices: int) -> Site:
    """Write the fair into the migrated, empty database of the settings."""
    from datetime import datetime

    from django.db import transaction
    from django.utils import timezone

    from jobcaffe.demo import calendar, fair_event, fair_visits, network_board, staff
    from jobcaffe.fair.events.enums import TalksMode
    from jobcaffe.fair.events.models import Fair
    from jobcaffe.foundation.journal.actions import SYSTEM
    from jobcaffe.plan import queries as plans
    from jobcaffe.plan.actions import load_programme

    rng, now, today = random.Random(8), timezone.now(), timezone.localdate()
    with transaction.atomic():
        load_programme(actor=SYSTEM, path=_programme_file())
        programme = plans.current_programme()
        assert programme is not None
        users = staff.hire()
        calendar.places(programme.starts_on, today)
        bodies = calendar.organisations(rng, programme.starts_on, today)
        network_board.fill(bodies, today)
        made = fair_event.Made(fair_event.Community(bodies, users, today, now)).fair(today, over=False)
        _from_now(made, now)
        Fair.objects.filter(pk=made.pk).update(talks_mode=TalksMode.BOOKING)
        made.refresh_from_db()
        before: datetime = made.opens_at
        fair_visits._visitors(rng, made, VISITORS, [], before=before)
    return _site(made, users, devices)


def _programme_file() -> Any:
    from pathlib import Path

    from django.conf import settings

    return Path(settings.PROGRAMME_FILE)


def _from_now(fair: Any, now: Any) -> None:
    """The demo's day begins at nine; this one began a quarter of an hour ago, whatever the clock says."""
    from django.db.models import F
    from django.db.models.functions import Coalesce

    from jobcaffe.fair.events.models import Fair, Session, Shift

    gone = now - timedelta(minutes=15) - fair.opens_at
    for model, rows, names in (
        (Fair, {"pk": fair.pk}, ("opens_at", "closes_at", "first_slot_at")),
        (Session, {"fair": fair}, ("starts_at", "ends_at")),
        (Shift, {"fair": fair}, ("starts_at", "ends_at")),
    ):
        model.objects.filter(**rows).update(**{name: F(name) + gone for name in names})
    limited = Session.objects.filter(fair=fair, seats__isnull=False).order_by("starts_at")
    limited.update(seats=Coalesce(SEATS, "seats"))
    Session.objects.filter(pk=limited.values_list("pk", flat=True)[0]).update(seats=FEW_SEATS)


def _site(fair: Any, users: dict[str, Any], devices: int) -> Site:
    from django.test import Client

    from jobcaffe.fair.events import queries as events
    from jobcaffe.fair.talks import queries as talks
    from jobcaffe.fair.visits import actions, rules
    from jobcaffe.fair.visits.models import Visitor

    def signed_in() -> str:
        client = Client()
        client.force_login(users["ivan"])
        client.get(f"/jobfest/porta/{fair.slug}/")
        return _cookies({name: one.value for name, one in client.cookies.items()})

    coming = Visitor.objects.select_related("fair").filter(fair=fair, state="expected").order_by("code")
    phones = []
    for number in range(devices):
        key, label = uuid.uuid4().hex, f"Porta {number + 1}"
        made = actions.register_device(
            actor=users["ivan"], fair=fair, label=label, device_id=uuid.uuid4(), key=key
        )
        phones.append((str(made.pk), key, signed_in()))
    limited = events.sessions_of(fair).filter(seats__isnull=False)
    return Site(
        slug=fair.slug,
        tickets=[(str(one.pk), one.code, rules.token_of(one)) for one in coming],
        workshops=[str(one.pk) for one in limited],
        hours=[(str(one.pk), slot) for one in events.stands_of(fair) for slot in talks.free_slots(one)],
        doors=phones,
        keeper=signed_in(),
    )


def _cookies(found: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in found.items())


# --- the visits -------------------------------------------------------------------------------------
@dataclass
class Visits:
    """Makes the next request of each kind; cookies and tokens came from the server, over HTTP."""

    site: Site
    rng: random.Random
    browsers: list[tuple[str, str]]  # CSRF cookie, token of the form
    doors: list[tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]]  # headers to read, to write
    assets: list[str]

    def __post_init__(self) -> None:
        self._browser = cycle(self.browsers)
        self._booker = iter(self.rng.sample(self.site.tickets, len(self.site.tickets)))
        self._comer = cycle(self.rng.sample(self.site.tickets, len(self.site.tickets)))
        self._turn = cycle(range(4))
        self._said: Counter[str] = Counter()
        self._crowded = self.site.hours[:: max(1, len(self.site.hours) // CROWDED_HOURS)]

    def makers(self) -> dict[str, Callable[[float], Ask]]:
        """Kind → the next request of it; it is told when it is due (seconds since 1970)."""
        return {
            "check-in": self.check_in,
            "booking": self.booking,
            "fair": lambda _at: self._page("", b"porta-con-te"),
            "programme": self.programme,
            "rest": self.rest,
        }

    def _page(self, path: str, sign: bytes) -> Ask:
        return Ask(f"/jobfest/{self.site.slug}/{path}", sign=sign)

    def programme(self, _at: float) -> Ask:
        """The programme and the exhibitors, one after the other."""
        if next(self._turn) % 2:
            return self._page("espositori/", b"Panificio Airaghi")
        return self._page("programma/", b"Curriculum in venti minuti")

    def check_in(self, at: float) -> Ask:
        """One reading of a code; who has come in goes out the next time."""
        visitor, code, _token = next(self._comer)
        kind = "out" if self._said[visitor] % 2 else "in"
        self._said[visitor] += 1
        nonce, milliseconds = str(uuid.UUID(int=self.rng.getrandbits(128), version=4)), int(at * 1000)
        fact = {"nonce": nonce, "kind": kind, "at": milliseconds, "read": code}
        body = json.dumps({"facts": [fact], "sent": milliseconds}).encode()
        headers = self.rng.choice(self.doors)[1]
        path = f"/jobfest/porta/{self.site.slug}/manda/"
        return Ask(path, "POST", headers, body, sign=nonce.encode(), key=(nonce, visitor, kind, milliseconds))

    def booking(self, _at: float) -> Ask:
        """A seat of a workshop or an hour at a table, from one's ticket: half and half."""
        visitor, _code, token = next(self._booker)
        cookie, secret = next(self._browser)
        fields = {"csrfmiddlewaretoken": secret}
        headers = (("Cookie", cookie), FORM)
        if self.rng.random() < 0.5:
            workshop = self.rng.choice(self.site.workshops)
            path = f"/jobfest/posto/biglietto/{token}/posti/{workshop}/"
            key: object = ("seat", visitor, workshop)
            return Ask(path, "POST", headers, urlencode(fields).encode(), LATER, key=key)
        hours = self._crowded if self.rng.random() < CROWD else self.site.hours
        stand, slot = self.rng.choice(hours)
        path = f"/jobfest/colloqui/{self.site.slug}/stand/{stand}/{slot}/?{urlencode({'biglietto': token})}"
        body = urlencode({**fields, "request_key": uuid.UUID(int=self.rng.getrandbits(128), version=4)})
        key = ("talk", visitor, stand, slot)
        return Ask(path, "POST", headers, body.encode(), LATER | {200}, sign=GONE, key=key)

    def rest(self, _at: float) -> Ask:
        """A ticket, the door's state, the tables' fragment, a style sheet or script: in equal parts."""
        turn = next(self._turn)
        if turn == 0:
            _visitor, code, token = self.rng.choice(self.site.tickets)
            return Ask(f"/jobfest/posto/biglietto/{token}/", sign=code.encode())
        if turn == 1:
            headers = self.rng.choice(self.doors)[0]
            return Ask(f"/jobfest/porta/{self.site.slug}/stato/", headers=headers, sign=b'"live"')
        if turn == 2:
            cookie = (("Cookie", self.site.keeper),)
            return Ask(f"/jobfest/giornata/{self.site.slug}/tavoli/", headers=cookie, sign=b"Panificio")
        return Ask(self.rng.choice(self.assets))


async def open_pages(site: Site, rng: random.Random, send: Send) -> Visits:
    """What browsers and telephones did before: pages opened, tokens had, the door connected."""
    browsers = []
    for _visitor, _code, token in rng.sample(site.tickets, BROWSERS):
        reply = await send(Ask(f"/jobfest/posto/biglietto/{token}/"))
        cookie = reply.headers["set-cookie"][0].partition(";")[0]
        browsers.append((cookie, _found(rb'name="csrfmiddlewaretoken" value="([^"]+)"', reply.body)))
    doors = []
    for device, key, cookie in site.doors:
        known = (("X-Porta", device), ("X-Porta-Chiave", key))
        reply = await send(Ask(f"/jobfest/porta/{site.slug}/stato/", headers=(*known, ("Cookie", cookie))))
        fresh = reply.headers.get("set-cookie", [""])[0].partition(";")[0]
        both = (*known, ("Cookie", "; ".join(one for one in (cookie, fresh) if one)))
        token = json.loads(reply.body)["token"]
        doors.append((both, (*both, ("X-CSRFToken", token), ("Content-Type", "application/json"))))
    home = (await send(Ask(f"/jobfest/{site.slug}/"))).body
    assets = sorted({one.decode() for one in re.findall(rb'(?:href|src)="(/static/[^"#]+)', home)})
    return Visits(site, rng, browsers, doors, assets)


def _found(pattern: bytes, body: bytes) -> str:
    match = re.search(pattern, body)
    if match is None:
        raise SystemExit("the page has no token: was it refused?")
    return match[1].decode()


# --- what must be true ------------------------------------------------------------------------------
def verdicts(answers: Sequence[Answer]) -> Iterator[tuple[str, int]]:
    """What was promised and is not there, and what is there twice: every number should be 0."""
    yield from _of_the_door([one for one in answers if one.kind == "check-in"])
    yield from _of_places([one for one in answers if one.kind == "booking"])


def _of_the_door(answers: Sequence[Answer]) -> Iterator[tuple[str, int]]:
    from jobcaffe.fair.visits.models import Scan, Visitor

    promised: dict[str, Any] = {one.ask.key[0]: one.ask.key for one in answers if not one.fault}  # type: ignore[index]
    asked = {one.ask.key[0] for one in answers}  # type: ignore[index]
    kept = Counter(str(one) for one in Scan.objects.values_list("nonce", flat=True))
    yield "scans lost", len(promised.keys() - kept.keys())
    yield "scans twice", sum(many - 1 for many in kept.values())
    yield "scans of nobody's telephone", len(kept.keys() - asked)
    last: dict[str, tuple[int, str]] = {}
    for _nonce, visitor, kind, at in sorted(promised.values(), key=lambda key: key[3]):
        last[visitor] = (at, kind)
    faulty = {one.ask.key[1] for one in answers if one.fault}  # type: ignore[index]
    inside = {str(one) for one in Visitor.objects.filter(inside=True).values_list("pk", flat=True)}
    yield (
        "visitors in the wrong place",
        sum((kind == "in") != (who in inside) for who, (_at, kind) in last.items() if who not in faulty),
    )


def _of_places(answers: Sequence[Answer]) -> Iterator[tuple[str, int]]:
    from jobcaffe.fair.events import queries as events
    from jobcaffe.fair.events.models import Session
    from jobcaffe.fair.talks.models import Talk
    from jobcaffe.fair.talks.rules import ACTIVE
    from jobcaffe.fair.visits.models import Seat

    promised = {one.ask.key for one in answers if not one.fault and one.status in LATER}
    seats = list(Seat.objects.exclude(state="left").values_list("visitor", "session", "state"))
    talks = list(Talk.objects.filter(state__in=ACTIVE).select_related("stand__fair"))
    there = {("seat", str(who), str(what)) for who, what, _state in seats}
    there |= {("talk", str(one.visitor_id), str(one.stand_id), one.slot) for one in talks}
    yield "bookings lost", len(promised - there)
    held = Counter(session for _who, session, state in seats if state == "held")
    limits = dict(Session.objects.filter(seats__isnull=False).values_list("pk", "seats"))
    yield "seats oversold", sum(max(0, many - (limits[which] or 0)) for which, many in held.items())
    busy = Counter((one.stand, one.slot) for one in talks)
    over = sum(max(0, many - events.tables_in(stand, slot)) for (stand, slot), many in busy.items())
    yield "tables oversold", over
