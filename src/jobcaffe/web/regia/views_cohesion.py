"""*Coesione*: how people answer on trust, someone to count on, participation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui.charts import IntervalChart, IntervalRow
from jobcaffe.people.instruments import Question, instrument
from jobcaffe.programme import cohesion as measure
from jobcaffe.web.page import page


def _moment(months: int) -> str:
    return {0: _("All'ingresso"), 6: _("Dopo 6 mesi"), 12: _("Dopo 12 mesi")}[months]


def _row(wave: measure.Wave, minimum: int) -> IntervalRow:
    label = _moment(wave.months)
    if wave.interval is None:
        words = {"least": minimum, "now": wave.answers}
        missing = _("servono almeno %(least)s risposte, ora sono %(now)s") % words
        return IntervalRow(label, wave.answers, missing=missing)
    return IntervalRow(label, wave.answers, wave.interval.share, wave.interval.low, wave.interval.high)


def _chart(question: Question, title: str, waves: Sequence[measure.Wave], minimum: int) -> IntervalChart:
    return IntervalChart(
        title=title,
        description=_("Quota di chi risponde «%(answer)s», con l'intervallo al 95%%. %(baseline)s.")
        % {"answer": _positive(question), "baseline": question.baseline},
        rows=[_row(wave, minimum) for wave in waves],
        reference=question.baseline_share,
        reference_name="Istat",
        label_name=_("Quando"),
    )


def _positive(question: Question) -> str:
    return ", ".join(words for value, words in question.choices if value in question.positive)


@page("programme.read")
def cohesion(request: HttpRequest) -> HttpResponse:
    """Every question: all who answered, and only those who answered every time."""
    asked = instrument()
    all_title, same_title = _("Tutti quelli che hanno risposto"), _("Solo chi ha risposto tutte le volte")
    questions: list[dict[str, Any]] = [
        {
            "text": found.question.text,
            "code": found.question.code,
            "everybody": _chart(found.question, all_title, found.everybody, asked.minimum),
            "same": _chart(found.question, same_title, found.same_persons, asked.minimum),
        }
        for found in measure.readings()
    ]
    return render(request, "regia/cohesion.html", {"questions": questions, "instrument": asked})
