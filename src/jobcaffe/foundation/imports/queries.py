"""Reading imports back."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from jobcaffe.foundation import access
from jobcaffe.foundation.imports.models import Batch, Row


def visible_to(user: object) -> QuerySet[Batch]:
    """The imports that ``user`` may see: all, or none."""
    return Batch.objects.all() if access.allows(user, "import.run") else Batch.objects.none()


def refused_table(batch: Batch) -> Iterator[list[str]]:
    """The refused rows as they were in the file, with line and reason; the first list is the headings."""
    rows = batch.rows.filter(verdict=Row.Verdict.WRONG).order_by("line")
    headings: list[str] = []
    kept = []
    for row in rows.iterator(chunk_size=500):
        kept.append(row)
        headings.extend(name for name in row.cells if name not in headings)
    yield ["Riga", "Perché", *headings]
    for row in kept:
        yield [str(row.line), row.reason, *(row.cells.get(name, "") for name in headings)]
