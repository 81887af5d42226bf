"""What lets the public pages of a fair live without a network after the first load.

The telephone keeps the page, the programme and the exhibitors as a visitor reads them
(``assets/js/fair.js``); nobody's name is in them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from jobcaffe.fair.events.models import Fair
from jobcaffe.web.fair.shape import fair_or_404
from jobcaffe.web.page import View, page

SCRIPT = "build/fair.js"
# These pages alone may start a worker. The decorator's types know no arguments of an address.
with_worker = cast("Callable[[View], View]", csp_update({"worker-src": [SELF]}))


def kept(fair: Fair) -> dict[str, str]:
    """Where the worker is and what it may touch."""
    return {
        "worker": reverse("fair:worker", args=[fair.slug]),
        "scope": reverse("fair:page", args=[fair.slug]),
    }


@page("public.read")
def worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The script again, under the address whose folder is all that it may touch."""
    fair_or_404(request, slug)
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _script() -> bytes:
    found: Any = finders.find(SCRIPT)
    with open(found, "rb") as source:
        return source.read()
