"""The staff reads promises before the wall does, and writes what an owner told by telephone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges import actions, queries
from jobcaffe.fair.pledges.enums import State
from jobcaffe.fair.pledges.models import Pledge
from jobcaffe.web.desk.views.shared import attempt, paged, press
from jobcaffe.web.fairwall import shape
from jobcaffe.web.fairwall.forms import AnswerForm
from jobcaffe.web.page import HouseRequest, page

LISTS = {"": State.WAITING, "sul-muro": State.SHOWN, "tolti": State.HIDDEN}


def _pledge(request: HouseRequest, slug: str, pledge_id: UUID) -> tuple[Fair, Pledge]:
    fair = shape.fair_or_404(request, slug)
    found = queries.pledge_of(request.user, fair, pledge_id)
    if found is None:
        raise Http404
    return fair, found


def _line(pledge: Pledge) -> dict[str, Any]:
    """A promise for who reads it: what it says and whether its owner can be asked, never how."""
    reach = _("Non si può chiedere com'è andata: non ha lasciato un recapito.")
    if pledge.organisation is not None:
        reach = _("Diventa un impegno di questa organizzazione, sulla sua pagina.")
    elif pledge.visitor is not None:
        reach = _("Lo chiediamo a chi ha il biglietto %(code)s.") % {"code": pledge.visitor.code}
    elif pledge.contact_index:
        reach = _("Ha lasciato un recapito: glielo chiediamo noi.")
    return {
        **shape.row(pledge),
        **shape.came(queries.outcome(pledge)),
        "reach": reach,
        "forgotten": pledge.forgotten_on is not None,
        "decide": reverse("fairwall:decide", args=[pledge.fair.slug, pledge.pk]),
        "tell": reverse("fairwall:tell", args=[pledge.fair.slug, pledge.pk]),
    }


@page("fair.wall")
def moderate(request: HouseRequest, slug: str) -> HttpResponse:
    """What waits; what is on the wall; what was taken off."""
    fair = shape.fair_or_404(request, slug)
    chosen = request.GET.get("elenco", "")
    state = LISTS.get(chosen, State.WAITING)
    rows = paged(request, queries.to_read(request.user, fair, state))
    context = {
        "fair": fair,
        "state": state.value,
        "page_obj": rows,
        "rows": [_line(one) for one in rows],
        "lists": [
            {"url": f"?elenco={key}", "label": label, "here": LISTS[key] == state}
            for key, label in (("", _("Da leggere")), ("sul-muro", _("Sul muro")), ("tolti", _("Tolti")))
        ],
    }
    return render(request, "fairwall/moderate.html", context)


@page("fair.wall", methods=("POST",))
def decide(request: HouseRequest, slug: str, pledge_id: UUID) -> HttpResponse:
    """On the wall, or not."""
    _fair, pledge = _pledge(request, slug, pledge_id)
    back = reverse("fairwall:moderate", args=[slug])
    user, key = request.user, pledge.pk
    if request.POST.get("says") == "show":
        return press(request, lambda: actions.show(actor=user, pledge_id=key), back, _("È sul muro."))
    if request.POST.get("says") == "hide":
        return press(request, lambda: actions.hide(actor=user, pledge_id=key), back, _("Non è sul muro."))
    messages.error(request, _("Scegli se va sul muro."))
    return redirect(back)


@page("fair.wall", methods=("GET", "POST"))
def tell(request: HouseRequest, slug: str, pledge_id: UUID) -> HttpResponse:
    """What the owner told us by voice."""
    fair, pledge = _pledge(request, slug, pledge_id)
    form, back = AnswerForm(request.POST or None), reverse("fairwall:moderate", args=[slug])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def do() -> None:
            actions.answer(
                actor=request.user, pledge_id=pledge.pk, says=said["answer"], reason=said["reason"]
            )

        if attempt(form, do):
            messages.success(request, _("Fatto. La risposta è scritta."))
            return redirect(f"{back}?elenco=sul-muro")
    context = {"fair": fair, "form": form, "row": _line(pledge), "answers": shape.answers(), "back": back}
    return render(request, "fairwall/tell.html", context)
