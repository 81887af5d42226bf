"""Who was at the door without a name gets one afterwards: a card of nobody, or somebody who just came in."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.visits import hooks, messages, queries, rules
from jobcaffe.fair.visits.actions.door import _refold
from jobcaffe.fair.visits.actions.signing import (
    NAME_LETTERS,
    AlreadyIn,
    Details,
    alone_with,
    contact_of,
    first_time,
    sign_up,
)
from jobcaffe.fair.visits.enums import ScanKind, Way
from jobcaffe.fair.visits.models import Scan, Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.spaces.rules import permit


@transaction.atomic
def name_visitor(*, actor: User, visitor: Visitor, name: str, contact: str = "") -> Visitor:
    """Write or correct a name and a contact; a new contact gets the ticket. The same twice changes nothing.

    Refused to who is not at the desk, without a name, for an unreadable contact, and
    (:class:`AlreadyIn`) when another sign-up has both.
    """
    permit(actor, "fair.desk")
    name = " ".join(name.split())[:NAME_LETTERS]
    if not name:
        raise Refused(_("Scrivi il nome."))
    known, index = contact_of(Details(name=name, contact=contact, way=Way.DESK))
    alone_with(visitor.fair_id, index)
    row = rules.locked(visitor)
    if (row.name, row.contact) == (name, known):
        return row
    first_time(row.fair, name, index, but=row)
    fresh = index != row.contact_index
    row.name, row.name_index = name, rules.name_index(name)
    row.contact, row.contact_index = known, index
    row.save(update_fields=["name", "name_index", "contact", "contact_index"])
    record(actor, "fair_visitor.name", row, fields=["name", "contact"])
    if fresh and rules.still(row.fair):
        messages.ticket(actor, row, again=index[:12])
    return row


@transaction.atomic
def name_card(
    *, actor: User, fair: Fair, code: str, details: Details, request_key: UUID | None = None
) -> tuple[Visitor, bool]:
    """Whose card it was: what the door read with this code is hers; and whether she is new.

    Somebody who had signed up with the same name and contact keeps her own code. A second press gives who
    has the card now. Refused to who is not at the desk, and for a code that the door has not read.
    """
    permit(actor, "fair.desk")
    Fair.objects.select_for_update(no_key=True).get(pk=fair.pk)
    read = rules.read_code(code)
    facts = _of_nobody(fair, read)
    known = Visitor.objects.filter(fair=fair, code=read, forgotten_on=None).first() if read else None
    if known is None and not queries.unknown(fair).filter(pk__in=[one.pk for one in facts]).exists():
        raise Refused(_("Questo codice non aspetta un nome. Torna all'elenco."))
    hers, new = (known, False) if known else _new_card(actor, fair, read, details, request_key)
    _hers(actor, fair, hers, facts)
    if new and rules.still(fair):
        messages.ticket(actor, hers)
    return hers, new


def _of_nobody(fair: Fair, code: str) -> list[Scan]:
    rows = Scan.objects.filter(fair=fair, visitor=None, read=code).exclude(kind=ScanKind.UNDO)
    return list(rows) if code else []


def _new_card(
    actor: User, fair: Fair, code: str, details: Details, request_key: UUID | None
) -> tuple[Visitor, bool]:
    """Somebody who came without a sign-up, under the code of her card; or who had signed up before."""
    at_door = replace(details, way=Way.DOOR)
    try:
        return sign_up(actor=actor, fair=fair, details=at_door, request_key=request_key, code=code), True
    except AlreadyIn as known:
        return rules.locked(known.visitor), False


def _hers(actor: User, fair: Fair, visitor: Visitor, facts: list[Scan]) -> None:
    """The readings are of this visitor, and say where she is."""
    if not facts:
        return
    Scan.objects.filter(pk__in=[one.pk for one in facts]).update(visitor=visitor)
    for one in facts:
        one.visitor = visitor
    came = _refold(fair, facts)
    if came:
        hooks.arrive(actor, fair, came)
    record(actor, "fair_visitor.name", visitor, fields=["card"])
