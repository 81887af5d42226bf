"""Codes and links of tickets, who keeps which door, and the door's fold."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.enums import State as FairState
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.fair.visits.presence import Fact, Presence, fold
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.search import normalise

__all__ = ["Fact", "Presence", "fold"]

# No letter that looks like a digit or sounds like another letter of the list.
LETTERS = "ACEFHKLMPRTX"
DIGITS = "0123456789"
LOOK_ALIKE = str.maketrans("OQDISZBG", "00015286")
CODE = re.compile(rf"([{LETTERS}])([0-9])([0-9]{{3}})")
SALT = "fair-ticket"
SIGNED = 20
TOKEN = re.compile(rf"[0-9a-f]{{{32 + SIGNED}}}")
# How much of a name is looked up by its digest; the rest is compared after it was opened.
FEWEST, MOST = 2, 6
INDEX_LETTERS = 12
READ_LETTERS = 80
# A fair that was closed takes what its telephones had kept for two whole days after that one.
GRACE = timedelta(days=2)
# Days before the fair on which who signed up is asked whether she still comes.
ASK_DAYS = (7, 2)
HEARD = (
    ("friend", _("da una persona che conosco")),
    ("desk", _("allo sportello")),
    ("poster", _("da un manifesto")),
    ("web", _("da internet")),
    ("town", _("dal Comune")),
    ("passing", _("passavo di qui")),
)
ABOUT = (
    ("young", _("ho meno di 30 anni")),
    ("over50", _("ho più di 50 anni")),
    ("woman", _("sono una donna")),
)
GONE = _("Questa iscrizione non c'è più. Torna alla pagina della JOBFEST.")
OVER = _("Questa JOBFEST è conclusa. Guarda la pagina della prossima.")


class Asked(NamedTuple):
    """Who is asked again, and for which of :data:`ASK_DAYS`."""

    days: int
    on: date


def new_code() -> str:
    """A code such as ``F4-118``: to read aloud, to type with one thumb."""
    digits = "".join(secrets.choice(DIGITS) for _place in range(4))
    return f"{secrets.choice(LETTERS)}{digits[0]}-{digits[1:]}"


def read_code(text: str) -> str:
    """The code in what was typed (``f4118``, ``F4 118``, ``FA-ii8``); empty when there is none."""
    plain = re.sub(r"[^0-9A-Z]", "", text.upper())
    found = CODE.fullmatch(plain[:1] + plain[1:].translate(LOOK_ALIKE))
    return f"{found[1]}{found[2]}-{found[3]}" if found else ""


def token_of(visitor: Visitor) -> str:
    """The signed part of the ticket's link: digits and letters up to f, which every reader types well."""
    key = visitor.pk.hex
    return key + crypto.code_digest(SALT, key)[:SIGNED]


def read_token(text: str) -> UUID | None:
    """The visitor of a link or of its signed part, also as a keyboard of another country typed it.

    ``None`` when it is not ours.
    """
    found = TOKEN.search(text.lower())
    if found is None:
        return None
    key, signed = found[0][:32], found[0][32:]
    return UUID(key) if constant_time_compare(crypto.code_digest(SALT, key)[:SIGNED], signed) else None


def as_read(text: str) -> str:
    """What is kept of a reading: a code, or the beginning of what a ticket's link holds. Never a name."""
    found = TOKEN.search(text.lower())
    return found[0][:READ_LETTERS] if found else read_code(text)


def ticket_url(visitor: Visitor) -> str:
    """The whole address of her ticket: what the QR code holds."""
    return f"{settings.SITE_URL}{reverse('fairvisit:ticket', args=[token_of(visitor)])}"


def _digest(start: str) -> str:
    return crypto.blind_index("visitor-name", start)[:INDEX_LETTERS]


def name_index(name: str) -> list[str]:
    """Digests of the beginnings of every word of a name, two to six letters long."""
    starts = {
        word[:length]
        for word in normalise(name).split()
        for length in range(FEWEST, MOST + 1)
        if word[:length]
    }
    return sorted(_digest(start) for start in starts if len(start) >= FEWEST)


def asked_index(words: list[str]) -> set[str]:
    """The digests that the name of somebody with these words must hold."""
    return {_digest(word[:MOST]) for word in words if len(word) >= FEWEST}


def same_words(words: list[str], name: str) -> bool:
    """Whether every word begins some word of the name."""
    own = normalise(name).split()
    return all(any(part.startswith(word) for part in own) for word in words)


def door_fairs(user: object) -> QuerySet[Fair]:
    """The public fairs whose door a user keeps: a volunteer's are those in which she has a shift."""
    return events.helped_by(user).filter(state=FairState.OPEN).order_by("opens_at").distinct()


def sending_fairs(user: object) -> QuerySet[Fair]:
    """The same doors, and those of fairs closed a moment ago: telephones still send what they had kept."""
    since = timezone.localdate() - GRACE
    takes = Q(state=FairState.OPEN) | Q(state=FairState.CLOSED, closed_on__gte=since)
    return events.helped_by(user).filter(takes).order_by("opens_at").distinct()


def takes_late(fair: Fair) -> bool:
    """Whether what was pressed at its door without a network may still arrive."""
    if fair.state == FairState.CLOSED:
        return fair.closed_on is not None and fair.closed_on >= timezone.localdate() - GRACE
    return fair.state == FairState.OPEN


def locked(visitor: Visitor) -> Visitor:
    """The visitor's row, locked: before the sessions, whoever locks both. Refused when she was forgotten."""
    rows = Visitor.objects.select_for_update(of=("self",), no_key=True).select_related(
        "fair__place", "person"
    )
    found = rows.filter(pk=visitor.pk, forgotten_on=None).first()
    if found is None:
        raise Refused(str(GONE))
    return found


def hold(visitors: Iterable[UUID]) -> None:
    """Many visitors' rows, locked in one order, whoever they are."""
    rows = Visitor.objects.select_for_update(no_key=True).filter(pk__in=set(visitors))
    list(rows.order_by("pk").values_list("pk"))


def ask_now(opens_on: date, today: date) -> Asked | None:
    """The question that is due today, and since when; ``None`` when there is none."""
    left = (opens_on - today).days
    due = [days for days in ASK_DAYS if 0 < left <= days]
    return Asked(min(due), opens_on - timedelta(days=min(due))) if due else None


def still(fair: Fair) -> bool:
    """Whether one may still sign up, change or cancel."""
    return fair.state == FairState.OPEN and fair.closes_at > timezone.now()


def coming() -> Q:
    """Visitors who have not cancelled."""
    return Q(state="expected")


def is_staff(user: object) -> bool:
    """Whether somebody works at the fair as staff, not only in a shift."""
    return access.reach(user, "fair.desk") is access.Reach.ALL
