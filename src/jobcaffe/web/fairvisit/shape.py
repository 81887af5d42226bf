"""What the pages of who comes show, before any markup."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair, Session
from jobcaffe.fair.visits import queries, rules
from jobcaffe.fair.visits.enums import SeatState, State
from jobcaffe.fair.visits.messages import where
from jobcaffe.fair.visits.models import Seat, Visitor
from jobcaffe.foundation.accounts import qr
from jobcaffe.spaces import words


def first_name(visitor: Visitor) -> str:
    """How she is called at the door."""
    return str(visitor.name).partition(" ")[0]


def facts(fair: Fair) -> list[dict[str, object]]:
    """When and where."""
    return [
        {"label": _("Quando"), "value": capfirst(words.when_words(fair.opens_at, fair.closes_at))},
        {"label": _("Dove"), "value": where(fair)},
    ]


def ticket_qr(visitor: Visitor) -> SafeString:
    """The square that the door reads: the address of her ticket."""
    title = _("Codice QR del biglietto %(code)s") % {"code": visitor.code}
    return qr.svg(rules.ticket_url(visitor), title=title)


@dataclass(frozen=True)
class Place:
    """A workshop as she sees it: what she holds there, how many seats are left, what the button does.

    ``passed_over``: why a free seat goes to the next, as long as she has something else at that hour.
    """

    session: Session
    when: str
    said: str
    held: bool
    waiting: bool
    button: str
    chip: str
    url: str
    passed_over: str


def places(visitor: Visitor) -> list[Place]:
    """The workshops with seats that have not begun, and those of hers that were called off."""
    mine = {one.session_id: one for one in queries.seats_of(visitor)}
    rows = [
        one
        for one in events.every_session(visitor.fair)
        if one.starts_at > timezone.now() and _concerns(one, mine.get(one.pk))
    ]
    taken = queries.held_by_session(rows)
    token = rules.token_of(visitor)
    return [_place(one, mine.get(one.pk), (one.seats or 0) - taken.get(one.pk, 0), token) for one in rows]


def _concerns(session: Session, seat: Seat | None) -> bool:
    """A row with seats; one that was called off only for who counted on it."""
    return session.seats is not None if session.cancelled_on is None else seat is not None


def _place(session: Session, seat: Seat | None, free: int, token: str) -> Place:
    state = seat.state if seat is not None else ""
    over = ""
    if session.cancelled_on is not None:
        said, button, chip = _("Annullato: non si fa più."), "", "late"
    elif state == SeatState.HELD:
        said, button, chip = _("Hai un posto."), _("Lascia il posto"), "done"
    elif seat is not None and state == SeatState.WAITING:
        line = queries.place_in_line(seat)
        said, button = _("Sei in lista d'attesa: numero %(n)s.") % {"n": line}, _("Esci dalla lista")
        chip, over = "attention", _passed_over(session, seat)
    elif free > 0:
        said = ngettext("C'è ancora un posto.", "Ci sono ancora %(free)s posti.", free) % {"free": free}
        button, chip = _("Prendi un posto"), "todo"
    else:
        said, button = (
            _("I posti sono finiti. Se uno si libera, è tuo e ti avvisiamo."),
            _("Mettiti in lista"),
        )
        chip = "later"
    when = f"{words.hour_words(session.starts_at)}–{words.hour_words(session.ends_at)}"
    url = reverse("fairvisit:seat", args=[token, session.pk])
    held, waiting = state == SeatState.HELD, state == SeatState.WAITING
    return Place(session, when, said, held, waiting, button, chip, url, over)


def _passed_over(session: Session, seat: Seat) -> str:
    other = queries.engaged(session, [seat.visitor_id]).get(seat.visitor_id)
    if other is None:
        return ""
    return _(
        "A quell'ora hai già altro: «%(title)s». Finché è così, un posto libero va a chi viene dopo."
    ) % {"title": other}


@dataclass(frozen=True)
class Ticket:
    """A fair of hers, as her own page names it."""

    name: str
    url: str
    when: str


def tickets(user: object) -> list[Ticket]:
    """The fairs of who is signed in that are not over, once an operator said that it is she."""
    return [
        Ticket(
            one.fair.name,
            reverse("fairvisit:ticket", args=[rules.token_of(one)]),
            words.when_words(one.fair.opens_at, one.fair.closes_at),
        )
        for one in queries.of_person(user)
        if rules.still(one.fair)
    ]


def soon(fair: Fair) -> bool:
    """Whether one is asked if one still comes."""
    left = (timezone.localdate(fair.opens_at) - timezone.localdate()).days
    return 0 <= left <= max(rules.ASK_DAYS) and rules.still(fair)


def asks(visitor: Visitor) -> bool:
    """Whether she is asked: not who signed up today, nor who has said yes or is there already."""
    early = timezone.localdate(visitor.signed_up_at) < timezone.localdate()
    return early and visitor.confirmed_on is None and visitor.arrived_at is None and soon(visitor.fair)


def states(visitor: Visitor) -> tuple[str, str]:
    """A chip and its words for the desk's list."""
    if visitor.state == State.CANCELLED:
        return "later", _("Ha disdetto")
    if visitor.inside:
        return "done", _("È dentro")
    if visitor.arrived_at is not None:
        return "done", _("Non è più qui")
    return "todo", _("Da arrivare")


def ticket_data(visitor: Visitor, paper: str) -> dict[str, object]:
    """The printed ticket as inert data."""
    fair = visitor.fair
    return {
        "paper": paper,
        "title": fair.name,
        "name": visitor.name,
        "code": visitor.code,
        "when": capfirst(words.when_words(fair.opens_at, fair.closes_at)),
        "where": where(fair),
        "qr": str(ticket_qr(visitor)),
        "alt": _("Codice QR del biglietto %(code)s") % {"code": visitor.code},
        "code_label": _("Il tuo codice"),
        "words": _("Mostra questo foglio all'ingresso. Non puoi venire? Apri il codice, o chiamaci."),
        "house": getattr(settings, "HOUSE_NAME", "Job Caffè"),
    }
