"""A diary for who takes part: what is done about her where the house's journal would betray her.

In the house's journal, which the coordinator reads, even a gap in the numbers would tell that somebody
is in a group. Each room whose members nobody may know keeps a table of its own on :class:`DiaryRow`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.journal.phrases import phrase, role_phrase
from jobcaffe.foundation.privacy.fields import EncryptedJSONField
from jobcaffe.foundation.privacy.sealed import OfPerson

MOST = 500  # rows shown, the newest


@dataclass(frozen=True)
class Told:
    """One row of what was done with a member's data: when, which role ("tu" for herself), what."""

    at: datetime
    role: str
    what: str


class DiaryRow(OfPerson):
    """One write or read about a member; she reads it, and nobody else."""

    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=40)
    role = models.CharField(max_length=40, blank=True)
    # {"actor": ref, "fields": [...]}
    told = EncryptedJSONField()

    class Meta:
        abstract = True
        ordering = ["pk"]


def columns(actor: Actor, action: str, fields: Iterable[str] = ()) -> dict[str, Any]:
    """What a row says, beside whose it is."""
    told = {"actor": str(actor.actor_ref or ""), "fields": list(fields)}
    return {"action": action, "role": actor.actor_role, "told": told}


def read(table: type[DiaryRow], user: object, refs: Collection[UUID]) -> list[Told]:
    """Her own rows of a table, newest first; none without ``refs``, the records behind her account."""
    if not refs:
        return []
    own = str(getattr(user, "actor_ref", ""))
    rows = table._default_manager.filter(table.of(refs)).order_by("-pk")[:MOST]
    return [Told(row.at, _who(row, own), phrase(row.action)) for row in rows]


def _who(row: DiaryRow, own: str) -> str:
    told: Any = row.told
    return _("tu") if told["actor"] == own else role_phrase(row.role)
