"""Who may do what with an introduction, its terms in days, and the links that answer without signing in."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from jobcaffe.exchange.introductions.enums import Outcome, Side, State
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.organisations import queries as organisations
from jobcaffe.people import queries as people
from jobcaffe.people.models import Person
from jobcaffe.people.rules import require_person

# The only states in which the organisation finds anything at all: after her yes, until it is over.
SEEN = (State.ASKED, State.OPEN)
WAITS_FOR_HER = (State.PROPOSED, State.LATER)
# Somebody still has to move.
LIVE = (*WAITS_FOR_HER, *SEEN)
# She may begin again after these; the house only after it expired.
OVER = (State.DECLINED, State.WITHDRAWN, State.EXPIRED)
REMIND_AFTER = 3  # days
LATER_AFTER = 7
ESCALATE = (10, 30)
EXPIRES_AFTER = 45
# So long the organisation reads her contact after both said yes; then it has met her, or it has not.
READ_FOR = 180
STARTED = (Outcome.JOB, Outcome.TRAINEESHIP, Outcome.TRAINING, Outcome.VOLUNTEERING, Outcome.COMMISSION)
GONE = "Questa presentazione non c'è più. Torna al tuo elenco."
SALT = "exchange-introductions"


def capability_of(actor: Actor, person_ref: UUID) -> str:
    """Herself, or the desk together with her."""
    own = isinstance(actor, User) and person_ref in people.refs_of(actor, "match.own")
    return "match.own" if own else "match.desk"


def person_for(actor: Actor, person_ref: UUID) -> Person:
    """The person, locked. Refused to who is neither herself nor the desk that follows her."""
    capability = capability_of(actor, person_ref)
    head = people.same_person(person_ref)[0]
    return require_person(actor, capability, head)


def side_of(actor: Actor, person_ref: UUID) -> Side:
    """On whose word it moved."""
    return Side.PERSON if capability_of(actor, person_ref) == "match.own" else Side.HOUSE


def locked(introduction_id: UUID) -> Introduction:
    """The row, locked with its post read. Refused when it is not there."""
    row = (
        Introduction.objects.select_for_update(of=("self",)).select_related("post").filter(pk=introduction_id)
    )
    found = row.first()
    if found is None:
        raise Refused(_(GONE))
    return found


def her(actor: Actor, introduction_id: UUID) -> tuple[Introduction, Person]:
    """The person, locked, and the row as it was read before. Refused when it is not hers and not the
    desk's; both are one answer.

    Everywhere in this room her own row is locked first, then introductions by their key, then the post:
    who comes at the same moment waits in one line, never in a ring.
    """
    row = Introduction.objects.filter(pk=introduction_id).first()
    if row is None:
        raise Refused(_(GONE))
    try:
        return row, person_for(actor, row.person_ref)
    except Refused:
        raise Refused(_(GONE)) from None


def hers(actor: Actor, introduction_id: UUID) -> tuple[Introduction, Person]:
    """The row and the person, both locked. Refused as :func:`her`."""
    _seen, person = her(actor, introduction_id)
    return locked(introduction_id), person


def partners(actor: Actor, introduction_id: UUID) -> Introduction:
    """The row, for the delegate of its organisation. Refused for all that she has not said yes to."""
    own = organisations.mine(actor) if access.allows(actor, "introduction.partner") else None
    row = locked(introduction_id)
    if own is None or row.post.organisation_id != own.pk or row.state not in SEEN:
        raise Refused(_(GONE))
    return row


def token_of(row: Introduction, to: str = "") -> str:
    """The signed part of a link that answers, as long as nobody has answered.

    ``to``: the delegate it is sent to, when an organisation is asked.
    """
    return signing.dumps([str(row.pk), row.state, str(row.since), *filter(None, [to])], salt=SALT)


def read_token(token: str) -> tuple[UUID, str, date, str] | None:
    """The row, the state, the day and to which delegate a link was sent; ``None`` when it is not ours."""
    try:
        key, state, since, *to = signing.loads(token, salt=SALT)
        return UUID(key), str(state), date.fromisoformat(since), "".join(to)
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None


def waited(row: Introduction, today: date) -> int:
    """Days for which an answer is waited for."""
    return (today - row.since).days


def expiry(today: date) -> date:
    """Until when an answer that is asked today is waited for."""
    return today + timedelta(days=EXPIRES_AFTER)
