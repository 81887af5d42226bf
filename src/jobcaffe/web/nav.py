"""The menu: one row per place, shown to whoever may go there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobcaffe.foundation import access

PUBLIC = "public.read"


class Entry(NamedTuple):
    """One row of the menu. ``icon`` puts a member's row in the bar at the bottom of her telephone.

    ``unless`` is a capability whose holders find the place on another page. ``also`` are beginnings of
    addresses that belong to the place though they do not begin with its own.
    """

    capability: str
    label: str | Promise
    url_name: str
    icon: str = ""
    unless: str = ""
    also: tuple[str, ...] = ()


# In the order of the menu. Nouns; at most seven for each role.
ENTRIES: list[Entry] = [
    Entry("my.read", _("Oggi"), "member:today", "home"),
    Entry("my.read", _("Incontri"), "member:encounters", "calendar"),
    Entry("my.read", _("Percorso"), "member:path", "star"),
    Entry("match.own", _("Opportunità"), "matching:home", "search"),
    Entry("circle.member", _("Gruppi"), "mygroup:home", also=("/io/scambi/", "/gruppi/domande/")),
    Entry("lab.member", _("Laboratorio"), "lab:home"),
    Entry("my.read", _("Io"), "member:me", "user"),
    Entry("queue.manage", _("Sportello"), "desk:home", also=("/jobfest/",)),
    Entry("programme.read", _("Regia"), "regia:home", also=("/jobfest/",)),
    Entry(
        "circle.lead",
        _("I miei gruppi"),
        "leading:home",
        also=("/gruppi/serate/", "/gruppi/domande/"),
    ),
    Entry("lab.lead", _("Laboratori"), "lab:lead", unless="programme.read"),
    Entry("person.search", _("Persone"), "desk:persons"),
    Entry("encounter.read", _("Agenda"), "agenda:agenda"),
    Entry("commitment.read", _("Impegni"), "commitments:index"),
    Entry("room.read", _("Sale"), "agenda:rooms"),
    Entry(PUBLIC, _("Appuntamenti"), "public:appointments"),
    Entry(PUBLIC, "JOBFEST", "fair:index"),
    Entry(PUBLIC, _("Gruppi"), "groups:calendar"),
    Entry(PUBLIC, _("Rete"), "directory:index"),
    Entry(PUBLIC, _("Dove siamo"), "public:where"),
    Entry(PUBLIC, _("Il progetto"), "public:project"),
    Entry("partner.own", _("Organizzazione"), "partner:home"),
    Entry("exchange.own", _("Annunci"), "board:mine", also=("/bacheca/nuovo/",)),
    Entry("table.partner", _("Caffè e tavoli"), "tables:mine"),
    Entry("fair.stand", "JOBFEST", "fairstand:home", also=("/jobfest/",)),
    Entry("fair.door", _("Porta"), "fairdoor:index", unless="fair.desk", also=("/jobfest/",)),
    Entry(
        "campaign.work",
        _("Rete"),
        "outreach:today",
        also=("/organizzazioni/", "/bacheca/", "/tavoli/", "/opportunita/", "/coesione/", "/parole/"),
    ),
    Entry("organisation.read", _("Organizzazioni"), "organisations:index", unless="campaign.work"),
    Entry("programme.plan", _("Quadro"), "figures:home", unless="programme.read"),
    Entry("system.read", _("Stato"), "system:state"),
    Entry("user.manage", _("Staff e ruoli"), "system:staff"),
    Entry("user.manage", _("Équipe"), "system:teams"),
    Entry("notice.read", _("Messaggi"), "notices:sent"),
    Entry("system.read", _("Lavori"), "jobs:list"),
]

# Always at the foot of the page, always in the same place.
FOOTER: list[Entry] = [
    Entry(PUBLIC, _("Privacy"), "public:privacy"),
    Entry(PUBLIC, _("Dichiarazione di accessibilità"), "public:accessibility"),
    Entry(PUBLIC, _("Segnala un problema"), "public:report_problem"),
]


@dataclass(frozen=True)
class Item:
    """A row as the page shows it."""

    url: str
    label: str
    icon: str
    here: bool


def address(url_name: str) -> str:
    """The address behind a name; empty while that page does not exist in this installation."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _items(request: HttpRequest, entries: list[Entry]) -> list[Item]:
    user = getattr(request, "user", None)
    allowed = [
        entry
        for entry in entries
        if access.allows(user, entry.capability) and not (entry.unless and access.allows(user, entry.unless))
    ]
    known = [(address(entry.url_name), entry) for entry in allowed]
    rows = [(url, entry) for url, entry in known if url]
    # The longest address that begins the one asked for is where we are.
    length = {url: _inside(request.path, url, entry) for url, entry in rows}
    most = max(length.values(), default=0)
    here = next((url for url, found in length.items() if found == most > 0), "")
    return [Item(url, str(entry.label), entry.icon, url == here) for url, entry in rows]


def _inside(path: str, url: str, entry: Entry) -> int:
    """How much of the path a place explains; 0 when the path is not inside it."""
    if path == url:
        return len(url)
    return max((len(one) for one in (url, *entry.also) if one != "/" and path.startswith(one)), default=0)


def menu(request: HttpRequest) -> list[Item]:
    """The menu of who asks: the public places for visitors, one's own places for who is signed in."""
    user = getattr(request, "user", None)
    signed_in = getattr(user, "is_authenticated", False)
    own = [entry for entry in ENTRIES if entry.capability != PUBLIC]
    public = [entry for entry in ENTRIES if entry.capability == PUBLIC]
    return (_items(request, own) if signed_in else []) or _items(request, public)


def bar(request: HttpRequest) -> list[Item]:
    """At most five places of a member, for the thumb."""
    user = getattr(request, "user", None)
    if not getattr(user, "is_authenticated", False) or not access.allows(user, "my.read"):
        return []
    own = [entry for entry in ENTRIES if entry.capability.startswith(("my.", "match.")) and entry.icon]
    return _items(request, own)[:5]


def footer(request: HttpRequest) -> list[Item]:
    """Privacy, accessibility, problems."""
    return _items(request, FOOTER)
