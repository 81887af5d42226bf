"""Groups as tables, tasks and charts: nothing here knows how many people are in a group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobcaffe.circles import catalogue, queries
from jobcaffe.circles.enums import ProposalState, State
from jobcaffe.circles.models import (
    Circle,
    Cycle,
    Decision,
    Facilitation,
    FacilitatorProfile,
    FollowUp,
    Proposal,
)
from jobcaffe.circles.queries import Cell as Waiting
from jobcaffe.circles.queries.board import Apart, OnBoard, Opening
from jobcaffe.foundation.ui.charts import HeatMap
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.web.desk.views.shared import day
from jobcaffe.web.forming import words

NEAR, MOST_SAID = 3, 6
STAGES: tuple[tuple[Promise | str, tuple[State, ...]], ...] = (
    (gettext_lazy("Da far nascere"), (State.IDEA, State.GATHERING)),
    (gettext_lazy("Stanno per partire"), (State.ACTIVATION, State.START_UP)),
    (gettext_lazy("In cammino"), (State.RUNNING, State.MID_REVIEW, State.CLOSING, State.RENEWED)),
    (gettext_lazy("Finiti, o vanno avanti da soli"), (State.AUTONOMOUS, State.ENDED, State.ARCHIVED)),
)
PROPOSAL_CHIPS = {
    ProposalState.COMPUTING: "attention",
    ProposalState.READY: "todo",
    ProposalState.ACCEPTED: "done",
    ProposalState.DISCARDED: "later",
}
LED_FROM = (State.GATHERING, State.ACTIVATION, State.START_UP, State.RUNNING, State.MID_REVIEW, State.RENEWED)


# --- the board --------------------------------------------------------------------------------------
def board(rows: Sequence[OnBoard]) -> list[Table]:
    """One table for each stage of life that has groups."""
    found = [(str(title), [row for row in rows if row.circle.state in states]) for title, states in STAGES]
    return [_stage(title, inside) for title, inside in found if inside]


def _stage(title: str, rows: Iterable[OnBoard]) -> Table:
    columns = [Column(_("Gruppo")), Column(_("Tema")), Column(_("Quando")), Column(_("A che punto è")),
               Column(_("Chi guida"))]  # fmt: skip
    return Table(title, columns, [_board_row(row) for row in rows])


def _board_row(row: OnBoard) -> Row:
    circle = row.circle
    state = State(circle.state)
    return Row(
        [
            Cell(circle.code, url=reverse("forming:circle", args=[circle.pk]), note=words.kind(circle.kind)),
            Cell(words.theme(circle.theme)),
            Cell(capfirst(words.slot(circle.slot))),
            Cell(capfirst(state.label), chip=words.CHIPS[state]),
            Cell(
                words.listed(row.leaders) or ("–" if circle.state in queries.CLOSED else _("Ancora nessuno"))
            ),
        ]
    )


# --- what waits for a decision ---------------------------------------------------------------------
def waits(
    rows: Sequence[OnBoard], due: Iterable[FollowUp], ready: Iterable[Proposal]
) -> list[dict[str, Any]]:
    """Proposals to look at, groups without leaders, room or dates, closed groups to ask."""
    tasks = [_ready(one) for one in ready]
    for row in rows:
        tasks += _lacks(row)
    return tasks + [_due(one) for one in due]


def _ready(one: Proposal) -> dict[str, Any]:
    return {
        "label": _("Guarda la proposta dei gruppi"),
        "url": reverse("forming:proposal", args=[one.pk]),
        "status": "todo",
        "hint": words.kind(one.kind),
    }


def _lacks(row: OnBoard) -> list[dict[str, Any]]:
    circle, found = row.circle, []
    if row.lacking and circle.state in LED_FROM:
        found.append(("forming:appoint", _("Scegli chi guida %(code)s"), "attention"))
    if circle.state == State.ACTIVATION and circle.room is None:
        found.append(("forming:edit", _("Scegli la sala di %(code)s"), "todo"))
    elif circle.state == State.ACTIVATION and not row.dated and not row.lacking:
        found.append(("forming:plan", _("Metti le date di %(code)s"), "todo"))
    return [
        {
            "label": label % {"code": circle.code},
            "url": reverse(name, args=[circle.pk]),
            "status": status,
            "hint": _("%(theme)s, %(when)s")
            % {"theme": words.theme(circle.theme), "when": words.slot(circle.slot)},
        }
        for name, label, status in found
    ]


def _due(one: FollowUp) -> dict[str, Any]:
    return {
        "label": _("Chiedi come va %(code)s") % {"code": one.circle.code},
        "url": reverse("forming:follow_up", args=[one.pk]),
        "status": "todo",
        "hint": _("%(n)s mesi dopo la fine, dal %(day)s") % {"n": one.months, "day": day(one.due_on)},
    }


# --- the waiting list ------------------------------------------------------------------------------
def heat(cells: Sequence[Waiting], kind: str) -> HeatMap:
    """Theme by window, the darker the more people; framed where they are enough."""
    counted = {(cell.theme, cell.slot): cell.waiting or 0 for cell in cells}
    slots, least = catalogue.slots(), catalogue.kinds()[kind].size.min
    return HeatMap(
        title=_("Chi aspetta, per tema e orario"),
        description=_(
            "Il numero dice quante persone possono. Da %(n)s in su, il riquadro scuro, si può partire."
        )
        % {"n": least},
        columns=[(row.label[:3], f"{row.starts:%H}", capfirst(row.label)) for row in slots.values()],
        rows=[
            (label, [counted.get((code, slot), 0) for slot in slots])
            for code, label in catalogue.words("theme").items()
        ],
        enough=least,
        label_name=_("Giorno e ora"),
    )


def nearly(cells: Iterable[Waiting]) -> list[str]:
    """Where one, two or three people are missing: the nearest to a group first."""
    near = [cell for cell in cells if cell.missing and cell.missing <= NEAR]
    near.sort(key=lambda cell: (cell.missing, -(cell.waiting or 0)))
    return [words.missing(cell.theme, cell.slot, cell.missing or 0) for cell in near[:MOST_SAID]]


def windows(openings: Sequence[Opening]) -> Table:
    """The windows that would open most: where enough wait, and only a leader is missing, first."""
    by_slot: dict[str, list[Opening]] = {}
    for one in openings:
        by_slot.setdefault(one.slot, []).append(one)
    ordered = sorted(
        by_slot.items(), key=lambda pair: (-len(pair[1]), list(catalogue.slots()).index(pair[0]))
    )
    return Table(
        _("Orari che aprirebbero più gruppi"),
        [Column(_("Orario")), Column(_("Temi con abbastanza persone")), Column(_("Che cosa manca"))],
        [_window(slot, rows) for slot, rows in ordered],
        empty=_(
            "Qui vedi gli orari in cui si può aprire un gruppo. Ora in nessuno ci sono abbastanza persone."
        ),
    )


def _window(slot: str, rows: Sequence[Opening]) -> Row:
    unled = [words.theme(one.theme) for one in rows if not one.led]
    lacks = Cell(_("Niente: si può proporre"), chip="done")
    if unled:
        lacks = Cell(_("Chi guida"), chip="attention", note=words.listed(unled))
    return Row(
        [Cell(capfirst(words.slot(slot))), Cell(words.listed(words.theme(one.theme) for one in rows)), lacks]
    )


# --- facilitators ----------------------------------------------------------------------------------
def facilitators(rows: Iterable[tuple[FacilitatorProfile, list[str]]]) -> Table:
    """Who leads groups: themes, hours that are left, how many groups at once."""
    return Table(
        _("Chi guida i gruppi"),
        [Column(_("Nome")), Column(_("Temi")), Column(_("Orari ancora liberi")),
         Column(_("Gruppi insieme, al massimo"), numeric=True)],
        [
            Row(
                [
                    Cell(profile.user.name),
                    Cell(words.listed(words.theme(one) for one in profile.themes) or _("Nessuno")),
                    Cell(capfirst(words.listed(words.slot(one) for one in free)) or _("Nessuno")),
                    Cell(profile.max_groups),
                ]
            )
            for profile, free in rows
        ],
        empty=_("Qui vedi chi può guidare un gruppo, e quando. Nessuno ha ancora scritto i suoi orari."),
    )  # fmt: skip


def proposals(rows: Iterable[Proposal]) -> Table:
    """Proposals, the newest first."""
    columns = [
        Column(_("Quando")),
        Column(_("Tipo")),
        Column(_("A che punto è")),
        Column(_("Numero della ricerca"), numeric=True),
    ]
    return Table(
        _("Proposte calcolate"),
        columns,
        [_proposal_row(one) for one in rows],
        empty=_("Qui trovi le proposte di gruppi. Non ne hai ancora chiesta nessuna."),
        empty_url=reverse("forming:propose"),
        empty_label=_("Calcola la proposta"),
    )


def _proposal_row(one: Proposal) -> Row:
    state = ProposalState(one.state)
    return Row(
        [
            Cell(day(timezone.localdate(one.at)), url=reverse("forming:proposal", args=[one.pk])),
            Cell(words.kind(one.kind)),
            Cell(capfirst(state.label), chip=PROPOSAL_CHIPS[state]),
            Cell(one.seed),
        ]
    )


# --- one group -------------------------------------------------------------------------------------
def facts(circle: Circle) -> list[dict[str, Any]]:
    """What the group is."""
    room = circle.room
    rows = [
        (_("Tema"), words.theme(circle.theme)),
        (_("Tipo"), words.kind(circle.kind)),
        (_("Quando"), capfirst(words.hour(circle.slot))),
        (_("Chi guida, e come"), words.mode(circle.mode)),
        (_("Sala"), f"{room.name}, {room.place.name}" if room else ""),
        (_("Zona"), circle.area),
        (_("Calendario pubblico"), _("Si vede") if circle.public else _("Non si vede")),
        (_("Nato il"), day(circle.opened_on)),
    ]
    if circle.closed_on:
        rows.append((_("Chiuso il"), day(circle.closed_on)))
    return [{"label": label, "value": value} for label, value in rows]


def leaders(rows: Iterable[Facilitation]) -> list[dict[str, Any]]:
    """Who leads today, and how."""
    return [
        {
            "pk": row.user_id,
            "name": row.user.name,
            "part": row.get_part_display(),
            "since": day(row.starts_on),
        }
        for row in rows
    ]


def cycles(rows: Iterable[Cycle]) -> Table:
    """The runs of meetings that are planned."""
    columns = [Column(_("Ciclo"), numeric=True), Column(_("Primo incontro")), Column(_("Ultimo incontro")),
               Column(_("Incontri"), numeric=True)]  # fmt: skip
    return Table(
        _("Date del gruppo"),
        columns,
        [Row([row.number, day(row.first_day), day(row.last_day), row.meetings]) for row in rows],
        empty=_("Qui vedi le date degli incontri. Non ci sono ancora."),
        hide_caption=True,
    )


def decisions(rows: Iterable[Decision], names: dict[object, str]) -> Table:
    """Every step, the newest first: when, from where to where, who decided."""
    return Table(
        _("Decisioni"),
        [Column(_("Quando")), Column(_("Da")), Column(_("A")), Column(_("Chi l'ha deciso"))],
        [
            Row(
                [
                    day(row.on),
                    capfirst(row.get_before_display()),
                    capfirst(row.get_after_display()),
                    names.get(row.by) or _("Il sistema"),
                ]
            )
            for row in rows
        ],
        empty=_("Qui resta scritto ogni passo del gruppo. Finora è rimasto dov'era all'inizio."),
        hide_caption=True,
    )


def follow_ups(rows: Iterable[FollowUp]) -> Table:
    """How the closed group goes, three and six months later."""
    return Table(
        _("Dopo la fine"),
        [Column(_("Quanti mesi dopo"), numeric=True), Column(_("Dal giorno")), Column(_("Come va"))],
        [
            Row(
                [
                    row.months,
                    day(row.due_on),
                    Cell(
                        capfirst(row.get_still_display()) if row.still else _("Ancora da chiedere"),
                        url="" if row.still else reverse("forming:follow_up", args=[row.pk]),
                        note=day(row.done_on),
                    ),
                ]
            )
            for row in rows
        ],
        hide_caption=True,
    )


def pairs(rows: Iterable[Apart]) -> list[dict[str, Any]]:
    """The pairs that one wrote, with the address that takes each away."""
    return [
        {
            "first": row.first,
            "second": row.second,
            "until": day(row.until),
            "url": reverse("forming:drop_pair", args=[row.id]),
        }
        for row in rows
    ]


def people_said(count: int) -> str:
    """``1 persona``, ``7 persone``."""
    return ngettext("%(n)s persona", "%(n)s persone", count) % {"n": count}
