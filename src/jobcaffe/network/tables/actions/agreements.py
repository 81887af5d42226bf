"""Agreements: parties, dates, what each does, the signed paper, and a word before they end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.commitments import actions as commitments
from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.files import store
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.network.tables import messages, rules
from jobcaffe.network.tables.models import Agreement, Duty
from jobcaffe.organisations.models import Organisation

FEWEST = 2


def _fill(agreement: Agreement, values: dict[str, Any], parties: Sequence[Organisation]) -> None:
    if len({one.pk for one in parties}) < FEWEST:
        raise Refused(_("Un accordo ha almeno due parti. Aggiungine un'altra."))
    for name in ("name", "purpose", "starts_on", "ends_on"):
        setattr(agreement, name, values[name])
    if agreement.ends_on <= agreement.starts_on:
        raise Refused(_("L'ultimo giorno viene dopo il primo. Controlla le date."))
    agreement.save()
    agreement.parties.set(parties)


@transaction.atomic
def create_agreement(
    *, actor: User, parties: Sequence[Organisation], request_key: UUID | None = None, **values: Any
) -> Agreement:
    """Write an agreement (``name``, ``purpose``, ``starts_on``, ``ends_on``).

    Refused with fewer than two parties, and with dates the wrong way round.
    """
    require(actor, "table.manage")
    before = made_before(Agreement, request_key)
    if before is not None:
        return before
    made = Agreement(request_key=request_key)
    _fill(made, values, parties)
    record(actor, "agreement.create", made)
    return made


@transaction.atomic
def update_agreement(
    *, actor: User, agreement_id: UUID, parties: Sequence[Organisation], **values: Any
) -> Agreement:
    """Change it; a later last day is warned of again. Refused as when it is written."""
    found = rules.agreement_locked(actor, agreement_id)
    if values["ends_on"] != found.ends_on:
        found.warned_on = None
    _fill(found, values, parties)
    record(actor, "agreement.update", found, fields=sorted([*values, "parties"]))
    return found


@transaction.atomic
def attach_document(*, actor: User, agreement_id: UUID, name: str, data: bytes) -> Agreement:
    """Keep the signed paper; a later one takes its place. Refused when it is no PDF and no picture."""
    found = rules.agreement_locked(actor, agreement_id)
    found.document = store.save_bytes(actor=actor, name=name, content=data, kind=store.Kind.SCAN)
    found.save(update_fields=["document"])
    record(actor, "agreement.document", found, fields=["document"])
    return found


@transaction.atomic
def note_document_read(*, actor: User, agreement: Agreement) -> StoredFile:
    """The signed paper, with a journal row that it was opened. Refused when there is none."""
    if agreement.document is None:
        raise Refused(_("Il documento non c'è ancora."))
    record(actor, "agreement.read", agreement)
    return agreement.document


@transaction.atomic
def add_duty(
    *,
    actor: User,
    agreement_id: UUID,
    organisation: Organisation,
    text: str,
    due_on: date,
    public: bool = False,
    request_key: UUID | None = None,
) -> Duty:
    """What one party does, by when: a commitment of its own. Refused for who is not a party."""
    found = rules.agreement_locked(actor, agreement_id)
    if not found.parties.filter(pk=organisation.pk).exists():
        raise Refused(_("Questa organizzazione non è una parte dell'accordo."))
    promise = commitments.promise(
        actor=actor, organisation=organisation, text=text, due_on=due_on, public=public,
        request_key=request_key,
    )  # fmt: skip
    made, new = Duty.objects.get_or_create(commitment=promise, defaults={"agreement": found})
    if new:
        record(actor, "agreement.duty", found, fields=["duties"])
    return made


def warn_ending(*, actor: Actor, today: date | None = None) -> int:
    """Tell the parties of agreements that end within sixty days, once; how many agreements."""
    day = today or timezone.localdate()
    until = day + timedelta(days=rules.WARN_DAYS)
    rows = Agreement.objects.filter(warned_on=None, ends_on__gte=day, ends_on__lte=until)
    return sum(_warn(actor, pk, day) for pk in rows.values_list("pk", flat=True))


@transaction.atomic
def _warn(actor: Actor, agreement_id: UUID, day: date) -> bool:
    found = Agreement.objects.select_for_update().get(pk=agreement_id)
    if found.warned_on is not None:
        return False
    found.warned_on = day
    found.save(update_fields=["warned_on"])
    messages.agreement_ending(actor, found)
    record(actor, "agreement.warn", found, fields=["warned_on"])
    return True
