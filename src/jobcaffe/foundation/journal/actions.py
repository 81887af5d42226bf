"""Adding to the journal. Always inside the transaction of what it tells."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.journal.models import Entry, Head
from jobcaffe.foundation.privacy import personkeys

WHERE = "journal.entry.subject"
HEAD = 1


class Actor(Protocol):
    """Who acts: a signed-in user, or one of the house's own (:data:`SYSTEM`, :data:`PUBLIC`)."""

    @property
    def actor_ref(self) -> UUID | None:
        """Identifier, ``None`` for the house itself."""

    @property
    def actor_name(self) -> str:
        """Name to show beside the row."""

    @property
    def actor_role(self) -> str:
        """Role held while acting."""


@dataclass(frozen=True)
class HouseActor:
    """An actor without account: the system's own jobs, or a visitor of the public pages."""

    actor_name: str
    actor_role: str
    actor_ref: UUID | None = None


SYSTEM = HouseActor("Job Caffè", "system")
PUBLIC = HouseActor("dal sito", "anonymous")


class Subject(Protocol):
    """The person whom a row is about."""

    @property
    def ref(self) -> UUID:
        """Her identifier."""

    @property
    def full_name(self) -> str:
        """Her name, sealed under her own key."""


@dataclass(frozen=True)
class Line:
    """One thing to tell. ``fields`` are names of changed fields, never their values."""

    action: str
    object_type: str = ""
    object_ref: str = ""
    subject: Subject | None = None
    reason: str = ""
    fields: Sequence[str] = ()


def link(previous: str, entry: Entry) -> str:
    """The HMAC of a row, chained to the row before: 64 hexadecimal characters."""
    body = json.dumps(
        [
            previous,
            entry.seq,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            str(entry.actor_ref or ""),
            entry.actor_name,
            entry.actor_role,
            entry.action,
            entry.object_type,
            entry.object_ref,
            str(entry.subject_ref or ""),
            entry.subject_sealed,
            entry.reason,
            list(entry.fields),
        ],
        ensure_ascii=False,
    )
    return hmac.new(settings.KEYS.journal_key, body.encode(), hashlib.sha256).hexdigest()


def record(
    actor: Actor,
    action: str,
    obj: object | None = None,
    *,
    subject: Subject | None = None,
    reason: str = "",
    fields: Iterable[str] = (),
) -> Entry:
    """Add one row about ``obj`` (a model instance or ``None``) and return it.

    Raises ``TransactionManagementError`` outside a transaction: a row must stand or fall with
    the change it tells.
    """
    meta = getattr(obj, "_meta", None)
    line = Line(
        action=action,
        object_type=meta.label_lower if meta else "",
        object_ref=str(getattr(obj, "pk", "") or "") if obj is not None else "",
        subject=subject,
        reason=reason,
        fields=tuple(fields),
    )
    return record_many(actor, [line])[0]


def record_many(actor: Actor, lines: Sequence[Line], *, at: datetime | None = None) -> list[Entry]:
    """Add several rows with one lock of the head; for imports and lists of read persons.

    Three queries (lock, insert, move the head) and one for the keys of the subjects, however
    many rows. Raises ``TransactionManagementError`` outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("the journal is written inside the action's transaction")
    if not lines:
        return []
    subjects = {line.subject.ref for line in lines if line.subject is not None}
    keys = personkeys.keys_for(subjects) if subjects else {}
    head = _locked_head()
    moment = at or timezone.now()
    entries = []
    for line in lines:
        entry = _entry(actor, line, keys, head.seq + 1, moment)
        entry.mac = link(head.mac, entry)
        head.seq, head.mac = entry.seq, entry.mac
        entries.append(entry)
    Entry.objects.bulk_create(entries)
    Head.objects.filter(pk=HEAD).update(seq=head.seq, mac=head.mac)
    return entries


def _locked_head() -> Head:
    """The head's row, ours until the transaction ends: rows are added one writer at a time."""
    head = Head.objects.select_for_update().filter(pk=HEAD).first()
    if head is None:  # the first row ever
        Head.objects.bulk_create([Head(pk=HEAD)], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(pk=HEAD)
    return head


def _entry(actor: Actor, line: Line, keys: Mapping[UUID, bytes | None], seq: int, moment: datetime) -> Entry:
    subject = line.subject
    sealed = ""
    if subject is not None:
        sealed = personkeys.seal_with_key(keys[subject.ref], subject.ref, subject.full_name, where=WHERE)
    return Entry(
        seq=seq,
        at=moment,
        actor_ref=actor.actor_ref,
        actor_name=actor.actor_name,
        actor_role=actor.actor_role,
        action=line.action,
        object_type=line.object_type,
        object_ref=line.object_ref,
        subject_ref=subject.ref if subject else None,
        subject_sealed=sealed,
        reason=line.reason,
        fields=list(line.fields),
    )
