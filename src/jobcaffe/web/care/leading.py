"""The pages of who leads a pool: rules, families to confirm, the weekly proposal, what is uncovered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.web.care import words
from jobcaffe.web.care.family import sign_form
from jobcaffe.web.care.forms import PoolForm
from jobcaffe.web.care.who import sent
from jobcaffe.web.desk.views.shared import day, press
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.worklife.care import actions, catalogue, queries
from jobcaffe.worklife.care.enums import Outcome, PoolState, RunState, Standing, TurnState
from jobcaffe.worklife.care.models import Need, Pool, Turn

BOTH = ("GET", "POST")
SOON = timedelta(days=30)
RUN_CHIPS = {
    RunState.COMPUTING: "later",
    RunState.READY: "todo",
    RunState.PUBLISHED: "done",
    RunState.DISCARDED: "later",
}


def led(request: HouseRequest, pool_id: UUID) -> Pool:
    """A pool that the user leads. Raises ``Http404``."""
    found = queries.pool_of(request.user, pool_id)
    if found is None:
        raise Http404
    return found


@page("care.manage")
def pools(request: HouseRequest) -> HttpResponse:
    """The pools that one leads."""
    rows = [
        {"name": one.name, "url": reverse("care:lead", args=[one.pk]), "state": one.get_state_display()}
        for one in queries.pools_led(request.user)
    ]
    return render(request, "care/pools.html", {"pools": rows})


@page("care.manage", methods=BOTH)
def new(request: HouseRequest) -> HttpResponse:
    """A new pool with its rules."""
    form = PoolForm(request.POST or None, initial=PoolForm.of(None))
    made: list[Pool] = []

    def do() -> None:
        key = form.cleaned_data["request_key"]
        made.append(actions.open_pool(actor=request.user, request_key=key, **form.values()))

    if sent(request, form, do):
        messages.success(request, _("Fatto. Il gruppo c'è: ora le famiglie possono chiedere di entrare."))
        return redirect("care:lead", made[0].pk)
    return filled(request, form, title=_("Nuovo gruppo di turni"), back=reverse("care:pool"))


def filled(request: HouseRequest, form: Any, **context: Any) -> HttpResponse:
    """The page of one form."""
    return render(request, "care/form.html", {"form": form, "button": _("Salva"), **context})


@page("care.manage", methods=BOTH)
def rules(request: HouseRequest, pool_id: UUID) -> HttpResponse:
    """The rules of a pool, to read and to change."""
    one = led(request, pool_id)
    form = PoolForm(request.POST or None, initial=PoolForm.of(one))
    there = reverse("care:lead", args=[one.pk])

    def do() -> object:
        return actions.change_pool(actor=request.user, pool_id=one.pk, **form.values())

    if sent(request, form, do):
        messages.success(request, _("Fatto. Le regole valgono dalla prossima proposta."))
        return redirect(there)
    return filled(request, form, title=_("Le regole del gruppo"), sub=one.name, back=there)


@page("care.manage")
def pool(request: HouseRequest, pool_id: UUID) -> HttpResponse:
    """What waits for a decision, the next week, the families, whether it looks like a service."""
    one = led(request, pool_id)
    homes, monday = actions.open_families(actor=request.user, pool_id=one.pk), queries.next_monday()
    limits = catalogue.service()
    context = {
        "pool": one,
        "closed": one.state == PoolState.CLOSED,
        "tasks": _tasks(one, homes),
        "warnings": queries.warnings(one),
        "limits": limits,
        "weeks": [_week_line(one, at) for at in (monday - queries.WEEK, monday)],
        "table": _families(one, homes),
        "rules": words.rules_told(one),
        "runs": _runs(queries.runs(request.user).filter(pool=one)[:10]),
        "fund": words.fund_told(queries.fund_total(one)),
    }
    return render(request, "care/pool.html", context)


def _tasks(one: Pool, homes: list[queries.Household]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    found = [
        {
            "label": _("Conferma la famiglia di %(name)s") % {"name": home.name},
            "url": reverse("care:household", args=[home.family.pk]),
            "status": "todo",
        }
        for home in homes
        if home.family.standing == Standing.ASKED
    ]
    if one.permissions:
        found += [
            {
                "label": _("Permesso da firmare: %(name)s") % {"name": home.name},
                "url": reverse("care:sign", args=[home.family.pk]),
                "status": "attention",
            }
            for home in homes
            if home.family.standing == Standing.IN
            and (home.valid_until is None or home.valid_until < today + SOON)
        ]
    return found


def _week_line(one: Pool, monday: date) -> dict[str, Any]:
    found = queries.counts(one, monday)
    return {
        **found,
        "title": words.week_title(monday),
        "url": reverse("care:lead_week", args=[one.pk, monday.isoformat()]),
    }


def _families(pool: Pool, homes: list[queries.Household]) -> Table:
    """The paper has a column only where the rules ask for one."""
    rows = [
        Row(
            [
                Cell(home.name, url=reverse("care:household", args=[home.family.pk])),
                ", ".join(f"{kid.name} ({kid.year})" for kid in home.children),
                *([day(home.valid_until) or _("Manca")] if pool.permissions else []),
                str(home.family.get_standing_display()).capitalize(),
            ]
        )
        for home in homes
    ]
    columns = [
        Column(_("Famiglia")),
        Column(_("Bambini")),
        *([Column(_("Permesso fino al"))] if pool.permissions else []),
        Column(_("Stato")),
    ]
    empty = _("Qui vedi le famiglie del gruppo. Nessuna ha ancora chiesto di entrare.")
    return Table(_("Le famiglie"), columns, rows, empty=empty, hide_caption=True)


def _runs(rows: Any) -> list[dict[str, Any]]:
    return [
        {
            "label": words.week_title(one.monday),
            "url": reverse("care:run", args=[one.pk]),
            "status": RUN_CHIPS[RunState(one.state)],
            "status_text": str(one.get_state_display()).capitalize(),
        }
        for one in rows
    ]


@page("care.manage", methods=("POST",))
def close(request: HouseRequest, pool_id: UUID) -> HttpResponse:
    """No more turns in this pool."""
    one = led(request, pool_id)
    return press(
        request,
        lambda: actions.close_pool(actor=request.user, pool_id=one.pk),
        reverse("care:lead", args=[one.pk]),
        _("Fatto. Il gruppo è chiuso. I conti ore restano."),
    )


@page("care.manage")
def week(request: HouseRequest, pool_id: UUID, monday: str) -> HttpResponse:
    """The turns of a week, what nobody has taken, and answers to put right."""
    one = led(request, pool_id)
    try:
        first = date.fromisoformat(monday)
    except ValueError:
        raise Http404 from None
    days = (first, first + timedelta(days=6))
    actions.open_families(actor=request.user, pool_id=one.pk)
    known = queries.names(one.families.all())
    turns = Turn.objects.filter(pool=one, day__range=days).exclude(state=TurnState.OFF)
    rows = turns.select_related("offer").prefetch_related("mindings__need")
    open_ones = queries.uncovered(one, *days)
    context = {
        "pool": one,
        "title": words.week_title(first),
        "turns": [_turn(one, row, known) for row in rows],
        "uncovered": [_uncovered(one, row, known) for row in open_ones],
    }
    return render(request, "care/lead_week.html", context)


def when(one: Pool, row: Turn | Need) -> str:
    """``Martedì 24 novembre, 16:00–18:00``."""
    return f"{words.day_title(row.day)}, {words.block_words(one, row.block)}"


def _turn(one: Pool, row: Turn, known: dict[UUID, str]) -> dict[str, Any]:
    minded = list(row.mindings.all())
    for_whom = ", ".join(sorted({known.get(item.need.family_id, "") for item in minded}))
    answered = any(item.outcome != Outcome.WAITING for item in minded)
    return {
        "title": when(one, row),
        "carer": known.get(row.offer.family_id, ""),
        "children": words.children_words(sum(item.need.count for item in minded)),
        "for_whom": for_whom,
        "chip": words.STATES[TurnState(row.state)],
        "state": str(row.get_state_display()).capitalize(),
        "put_right": reverse("care:put_right", args=[row.pk]) if answered else "",
    }


def _uncovered(one: Pool, row: Need, known: dict[UUID, str]) -> str:
    kids = words.children_words(row.count)
    return f"{when(one, row)}: {kids}, {known.get(row.family_id, '')}"


@page("care.manage")
def household(request: HouseRequest, family_id: UUID) -> HttpResponse:
    """One household: who it is, its children, its paper. Never whom it chose."""
    _household(request, family_id)
    home = actions.open_family(actor=request.user, family_id=family_id)
    context = {
        "home": home,
        "kids": [f"{kid.name}, {kid.year}" for kid in home.children],
        "signed": day(home.valid_until),
        "asked": home.family.standing == Standing.ASKED,
        "pool": home.family.pool,
    }
    return render(request, "care/household.html", context)


def _household(request: HouseRequest, family_id: UUID) -> queries.Household:
    home = queries.household(request.user, family_id)
    if home is None:
        raise Http404
    return home


@page("care.manage", methods=("POST",))
def approve(request: HouseRequest, family_id: UUID) -> HttpResponse:
    """The household is in."""
    home = _household(request, family_id)
    return press(
        request,
        lambda: actions.approve(actor=request.user, family_id=family_id),
        reverse("care:lead", args=[home.family.pool_id]),
        _("Fatto. La famiglia è nel gruppo."),
    )


@page("care.manage", methods=("POST",))
def decline(request: HouseRequest, family_id: UUID) -> HttpResponse:
    """The household is not, or no more, in the pool."""
    home = _household(request, family_id)
    return press(
        request,
        lambda: actions.decline(actor=request.user, family_id=family_id),
        reverse("care:lead", args=[home.family.pool_id]),
        _("Fatto. La famiglia non è nel gruppo."),
    )


@page("care.manage", methods=BOTH)
def sign(request: HouseRequest, family_id: UUID) -> HttpResponse:
    """The paper that a household signed."""
    home = _household(request, family_id)
    return sign_form(request, home.family, back=reverse("care:household", args=[family_id]))


@page("care.manage", methods=("POST",))
def put_right(request: HouseRequest, turn_id: UUID) -> HttpResponse:
    """Answers about a turn are taken back, the hours with them."""
    row = Turn.objects.filter(pk=turn_id, pool__in=queries.pools_led(request.user)).first()
    if row is None:
        raise Http404
    there = reverse("care:lead_week", args=[row.pool_id, queries.monday_of(row.day).isoformat()])
    return press(
        request,
        lambda: actions.put_right(actor=request.user, turn_id=turn_id),
        there,
        _("Fatto. Le famiglie possono rispondere di nuovo."),
    )
