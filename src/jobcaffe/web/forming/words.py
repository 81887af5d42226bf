"""Codes of the groups in words, and the sentences that a proposal is told in."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from jobcaffe.circles import catalogue
from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Circle

CHIPS = {
    State.IDEA: "later",
    State.GATHERING: "todo",
    State.ACTIVATION: "todo",
    State.START_UP: "done",
    State.RUNNING: "done",
    State.MID_REVIEW: "attention",
    State.CLOSING: "attention",
    State.RENEWED: "done",
    State.AUTONOMOUS: "done",
    State.ENDED: "later",
    State.ARCHIVED: "later",
}
# Why somebody has no seat: the kernel's texts, here so that they are found and put in other languages.
LEFT_OUT = (
    gettext_noop("Per questi temi, in questi orari, manca la stanza o chi guida il gruppo."),
    gettext_noop("Per questi temi, in questi orari, ci sono ancora poche persone."),
    gettext_noop("Questa volta non c'è un posto adatto. La richiesta resta in attesa."),
)


def theme(code: str) -> str:
    """The theme in words; the code itself when the list has lost it."""
    return catalogue.words("theme").get(code, code)


def slot(code: str) -> str:
    """``mar-18`` → ``martedì sera``."""
    found = catalogue.slots().get(code)
    return found.label if found else code


def hour(code: str) -> str:
    """``mar-18`` → ``martedì sera, alle 18:00``."""
    found = catalogue.slots()[code]
    return _("%(when)s, alle %(hour)s") % {"when": found.label, "hour": f"{found.starts:%H:%M}"}


def kind(code: str) -> str:
    """The kind of group in words."""
    return catalogue.kinds()[code].label


def mode(code: str) -> str:
    """The way of leading in words."""
    return catalogue.modes()[code].label


def listed(names: Iterable[str]) -> str:
    """``a, b e c``."""
    *before, last = list(names) or [""]
    return _("%(first)s e %(last)s") % {"first": ", ".join(before), "last": last} if before else last


def missing(theme_code: str, slot_code: str, count: int) -> str:
    """ "Mancano 2 persone il martedì pomeriggio": what would open a group."""
    told = ngettext(
        "Manca %(n)s persona il %(when)s per «%(theme)s».",
        "Mancano %(n)s persone il %(when)s per «%(theme)s».",
        count,
    )
    return told % {"n": count, "when": slot(slot_code), "theme": theme(theme_code)}


def why(codes: Iterable[str], theme_code: str, slot_code: str, weeks: int) -> list[str]:
    """Why she is in this group: what she asked, in plain words, at least two."""
    names = {"theme": theme(theme_code), "when": slot(slot_code)}
    texts = {
        "first_theme": _("Ha chiesto per primo il tema «%(theme)s».") % names,
        "theme": _("Ha chiesto anche il tema «%(theme)s».") % names,
        "slot": _("Può venire il %(when)s.") % names,
        "preferred": _("È uno degli orari che preferisce."),
    }
    found = [texts[code] for code in codes if code in texts]
    if weeks:
        waited = ngettext("Aspetta da %(n)s settimana.", "Aspetta da %(n)s settimane.", weeks)
        found.append(waited % {"n": weeks})
    return found


def at_most(more: int) -> str:
    """The bound as a sentence."""
    if more <= 0:
        return _("Non si può inserire nessun'altra persona.")
    told = ngettext(
        "Si potrebbe inserire al massimo un'altra persona.",
        "Si potrebbero inserire al massimo altre %(n)s persone.",
        more,
    )
    return told % {"n": more}


def how_good(value: int, bound: int) -> str:
    """Whether nothing is better, or how far at most."""
    if value >= bound:
        return _("È la migliore possibile: lo dice la prova.")
    far = max(round(100 * (bound - value) / bound, 1), 0.1) if bound else 0.0
    return _("Alla migliore manca al massimo il %(far)s %%.") % {"far": f"{far:.1f}".replace(".", ",")}


def room_wants(circle: Circle) -> list[str]:
    """What the kind wants of a room and this one lacks; nothing without a room."""
    if circle.room is None:
        return []
    chosen = catalogue.kinds()[circle.kind]
    # "sedie in cerchio" is what "cerchio" asks for.
    there = " ".join(str(one) for one in circle.room.features).casefold()
    lacks = [
        _("La sala non ha: %(what)s. Il gruppo ne ha bisogno.") % {"what": feature}
        for feature in chosen.features
        if feature.casefold() not in there
    ]
    if circle.room.capacity < chosen.size.max:
        lacks.append(
            _("La sala ha %(seats)s posti. Un gruppo così può arrivare a %(most)s persone.")
            % {"seats": circle.room.capacity, "most": chosen.size.max}
        )
    return lacks
