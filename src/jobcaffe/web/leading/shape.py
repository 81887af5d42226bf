"""What the pages of who leads show, before any markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.circles import catalogue, queries
from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Meeting
from jobcaffe.circles.queries import Counts, Evening, Led
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.spaces.words import day_words, local, when_words
from jobcaffe.web.leading.shared import group_url, name_of, when_of
from jobcaffe.web.leading.words import CHIPS, MODES

NEEDS_DATES = (State.ACTIVATION, State.START_UP, State.RUNNING, State.RENEWED)
LATE_AFTER = timedelta(hours=24)
Dict = dict[str, Any]


def there(name: str, **kwargs: object) -> str:
    """An address of a page about groups."""
    return reverse(name, kwargs=kwargs)


def evening_url(row: Meeting) -> str:
    """The page of an evening."""
    return there("evenings:evening", encounter_id=row.pk)


def waves_url(one: Led) -> str:
    """The questions of a group."""
    return there("checks:waves", circle_id=one.circle.pk)


def when(row: Meeting) -> str:
    """``Martedì 24 novembre, dalle 18 alle 20``."""
    return capfirst(when_words(row.encounter.starts_at, row.encounter.ends_at))


def day(row: Meeting) -> str:
    """``martedì 24 novembre``."""
    return day_words(local(row.encounter.starts_at).date())


def card(one: Led) -> Dict:
    """A group among mine: where it stands, and its next evening."""
    circle, coming = one.circle, one.coming
    room = coming.encounter.room if coming else circle.room
    return {
        "url": group_url(circle),
        "name": name_of(circle),
        "when": capfirst(when_of(circle)),
        "state": capfirst(circle.get_state_display()),
        "chip": CHIPS.get(circle.state, "later"),
        "own": one.own,
        "evening": when(coming) if coming else "",
        "evening_url": evening_url(coming) if coming else "",
        "place": f"{room.name}, {room.place.name}" if room else "",
    }


# --- what waits -----------------------------------------------------------------------------------


def nearest(one: Led) -> tuple[bool, object, str]:
    """Groups in the order of their next evening; those without one last."""
    return (one.coming is None, one.coming.encounter.starts_at if one.coming else "", one.circle.code)


def tasks(groups: Sequence[Led], open_hours: int = 0) -> list[Dict]:
    """Things to do, the late ones first."""
    rows = [row for one in groups for row in (*_to_close(one), *(_decisions(one) if one.own else ()))]
    if open_hours:
        label = ngettext(
            "Scrivi le ore di una serata", "Scrivi le ore di %(n)s serate", open_hours
        ) % {"n": open_hours}  # fmt: skip
        rows.append({"label": label, "url": there("leading:hours"), "status": "todo"})
    return sorted(rows, key=lambda row: row["status"] != "late")


def _to_close(one: Led) -> list[Dict]:
    now = timezone.now()
    return [
        {
            "label": _("Chiudi la serata di %(day)s") % {"day": day(row)},
            "url": evening_url(row),
            "hint": one.circle.code,
            "status": "late" if row.encounter.ends_at < now - LATE_AFTER else "todo",
        }
        for row in one.to_close
    ]


def _decisions(one: Led) -> list[Dict]:
    circle = one.circle
    here = {"circle_id": circle.pk}
    steps, pact, dates = (there(f"leading:{name}", **here) for name in ("steps", "pact", "dates"))
    found = (
        (circle.state == State.ACTIVATION, _("Quando ci siete tutti, fai partire il gruppo"), steps),
        (one.review_due, _("È il momento della revisione di metà"), steps),
        (circle.state == State.CLOSING, _("Decidete che cosa viene dopo"), steps),
        (one.pact_due, _("Rileggete il patto insieme"), pact),
        (one.coming is None and circle.state in NEEDS_DATES, _("Metti le nuove date"), dates),
        (one.wave is not None, _("C'è un giro di domande aperto"), waves_url(one)),
    )
    return [
        {"label": label, "url": url, "hint": circle.code, "status": "todo"}
        for due, label, url in found
        if due
    ]


# --- one group ------------------------------------------------------------------------------------


def doors(month: str) -> list[Dict]:
    """Hours and profile."""
    return [
        {
            "url": there("leading:hours"),
            "label": _("Le mie ore"),
            "icon": "clock",
            "text": _("Questo mese: %(time)s") % {"time": month},
        },
        {
            "url": there("leading:profile"),
            "label": _("Quello che offro"),
            "icon": "user",
            "text": _("Temi, orari, quanti gruppi"),
        },
    ]


def places(one: Led) -> list[Dict]:
    """The places of a group. Who stands in for an evening finds only the names."""
    here = {"circle_id": one.circle.pk}
    names = {"url": there("leading:people", **here), "label": _("Chi c'è nel gruppo"), "icon": "people"}
    if not one.own:
        return [names]
    rows = [
        names,
        {"url": there("leading:pact", **here), "label": _("Il patto"), "icon": "file"},
        {"url": there("leading:dates", **here), "label": _("Le nuove date"), "icon": "calendar"},
        {"url": there("leading:steps", **here), "label": _("I passi del gruppo"), "icon": "arrow-right"},
        {"url": there("leading:door", **here), "label": _("Ingresso"), "icon": "key"},
        {"url": there("sharing:told", **here), "label": _("Quello che ti raccontano"), "icon": "chat"},
        {"url": waves_url(one), "label": _("Come va il gruppo"), "icon": "chart"},
        {"url": there("leading:presences", **here), "label": _("Le presenze"), "icon": "check"},
    ]
    reads = catalogue.modes()[one.circle.mode].facilitator_reads
    return [row for row in rows if reads or row["icon"] != "chat"]


def facts(one: Led, helps: Counts | None) -> list[Dict]:
    """What holds for the group now."""
    circle, kind = one.circle, catalogue.kinds()[one.circle.kind]
    change = {name: there(f"leading:{name}", circle_id=circle.pk) for name in ("door", "pact")}
    if not one.own:
        change = dict.fromkeys(change, "")
    mode = catalogue.modes()[circle.mode]
    told = {"held": one.held, "planned": kind.meetings}
    wanted = _("%(held)s di %(planned)s") % told if kind.meetings else str(one.held)
    rows = [
        {"label": _("Chi guida"), "value": _leaders(one)},
        {"label": _("Come si guida"), "value": f"{mode.label}. {MODES[mode.code]}"},
        {"label": _("Serate fatte"), "value": wanted},
        {"label": _("Ingresso"), "value": _door(one), "change_url": change["door"]},
        {"label": _("Patto"), "value": _pact(one), "change_url": change["pact"]},
    ]
    if helps:
        rows.append({"label": _("Aiuti dati e ricevuti"), "value": str(helps.given)})
    return rows


def _leaders(one: Led) -> str:
    rows = queries.leaders(one.circle)
    return ", ".join(f"{row.user.name} ({row.get_part_display()})" for row in rows)


def _door(one: Led) -> str:
    if one.circle.state != State.RUNNING:
        return _("Ora chiuso: si apre solo quando il gruppo è in cammino")
    return _("Aperto a persone nuove") if one.circle.entry_open else _("Chiuso")


def _pact(one: Led) -> str:
    if one.pact is None:
        return _("Ancora da scrivere")
    return _("Versione %(n)s. Lo rileggete il %(day)s") % {
        "n": one.pact.version,
        "day": f"{one.pact.review_on:%d/%m/%Y}",
    }


def split(rows: Sequence[Evening]) -> tuple[list[Evening], list[Evening]]:
    """Evenings still to come, the nearest first, and those begun, the latest first."""
    now = timezone.now()
    ahead = [row for row in rows if row.starts_at > now and row.meeting.closed_at is None]
    return ahead, [row for row in reversed(rows) if row not in ahead]


def ahead(rows: Sequence[Evening], one: Led, instead: Mapping[date, str]) -> Table:
    """Evenings to come; ``instead`` is who stands in, by day."""
    return Table(
        _("Le prossime serate"),
        [Column(_("Serata")), Column(_("A che punto è")), Column(_("Chi guida"))],
        [_ahead_row(row, one, instead) for row in rows],
        empty=_("Qui vedi le prossime serate. Per ora non ci sono date."),
        empty_url=there("leading:dates", circle_id=one.circle.pk) if one.own else "",
        empty_label=_("Metti le nuove date") if one.own else "",
        hide_caption=True,
    )


def _ahead_row(row: Evening, one: Led, instead: Mapping[date, str]) -> Row:
    planned = row.meeting.encounter.state == EncounterState.PLANNED
    who = instead.get(local(row.starts_at).date(), "")
    ask = planned and one.own and not who
    return Row(
        [
            Cell(when(row.meeting), url=evening_url(row.meeting)),
            Cell(_("In programma"), chip="later") if planned else Cell(_("Annullata"), chip="attention"),
            Cell(_("Scegli chi ti sostituisce"), url=there("leading:substitute", encounter_id=row.meeting.pk))
            if ask
            else Cell(who or "–"),
        ]
    )


def past(rows: Sequence[Evening]) -> Table:
    """Evenings of the past with their three integers."""
    return Table(
        _("Le serate fatte"),
        [
            Column(_("Serata")),
            Column(_("A che punto è")),
            Column(_("Presenti"), numeric=True),
            Column(_("Nuovi"), numeric=True),
            Column(_("Usciti"), numeric=True),
        ],
        [_past_row(row) for row in rows],
        empty=_("Qui vedi le serate fatte. Per ora non ce n'è nessuna."),
        hide_caption=True,
    )


def _past_row(row: Evening) -> Row:
    encounter = row.meeting.encounter
    if row.meeting.closed_at:
        state = Cell(_("Chiusa"), chip="done")
    elif encounter.state == EncounterState.CANCELLED:
        state = Cell(_("Annullata"), chip="later")
    else:
        state = Cell(_("Da chiudere"), chip="todo")
    numbers = [Cell("–" if value is None else value) for value in (row.present, row.new, row.left)]
    return Row([Cell(capfirst(day(row.meeting)), url=evening_url(row.meeting)), state, *numbers])
