"""Two records of the same person become one, and can be taken apart again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.enums import Presence
from jobcaffe.encounters.models import Attendance, SignUp
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.actions.members import forget_member
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.foundation.privacy.consents import give_consent, has_consent, purposes
from jobcaffe.foundation.privacy.models import Consent
from jobcaffe.paths.models import Goal, Outcome, Path
from jobcaffe.people.actions import set_contacts, touch
from jobcaffe.people.enums import Status
from jobcaffe.people.models import (
    Answer,
    Complaint,
    DuplicateHint,
    Intake,
    Merge,
    Person,
    ProfileSection,
    ShiftNote,
    Waiting,
)
from jobcaffe.people.rules import require, require_person

# What simply changes hands. Rows that both records have are dealt with one by one below.
MOVES: tuple[tuple[type[models.Model], str], ...] = (
    (Intake, "person"),
    (Waiting, "person"),
    (ShiftNote, "person"),
    (Complaint, "person"),
    (Commitment, "person"),
    (Commitment, "about"),
    (Outcome, "person"),
    (SignUp, "person"),
)
# What is filled from the record that goes when the one that stays says nothing.
FILLS = ("alias", "birth_year", "sex", "municipality", "channel", "guardian_name", "guardian_phone")
STRONGEST = (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT, Presence.EXPECTED)


@transaction.atomic
def merge_persons(*, actor: User, keep_ref: UUID, gone_ref: UUID) -> Person:
    """Move everything from one record to the other; the empty one stays, marked as merged.

    Where both were at the same encounter one presence remains, the stronger. Counts of persons
    fall by one: programme pages list it as a correction. The same press twice changes nothing.
    Refused for one record with itself, and for those whom the actor may not merge (protected
    persons need a gate).
    """
    if keep_ref == gone_ref:
        raise Refused("È la stessa scheda. Scegli due schede diverse.")
    require(actor, "person.merge")
    before = Merge.objects.filter(kept=keep_ref, gone=gone_ref, undone_at__isnull=True).first()
    if before is not None:
        return before.kept
    # Always in the same order, so that two coordinators cannot wait for each other.
    first, second = sorted((keep_ref, gone_ref))
    locked = {ref: require_person(actor, "person.merge", ref) for ref in (first, second)}
    keep, gone = locked[keep_ref], locked[gone_ref]
    moved: dict[str, Any] = {_label(model, field): _move(model, field, gone, keep) for model, field in MOVES}
    moved["before"] = _fill(keep, gone)
    moved["attendances"], moved["dropped"] = _move_attendances(gone, keep)
    moved["goals"], moved["closed_paths"] = _join_open_paths(gone, keep)
    moved["paths"] = _move(Path, "person", gone, keep)
    moved["sections"] = _move_unless_there(ProfileSection, ("code",), gone, keep)
    moved["answers"] = _move_unless_there(Answer, ("instrument", "wave", "question"), gone, keep)
    _carry_consents(actor, gone, keep)
    forget_member(actor=actor, person_ref=gone.pk)
    gone.status, gone.status_on, gone.merged_into = Status.MERGED, timezone.localdate(), keep
    gone.save(update_fields=["status", "status_on", "merged_into"])
    Person.objects.filter(merged_into=gone).update(merged_into=keep)
    _settle_hints(keep, gone)
    sealed: Any = moved
    Merge.objects.create(kept=keep, gone=gone, moved=sealed, by=actor.pk)
    record(actor, "person.merge", gone, subject=keep, fields=["merged_into"])
    return keep


def _label(model: type[models.Model], field: str) -> str:
    return f"{model._meta.label_lower}.{field}"


def _move(model: type[models.Model], field: str, gone: Person, keep: Person) -> list[str]:
    rows = model._default_manager.filter(**{field: gone})
    refs = [str(pk) for pk in rows.values_list("pk", flat=True)]
    rows.update(**{field: keep})
    return refs


def _fill(keep: Person, gone: Person) -> dict[str, Any]:
    """Fill what the kept record does not say; returns what it said before."""
    before: dict[str, Any] = {name: getattr(keep, name) for name in (*FILLS, "phone", "email", "fiscal_code")}
    for name in FILLS:
        setattr(keep, name, getattr(keep, name) or getattr(gone, name))
    set_contacts(
        keep,
        phone=keep.phone or gone.phone,
        email=keep.email or gone.email,
        fiscal_code=keep.fiscal_code or gone.fiscal_code,
    )
    before["protected"] = keep.protected
    keep.protected = keep.protected or gone.protected
    keep.operator = keep.operator or gone.operator
    keep.save()
    if gone.last_contact_on:
        touch([keep.pk], on=gone.last_contact_on)
    return before


def _move_attendances(gone: Person, keep: Person) -> tuple[list[int], list[dict[str, Any]]]:
    """Presences move; at an encounter where both stand, one row remains with the stronger presence."""
    there = {row.encounter_id: row for row in Attendance.objects.filter(person=keep)}
    moved, dropped = [], []
    for row in Attendance.objects.filter(person=gone):
        twin = there.get(row.encounter_id)
        if twin is None:
            moved.append(row.pk)
            continue
        dropped.append(
            {
                "encounter": str(row.encounter_id),
                "presence": row.presence,
                "twin": twin.pk,
                "was": twin.presence,
            }
        )
        twin.presence = min((twin.presence, row.presence), key=lambda one: STRONGEST.index(Presence(one)))
        twin.save(update_fields=["presence"])
        row.delete()
    Attendance.objects.filter(pk__in=moved).update(person=keep)
    return moved, dropped


def _join_open_paths(gone: Person, keep: Person) -> tuple[dict[str, str], list[str]]:
    """Goals of a second open path go over to the first. Returns goal → old path, and paths closed."""
    open_one = Path.objects.filter(person=keep, closed_on__isnull=True).first()
    other = Path.objects.filter(person=gone, closed_on__isnull=True).first()
    if open_one is None or other is None:
        return {}, []
    goals = {str(pk): str(other.pk) for pk in other.goals.values_list("pk", flat=True)}
    other.goals.update(path=open_one)
    other.closed_on = timezone.localdate()
    other.save(update_fields=["closed_on"])
    return goals, [str(other.pk)]


def _move_unless_there(
    model: type[models.Model], keys: tuple[str, ...], gone: Person, keep: Person
) -> list[int]:
    """Rows of which a person has one per key move only where the kept record has none."""
    rows = model._default_manager
    there = set(rows.filter(person=keep).values_list(*keys))
    moved = [row[0] for row in rows.filter(person=gone).values_list("pk", *keys) if row[1:] not in there]
    rows.filter(pk__in=moved).update(person=keep)
    return moved


def _carry_consents(actor: User, gone: Person, keep: Person) -> None:
    """Consents are immutable: what held for the record that goes is given again on the kept one."""
    for consent in Consent.objects.filter(person_ref=gone.pk, withdrawn_at=None).order_by("given_at"):
        if consent.purpose in purposes() and not has_consent(keep.pk, consent.purpose):
            give_consent(
                actor=actor,
                person_ref=keep.pk,
                subject=keep,
                purpose=consent.purpose,
                how=consent.how,
                given_by=keep.guardian_name if consent.how == Consent.How.PARENT else keep.full_name,
                at=consent.given_at,
            )


def _settle_hints(keep: Person, gone: Person) -> None:
    pair = Q(first=keep, second=gone) | Q(first=gone, second=keep)
    DuplicateHint.objects.filter(pair).update(decided_at=timezone.now(), same=True)


@transaction.atomic
def unmerge(*, actor: User, merge_ref: UUID) -> Person:
    """Take a merge apart: what moved goes back, what was written since stays with the kept record.

    Refused when it was taken apart already, or when one of the two was erased or merged again.
    """
    require(actor, "person.merge")
    merge = Merge.objects.select_for_update().select_related("kept", "gone").filter(pk=merge_ref).first()
    if merge is None or merge.undone_at is not None:
        raise Refused("Queste schede sono già state separate. Guarda la lista aggiornata.")
    keep, gone = merge.kept, merge.gone
    if keep.status in (Status.MERGED, Status.ERASED) or gone.merged_into_id != keep.pk:
        raise Refused("Una delle due schede è cambiata ancora. Separa prima l'unione più recente.")
    moved = merge.moved
    for model, field in MOVES:
        model._default_manager.filter(pk__in=moved[_label(model, field)]).update(**{field: gone})
    Attendance.objects.filter(pk__in=moved["attendances"]).update(person=gone)
    _bring_back(moved["dropped"], gone)
    for goal, path in moved["goals"].items():
        Goal.objects.filter(pk=goal).update(path=path)
    Path.objects.filter(pk__in=moved["paths"]).update(person=gone)
    Path.objects.filter(pk__in=moved["closed_paths"]).update(closed_on=None)
    ProfileSection.objects.filter(pk__in=moved["sections"]).update(person=gone)
    Answer.objects.filter(pk__in=moved["answers"]).update(person=gone)
    _unfill(keep, gone, moved["before"])
    gone.status, gone.merged_into = Status.ACTIVE, None
    gone.save(update_fields=["status", "merged_into"])
    merge.undone_at = timezone.now()
    merge.save(update_fields=["undone_at"])
    record(actor, "person.unmerge", gone, subject=keep, fields=["merged_into"])
    return gone


def _bring_back(dropped: list[dict[str, Any]], gone: Person) -> None:
    for row in dropped:
        Attendance.objects.filter(pk=row["twin"]).update(presence=row["was"])
        Attendance.objects.get_or_create(
            encounter_id=row["encounter"], person=gone, defaults={"presence": row["presence"]}
        )


def _unfill(keep: Person, gone: Person, before: dict[str, Any]) -> None:
    """What was taken from the other record goes, unless it was changed since."""
    for name in FILLS:
        if getattr(keep, name) == getattr(gone, name):
            setattr(keep, name, before[name])
    for name in ("phone", "email", "fiscal_code"):
        if getattr(keep, name) == getattr(gone, name):
            set_contacts(keep, **{name: before[name]})
    # Only the protection that came with the other record goes with it; one decided since then stays.
    keep.protected = before["protected"] or (keep.protected and not gone.protected)
    keep.save()
