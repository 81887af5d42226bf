"""Tables: who sits there, the next date, minutes that are commitments."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.network.tables import actions, queries
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.web.tables import shape
from jobcaffe.web.tables.forms import MinutesForm, PlanForm, TableForm, WhoForm
from jobcaffe.web.tables.views.shared import BOTH, fill, meeting_or_404, table_or_404


@page("table.manage", methods=BOTH)
def new(request: HouseRequest) -> HttpResponse:
    """Open a table."""
    form = TableForm(request.POST or None)

    def do() -> str:
        made = actions.create_table(actor=request.user, **form.cleaned_data)
        return reverse("tables:table", args=[made.pk])

    return fill(
        request, form, do, done=_("Fatto. Il tavolo è aperto: fissa il primo incontro."),
        title=_("Apri un tavolo"), button=_("Apri il tavolo"),
        back=reverse("tables:home"), back_label=_("Torna a caffè e tavoli"),
    )  # fmt: skip


@page("table.manage")
def table(request: HouseRequest, table_id: UUID) -> HttpResponse:
    """Who sits there, and the meetings."""
    one = table_or_404(request, table_id)
    context = {
        "one": one,
        "members": [
            {"url": reverse("tables:meet", args=[row.pk]), "label": row.name}
            for row in one.organisations.all()
        ],
        "meetings": shape.meeting_tasks(one, "tables:minutes"),
        "staff": True,
    }
    return render(request, "tables/table.html", context)


@page("table.manage", methods=BOTH)
def edit(request: HouseRequest, table_id: UUID) -> HttpResponse:
    """Name, purpose, organisations."""
    one = table_or_404(request, table_id)
    there = reverse("tables:table", args=[one.pk])
    initial = {"name": one.name, "purpose": one.purpose, "organisations": list(one.organisations.all())}
    form = TableForm(request.POST or None, initial=initial)

    def do() -> str:
        values = {name: form.cleaned_data[name] for name in initial}
        actions.update_table(actor=request.user, table_id=one.pk, **values)
        return there

    return fill(
        request, form, do, done=_("Fatto. Il tavolo è aggiornato."), title=_("Modifica il tavolo"),
        button=_("Salva il tavolo"), back=there, back_label=one.name,
    )  # fmt: skip


@page("table.manage", methods=("POST",))
def close(request: HouseRequest, table_id: UUID) -> HttpResponse:
    """It does not meet any more."""
    one = table_or_404(request, table_id)
    return press(
        request,
        lambda: actions.close_table(actor=request.user, table_id=one.pk),
        reverse("tables:table", args=[one.pk]),
        _("Fatto. Il tavolo è chiuso; quello che è scritto resta."),
    )


@page("table.manage", methods=BOTH)
def plan(request: HouseRequest, table_id: UUID) -> HttpResponse:
    """The next date: an encounter, and a word to all."""
    one = table_or_404(request, table_id)
    form = PlanForm(request.POST or None)

    def do() -> str:
        made = actions.plan_meeting(actor=request.user, table_id=one.pk, **form.values())
        return reverse("tables:minutes", args=[made.pk])

    return fill(
        request, form, do, done=_("Fatto. L'incontro è in agenda e chi siede al tavolo lo sa."),
        title=_("Fissa l'incontro"), sub=one.name, button=_("Fissa l'incontro"),
        back=reverse("tables:table", args=[one.pk]), back_label=one.name,
    )  # fmt: skip


def _minutes_page(
    request: HouseRequest, minute_id: UUID, form: MinutesForm | None, who: WhoForm | None
) -> HttpResponse:
    one = meeting_or_404(request, minute_id)
    initial = {"agenda": "\n".join(one.agenda), "notes": one.notes}
    context = {
        **shape.sheet(one),
        "when": capfirst(shape.when(one.encounter)),
        "form": form or MinutesForm(initial=initial),
        "who": who or WhoForm(among=one.table.organisations.all(), house=True, auto_id="chi_%s"),
        "encounter_url": reverse("agenda:detail", args=[one.encounter_id]),
    }
    return render(request, "tables/minutes.html", context)


@page("table.manage", methods=BOTH)
def minutes(request: HouseRequest, minute_id: UUID) -> HttpResponse:
    """Agenda, a few lines, and who does what by when."""
    one = meeting_or_404(request, minute_id)
    if request.method != "POST":
        return _minutes_page(request, minute_id, None, None)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _minutes_page(request, minute_id, form, None)
    return press(
        request,
        lambda: actions.save_minutes(actor=request.user, meeting_id=one.pk, **form.values()),
        reverse("tables:minutes", args=[one.pk]),
        _("Fatto. Il verbale è salvato."),
    )


@page("table.manage", methods=("POST",))
def take_down(request: HouseRequest, minute_id: UUID) -> HttpResponse:
    """A line of the minutes."""
    one = meeting_or_404(request, minute_id)
    form = WhoForm(request.POST, among=one.table.organisations.all(), house=True, auto_id="chi_%s")
    if not form.is_valid():
        return _minutes_page(request, minute_id, None, form)
    return press(
        request,
        lambda: actions.take_down(actor=request.user, meeting_id=one.pk, **form.cleaned_data),
        reverse("tables:minutes", args=[one.pk]),
        _("Fatto. L'impegno è nella lista di chi lo fa."),
    )


@page("table.manage")
def sheet(request: HouseRequest, minute_id: UUID) -> HttpResponse:
    """The minutes on paper."""
    one = queries.meeting_of(request.user, minute_id) or meeting_or_404(request, minute_id)
    back = reverse("tables:minutes", args=[one.pk])
    return render(request, "tables/sheet.html", {**shape.sheet(one), "back": back})
