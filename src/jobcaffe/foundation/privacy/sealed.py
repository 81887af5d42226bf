"""Rows about a person that only the right reader can link to her.

There is no foreign key to her record: her identifier is encrypted, and is found by a keyed digest
whose kind is the table. Whoever has the database without the keys can link no row to a person,
nor two rows of two tables to each other; and no join from a person's record reaches the row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID, uuid4

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.privacy import crypto, personkeys
from jobcaffe.foundation.privacy.fields import EncryptedTextField


class OfPerson(models.Model):
    """A row of one person."""

    person_sealed = EncryptedTextField(blank=True)
    person_index = models.CharField(max_length=43, blank=True, db_index=True)

    class Meta:
        abstract = True

    @classmethod
    def index_of(cls, ref: UUID) -> str:
        """The digest under which this table keeps the person."""
        return crypto.blind_index(f"{cls._meta.label_lower}.person", str(ref))

    @classmethod
    def columns_for(cls, ref: UUID) -> dict[str, Any]:
        """The two columns of a row of this person."""
        return {"person_sealed": str(ref), "person_index": cls.index_of(ref)}

    @classmethod
    def of(cls, refs: Iterable[UUID]) -> Q:
        """The rows of these records (a person may have several, merged)."""
        return Q(person_index__in=[cls.index_of(ref) for ref in refs])

    @property
    def person_ref(self) -> UUID:
        """Whose row it is. Raises ``ValueError`` when the person was taken out of it."""
        return UUID(self.person_sealed)


class Sealed(OfPerson):
    """A row of one person. What it says lies in ``body``, under her own key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    body = models.TextField(blank=True)
    changed_on = models.DateField(default=timezone.localdate)

    class Meta:
        abstract = True

    def seal(self, data: Any, column: str = "body") -> None:
        """Put values that JSON knows under her key."""
        text = json.dumps(data, ensure_ascii=False)
        setattr(self, column, personkeys.seal_for(self.person_ref, text, where=self._where(column)))
        self.changed_on = timezone.localdate()

    def opened(self, column: str = "body") -> dict[str, Any]:
        """The values, for her alone; empty when there are none or her key is gone."""
        text = personkeys.open_for(self.person_ref, getattr(self, column), where=self._where(column))
        return _values(text)

    @classmethod
    def opened_each(cls, rows: Iterable[Self], column: str = "body") -> list[tuple[Self, dict[str, Any]]]:
        """Rows with what their bodies (or another column) say; one query for the keys of all."""
        every = list(rows)
        texts = personkeys.open_each(
            [(row.person_ref, getattr(row, column), row._where(column)) for row in every]
        )
        return [(row, _values(text)) for row, text in zip(every, texts, strict=True)]

    def _where(self, column: str) -> str:
        return f"{self._meta.label_lower}.{column}:{self.pk}"


def _values(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {} if text in ("", personkeys.DESTROYED) else json.loads(text)
    return found


def tables_of(app_label: str) -> list[type[OfPerson]]:
    """Every table of a room with rows about a person: those that forget her when she is erased."""
    return [model for model in apps.get_app_config(app_label).get_models() if issubclass(model, OfPerson)]
