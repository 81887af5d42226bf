"""What came of it, and whether it lasts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.paths.enums import OutcomeKind, Still
from jobcaffe.paths.models import FOLLOW_UP_MONTHS, FollowUp, Outcome
from jobcaffe.people.actions import touch
from jobcaffe.people.models import Person
from jobcaffe.people.rules import require_person

DONE_FIELDS = ("done_on", "still", "note", "done_by")


def _check(kind: str, started_on: date) -> None:
    if kind not in OutcomeKind.values:
        raise Refused("Scegli che tipo di esito è.")
    if started_on > timezone.localdate() + relativedelta(months=6):
        raise Refused("La data di inizio è troppo lontana. Registra l'esito quando è sicuro.")


@transaction.atomic
def record_outcome(
    *,
    actor: Actor,
    person_ref: UUID,
    kind: str,
    started_on: date,
    where: str = "",
    notes: str = "",
    request_key: UUID | None = None,
) -> Outcome:
    """An outcome, with its checks after 3, 6 and 12 months ready to be done.

    Refused for an unknown kind, a start more than six months ahead, and a person not the actor's.
    """
    _check(kind, started_on)
    person = require_person(actor, "outcome.write", person_ref)
    earlier = made_before(Outcome, request_key)
    if earlier is not None:
        return earlier
    outcome = _new(
        actor, person, kind=kind, started_on=started_on, where=where, notes=notes, request_key=request_key
    )
    _plan_checks(outcome)
    touch([person.pk])
    record(actor, "outcome.record", outcome, subject=person, fields=["kind", "started_on"])
    return outcome


def _new(actor: Actor, person: Person, *, where: str, notes: str, **values: Any) -> Outcome:
    by = actor if isinstance(actor, User) else None
    return Outcome.objects.create(
        person=person, where=where.strip(), notes=notes.strip(), recorded_by=by, **values
    )


def _plan_checks(outcome: Outcome, done: dict[int, FollowUp] | None = None) -> None:
    """The three checks; those done before a correction keep what was found."""
    FollowUp.objects.bulk_create(
        FollowUp(
            outcome=outcome,
            months=months,
            due_on=outcome.started_on + relativedelta(months=months),
            **{name: getattr((done or {})[months], name) for name in DONE_FIELDS if months in (done or {})},
        )
        for months in FOLLOW_UP_MONTHS
    )


@transaction.atomic
def correct_outcome(
    *, actor: Actor, outcome_ref: UUID, kind: str, started_on: date, where: str = "", notes: str = ""
) -> Outcome:
    """A correction is a new row that points at the old one, which stays.

    Checks already done go along. A second press gives the correction back when it says the same.
    Refused when the outcome was corrected otherwise in the meantime, or is not the actor's.
    """
    _check(kind, started_on)
    old = Outcome.objects.filter(pk=outcome_ref).first()
    if old is None:
        raise Refused("Questo esito non c'è. Torna alla scheda della persona.")
    person = require_person(actor, "outcome.write", old.person_id)
    newer = Outcome.objects.filter(replaces=old).first()
    if newer is not None:
        if (newer.kind, newer.started_on, newer.where) == (kind, started_on, where.strip()):
            return newer
        raise Refused("Questo esito è già stato corretto. Torna alla scheda e correggi quello nuovo.")
    fresh = _new(actor, person, kind=kind, started_on=started_on, where=where, notes=notes, replaces=old)
    _plan_checks(fresh, {check.months: check for check in old.follow_ups.filter(done_on__isnull=False)})
    record(actor, "outcome.correct", fresh, subject=person, fields=["kind", "started_on", "where"])
    return fresh


@transaction.atomic
def record_follow_up(
    *, actor: Actor, follow_up_pk: int, still: str, note: str = "", on: date | None = None
) -> FollowUp:
    """What a check found. Refused before its time (more than a month early), for an unknown answer,
    and when somebody wrote something else already; the same answer twice changes nothing.
    """
    if still not in Still.values:
        raise Refused("Scegli che cosa avete trovato.")
    check = FollowUp.objects.select_related("outcome").filter(pk=follow_up_pk).first()
    if check is None:
        raise Refused("Questa verifica non c'è. Torna alla lista.")
    person = require_person(actor, "outcome.write", check.outcome.person_id)
    check = FollowUp.objects.select_for_update().select_related("outcome").get(pk=follow_up_pk)
    day = on or timezone.localdate()
    if check.done_on is not None:
        if check.still == still:
            return check
        raise Refused("Questa verifica è già stata scritta. Se è cambiato qualcosa, registra un nuovo esito.")
    if day < check.due_on - relativedelta(months=1):
        raise Refused(f"È presto: questa verifica si fa dal {check.due_on:%d/%m/%Y}.")
    check.done_on, check.still, check.note, check.done_by = day, still, note.strip(), actor.actor_ref
    check.save()
    if still != Still.UNKNOWN:
        touch([person.pk], on=day)
    record(actor, "outcome.follow_up", check, subject=person, fields=["still"])
    return check
