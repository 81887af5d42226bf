"""The agenda, one encounter, and its changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.encounters import actions, queries
from jobcaffe.encounters import messages as notices
from jobcaffe.encounters.enums import Kind, State
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.spaces import words
from jobcaffe.spaces.queries import Slot
from jobcaffe.web.agenda.common import (
    STATE_CHIPS,
    asked_slot,
    encounter_or_404,
    encounter_url,
    free_slots,
    slot_values,
    state_chip,
    tell,
    user_of,
    when,
)
from jobcaffe.web.agenda.forms import (
    DetailsForm,
    EncounterForm,
    FilterForm,
    MoveForm,
    details_initial,
    when_initial,
)
from jobcaffe.web.page import page

WEEK = 7
TO_CLOSE_SHOWN = 5


@page("encounter.read")
def agenda(request: HttpRequest) -> HttpResponse:
    """What happens on a day or in a week, by day; first the encounters still to close."""
    form = FilterForm(request.GET or None)
    day = form.chosen_day()
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    first, days = (day, 1) if chosen.get("view") == "giorno" else (day - timedelta(days=day.weekday()), WEEK)
    rows = queries.agenda(
        request.user,
        first,
        first + timedelta(days=days - 1),
        action=chosen.get("action", ""),
        kind=chosen.get("kind", ""),
        mine=bool(chosen.get("mine")),
    )
    waiting = list(queries.to_close(request.user)[:TO_CLOSE_SHOWN])
    context = {
        "form": form,
        "days": _by_day(list(rows)),
        "to_close": [{"title": row.title, "when": when(row), "url": _presences(row)} for row in waiting],
        "before": _shifted(request, first - timedelta(days=days)),
        "after": _shifted(request, first + timedelta(days=days)),
        "span": _span(first, days),
        "may_write": access.allows(request.user, "encounter.write"),
    }
    return render(request, "agenda/agenda.html", context)


def _presences(encounter: Encounter) -> str:
    return reverse("agenda:presences", args=[encounter.pk])


def _shifted(request: HttpRequest, day: date) -> str:
    query = request.GET.copy()
    query["day"] = f"{day:%d/%m/%Y}"
    return f"?{query.urlencode()}"


def _span(first: date, days: int) -> str:
    if days == 1:
        return capfirst(words.day_words(first))
    last = first + timedelta(days=days - 1)
    return _("Da %(first)s a %(last)s") % {"first": words.day_words(first), "last": words.day_words(last)}


def _by_day(rows: list[Encounter]) -> list[dict[str, object]]:
    """One table for each day that has something."""
    by_day: dict[date, list[Encounter]] = {}
    for row in rows:
        by_day.setdefault(words.local(row.starts_at).date(), []).append(row)
    return [
        {"label": capfirst(words.day_words(day)), "table": _table(day, found)}
        for day, found in by_day.items()
    ]


def _table(day: date, rows: list[Encounter]) -> Table:
    columns = [
        Column(_("Incontro")),
        Column(_("Ora")),
        Column(_("Dove")),
        Column(_("Persone")),
        Column(_("A che punto è")),
    ]
    return Table(words.day_words(day), columns, [Row(_cells(row)) for row in rows], hide_caption=True)


def _cells(row: Encounter) -> list[Cell]:
    leaders = ", ".join(leader.name for leader in row.leaders.all())
    place = row.room or row.place
    return [
        Cell(row.title, url=encounter_url(row), note=leaders),
        Cell(words.span_words(row.starts_at, row.ends_at)),
        Cell(str(place) if place else _("da decidere")),
        Cell(_people_words(row)),
        Cell(capfirst(row.get_state_display()), chip=STATE_CHIPS[row.state]),
    ]


def _present_words(number: int) -> str:
    return ngettext("%(n)s presente", "%(n)s presenti", number) % {"n": number}


def _people_words(row: Encounter) -> str:
    if row.confidential:
        return "" if row.present_count is None else _present_words(row.present_count)
    counts: dict[str, int] = row.__dict__
    if row.state == State.HELD:
        return _present_words(counts["present_n"])
    total = counts["expected_n"] + counts["new_n"]
    return (
        _("%(total)s su %(seats)s posti") % {"total": total, "seats": row.seats}
        if row.seats
        else _("%s attesi") % total
    )


@page("encounter.write", methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Plan an encounter; a taken room answers with the nearest free ones as buttons."""
    user = user_of(request)
    day = timezone.localdate() + timedelta(days=1)
    form = EncounterForm(request.POST or None, initial={"day": day, "leaders": [str(user.pk)]})
    slots: list[Slot] = []
    if request.method == "POST" and form.is_valid():
        details, (start, end) = form.details(), form.span()
        if asked := asked_slot(request):
            details, start, end = replace(details, room_id=asked[0]), asked[1], asked[2]
        try:
            made = actions.create_encounter(
                actor=user,
                details=details,
                starts_at=start,
                ends_at=end,
                request_key=form.cleaned_data["request_key"],
            )
            messages.success(request, _("Fatto. L'incontro è in agenda."))
            return redirect(encounter_url(made))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            slots = free_slots(refusal)
    return render(request, "agenda/new.html", {"form": form, "slots": slot_values(slots)})


@page("encounter.read")
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One encounter: what it is, what is next, its sheet and its corrections. No names here."""
    encounter = encounter_or_404(request, pk)
    free = queries.seats_left(encounter)
    rows = [
        {"label": _("Quando"), "value": when(encounter)},
        {"label": _("Dove"), "value": notices.where_words(encounter)},
        {"label": _("Tipo"), "value": capfirst(encounter.get_kind_display())},
        {"label": _("Azione"), "value": encounter.get_action_display()},
        {"label": _("Chi lo guida"), "value": ", ".join(row.name for row in encounter.leaders.all())},
        {"label": _("Posti liberi"), "value": _("senza limite") if free is None else str(free)},
    ]
    registers = list(encounter.registers.select_related("scan"))
    context = {
        "encounter": encounter,
        "chip": state_chip(encounter),
        "rows": rows,
        "registers": [{"register": row, "mismatch": actions.mismatch(encounter, row)} for row in registers],
        "present": queries.presences(encounter) if encounter.state == State.HELD else None,
        "corrections": encounter.corrections.count(),
        "may_write": access.allows(request.user, "encounter.write"),
        "may_mark": access.allows(request.user, "attendance.write"),
        "planned": encounter.state == State.PLANNED,
        "begun": words.local(encounter.starts_at).date() <= timezone.localdate(),
        "series": encounter.series,
        "promise": _promise_url(request, encounter),
    }
    return render(request, "agenda/detail.html", context)


def _promise_url(request: HttpRequest, encounter: Encounter) -> str:
    """Where a commitment taken here is written; nowhere for a confidential encounter."""
    if encounter.confidential or not access.allows(request.user, "commitment.write"):
        return ""
    return f"{reverse('commitments:new')}?incontro={encounter.pk}"


@page("encounter.write", methods=("GET", "POST"))
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change what it is."""
    encounter = encounter_or_404(request, pk, "encounter.write")
    form = DetailsForm(request.POST or None, initial=details_initial(encounter))
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_encounter(actor=user_of(request), encounter_id=pk, details=form.details())
            messages.success(request, _("Fatto. Le modifiche sono salvate."))
            return redirect(encounter_url(encounter))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "agenda/edit.html", {"form": form, "encounter": encounter})


@page("encounter.write", methods=("GET", "POST"))
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Another day, hour or room; those expected are told."""
    encounter = encounter_or_404(request, pk, "encounter.write")
    room = {"room": str(encounter.room_id or "")}
    form = MoveForm(
        request.POST or None, initial={**when_initial(encounter.starts_at, encounter.ends_at), **room}
    )
    slots: list[Slot] = []
    if request.method == "POST" and form.is_valid():
        room_id, start, end = asked_slot(request) or (form.room_id(), *form.span())
        try:
            actions.move_encounter(
                actor=user_of(request), encounter_id=pk, starts_at=start, ends_at=end, room_id=room_id
            )
            messages.success(request, _told(encounter))
            return redirect(encounter_url(encounter))
        except Refused as refusal:
            form.add_error(None, str(refusal))
            slots = free_slots(refusal)
    context = {"form": form, "encounter": encounter, "when": when(encounter), "slots": slot_values(slots)}
    return render(request, "agenda/move.html", context)


def _told(encounter: Encounter) -> str:
    if encounter.kind == Kind.GROUP:
        return _(
            "Fatto. Chi è nel gruppo riceve un messaggio, se ha detto sì ai messaggi. Dillo anche a voce."
        )
    by_voice = len(notices.to_tell_by_voice(encounter))
    if by_voice:
        return _("Fatto. Chi ha un recapito riceve un messaggio. Da avvisare a voce: %s.") % by_voice
    return _("Fatto. Chi era atteso riceve un messaggio.")


@page("encounter.write", methods=("GET", "POST"))
def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Call it off, after a question."""
    encounter = encounter_or_404(request, pk, "encounter.write")
    if request.method == "POST":
        told = _told(encounter)
        try:
            actions.cancel_encounter(actor=user_of(request), encounter_id=pk)
            messages.success(request, told)
        except Refused as refusal:
            tell(request, refusal)
        return redirect(encounter_url(encounter))
    return render(request, "agenda/cancel.html", {"encounter": encounter, "when": when(encounter)})
