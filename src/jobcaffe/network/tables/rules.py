"""Who may answer, the terms in days, and the links that answer without signing in."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.network.tables.enums import Side
from jobcaffe.network.tables.models import Agreement, Coffee, Meeting, Table
from jobcaffe.organisations import queries as organisations
from jobcaffe.organisations.models import Organisation
from jobcaffe.spaces.rules import permit

TIMES = 3
LENGTH = timedelta(minutes=45)
SEATS = 4
ANSWER_DAYS = 10
REMIND_AFTER = 4
# The proposal of a coffee that came to nothing is not made again before.
AGAIN_AFTER_DAYS = 180
WARN_DAYS = 60
GONE = "Questa proposta non c'è più. Torna all'elenco dei caffè."
NO_TABLE = "Questo tavolo non c'è più, o è chiuso. Torna all'elenco."
SALT = "network-tables"


def token_of(coffee: Coffee, side: str, to: str = "") -> str:
    """The signed part of the link with which one side answers, and later says how it went.

    ``to``: the delegate it is sent to; empty for the organisation itself.
    """
    return signing.dumps([str(coffee.pk), side, *filter(None, [to])], salt=SALT)


def read_token(token: str) -> tuple[UUID, Side, str] | None:
    """The coffee, the side and to whom a link was sent; ``None`` when it is not ours."""
    try:
        key, side, *to = signing.loads(token, salt=SALT)
        return UUID(key), Side(side), "".join(to)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def of_side(coffee: Coffee, side: str) -> Organisation:
    """The organisation of a side."""
    return coffee.first if side == Side.FIRST else coffee.second


def link_stands(coffee: Coffee, side: str, to: str) -> bool:
    """Whether who got the link still speaks for the side."""
    return organisations.link_stands(to, of_side(coffee, side).pk)


def other_side(side: str) -> Side:
    """The one who sits opposite."""
    return Side.SECOND if side == Side.FIRST else Side.FIRST


def yes_field(side: str) -> str:
    """The column with what a side said of a time."""
    return f"{Side(side).value}_yes"


def side_of(own: Organisation | None, coffee: Coffee) -> Side | None:
    """On which side an organisation sits; ``None`` when on none."""
    if own is None or own.pk not in {coffee.first_id, coffee.second_id}:
        return None
    return Side.FIRST if own.pk == coffee.first_id else Side.SECOND


def waits_for(coffee: Coffee, side: str) -> bool:
    """Whether a side has still something to say: nothing said yet, or a yes of the others unanswered."""
    mine, theirs = yes_field(side), yes_field(other_side(side))
    said = [(getattr(one, mine), getattr(one, theirs)) for one in coffee.times.all()]
    return all(own is None for own, _other in said) or any(own is None and other for own, other in said)


def partner(actor: Actor) -> Organisation | None:
    """The organisation that the actor speaks for; ``None`` for the house."""
    if not isinstance(actor, User) or not access.allows(actor, "table.partner"):
        return None
    return organisations.mine(actor)


def locked(coffee_id: UUID) -> Coffee:
    """The coffee, its row locked. Refused when it is not there."""
    rows = Coffee.objects.select_for_update(of=("self",)).select_related("first", "second", "encounter")
    found = rows.filter(pk=coffee_id).first()
    if found is None:
        raise Refused(_(GONE))
    return found


def may_speak(actor: Actor, coffee: Coffee, side: str) -> None:
    """The house for both sides (somebody called), a delegate for her own. Both refusals are one answer."""
    if isinstance(actor, User) and access.allows(actor, "table.manage"):
        return
    if side_of(partner(actor), coffee) != side:
        raise Refused(_(GONE))


def table_locked(actor: Actor, table_id: UUID) -> Table:
    """An open table, its row locked, for the house. Refused to the others and when it is closed."""
    permit(actor, "table.manage")
    found = Table.objects.select_for_update().filter(pk=table_id, closed_on=None).first()
    if found is None:
        raise Refused(_(NO_TABLE))
    return found


def meeting_locked(actor: Actor, meeting_id: UUID) -> Meeting:
    """A meeting, its row locked, for the house."""
    permit(actor, "table.manage")
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("table", "encounter")
    found = rows.filter(pk=meeting_id).first()
    if found is None:
        raise Refused(_(NO_TABLE))
    return found


def agreement_locked(actor: Actor, agreement_id: UUID) -> Agreement:
    """An agreement, its row locked, for the house."""
    permit(actor, "table.manage")
    found = Agreement.objects.select_for_update().filter(pk=agreement_id).first()
    if found is None:
        raise Refused(_("Questo accordo non c'è più. Torna all'elenco."))
    return found
