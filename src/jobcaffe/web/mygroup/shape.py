"""Groups in the words of a member's pages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobcaffe.circles import catalogue, queries
from jobcaffe.circles.enums import RequestState, Standing
from jobcaffe.circles.models import Circle, GroupRequest
from jobcaffe.encounters.messages import where_words
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts.models import User
from jobcaffe.spaces import words

DAYS = (
    gettext_lazy("Lunedì"),
    gettext_lazy("Martedì"),
    gettext_lazy("Mercoledì"),
    gettext_lazy("Giovedì"),
    gettext_lazy("Venerdì"),
    gettext_lazy("Sabato"),
    gettext_lazy("Domenica"),
)
SHOWN = 3


def slot_choices() -> list[tuple[str, str]]:
    """Every weekly window, with a capital."""
    return [(slot.code, capfirst(slot.label)) for slot in catalogue.slots().values()]


def slots_by_day() -> list[tuple[str, list[tuple[str, str]]]]:
    """The weekly windows under their day."""
    found: dict[str, list[tuple[str, str]]] = {}
    for slot in catalogue.slots().values():
        label = f"{capfirst(slot.label.split(' ', 1)[1])}, {_('dalle')} {words.clock(slot.starts)}"
        found.setdefault(str(DAYS[slot.weekday]), []).append((slot.code, label))
    return list(found.items())


def sizes() -> dict[str, int]:
    """How many people a group has at least and at most."""
    size = catalogue.kinds()["ama"].size
    return {"least": size.min, "most": size.max}


def labels(kind: str, codes: Collection[str]) -> list[str]:
    """Themes or windows in words; codes that are gone are left out."""
    known = (
        catalogue.words("theme")
        if kind == "theme"
        else {slot.code: slot.label for slot in catalogue.slots().values()}
    )
    return [known[code] for code in codes if code in known]


@dataclass(frozen=True)
class Meeting:
    """One meeting in words."""

    day: str
    hours: str
    place: str

    @property
    def when(self) -> str:
        """``mercoledì 9 dicembre, dalle 18 alle 20``."""
        return f"{self.day}, {self.hours}"


def meeting(row: Encounter) -> Meeting:
    """Day, hours and place."""
    day = words.day_words(words.local(row.starts_at).date())
    return Meeting(day, words.span_words(row.starts_at, row.ends_at), where_words(row))


def coming(circle: Circle, most: int = SHOWN) -> list[Meeting]:
    """The next meetings of a group."""
    return [meeting(row) for row in queries.next_meetings(circle)[:most]]


def pact_lines(text: str) -> list[str]:
    """The pact, a line each."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def reasons(request: GroupRequest, circle: Circle) -> list[str]:
    """Why this group, in words: all of them are things she asked for."""
    theme, slot = catalogue.words("theme")[circle.theme], catalogue.slots()[circle.slot].label
    known = {
        "first_theme": _("Il tema è quello che conta di più per te: %(theme)s.") % {"theme": theme},
        "theme": _("Il tema è uno di quelli che hai scelto: %(theme)s.") % {"theme": theme},
        "slot": _("L'orario è uno di quelli che hai scelto: %(slot)s.") % {"slot": slot},
        "preferred": _("È anche un orario che ti va meglio."),
    }
    return [known[code] for code in request.reasons if code in known]


def proposal(request: GroupRequest) -> dict[str, Any] | None:
    """A group that was proposed, with all that one must know before saying yes."""
    circle = request.circle
    if request.state != RequestState.PROPOSED or circle is None:
        return None
    pact, meetings = queries.pact_of(circle), coming(circle)
    return {
        "circle": circle,
        "theme": catalogue.words("theme")[circle.theme],
        "when": catalogue.slots()[circle.slot].label,
        "reasons": reasons(request, circle),
        "next": meetings[0] if meetings else None,
        "later": [row.when for row in meetings[1:]],
        "guides": queries.guides(circle),
        "pact": pact,
        "lines": pact_lines(pact.text) if pact else [],
    }


def group(mine: queries.Mine) -> dict[str, Any]:
    """One group of hers."""
    circle, meetings = mine.circle, coming(mine.circle)
    return {
        "mine": mine,
        "circle": circle,
        "theme": catalogue.words("theme")[circle.theme],
        "when": catalogue.slots()[circle.slot].label,
        "next": meetings[0] if meetings else None,
        "later": [row.when for row in meetings[1:]],
        "guides": queries.guides(circle),
        "trial": mine.standing == Standing.TRIAL,
        "may_stay": mine.standing == Standing.TRIAL and mine.tried,
        "names": catalogue.modes()[circle.mode].members_roster,
        "lines": pact_lines(mine.pact.text) if mine.pact else [],
    }


def effect(user: User, themes: Collection[str], slots: Collection[str]) -> dict[str, Any]:
    """What another window would change: groups, never people, but from the threshold on."""
    known = set(catalogue.words("theme")), set(catalogue.slots())
    themes, slots = [one for one in themes if one in known[0]], [one for one in slots if one in known[1]]
    now = queries.possible_groups(themes, slots)
    others = queries.other_slots(user, themes, slots) if themes else []
    return {
        "now": _groups_words(now),
        "others": [
            _("Con %(slot)s: %(groups)s.") % {"slot": row.label, "groups": _groups(row.groups)}
            for row in others[:SHOWN]
        ],
        "missing": _missing(user, themes, slots),
        "asked": bool(themes),
    }


def _groups(number: int) -> str:
    return ngettext("%(n)s gruppo", "%(n)s gruppi", number) % {"n": number}


def _groups_words(number: int) -> str:
    if not number:
        return _("Con queste scelte per ora non c'è un gruppo.")
    return _("Con queste scelte potresti entrare in %(groups)s.") % {"groups": _groups(number)}


def _missing(user: User, themes: Collection[str], slots: Collection[str]) -> list[str]:
    """Where so many wait that it may be said, and few are missing."""
    found = []
    for cell in queries.waiting_list(user):
        if cell.theme in themes and cell.slot in slots and cell.missing:
            where = {"theme": labels("theme", [cell.theme])[0], "slot": labels("slot", [cell.slot])[0]}
            text = ngettext(
                "«%(theme)s», %(slot)s: manca %(n)s persona.",
                "«%(theme)s», %(slot)s: mancano %(n)s persone.",
                cell.missing,
            )
            found.append(text % {**where, "n": cell.missing})
    return found[:SHOWN]


@dataclass(frozen=True)
class Step:
    """The next step on the page that anybody may glance at: nothing of it says what it is about."""

    title: str
    button: str
    url: str
    text: str = ""
    when: str = ""
    at: datetime | None = None


def next_step(user: User) -> Step | None:
    """A proposal to read, else the soonest talk or meeting, else a pact that changed."""
    request = queries.my_request(user)
    home = reverse("mygroup:home")
    if request is not None and request.state == RequestState.PROPOSED:
        text = _("Aprilo con calma, quando nessuno guarda.")
        return Step(_("C'è un messaggio per te"), _("Leggi il messaggio"), home, text)
    found = _appointments(user, request)
    if found:
        at, when = min(found)
        title, button = _("Hai un appuntamento al Job Caffè"), _("Vedi l'appuntamento")
        return Step(title, button, home, when=when, at=at)
    if any(mine.asks_again for mine in queries.my_groups(user)):
        return Step(_("C'è una cosa nuova da leggere"), _("Leggila"), home)
    return None


def _appointments(user: User, request: GroupRequest | None) -> list[tuple[datetime, str]]:
    """Her talk and her next meeting, each with its words."""
    found = []
    if request and request.talk_at and talk_at(request) and request.talk_at > timezone.now():
        found.append((request.talk_at, talk_at(request)))
    if row := queries.my_next_meeting(user):
        found.append((row.starts_at, words.when_words(row.starts_at, row.ends_at)))
    return found


def talk_at(request: GroupRequest | None) -> str:
    """``martedì 8 dicembre, alle 15``; empty when no talk is booked."""
    if request is None or request.state != RequestState.TALK or request.talk_at is None:
        return ""
    at = words.local(request.talk_at)
    return _("%(day)s, alle %(hour)s") % {
        "day": words.day_words(at.date()),
        "hour": words.clock(at.time()),
    }
