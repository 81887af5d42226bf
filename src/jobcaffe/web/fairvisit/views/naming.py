"""Names that come after the door: cards of nobody, and who came in with a first name alone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import actions, queries
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.spaces.words import hour_words
from jobcaffe.web.fairvisit.forms import NamingForm
from jobcaffe.web.fairvisit.views.shared import BOTH, fair_or_404, visitor_or_404
from jobcaffe.web.page import page, user_of


@page("fair.desk")
def cards(request: HttpRequest, slug: str) -> HttpResponse:
    """The codes that the door read and that are of nobody."""
    fair = fair_or_404(request, slug)
    return render(request, "fairvisit/cards.html", {"fair": fair, "table": _table(fair)})


def _table(fair: Fair) -> Table:
    here = reverse("fairvisit:card", args=[fair.slug])
    return Table(
        _("Cartellini senza nome"),
        [Column(_("Codice")), Column(_("Prima lettura")), Column(_("Letture"), numeric=True)],
        [
            Row(
                [
                    Cell(one.code, url=f"{here}?codice={one.code}"),
                    Cell(hour_words(one.at)),
                    Cell(str(one.count)),
                ]
            )
            for one in queries.cards(fair)
        ],
        empty=_("Qui vedi i codici letti alla porta che non sono di nessuno. Per ora non ce n'è."),
        empty_url=reverse("fairvisit:people", args=[fair.slug]),
        empty_label=_("Torna a chi viene"),
        hide_caption=True,
    )


@page("fair.desk", methods=BOTH)
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """Whose card it was: a name and, if she wants, a contact."""
    fair, code = fair_or_404(request, slug), request.GET.get("codice", "")
    form = NamingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, new = actions.name_card(
                actor=user_of(request), fair=fair, code=code, details=form.details(),
                request_key=form.cleaned_data["request_key"],
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = (
                _("Fatto. Il cartellino %(code)s ha un nome.")
                if new
                else _("Era già iscritta, con %(code)s.")
            )
            messages.success(request, said % {"code": made.code})
            return redirect("fairvisit:visitor", slug, made.pk)
    elif request.method == "GET" and code not in {one.code for one in queries.cards(fair)}:
        return redirect("fairvisit:cards", slug)
    context = {"form": form, "fair": fair, "title": _("Di chi è %(code)s?") % {"code": code}}
    context |= {"back": reverse("fairvisit:cards", args=[slug]), "back_label": _("Cartellini senza nome")}
    return render(request, "fairvisit/naming.html", context)


@page("fair.desk", methods=BOTH)
def name(request: HttpRequest, slug: str, visitor_id: UUID) -> HttpResponse:
    """Correct a name, or write the contact of who came in without one."""
    one = visitor_or_404(request, slug, visitor_id)
    there = reverse("fairvisit:visitor", args=[slug, one.pk])
    form = NamingForm(request.POST or None, initial={"name": one.name, "contact": one.contact})
    context: dict[str, Any] = {"form": form, "fair": one.fair, "title": _("Nome e recapito")}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            actions.name_visitor(
                actor=user_of(request), visitor=one, name=told["name"], contact=told["contact"]
            )
        except actions.AlreadyIn as known:
            form.add_error(None, str(known))
            context["other"] = known.visitor
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Fatto."))
            return redirect(there)
    return render(request, "fairvisit/naming.html", {**context, "back": there, "back_label": one.name})
