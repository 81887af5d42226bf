"""A household in a pool: its adults, its children, the paper it signed, whom it chose."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from jobcaffe.foundation.privacy import personkeys
from jobcaffe.foundation.privacy.sealed import OfPerson
from jobcaffe.worklife.care.enums import Standing
from jobcaffe.worklife.care.models.pool import Pool

WHERE = "care.child"


class Family(models.Model):
    """A household in one pool. What one pool knows of it, no other does.

    Without adults it is what an erased household leaves: nobody, so that hours still add up.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pool = models.ForeignKey(Pool, on_delete=models.PROTECT, related_name="families")
    standing = models.CharField(max_length=6, choices=Standing, default=Standing.ASKED)
    asked_on = models.DateField(default=timezone.localdate)
    left_on = models.DateField(null=True)
    gives = models.BooleanField(default=False)  # her hours in plenty may go to the common fund
    account_ref = models.UUIDField(null=True, editable=False)  # in the ledger
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        ordering = ["asked_on", "pk"]


class Adult(OfPerson):
    """An adult of a household."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="adults")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "person_index"],
                condition=~models.Q(person_index=""),
                name="care_adult_once",
            )
        ]


@dataclass(frozen=True)
class Known:
    """A child as it is written: first name and year of birth, nothing else."""

    id: UUID
    name: str
    year: int


class Child(OfPerson):
    """A child: first name and year of birth, under the key of the parent who wrote them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="children")
    body = models.TextField(blank=True)

    def write(self, name: str, year: int) -> None:
        """Put name and year under the parent's key; saving is the caller's."""
        text = f"{year} {name}"
        self.body = personkeys.seal_for(self.person_ref, text, where=f"{WHERE}:{self.pk}")

    @staticmethod
    def opened(rows: Sequence[Child]) -> list[Known]:
        """Names and years, in one query, by name; a child whose parent's key is gone is left out."""
        texts = personkeys.open_each([(row.person_ref, row.body, f"{WHERE}:{row.pk}") for row in rows])
        found = []
        for row, text in zip(rows, texts, strict=True):
            year, _space, name = text.partition(" ")
            if year.isdigit():
                found.append(Known(row.pk, name, int(year)))
        return sorted(found, key=lambda one: (one.name.casefold(), str(one.id)))


class Permission(models.Model):
    """The paper that a household signed: its children may stay with the families it chose."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="signed")
    given_on = models.DateField()
    valid_until = models.DateField()

    class Meta:
        ordering = ["-valid_until", "-pk"]

    def covers(self, day: Any) -> bool:
        """Whether it holds on a day."""
        return bool(self.given_on <= day <= self.valid_until)


class Choice(models.Model):
    """One household would trust another with its children. Counts in both directions or not at all.

    Nobody reads it but who made it.
    """

    chooser = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="chosen")
    other = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chooser", "other"], name="care_choice_once")]
