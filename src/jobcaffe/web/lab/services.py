"""What a trial on a service needs, and what of it may be told outside: for who leads the lab."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.web.lab.forms import BudgetForm, ClearForm, PartnerForm, RoomForm, cents
from jobcaffe.web.lab.inside import trial_or_404
from jobcaffe.web.lab.leading import own_or_404
from jobcaffe.web.leading.shared import BOTH, fill
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.worklife.labs import actions, queries

CAPABILITY = "lab.lead"
CENTS = 100


def _led(request: HouseRequest, experiment_id: UUID) -> tuple[queries.Trial, dict[str, Any]]:
    """A trial of a lab she leads herself, and what its forms share."""
    found = trial_or_404(request, experiment_id)
    own_or_404(request, found.row.lab_id)
    there = reverse("lab:trial", args=[experiment_id])
    around = {"to": there, "template": "lab/form.html", "back": _("Torna alla prova"), "button": _("Salva")}
    return found, around


@page(CAPABILITY, methods=BOTH)
def partner(request: HouseRequest, experiment_id: UUID) -> HttpResponse:
    """An organisation of the network that helps."""
    found, around = _led(request, experiment_id)
    initial = {"partner": found.row.partner_id or ""}
    form = PartnerForm(request.user, request.POST if request.method == "POST" else None, initial=initial)
    return fill(
        request,
        form,
        lambda data: actions.set_partner(
            actor=request.user, experiment_id=experiment_id, organisation_id=data["partner"] or None
        ),
        done=_("Salvato."),
        title=_("Chi ci aiuta"),
        sub=_("Una delle organizzazioni della rete."),
        **around,
    )


@page(CAPABILITY, methods=BOTH)
def room(request: HouseRequest, experiment_id: UUID) -> HttpResponse:
    """A room for the trial."""
    _found, around = _led(request, experiment_id)
    form = RoomForm(request.POST if request.method == "POST" else None)
    return fill(
        request,
        form,
        lambda data: actions.take_room(
            actor=request.user,
            experiment_id=experiment_id,
            room_id=data["room"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
        ),
        done=_("Fatto. La sala è prenotata."),
        title=_("Una sala per la prova"),
        sub=_("Nell'elenco delle sale si legge solo «Incontro»."),
        **around,
    )


@page(CAPABILITY, methods=BOTH)
def budget(request: HouseRequest, experiment_id: UUID) -> HttpResponse:
    """Money set aside, by who leads the lab or runs the programme."""
    found = queries.money_of(request.user, experiment_id)
    if found is None:
        raise Http404
    own = queries.led_lab(request.user, found.lab_id) is not None
    form = BudgetForm(
        request.POST if request.method == "POST" else None,
        initial={"euros": found.cents / CENTS if found.cents is not None else None},
    )
    return fill(
        request,
        form,
        lambda data: actions.set_budget(
            actor=request.user, experiment_id=experiment_id, cents=cents(data["euros"])
        ),
        done=_("Salvato."),
        to=reverse("lab:trial", args=[experiment_id]) if own else reverse("lab:lead"),
        template="lab/form.html",
        title=_("La spesa prevista"),
        sub=found.code,
        back=_("Torna indietro"),
        button=_("Salva"),
    )


@page(CAPABILITY, methods=BOTH)
def clear(request: HouseRequest, experiment_id: UUID) -> HttpResponse:
    """Who may read what was learned, and in which words."""
    found, around = _led(request, experiment_id)
    if found.learned is None:
        raise Http404
    row = found.learned
    initial = {
        "audience": row.audience,
        "title": row.title or found.row.what[:120],
        "text": row.text or row.inside[:800],
    }
    form = ClearForm(request.POST if request.method == "POST" else None, initial=initial)
    return fill(
        request,
        form,
        lambda data: actions.clear_learned(actor=request.user, experiment_id=experiment_id, **data),
        done=_("Salvato."),
        title=_("Chi può leggerlo?"),
        sub=_("Prima chiedete a tutto il laboratorio."),
        **around,
    )
