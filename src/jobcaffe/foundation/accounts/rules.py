"""What staff accounts may be, and what may be done to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import STAFF_ROLES, Role
from jobcaffe.foundation.accounts.models import Team, User
from jobcaffe.foundation.journal.actions import Actor

# Participants and organisations get their role with their record, not here.
GRANTABLE = tuple(role for role in Role if role in STAFF_ROLES or role is Role.FAIR_VOLUNTEER)
# Whoever holds one of these holds nothing else: no personal data by the way.
ALONE = frozenset({Role.SYSADMIN, Role.MUNICIPALITY, Role.FUNDER})
NEEDS_TEAM = frozenset({Role.DESK})


@dataclass(frozen=True)
class Access:
    """What somebody of the staff may do: roles, team, and the last day (``None``: open)."""

    roles: Collection[str]
    team: Team | None = None
    until: date | None = None


def require_other(actor: Actor, user: User) -> None:
    """Nobody changes her own rights. Raises :class:`Refused`."""
    if actor.actor_ref == user.pk:
        raise Refused("Non puoi cambiare il tuo stesso accesso. Chiedi a un altro amministratore.")


def require_grantable(roles: Iterable[str], *, has_team: bool) -> None:
    """Roles that may be held together. Raises :class:`Refused` with what to change."""
    chosen = set(roles)
    if not chosen:
        raise Refused("Scegli almeno un ruolo.")
    if not chosen <= {str(role) for role in GRANTABLE}:
        raise Refused("Uno di questi ruoli non si dà da qui. Scegli fra quelli dell'elenco.")
    if chosen & ALONE and len(chosen) > 1:
        raise Refused(
            "Amministratore di sistema, Comune e finanziatore non vedono persone: "
            "questi ruoli non si uniscono ad altri. Crea un secondo accesso."
        )
    if chosen & NEEDS_TEAM and not has_team:
        raise Refused("Chi lavora allo sportello ha un'équipe. Scegli quale.")
