"""Rows about a person that only the right reader can link to her.

There is no foreign key to her record: her identifier is encrypted, and is found by a keyed digest
whose kind is the table. Whoever has the database without the keys can link no row to a person,
nor two rows of two tables to each other; and no join from a person's record reaches the row.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q

from jobcaffe.foundation.privacy import crypto
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
