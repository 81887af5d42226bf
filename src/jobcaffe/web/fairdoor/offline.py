"""What lets the door work without a network: the list it keeps, what it sends, and how it is told to forget.

The telephone keeps, sealed, code → first name and first talk (``assets/js/door``), until two hours
after the fair at the latest, and what was pressed until it was sent: also to a fair closed meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from jobcaffe.fair.events.enums import State
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges.actions import count_late
from jobcaffe.fair.pledges.queries import closing_of
from jobcaffe.fair.visits import actions, queries, rules
from jobcaffe.fair.visits.actions.door import device_of
from jobcaffe.fair.visits.models import Device, Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.programme import fairs
from jobcaffe.web.fairdoor.forms import WalkInForm
from jobcaffe.web.fairdoor.lines import lines
from jobcaffe.web.fairdoor.shared import door_or_404, kept_for, may_send, near, reads
from jobcaffe.web.page import View, page, user_of

SALT = "fair-door-who"
SCRIPT = "build/door.js"
KEY_LETTERS = 12
DEVICE, KEY = "X-Porta", "X-Porta-Chiave"

# These pages alone may start a worker. The decorator's types know no arguments of an address.
with_worker = cast("Callable[[View], View]", csp_update({"worker-src": [SELF]}))


def who(user: User) -> str:
    """Says whether it is still the same person, and nothing else."""
    return salted_hmac(SALT, str(user.pk)).hexdigest()[:20]


@page("public.read")
@with_worker
def shell(request: HttpRequest) -> HttpResponse:
    """The page that the telephone keeps for when there is no network: empty, the same for everybody."""
    empty = {"text": "", "cards": [], "nobody": False, "counts": None, "walk": WalkInForm()}
    return render(request, "fairdoor/shell.html", empty)


@page("public.read")
def worker(request: HttpRequest) -> HttpResponse:
    """The script again, under the address whose folder is all that it may touch."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _script() -> bytes:
    found: Any = finders.find(SCRIPT)
    with open(found, "rb") as source:
        return source.read()


def _device(request: HttpRequest, fair: Fair) -> Device | None:
    return device_of(fair, request.headers.get(DEVICE, ""), request.headers.get(KEY, ""))


@page("public.read")
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """How the session and the device are: ``live`` with a fresh token and the counts, ``shut`` (the fair is
    closed: send what waits), ``rested`` (sign in again, the queue waits), or ``ended``: forget the list.
    """
    fair = Fair.objects.filter(slug=slug).first()
    user = request.user
    said: dict[str, object] = {"state": "ended"}
    if fair is not None and isinstance(user, User) and _keeps(user, fair):
        told = request.headers.get(DEVICE, "")
        if not told or _device(request, fair) is not None:
            state = "shut" if fair.state == State.CLOSED else "live"
            said = {"state": state, "token": get_token(request), "who": who(user)}
            said["counts"] = asdict(queries.counts(fair))
    elif fair is not None and user.is_anonymous and _rests(request, fair):
        said = {"state": "rested"}
    return _json(said)


def _keeps(user: User, fair: Fair) -> bool:
    return rules.sending_fairs(user).filter(pk=fair.pk).exists()


def _rests(request: HttpRequest, fair: Fair) -> bool:
    return rules.takes_late(fair) and _device(request, fair) is not None


def _json(said: dict[str, object], status: int = 200) -> JsonResponse:
    answer = JsonResponse(said, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@page("fair.door", methods=("POST",))
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """This browser becomes a device of the door, one however often it comes: it brings its own name and key
    and keeps them alone. 410: it was turned off, and needs new ones.
    """
    fair, user = door_or_404(request, slug, closed_too=True), user_of(request)
    if not may_send(fair):
        return _json({"error": _("Questo telefono si collega il giorno della JOBFEST.")}, 409)
    label = request.POST.get("label", "").strip() or _("Telefono di %(name)s") % {"name": user.name}
    try:
        told = UUID(request.headers.get(DEVICE, ""))
        key = request.headers.get(KEY, "")
        made = actions.register_device(actor=user, fair=fair, label=label, device_id=told, key=key)
    except ValueError:
        return _json({"error": "unreadable"}, 400)
    except Refused as refusal:
        return _json({"state": "ended", "error": str(refusal)}, 410)
    return _json({"device": str(made.pk), "key": key, "label": made.label})


@page("fair.door")
def roster(request: HttpRequest, slug: str) -> HttpResponse:
    """Code → first name and first talk, near the day alone: nothing else leaves for the telephone."""
    fair = door_or_404(request, slug)
    if not near(fair):
        return _json({"people": [], "for": 0})
    told = lines(fair)
    rows = Visitor.objects.filter(fair=fair, forgotten_on=None).only("code", "name", "inside")
    people = [
        [
            one.pk.hex[:KEY_LETTERS],
            one.code,
            one.name.partition(" ")[0],
            told.get(one.pk, ""),
            int(one.inside),
        ]
        for one in rows
    ]
    return _json({"people": people, "for": kept_for(fair)})


def _ended(fair: Fair) -> datetime | None:
    """When the fair was closed, to the minute."""
    closing = closing_of(fair)
    return closing.at if closing else None


@page("fair.door", methods=("POST",))
def drain(request: HttpRequest, slug: str) -> HttpResponse:
    """At most 200 facts of one device; what was taken may be forgotten there. 410: it was turned off."""
    fair = door_or_404(request, slug, closed_too=True)
    device = _device(request, fair)
    if device is None:
        return _json({"state": "ended"}, 410)
    try:
        sent = json.loads(request.body)
        rows, clock = list(sent["facts"]), datetime.fromtimestamp(int(sent["sent"]) / 1000, UTC)
    except (KeyError, OSError, OverflowError, RecursionError, TypeError, ValueError):
        return _json({"error": "unreadable"}, 400)
    try:
        receipt = actions.record_scans(
            actor=user_of(request), fair=fair, rows=rows, device=device, sent_at=clock,
            until=lambda: _ended(fair),
        )  # fmt: skip
    except Refused as refusal:
        return _json({"error": str(refusal)}, 400)
    fair.refresh_from_db(fields=["state"])
    if fair.state == State.CLOSED:
        count_late(actor=user_of(request), fair_id=fair.pk, counts=lambda: fairs.visits(fair))
    if not reads(request, fair):
        receipt.unknown.clear()  # far from the day nobody learns whose a code is
    return _json({**asdict(receipt), "counts": asdict(queries.counts(fair))})
