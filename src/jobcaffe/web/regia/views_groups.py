"""The groups all together, month by month: what the coordinator knows of those that run."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue
from jobcaffe.circles.queries.totals import Month, months_of_groups
from jobcaffe.foundation.ui.charts import LineChart
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.plan.enums import GROUP_SOURCES
from jobcaffe.plan.queries import current_programme
from jobcaffe.programme import queries
from jobcaffe.web.page import page
from jobcaffe.web.regia import shape

FEWEST_POINTS = 2


@page("circle.totals")
def groups(request: HttpRequest) -> HttpResponse:
    """Groups, meetings, presences and hours of the months that are over, and action 1 of the plan."""
    months, programme = months_of_groups(request.user), current_programme()
    readings = queries.readings_today(programme) if programme else []
    own = [reading for reading in readings if reading.indicator.source in GROUP_SOURCES]
    context = {
        "charts": [_presences(months), _meetings(months)] if len(months) >= FEWEST_POINTS else [],
        "table": _table(months),
        "indicators": shape.indicators_table(own) if own else None,
        "threshold": catalogue.number("threshold"),
    }
    return render(request, "regia/groups.html", context)


def _presences(months: Sequence[Month]) -> LineChart:
    return LineChart(
        title=_("Presenze, mese per mese"),
        description=_("Tutti i gruppi insieme. Dove manca il punto le presenze sono meno di %(n)s.")
        % {"n": catalogue.number("threshold")},
        labels=[shape.short_month(row.month) for row in months],
        actual=[row.presences for row in months],
        actual_name=_("Presenze"),
        period_name=_("Mese"),
    )


def _meetings(months: Sequence[Month]) -> LineChart:
    return LineChart(
        title=_("Incontri, mese per mese"),
        description=_("Gli incontri svolti, tutti i gruppi insieme."),
        labels=[shape.short_month(row.month) for row in months],
        actual=[row.meetings for row in months],
        actual_name=_("Incontri"),
        period_name=_("Mese"),
    )


def _table(months: Sequence[Month]) -> Table:
    few = _("meno di %(n)s") % {"n": catalogue.number("threshold")}
    body = [
        Row(
            [
                date_format(row.month, "F Y").lower(),
                row.groups,
                row.meetings,
                few if row.presences is None else row.presences,
                row.hours,
            ]
        )
        for row in reversed(months)
    ]
    numbers = [_("Gruppi che si trovano"), _("Incontri"), _("Presenze"), _("Ore di chi guida")]
    return Table(
        _("I gruppi, mese per mese"),
        [Column(_("Mese")), *(Column(label, numeric=True) for label in numbers)],
        body,
        hide_caption=True,
        empty=_("Qui vedrai i mesi chiusi. Per ora non ce ne sono: torna dopo il primo mese di incontri."),
    )
