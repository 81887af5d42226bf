"""Labs in the words of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table, number
from jobcaffe.hours.rules import in_hours
from jobcaffe.spaces import words
from jobcaffe.spaces.models import Booking
from jobcaffe.web.mygroup import shape as groups
from jobcaffe.web.nav import address
from jobcaffe.worklife.labs import queries
from jobcaffe.worklife.labs.enums import SERVICES, Stage
from jobcaffe.worklife.labs.models import WeeksMean
from jobcaffe.worklife.labs.queries import Coming, Lesson, Trial
from jobcaffe.worklife.weeks import catalogue

SHOWN = 3
CENTS = 100
WITH_RESULT = (Stage.TOLD, Stage.CONTINUES, Stage.CHANGED, Stage.STOPPED)
CHIPS = {
    Stage.RUNNING: "todo",
    Stage.DUE: "attention",
    Stage.TOLD: "attention",
    Stage.CONTINUES: "done",
    Stage.CHANGED: "later",
    Stage.STOPPED: "later",
}


def euros(cents: int) -> str:
    """``1250`` → ``12,50 €``."""
    return f"{number_format(cents / CENTS, 2)} €"


def places() -> list[dict[str, Any]]:
    """The other places of this part of the house, those that are there."""
    found = (
        ("week:home", _("La mia settimana"), "calendar", _("Dove va il tuo tempo.")),
        ("care:home", _("Turni di cura"), "people", _("I bambini, a turno fra famiglie.")),
        ("timebank:home", _("Banca del tempo"), "clock", _("Un'ora data, un'ora avuta.")),
        ("venture:home", _("La mia micro-attività"), "work", _("Che cosa ti resta in tasca.")),
        ("lab:learned", _("Che cosa abbiamo imparato"), "star", _("Le prove di tutti i laboratori.")),
    )
    return [
        {"url": url, "label": label, "icon": icon, "text": text}
        for name, label, icon, text in found
        if (url := address(name))
    ]


@dataclass(frozen=True)
class Gathering:
    """A meeting in words, with places for children."""

    at: groups.Meeting
    children: str
    url: str
    button: str


def gathering(one: Coming) -> Gathering:
    """One meeting to come, as who takes part sees it."""
    if not one.meeting.child_places:
        return Gathering(groups.meeting(one.meeting.encounter), "", "", "")
    url = reverse("lab:children", args=[one.meeting.pk])
    button = _("Cambia i posti dei bambini") if one.mine else _("Porta i bambini")
    return Gathering(groups.meeting(one.meeting.encounter), _places(one), url, button)


def _places(one: Coming) -> str:
    if one.mine:
        text = ngettext("Hai %(n)s posto per i bambini.", "Hai %(n)s posti per i bambini.", one.mine)
        return text % {"n": one.mine}
    if not one.left:
        return _("I posti per i bambini sono finiti.")
    text = ngettext("Resta %(n)s posto per i bambini.", "Restano %(n)s posti per i bambini.", one.left)
    return text % {"n": one.left}


@dataclass(frozen=True)
class Line:
    """One trial in a list."""

    title: str
    url: str
    chip: str
    stage: str
    until: str


def line(trial: Trial) -> Line:
    """A trial with its state in a word."""
    return Line(
        title=trial.row.what,
        url=reverse("lab:trial", args=[trial.row.pk]),
        chip=CHIPS[trial.stage],
        stage=capfirst(str(Stage(trial.stage).label)),
        until=_("Fino al %(day)s") % {"day": date_format(trial.row.until, "j F Y")},
    )


def lines(trials: Iterable[Trial]) -> list[Line]:
    """Trials of which something is expected first; the order inside is kept."""
    return [line(one) for one in sorted(trials, key=lambda one: not one.open)]


def facts(trial: Trial) -> list[dict[str, str]]:
    """The four answers, and what a trial on a service has."""
    row, booking = trial.row, trial.row.booking
    rows = [
        (_("Che cosa proviamo"), row.what),
        (_("Con chi"), row.who_with),
        (_("Fino a quando"), date_format(row.until, "j F Y")),
        (_("Come capiamo se funziona"), row.how_we_know),
        (_("Di che cosa si tratta"), capfirst(str(row.get_field_display()))),
    ]
    if row.field in SERVICES:
        rows += [
            (_("Chi ci aiuta"), row.partner.name if row.partner else ""),
            (_("Sala"), _room(booking) if booking and booking.state == Booking.State.HELD else ""),
            (_("Spesa prevista"), euros(trial.cents) if trial.cents is not None else ""),
        ]
    return [{"label": label, "value": value} for label, value in rows]


def _room(booking: Booking) -> str:
    return f"{booking.room.name}, {words.when_words(booking.starts_at, booking.ends_at)}"


def outcome(trial: Trial) -> list[dict[str, str]]:
    """How it went; empty before."""
    if trial.result is None:
        return []
    rows = [
        (_("Ha funzionato?"), capfirst(str(trial.result.get_worked_display()))),
        (_("Che cosa avete imparato"), trial.learned.inside if trial.learned else ""),
        (_("Ore"), in_hours(trial.result.minutes) if trial.result.minutes else _("nessuna")),
        (_("Euro spesi"), euros(trial.result.cents)),
    ]
    if trial.decision:
        rows.append((_("E adesso?"), capfirst(str(trial.decision.get_choice_display()))))
    return [{"label": label, "value": value} for label, value in rows]


# --- the weeks of all ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mean:
    """The mean of the weeks as a page tells it."""

    day: str
    hours: Table


def mean(one: WeeksMean) -> Mean:
    """Hours by use, in the words of the week."""
    rows = [Row([use.label, number(one.hours.get(code, 0), 1)]) for code, use in catalogue.uses().items()]
    columns = [Column(_("Che cosa")), Column(_("Ore"), numeric=True)]
    return Mean(date_format(one.on, "j F Y"), Table(_("Ore in una settimana"), columns, rows))


# --- what was learned ------------------------------------------------------------------------------


def lesson_rows(lessons: Sequence[Lesson]) -> list[list[object]]:
    """What was learned as rows of a sheet: no names, no lab."""
    head: list[object] = [
        _("Prova"), _("Riguarda"), _("Ha funzionato?"), _("Che cosa abbiamo imparato"), _("E adesso?"),
        _("Ore"), _("Euro"), _("Giorno"),
    ]  # fmt: skip
    body: list[list[object]] = [
        [
            one.title, one.field, one.worked, one.text, one.choice, round(one.minutes / 60, 2),
            one.cents / CENTS, f"{one.on:%d/%m/%Y}" if one.on else "",
        ]
        for one in lessons
    ]  # fmt: skip
    return [head, *body]


@dataclass(frozen=True)
class Taught:
    """One lesson as a page tells it."""

    title: str
    text: str
    about: str
    cost: str


def taught(one: Lesson) -> Taught:
    """Words for people."""
    about = [capfirst(one.field), _("ha funzionato: %(how)s") % {"how": one.worked}, one.choice]
    cost = _("Ci è costata %(hours)s e %(euros)s.") % {
        "hours": in_hours(one.minutes),
        "euros": euros(one.cents),
    }
    return Taught(one.title, one.text, " · ".join(word for word in about if word), cost)


# --- the programme's side --------------------------------------------------------------------------


def programme_table(user: object) -> Table:
    """Every lab: who leads it, meetings held, trials by state. No words of theirs, no people."""
    rows = [
        Row(
            [
                Cell(one.lab.name, url=reverse("lab:edit", args=[one.lab.pk])),
                one.lab.code,
                ", ".join(one.leaders),
                _("riservato") if one.lab.confidential else _("aperto"),
                one.meetings,
                sum(one.stages.values()),
                sum(one.stages.get(stage, 0) for stage in WITH_RESULT),
            ]
        )
        for one in queries.programme(user)
    ]
    return Table(
        _("I laboratori del programma"),
        [
            Column(_("Laboratorio")),
            Column(_("Codice")),
            Column(_("Chi lo conduce")),
            Column(_("Com'è")),
            Column(_("Incontri fatti"), numeric=True),
            Column(_("Prove"), numeric=True),
            Column(_("Con un risultato"), numeric=True),
        ],
        rows,
        empty=_("Qui vedi i laboratori. Per ora non ce n'è nessuno: aprine uno."),
        empty_url=reverse("lab:new"),
        empty_label=_("Apri un laboratorio"),
    )


def trials_table(user: object) -> Table:
    """Trials on services for who runs the programme: dates, partner, money set aside and spent."""
    rows = [
        Row(
            [
                Cell(one.code, url=reverse("lab:budget", args=[one.id])),
                capfirst(one.field),
                Cell(capfirst(str(Stage(one.stage).label)), chip=CHIPS[one.stage]),
                date_format(one.until, "j F Y"),
                one.partner or "–",
                euros(one.cents) if one.cents is not None else "–",
                euros(one.spent) if one.spent is not None else "–",
            ]
        )
        for one in queries.programme_trials(user)
    ]
    return Table(
        _("Le prove sui servizi di cura ed educativi"),
        [
            Column(_("Prova")),
            Column(_("Riguarda")),
            Column(_("A che punto è")),
            Column(_("Fino al")),
            Column(_("Partner")),
            Column(_("Spesa prevista"), numeric=True),
            Column(_("Spesa fatta"), numeric=True),
        ],
        rows,
        empty=_("Qui vedi le prove sui servizi. Per ora non ce n'è nessuna: nascono nei laboratori."),
        empty_url=reverse("lab:learned"),
        empty_label=_("Leggi che cosa si è imparato"),
    )
