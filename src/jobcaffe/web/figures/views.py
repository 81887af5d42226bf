"""*Quadro*: what the municipality and the funder see. No page here leads to a row."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation import access
from jobcaffe.plan.models import Programme
from jobcaffe.plan.queries import current_programme
from jobcaffe.programme import queries
from jobcaffe.programme.enums import Audience
from jobcaffe.programme.models import Closure
from jobcaffe.programme.reports import chapters, document
from jobcaffe.programme.reports.lines import Line, of_closures
from jobcaffe.web.figures import shape
from jobcaffe.web.figures.files import reports_table
from jobcaffe.web.page import page
from jobcaffe.web.regia import shape as regia


def _programme() -> Programme:
    programme = current_programme()
    if programme is None:
        raise Http404
    return programme


@page("programme.plan")
def home(request: HttpRequest) -> HttpResponse:
    """To one's own picture."""
    mine = "funder" if access.allows(request.user, "figures.funder") else "municipality"
    return redirect(f"figures:{mine}")


def _last_closed(programme: Programme, audience: Audience) -> tuple[Closure | None, list[Line]]:
    closed = list(queries.closures(programme))
    if not closed:
        return None, []
    return closed[-1], of_closures(audience, tuple(one.sha256 for one in closed))


def _context(request: HttpRequest, programme: Programme, audience: Audience) -> dict[str, Any]:
    """What both pages show: the last closed period, the plan, the reports."""
    closure, shown = _last_closed(programme, audience)
    issues = queries.issues_visible_to(request.user).filter(audience=audience)
    blocks = chapters.reached(shown)
    return {
        "programme": programme,
        "closure": closure,
        "as_of": closure.frozen["data_as_of"][:10] if closure else "",
        "lines": shape.lines_table(shown),
        "cuts": [shape.block_table(block) for block in blocks if isinstance(block, document.Table)],
        "plan": regia.plan(programme, timezone.localdate()),
        "reports": reports_table(issues),
        "both": access.allows(request.user, "figures.funder")
        and access.allows(request.user, "figures.municipality"),
        "cohesion": reverse("cohesion:home") if access.allows(request.user, "cohesion.read") else "",
    }


@page("figures.funder")
def funder(request: HttpRequest) -> HttpResponse:
    """Closed periods, exact."""
    programme = _programme()
    context = _context(request, programme, Audience.FUNDER)
    closure = context["closure"]
    blocks = chapters.corrections(closure.frozen, Audience.FUNDER) if closure else []
    tables = [shape.block_table(block) for block in blocks if isinstance(block, document.Table)]
    return render(request, "figures/funder.html", {**context, "corrections": tables})


@page("figures.municipality")
def municipality(request: HttpRequest) -> HttpResponse:
    """Months that are over, rounded; cuts of closed periods."""
    programme = _programme()
    today = timezone.localdate()
    last = min(shape.last_month_end(today), programme.ends_on)
    context = _context(request, programme, Audience.MUNICIPALITY)
    overview = queries.overview(programme, day=last, today=today)
    public = [reading for reading in overview.readings if reading.indicator.public]
    people = next((reading for reading in public if reading.indicator.tile == "people"), None)
    started = last >= programme.starts_on
    extra = {
        "month_end": last,
        "started": started,
        "monthly": shape.monthly_table(public),
        "trend": shape.rounded_trend(overview.detail_of(people)) if people and started else None,
    }
    return render(request, "figures/municipality.html", {**context, **extra})
