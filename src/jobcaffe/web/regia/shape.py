"""Numbers as a page shows them: tiles, charts, tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui.charts import (
    Bar,
    BarChart,
    LineChart,
    PlanChart,
    PlanMilestone,
    PlanRow,
)
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, Tile, number
from jobcaffe.plan.models import Programme
from jobcaffe.plan.rules import milestone_state
from jobcaffe.programme.indicators import breakdowns, rows, spans
from jobcaffe.programme.indicators.readings import Reading
from jobcaffe.programme.models import Correction
from jobcaffe.programme.queries import Detail
from jobcaffe.programme.watch import Watch
from jobcaffe.web.regia import links

Address = Callable[[str], str]


def indicator_address(code: str) -> str:
    """Where the rows behind an indicator are."""
    return reverse("regia:indicator", args=[code])


def no_address(_code: str) -> str:
    """For audiences who see no rows."""
    return ""


def whole(value: Decimal | None) -> float | None:
    """A decimal for a chart or a cell."""
    return None if value is None else float(value)


def short_month(day: date) -> str:
    """``mar 26``."""
    return date_format(day, "M y").lower()


def tile(reading: Reading) -> Tile:
    """One of the six: value, target of the year, chip; opens its rows."""
    return Tile(
        label=reading.indicator.name,
        value=reading.value,
        target=whole(reading.target),
        url=indicator_address(reading.indicator.code),
        status=reading.state,
        status_text=reading.state_label,
    )


def own_tile(detail: Detail, since_start: bool) -> Tile:
    """The number on its own page; only the one since the start has a target."""
    if since_start:
        return replace(tile(detail.reading), url="")
    return Tile(label=detail.indicator.name, value=detail.value, unit=detail.indicator.unit)


def watch_table(found: Sequence[Watch]) -> Table:
    """*Da guardare oggi*: chip and link."""
    body = [Row([Cell("", chip=one.state), Cell(one.text, url=links.watched(one))]) for one in found]
    return Table(_("Da guardare oggi"), [Column(_("Stato")), Column(_("Che cosa"))], body, hide_caption=True)


def about(detail: Detail) -> list[dict[str, object]]:
    """Definition, way of computing, roll-up, targets."""
    indicator = detail.indicator
    targets = ", ".join(
        _("anno %(n)s: %(target)s") % {"n": year, "target": number(float(target))}
        for year, target in sorted(indicator.targets.items())
    )
    return [
        {"label": _("Definizione"), "value": indicator.definition},
        {"label": _("Come si calcola"), "value": detail.reading.source.how},
        {"label": _("Più periodi insieme"), "value": indicator.get_roll_up_display()},
        {"label": _("Da dove si parte"), "value": number(float(indicator.baseline))},
        {"label": _("Obiettivi, dall'inizio"), "value": targets},
        {"label": _("Cifre di esempio"), "value": _("sì, da sostituire") if indicator.example else _("no")},
        {"label": _("Azione del piano"), "value": indicator.action.name if indicator.action else _("tutte")},
    ]


def trend(programme: Programme, detail: Detail) -> LineChart:
    """The running total month by month beside the plan's line."""
    points = detail.cumulative
    target = [whole(spans.expected_on(programme, detail.indicator, day)) for day, _value in points]
    last = points[-1][1] if points else 0
    return LineChart(
        title=_("%(name)s, dall'inizio") % {"name": detail.indicator.name},
        description=_("Il totale mese per mese. Oggi è %(value)s. La linea tratteggiata è il piano.")
        % {"value": number(last)},
        labels=[short_month(day) for day, _value in points],
        actual=[value for _day, value in points],
        target=[] if None in target else [round(value, 1) for value in target if value is not None],
        actual_name=detail.indicator.unit.capitalize(),
        target_name=_("Previsto"),
        period_name=_("Mese"),
    )


def months(detail: Detail) -> LineChart:
    """How many in each month of the span."""
    return LineChart(
        title=_("Mese per mese"),
        description=_("Quante nuove righe in ogni mese: la somma è il numero di questa pagina."),
        labels=[short_month(day) for day, _value in detail.monthly],
        actual=[value for _day, value in detail.monthly],
        actual_name=detail.indicator.unit.capitalize(),
        period_name=_("Mese"),
    )


def groups(detail: Detail) -> BarChart | None:
    """*Di cui*: all persons, then each group; the groups overlap."""
    cut = next((table for table in detail.tables if table.code == "group"), None)
    if cut is None:
        return None
    pairs = zip(cut.row_labels, cut.row_totals, strict=True)
    return BarChart(
        title=_("Di cui"),
        description=_("I gruppi si sovrappongono: una donna di 52 anni è in due. Non si sommano."),
        bars=[
            Bar(_("Tutte le persone"), cut.total),
            *(Bar(label[:1].upper() + label[1:], count) for label, count in pairs),
        ],
        label_name=_("Gruppo"),
        value_name=_("Persone"),
    )


def cut_table(cut: breakdowns.Table) -> Table:
    """A cut with its totals; a "di cui" without."""
    several = len(cut.column_labels) > 1
    names = [*cut.column_labels, _("Totale")] if several else cut.column_labels
    body = [
        Row([label, *cells, total] if several else [label, *cells])
        for label, cells, total in zip(cut.row_labels, cut.cells, cut.row_totals, strict=True)
    ]
    if cut.adds_up:
        foot = [*cut.column_totals, cut.total] if several else [cut.total]
        body.append(Row([_("Totale"), *foot]))
    return Table(cut.title, [Column(_("Voce")), *(Column(name, numeric=True) for name in names)], body)


def cut_chart(cut: breakdowns.Table) -> BarChart | None:
    """A cut with one column as bars."""
    if len(cut.column_labels) > 1 or not cut.adds_up:
        return None
    return BarChart(
        title=cut.title,
        description=_("Le voci sommate fanno %(total)s.") % {"total": number(cut.total)},
        bars=[Bar(label, count) for label, count in zip(cut.row_labels, cut.row_totals, strict=True)],
    )


def indicators_table(readings: Sequence[Reading], address: Address = indicator_address) -> Table:
    """*Indicatori e prove*: every indicator of the plan; the last column opens the rows."""
    body = [
        Row(
            [
                Cell(f"{r.indicator.code} {r.indicator.name}"),
                Cell(r.value),
                Cell(number(whole(r.target))),
                Cell(r.state_label, chip=r.state),
                Cell(_proof(r), url=address(r.indicator.code)),
            ]
        )
        for r in readings
    ]
    columns = [
        Column(_("Indicatore")),
        Column(_("Oggi"), numeric=True),
        Column(_("Obiettivo dell'anno"), numeric=True),
        Column(_("Stato")),
        Column(_("Prove")),
    ]
    return Table(_("Indicatori e prove"), columns, body, hide_caption=True)


def _proof(reading: Reading) -> str:
    return f"{number(reading.value)} {reading.indicator.unit}"


def plan(programme: Programme, today: date) -> PlanChart:
    """The three years: actions and milestones. Two queries."""
    by_action: dict[int | None, list[PlanMilestone]] = {}
    for one in programme.milestones.all():
        done = one.done_on if one.done_on and one.done_on <= today else None
        state = milestone_state(one.due_on, one.done_on, today)
        by_action.setdefault(one.action_id, []).append(PlanMilestone(one.name, one.due_on, state, done))
    return PlanChart(
        title=_("Il piano dei tre anni"),
        description=_("Le azioni con i loro periodi di lavoro e le tappe. La linea è oggi."),
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        today=today,
        rows=[
            PlanRow(
                label=action.name,
                spans=[(date.fromisoformat(a), date.fromisoformat(b)) for a, b in action.spans],
                milestones=by_action.get(action.pk, []),
            )
            for action in programme.actions.all()
        ],
    )


def rows_table(caption: str, shown: Sequence[rows.Row]) -> Table:
    """The rows behind a number, with the pages that hold their records."""
    body = [
        Row(
            [
                f"{row.day:%d/%m/%Y}",
                Cell(row.who, url=links.of_who(row)),
                Cell(row.what, url=links.of_what(row) if row.what != row.who else ""),
                row.count,
            ]
        )
        for row in shown
    ]
    columns = [
        Column(_("Giorno")),
        Column(_("Chi o che cosa")),
        Column(_("Di che si tratta")),
        Column(_("Conta per"), numeric=True),
    ]
    return Table(
        caption,
        columns,
        body,
        hide_caption=True,
        empty=_(
            "Qui vedrai le righe che formano il numero. Per ora non ce ne sono: il numero è zero. "
            "Scegli un altro periodo."
        ),
    )


def corrections_table(found: Sequence[Correction]) -> Table:
    """What differs from closed periods."""
    body = [
        Row(
            [
                Cell(f"{c.indicator.code} {c.indicator.name}", url=indicator_address(c.indicator.code)),
                f"{c.closure.period.name}, {c.get_measure_display()}",
                number(float(c.was)),
                number(float(c.becomes)),
                c.why,
            ]
        )
        for c in found
    ]
    columns = [
        Column(_("Indicatore")),
        Column(_("Periodo")),
        Column(_("Era"), numeric=True),
        Column(_("Diventa"), numeric=True),
        Column(_("Perché")),
    ]
    return Table(_("Rettifiche"), columns, body, hide_caption=True)
