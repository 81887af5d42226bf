"""An exhibitor's own pages: ask for a stand, tell what it brings, open its tables, leave."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.fair.events import actions, queries, rules
from jobcaffe.fair.events.enums import StandState, State
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fair import shape
from jobcaffe.web.fair.shape import fair_or_404
from jobcaffe.web.fairstand.forms import StandForm, TablesForm, told_rows
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.web.tables.views.shared import BOTH, fill, own_or_404

CHIPS = {
    StandState.ASKED: "todo",
    StandState.ACCEPTED: "done",
    StandState.DECLINED: "later",
    StandState.WITHDRAWN: "later",
}


def chip_of(stand: Stand) -> dict[str, str]:
    """The state as a chip."""
    return {"status": CHIPS[StandState(stand.state)], "status_text": capfirst(stand.get_state_display())}


@page("fair.stand")
def home(request: HouseRequest) -> HttpResponse:
    """The fairs that take exhibitors, and those in which the organisation was."""
    own = organisations.mine(request.user)
    stands = queries.own_stands(own) if own else {}
    fairs = {one.pk: one for one in queries.calls_open()} | {
        one.fair_id: one.fair for one in stands.values() if one.fair.state != State.CLOSED
    }
    past = [one for one in stands.values() if one.fair.state == State.CLOSED]
    context = {
        "organisation": own,
        "coming": [_line(one, stands.get(one.pk)) for one in fairs.values()],
        "past": [_line(one.fair, one) for one in past],
    }
    return render(request, "fairstand/home.html", context)


def _line(fair: Fair, stand: Stand | None) -> dict[str, Any]:
    line = {
        "label": fair.name,
        "url": reverse("fairstand:stand", args=[fair.slug]),
        "hint": capfirst(shape.when(fair)),
    }
    return line | (chip_of(stand) if stand else {"status": "todo", "status_text": _("Chiedete lo stand")})


def _own(request: HouseRequest, slug: str) -> tuple[Fair, Organisation, Stand]:
    """The fair, the organisation, its stand. ``Http404`` without one."""
    own, fair = own_or_404(request), fair_or_404(request, slug)
    stand = queries.own_stand(request.user, fair)
    if stand is None:
        raise Http404
    return fair, own, stand


@page("fair.stand")
def stand(request: HouseRequest, slug: str) -> HttpResponse:
    """The organisation's stand, or the button to ask for it."""
    own, fair = own_or_404(request), fair_or_404(request, slug)
    found = queries.own_stand(request.user, fair)
    edit, tables = (reverse(f"fairstand:{name}", args=[slug]) for name in ("edit", "tables"))
    is_open = fair.state != State.CLOSED
    context: dict[str, Any] = {
        "fair": fair,
        "when": capfirst(shape.when(fair)),
        "organisation": own,
        "stand": found,
        "alive": found is not None and found.state in rules.ALIVE,
        "is_open": is_open,
    }
    if found is not None:
        context |= {
            **chip_of(found),
            "where": shape.tables_words(found),
            "rows": told_rows(found, edit if is_open else "", tables if is_open else ""),
        }
    return render(request, "fairstand/stand.html", context)


@page("fair.stand", methods=("POST",))
def ask(request: HouseRequest, slug: str) -> HttpResponse:
    """We come."""
    own, fair = own_or_404(request), fair_or_404(request, slug)
    return press(
        request,
        lambda: actions.ask_stand(actor=request.user, fair_id=fair.pk, organisation_id=own.pk),
        reverse("fairstand:stand", args=[slug]),
        _("Fatto. Ora diteci che cosa portate: vi rispondiamo presto."),
    )


@page("fair.stand", methods=BOTH)
def edit(request: HouseRequest, slug: str) -> HttpResponse:
    """What it brings, shows, seeks, needs."""
    fair, _own_body, found = _own(request, slug)
    form = StandForm(request.POST or None, stand=found)
    there = reverse("fairstand:stand", args=[slug])

    def do() -> str:
        actions.tell_stand(actor=request.user, stand_id=found.pk, told=form.told())
        return there

    return fill(
        request, form, do, done=_("Fatto. Controllate i mestieri: li abbiamo capiti così."),
        title=_("Che cosa portate"), sub=fair.name, button=_("Salva lo stand"), back=there,
        back_label=_("Il vostro stand"),
    )  # fmt: skip


@page("fair.stand", methods=BOTH)
def tables(request: HouseRequest, slug: str) -> HttpResponse:
    """How many tables, when."""
    fair, _own_body, found = _own(request, slug)
    form = TablesForm(request.POST or None, stand=found)
    there = reverse("fairstand:stand", args=[slug])

    def do() -> str:
        actions.open_tables(actor=request.user, stand_id=found.pk, **form.values())
        return there

    return fill(
        request, form, do, done=_("Fatto. I tavoli sono aperti in queste ore."), title=_("Tavoli e ore"),
        sub=fair.name, button=_("Salva i tavoli"), back=there, back_label=_("Il vostro stand"),
    )  # fmt: skip


@page("fair.stand", methods=("POST",))
def leave(request: HouseRequest, slug: str) -> HttpResponse:
    """We do not come any more."""
    _fair, _own_body, found = _own(request, slug)
    return press(
        request,
        lambda: actions.withdraw_stand(actor=request.user, stand_id=found.pk),
        reverse("fairstand:stand", args=[slug]),
        _("Fatto. Lo stand non è più tenuto per voi."),
    )
