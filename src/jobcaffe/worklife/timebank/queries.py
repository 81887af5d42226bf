"""Reads about the time bank. A member sees her bank's listings without names, and her own exchanges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet
from django.utils import timezone

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import CommunityKind
from jobcaffe.hours.models import Account, Community
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person
from jobcaffe.worklife.timebank import catalogue
from jobcaffe.worklife.timebank.enums import ExchangeState, Part, SuggestionState
from jobcaffe.worklife.timebank.models import Cheque, Exchange, Leg, Listing, Side, Suggestion

# While these last, the two may be in touch.
IN_TOUCH = (ExchangeState.AGREED, ExchangeState.DONE, ExchangeState.DISPUTED)
OPEN = (ExchangeState.ASKED, *IN_TOUCH)


@dataclass(frozen=True)
class Contact:
    """Who to be in touch with, while an exchange is agreed. Empty fields are not known or reserved."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True)
class Mine:
    """One exchange as one of the two sees it."""

    exchange: Exchange
    gives: bool
    asked: bool
    undo_asked: bool
    contact: Contact | None


def banks(user: object) -> QuerySet[Community]:
    """The banks that are open: for members to enter, for the staff that keeps them."""
    rows = hours.communities(CommunityKind.BANK)
    wide = Reach.ALL in (access.reach(user, "bank.desk"), access.reach(user, "lab.lead"))
    if wide or access.reach(user, "bank.member") is Reach.OWN:
        return rows
    if access.reach(user, "lab.lead") is Reach.OWN:
        return rows.filter(opened_by=getattr(user, "pk", None))
    return rows.none()


def kept_banks(user: object) -> QuerySet[Community]:
    """The banks whose limits the user decides: a lab leader her own, the coordinator all."""
    rows = hours.communities(CommunityKind.BANK)
    reach = access.reach(user, "lab.lead")
    if reach is Reach.OWN:
        return rows.filter(opened_by=getattr(user, "pk", None))
    return rows if reach is Reach.ALL else rows.none()


def desk_banks(user: object) -> QuerySet[Community]:
    """The banks that the desk serves."""
    rows = hours.communities(CommunityKind.BANK)
    return rows if access.reach(user, "bank.desk") is Reach.ALL else rows.none()


def my_accounts(user: object) -> list[Account]:
    """The open accounts of the member's household, with their banks."""
    rows = hours.accounts_of(user).filter(state="open", community__kind=CommunityKind.BANK)
    return list(rows.filter(community__open=True).order_by("opened_on", "pk"))


def my_banks(user: object, accounts: Sequence[Account]) -> list[tuple[Community, Account | None]]:
    """Every open bank with the account that the member's household has there, hers first."""
    found = {row.community_id: row for row in accounts}
    rows = [(one, found.get(one.pk)) for one in banks(user)]
    return sorted(rows, key=lambda row: (row[1] is None, row[0].label))


def live(today: date | None = None) -> QuerySet[Listing]:
    """Listings that are neither closed nor over."""
    day = today or timezone.localdate()
    return Listing.objects.filter(closed_on__isnull=True, expires_on__gte=day, account__state="open")


def my_listings(user: object) -> QuerySet[Listing]:
    """What the member's household offers and asks, ended ones included; newest first."""
    return Listing.objects.filter(account__in=hours.accounts_of(user).values("pk")).order_by("-written_at")


def board(mine: Account, kind: str = "", category: str = "") -> QuerySet[Listing]:
    """What the others of her bank offer and ask, newest first. No name is in it.

    ``mine`` is her household's open account (:func:`my_accounts`): without one there is no board.
    """
    rows = live().filter(community=mine.community_id).exclude(account=mine).order_by("-written_at", "pk")
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(category=category) if category else rows


def listing_for(user: object, listing_id: UUID) -> Listing | None:
    """A live listing of a bank where she has an account; hers or another's."""
    found = Listing.objects.filter(pk__in=live().values("pk"), pk=listing_id).select_related("community")
    row = found.first()
    return row if row and hours.my_account(user, row.community_id) else None


def my_exchanges(user: object) -> QuerySet[Exchange]:
    """The exchanges of the member's household, newest first."""
    return exchanges_of([row.pk for row in hours.accounts_of(user)])


def exchanges_of(accounts: Collection[UUID]) -> QuerySet[Exchange]:
    """The exchanges of these accounts, which are the member's own."""
    sides = Side.objects.filter(account__in=accounts)
    return Exchange.objects.filter(pk__in=sides.values("exchange")).select_related("community")


def exchange_for(user: object, exchange_id: UUID) -> Mine | None:
    """One of hers, with the contact while they are in touch."""
    accounts = {row.pk for row in hours.accounts_of(user)}
    found = mine_of(accounts, exchanges_of(accounts).filter(pk=exchange_id), contacts=True)
    return found[0] if found else None


def mine_of(accounts: Collection[UUID], rows: Iterable[Exchange], *, contacts: bool = False) -> list[Mine]:
    """Each exchange as the household of these accounts sees it; contacts only where they are asked for.

    Two queries, or three with contacts, however many exchanges.
    """
    exchanges = list(rows)
    sides: dict[UUID, list[Side]] = {}
    for side in Side.objects.filter(exchange__in=exchanges):
        sides.setdefault(side.exchange_id, []).append(side)
    pairs = []
    for row in exchanges:
        own = next(side for side in sides[row.pk] if side.account_id in accounts)
        pairs.append((row, own, next(side for side in sides[row.pk] if side is not own)))
    shown = [other for row, _own, other in pairs if row.state in IN_TOUCH] if contacts else []
    known = _contacts(shown) if shown else {}
    return [
        Mine(row, own.part == Part.GIVER, row.asked_by == own.part, own.undo, known.get(other.pk))
        for row, own, other in pairs
    ]


def _contacts(sides: list[Side]) -> dict[int, Contact]:
    """Names, telephones and addresses; of a protected person nothing but how others may call her."""
    refs = {side.pk: side.person_ref for side in sides if side.person_sealed}
    persons = Person.objects.select_related("merged_into").in_bulk(set(refs.values()))
    found = {}
    for pk, ref in refs.items():
        person = persons.get(ref)
        person = person.merged_into or person if person else None
        if person is None or person.status != Status.ACTIVE:
            continue
        hidden = person.protected
        found[pk] = Contact(
            person.alias or ("" if hidden else person.first_name),
            "" if hidden else person.phone,
            "" if hidden else person.email,
        )
    return found


def my_suggestions(user: object) -> QuerySet[Suggestion]:
    """Swaps and circles that wait for an answer of her household or of the others."""
    return suggestions_of([row.pk for row in hours.accounts_of(user)])


def suggestions_of(mine: Collection[UUID]) -> QuerySet[Suggestion]:
    """The same for accounts, which are the member's own."""
    legs = Prefetch("legs", Leg.objects.select_related("offer", "need"))
    rows = Suggestion.objects.filter(state=SuggestionState.OPEN, expires_on__gte=timezone.localdate())
    rows = rows.filter(pk__in=Suggestion.objects.filter(voices__account__in=mine).values("pk"))
    return rows.prefetch_related(legs, "voices")


def disputes(user: object, community: Community) -> QuerySet[Exchange]:
    """What two households do not agree on, for who keeps the bank: numbers of accounts, no names."""
    if not banks(user).filter(pk=community.pk).exists() or access.reach(user, "bank.member") is Reach.OWN:
        return Exchange.objects.none()
    rows = Exchange.objects.filter(community=community, state=ExchangeState.DISPUTED)
    return rows.prefetch_related("sides__account").order_by("changed_at")


def cheques(community: Community, number: int) -> list[Cheque]:
    """The cheque with this number, with what it moved."""
    rows = Cheque.objects.filter(community=community, number=number)
    return list(rows.select_related("account", "transfer"))


def sheet_of(user: object, community_id: UUID, request_key: UUID) -> list[Cheque]:
    """The cheques that were printed together, for the desk."""
    rows = Cheque.objects.filter(community_id=community_id, request_key=request_key)
    return list(rows.select_related("account", "community")) if desk_banks(user).exists() else []


def ending(today: date) -> QuerySet[Listing]:
    """Live listings that end within the days of the warning and whose authors were not told."""
    limit = today + timedelta(days=catalogue.number("warn_days"))
    return live(today).filter(expires_on__lte=limit, warned_on__isnull=True)


def wanted(community: Community) -> list[str]:
    """Categories that are asked and nobody offers, the most asked first; for who keeps the bank."""
    rows = live().filter(community=community)
    offered = set(rows.filter(kind="offer").values_list("category", flat=True))
    asked = rows.filter(kind="need").exclude(category__in=offered).order_by().values("category")
    labels = catalogue.words("category")
    counted = asked.annotate(n=Count("account", distinct=True)).order_by("-n", "category")
    return [labels.get(row["category"], row["category"]) for row in counted]


def my_copy(user: User) -> list[dict[str, str]]:
    """All that this room keeps about a member, for her own copy of her data."""
    labels = catalogue.words("category")
    accounts = {row.pk for row in hours.accounts_of(user)}
    listings = [
        {
            "che cosa": f"{row.get_kind_display()}: {labels.get(row.category, row.category)}",
            "testo": row.text,
            "dal": str(row.written_at.date()),
            "fino al": str(row.expires_on),
        }
        for row in Listing.objects.filter(account__in=accounts).order_by("-written_at")
    ]
    return listings + [
        {
            "che cosa": labels.get(one.exchange.category, one.exchange.category),
            "parte": "hai dato" if one.gives else "hai ricevuto",
            "stato": str(one.exchange.get_state_display()),
            "minuti": str(one.exchange.minutes or ""),
            "dal": str(one.exchange.made_at.date()),
        }
        for one in mine_of(accounts, exchanges_of(accounts))
    ]
