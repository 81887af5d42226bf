"""Exhibitors: those of the campaign, those who ask, their place and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.fair.events import actions, queries, rules
from jobcaffe.fair.events.enums import StandState, State
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.programme.fair_call import invite_from_campaign, to_invite
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fair import shape
from jobcaffe.web.fairdesk.forms import AddForm, PlaceForm
from jobcaffe.web.fairdesk.views.shared import BOTH, fair_or_404, fill, go
from jobcaffe.web.fairstand.forms import StandForm, TablesForm, told_rows
from jobcaffe.web.fairstand.views import chip_of
from jobcaffe.web.page import HouseRequest, page

NAMES_SHOWN = 8


@page("fair.manage")
def stands(request: HouseRequest, slug: str) -> HttpResponse:
    """All of them by state, and whom the campaign has found."""
    fair = fair_or_404(request, slug)
    rows = list(queries.every_stand(fair))
    called = list(to_invite(request.user, fair)) if fair.state != State.CLOSED else []
    accepted = [one for one in rows if one.state == StandState.ACCEPTED]
    context = {
        "fair": fair,
        "sub": _sub(accepted),
        "is_open": fair.state != State.CLOSED,
        "called": called,
        "called_names": _names(called),
        "asked": [_line(one) for one in rows if one.state == StandState.ASKED],
        "accepted": [_line(one) for one in accepted],
        "others": [_line(one) for one in rows if one.state not in rules.ALIVE],
        "numbered": all(one.first_table for one in accepted),
    }
    return render(request, "fairdesk/stands.html", context)


def _sub(accepted: Sequence[Stand]) -> str:
    """How many come and with how many tables, or what the page is for."""
    if not accepted:
        return _("Chi viene, dove sta, con quanti tavoli.")
    many = len(accepted)
    tables = sum(max(one.tables, default=0) for one in accepted)
    who = ngettext("Un espositore confermato", "%(n)s espositori confermati", many) % {"n": many}
    return who + ", " + ngettext("un tavolo.", "%(n)s tavoli.", tables) % {"n": tables}


def _names(called: list[Any]) -> str:
    named = ", ".join(one.name for one in called[:NAMES_SHOWN])
    rest = len(called) - NAMES_SHOWN
    return named + (_(" e altre %(n)s") % {"n": rest} if rest > 0 else "")


def _line(stand: Stand) -> dict[str, Any]:
    facts = [shape.tables_words(stand), stand.brings]
    return {
        "label": stand.organisation.name,
        "url": reverse("fairdesk:stand", args=[stand.fair.slug, stand.pk]),
        "hint": " · ".join(one for one in facts if one),
        **chip_of(stand),
    }


@page("fair.manage", methods=("POST",))
def invite(request: HouseRequest, slug: str) -> HttpResponse:
    """One press: those of the campaign have a stand to confirm, and the invitation leaves."""
    fair = fair_or_404(request, slug)
    return go(
        request, lambda: invite_from_campaign(actor=request.user, fair_id=fair.pk), "stands", fair,
        _("Fatto. Gli inviti sono in partenza."),
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def accept(request: HouseRequest, slug: str) -> HttpResponse:
    """A yes to all that wait, as after a copy: thirty answers in one press."""
    fair = fair_or_404(request, slug)
    return go(
        request, lambda: actions.accept_waiting(actor=request.user, fair_id=fair.pk), "stands", fair,
        _("Fatto. Le organizzazioni lo sanno."),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def add(request: HouseRequest, slug: str) -> HttpResponse:
    """Who telephoned."""
    fair = fair_or_404(request, slug)
    form = AddForm(request.POST or None, fair=fair)

    def do() -> str:
        body = UUID(form.cleaned_data["organisation_id"])
        made = actions.ask_stand(actor=request.user, fair_id=fair.pk, organisation_id=body)
        return reverse("fairdesk:stand", args=[slug, made.pk])

    return fill(
        request, form, do, done=_("Fatto. Ora scrivi che cosa porta."), title=_("Aggiungi un espositore"),
        sub=fair.name, button=_("Aggiungi"), back=reverse("fairdesk:stands", args=[slug]),
        back_label=_("Espositori"),
    )  # fmt: skip


@page("fair.manage", methods=("POST",))
def number(request: HouseRequest, slug: str) -> HttpResponse:
    """Numbers on all tables, area after area."""
    fair = fair_or_404(request, slug)
    return go(
        request, lambda: actions.number_tables(actor=request.user, fair_id=fair.pk), "stands", fair,
        _("Fatto. Ogni tavolo ha il suo numero."),
    )  # fmt: skip


def _stand(request: HouseRequest, slug: str, stand_id: UUID) -> tuple[Fair, Stand]:
    fair = fair_or_404(request, slug)
    found = queries.every_stand(fair).prefetch_related("posts").filter(pk=stand_id).first()
    if found is None:
        raise Http404
    return fair, found


@page("fair.manage")
def stand(request: HouseRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """One exhibitor: the answer, the place, what it tells."""
    fair, found = _stand(request, slug, stand_id)
    edit, tables, where = (
        reverse(f"fairdesk:{name}", args=[slug, stand_id])
        for name in ("stand_edit", "stand_tables", "stand_place")
    )
    is_open = fair.state != State.CLOSED
    context = {
        "fair": fair,
        "stand": found,
        **chip_of(found),
        "is_open": is_open,
        "where": [
            {
                "label": _("Posto"),
                "value": shape.tables_words(found),
                "change_url": where if is_open else "",
            },
            *told_rows(found, edit if is_open else "", tables if is_open else ""),
        ],
    }
    return render(request, "fairdesk/stand.html", context)


@page("fair.manage", methods=("POST",))
def answer(request: HouseRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """Yes or no."""
    _fair, found = _stand(request, slug, stand_id)
    says = request.POST.get("says", "")
    if says not in {"yes", "no"}:
        raise Http404
    return press(
        request,
        lambda: actions.answer_stand(actor=request.user, stand_id=found.pk, accepted=says == "yes"),
        reverse("fairdesk:stand", args=[slug, stand_id]),
        _("Fatto. L'organizzazione lo sa."),
    )


def _change(request: HouseRequest, found: Stand, form: Any, do: Any, title: str, button: str) -> HttpResponse:
    there = reverse("fairdesk:stand", args=[found.fair.slug, found.pk])

    def write() -> str:
        do()
        return there

    return fill(
        request, form, write, done=_("Fatto. Lo stand è aggiornato."), title=title,
        sub=found.organisation.name, button=button, back=there, back_label=found.organisation.name,
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def stand_edit(request: HouseRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """What it tells, written for who telephones."""
    _fair, found = _stand(request, slug, stand_id)
    form = StandForm(request.POST or None, stand=found)
    return _change(
        request, found, form,
        lambda: actions.tell_stand(actor=request.user, stand_id=found.pk, told=form.told()),
        _("Che cosa porta"), _("Salva lo stand"),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def stand_tables(request: HouseRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """Tables, from when to when."""
    _fair, found = _stand(request, slug, stand_id)
    form = TablesForm(request.POST or None, stand=found)
    return _change(
        request, found, form,
        lambda: actions.open_tables(actor=request.user, stand_id=found.pk, **form.values()),
        _("Tavoli e ore"), _("Salva i tavoli"),
    )  # fmt: skip


@page("fair.manage", methods=BOTH)
def stand_place(request: HouseRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """Area and numbers."""
    _fair, found = _stand(request, slug, stand_id)
    form = PlaceForm(request.POST or None, stand=found)
    return _change(
        request, found, form,
        lambda: actions.place_stand(actor=request.user, stand_id=found.pk, **form.cleaned_data),
        _("Posto dello stand"), _("Salva il posto"),
    )  # fmt: skip
