"""*Regia*: what to look at today, how the programme goes, and the rows behind each number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jobcaffe.plan.models import Indicator, Period, Programme
from jobcaffe.plan.queries import current_programme
from jobcaffe.programme import actions, queries, watch
from jobcaffe.programme.indicators import rows, spans
from jobcaffe.programme.indicators.spans import Span
from jobcaffe.web.page import page
from jobcaffe.web.regia import shape
from jobcaffe.web.regia.forms import SpanForm

PER_PAGE = 50
TILES = ("people", "encounters", "attendances", "commitments", "organisations", "outcomes")
SINCE_START = "tutto"


@page("programme.read")
def home(request: HttpRequest) -> HttpResponse:
    """The three years on one page."""
    periods = queries.current_periods()
    programme = periods[0].programme if periods else current_programme()
    if programme is None:
        return render(request, "regia/no_programme.html")
    now = timezone.localtime()
    overview = queries.overview(programme, day=now.date())
    people = overview.tile("people")
    detail = overview.detail_of(people) if people else None
    tiles = [reading for code in TILES if (reading := overview.tile(code))]
    report = queries.next_to_close(periods) or queries.last_to_report(periods)
    context = {
        "programme": programme,
        "now": now,
        "year": spans.year_number(programme, now.date()),
        "years": spans.year_number(programme, programme.ends_on),
        "watches": (watches := watch.today(periods, day=now.date())),
        "watch_table": shape.watch_table(watches),
        "tiles": [shape.tile(reading) for reading in tiles],
        "trend": shape.trend(programme, detail) if detail else None,
        "groups": shape.groups(detail) if detail else None,
        "cut": shape.cut_table(detail.tables[0]) if detail and detail.tables else None,
        "indicators": shape.indicators_table(overview.readings),
        "plan": shape.plan(programme, now.date()),
        "report_url": reverse("regia:period", args=[report.code]) if report else reverse("regia:periods"),
    }
    return render(request, "regia/home.html", context)


def _indicator(code: str) -> tuple[Programme, Indicator]:
    found = queries.indicator_of(code)
    if found is None:
        raise Http404
    return found.programme, found


def _span(
    request: HttpRequest, programme: Programme, periods: Sequence[Period], today: date
) -> tuple[str, Span, list[tuple[str, str]]]:
    """The chosen span, its code, and all that may be chosen: since the start, a year, a period."""
    choices: dict[str, tuple[str, Span]] = {
        SINCE_START: (_("Dall'inizio a oggi"), spans.since_start(programme, min(today, programme.ends_on)))
    }
    for number in range(1, spans.year_number(programme, today) + 1):
        choices[f"anno-{number}"] = (_("Anno %(n)s") % {"n": number}, spans.year_span(programme, number))
    for period in periods:
        if period.first_day <= today:
            choices[period.code] = (period.name, spans.of_period(period))
    chosen = request.GET.get("periodo", SINCE_START)
    if chosen not in choices:
        raise Http404
    return chosen, choices[chosen][1], [(code, label) for code, (label, _span_) in choices.items()]


@page("programme.rows")
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One number: its definition, how it is computed, its cuts, and every row that makes it."""
    programme, found = _indicator(code)
    today = timezone.localdate()
    periods, frozen = queries.periods_to_read(programme)
    chosen, span, choices = _span(request, programme, periods, today)
    detail = queries.detail(request.user, found, span)
    ordered = rows.newest_first(detail.facts)
    page_obj = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    actions.record_rows_seen(actor=request.user, code=f"{code} {chosen}", page=page_obj.number)  # type: ignore[arg-type]
    listed = list(queries.corrections(programme, found)[:PER_PAGE]) if found.corrected else []  # type: ignore[attr-defined]
    issued = queries.issued_in(frozen, found.code) if chosen == SINCE_START else 0
    context = {
        "programme": programme,
        "indicator": found,
        "detail": detail,
        "reading": detail.reading,
        "now": timezone.localtime(),
        "span": span,
        "chosen": chosen,
        "form": SpanForm(choices, chosen),
        "since_start": chosen == SINCE_START,
        "trend": shape.trend(programme, detail) if chosen == SINCE_START else shape.months(detail),
        "cuts": [(shape.cut_table(cut), shape.cut_chart(cut), cut) for cut in detail.tables],
        "tile": shape.own_tile(detail, chosen == SINCE_START),
        "about": shape.about(detail),
        "rows": shape.rows_table(found.name, rows.describe(list(page_obj.object_list))),
        "page_obj": page_obj,
        "row_count": len(ordered),
        "corrections": shape.corrections_table(listed) if listed else None,
        # The issued figure, when today's total since the start is below it.
        "fallen": issued if issued > detail.value else None,
    }
    return render(request, "regia/indicator.html", context)


@page("programme.rows")
def rows_file(request: HttpRequest, code: str) -> HttpResponse:
    """Exactly the rows of the page as a CSV file; the journal says who took it."""
    programme, found = _indicator(code)
    periods, _frozen = queries.periods_to_read(programme)
    chosen, span, _choices = _span(request, programme, periods, timezone.localdate())
    detail = queries.detail(request.user, found, span)
    ordered = rows.newest_first(detail.facts)
    actions.record_export(actor=request.user, code=f"{code} {chosen}", facts=ordered)  # type: ignore[arg-type]
    answer = HttpResponse(rows.export(ordered), content_type="text/csv; charset=utf-8")
    name = f"{slugify(found.code)}-{slugify(found.name)}-{slugify(chosen)}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
