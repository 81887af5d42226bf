"""Exchanges, listings and hours, as the pages say them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import Zone
from jobcaffe.hours.models import Account
from jobcaffe.hours.rules import in_hours, zone
from jobcaffe.spaces.words import day_words
from jobcaffe.worklife.timebank import catalogue
from jobcaffe.worklife.timebank.enums import ExchangeState, ListingKind
from jobcaffe.worklife.timebank.models import Listing, Suggestion
from jobcaffe.worklife.timebank.queries import Mine

CHIPS = {
    ExchangeState.ASKED: "todo",
    ExchangeState.AGREED: "todo",
    ExchangeState.DONE: "todo",
    ExchangeState.CONFIRMED: "done",
    ExchangeState.DISPUTED: "attention",
    ExchangeState.REVERSED: "later",
    ExchangeState.CANCELLED: "later",
}


def category(code: str) -> str:
    """What stands on the page for a category."""
    return catalogue.words("category").get(code, code)


def when(slots: Iterable[str]) -> str:
    """``Di mattina o di sera.``; any time for none."""
    labels = catalogue.words("slot")
    found = [labels[one] for one in labels if one in set(slots)]
    return capfirst(_(" o ").join(found)) + "." if found else _("Quando volete.")


@dataclass(frozen=True)
class Ad:
    """A listing on the board or among one's own."""

    id: UUID
    title: str
    kicker: str
    when: str
    text: str
    until: str
    button: str
    over: bool


def ad(row: Listing) -> Ad:
    """One listing, without a name."""
    offer = row.kind == ListingKind.OFFER
    return Ad(
        row.pk,
        category(row.category),
        _("Si offre") if offer else _("Si cerca"),
        when(row.slots),
        row.text,
        day_words(row.expires_on),
        _("Chiedi questo aiuto") if offer else _("Offri questo aiuto"),
        row.closed_on is not None or row.expires_on < timezone.localdate(),
    )


@dataclass(frozen=True)
class Deal:
    """An exchange as one of the two reads it. ``todo`` is what she can do now with one press."""

    mine: Mine
    id: UUID
    title: str
    words: str
    chip: str
    state: str
    todo: str
    length: str
    url: str


def deal(one: Mine) -> Deal:
    """The words follow from the state and from which side she is."""
    row = one.exchange
    what = category(row.category)
    title = _("Dai: %(what)s") if one.gives else _("Ricevi: %(what)s")
    return Deal(
        one,
        row.pk,
        title % {"what": what},
        _words(one),
        CHIPS[ExchangeState(row.state)],
        str(row.get_state_display()),
        _todo(one),
        in_hours(row.minutes) if row.minutes else "",
        reverse("timebank:exchange", args=[row.pk]),
    )


def _todo(one: Mine) -> str:
    """``answer``, ``confirm``, ``time`` or nothing."""
    state = one.exchange.state
    if state == ExchangeState.ASKED and not one.asked:
        return "answer"
    if state == ExchangeState.DONE and not one.gives:
        return "confirm"
    return "time" if state == ExchangeState.AGREED else ""


def _words(one: Mine) -> str:
    state, length = one.exchange.state, in_hours(one.exchange.minutes or 0)
    said = {"time": length}
    texts = {
        ExchangeState.ASKED: _("Aspettiamo la risposta dell'altra persona.")
        if one.asked
        else (_("Qualcuno ti chiede questo aiuto.") if one.gives else _("Qualcuno ti offre questo aiuto.")),
        ExchangeState.AGREED: _("Siete d'accordo. Sentitevi per il giorno e l'ora."),
        ExchangeState.DONE: _("Hai segnato %(time)s. Ora conferma chi ha ricevuto.") % said
        if one.gives
        else _("Chi ti ha aiutato ha segnato %(time)s. È giusto?") % said,
        ExchangeState.CONFIRMED: _("Hai dato %(time)s.") % said
        if one.gives
        else _("Hai ricevuto %(time)s.") % said,
        ExchangeState.DISPUTED: _("Qualcosa non torna. Parlatene, o chiedete allo sportello."),
        ExchangeState.REVERSED: _("Le ore sono tornate indietro."),
        ExchangeState.CANCELLED: _("Non se ne fa niente."),
    }
    return str(texts[ExchangeState(state)])


@dataclass(frozen=True)
class Idea:
    """A suggested swap or circle, from one household's place in it."""

    id: UUID
    title: str
    gives: list[str]
    receives: list[str]
    said: bool | None
    until: str


def idea(row: Suggestion, accounts: set[UUID]) -> Idea:
    """What she would give and receive. Reads only what was fetched with the row."""
    legs = list(row.legs.all())
    titles = {1: _("Potete aiutarvi"), 2: _("Potete fare uno scambio"), 3: _("Potete aiutarvi in tre")}
    return Idea(
        row.pk,
        titles[len(legs)],
        [category(leg.offer.category) for leg in legs if leg.offer.account_id in accounts],
        [category(leg.need.category) for leg in legs if leg.need.account_id in accounts],
        next((voice.yes for voice in row.voices.all() if voice.account_id in accounts), None),
        day_words(row.expires_on),
    )


@dataclass(frozen=True)
class Purse:
    """Her account in a few words. ``warning`` is empty while all is well."""

    account: Account
    title: str
    sub: str
    warning: str
    full: bool


def purse(account: Account) -> Purse:
    """The balance in words; where the bank only counts, what was given and received."""
    if account.community.counts_only:
        given, received = hours.given_received(account)
        told = _("Hai dato %(given)s.") % {"given": in_hours(given)}
        return Purse(account, told, _("Hai ricevuto %(n)s.") % {"n": in_hours(received)}, "", False)
    near = zone(account.community, account)
    return Purse(account, *_balance(account.balance), warning=_warning(near), full=near == Zone.FULL)


def _balance(minutes: int) -> tuple[str, str]:
    told = in_hours(minutes)
    if minutes > 0:
        return _("Hai %(time)s da usare") % {"time": told}, _("Le hai date tu. Ora puoi chiedere.")
    if minutes < 0:
        return _("Hai %(time)s da ridare") % {"time": told}, _("Le ridai a chi vuoi, quando puoi.")
    return _("Sei in pari"), _("Puoi chiedere anche subito: le ore le ridai dopo.")


def _warning(near: Zone) -> str:
    return {
        Zone.FINE: "",
        Zone.NEAR: _("Sei vicino al limite della banca. Prova a offrire un aiuto."),
        Zone.FULL: _("Sei al limite della banca. Prima offri un aiuto, o chiedi allo sportello del fondo."),
    }[near]


def lines(told: hours.Statement, *, links: bool = True) -> Table:
    """The movements of a statement; with a balance unless the bank only counts."""
    counts = told.account.community.counts_only
    columns = [Column(_("Giorno")), Column(_("Che cosa")), Column(_("Ore"), numeric=True)]
    columns += [] if counts else [Column(_("Saldo"), numeric=True)]
    rows = []
    for line in told.lines:
        url = reverse("timebank:receipt", args=[line.transfer_id]) if links else ""
        cells: list[Any] = [
            Cell(f"{line.booked_on:%d/%m/%Y}", url=url),
            capfirst(line.label),
            signed(line.minutes),
        ]
        rows.append(Row([*cells, *([] if counts else [signed(line.after)])]))
    return Table(_("Movimenti"), columns, rows, empty=_("In questo anno non ci sono movimenti."))


def signed(minutes: int) -> str:
    """``+1:30``, ``−0:45``, ``0:00``."""
    sign = "+" if minutes > 0 else "−" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def totals(told: hours.Statement) -> list[dict[str, str]]:
    """The sums of a statement, in words."""
    rows = [
        {"label": _("Hai dato"), "value": in_hours(told.given)},
        {"label": _("Hai ricevuto"), "value": in_hours(told.received)},
        {"label": _("Hai donato ai fondi"), "value": in_hours(told.donated)},
        {"label": _("Hai avuto dai fondi"), "value": in_hours(told.from_fund)},
    ]
    if told.account.community.counts_only:
        return rows
    first = {"label": _("Saldo all'inizio"), "value": signed(told.opening)}
    return [first, *rows, {"label": _("Saldo alla fine"), "value": signed(told.closing)}]
