"""A proposal as its page shows it: groups with people and reasons, who is left, how good it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.circles import catalogue, gathering, queries
from jobcaffe.circles.actions.formation import read_requests, reasons_for
from jobcaffe.circles.enums import RequestState
from jobcaffe.circles.models import GroupRequest, Placement, Proposal, ProposedGroup
from jobcaffe.circles.queries import Asking
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import names_of
from jobcaffe.foundation.ui.charts import Bar, BarChart
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.kernels import grouping
from jobcaffe.kernels.grouping.form import read
from jobcaffe.web.forming import words

# Where somebody of a proposal waits: no group has this number.
OUTSIDE = "0"


@dataclass(frozen=True)
class Seat:
    """One person in a group, and why."""

    name: str
    why: list[str]
    first: bool
    placement_pk: int | None = None


@dataclass(frozen=True)
class Team:
    """One group of a proposal; ``code`` when it exists already and takes new people."""

    title: str
    when: str
    leader: str
    code: str
    seats: list[Seat]
    least: int

    @property
    def short(self) -> bool:
        """Whether a new group has too few people left to be made."""
        return not self.code and 0 < len(self.seats) < self.least

    @property
    def table(self) -> Table:
        """Each person with the reasons; a third column when she may be moved."""
        rows = [(seat.name, " ".join(seat.why), seat.placement_pk) for seat in self.seats]
        return _persons(
            _("Chi ci va, e perché"), rows, empty=_("Qui non è rimasto nessuno: questo gruppo non si crea.")
        )


def _persons(title: str, rows: list[tuple[str, str, int | None]], *, empty: str) -> Table:
    """Persons with a reason each, and where they can be moved."""
    movable = any(pk is not None for _name, _why, pk in rows)
    columns = [Column(_("Persona")), Column(_("Perché")), *([Column(_("Sposta"))] if movable else [])]
    return Table(title, columns, [_person_row(*row) for row in rows], empty=empty, hide_caption=True)


def _person_row(name: str, why: str, pk: int | None) -> Row:
    cells: list[Cell | object] = [name, why]
    if pk is not None:
        cells.append(Cell(_("Sposta %(name)s") % {"name": name}, url=reverse("forming:move", args=[pk])))
    return Row(cells)


@dataclass(frozen=True)
class Out:
    """Who waits, and the public reason."""

    name: str
    reason: str
    placement_pk: int | None = None


@dataclass(frozen=True)
class Shown:
    """Groups and who waits."""

    teams: list[Team]
    out: list[Out]

    @property
    def out_table(self) -> Table:
        """Who waits, and why."""
        rows = [(one.name, one.reason, one.placement_pk) for one in self.out]
        return _persons(_("Chi resta in attesa"), rows, empty=_("Nessuno: tutti hanno un posto."))

    @property
    def seated(self) -> int:
        """How many have a seat."""
        return sum(len(team.seats) for team in self.teams)

    @property
    def first(self) -> int:
        """How many have the first theme they asked."""
        return sum(seat.first for team in self.teams for seat in team.seats)


def previewed(user: User, kind: str) -> Shown:
    """The instant proposal of who waits now. Each reading of a name stands in the person's diary."""
    form = gathering.form_of(kind)
    answer = grouping.greedy(read(form))
    named = _named(user, [UUID(one["id"]) for one in form["people"]])
    leaders = names_of([UUID(group.facilitator) for group in answer.groups])
    codes = _codes(user, [group.id for group in answer.groups])
    weeks = _weeks(form)
    teams = []
    for group in answer.groups:
        inside = [one for one in group.people if UUID(one) in named]
        seats = [_seat(named[UUID(one)], group.theme, group.slot, weeks[one]) for one in inside]
        leader, code = leaders.get(UUID(group.facilitator), ""), codes.get(group.id, "")
        teams.append(_team(kind, group, leader, code, seats))
    left = [(UUID(one.person), one.reason) for one in answer.unplaced]
    return Shown(teams, [Out(named[pk].name, _(reason)) for pk, reason in left if pk in named])


def _team(
    kind: str, group: grouping.Group | ProposedGroup, leader: str, code: str, seats: list[Seat]
) -> Team:
    least = catalogue.kinds()[kind].size.min
    return Team(words.theme(group.theme), capfirst(words.hour(group.slot)), leader, code, seats, least)


def _weeks(form: dict[str, Any]) -> dict[str, int]:
    """How long each request waits."""
    return {one["id"]: one["weeks_waiting"] for one in form["people"]}


def _named(user: User, request_ids: Iterable[UUID]) -> dict[UUID, Asking]:
    return read_requests(actor=user, request_ids=set(request_ids))


def _codes(user: User, ids: Iterable[str]) -> dict[str, str]:
    wanted = [UUID(one) for one in ids if one]
    rows = queries.visible_to(user, "circle.manage").filter(pk__in=wanted) if wanted else []
    return {str(row.pk): row.code for row in rows}


def _seat(row: Asking, theme: str, slot: str, weeks: int, placement_pk: int | None = None) -> Seat:
    codes = reasons_for(row.request, theme, slot)
    return Seat(row.name, words.why(codes, theme, slot, weeks), "first_theme" in codes, placement_pk)


@dataclass(frozen=True)
class Proposed(Shown):
    """A stored proposal as it stands: with what it is worth now, and what changed since it was computed."""

    value: int | None
    stale: bool
    more: int
    instant: list[int]

    @property
    def comparison(self) -> list[BarChart]:
        """Beside the instant proposal of when it was computed; nothing for what was not computed."""
        return compare(self, self.instant) if self.instant else []


def waiting(proposal: Proposal) -> list[Placement]:
    """Who of a proposal still waits for an answer to her request."""
    rows = proposal.placements.filter(request__state=RequestState.TALKED)
    return list(rows.select_related("request", "group"))


def proposed(user: User, proposal: Proposal) -> Proposed:
    """A proposal that waits for a decision. Each reading of a name stands in the person's diary."""
    form, rows = gathering.form_of(proposal.kind), waiting(proposal)
    named = _named(user, [row.request_id for row in rows])
    rows = [row for row in rows if row.request_id in named]
    groups, weeks = list(proposal.groups.select_related("facilitator", "circle")), _weeks(form)
    teams = []
    for group in groups:
        seats = [
            _seat(named[row.request_id], group.theme, group.slot, weeks.get(str(row.request_id), 0), row.pk)
            for row in rows
            if row.group_id == group.pk
        ]
        code = group.circle.code if group.circle else ""
        teams.append(_team(proposal.kind, group, group.facilitator.name, code, seats))
    out = [Out(named[row.request_id].name, _reason(row), row.pk) for row in rows if row.group_id is None]
    return Proposed(teams, out, *_standing(proposal, form, rows, groups))


def _reason(row: Placement) -> str:
    """The public reason of the machine, or that it was done by hand."""
    by_hand = _("L'hai lasciata in attesa tu. La richiesta resta nella lista.")
    return _(row.reason) if row.reason else by_hand


def _standing(
    proposal: Proposal, form: dict[str, Any], rows: list[Placement], groups: list[ProposedGroup]
) -> tuple[int | None, bool, int, list[int]]:
    """Value now, whether it is out of date, how many more at most, and the instant proposal's figures."""
    value = scored(read(form), groups, {row.pk: row.group_id for row in rows}, rows)
    stale = gathering.digest_of(form) != proposal.snapshot
    # Whom the machine had given a seat has no reason; the bound counts from them.
    placed_then = sum(not row.reason for row in rows)
    now = sum(row.group_id is not None for row in rows)
    return value, stale, placed_then + (proposal.more or 0) - now, proposal.instant


def scored(
    instance: grouping.Instance,
    groups: Iterable[ProposedGroup],
    seats: Mapping[int, int | None],
    rows: Iterable[Placement],
) -> int | None:
    """What the groups are worth with these seats; ``None`` when somebody in them asks no more."""
    people = {row.pk: str(row.request_id) for row in rows}
    found = []
    for group in groups:
        inside = tuple(people[pk] for pk, group_pk in seats.items() if group_pk == group.pk)
        if inside:
            found.append(
                grouping.Group(
                    group.theme, group.slot, str(group.facilitator_id), inside, str(group.circle_id or "")
                )
            )
    try:
        return grouping.value(instance, found)
    except (KeyError, ValueError):
        return None


def compare(shown: Shown, instant: list[int]) -> list[BarChart]:
    """The instant proposal beside this one: people with a seat, and with their first theme."""
    titles = (
        (_("Persone con un posto"), instant[0], shown.seated),
        (_("Con il primo tema che hanno chiesto"), instant[1], shown.first),
    )
    return [
        BarChart(
            title=title,
            description=_("La prova immediata di quel momento, e la proposta com'è ora."),
            bars=[Bar(_("Prova immediata"), before), Bar(_("Questa proposta"), after)],
            label_name=_("Quale"),
            value_name=_("Persone"),
        )
        for title, before, after in titles
    ]


def choices(proposal: Proposal, row: Placement) -> list[tuple[str, str]]:
    """Where a person may be put, each with what the proposal would then be worth.

    What is said of a group is what she asked and how many are in it: never who may not meet whom.
    """
    instance = read(gathering.form_of(proposal.kind))
    rows, groups = waiting(proposal), list(proposal.groups.select_related("circle", "facilitator"))
    seats = {one.pk: one.group_id for one in rows}
    found = []
    for group in groups:
        text = _("%(theme)s, %(when)s, con %(name)s") % {
            "theme": words.theme(group.theme),
            "when": words.slot(group.slot),
            "name": group.facilitator.name,
        }
        note = _note(row.request, group)
        if not note and group.pk != row.group_id:
            note = _worth(scored(instance, groups, {**seats, row.pk: group.pk}, rows))
        here = _(" (è qui ora)") if group.pk == row.group_id else ""
        found.append((str(group.pk), text + here + (f" – {note}" if note else "")))
    out = _worth(scored(instance, groups, {**seats, row.pk: None}, rows)) if row.group_id else _("è qui ora")
    return [*found, (OUTSIDE, _("In attesa, fuori da tutti") + (f" – {out}" if out else ""))]


def _note(request: GroupRequest, group: ProposedGroup) -> str:
    if group.theme not in request.themes:
        return _("non ha chiesto questo tema")
    return "" if group.slot in request.slots else _("non può in questo orario")


def _worth(value: int | None) -> str:
    return _("la proposta varrebbe %(n)s") % {"n": value} if value is not None else ""


def told_size(kind: str) -> str:
    """The limits of a group of this kind, in words."""
    size = catalogue.kinds()[kind].size
    return _("Ogni gruppo nuovo ha da %(least)s a %(most)s persone.") % {"least": size.min, "most": size.max}
