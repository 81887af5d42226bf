"""Words about a public group, links that filter a list, and how one asks to come in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.circles.queries import OnCalendar
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.plan import queries as plan
from jobcaffe.spaces import queries as spaces
from jobcaffe.spaces.words import clock


@dataclass(frozen=True)
class Filter:
    """A link that narrows a list; ``here`` when it is the one that was followed."""

    label: str
    url: str
    here: bool


def filters(chosen: dict[str, str], name: str, choices: Iterable[tuple[str, str]]) -> list[Filter]:
    """Links for one parameter that keep what was chosen for the others; the first takes it off."""
    rest = {key: value for key, value in chosen.items() if value and key != name}
    rows = [("", _("Tutti")), *choices]
    return [
        Filter(label, f"?{urlencode({**rest, name: value} if value else rest)}", chosen[name] == value)
        for value, label in rows
    ]


def weekday_name(weekday: int) -> str:
    """``Martedì`` for 1."""
    return str(capfirst(WEEKDAYS[weekday]))


def hours_words(row: OnCalendar) -> str:
    """``dalle 18 alle 20``."""
    return _("dalle %(first)s alle %(last)s") % {"first": clock(row.starts), "last": clock(row.ends)}


def cadence_words(row: OnCalendar) -> str:
    """How often, never on which dates."""
    if row.daily:
        return _("Più giorni di seguito, %(hours)s") % {"hours": hours_words(row)}
    words = {"day": weekday_name(row.weekday), "hours": hours_words(row), "n": row.every}
    if row.every == 1:
        return _("%(day)s, ogni settimana, %(hours)s") % words
    if row.every == 2:
        return _("%(day)s, ogni due settimane, %(hours)s") % words
    return _("%(day)s, ogni %(n)s settimane, %(hours)s") % words


def entry_words(row: OnCalendar) -> tuple[str, str]:
    """Chip and words: whether somebody new may come in. It is the group's choice, not a count of seats."""
    if row.gathering:
        return "todo", _("Si sta formando")
    if row.open_to_new:
        return "done", _("Accoglie persone nuove")
    return "later", _("Per ora non accoglie persone nuove")


def ways_in(request: HttpRequest) -> dict[str, object]:
    """The three ways to ask: at the desk, by telephone, from one's own page."""
    own = access.reach(request.user, "circle.ask") is Reach.OWN
    places = [
        {"place": row, "hours": spaces.hours_in_words(row, desk=True) or spaces.hours_in_words(row)}
        for row in spaces.places()
    ]
    return {
        "places": places,
        "texts": plan.texts(),
        "ask_url": reverse("mygroup:ask") if own else "",
        "visitor": not request.user.is_authenticated,
    }
