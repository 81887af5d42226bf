"""The queue, drafts and the hand-over between shifts."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules
from jobcaffe.people.models import IntakeDraft, Person, ShiftNote, Waiting
from jobcaffe.people.queries.desk import shift_notes
from jobcaffe.people.queries.persons import visible_to
from jobcaffe.people.rules import NOT_YOURS, require

MAX_DRAFTS = 30


def _hers(actor: User, person_ref: UUID | None) -> Person | None:
    """The person, when the actor may open her. Raises :class:`Refused` otherwise."""
    if person_ref is None:
        return None
    person = visible_to(actor).filter(pk=person_ref).first()
    if person is None:
        raise Refused(NOT_YOURS)
    return person


@transaction.atomic
def arrive(
    *, actor: User, name: str, person_ref: UUID | None = None, request_key: UUID | None = None
) -> Waiting:
    """Put somebody in the queue, by name; ``person_ref`` when she is already known.

    Refused without a name. The same press twice is one place in the queue.
    """
    require(actor, "queue.manage")
    earlier = made_before(Waiting, request_key)
    if earlier is not None:
        return earlier
    person = _hers(actor, person_ref)
    shown = " ".join(name.split()) or (person.full_name if person else "")
    if not shown:
        raise Refused("Scrivi il nome di chi aspetta: basta come vuole essere chiamata.")
    row = Waiting.objects.create(name=shown[:80], person=person, request_key=request_key)
    record(actor, "queue.arrive", row, subject=person)
    return row


def _locked(actor: User, waiting_ref: UUID) -> Waiting:
    require(actor, "queue.manage")
    row = Waiting.objects.select_for_update().filter(pk=waiting_ref).first()
    if row is None:
        raise Refused("Questa persona non è più in attesa. Guarda la lista aggiornata.")
    return row


@transaction.atomic
def call_next(*, actor: User, waiting_ref: UUID) -> Waiting:
    """Call somebody from the queue. Refused when a colleague called her a moment before."""
    row = _locked(actor, waiting_ref)
    if row.called_by_id == actor.pk and row.done_at is None:
        return row
    if row.called_at is not None:
        who = row.called_by.name if row.called_by else "Un'altra persona dello sportello"
        raise Refused(f"{who} l'ha già chiamata. Chiama chi viene dopo.")
    row.called_at, row.called_by = timezone.now(), actor
    row.save(update_fields=["called_at", "called_by"])
    record(actor, "queue.call", row)
    return row


@transaction.atomic
def finish(*, actor: User, waiting_ref: UUID) -> Waiting:
    """She was served, or went away. Twice changes nothing."""
    row = _locked(actor, waiting_ref)
    if row.done_at is None:
        row.done_at = timezone.now()
        row.save(update_fields=["done_at"])
        record(actor, "queue.done", row)
    return row


@transaction.atomic
def save_draft(*, actor: User, draft_ref: UUID, data: dict[str, Any]) -> IntakeDraft:
    """Keep what is being typed under an identifier made by the page; a later save replaces it.

    Refused for another operator's draft, and when the operator already keeps 30 of them.
    """
    require(actor, "person.create")
    draft = IntakeDraft.objects.select_for_update().filter(pk=draft_ref).first()
    if draft is None:
        if IntakeDraft.objects.filter(operator=actor).count() >= MAX_DRAFTS:
            raise Refused("Hai già 30 bozze. Riprendine una o butta quelle che non servono.")
        draft = IntakeDraft(pk=draft_ref, operator=actor)
        record(actor, "draft.start", draft)
    if draft.operator_id != actor.pk:
        raise Refused("Questa bozza non è tua.")
    draft.data = data
    draft.save()
    return draft


@transaction.atomic
def throw_draft_away(*, actor: User, draft_ref: UUID) -> None:
    """Delete the actor's own draft; one that is gone already is no matter."""
    deleted, _by_model = IntakeDraft.objects.filter(pk=draft_ref, operator=actor).delete()
    if deleted:
        record(actor, "draft.throw_away")


@transaction.atomic
def add_shift_note(
    *, actor: User, text: str, person_ref: UUID | None = None, request_key: UUID | None = None
) -> ShiftNote:
    """Leave a note for the next shift of the actor's own team.

    Refused without text, without a team, or about a person whom the actor may not open.
    """
    require(actor, "shift.handover")
    earlier = made_before(ShiftNote, request_key)
    if earlier is not None:
        return earlier
    if not text.strip():
        raise Refused("Scrivi che cosa deve sapere chi viene dopo di te.")
    if actor.team is None:
        raise Refused("Non sei in una squadra: chiedi all'amministratore di sistema di metterti in una.")
    person = _hers(actor, person_ref)
    note = ShiftNote.objects.create(
        team=actor.team, author=actor, person=person, text=text.strip(), request_key=request_key
    )
    record(actor, "shift.note", note, subject=person)
    return note


@transaction.atomic
def close_shift_note(*, actor: User, note_ref: UUID) -> None:
    """The note was read and dealt with. Twice changes nothing; refused for another team's note."""
    require(actor, "shift.handover")
    if shift_notes(actor, done=True).filter(pk=note_ref).exists():
        return
    note = shift_notes(actor).filter(pk=note_ref).first()
    if note is None:
        raise Refused("Questa consegna non c'è più. Guarda la lista aggiornata.")
    ShiftNote.objects.filter(pk=note.pk, done_at__isnull=True).update(
        done_at=timezone.now(), done_by=actor.pk
    )
    record(actor, "shift.done", note, subject=note.person)


@transaction.atomic
def forget_drafts(*, actor: Actor, today: date | None = None) -> int:
    """Delete the drafts that nobody has touched for as long as the rule "draft" says; how many.

    Nothing is refused; what was typed is gone for good.
    """
    limit = retention_rules()["draft"].cut_off(today or timezone.localdate())
    if limit is None:
        return 0
    gone = IntakeDraft.objects.filter(updated_at__date__lte=limit).delete()[0]
    if gone:
        record(actor, "draft.forget", fields=[f"count={gone}"])
    return gone
