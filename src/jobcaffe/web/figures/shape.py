"""Published numbers as a page shows them. Everything here has passed the rules of disclosure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from jobcaffe.foundation.ui.charts import LineChart
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, number
from jobcaffe.programme import disclosing
from jobcaffe.programme.disclosing import Shown
from jobcaffe.programme.enums import Audience
from jobcaffe.programme.indicators.readings import STATES, Reading
from jobcaffe.programme.queries import Detail
from jobcaffe.programme.reports import document
from jobcaffe.programme.reports.lines import Line
from jobcaffe.web.regia.shape import short_month, whole


def _columns() -> list[Column]:
    return [
        Column(_("Indicatore")),
        Column(_("Nel periodo"), numeric=True),
        Column(_("Dall'inizio"), numeric=True),
        Column(_("Obiettivo dell'anno"), numeric=True),
        Column(_("Stato")),
    ]


def lines_table(lines: Sequence[Line]) -> Table:
    """Indicators of a closed period."""
    body = [
        Row(
            [
                line.title,
                line.period.cell,
                line.cumulative.cell,
                "–" if line.target is None else number(float(line.target)),
                Cell(STATES[line.row["state"]], chip=line.row["state"]),
            ]
        )
        for line in lines
    ]
    return Table(_("Indicatori del periodo chiuso"), _columns(), body, hide_caption=True)


def _rounded(reading: Reading, value: int) -> Shown:
    persons = disclosing.weighs_persons(reading.source.counts, reading.indicator.source)
    return disclosing.figure(value, Audience.MUNICIPALITY, persons=persons)


def monthly_table(readings: Sequence[Reading]) -> Table:
    """Public indicators at the end of a month: rounded where they count persons."""
    body = []
    for reading in readings:
        shown = _rounded(reading, reading.value)
        body.append(
            Row(
                [
                    f"{reading.indicator.code} {reading.indicator.name}",
                    shown.cell,
                    number(whole(reading.target)),
                    Cell(_share(reading, shown)),
                ]
            )
        )
    columns = [
        Column(_("Indicatore")),
        Column(_("Dall'inizio"), numeric=True),
        Column(_("Obiettivo dell'anno"), numeric=True),
        Column(_("Progresso"), numeric=True),
    ]
    return Table(_("Indicatori a fine mese"), columns, body, hide_caption=True)


def _share(reading: Reading, shown: Shown) -> str:
    persons = disclosing.weighs_persons(reading.source.counts, reading.indicator.source)
    target = None if reading.target is None else str(reading.target)
    found = disclosing.share(
        shown, str(Decimal(reading.indicator.baseline)), target, Audience.MUNICIPALITY, persons=persons
    )
    return "–" if found is None else f"{found}%"


def rounded_trend(detail: Detail) -> LineChart:
    """The running total at the end of each month, each rounded by itself."""
    points = [(day, _rounded(detail.reading, value)) for day, value in detail.cumulative]
    return LineChart(
        title=_("%(name)s, a fine mese") % {"name": detail.indicator.name},
        description=_("Totali arrotondati a 5. Dove manca il punto, il numero è «meno di 5»."),
        labels=[short_month(day) for day, _value in points],
        actual=[value.number for _day, value in points],
        actual_name=detail.indicator.unit.capitalize(),
        period_name=_("Mese"),
    )


def block_table(block: document.Table) -> Table:
    """A table of the report on a page."""
    columns = [
        Column(label, numeric=right) for label, right in zip(block.columns, block.numeric, strict=True)
    ]
    return Table(block.caption, columns, [Row(list(row)) for row in block.rows])


def last_month_end(today: date) -> date:
    """The last day of the last month that is over."""
    return date.fromordinal(today.replace(day=1).toordinal() - 1)
