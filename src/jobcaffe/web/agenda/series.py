"""A recurring encounter, in one page: what, when, then the dates that need a choice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.encounters import actions
from jobcaffe.encounters.actions import Occurrence, SeriesBlocked
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.spaces import words
from jobcaffe.web.agenda.common import user_of
from jobcaffe.web.agenda.forms import ChoicesForm, SeriesForm
from jobcaffe.web.page import page

PREVIEW, SAVE = "vedi", "salva"


@page("encounter.write", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """*Vedi le date* shows every date with its word; *Salva* makes them all or none."""
    form = SeriesForm(request.POST or None, initial={"leaders": [str(user_of(request).pk)]})
    plan: list[Occurrence] = []
    choices: ChoicesForm | None = None
    if request.method == "POST" and form.is_valid():
        try:
            plan = actions.plan_series(**_asked(form))
            choices = ChoicesForm(plan, request.POST if "con_scelte" in request.POST else None)
            if request.POST.get("fai") == SAVE:
                made = _save(request, form, choices)
                messages.success(request, _("Fatto. In agenda ci sono %s incontri.") % len(made))
                return redirect("agenda:agenda")
        except SeriesBlocked as blocked:
            plan, choices = blocked.occurrences, ChoicesForm(blocked.occurrences)
            form.add_error(None, str(blocked))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "table": _table(plan), "choices": choices, "planned": bool(plan)}
    return render(request, "agenda/series.html", context)


def _asked(form: SeriesForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "details": form.details(),
        "rule": form.rule(),
        "first_day": data["first_day"],
        "starts": data["starts"],
        "minutes": data["minutes"],
    }


def _save(request: HttpRequest, form: SeriesForm, choices: ChoicesForm) -> list[Encounter]:
    answered = choices.is_bound and choices.is_valid()
    return actions.create_series(
        actor=user_of(request),
        **_asked(form),
        choices=choices.choices() if answered else None,
        skip_taken=answered,
        request_key=form.cleaned_data["request_key"],
    )


def _table(plan: list[Occurrence]) -> Table:
    rows = [Row([capfirst(row.label), _hours(row), _word(row)]) for row in plan]
    return Table(_("Le date"), [Column(_("Giorno")), Column(_("Ora")), Column(_("Come va"))], rows)


def _hours(row: Occurrence) -> str:
    return words.span_words(row.starts_at, row.ends_at) if row.starts_at and row.ends_at else ""


def _word(row: Occurrence) -> str:
    if row.skipped:
        return _("si salta, %s") % row.skipped
    return row.problem or _("va bene")
