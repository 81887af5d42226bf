"""Groups outside the programme: the list for everybody, and how the house keeps it true."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue
from jobcaffe.circles.actions import outside as actions
from jobcaffe.circles.models import OutsideGroup
from jobcaffe.circles.queries import outside as queries
from jobcaffe.foundation import access
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.web.desk.views.shared import attempt, paged, press
from jobcaffe.web.groups import shared
from jobcaffe.web.groups.forms import OutsideForm
from jobcaffe.web.page import HouseRequest, page

THEME, AREA = "tema", "zona"
CHIPS = {
    queries.FRESH: "done",
    queries.DUE: "attention",
    queries.HIDDEN: "late",
    queries.RETIRED: "later",
}


def _words(row: OutsideGroup) -> str:
    known = catalogue.words("theme")
    return ", ".join(known[code] for code in row.themes if code in known)


@page("public.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Who else meets around here: by theme and area, each with the day on which it was checked."""
    rows, known = queries.public_outside(), catalogue.words("theme")
    chosen = {name: request.GET.get(name, "") for name in (THEME, AREA)}
    themes = [(code, label) for code, label in known.items() if any(code in row.themes for row in rows)]
    areas = [(area, area) for area in sorted({row.area for row in rows}, key=str.casefold)]
    shown = [
        {"row": row, "themes": _words(row)}
        for row in rows
        if (not chosen[THEME] or chosen[THEME] in row.themes) and chosen[AREA] in ("", row.area)
    ]
    context = {
        "any": bool(rows),
        "rows": shown,
        "themes": shared.filters(chosen, THEME, themes),
        "areas": shared.filters(chosen, AREA, areas),
        "may_manage": access.allows(request.user, "outside.manage"),
    }
    return render(request, "groups/outside.html", context)


def _standing_words(standing: str) -> str:
    return {
        queries.FRESH: _("Nell'elenco"),
        queries.DUE: _("Da verificare"),
        queries.HIDDEN: _("Nascosto: da verificare"),
        queries.RETIRED: _("Tolto"),
    }[standing]


def _line(row: OutsideGroup) -> Row:
    standing = queries.standing(row)
    return Row(
        [
            Cell(row.name, url=reverse("groups:outside_edit", args=[row.pk])),
            row.area,
            f"{row.checked_on:%d/%m/%Y}",
            row.checked_by.name if row.checked_by else "",
            Cell(_standing_words(standing), chip=CHIPS[standing]),
        ]
    )


@page("outside.manage")
def manage(request: HouseRequest) -> HttpResponse:
    """All of them, the longest unchecked first."""
    shown = paged(request, queries.outside_visible_to(request.user))
    columns = [_("Gruppo"), _("Zona"), _("Verificato il"), _("Da chi"), _("Nell'elenco?")]
    table = Table(
        _("Gruppi fuori dal programma"),
        [Column(label) for label in columns],
        [_line(row) for row in shown],
        empty=_("Qui tieni i gruppi di altri. Per ora non ce ne sono. Aggiungi il primo."),
        hide_caption=True,
    )
    due = queries.outside_due().count()
    return render(request, "groups/outside_manage.html", {"table": table, "shown": shown, "due": due})


def _filled(request: HouseRequest, form: OutsideForm, do: Any, done: str, **more: object) -> HttpResponse:
    """The page of the form; or do it and go back to the list."""
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: do(**form.cleaned_data)):
        messages.success(request, done)
        return redirect("groups:outside_manage")
    return render(request, "groups/outside_form.html", {"form": form, **more})


@page("outside.manage", methods=("GET", "POST"))
def add(request: HouseRequest) -> HttpResponse:
    """A new one, checked today."""

    def do(**values: Any) -> object:
        return actions.add_outside(actor=request.user, **values)

    form = OutsideForm(request.POST or None)
    return _filled(request, form, do, _("Fatto. Il gruppo è nell'elenco."), heading=_("Aggiungi un gruppo"))


def _found(request: HouseRequest, outside_id: UUID) -> OutsideGroup:
    row = queries.outside_of(request.user, outside_id)
    if row is None:
        raise Http404
    return row


@page("outside.manage", methods=("GET", "POST"))
def edit(request: HouseRequest, outside_id: UUID) -> HttpResponse:
    """Change it; what is saved is checked today."""
    row = _found(request, outside_id)

    def do(**values: Any) -> object:
        return actions.update_outside(actor=request.user, outside_id=row.pk, **values)

    form = OutsideForm(request.POST or None, initial={name: getattr(row, name) for name in actions.EDITABLE})
    standing = queries.standing(row)
    more = {"row": row, "standing": _standing_words(standing), "chip": CHIPS[standing]}
    return _filled(request, form, do, _("Fatto. Il gruppo è verificato oggi."), heading=row.name, **more)


@page("outside.manage", methods=("POST",))
def confirm(request: HouseRequest, outside_id: UUID) -> HttpResponse:
    """Somebody asked: all of it is still true."""
    row = _found(request, outside_id)
    return press(
        request,
        lambda: actions.confirm_outside(actor=request.user, outside_id=row.pk),
        reverse("groups:outside_manage"),
        _("Fatto. Il gruppo è verificato oggi."),
    )


@page("outside.manage", methods=("POST",))
def retire(request: HouseRequest, outside_id: UUID) -> HttpResponse:
    """It is not there any more."""
    row = _found(request, outside_id)
    return press(
        request,
        lambda: actions.retire_outside(actor=request.user, outside_id=row.pk),
        reverse("groups:outside_manage"),
        _("Fatto. Il gruppo non è più nell'elenco."),
    )
