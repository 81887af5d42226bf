"""Requests in the words of the desk's pages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import RequestState
from jobcaffe.circles.models import GroupRequest
from jobcaffe.circles.queries import Asking
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.web.desk.views.shared import day
from jobcaffe.web.mygroup.shape import labels, talk_at

CHIPS = {
    RequestState.ASKED: "todo",
    RequestState.TALK: "todo",
    RequestState.TALKED: "later",
    RequestState.PROPOSED: "attention",
}


def chip(request: GroupRequest) -> dict[str, str]:
    """Where a request stands."""
    state = RequestState(request.state)
    return {"kind": CHIPS[state], "text": capfirst(str(state.label))}


def next_step(request: GroupRequest) -> str:
    """What the desk does next, in a line."""
    if request.state == RequestState.ASKED:
        return _("Fissa il colloquio")
    if request.state == RequestState.PROPOSED:
        return _("Leggete insieme il gruppo proposto")
    if request.state == RequestState.TALKED:
        return _("Niente per ora: la regia forma i gruppi")
    if request.talk_at and request.talk_at < timezone.now():
        return _("Segna se il colloquio c'è stato")
    return _("Incontrala: %(when)s") % {"when": talk_at(request)}


def table(rows: Iterable[Asking], *, filtered: bool) -> Table:
    """Open requests with what to do."""
    empty = (
        _("Qui vedi le richieste a questo punto. Per ora non ce ne sono.")
        if filtered
        else _("Qui vedi chi chiede un gruppo. Per ora nessuno: si comincia dalla scheda di una persona.")
    )
    return Table(
        _("Richieste di un gruppo"),
        [
            Column(_("Chi")),
            Column(_("Ha chiesto il")),
            Column(_("A che punto è")),
            Column(_("Che cosa fare")),
        ],
        [
            Row(
                [
                    Cell(row.name, url=reverse("groupdesk:request", args=[row.request.pk])),
                    day(row.request.asked_on),
                    Cell(chip(row.request)["text"], chip=chip(row.request)["kind"]),
                    next_step(row.request),
                ]
            )
            for row in rows
        ],
        empty=empty,
        empty_url=reverse("groupdesk:home") if filtered else reverse("desk:persons"),
        empty_label=_("Vedi tutte le richieste") if filtered else _("Le mie persone"),
        hide_caption=True,
    )


def filters(chosen: str) -> list[dict[str, str]]:
    """Links to the requests at one point; the one that is open is left out."""
    choices = [("", _("Vedi tutte"))] + [
        (state.value, capfirst(str(state.label))) for state in RequestState if state != RequestState.CLOSED
    ]
    return [
        {"url": "?" + urlencode({"stato": code} if code else {}), "label": label}
        for code, label in choices
        if code != chosen
    ]


def wishes(request: GroupRequest) -> list[dict[str, Any]]:
    """What she asked for; the dearest theme first, the windows as they come in a week."""
    rows = [
        (_("Temi, il più caro per primo"), labels("theme", request.themes)),
        (_("Quando può venire"), _week(request.slots)),
        (_("Orari che le vanno meglio"), _week(request.preferred)),
        (_("Ha chiesto il"), day(request.asked_on)),
        (_("Chi l'ha accolta"), request.taken_by.name if request.taken_by else _("Ha chiesto dal sito")),
    ]
    return [{"label": label, "value": value} for label, value in rows]


def _week(codes: Collection[str]) -> list[str]:
    return labels("slot", [code for code in catalogue.slots() if code in codes])
