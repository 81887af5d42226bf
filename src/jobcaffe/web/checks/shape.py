"""What came out of the rounds of questions, as charts and tables."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, queries
from jobcaffe.circles.models import CheckWave, Circle
from jobcaffe.circles.queries import Wave
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.ui.charts import MeanChart, MeanRow
from jobcaffe.foundation.ui.tables import Column, Row, Table, number
from jobcaffe.web.desk.views.shared import day


@dataclass(frozen=True)
class Result:
    """One closed round. Without ``chart`` too few answered; without ``change`` two rounds do not compare."""

    title: str
    chart: MeanChart | None
    change: Table | None
    licence: str


def results(user: User, circle: Circle) -> list[Result]:
    """Closed rounds of a group, the last one first, for who may see them."""
    closed = list(queries.waves(user, circle).exclude(closed_on=None))
    before = {after.pk: one for one, after in pairwise(closed)}
    return [_result(user, wave, before.get(wave.pk)) for wave in reversed(closed)]


def _result(user: User, wave: CheckWave, before: CheckWave | None) -> Result:
    words = {"n": wave.number, "day": day(wave.closed_on)}
    title = _("Giro %(n)s, chiuso il %(day)s") % words
    rows = queries.wave_result(user, wave)
    change = queries.wave_change(user, before, wave) if before else []
    chosen = catalogue.instruments().get(wave.instrument)
    return Result(
        title,
        _chart(chosen, rows) if chosen and rows else None,
        _change(chosen, change) if chosen and change else None,
        f"{chosen.title}, {chosen.licence}" if chosen else "",
    )


def _chart(chosen: catalogue.Instrument, rows: list[Wave]) -> MeanChart:
    texts = dict(chosen.questions)
    told = {"low": chosen.lowest, "low_words": chosen.low_label}
    told |= {"high": chosen.highest, "high_words": chosen.high_label, "n": rows[0].n}
    words = _(
        "%(n)s risposte. %(low)s vuol dire %(low_words)s, %(high)s vuol dire %(high_words)s. "
        "La riga dice quanto il numero è incerto."
    )
    points = [MeanRow(texts[row.question], row.n, row.mean, row.low, row.high) for row in rows]
    title = _("La media delle risposte")
    return MeanChart(title, words % told, points, chosen.lowest, chosen.highest, _("Domanda"))


def _change(chosen: catalogue.Instrument, rows: list[Wave]) -> Table:
    texts = dict(chosen.questions)
    columns = [
        Column(_("Domanda")),
        Column(_("Cambio"), numeric=True),
        Column(_("Intervallo al 95 %"), numeric=True),
        Column(_("In parole")),
    ]
    body = [
        Row(
            [
                texts[row.question],
                _signed(row.mean),
                _("da %(low)s a %(high)s") % {"low": _signed(row.low), "high": _signed(row.high)},
                _said(row),
            ]
        )
        for row in rows
    ]
    return Table(_("Che cosa è cambiato dal giro prima"), columns, body)


def _signed(value: float) -> str:
    text = number(abs(value), 1)
    zero = round(abs(value), 1) == 0
    return text if zero else f"{'+' if value > 0 else '−'}{text}"


def _said(row: Wave) -> str:
    if row.low > 0:
        return _("Va meglio")
    return _("Va meno bene") if row.high < 0 else _("Non si può dire")
