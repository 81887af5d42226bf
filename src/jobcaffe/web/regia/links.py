"""From a row to the page that holds its record."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from jobcaffe.programme import alerts
from jobcaffe.programme.indicators.rows import Row
from jobcaffe.programme.watch import Watch

# Where each thing to look at is dealt with; the first address that exists.
WATCHED = {
    "commitments": ("commitments:index",),
    "attendances": ("agenda:agenda",),
    "sheets": ("agenda:agenda",),
    "follow_ups": ("desk:follow_ups", "desk:home"),
    "stalled": ("desk:stalled", "desk:home"),
    "retention": ("desk:retention",),
    "outside": ("groups:outside_manage",),
}


def address(name: str, *arguments: object) -> str:
    """The address behind a name; empty while that page does not exist in this installation."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def watched(watch: Watch) -> str:
    """Where a thing to look at is dealt with."""
    if watch.code == "records":
        return f"{reverse('regia:journal')}?chi={watch.ref}&che={alerts.OPENED}"
    if watch.code == "reports":
        return address("regia:periods")
    if watch.code == "report":
        return address("regia:period", watch.ref)
    for name in WATCHED.get(watch.code, ()):
        found = address(name)
        if found:
            return found
    return address("regia:periods")


def of_who(row: Row) -> str:
    """The page of whom a row is about: the encounter itself, a person, an organisation."""
    if row.person:
        return address("desk:person", row.person)
    if row.organisation:
        return address("organisations:detail", row.organisation)
    return of_what(row)


def of_what(row: Row) -> str:
    """The page of what the row tells: the encounter with its sheet, the commitment."""
    if row.encounter:
        return address("agenda:detail", row.encounter)
    if row.commitment:
        return address("commitments:detail", row.commitment)
    return ""
