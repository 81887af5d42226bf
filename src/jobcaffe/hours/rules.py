"""Who may move hours, and how far an account may go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach, Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.hours import queries
from jobcaffe.hours.enums import AccountKind, AccountState, CommunityKind, Zone
from jobcaffe.hours.models import Account, Community

NOT_THERE = "Questo conto ore non c'è, o non è tuo. Torna alla tua pagina."
MEMO = re.compile(r"[A-Za-z0-9-]{0,20}")
HOUR = 60
STAFF = {
    CommunityKind.BANK: ("bank.desk", "lab.lead"),
    CommunityKind.POOL: ("care.manage", "lab.lead"),
}


def in_hours(minutes: int) -> str:
    """``90`` as people say it: «1 ora e 30 minuti». The sign is left to the sentence."""
    hours, rest = divmod(abs(minutes), HOUR)
    parts = []
    if hours:
        parts.append(_("1 ora") if hours == 1 else _("%(n)s ore") % {"n": hours})
    if rest or not hours:
        parts.append(_("1 minuto") if rest == 1 else _("%(n)s minuti") % {"n": rest})
    return _(" e ").join(parts)


def is_house(actor: Actor) -> bool:
    """Whether the house itself acts (its nightly jobs)."""
    return not isinstance(actor, User) and actor.actor_role == "system"


def keeps(actor: Actor, community: Community) -> bool:
    """Whether ``actor`` is of the staff of this community, or the house itself."""
    if is_house(actor):
        return True
    reaches = {access.reach(actor, capability) for capability in STAFF[CommunityKind(community.kind)]}
    owns = Reach.OWN in reaches and community.opened_by == actor.actor_ref
    return Reach.ALL in reaches or owns


def require_keeper(actor: Actor, community: Community) -> None:
    """Raises :class:`Refused` when ``actor`` is not of the staff of this community."""
    if not keeps(actor, community):
        raise Refused(_("Questa banca delle ore non è fra quelle che segui. Chiedi allo sportello."))


def holds(actor: Actor, account: Account) -> bool:
    """Whether ``actor`` is an adult of the household that has the account."""
    return queries.accounts_of(actor).filter(pk=account.pk).exists()


def require_may_take(actor: Actor, account: Account) -> None:
    """Only its holders, and the staff, take hours from an account. Raises :class:`Refused`."""
    if not (holds(actor, account) or keeps(actor, account.community)):
        raise Refused(_(NOT_THERE))


def check_minutes(minutes: int, most: int | None = None) -> None:
    """Refuses nothing at all, and more than the community moves at once."""
    if minutes <= 0:
        raise Refused(_("Scrivi quanto tempo è durato l'aiuto."))
    if most is not None and minutes > most:
        raise Refused(
            _("È troppo tempo per una volta sola: al massimo %(most)s. Dividi in più volte.")
            % {"most": in_hours(most)}
        )


def check_memo(memo: str) -> None:
    """A code, never words: words would say what the help was."""
    if not MEMO.fullmatch(memo):
        raise Refused(_("Il codice ha solo lettere, numeri e trattini, al massimo 20."))


def check_legs(accounts: Mapping[UUID, Account], legs: Mapping[UUID, int]) -> Community:
    """Legs of one community that sum to zero, on open accounts. Raises :class:`Refused`."""
    if len(accounts) != len(legs):
        raise Refused(_(NOT_THERE))
    communities = {account.community_id: account.community for account in accounts.values()}
    if len(communities) != 1:
        raise Refused(_("I due conti sono di due banche diverse: le ore non passano dall'una all'altra."))
    if len(legs) < 2 or sum(legs.values()) != 0 or 0 in legs.values():
        raise Refused(_("Chi dà e chi riceve devono essere due, e le ore pari. Controlla."))
    return next(iter(communities.values()))


def check_open(community: Community, accounts: Iterable[Account]) -> None:
    """Refuses a closed account or community."""
    if not community.open or any(account.state == AccountState.CLOSED for account in accounts):
        raise Refused(_("Il conto è chiuso: le sue ore non si muovono più. Chiedi allo sportello."))


def room_below(community: Community, account: Account) -> int | None:
    """Minutes that the account may still receive in help; ``None``: as many as it likes."""
    if account.kind == AccountKind.HOUSEHOLD:
        return None if community.counts_only else account.balance + community.limit_minutes
    return account.balance + (community.fund_minutes if account.kind == AccountKind.COMMON else 0)


def room_above(community: Community, account: Account) -> int | None:
    """Minutes that the account may still give; ``None``: as many as it likes."""
    ceiling = community.ceiling_minutes
    free = account.kind != AccountKind.HOUSEHOLD or community.counts_only or ceiling is None
    return None if free or ceiling is None else ceiling - account.balance


def zone(community: Community, account: Account) -> Zone:
    """How near the limit below zero is."""
    room = room_below(community, account)
    if room is None or account.kind != AccountKind.HOUSEHOLD or account.balance >= 0:
        return Zone.FINE
    if room <= 0:
        return Zone.FULL
    return Zone.NEAR if -account.balance >= community.warn_minutes else Zone.FINE


def check_limit(community: Community, account: Account, minutes: int) -> None:
    """Refuses a movement that takes the account past its limits. Call with the row locked.

    It says nothing of the other account: who is over the limit is told so on her own page.
    """
    below, above = room_below(community, account), room_above(community, account)
    if minutes < 0 and below is not None and -minutes > below:
        raise Refused(_below(account))
    if minutes > 0 and above is not None and minutes > above:
        raise Refused(
            _("Un conto avrebbe troppe ore da parte. Prima si usano, o si donano al fondo: poi riprova.")
        )


def _below(account: Account) -> str:
    if account.kind == AccountKind.HOUSEHOLD:
        return _(
            "Le ore ricevute superano il limite della banca. Prima dai tu un po' di ore, "
            "o chiedi allo sportello del fondo di solidarietà."
        )
    return _("Nel fondo non ci sono abbastanza ore. Serve prima qualche donazione.")
