"""What the pages of preparing share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from jobcaffe.fair.events.models import Fair
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fair.shape import fair_or_404
from jobcaffe.web.page import HouseRequest
from jobcaffe.web.tables.views.shared import BOTH, fill

__all__ = ["BOTH", "add_to", "fair_or_404", "fill", "go", "row_or_404"]


def row_or_404(rows: Any, pk: object) -> Any:
    """A row of the fair."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def go(
    request: HouseRequest, do: Callable[[], object], name: str, fair: Fair, done: str = ""
) -> HttpResponse:
    """Press a button and come back to one of the fair's lists."""
    return press(request, do, reverse(f"fairdesk:{name}", args=[fair.slug]), done)


def add_to(
    request: HouseRequest,
    form: Any,
    do: Callable[[], object],
    name: str,
    fair: Fair,
    *,
    done: str,
    **page: Any,
) -> HttpResponse:
    """A form that adds to or changes one of the fair's lists, and goes back to it."""
    there = reverse(f"fairdesk:{name}", args=[fair.slug])

    def write() -> str:
        do()
        return there

    return fill(request, form, write, done=done, sub=fair.name, back=there, **page)
