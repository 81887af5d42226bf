"""What imported files still say of somebody who is erased."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from jobcaffe.foundation.imports.models import Batch, Row
from jobcaffe.foundation.privacy.traces import Traces

GONE = "Questa persona ha chiesto di essere cancellata: la riga è vuota"
BRING_AGAIN = "Una persona di questo elenco è stata cancellata. Portalo di nuovo senza di lei."
WAITING = (Batch.State.READING, Batch.State.PREVIEW)
CHUNK = 500


def forget(*, refs: Collection[str], traces: Traces) -> int:
    """Empty every row about these records, or in which she is named; how many.

    Call inside the erasing transaction: an import that is applied or undone afterwards must not bring
    her back. A row that still waited is refused from now on; a file that was not applied is dropped
    whole, because she is in its bytes.
    """
    known = set(refs)
    rows = [
        row
        for row in Row.objects.order_by("pk").iterator(chunk_size=CHUNK)
        if row.object_ref in known or traces.found_in(row.cells) or traces.found_in(row.values)
    ]
    for row in rows:
        _empty(row, known, traces)
    Row.objects.bulk_update(rows, ["cells", "values", "before", "verdict", "reason"], batch_size=CHUNK)
    _drop_files({row.batch_id for row in rows})
    return len(rows)


def _empty(row: Row, refs: set[str], traces: Traces) -> None:
    row.cells = {}
    # The row of an encounter where she was: its own values name nobody and can still be undone.
    if row.object_ref in refs or not row.applied or traces.found_in(row.values):
        row.values, row.before = {}, {}
    if not row.applied and row.verdict != Row.Verdict.SAME:
        row.verdict = Row.Verdict.WRONG
    row.reason = GONE


def _drop_files(batches: set[UUID]) -> None:
    touched = Batch.objects.filter(pk__in=batches)
    touched.filter(state__in=WAITING).update(state=Batch.State.FAILED, message=BRING_AGAIN)
    touched.update(content="")
