"""The board of groups, what waits, who waits, who can lead."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jobcaffe.circles import catalogue, queries
from jobcaffe.circles.enums import ProposalState
from jobcaffe.circles.queries.board import board, openings
from jobcaffe.web.desk.views.shared import actor
from jobcaffe.web.forming import shape
from jobcaffe.web.page import page


def chosen_kind(request: HttpRequest) -> str:
    """The kind that the address names, or the usual one. ``Http404`` for an unknown one."""
    kinds = catalogue.kinds()
    kind = request.GET.get("tipo", next(iter(kinds)))
    if kind not in kinds:
        raise Http404
    return kind


def kind_links(kind: str) -> list[dict[str, Any]]:
    """The other kinds that a page may be about."""
    return [
        {"url": "?" + urlencode({"tipo": row.code}), "label": row.label}
        for row in catalogue.kinds().values()
        if row.code != kind
    ]


@page("circle.manage")
def home(request: HttpRequest) -> HttpResponse:
    """Groups by where they stand, what waits for a decision, who waits where."""
    user, kind = actor(request), chosen_kind(request)
    rows, cells = board(user), queries.waiting_list(user, kind)
    ready = queries.proposals(user).filter(state=ProposalState.READY).prefetch_related(None)
    context = {
        "tasks": shape.waits(rows, queries.follow_ups_due(user), ready),
        "stages": shape.board(rows),
        "kind": catalogue.kinds()[kind],
        "kinds": kind_links(kind),
        "near": shape.nearly(cells),
        "heat": shape.heat(cells, kind) if cells else None,
        "windows": shape.windows(openings(user, kind)),
    }
    return render(request, "forming/home.html", context)


@page("circle.form")
def facilitators(request: HttpRequest) -> HttpResponse:
    """Who can lead what, when."""
    return render(
        request, "forming/facilitators.html", {"table": shape.facilitators(queries.available(actor(request)))}
    )
