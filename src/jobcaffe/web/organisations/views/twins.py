"""Organisations that look alike: united, or said to be two."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.organisations import actions, queries
from jobcaffe.organisations.duplicates import pairs
from jobcaffe.organisations.models import Organisation
from jobcaffe.web.organisations import shared
from jobcaffe.web.page import HouseRequest, page

MOST = 50


@page("organisation.write")
def twins(request: HouseRequest) -> HttpResponse:
    """The pairs to look at, equal codes first."""
    found = pairs(request.user)
    return render(request, "organisations/twins.html", {"pairs": found[:MOST], "more": len(found) > MOST})


@page("organisation.write", methods=("GET", "POST"))
def merge(request: HouseRequest, organisation_id: UUID, other_id: UUID) -> HttpResponse:
    """Two side by side: which of them stays, or that they are two."""
    if moved := queries.moved_to(other_id) or queries.moved_to(organisation_id):
        return redirect("organisations:detail", moved)
    both = [queries.organisation_of(request.user, ref) for ref in (organisation_id, other_id)]
    first, second = both
    if first is None or second is None or first == second:
        raise Http404
    if request.method == "POST":
        return _decide(request, first.pk, second.pk)
    context = {"first": first, "second": second, "table": _beside(first, second)}
    return render(request, "organisations/merge.html", context)


def _beside(first: Organisation, second: Organisation) -> Table:
    """What both say, line by line."""
    lines = zip(shared.facts(first), shared.facts(second), strict=True)
    rows = [(one["label"], one["value"], other["value"]) for one, other in lines]
    return Table(
        _("Le due schede"),
        [Column(_("Che cosa dicono")), Column(first.name), Column(second.name)],
        [Row(row) for row in rows if row[1] or row[2]],
        hide_caption=True,
    )


def _decide(request: HouseRequest, first: UUID, second: UUID) -> HttpResponse:
    choice = request.POST.get("choice")
    if choice == "apart":
        shared.told(
            request,
            _("Fatto. Non te le mostriamo più insieme."),
            lambda: actions.keep_apart(actor=request.user, first_id=first, second_id=second),
        )
        return redirect("organisations:twins")
    if choice not in {"first", "second"}:
        return redirect(request.path)
    keep, gone = (first, second) if choice == "first" else (second, first)
    done = shared.told(
        request,
        _("Fatto. Le due schede ora sono una."),
        lambda: actions.merge_organisations(actor=request.user, keep_id=keep, gone_id=gone),
    )
    return redirect(reverse("organisations:detail", args=[keep]) if done else request.path)
