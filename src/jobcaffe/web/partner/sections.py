"""What an organisation finds on its first page: places of other areas, and what waits for it.

Each area adds a row here. A place whose page does not exist in this installation is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jobcaffe.exchange.introductions import queries as introductions
from jobcaffe.exchange.introductions.enums import State
from jobcaffe.exchange.posts import queries as posts
from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.tables import queries as tables
from jobcaffe.network.ties import queries as ties
from jobcaffe.organisations.models import Organisation

SHOWN = 5


class Door(NamedTuple):
    """A place of another area: who may go there, its name, its address, what one does there."""

    capability: str
    label: str | Promise
    url_name: str
    icon: str
    text: str | Promise


class Waiting(NamedTuple):
    """Something that waits for the organisation. ``hint`` says until when or why."""

    label: str
    url: str
    hint: str = ""
    status: str = "todo"


DOORS: list[Door] = [
    Door("exchange.own", _("Annunci"), "board:mine", "file", _("Quello che offrite e cercate.")),
    Door(
        "introduction.partner",
        _("Chi vuole conoscervi"),
        "matching:received",
        "user",
        _("Persone che hanno detto di sì."),
    ),
    Door("table.partner", _("Caffè e tavoli"), "tables:mine", "people", _("Chi potreste incontrare.")),
    Door("table.partner", _("Impegni"), "tables:commitments", "list", _("Quello che avete detto di fare.")),
]


def _old_posts(_user: User, own: Organisation) -> list[Waiting]:
    """Posts of long ago: are they still good?"""
    return [
        Waiting(
            gettext("È ancora buono? %(title)s") % {"title": post.title},
            reverse("board:post", args=[post.pk]),
            gettext("Si vede fino al %s.")
            % date_format(post.fresh_until or timezone.localdate(), "j F Y").lower(),
        )
        for post in posts.ageing_of(own)
    ]


def _survey(user: User, own: Organisation) -> list[Waiting]:
    """The yearly question about ties, while it is open and not answered."""
    survey = ties.open_survey() if access.allows(user, "ties.answer") else None
    if survey is None or survey.sheets.filter(organisation=own, answered_at__isnull=False).exists():
        return []
    until = date_format(survey.closes_on, "j F").lower()
    hint = gettext("Cinque minuti, entro il %s.") % until
    return [Waiting(gettext("Chi conoscete nella rete?"), reverse("cohesion:answer", args=[survey.pk]), hint)]


def _persons(user: User, _own: Organisation) -> list[Waiting]:
    """Who said yes to a post of ours and waits for our answer, the longest wait first."""
    return [
        Waiting(
            gettext("%(name)s aspetta una risposta") % {"name": one.name},
            reverse("matching:received_one", args=[one.id]),
            one.post.title,
        )
        for one in introductions.received(user)
        if one.state == State.ASKED
    ][:SHOWN]


def _coffees(user: User, own: Organisation) -> list[Waiting]:
    """Coffees to answer, and how those that are over went."""
    return [
        Waiting(
            gettext("Un caffè con %(other)s")
            % {"other": one.second.name if one.first_id == own.pk else one.first.name},
            reverse("tables:own_coffee", args=[one.pk]),
            gettext("Com'è andata?") if one.encounter_id else gettext("Scegliete un orario."),
        )
        for one in tables.waits_for(user, own)
    ]


def _promises(user: User, own: Organisation) -> list[Waiting]:
    """Commitments of this week, and those whose day has passed."""
    today = timezone.localdate()
    return [
        Waiting(
            one.text,
            reverse("tables:commitments"),
            gettext("Entro il %s") % f"{one.due_on:%d/%m/%Y}",
            "late" if one.due_on < today else "todo",
        )
        for one in tables.promises_due(user, own)[:SHOWN]
    ]


# Functions that say what waits: (user, organisation) -> rows.
WAITING: list[Callable[[User, Organisation], Iterable[Waiting]]] = [
    _persons,
    _coffees,
    _promises,
    _old_posts,
    _survey,
]
