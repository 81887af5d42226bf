"""Turns, hours and days in the words of these pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.hours.rules import in_hours
from jobcaffe.spaces.words import day_words, local
from jobcaffe.worklife.care import catalogue, queries
from jobcaffe.worklife.care.enums import TurnState
from jobcaffe.worklife.care.models import Pool, Turn


@dataclass(frozen=True)
class Entry:
    """One line of the list, ready for the page. ``presses``: label, address, kind of button."""

    title: str
    lines: list[str]
    chip: str
    chip_text: str
    presses: list[tuple[str, str, str]] = field(default_factory=list)
    link: str = ""
    note: str = ""


def span(starts: datetime, ends: datetime) -> str:
    """``16:00–18:00``."""
    return f"{local(starts):%H:%M}–{local(ends):%H:%M}"


def block_words(pool: Pool, block: int) -> str:
    """The same, of a block on any day."""
    day = timezone.localdate()
    return span(pool.begins(day, block), pool.ends(day, block))


def children_words(n: int) -> str:
    """``3 bambini``."""
    return ngettext("%(n)s bambino", "%(n)s bambini", n) % {"n": n}


def missing_words(n: int) -> str:
    """``manca 1 persona``."""
    return ngettext("manca %(n)s persona", "mancano %(n)s persone", n) % {"n": n}


def day_title(day: date) -> str:
    """``Martedì 24 novembre``."""
    return str(capfirst(day_words(day)))


def turn_title(turn: Turn) -> str:
    """``Martedì 24 novembre, 16:00–18:00``."""
    return f"{day_title(turn.day)}, {span(turn.pool.begins(turn.day, turn.block), turn.ends_at)}"


def week_title(monday: date) -> str:
    """``Dal 23 novembre al 29 novembre``."""
    last = monday + timedelta(days=6)
    first, end = (day_words(one).split(" ", 1)[1] for one in (monday, last))
    return _("Dal %(first)s al %(last)s") % {"first": first, "last": end}


def hours_told(told: queries.HoursTold | None) -> list[str]:
    """The account in sentences: given and received, and what is left to give where a balance counts."""
    if told is None:
        return []
    if not told.given and not told.received:
        lines = [_("Non hai ancora dato né ricevuto ore.")]
    else:
        lines = [
            _("Hai dato %(given)s. Hai ricevuto %(received)s.")
            % {"given": in_hours(told.given), "received": in_hours(told.received)}
        ]
    if told.limit is None or not told.balance:
        return lines
    if told.balance > 0:
        return [*lines, _("Puoi chiedere ancora %(n)s di quelle date.") % {"n": in_hours(told.balance)}]
    left = max(told.limit + told.balance, 0)
    return [
        *lines,
        _("Per essere pari ti restano da dare %(n)s.") % {"n": in_hours(told.balance)},
        _("Puoi riceverne ancora %(n)s.") % {"n": in_hours(left)} if left else _("Per ora sei al limite."),
    ]


def rules_told(pool: Pool) -> list[str]:
    """The rules of a pool, for who reads them before asking."""
    found = [
        _("Al massimo %(n)s bambini in un posto.") % {"n": pool.max_children},
        _("Ogni turno dura %(n)s.") % {"n": in_hours(pool.block_minutes)},
    ]
    if pool.two_adults:
        found.append(_("A ogni turno ci sono due adulti. Le ore si dividono a metà."))
    if pool.permissions:
        found.append(_("Prima si firma un permesso su carta."))
    found.append(_("Si tengono i bambini %(where)s.") % {"where": _listed(pool)})
    found.append(_("Non si paga: ci si scambiano ore."))
    return found


def _listed(pool: Pool) -> str:
    known = catalogue.places()
    return ", ".join(known[code] for code in pool.places if code in known)


def fund_told(minutes: int | None) -> str:
    """What the families gave to the fund, as everybody may know it."""
    if not minutes:
        return _("Il totale si vede quando hanno donato abbastanza famiglie. Così nessuno capisce chi.")
    return _("Le famiglie hanno donato circa %(n)s.") % {"n": in_hours(minutes)}


def place(code: str) -> str:
    """Where a turn is; empty for a place that is gone."""
    return catalogue.places().get(code, "")


def bound_told(served: int, bound: int) -> str:
    """How good a proposal is."""
    if served >= bound:
        return _("Nessun'altra proposta copre più ore.")
    return _("Un'altra proposta potrebbe coprire al massimo %(n)s in più.") % {"n": in_hours(bound - served)}


STATES = {
    TurnState.PROPOSED: "todo",
    TurnState.CONFIRMED: "done",
    TurnState.HELD: "done",
    TurnState.MISSED: "attention",
    TurnState.OFF: "later",
}


def by_day(entries: list[tuple[date, Entry]]) -> list[tuple[str, list[Entry]]]:
    """Entries under the title of their day; they come in order."""
    return [
        (day_title(day), [one for _day, one in rows]) for day, rows in groupby(entries, lambda row: row[0])
    ]
