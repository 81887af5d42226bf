"""Coffees, meetings and promises as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.encounters.messages import where_words
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.network.tables import queries, rules
from jobcaffe.network.tables.enums import Outcome, State
from jobcaffe.network.tables.models import Agreement, Coffee, Meeting
from jobcaffe.network.tables.models import Table as TableOf
from jobcaffe.spaces import words
from jobcaffe.web.commitments import shape

CHIPS = {
    State.WAITING: "todo",
    State.AGREED: "done",
    State.NO_TIME: "attention",
    State.DECLINED: "later",
    State.EXPIRED: "late",
}
# Lines on the sheet of a meeting to come.
LINES = 6
HOW_ICONS = {Outcome.TOGETHER: "check", Outcome.AGAIN: "refresh", Outcome.USEFUL: "", Outcome.MISSED: ""}


def when(encounter: Encounter) -> str:
    """``mercoledì 9 dicembre, dalle 18 alle 20``."""
    return words.when_words(encounter.starts_at, encounter.ends_at)


def coffee(row: Coffee, *, name: str, url_name: str) -> dict[str, Any]:
    """A line of a list: ``name`` is what it is called there."""
    chip, text, hint = CHIPS[State(row.state)], str(row.get_state_display()), ""
    if row.encounter is not None:
        hint = capfirst(when(row.encounter))
        if row.outcome:
            text = str(row.get_outcome_display())
        elif row.encounter.state == EncounterState.CANCELLED:
            chip, text = "later", _("annullato")
        elif row.encounter.ends_at < timezone.now():
            chip, text = "attention", _("com'è andata?")
    elif row.state == State.WAITING:
        hint = _("Si risponde entro %(day)s.") % {"day": words.day_words(row.answer_by)}
    return {
        "label": name,
        "url": reverse(url_name, args=[row.pk]),
        "status": chip,
        "status_text": capfirst(text),
        "hint": hint,
    }


def pair(row: Coffee) -> str:
    """Both names."""
    return _("%(one)s e %(two)s") % {"one": row.first.name, "two": row.second.name}


def choices(row: Coffee, side: str) -> list[dict[str, Any]]:
    """The three times as one side sees them: those that still can be tapped have a ``value``."""
    return [_choice(one) for one in queries.choices(row, side)]


def _choice(one: queries.Choice) -> dict[str, Any]:
    label = capfirst(words.when_words(one.time.starts_at, one.time.ends_at))
    said = _("Per loro va bene.") if one.theirs else ""
    if not one.free:
        said = _("Questo orario non è più libero.")
    elif one.mine:
        said = _("Avete detto di sì.")
    open_to_tap = one.free and not one.mine
    return {"label": label, "said": said, "value": f"yes:{one.time.pk}" if open_to_tap else ""}


def read_say(text: str) -> dict[str, Any]:
    """What a button sent: ``yes:12``, ``no_time`` or ``no``."""
    says, _colon, number = text.partition(":")
    # Whole numbers of our rows only; a longer one is nobody's.
    time_id = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else None
    return {"says": says, "time_id": time_id}


def sides(row: Coffee) -> list[dict[str, Any]]:
    """Both sides for the house: who, what they said, whether a word is missing."""
    return [
        {
            "side": side,
            "organisation": rules.of_side(row, side),
            "waits": row.state == State.WAITING and rules.waits_for(row, side),
            "choices": choices(row, side) if row.state == State.WAITING else [],
        }
        for side in ("first", "second")
    ]


def outcomes() -> list[dict[str, str]]:
    """The four answers to *Com'è andata?*."""
    return [
        {"value": code, "label": str(label), "icon": HOW_ICONS[Outcome(code)]}
        for code, label in Outcome.choices
    ]


def facts(row: Coffee) -> list[dict[str, object]]:
    """What a coffee is."""
    proposer = row.proposed_by.name if row.proposed_by else "Job Caffè"
    rows: list[dict[str, object]] = [
        {"label": _("Chi lo propone"), "value": proposer},
        {"label": _("Perché"), "value": row.purpose},
    ]
    if row.encounter is not None:
        rows += [
            {"label": _("Quando"), "value": capfirst(when(row.encounter))},
            {"label": _("Dove"), "value": where_words(row.encounter)},
        ]
    if row.outcome:
        rows.append({"label": _("Com'è andata"), "value": row.get_outcome_display()})
    return [one for one in rows if one["value"]]


def meeting_tasks(table: TableOf, url_name: str) -> list[dict[str, Any]]:
    """The meetings of a table, the latest first."""
    now = timezone.now()
    return [
        {
            "label": capfirst(when(one.encounter)),
            "url": reverse(url_name, args=[one.pk]),
            "status": "todo" if one.encounter.ends_at > now else "done",
            "status_text": _("In programma") if one.encounter.ends_at > now else _("Verbale"),
            "hint": "; ".join(one.agenda),
        }
        for one in table.meetings.all()
    ]


def table_cards(rows: Iterable[TableOf], url_name: str) -> list[dict[str, Any]]:
    """Tables with their next date."""
    return [
        {
            "title": one.name,
            "url": reverse(url_name, args=[one.pk]),
            "purpose": one.purpose,
            "who": ", ".join(row.name for row in one.organisations.all()),
            "next": capfirst(when(ahead.encounter)) if (ahead := queries.next_meeting(one)) else "",
            "closed": one.closed_on is not None,
        }
        for one in rows
    ]


def agreement_cards(rows: Iterable[Agreement], url_name: str) -> list[dict[str, Any]]:
    """Agreements with the day on which they end; those that end soon say so."""
    today = timezone.localdate()
    return [
        {
            "title": one.name,
            "url": reverse(url_name, args=[one.pk]),
            "who": ", ".join(row.name for row in one.parties.all()),
            "until": words.day_words(one.ends_on, year=True),
            "over": one.ends_on < today,
            "soon": 0 <= (one.ends_on - today).days <= rules.WARN_DAYS,
        }
        for one in rows
    ]


def promises(rows: Iterable[Commitment], caption: str, *, empty: str) -> Table:
    """Who does what by when."""
    today = timezone.localdate()
    body = []
    for one in rows:
        kind, text = shape.chip(one, today)
        body.append(
            Row([shape.owner(one), one.text, f"{one.due_on:%d/%m/%Y}", Cell(capfirst(text), chip=kind)])
        )
    columns = [Column(_("Chi")), Column(_("Che cosa")), Column(_("Entro il")), Column(_("A che punto è"))]
    return Table(caption, columns, body, empty=empty, hide_caption=True)


def _lines() -> Table:
    """Numbered lines for a pen."""
    columns = [Column(_("Numero")), Column(_("Chi")), Column(_("Che cosa")), Column(_("Entro il"))]
    body = [Row([number, "", "", ""]) for number in range(1, LINES + 1)]
    return Table(_("Chi fa che cosa"), columns, body, hide_caption=True)


def sheet(meeting: Meeting) -> dict[str, Any]:
    """The minutes on paper; before the meeting, with lines to write on."""
    who = ", ".join(one.name for one in meeting.table.organisations.all())
    rows = [
        {"label": _("Quando"), "value": capfirst(when(meeting.encounter))},
        {"label": _("Dove"), "value": where_words(meeting.encounter)},
        {"label": _("Chi siede al tavolo"), "value": who},
    ]
    taken = queries.minutes(meeting)
    if meeting.encounter.ends_at > timezone.now() and not taken.exists():
        table = _lines()
    else:
        table = promises(
            taken, _("Chi fa che cosa"), empty=_("Qui c'è chi fa che cosa. Nessuno ha preso impegni.")
        )
    return {"meeting": meeting, "rows": [row for row in rows if row["value"]], "table": table}
