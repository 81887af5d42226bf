"""What lets the page of an evening live without a network, and die when its telephone is lost.

The telephone keeps the page encrypted (``assets/js/evening``). Before it sends anything it asks
here how its session is: alive, ended by rest, or ended by somebody, and then it forgets everything.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from jobcaffe.circles.models import Meeting
from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.actions import sessions
from jobcaffe.foundation.accounts.models import Device, User
from jobcaffe.web.page import View, page, user_of

SALT = "jobcaffe.evenings"
KEPT_HOURS = 12
SCRIPT = "build/evening.js"


# These pages alone may start a worker. The decorator's types know no arguments of an address.
with_worker = cast("Callable[[View], View]", csp_update({"worker-src": [SELF]}))


def wants_json(request: HttpRequest) -> bool:
    """Whether the page's script asks, rather than a form."""
    return request.headers.get("Accept", "").startswith("application/json")


def keep(request: HttpRequest, meeting: Meeting) -> dict[str, str]:
    """What the script must know: where to ask, whose telephone it is, which state it shows."""
    return {
        "worker": reverse("evenings:worker"),
        "scope": reverse("evenings:shell").removesuffix("guscio/"),
        "contact": reverse("evenings:contact"),
        "who": _who(user_of(request)),
        "ticket": signing.dumps(request.session.get(sessions.DEVICE, ""), salt=SALT),
        "version": f"{len(meeting.saves)}-{meeting.closed_at or ''}",
    }


def _who(user: User) -> str:
    """Says whether it is still the same person, and nothing else."""
    return salted_hmac(SALT, str(user.pk)).hexdigest()[:20]


@page("public.read")
def contact(request: HttpRequest) -> HttpResponse:
    """How the session of a telephone is: ``live`` with a fresh token, ``rested``, or ``ended``."""
    user = request.user
    if isinstance(user, User) and access.allows(user, "circle.lead"):
        said = {"state": "live", "token": get_token(request), "who": _who(user)}
    else:
        said = {"state": _ended(request)}
    answer = JsonResponse(said)
    answer["Cache-Control"] = "no-store"
    return answer


def _ended(request: HttpRequest) -> str:
    """``rested`` when the telephone's own session ended by itself and nobody ended it."""
    try:
        kept = signing.loads(request.headers.get("X-Serata", ""), salt=SALT, max_age=KEPT_HOURS * 3600)
        device = Device.objects.filter(pk=kept, user__is_active=True).first()
    except (signing.BadSignature, ValueError):
        return "ended"
    alone = device is not None and (device.rested or device.ended_at is None)
    return "rested" if alone and request.user.is_anonymous else "ended"


@page("public.read")
@with_worker
def shell(request: HttpRequest) -> HttpResponse:
    """The page that the telephone keeps for when there is no network: empty, the same for everybody."""
    return render(request, "evenings/shell.html")


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
