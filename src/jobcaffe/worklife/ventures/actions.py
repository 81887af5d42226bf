"""What she does with her own activity, what staff do with the figures, what the house does at night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.people.rules import require
from jobcaffe.worklife.ventures import queries
from jobcaffe.worklife.ventures.models import CheckedFigure, Venture

MOST = 20
GONE = "Questa micro-attività non c'è, o non è tua. Torna alla tua pagina."
NOT_YOURS = "Questa pagina non si apre da qui. Chiedi allo sportello."


def _own(actor: User, venture_id: UUID) -> Venture:
    """Hers, locked. "Not there" and "not yours" are one answer."""
    require(actor, "venture.own")
    found = queries.visible_to(actor).select_for_update().filter(pk=venture_id).first()
    if found is None:
        raise Refused(_(GONE))
    return found


@transaction.atomic
def start(*, actor: User, name: str, request_key: UUID | None = None) -> Venture:
    """Begin one. A second press gives the same. Refused to others than members, and above a number."""
    require(actor, "venture.own")
    refs = queries.refs_of(actor)
    if not refs:
        raise Refused(_(NOT_YOURS))
    before = Venture.objects.filter(request_key=request_key).first() if request_key else None
    if before is not None:
        return _own(actor, before.pk)
    if queries.visible_to(actor).count() >= MOST:
        raise Refused(_("Ne hai già molte. Togli prima quelle che non ti servono."))
    row = Venture(pk=uuid4(), request_key=request_key, **Venture.columns_for(refs[0]))
    row.seal({"name": name})
    row.save(force_insert=True)
    record(actor, "venture.save")
    return row


@transaction.atomic
def save_task(*, actor: User, venture_id: UUID, task: str, data: Mapping[str, Any]) -> Venture:
    """Write one task; the same twice changes nothing. Refused to others and for an unknown task."""
    row = _own(actor, venture_id)
    if task not in (*queries.TASKS, queries.TRIALS):
        raise Refused(_(GONE))
    return _kept(actor, row, {**row.opened(), task: dict(data)})


@transaction.atomic
def accept_year(*, actor: User, venture_id: UUID, year: int) -> Venture:
    """She agrees to see the numbers with the figures of another year. Refused to others."""
    row = _own(actor, venture_id)
    return _kept(actor, row, {**row.opened(), "accepted": year})


def _kept(actor: User, row: Venture, body: Mapping[str, Any]) -> Venture:
    row.seal(body)
    row.save(update_fields=["body", "changed_on"])
    record(actor, "venture.save")
    return row


@transaction.atomic
def remove(*, actor: User, venture_id: UUID) -> None:
    """Take one away, for good. Refused to others."""
    _own(actor, venture_id).delete()
    record(actor, "venture.remove")


@transaction.atomic
def check_figure(
    *, actor: User, year: int, code: str, value: Decimal, source: str, today: date | None = None
) -> CheckedFigure:
    """A figure was compared with its source, today. The same twice changes nothing.

    Refused to who does not keep the figures, for an unknown figure, a year out of reach, a value that
    cannot be.
    """
    require(actor, "venture.parameters")
    day = today or timezone.localdate()
    known = {one.code: one for one in queries.figures_of(actor, year)}.get(code)
    if known is None or abs(year - day.year) > 1:
        raise Refused(_("Questa cifra non c'è. Torna all'elenco."))
    if value < 0 or (known.unit == "percent" and value > 100) or (known.unit == "share" and not value):
        raise Refused(_("Questo valore non può essere. Guardalo di nuovo nella fonte."))
    fields = {"value": value, "source": source, "checked_on": day}
    row, _new = CheckedFigure.objects.update_or_create(year=year, code=code, defaults=fields)
    record(actor, "venture.figure", fields=[f"{year} {code}"])
    return row


@transaction.atomic
def forget_person(*, actor: Actor, refs: Sequence[UUID]) -> None:
    """Everything of an erased person goes. In the transaction that erases her."""
    require(actor, "person.erase")
    Venture.objects.filter(Venture.of(list(refs))).delete()
    record(actor, "venture.forget", fields=["person"])


@transaction.atomic
def forget_due(*, actor: Actor, today: date | None = None) -> int:
    """What nobody has touched for the months of the rule; how many rows went. Run every night."""
    require(actor, "person.erase")
    limit = retention_rules()["venture"].cut_off(today or timezone.localdate())
    gone, _each = Venture.objects.filter(changed_on__lte=limit).delete()
    if gone:
        record(actor, "venture.forget")
    return gone
