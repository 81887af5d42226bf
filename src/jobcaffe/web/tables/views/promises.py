"""An organisation's one list of commitments: kept, left with a reason, another day, on the site or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions, queries
from jobcaffe.commitments.models import Commitment
from jobcaffe.web.commitments import shape as commitment_shape
from jobcaffe.web.commitments.forms import LeaveForm, MoveForm
from jobcaffe.web.desk.views.shared import paged, press
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.web.tables.views.shared import BOTH, fill, own_or_404


def _list() -> str:
    return reverse("tables:commitments")


@page("table.partner")
def commitments(request: HouseRequest) -> HttpResponse:
    """The open ones by day, then the closed ones."""
    own, today = own_or_404(request), timezone.localdate()
    page_obj = paged(request, queries.of_organisation(request.user, own))
    lines = []
    for one in page_obj:
        kind, text = commitment_shape.chip(one, today)
        lines.append({"one": one, "chip": kind, "text": capfirst(text), "open": one.settled_on is None})
    return render(
        request, "tables/commitments.html", {"organisation": own, "lines": lines, "page_obj": page_obj}
    )


def _one(request: HouseRequest, commitment_ref: UUID) -> Commitment:
    own = own_or_404(request)
    found = queries.of_organisation(request.user, own).filter(pk=commitment_ref).first()
    if found is None:
        raise Http404
    return found


@page("table.partner", methods=("POST",))
def mark(request: HouseRequest, commitment_ref: UUID) -> HttpResponse:
    """One press: kept, or open again."""
    one = _one(request, commitment_ref)
    do = {"keep": actions.keep, "start": actions.start}.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    return press(
        request,
        lambda: do(actor=request.user, commitment_ref=one.pk),
        _list(),
        _("Fatto. L'impegno è aggiornato."),
    )


@page("table.partner", methods=("POST",))
def show(request: HouseRequest, commitment_ref: UUID) -> HttpResponse:
    """On our public page, or not."""
    one = _one(request, commitment_ref)
    public = request.POST.get("public") == "yes"
    done = _("Fatto. Ora si vede sulla vostra pagina.") if public else _("Fatto. Sul sito non si vede più.")
    return press(
        request,
        lambda: actions.show_to_all(actor=request.user, commitment_ref=one.pk, public=public),
        _list(),
        done,
    )


def _change(
    request: HouseRequest, one: Commitment, form: Any, do: Callable[..., object], **texts: str
) -> HttpResponse:
    def done() -> str:
        do(actor=request.user, commitment_ref=one.pk, **form.cleaned_data)
        return _list()

    return fill(request, form, done, sub=one.text, back=_list(), back_label=_("I vostri impegni"), **texts)


@page("table.partner", methods=BOTH)
def drop(request: HouseRequest, commitment_ref: UUID) -> HttpResponse:
    """Leave it, and say why."""
    return _change(
        request, _one(request, commitment_ref), LeaveForm(request.POST or None), actions.drop,
        title=_("Lasciate l'impegno"), button=_("Lasciate l'impegno"),
        done=_("Fatto. L'impegno resta scritto, con il perché."),
    )  # fmt: skip


@page("table.partner", methods=BOTH)
def move(request: HouseRequest, commitment_ref: UUID) -> HttpResponse:
    """Another day."""
    one = _one(request, commitment_ref)
    form = MoveForm(request.POST or None, initial={"due_on": one.due_on})
    return _change(
        request, one, form, actions.move_due,
        title=_("Spostate l'impegno"), button=_("Salvate il nuovo giorno"),
        done=_("Fatto. Il giorno è cambiato."),
    )  # fmt: skip
