"""What everybody outside a running group sees of the site, in worlds that differ by one thing inside it."""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.models import CheckWave, Circle, GroupRequest, HelpMatch, Meeting
from jobcaffe.encounters.messages import recipient_of
from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.notices.actions import send
from jobcaffe.people.models import Person
from tests import factories
from tests.attack.site import Address, World, walk
from tests.circles.groups import Staff, enter, person, requested, running, tonight
from tests.consistency.crowd import Crowd

VISITOR = "anonymous"
SURNAME = "Quintarossa"
# A colleague of who took the request, and the roles of the house with nothing to do with the group.
COLLEAGUE = "a colleague of the desk"
OUTSIDE = [VISITOR, *Role.values, COLLEAGUE]
ADDRESSES = sorted((one for one in walk() if "GET" in one.methods), key=lambda one: one.route)
# Every look of these changes what comes next: they are tried by the tests of their own rooms.
NOT_LOOKED_AT = {"accounts:sign_out"}

# What went wrong has a list of its own.
VIEWS = {"notices:sent": "non-partiti", "jobs:list": "fermi"}

# What differs between two looks at the same world: tokens drawn at random.
_NOISE = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|"inlineScriptNonce":"[^"]+"'
    rb'|"X-CSRFToken": "[^"]+"|name="(?:form-\d+-)?request_key" value="[^"]+"|nonce-[\w\-+/=]+'
    rb'|name="key" value="[0-9a-f-]{36}"'
    # The place of a draft that is not begun yet.
    rb'|data-autosave="[^"]+"|name="draft" value="[^"]+"'
    # The token that a page asks for again; the ids of a chart, the challenge of a passkey.
    rb'|-m[0-9a-f]{8}\b|eyJjaGFsbGVuZ2Ui[\w:\-]+|"challenge": ?"[^"]+"|"token": ?"\w{64}"'
)


@dataclass(frozen=True)
class Answer:
    """One answer as it goes over the wire, without what is drawn at random."""

    status: int
    headers: tuple[tuple[str, str], ...]
    length: int
    body: bytes


@dataclass
class House:
    """The house, a group that runs with three members, and who may be its fourth."""

    crowd: Crowd
    staff: Staff
    group: Circle
    members: list[User]
    evening: Meeting
    zoe: Person
    zoe_user: User
    browsers: dict[str, Client]
    # The browsers of a member and of who leads.
    inside: list[Client]
    wave: CheckWave
    slips: list[str]
    # Arguments of the crowd's own group, and of the group that is attacked.
    worlds: dict[str, World] = field(default_factory=dict)


def build() -> House:
    """The house before anything happens in the group. The desk and the coordinator of the crowd formed it."""
    crowd = Crowd()
    crowd.grow(1)
    staff = Staff(crowd.users[Role.COORDINATOR], crowd.operator, factories.user("facilitator", name="Lucia"))
    world = crowd.world()
    group, members = running(staff)
    for user in members[3:]:
        actions.leave(actor=user, circle_id=group.pk)
    actions.update_circle(
        actor=staff.facilitator, circle_id=group.pk, public=True, area="Lainate", entry_open=True
    )
    until = timezone.localdate() + timedelta(days=30)
    actions.note_presences(actor=staff.facilitator, circle_id=group.pk, purpose="certificate", until=until)
    actions.post_help(actor=members[1], circle_id=group.pk, kind="offer", category="passaggio")
    for _n in range(4):
        requested(staff, person(staff))
    zoe = person(staff, first_name="Zoe", last_name=SURNAME, last_contact_on=timezone.localdate())
    browsers, inside = crowd.clients(), [_browser(members[0]), _browser(staff.facilitator)]
    wave, slips = actions.open_wave(actor=staff.facilitator, circle_id=group.pk, instrument="gruppo5")
    house = House(
        crowd, staff, group, members[:3], tonight(group), zoe, factories.member(person=zoe), browsers, inside,
        wave, slips,
    )  # fmt: skip
    house.browsers[COLLEAGUE] = _browser(factories.user("desk", team=crowd.team))
    house.worlds = {"own": world, "hers": World({**world.values, **_of_the_target(house)})}
    return house


def _browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    client.get("/")
    return client


def _of_the_target(house: House) -> dict[str, Any]:
    """The addresses that somebody would type to look into the group, and at her who may be in it."""
    roster = queries.roster(house.staff.facilitator, house.group)
    values: dict[str, Any] = {
        "circle_id": house.group.pk,
        "person_id": house.zoe.pk,
        "user_pk": house.staff.facilitator.pk,
        "membership_id": roster[0].key,
        "desk:pk": house.zoe.pk,
    }
    rooms = (
        "evenings",
        "leading",
        "mygroup",
        "sharing",
        "checks",
        "forming",
        "groupdesk",
        "groups",
        "agenda",
    )
    values |= {f"{room}:encounter_id": house.evening.pk for room in rooms}
    names = ("detail", "edit", "move", "cancel", "presences", "add", "print_sheet")
    values |= {f"agenda:{name}:pk": house.evening.pk for name in names}
    return values | {
        f"public:{name}:pk": house.evening.pk for name in ("appointment", "event_file", "sign_up")
    }


def looks(house: House, role: str) -> Iterator[tuple[str, str]]:
    """What one role looks at: (a name, a URL). Addresses that are hers, and those of the group."""
    roles = _roles(role)
    for address in ADDRESSES:
        if address.name in NOT_LOOKED_AT:
            continue
        if access.reach_of(roles, address.capability) is not access.Reach.NONE:
            yield address.name, house.worlds["own"].url(address)
        if _about_groups(address) and address.arguments:
            yield f"{address.name} of the group", house.worlds["hers"].url(address)
        yield from _questions(house, address, roles)


def _roles(who: str) -> tuple[str, ...]:
    """The roles of somebody who looks."""
    special = {
        VISITOR: (),
        COLLEAGUE: ("desk",),
        "another coordinator": ("coordinator",),
        "a member": ("member",),
        "who leads": ("facilitator",),
    }
    return special.get(who, (who,))


def _about_groups(address: Address) -> bool:
    here = {"circle_id", "person_id", "membership_id", "encounter_id", "pk", "user_pk"}
    return bool(here & set(address.arguments))


def _questions(house: House, address: Address, roles: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The same page with a question in its address."""
    if address.arguments or access.reach_of(roles, address.capability) is access.Reach.NONE:
        return
    room = inspect.getmodule(inspect.unwrap(address.callback))
    if room is None or "request.GET" not in inspect.getsource(room):
        return
    url, day = house.worlds["own"].url(address), timezone.localdate().isoformat()
    asked = [{"q": SURNAME, "cerca": SURNAME, "persona": str(house.zoe.pk), "giorno": day}]
    if address.name in VIEWS:
        asked.append({"vista": VIEWS[address.name]})
    for question in asked:
        yield f"{address.name} asked", f"{url}?{urlencode(question)}"


def without_noise(body: bytes) -> bytes:
    """An answer without what is drawn at random."""
    return _NOISE.sub(b"", body)


def answer_of(client: Client, url: str) -> Answer:
    """One look, to its last byte."""
    found = client.get(url)
    body = found.getvalue() if found.streaming else found.content
    headers = sorted((name, without_noise(value.encode()).decode()) for name, value in found.items())
    return Answer(found.status_code, tuple(headers), len(body), without_noise(body))


Found = dict[str, Any]


def crawl(house: House, role: str) -> Found:
    """Every look of one role, by name and URL."""
    browser = house.browsers[role]
    return {f"{name} {url}": answer_of(browser, url) for name, url in looks(house, role)}


class Kept(logging.Handler):
    """Keeps every line that would be written, of whatever level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it as text, with its level and its source."""
        self.lines.append(f"{record.levelname} {record.name} {record.getMessage()}")


@contextmanager
def all_logs() -> Iterator[list[str]]:
    """What is logged meanwhile, by whatever part of the house."""
    kept, loggers = Kept(), [logging.getLogger(), *_own_loggers()]
    before = [(one, one.level, one.propagate, one.disabled) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
        one.disabled = False
    logging.getLogger().addHandler(kept)
    try:
        yield kept.lines
    finally:
        logging.getLogger().removeHandler(kept)
        for one, level, propagate, disabled in before:
            one.setLevel(level)
            one.propagate, one.disabled = propagate, disabled


def _own_loggers() -> list[logging.Logger]:
    names = [name for name in logging.root.manager.loggerDict if name.startswith(("jobcaffe", "django."))]
    # The words of queries and of templates are for who builds the house: nobody switches them on here.
    return [
        logging.getLogger(name) for name in names if not name.startswith(("django.db", "django.template"))
    ]


Happening = Callable[[House], None]


def _enter(house: House) -> None:
    enter(house.staff, house.group, house.zoe)
    actions.stay(actor=house.zoe_user, circle_id=house.group.pk)


def _asked(house: House) -> GroupRequest:
    return requested(house.staff, house.zoe)


def nothing(_house: House) -> None:
    """The world to which the others are compared."""


def asked_and_withdrew(house: House) -> None:
    """She asked for a group and took it back."""
    actions.withdraw(actor=house.staff.desk, request_id=_asked(house).pk)


def asked_and_entered(house: House) -> None:
    """She asked for a group and is in it."""
    _enter(house)


def left(house: House) -> None:
    """A member goes."""
    actions.leave(actor=house.members[0], circle_id=house.group.pk)


def left_by_voice(house: House) -> None:
    """A member says to who leads that she goes."""
    mate = queries.roster(house.staff.facilitator, house.group)[0]
    assert mate.key is not None
    actions.set_standing(actor=house.staff.facilitator, membership_id=mate.key, standing="left")


def wrote_for_herself(house: House) -> None:
    """A member writes something that only she reads."""
    actions.share(actor=house.members[0], circle_id=house.group.pk, kind="experience", text="ho paura")


def wrote_for_all(house: House) -> None:
    """A member writes for the group, changes it and takes another one away."""
    share = {
        "actor": house.members[0],
        "circle_id": house.group.pk,
        "kind": "experience",
        "readers": "circle",
    }
    row = actions.share(**share, text="una cosa")
    actions.change(actor=house.members[0], contribution_id=row.pk, text="un'altra", readers="only_me")
    actions.take_away(actor=house.members[0], contribution_id=actions.share(**share, text="niente").pk)


def helped(house: House) -> None:
    """Two members help each other."""
    need = actions.post_help(
        actor=house.members[0], circle_id=house.group.pk, kind="need", category="passaggio"
    )
    match = HelpMatch.objects.get(need=need)
    for user in house.members[:2]:
        actions.answer_match(actor=user, match_id=match.pk, yes=True)
    actions.tell_how(actor=house.members[0], match_id=match.pk, how="well")


def was_marked(house: House) -> None:
    """A member is written down as present."""
    mate = queries.roster(house.staff.facilitator, house.group)[0]
    assert mate.key is not None
    actions.mark_presences(actor=house.staff.facilitator, encounter_id=house.evening.pk, present=[mate.key])


def names_were_read(house: House) -> None:
    """Who leads looks at the names, a member too."""
    for user in (house.staff.facilitator, house.members[0]):
        actions.open_roster(actor=user, circle_id=house.group.pk)


def the_worker_ran(_house: House) -> None:
    """What waits in the queue is done."""
    worker.run_due()


def was_written_to(house: House) -> None:
    """A member gets a confidential message; it leaves, and another waits."""
    to = recipient_of(Person.objects.get(pk=house.members[0].person_ref))
    context = {"when": timezone.now(), "place": "Job Caffè"}
    for number, way in enumerate(("sms", "letter", "sms")):
        if number == 2:
            worker.run_due()
        send(
            actor=house.staff.facilitator, to=to, template="encounter_cancelled", context=context,
            channel=way, confidential=True, dedupe_key=f"{to.ref}:{number}",
        )  # fmt: skip


def browsed(house: House) -> None:
    """A member looks at every page that is hers, and one who leads at all of the group's."""
    world = house.worlds["hers"]
    for client in house.inside:
        for address in ADDRESSES:
            if address.name.partition(":")[0] in ("mygroup", "sharing", "checks", "evenings", "leading"):
                client.get(world.url(address))


def _closed(house: House, **numbers: Any) -> None:
    actions.close_evening(actor=house.staff.facilitator, encounter_id=house.evening.pk, **numbers)


def evening_of_three(house: House) -> None:
    """The evening is closed: three were there."""
    _closed(house, present=3)


def evening_of_four(house: House) -> None:
    """The evening is closed: four were there, one is new, one has left."""
    _closed(house, present=4, new=1, left=1, moods={"end": {"giu": 4}}, themes=["ascolto"], notes="Si va.")


def _answered(house: House, answers: int) -> None:
    values = {name: 3 for name, _text in catalogue.instruments()["gruppo5"].questions}
    for code in house.slips[:answers]:
        actions.answer_check(code=code, values=values)
    actions.close_wave(actor=house.staff.facilitator, wave_id=house.wave.pk)


def three_answered(house: House) -> None:
    """Three said how the group goes."""
    _answered(house, 3)


def six_answered(house: House) -> None:
    """Six said how the group goes."""
    _answered(house, 6)


def _all(*happenings: Happening) -> Happening:
    """One after the other."""

    def happen(house: House) -> None:
        for happening in happenings:
            happening(house)

    return happen


# Pairs of worlds that nobody outside can tell apart, each by one thing.
PAIRS: dict[str, tuple[Happening, Happening]] = {
    "one entered, or withdrew her request": (asked_and_withdrew, asked_and_entered),
    "one left": (nothing, left),
    "one left by voice": (nothing, left_by_voice),
    "one wrote for herself": (nothing, wrote_for_herself),
    "one wrote for the group": (nothing, wrote_for_all),
    "two helped each other": (nothing, helped),
    "one was marked present": (nothing, was_marked),
    "the names were read": (nothing, names_were_read),
    "one was written to": (the_worker_ran, was_written_to),
    "an evening of three or of four": (evening_of_three, evening_of_four),
    "three or six answered": (three_answered, six_answered),
    "one looked at her pages": (nothing, browsed),
}
# All of it at once, so that nothing makes up for anything: one more inside, or one less. Both are compared
# to the same quiet world, which is looked at once.
QUIET = _all(asked_and_withdrew, three_answered, evening_of_three, the_worker_ran)
MORE = (
    QUIET,
    _all(
        asked_and_entered, wrote_for_herself, wrote_for_all, helped, names_were_read, six_answered,
        evening_of_four, was_marked, was_written_to, browsed,
    ),
)  # fmt: skip
LESS = (QUIET, _all(QUIET, left, left_by_voice))


def seen_after(house: House, happening: Happening, role: str) -> Found:
    """What one role sees once something happened; then the world is as before."""
    outbox = list(mail.outbox)
    try:
        with transaction.atomic():
            happening(house)
            with all_logs() as lines:
                found: Found = crawl(house, role)
            transaction.set_rollback(True)
    finally:
        mail.outbox[:] = outbox
    return {**found, "log lines": tuple(lines)}


def differences(one: Found, other: Found) -> dict[str, str]:
    """Where two worlds are told apart, with the first place."""
    assert one.keys() == other.keys()
    return {key: _first(one[key], other[key]) for key in one if one[key] != other[key]}


def _first(one: Any, other: Any) -> str:
    if not isinstance(one, Answer):
        return f"{set(one) ^ set(other) or 'another order'}"
    if one.body == other.body:
        return (
            f"{one.status}/{other.status} {set(one.headers) ^ set(other.headers)} {one.length}/{other.length}"
        )
    at = next((n for n, (a, b) in enumerate(zip(one.body, other.body, strict=False)) if a != b), 0)
    return f"{one.body[max(0, at - 60) : at + 80]!r} / {other.body[max(0, at - 60) : at + 80]!r}"
