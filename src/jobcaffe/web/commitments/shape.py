"""Commitments as a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.commitments.enums import State
from jobcaffe.commitments.models import Change, Commitment
from jobcaffe.commitments.queries import OPEN
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.people.models import Person

CHIPS = {State.PROMISED: "todo", State.UNDER_WAY: "attention", State.KEPT: "done", State.DROPPED: "later"}


def owner(one: Commitment) -> str:
    """The name of whose it is."""
    if one.organisation:
        return str(one.organisation.name)
    return one.person.full_name if one.person else str(one.user.name if one.user else "")


def owner_url(one: Commitment) -> str:
    """The page of whose it is; colleagues have none."""
    if one.organisation_id:
        return reverse("organisations:detail", args=[one.organisation_id])
    return reverse("desk:person", args=[one.person_id]) if one.person_id else ""


def chip(one: Commitment, today: date) -> tuple[str, str]:
    """Kind and words of the chip: an open one whose day has passed is late."""
    if one.state in OPEN and one.due_on < today:
        return "late", _("scaduto")
    return CHIPS[State(one.state)], str(one.get_state_display())


def table(rows: Sequence[Commitment], today: date) -> Table:
    """The list."""
    columns = [Column(_("Impegno")), Column(_("Di chi è")), Column(_("Entro il")), Column(_("A che punto è"))]
    return Table(
        _("Impegni"),
        columns,
        [_row(one, today) for one in rows],
        empty=_("Qui vedi chi fa che cosa, ed entro quando. Per ora non c'è nulla."),
        empty_url=reverse("commitments:new"),
        empty_label=_("Scrivi un impegno"),
        hide_caption=True,
    )


def _row(one: Commitment, today: date) -> Row:
    kind, words = chip(one, today)
    return Row(
        [
            Cell(one.text, url=reverse("commitments:detail", args=[one.pk])),
            Cell(owner(one), url=owner_url(one)),
            f"{one.due_on:%d/%m/%Y}",
            Cell(capfirst(words), chip=kind),
        ]
    )


def history(changes: Sequence[Change], names: dict[object, str]) -> Table:
    """Every change with its reason and who wrote it; the newest first."""
    columns = [
        Column(_("Quando")),
        Column(_("Che cosa")),
        Column(_("Entro il")),
        Column(_("Perché")),
        Column(_("Chi l'ha scritto")),
    ]
    body = [
        Row(
            [
                f"{one.at:%d/%m/%Y}",
                Cell(capfirst(str(one.get_state_display())), chip=CHIPS[State(one.state)]),
                f"{one.due_on:%d/%m/%Y}",
                one.reason,
                names.get(one.by, ""),
            ]
        )
        for one in changes
    ]
    empty = _("Qui vedi ogni cambiamento di questo impegno. Per ora non ce ne sono.")
    return Table(_("Che cosa è successo"), columns, body, hide_caption=True, empty=empty)


def people_found(rows: Sequence[tuple[str, str, str]]) -> Table:
    """Persons and organisations that a search found: name, what it is, where a commitment starts."""
    body = [Row([Cell(name, url=url), what]) for name, what, url in rows]
    empty = _("Qui vedi chi corrisponde alle lettere che hai scritto. Nessuno: controlla e riprova.")
    return Table(_("Chi hai trovato"), [Column(_("Nome")), Column(_("Che cos'è"))], body, empty=empty)


def facts(one: Commitment, encounter: tuple[str, str] | None) -> list[dict[str, str]]:
    """Whose it is, by when, about whom, where it was taken."""
    rows = [
        {"label": _("Di chi è"), "value": owner(one)},
        {"label": _("Entro il"), "value": f"{one.due_on:%d/%m/%Y}"},
        {"label": _("Scritto il"), "value": f"{one.promised_at:%d/%m/%Y}"},
    ]
    if one.settled_on:
        rows.append({"label": _("Chiuso il"), "value": f"{one.settled_on:%d/%m/%Y}"})
    if isinstance(one.about, Person):
        rows.append({"label": _("Riguarda"), "value": one.about.full_name})
    if encounter:
        rows.append({"label": _("Preso all'incontro"), "value": encounter[0]})
    return rows
