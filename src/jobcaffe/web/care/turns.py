"""The list by day, one turn, and the presses: *Ci sono io*, *Cerco cambio*, *Non posso*."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.web.care import words
from jobcaffe.web.care.who import Who
from jobcaffe.web.desk.views.shared import press
from jobcaffe.worklife.care import actions, queries
from jobcaffe.worklife.care.enums import Standing, TurnState
from jobcaffe.worklife.care.models import Family, Pool, Swap, Turn


def home(request: HttpRequest, who: Who) -> HttpResponse:
    """Her turns and where she can help, day by day; before that, the pools that one may ask to enter."""
    families = list(queries.families_of(who.refs))
    known = {one.pool_id for one in families}
    return who.show(
        request,
        "care/home.html",
        families=[_shown(who, one) for one in families],
        pools=[
            {"name": one.name, "rules": words.rules_told(one), "url": who.url("ask", one.pk)}
            for one in queries.open_pools()
            if one.pk not in known
        ],
        join="" if who.person else who.url("join"),
    )


def _shown(who: Who, family: Family) -> dict[str, Any]:
    inside = family.standing == Standing.IN
    shown: dict[str, Any] = {
        "name": family.pool.name,
        "inside": inside,
        "url": who.url("family", family.pk),
    }
    if inside:
        board = queries.Board(family)
        lines = [(line.day, entry(who, family.pool, line)) for line in board.lines()]
        monday = queries.next_monday()
        shown |= {
            "asks": [_ask(who, one) for one in board.asks()],
            "days": words.by_day(lines),
            "hours": words.hours_told(queries.my_hours(family)),
            "week": who.url("week", family.pk, monday.isoformat()),
            "trust": who.url("trust", family.pk),
        }
    return shown


def _ask(who: Who, one: queries.Ask) -> dict[str, Any]:
    when = f"{words.day_title(one.starts.date())}, {words.span(one.starts, one.ends)}"
    with_whom = _("con %(name)s") % {"name": one.carer} if one.carer else ""
    return {"title": when, "text": with_whom, "url": who.url("say", one.turn_id)}


def entry(who: Who, pool: Pool, line: queries.Line) -> words.Entry:
    """One line as the page shows it: what, when, with whom, what is missing, and its presses."""
    title = [words.span(line.starts, line.ends), words.children_words(line.children)]
    if line.part == "carer":
        title.append(_("con te"))
    elif line.carer:
        title.append(_("con %(name)s") % {"name": line.carer})
    if line.missing:
        title.append(words.missing_words(line.missing))
    chip, text = _chip(line)
    lines = [words.place(line.place).capitalize()] if line.place and line.part != "need" else []
    return words.Entry(
        title=" · ".join(title),
        lines=lines,
        chip=chip,
        chip_text=text,
        presses=_presses(who, line),
        link=who.url("turn", line.turn_id)
        if line.part in ("carer", "second", "mine") and line.turn_id
        else "",
        note=_note(line),
    )


CHIPS: dict[str, tuple[str, Callable[[], str]]] = {
    "second": ("done", lambda: _("Dai una mano tu")),
    "swap": ("attention", lambda: _("Cerca cambio")),
    "help": ("attention", lambda: _("Serve una mano")),
    "need": ("attention", lambda: _("Serve una mano")),
}


def _chip(line: queries.Line) -> tuple[str, str]:
    if line.part == "carer":
        if line.swap_id:
            return "attention", _("Cerchi cambio")
        to_confirm = line.state == TurnState.PROPOSED
        return ("todo", _("Da confermare")) if to_confirm else ("done", _("Il tuo turno"))
    if line.part == "mine":
        sure = line.state == TurnState.CONFIRMED
        return ("done", _("Per i tuoi bambini")) if sure else ("later", _("Per i tuoi bambini"))
    kind, text = CHIPS[line.part]
    return kind, text()


def _note(line: queries.Line) -> str:
    if line.part == "mine" and line.turn_id is None:
        return _("La vedono le famiglie che vi siete scelte.")
    if line.part == "mine" and line.state == TurnState.PROPOSED:
        return _("Deve ancora dire di sì.")
    return ""


def _presses(who: Who, line: queries.Line) -> list[tuple[str, str, str]]:
    """Label, address, kind."""
    if line.part == "need":
        return [(_("Ci sono io"), who.url("take", line.need_id), "primary")]
    if line.part in ("swap", "help"):
        return [(_("Ci sono io"), who.url("here", line.turn_id), "primary")]
    if line.part == "second":
        return [(_("Non posso"), who.url("cannot", line.turn_id), "secondary")]
    if line.part == "mine":
        gone = line.turn_id is None
        return [(_("Non mi serve più"), who.url("drop_need", line.need_id), "secondary")] if gone else []
    found = []
    if line.swap_id:
        found.append((_("Non cerco più"), who.url("close_swap", line.swap_id), "primary"))
    elif line.free:
        found.append((_("Ci sono io"), who.url("here", line.turn_id), "primary"))
    if not line.swap_id:
        found.append((_("Cerco cambio"), who.url("swap", line.turn_id), "secondary"))
    return [*found, (_("Non posso"), who.url("cannot", line.turn_id), "secondary")]


def _found(who: Who, turn_id: UUID) -> tuple[Turn, Family]:
    found = queries.turn_of(who.refs, turn_id)
    if found is None:
        raise Http404
    return found


def turn(request: HttpRequest, who: Who, turn_id: UUID) -> HttpResponse:
    """One turn: when, where, who is there, how to reach them, and what is for each to do."""
    shown = queries.sheet(who.refs, turn_id)
    if shown is None:
        raise Http404
    own = [row.need_id for row in shown.needs if row.own]
    return who.show(
        request,
        "care/turn.html",
        shown=shown,
        title=words.turn_title(shown.turn),
        place=words.place(shown.turn.offer.place).capitalize(),
        looks_after=shown.part != "mine",
        sheet=who.url("sheet", turn_id),
        notes=[(who.url("note", pk), who.url("drop_need", pk)) for pk in own],
    )


def sheet(request: HttpRequest, who: Who, turn_id: UUID) -> HttpResponse:
    """The hand-over sheet to print, for who looks after the children. Gone when the shift is over."""
    shown = queries.sheet(who.refs, turn_id)
    if shown is None or shown.part == "mine":
        raise Http404
    title = words.turn_title(shown.turn)
    return who.show(request, "care/sheet.html", shown=shown, title=title, back=who.url("turn", turn_id))


def here(request: HttpRequest, who: Who, turn_id: UUID) -> HttpResponse:
    """*Ci sono io*: one press."""
    _turn, family = _found(who, turn_id)
    return press(
        request,
        lambda: actions.here(actor=who.user, family_id=family.pk, turn_id=turn_id),
        who.home,
        _("Fatto. Il turno è tuo. Te lo ricordiamo il giorno prima."),
    )


def take(request: HttpRequest, who: Who, need_id: UUID) -> HttpResponse:
    """*Ci sono io* for children that nobody has: one press."""
    found = queries.need_in(who.refs, need_id)
    if found is None:
        raise Http404
    family = found[1]
    return press(
        request,
        lambda: actions.take_need(actor=who.user, family_id=family.pk, need_id=need_id),
        who.home,
        _("Fatto. Il turno è tuo. Te lo ricordiamo il giorno prima."),
    )


def swap(request: HttpRequest, who: Who, turn_id: UUID) -> HttpResponse:
    """*Cerco cambio*: one press; the turn stays hers until somebody takes it."""
    _turn, family = _found(who, turn_id)
    return press(
        request,
        lambda: actions.seek_swap(actor=who.user, family_id=family.pk, turn_id=turn_id),
        who.home,
        _("Fatto. Le altre famiglie lo vedono. Finché nessuno lo prende, il turno resta tuo."),
    )


def close_swap(request: HttpRequest, who: Who, swap_id: UUID) -> HttpResponse:
    """*Lo faccio io*: no swap is looked for any more."""
    row = Swap.objects.filter(pk=swap_id).first()
    found = queries.turn_of(who.refs, row.turn_id) if row else None
    if found is None:
        raise Http404
    family = found[1]
    return press(
        request,
        lambda: actions.close_swap(actor=who.user, family_id=family.pk, swap_id=swap_id),
        who.home,
        _("Fatto. Il turno resta tuo."),
    )


def cannot(request: HttpRequest, who: Who, turn_id: UUID) -> HttpResponse:
    """*Non posso*: somebody else is found at once, as far as there is somebody; nothing else moves."""
    _turn, family = _found(who, turn_id)
    try:
        found = actions.cannot(actor=who.user, family_id=family.pk, turn_id=turn_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(who.home)
    messages.success(request, _told(found))
    return redirect(who.home)


def _told(found: list[Turn]) -> str:
    if not found:
        return _("Fatto, non tocca più a te. Avvisiamo chi può prendere il tuo posto.")
    known = queries.names([one.offer.family for one in found])
    who = _(" e ").join(sorted(set(known.values())))
    return _("Fatto. Al tuo posto abbiamo chiesto a %(who)s.") % {"who": who}


def say(request: HttpRequest, who: Who, turn_id: UUID) -> HttpResponse:
    """How it went, in one press: the hours move when it was held."""
    _turn, family = _found(who, turn_id)
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        raise Http404
    held = answer == "yes"
    done = (
        _("Grazie. Le ore sono nei conti.") if held else _("Grazie per averlo detto. Le ore non si muovono.")
    )
    return press(
        request,
        lambda: actions.say(actor=who.user, family_id=family.pk, turn_id=turn_id, held=held),
        who.home,
        done,
    )
