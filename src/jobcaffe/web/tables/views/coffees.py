"""The house: who should meet, three times, and what both said."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.network.tables import actions, queries, reasons
from jobcaffe.network.tables.enums import State
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.web.tables import shape
from jobcaffe.web.tables.forms import ProposeForm
from jobcaffe.web.tables.views.shared import BOTH, coffee_or_404, fill

SHOWN, FOUND = 20, 12
DONE = "Fatto. La risposta è scritta."


@page("table.manage")
def home(request: HouseRequest) -> HttpResponse:
    """Coffees that wait, tables with their next date, agreements; and whom an organisation could meet."""
    text = request.GET.get("q", "").strip()[:80]
    found = organisations.search(request.user, text=text)[:FOUND] if text else []
    rows = queries.coffees(request.user)
    waiting = rows.filter(state__in=(State.WAITING, State.NO_TIME), encounter=None)
    settled = rows.exclude(state__in=(State.WAITING, State.NO_TIME)).exclude(queries.to_tell())
    context = {
        "q": text,
        "found": [{"url": reverse("tables:meet", args=[one.pk]), "label": one.name} for one in found],
        "waiting": _lines(waiting[:SHOWN]),
        "to_tell": _lines(rows.filter(queries.to_tell())[:SHOWN]),
        "settled": _lines(settled[:SHOWN]),
        "tables": shape.table_cards(queries.tables(request.user), "tables:table"),
        "agreements": shape.agreement_cards(queries.agreements(request.user), "tables:agreement"),
        "ending": queries.ending(request.user).count(),
    }
    return render(request, "tables/home.html", context)


def _lines(rows: Any) -> list[dict[str, Any]]:
    return [shape.coffee(one, name=shape.pair(one), url_name="tables:coffee") for one in rows]


def _organisation(request: HouseRequest, organisation_id: UUID) -> Organisation:
    found = organisations.visible_to(request.user).filter(pk=organisation_id).first()
    if found is None:
        raise Http404
    return found


@page("table.manage")
def meet(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """*Chi potrebbe incontrare*: five at most, each with its reasons."""
    one = _organisation(request, organisation_id)
    rows = [
        {
            "title": row.organisation.name,
            "kicker": row.organisation.get_kind_display(),
            "reasons": row.reasons,
            "propose": reverse("tables:propose", args=[one.pk, row.organisation.pk]),
        }
        for row in reasons.suggestions(one)
    ]
    return render(request, "tables/meet.html", {"organisation": one, "rows": rows})


@page("table.manage", methods=BOTH)
def propose(request: HouseRequest, organisation_id: UUID, other_id: UUID) -> HttpResponse:
    """Three times to both."""
    first, second = _organisation(request, organisation_id), _organisation(request, other_id)
    form = ProposeForm(request.POST or None)

    def do() -> str:
        made = actions.propose(
            actor=request.user, first_id=first.pk, second_id=second.pk, **form.cleaned_data
        )
        return reverse("tables:coffee", args=[made.pk])

    return fill(
        request, form, do,
        done=_("Fatto. Abbiamo scritto a tutte e due: scelgono con un tocco."),
        title=_("Proponi un caffè"), sub=_("%(one)s e %(two)s") % {"one": first.name, "two": second.name},
        button=_("Proponi i tre orari"), back=reverse("tables:meet", args=[first.pk]), back_label=first.name,
    )  # fmt: skip


@page("table.manage")
def coffee(request: HouseRequest, coffee_id: UUID) -> HttpResponse:
    """What both said; the answer of who called; how it went."""
    one = coffee_or_404(request, coffee_id)
    context = {
        "one": one,
        "pair": shape.pair(one),
        "line": shape.coffee(one, name="", url_name="tables:coffee"),
        "facts": shape.facts(one),
        "sides": shape.sides(one),
        "waiting": one.state == State.WAITING,
        "ask_how": queries.coffees(request.user).filter(queries.to_tell(), pk=one.pk).exists(),
        "outcomes": shape.outcomes(),
        "again": one.state in {State.NO_TIME, State.EXPIRED},
    }
    return render(request, "tables/coffee.html", context)


@page("table.manage", methods=("POST",))
def reply(request: HouseRequest, coffee_id: UUID) -> HttpResponse:
    """What one side said on the telephone."""
    one = coffee_or_404(request, coffee_id)
    side, said = _side(request), shape.read_say(request.POST.get("say", ""))
    return press(
        request,
        lambda: actions.answer(actor=request.user, coffee_id=one.pk, side=side, **said),
        reverse("tables:coffee", args=[one.pk]),
        _(DONE),
    )


def _side(request: HouseRequest) -> str:
    side = request.POST.get("side", "")
    if side not in {"first", "second"}:
        raise Http404
    return side


@page("table.manage", methods=("POST",))
def how(request: HouseRequest, coffee_id: UUID) -> HttpResponse:
    """*Com'è andata?*, when somebody told us."""
    one = coffee_or_404(request, coffee_id)
    outcome = request.POST.get("outcome", "")
    return press(
        request,
        lambda: actions.tell_outcome(actor=request.user, coffee_id=one.pk, side="first", outcome=outcome),
        reverse("tables:coffee", args=[one.pk]),
        _("Fatto. Quello che hanno deciso è fra i loro impegni."),
    )
