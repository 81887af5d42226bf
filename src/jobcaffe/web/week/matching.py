"""What may answer an uncovered hour: offers, shared turns, services, groups. Asked here, kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import queries as circles
from jobcaffe.circles.queries.outside import public_outside
from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations import queries as organisations
from jobcaffe.web.nav import address
from jobcaffe.web.week import words
from jobcaffe.web.week.offers import Found, Time, offers
from jobcaffe.worklife.weeks import catalogue, gathering
from jobcaffe.worklife.weeks.queries import Home

MOST = 8


@dataclass(frozen=True)
class Matched:
    """An uncovered time in words, with what fits it."""

    title: str
    found: list[Found] = field(default_factory=list)


def uncovered_times(home: Home) -> list[Time]:
    """Each time once, however many children it is about."""
    rows = {
        Time(one["day"], gathering.minutes(one["from"]), gathering.minutes(one["to"]))
        for one in home.result.get("uncovered", [])
    }
    return sorted(rows, key=lambda one: (one.day, one.start, one.end))


def times(user: User, home: Home) -> list[Matched]:
    """Her uncovered times, each with the offers and turns of its day and hours."""
    titles, offered = words.uncovered_titles(home, home.result), offers(user)
    return [
        Matched(titles[one.day, one.start, one.end], [row.found for row in offered if row.fits(one)][:MOST])
        for one in uncovered_times(home)
    ]


def around(area: str) -> list[Matched]:
    """What answers no single hour, but may help: services of the network, groups, the lab's own pages."""
    sections = [
        Matched(_("Servizi della rete"), _services()),
        Matched(_("Gruppi per parlarne"), [*_groups(), *_outside(area)]),
        Matched(_("Con le altre del laboratorio"), _rooms()),
    ]
    return [one for one in sections if one.found]


def _services() -> list[Found]:
    rows = organisations.services(catalogue.answers("words"))[:MOST]
    return [
        Found(row.name, ". ".join(text for text in (row.description, row.municipality, row.phone) if text))
        for row in rows
    ]


def _groups() -> list[Found]:
    themes = catalogue.answers("themes")
    return [
        Found(row.theme, row.when, reverse("groups:calendar"))
        for row in circles.public_calendar()
        if row.theme_code in themes
    ][:MOST]


def _outside(area: str) -> list[Found]:
    themes, near = set(catalogue.answers("themes")), catalogue.words("area").get(area, "")
    rows = [row for row in public_outside() if themes & set(row.themes)]
    rows.sort(key=lambda row: row.area not in near)
    return [Found(row.name, row.area, address("groups:outside")) for row in rows[:MOST]]


def _rooms() -> list[Found]:
    doors = [
        ("timebank:home", _("Banca del tempo"), _("Chiedi un'ora, ne dai una tu un'altra volta.")),
        ("care:home", _("Turni di cura"), _("Le famiglie tengono i bambini a turno.")),
        ("lab:home", _("Laboratorio"), _("Porta il problema alle altre: una prova si inventa insieme.")),
    ]
    return [Found(title, text, address(name)) for name, title, text in doors if address(name)]
