"""The yearly survey: prepared by the coordinators, answered by organisations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.network.ties import actions, queries, rules
from jobcaffe.network.ties.models import Sheet, Survey
from jobcaffe.web.cohesion.forms import OpenForm, TiesForm
from jobcaffe.web.page import HouseRequest, page

Save = Callable[[actions.Ticks, bool], object]


def _day(value: date | None) -> str:
    return date_format(value, "j F Y").lower() if value else ""


@page("ties.manage", methods=("GET", "POST"))
def surveys(request: HouseRequest) -> HttpResponse:
    """One a year, and the one to open."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_survey(actor=request.user, closes_on=form.cleaned_data["closes_on"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Il questionario è aperto. Ora puoi scrivere alle organizzazioni."))
            return redirect("cohesion:survey", survey_id=made.pk)
    rows = [
        Row([
            Cell(one.year, url=reverse("cohesion:survey", args=[one.pk])),
            _day(one.closes_on),
            one.asked_n,  # type: ignore[attr-defined]  # put there by the query
            one.answered_n,  # type: ignore[attr-defined]
            _state(one),
        ])
        for one in queries.with_counts(queries.visible_to(request.user))
    ]  # fmt: skip
    table = Table(
        _("I questionari"),
        [
            Column(_("Anno")),
            Column(_("Ultimo giorno")),
            Column(_("Chiesto a"), numeric=True),
            Column(_("Hanno risposto"), numeric=True),
            Column(_("Stato")),
        ],
        rows,
        empty=_("Qui stanno i questionari sui legami, uno l'anno. Non ce n'è ancora nessuno: apri il primo."),
    )
    return render(request, "cohesion/surveys.html", {"form": form, "table": table})


def _state(survey: Survey) -> Cell:
    if rules.is_open(survey):
        return Cell(_("aperto"), chip="todo")
    if survey.closed_at is None:
        return Cell(_("da chiudere"), chip="attention")
    return Cell(_("chiuso"), chip="done")


@page("ties.manage", methods=("GET", "POST"))
def manage(request: HouseRequest, survey_id: UUID) -> HttpResponse:
    """Write to who was not asked yet, see who answered, close."""
    found = queries.survey_of(request.user, survey_id)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            _press(request, found)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("cohesion:survey", survey_id=found.pk)
    context = {
        "survey": found,
        "open": rules.is_open(found),
        "closed": found.closed_at is not None,
        "until": _day(found.closes_on),
        "waiting": queries.to_ask(found).count() if rules.is_open(found) else 0,
        "table": _sheets(found),
    }
    return render(request, "cohesion/survey.html", context)


def _press(request: HouseRequest, survey: Survey) -> None:
    if "close" in request.POST:
        actions.close(actor=request.user, survey_id=survey.pk)
        messages.success(request, _("Il questionario è chiuso. Le risposte restano come sono."))
    else:
        count = actions.invite(actor=request.user, survey_id=survey.pk)
        messages.success(
            request,
            ngettext("Scritto a %(n)s organizzazione.", "Scritto a %(n)s organizzazioni.", count)
            % {"n": count},
        )


def _sheets(survey: Survey) -> Table:
    rows = [
        Row([sheet.organisation.name, _day(sheet.asked_at), _answered(sheet)])
        for sheet in queries.sheets_of(survey)
    ]
    columns = [Column(_("Organizzazione")), Column(_("Chiesto il")), Column(_("Risposta"))]
    empty = _(
        "Qui vedi chi ha risposto. Non hai ancora scritto a nessuno: premi «Scrivi alle organizzazioni»."
    )
    return Table(_("Chi ha risposto"), columns, rows, empty=empty)


def _answered(sheet: Sheet) -> Cell:
    if sheet.answered_at:
        return Cell(_day(sheet.answered_at), chip="done")
    return Cell(_("non ancora"), chip="todo")


@page("ties.answer", methods=("GET", "POST"))
def answer(request: HouseRequest, survey_id: UUID) -> HttpResponse:
    """The organisation's own sheet."""
    sheet = queries.own_sheet(request.user, survey_id)
    if sheet is None:
        raise Http404

    def save(ticks: actions.Ticks, done: bool) -> object:
        return actions.answer(actor=request.user, survey_id=survey_id, ticks=ticks, done=done)

    return _sheet_page(request, sheet, save)


@never_cache
@page("public.answer", methods=("GET", "POST"))
def answer_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same sheet from the link, without signing in. Looking changes nothing."""
    sheet = queries.sheet_by_token(token)
    if sheet is None:
        raise Http404

    def save(ticks: actions.Ticks, done: bool) -> object:
        return actions.answer_by_link(token=token, ticks=ticks, done=done)

    return _sheet_page(request, sheet, save)


def _sheet_page(request: HttpRequest, sheet: Sheet, save: Save) -> HttpResponse:
    """A short list, a search that keeps what was ticked, a draft at every press."""
    text = request.GET.get("q", "").strip()[:80]
    bodies, said = queries.choices(sheet, text), queries.said(sheet)
    form = TiesForm(request.POST or None, bodies=bodies, said=said)
    if request.method == "POST" and form.is_valid():
        try:
            save(form.ticks, "done" in request.POST)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _told(request))
            return redirect(request.path)
    context = {
        "form": form,
        "sheet": sheet,
        "open": rules.is_open(sheet.survey),
        "until": _day(sheet.survey.closes_on),
        "text": text,
        "count": _counted(len(said)),
        "said": said,
        "here": request.path,
    }
    return render(request, "cohesion/answer.html", context)


def _told(request: HttpRequest) -> str:
    if "done" in request.POST:
        return _("Grazie. Abbiamo le vostre risposte: fino all'ultimo giorno potete cambiarle.")
    return _("Salvato. Potete fermarvi e riprendere quando volete.")


def _counted(count: int) -> str:
    return ngettext(
        "Finora avete detto qualcosa di %(n)s organizzazione.",
        "Finora avete detto qualcosa di %(n)s organizzazioni.",
        count,
    ) % {"n": count}
