"""*Foglio firme*: numbered when printed, scanned when signed."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import queries, rules
from jobcaffe.encounters.enums import State
from jobcaffe.encounters.models import Encounter, Register, RegisterNumber
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.files import store
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.spaces.words import local

MOST_SIGNATURES = 999


@transaction.atomic
def print_register(*, actor: Actor, encounter_id: UUID) -> Register:
    """The sheet of an encounter, with the next number of the encounter's year the first time.

    Printing again gives the same sheet: numbers have no gaps and no twins, under any race.
    Refused when the encounter was cancelled.
    """
    encounter = rules.locked(actor, encounter_id, "attendance.write")
    found = encounter.registers.first()
    if found is not None:
        return found
    if encounter.state == State.CANCELLED:
        raise Refused(_("Questo incontro è stato annullato: non serve un foglio."))
    year = local(encounter.starts_at).year
    register = Register.objects.create(
        encounter=encounter, year=year, number=_next_number(year), printed_by=actor.actor_ref
    )
    record(actor, "register.print", register)
    return register


def _next_number(year: int) -> int:
    RegisterNumber.objects.get_or_create(year=year)
    row = RegisterNumber.objects.select_for_update().get(year=year)
    # Sheets that came in from elsewhere (an import, a restored file) keep their numbers.
    known = Register.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    row.last = max(row.last, known) + 1
    row.save(update_fields=["last"])
    return row.last


@transaction.atomic
def attach_scan(*, actor: Actor, register_id: UUID, name: str, data: bytes, signatures: int) -> Register:
    """Keep the signed sheet and how many signatures were counted on it. A new scan replaces none:
    the old file stays stored, the sheet points at the latest.

    Refused when the file is neither a picture nor a PDF, and when the count is not plausible.
    """
    if not isinstance(actor, User) or queries.register_of(actor, register_id) is None:
        raise Refused(_("Questo foglio non c'è, o non è fra i tuoi."))
    if not 0 <= signatures <= MOST_SIGNATURES:
        raise Refused(_("Conta le firme sul foglio e scrivi quante sono."))
    register = Register.objects.select_for_update().get(pk=register_id)
    register.scan = store.save_bytes(actor=actor, name=name, content=data, kind=store.Kind.SCAN)
    register.scanned_at, register.signatures = timezone.now(), signatures
    register.save(update_fields=["scan", "scanned_at", "signatures"])
    record(actor, "register.scan", register, fields=["scan", "signatures"])
    return register


def mismatch(encounter: Encounter, register: Register) -> int | None:
    """Signatures less presences; ``None`` while no scan is there."""
    return None if register.signatures is None else register.signatures - queries.presences(encounter)


@transaction.atomic
def note_scan_read(*, actor: Actor, register: Register) -> None:
    """One journal row that the signed sheet, with its names, was opened."""
    record(actor, "register.read", register)
