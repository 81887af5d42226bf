"""Opening a record outside one's caseload, with a reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.access import ORDER, Reach, Refused, require
from jobcaffe.foundation.accounts.models import Gate, User
from jobcaffe.foundation.journal.actions import Subject, record

GATE_HOURS = 8
REASON_CHARACTERS = 10
REASON_MAX = 300


def open_gate(*, actor: User, person_ref: UUID, subject: Subject, reason: str) -> Gate:
    """Let ``actor`` open one person's record for eight hours; the person can read when and why.

    A gate already open is returned as it is, so that a second press is harmless. Refused without
    gated reach on ``person.read``, and with a reason shorter than ten characters.
    """
    if ORDER.index(require(actor, "person.read")) < ORDER.index(Reach.GATED):
        raise Refused("Non hai il permesso per farlo. Chiedi alla regia del programma.")
    reason = " ".join(reason.split())
    if len(reason) < REASON_CHARACTERS:
        raise Refused("Scrivi il motivo con qualche parola in più: la persona lo potrà leggere.")
    now = timezone.now()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.pk)
        live = actor.gates.filter(person_ref=person_ref, expires_at__gt=now).first()
        if live is not None:
            return live
        gate = Gate.objects.create(
            user=actor,
            person_ref=person_ref,
            reason=reason[:REASON_MAX],
            opened_at=now,
            expires_at=now + timedelta(hours=GATE_HOURS),
        )
        record(actor, "gate.open", gate, subject=subject, reason=gate.reason)
    return gate
