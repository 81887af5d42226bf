"""What may be written, and who may do what with an exchange."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.hours import queries as hours
from jobcaffe.hours import rules as ledger
from jobcaffe.hours.enums import AccountState, CommunityKind, Zone
from jobcaffe.hours.models import Account, Community
from jobcaffe.worklife.timebank import catalogue, queries
from jobcaffe.worklife.timebank.enums import ExchangeState, ListingKind, Part
from jobcaffe.worklife.timebank.models import Exchange, Listing, Side

MOST_LETTERS = 400
STEP_MINUTES = 15
LATE_DAYS = 366
GONE = "Questo non c'è più. Torna alla tua banca del tempo."
# Digits as one writes them to be called, an address with @, a page or a profile.
PHONE = re.compile(r"(?:\+?\d[\s./-]?){7,}")
ADDRESS = re.compile(r"\S+@\S+|https?://|www\.|\b[\w-]+\.(?:it|com|org|net|eu)\b|(?<!\w)@\w+", re.IGNORECASE)
MONEY = re.compile(r"€|\beuro\b|\d\s*eur\b", re.IGNORECASE)


def contact_in(text: str) -> bool:
    """Whether a telephone, an e-mail address, a page or a profile stands in the text."""
    return bool(PHONE.search(text) or ADDRESS.search(text))


def check_text(text: str) -> str:
    """The words of a listing. Refused with contacts, with money, and when too long."""
    words = " ".join(text.split())
    if len(words) > MOST_LETTERS:
        raise Refused(_("È troppo lungo: bastano poche righe."))
    if contact_in(words):
        raise Refused(
            _("Sembra che ci sia un telefono o un indirizzo. Toglilo: si vede solo quando vi dite di sì.")
        )
    if MONEY.search(words):
        raise Refused(_("Nella banca del tempo si scambiano ore, non soldi. Togli la cifra."))
    return words


def check_listing(kind: str, category: str, slots: Sequence[str], days: int) -> None:
    """Refused for words that are not in the lists of the bank."""
    known = category in catalogue.words("category") and set(slots) <= set(catalogue.words("slot"))
    if kind not in ListingKind.values or not known or days not in catalogue.numbers("days"):
        raise Refused(_("Scegli che aiuto e quando fra le scelte della pagina."))


def check_minutes(minutes: int | None) -> int:
    """Quarters of an hour, above zero. Raises :class:`Refused`."""
    if not minutes or minutes < 0 or minutes % STEP_MINUTES:
        raise Refused(_("Scrivi quanto è durato l'aiuto, a quarti d'ora: per esempio 1 ora e 30."))
    return minutes


def check_day(day: date | None) -> date:
    """The day of a help: today or within the last year. Raises :class:`Refused`."""
    today = timezone.localdate()
    found = day or today
    if not today - timedelta(days=LATE_DAYS) <= found <= today:
        raise Refused(_("Il giorno dell'aiuto è nel futuro, o troppo lontano. Controlla la data."))
    return found


def own_account(actor: User, community_id: UUID) -> Account:
    """The open account of the member's household in this bank. Raises :class:`Refused`."""
    found = hours.my_account(actor, community_id)
    if found is None or found.community.kind != CommunityKind.BANK:
        raise Refused(_("Non hai un conto in questa banca del tempo. Aprilo dalla tua pagina."))
    return found


def own_listing(actor: Actor, listing_id: UUID) -> Listing:
    """A listing of the actor's household, or any for the desk; locked. Raises :class:`Refused`."""
    rows = Listing.objects.select_for_update(of=("self",)).select_related("community", "account")
    mine = queries.my_listings(actor) if isinstance(actor, User) else Listing.objects.none()
    found = rows.filter(pk=listing_id).first()
    if found is None:
        raise Refused(_(GONE))
    if not (mine.filter(pk=listing_id).exists() or ledger.keeps(actor, found.community)):
        raise Refused(_(GONE))
    return found


def check_can_ask(account: Account) -> None:
    """Refused to a household at its limit: told to itself only, never to who would help."""
    if ledger.zone(account.community, account) == Zone.FULL:
        raise Refused(
            _(
                "Hai ricevuto tutte le ore che la banca anticipa. Offri un aiuto anche tu, "
                "o chiedi allo sportello del fondo di solidarietà."
            )
        )


def own_exchange(actor: User, exchange_id: UUID, *states: ExchangeState) -> tuple[Exchange, Side, Side]:
    """An exchange of the actor's household, locked: it, her side, the other. Raises :class:`Refused`.

    One who gives to her own household's other adult cannot be: the two accounts differ.
    """
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("community")
    found = rows.filter(pk=exchange_id, pk__in=queries.my_exchanges(actor).values("pk")).first()
    if found is None:
        raise Refused(_(GONE))
    if states and found.state not in states:
        raise Refused(_("Questo scambio è già andato avanti. Apri di nuovo la pagina."))
    mine = set(hours.accounts_of(actor).values_list("pk", flat=True))
    sides = list(found.sides.select_related("account__community"))
    own = next(side for side in sides if side.account_id in mine)
    other = next(side for side in sides if side.pk != own.pk)
    return found, own, other


def other_part(part: str) -> Part:
    """The other side."""
    return Part.RECEIVER if part == Part.GIVER else Part.GIVER


def locked_for_staff(actor: Actor, exchange_id: UUID) -> Exchange:
    """An exchange that the desk or who opened the bank settles, locked. Raises :class:`Refused`."""
    rows = Exchange.objects.select_for_update(of=("self",)).select_related("community", "transfer")
    found = rows.filter(pk=exchange_id).first()
    if found is None:
        raise Refused(_(GONE))
    ledger.require_keeper(actor, found.community)
    return found


def keeper_of(actor: Actor, community_id: UUID) -> Community:
    """A bank that is open and kept by the actor. Raises :class:`Refused`."""
    found = Community.objects.filter(pk=community_id, kind=CommunityKind.BANK, open=True).first()
    if found is None:
        raise Refused(_(GONE))
    ledger.require_keeper(actor, found)
    return found


def numbered(community: Community, number: int) -> Account:
    """The open account with this number. Raises :class:`Refused`."""
    found = hours.by_number(community.pk, number)
    if found is None or found.state != AccountState.OPEN:
        raise Refused(
            _("Il conto %(number)04d non c'è o è chiuso. Controlla il numero.") % {"number": number}
        )
    return found
