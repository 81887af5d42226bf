"""Reads about hours. A household sees its own account; nobody sees another's balance.

Staff keep the ledger by account number: no query gives them a household's balance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone

from jobcaffe.foundation import disclosure
from jobcaffe.foundation.accounts.models import User
from jobcaffe.hours.enums import HELP, AccountKind, AccountState, CommunityKind, TransferKind
from jobcaffe.hours.models import Account, Community, Holder, Movement, Transfer
from jobcaffe.kernels.disclosure import Audience
from jobcaffe.people import queries as people

MEMBERS = {CommunityKind.BANK: "bank.member", CommunityKind.POOL: "care.member"}
HOUR = 60


@dataclass(frozen=True)
class Line:
    """One movement of a statement. ``after`` is the balance in minutes when it was booked."""

    transfer_id: UUID
    code: str
    booked_on: date
    helped_on: date | None
    kind: str
    label: str
    minutes: int
    after: int
    undone: bool


@dataclass(frozen=True)
class Statement:
    """An account from a day to a day, both included, in minutes.

    ``given`` and ``received`` count help only, without what was reversed; ``closing`` is
    ``opening`` plus every line.
    """

    account: Account
    first: date
    last: date
    opening: int
    closing: int
    lines: tuple[Line, ...]
    given: int
    received: int
    donated: int
    from_fund: int


def refs_of(user: object, kind: str | None = None) -> list[UUID]:
    """The records of the person behind a member's account, merged ones included; none for others."""
    kinds = [CommunityKind(kind)] if kind else list(CommunityKind)
    return people.refs_of(user, *(MEMBERS[one] for one in kinds))


def communities(kind: str | None = None) -> QuerySet[Community]:
    """The communities that are open, by name: everybody may know that they exist."""
    rows = Community.objects.filter(open=True)
    return rows.filter(kind=kind) if kind else rows


def accounts_of(user: object, community_id: UUID | None = None) -> QuerySet[Account]:
    """The accounts of the member's household, with their community; closed ones included."""
    refs = refs_of(user)
    mine = Holder.objects.filter(Holder.of(refs)) if refs else Holder.objects.none()
    if community_id is not None:
        mine = mine.filter(community_id=community_id)
    return Account.objects.filter(pk__in=mine.values("account")).select_related("community")


def my_account(user: object, community_id: UUID) -> Account | None:
    """The open account of the member's household in a community."""
    return accounts_of(user, community_id).filter(state=AccountState.OPEN).order_by("opened_on", "pk").first()


def account_of_person(community_id: UUID, person_ref: UUID) -> Account | None:
    """The open account of somebody who is helped at the desk. For actions: no page shows its balance."""
    refs = people.refs_of_person(person_ref)
    mine = Holder.objects.filter(Holder.of(refs), community_id=community_id)
    rows = Account.objects.filter(pk__in=mine.values("account"), state=AccountState.OPEN)
    return rows.select_related("community").first()


def by_number(community_id: UUID, number: int) -> Account | None:
    """The open household account with this number, as written on a paper cheque. For actions."""
    rows = Account.objects.filter(community_id=community_id, number=number, kind=AccountKind.HOUSEHOLD)
    return rows.filter(state=AccountState.OPEN).select_related("community").first()


def fund(community_id: UUID, kind: str) -> Account:
    """The common or the solidarity fund of a community. Raises ``Account.DoesNotExist``."""
    return Account.objects.select_related("community").get(community_id=community_id, kind=kind)


def balance(account: Account) -> int:
    """Minutes, from the movements themselves."""
    return Movement.objects.filter(account=account).aggregate(n=Sum("minutes"))["n"] or 0


def statement(account: Account, first: date, last: date) -> Statement:
    """What moved from ``first`` to ``last``, both included. For who holds the account."""
    before = Movement.objects.filter(account=account, transfer__booked_on__lt=first)
    opening = now = before.aggregate(n=Sum("minutes"))["n"] or 0
    lines = []
    rows = Movement.objects.filter(account=account, transfer__booked_on__range=(first, last))
    for row in rows.select_related("transfer__reversed_by").order_by("transfer__at", "pk"):
        now += row.minutes
        lines.append(_line(row, now))
    help_lines = [line for line in lines if line.kind in HELP and not line.undone]
    gifts = [line.minutes for line in lines if line.kind not in HELP and not line.undone]
    return Statement(
        account,
        first,
        last,
        opening,
        now,
        tuple(lines),
        given=sum(line.minutes for line in help_lines if line.minutes > 0),
        received=-sum(line.minutes for line in help_lines if line.minutes < 0),
        donated=-sum(minutes for minutes in gifts if minutes < 0),
        from_fund=sum(minutes for minutes in gifts if minutes > 0),
    )


def _line(row: Movement, after: int) -> Line:
    done = row.transfer
    return Line(
        done.pk,
        done.code,
        done.booked_on,
        done.helped_on,
        done.kind,
        str(done.get_kind_display()),
        row.minutes,
        after,
        done.kind == TransferKind.REVERSAL or hasattr(done, "reversed_by"),
    )


def given_received(account: Account) -> tuple[int, int]:
    """Minutes of help given and received since the account was opened, without what was reversed."""
    rows = Movement.objects.filter(
        account=account, transfer__kind__in=HELP, transfer__reversed_by__isnull=True
    )
    found = rows.aggregate(
        given=Sum("minutes", filter=Q(minutes__gt=0)), received=Sum("minutes", filter=Q(minutes__lt=0))
    )
    return found["given"] or 0, -(found["received"] or 0)


def receipt(user: object, transfer_id: UUID) -> Line | None:
    """What a holder may print of one transfer: her own side; ``None`` when she has no part in it."""
    mine = accounts_of(user).values("pk")
    rows = Movement.objects.filter(transfer=transfer_id, account__in=mine)
    row = rows.select_related("transfer__reversed_by", "account").first()
    if row is None:
        return None
    earlier = Movement.objects.filter(
        Q(transfer__at__lt=row.transfer.at) | Q(transfer__at=row.transfer.at, pk__lte=row.pk),
        account=row.account,
    )
    return _line(row, earlier.aggregate(n=Sum("minutes"))["n"] or 0)


def public_total(community: Community, until: date | None = None) -> int | None:
    """Minutes of help exchanged until the last closed month, to be shown to everybody.

    Rounded to whole steps of hours, and ``None`` while fewer households than the rule for the
    public wants took part: with two of them the total is a balance.
    """
    return _told(community, Q(transfer__kind__in=HELP, minutes__gt=0), until)


def donated_total(community: Community, until: date | None = None) -> int | None:
    """Minutes that households gave to the solidarity fund, under the same rule; who gave is nowhere."""
    gifts = Q(transfer__kind__in=(TransferKind.DONATION, TransferKind.SHARE), minutes__lt=0)
    return _told(community, gifts, until)


def _told(community: Community, which: Q, until: date | None) -> int | None:
    month = (until or timezone.localdate()).replace(day=1)
    rows = Movement.objects.filter(
        which,
        transfer__community=community,
        transfer__booked_on__lt=month,
        transfer__reversed_by__isnull=True,
        account__kind=AccountKind.HOUSEHOLD,
    )
    rule = disclosure.rules()[Audience.PUBLIC]
    if rows.values("account").distinct().count() < rule.small:
        return None
    step = rule.base * HOUR
    total: int = abs(rows.aggregate(n=Sum("minutes"))["n"] or 0)
    return round(total / step) * step


def faults() -> list[str]:
    """What is wrong in the whole ledger, one Italian sentence each; empty when every sum holds."""
    found = [
        f"il movimento {row['transfer']} non dà zero: dà {row['total']} minuti"
        for row in Movement.objects.values("transfer").annotate(total=Sum("minutes")).exclude(total=0)
    ]
    found += [
        f"il movimento {row.pk} non sposta niente" for row in Transfer.objects.filter(movements__isnull=True)
    ]
    wrong = Account.objects.annotate(told=Sum("movements__minutes", default=0)).exclude(told=F("balance"))
    found += [f"il conto {row.pk} dice {row.balance} minuti, i suoi movimenti {row.told}" for row in wrong]
    return found


def my_copy(user: User) -> list[dict[str, str]]:
    """All that this room keeps about a member, for her own copy of her data."""
    mine = accounts_of(user).order_by("opened_on", "pk")
    rows = Movement.objects.filter(account__in=mine.values("pk")).select_related(
        "transfer", "account__community"
    )
    accounts = [
        {
            "conto": row.name,
            "di": row.community.label,
            "dal": str(row.opened_on),
            "minuti": str(row.balance),
            "dona oltre": "" if row.gives_above is None else str(row.gives_above),
        }
        for row in mine
    ]
    return accounts + [
        {
            "conto": row.account.name,
            "di": row.account.community.label,
            "quando": str(row.transfer.booked_on),
            "che cosa": str(row.transfer.get_kind_display()),
            "minuti": str(row.minutes),
        }
        for row in rows.order_by("transfer__at", "pk")
    ]
