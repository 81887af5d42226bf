"""What the desk follows; how proposals are spread, for the coordinator."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from jobcaffe.exchange.introductions import queries as introductions
from jobcaffe.exchange.introductions import rules
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.network.matching import queries, traits
from jobcaffe.network.matching.enums import Kind, Why
from jobcaffe.network.matching.models import Run
from jobcaffe.people import actions as people_actions
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.web.board import facts
from jobcaffe.web.matching.views.board import CHIPS
from jobcaffe.web.page import HouseRequest, page

SMALL = 5
TRAITS = {"sex": lazy("Sesso"), "age": lazy("Età"), "citizenship": lazy("Cittadinanza")}


@page("match.desk")
def following(request: HouseRequest) -> HttpResponse:
    """Introductions of the persons whom the desk follows, those that nobody answers first."""
    rows, today = introductions.following(request.user), timezone.localdate()
    heads = _names(rows)
    persons = people.visible_to(request.user, "match.desk").filter(pk__in=set(heads.values()))
    known = {one.pk: one for one in persons}
    lines = [
        _line(row, known[heads[row.person_ref]], today) for row in rows if heads.get(row.person_ref) in known
    ]
    if known:
        people_actions.note_list(actor=request.user, what=_("presentazioni da seguire"), count=len(known))
    context = {
        "stuck": [one for one in lines if one["waited"] >= rules.ESCALATE[0]],
        "lines": [one for one in lines if one["waited"] < rules.ESCALATE[0]],
        "audit": reverse("matching:audit"),
    }
    return render(request, "matching/following.html", context)


def _names(rows: list[Introduction]) -> dict[Any, Any]:
    refs = {row.person_ref for row in rows}
    pairs = Person.objects.filter(pk__in=refs).values_list("pk", "merged_into")
    return {ref: merged or ref for ref, merged in pairs}


def _line(row: Introduction, person: Person, today: Any) -> dict[str, Any]:
    waited = rules.waited(row, today)
    return {
        "label": f"{person.full_name}: {row.post.title}, {facts.owner(row.post)}",
        "url": reverse("matching:desk_introduction", args=[person.pk, row.pk]),
        "status": "late" if waited >= rules.ESCALATE[0] else CHIPS[row.state],
        "status_text": capfirst(row.get_state_display()),
        "hint": ngettext("Da %s giorno", "Da %s giorni", waited) % waited if waited else _("Da oggi"),
        "waited": waited,
    }


@page("match.audit")
def audit(request: HouseRequest) -> HttpResponse:
    """Who gets to see how much, by sex, age and citizenship. Groups below five are not told apart."""
    run = queries.last_search(request.user)
    tables = [_table(run, trait) for trait in TRAITS] if run else []
    reasons = queries.reasons_not_now(request.user)
    context = {
        "run": run,
        "tables": tables,
        "crowd": _crowd(run) if run else None,
        "reasons": [{"label": Why(code).label, "value": _few(count)} for code, count in reasons.items()],
        "totals": introductions.totals(),
    }
    return render(request, "matching/audit.html", context)


def hidden(sizes: dict[str, int]) -> set[str]:
    """Groups that are not told: the small ones, and one more when a single one could be worked out."""
    small = {name for name, size in sizes.items() if size < SMALL}
    # The whole is told: what is hidden together must not be a small group again.
    for name in sorted(set(sizes) - small, key=lambda name: (sizes[name], name)):
        if small and (len(small) == 1 or sum(sizes[one] for one in small) < SMALL):
            small.add(name)
    return small


def _table(run: Run, trait: str) -> Table:
    lines = [one for one in run.audit if one["trait"] == trait]
    shut = hidden({one["value"]: one["persons"] for one in lines})
    rows = [
        Row(cells=[Cell(Kind(one["kind"]).label), Cell(traits.label(one["value"])), *_figures(one, shut)])
        for one in sorted(lines, key=lambda one: (list(Kind.values).index(one["kind"]), one["value"]))
    ]
    columns = [
        Column(_("Che cosa")),
        Column(str(TRAITS[trait])),
        Column(_("Persone"), numeric=True),
        Column(_("Annunci possibili, in media"), numeric=True),
        Column(_("Proposte, in media"), numeric=True),
        Column(_("Senza proposte"), numeric=True),
    ]
    return Table(caption=_("Che cosa vede chi: %s") % str(TRAITS[trait]).lower(), columns=columns, rows=rows)


def _figures(one: dict[str, Any], shut: set[str]) -> list[Cell]:
    if one["value"] in shut:
        return [Cell(_("pochi")), Cell("–"), Cell("–"), Cell("–")]
    return [
        Cell(one["persons"]),
        Cell(round(one["feasible"], 1)),
        Cell(round(one["proposals"], 1)),
        Cell(_left_out(one["nothing"], one["persons"])),
    ]


def _left_out(nothing: int, persons: int) -> Any:
    """How many without a proposal, where neither they nor the others are so few that they are known."""
    return _("quasi tutti") if 0 < persons - nothing < SMALL else _few(nothing)


def _few(count: int) -> Any:
    return count if count == 0 or count >= SMALL else _("meno di %s") % SMALL


def _crowd(run: Run) -> Table:
    rows = []
    for kind, figures in run.figures.items():
        before, after = figures["before"], figures["after"]
        rows.append(
            Row(
                cells=[
                    Cell(Kind(kind).label), Cell(before["most"]), Cell(after["most"]),
                    Cell(round(before["gini"], 2)), Cell(round(after["gini"], 2)),
                ]
            )
        )  # fmt: skip
    columns = [
        Column(_("Che cosa")),
        Column(_("L'annuncio più proposto, prima"), numeric=True),
        Column(_("dopo"), numeric=True),
        Column(_("Disuguaglianza (Gini), prima"), numeric=True),
        Column(_("dopo"), numeric=True),
    ]
    return Table(caption=_("Quanto si affollano le proposte"), columns=columns, rows=rows)
