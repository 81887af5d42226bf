"""The tables as the page draws them: words, chips and buttons; no decision is taken here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.talks import dayrules
from jobcaffe.fair.talks.actions import replan
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.talks.queries.day import Board, Call, Line, Press, Screen, TableNow
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.spaces.words import hour_words

ON_SCREEN = 7
SCREEN_SECONDS = 30


def hour(fair: Fair, slot: int) -> str:
    """When a slot begins."""
    return hour_words(fair.slot_start(slot))


def minutes(late: int) -> str:
    """``+15 minuti``."""
    return _("+%s minuti") % late


def table_title(number: int | None, name: str) -> str:
    """``Tavolo 7 · Panificio``."""
    return name if number is None else _("Tavolo %(number)s · %(name)s") % {"number": number, "name": name}


def anchor(stand: UUID, table: int | None) -> str:
    """Where a table is on the page."""
    return f"tavolo-{table}" if table is not None else f"stand-{stand}"


def board(found: Board, areas: list[tuple[int, str]], area: int | None) -> dict[str, Any]:
    """Everything that the tables' piece shows."""
    names = found.names()
    groups: dict[str, list[dict[str, Any]]] = {}
    for table in found.tables:
        groups.setdefault(table.area or _("Altri tavoli"), []).append(_table(found, table, names))
    return {
        "fair": found.fair,
        "version": found.version,
        "area": area or "",
        "areas": [{"url": f"?area={pk}", "name": name, "here": pk == area} for pk, name in areas],
        "groups": list(groups.items()),
        "presses": [_press(found, one) for one in found.presses],
        "without": [{"pk": pk, "code": code, "name": names.get(pk, "")} for pk, code in found.without],
        "now": _now(found),
    }


def _now(found: Board) -> str:
    fair, slot = found.fair, found.slot
    if slot < 0:
        return _("I colloqui cominciano alle %s.") % hour(fair, 0)
    if slot >= fair.slots:
        return _("I colloqui di oggi sono finiti.")
    if slot in fair.breaks:
        after = next(one for one in range(slot, fair.slots + 1) if one not in fair.breaks)
        return _("Adesso è pausa, fino alle %s.") % hour(fair, after)
    busy = sum(one.current is not None for one in found.tables)
    turn = _("Turno delle %s.") % hour(fair, slot)
    return f"{turn} " + ngettext("%d tavolo occupato.", "%d tavoli occupati.", busy) % busy


def _table(found: Board, table: TableNow, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "title": table_title(table.number, table.name),
        "anchor": anchor(table.stand, table.number),
        "stand": table.stand,
        "current": table.current and _line(table.current, names),
        "after": table.after and _line(table.after, names),
        "unsaid": [_line(one, names) for one in table.unsaid],
        "missed": [_line(one, names) for one in table.missed],
        "free": _free(found, table),
        "open": table.open,
    }


def _free(found: Board, table: TableNow) -> str:
    if not table.open:
        return _("Chiuso.")
    if table.free_at is None:
        return _("Nessun turno libero.")
    if table.free_at <= found.slot:
        return _("Libero adesso.")
    return _("Libero alle %s.") % hour(found.fair, table.free_at)


def _line(line: Line, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "id": line.id,
        # What names the buttons of this talk and of no other: she may have two on the page.
        "key": str(line.id),
        "code": line.code,
        "name": names.get(line.visitor, ""),
        "hour": hour_words(line.starts_at),
        "late": minutes(line.late) if line.late else "",
        "running": line.running,
        "here": line.here,
        "seen": line.seen,
    }


def _press(found: Board, press: Press) -> dict[str, Any]:
    who = press.by or _("Il sistema")
    return {
        "id": press.id,
        "text": f"{who}: {dayrules.PRESSES[press.what]}",
        "codes": ", ".join(press.codes),
        "at": hour_words(press.at),
        "fresh": press.fresh,
        "what": press.what,
    }


def talk_words(talk: Talk) -> dict[str, str]:
    """The facts of a talk on its own page."""
    start = dayrules.starts_at(talk.fair, talk.slot, talk.late)
    number = dayrules.table_number(talk.stand, talk.table)
    return {
        "title": f"{talk.visitor.code} · {talk.visitor.name}",
        "sub": f"{hour_words(start)} · {table_title(number, talk.stand.organisation.name)}",
        "back": anchor(talk.stand_id, number),
    }


def swap_choices(rows: list[Talk]) -> list[dict[str, str]]:
    """The other talks of the stand."""
    return [
        {
            "value": str(one.pk),
            "label": f"{hour(one.fair, one.slot)} · {one.visitor.code} · {one.visitor.name}",
        }
        for one in rows
    ]


def screen(found: Screen, at: datetime) -> dict[str, Any]:
    """One page of the screen: all pages come round, one every thirty seconds."""
    rows = [_call(one, _("Adesso")) for one in found.now]
    rows += [_call(one, hour_words(one.starts_at)) for one in found.soon]
    pages = max(1, -(-len(rows) // ON_SCREEN))
    number = int(at.timestamp() // SCREEN_SECONDS) % pages
    return {
        "calls": Table(
            _("Chi è atteso, e dove"),
            [Column(_("Chi")), Column(_("Quando")), Column(_("Tavolo")), Column(_("Con chi"))],
            [Row(one) for one in rows[number * ON_SCREEN : (number + 1) * ON_SCREEN]],
            hide_caption=True,
        ),
        "some": bool(rows),
        "page": _("pagina %(one)s di %(all)s") % {"one": number + 1, "all": pages} if pages > 1 else "",
        "clock": hour_words(at),
    }


def _call(call: Call, when: str) -> list[object]:
    place = " · ".join(part for part in (call.stand, call.area) if part)
    late = f" ({minutes(call.late)})" if call.late else ""
    who = f"{call.code} {call.initial}." if call.initial else call.code
    return [who, when + late, "" if call.table is None else str(call.table), place]


def replan_words(why: str) -> str:
    """What is said when a plan was asked for."""
    return _("%s Fra poco il piano nuovo è qui.") % replan.REASONS[why]
