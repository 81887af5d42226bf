"""For whom a row of the programme is, what a fair needs before it is public, who may speak for a stand."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from jobcaffe.fair.events.enums import StandState, State, TalksMode
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.search import normalise
from jobcaffe.organisations import queries as organisations
from jobcaffe.spaces.rules import permit

# For whom a row of the programme is.
AUDIENCES: dict[str, str | Promise] = {
    "over50": gettext_lazy("Chi ha più di 50 anni"),
    "women": gettext_lazy("Donne, lavoro e cura"),
    "young": gettext_lazy("Giovani"),
    "companies": gettext_lazy("Aziende e associazioni"),
    "everybody": gettext_lazy("Tutte e tutti"),
}
EVERYBODY = "everybody"
PUBLIC = (State.OPEN.value, State.CLOSED.value)
# An exhibitor that is or may be there.
ALIVE = (StandState.ASKED.value, StandState.ACCEPTED.value)
# One slot of a stand has at most so many tables.
MOST_TABLES = 20
MOST_SLOTS = 96
# The oldest exhibitor's page is not a wall of text.
MOST_POSTS = 12
MOST_OCCUPATIONS = 8
# First words of addresses that are not fairs.
RESERVED = ("regia", "stand", "posto", "porta", "colloqui", "giornata", "muro", "dopo")
GONE = gettext_lazy("Questa JOBFEST non c'è più. Torna all'elenco.")
NO_STAND = gettext_lazy("Questo stand non c'è più. Torna all'elenco.")
OVER = gettext_lazy("Questa JOBFEST è conclusa: resta com'era. Copiala per prepararne un'altra.")


def locked(actor: Actor, fair_id: UUID, *, closed_too: bool = False) -> Fair:
    """The fair, its row locked, for who prepares it. Refused to the others and when it is over."""
    permit(actor, "fair.manage")
    found = Fair.objects.select_for_update(no_key=True).filter(pk=fair_id).first()
    if found is None:
        raise Refused(str(GONE))
    if found.state == State.CLOSED and not closed_too:
        raise Refused(str(OVER))
    return found


def stand_locked(actor: Actor, stand_id: UUID) -> Stand:
    """The stand, its row locked, for the house or who speaks for its organisation.

    Refused with the same words for another's and for one that is not there; refused when it is over.
    """
    rows = Stand.objects.select_for_update(of=("self",), no_key=True).select_related("fair", "organisation")
    found = rows.filter(pk=stand_id).first()
    if found is None or not may_write(actor, found):
        raise Refused(str(NO_STAND))
    if found.fair.state == State.CLOSED:
        raise Refused(str(OVER))
    return found


def hold_stands(fair: Fair) -> None:
    """All its stands' rows, locked in one order: whoever asks for their tables waits."""
    list(fair.stands.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def may_write(actor: Actor, stand: Stand) -> bool:
    """The house all stands, who speaks for an organisation its own."""
    if not isinstance(actor, User) or access.allows(actor, "fair.manage"):
        return True
    own = organisations.mine(actor) if access.allows(actor, "fair.stand") else None
    return own is not None and own.pk == stand.organisation_id


def free_slug(name: str, taken: Iterable[str]) -> str:
    """``JOBFEST 2026`` → ``jobfest-2026``, or ``jobfest-2026-2`` when that is taken."""
    base, known = slugify(name)[:50] or "jobfest", {*taken, *RESERVED}
    tries = (base, *(f"{base}-{number}" for number in range(2, len(known) + 3)))
    return next(one for one in tries if one not in known)


def spread(fair: Fair, first: int, last: int, tables: int, pause: tuple[int, int] | None = None) -> list[int]:
    """Tables for every slot: ``tables`` from ``first`` to ``last``, none outside, in the fair's breaks and in
    the stand's own ``pause`` (both ends included).
    """
    shut = {*fair.breaks, *(range(pause[0], pause[1] + 1) if pause else ())}
    return [tables if first <= slot <= last and slot not in shut else 0 for slot in range(fair.slots)]


def has_talks(fair: Fair) -> bool:
    """Whether there are talks to book or to plan."""
    return fair.talks_mode != TalksMode.NONE


def may_be_hers(first_name: str, written: str) -> bool:
    """Whether a name that somebody wrote may be of who has this first name: *Maria* and *Rossi Maria Grazia*
    may be of *Maria Grazia*. Who is to be forgotten is rather taken for one too many than for one too few.
    """
    first, words = set(normalise(first_name).split()), set(normalise(written).split())
    return bool(first and words) and (first <= words or words <= first)
