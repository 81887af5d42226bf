"""An import, from the file to the rooms and back: read, preview, apply, undo.

Nothing is lost in silence: every non-empty row of the file becomes one :class:`Row` with a
verdict, and new + same + changed + refused is the number of rows in.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.imports.models import Batch, Row
from jobcaffe.foundation.imports.sheets import Sheet, read_sheet
from jobcaffe.foundation.imports.spec import (
    Draft,
    Known,
    Spec,
    Values,
    differences,
    guess_columns,
    known_headings,
    plain,
    read_draft,
)
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.retention import retention_rules

CHUNK = 200
MAX_BYTES = 10 * 1024 * 1024
AMBIGUOUS = "Più di una scheda corrisponde a questa riga: aggiungi telefono, anno di nascita o codice fiscale"
FORGOTTEN = "Le righe di questo elenco sono state cancellate dopo tre mesi. Se serve, porta di nuovo il file."
Progress = Callable[[int, int, str], None]


def silent(done: int, total: int, message: str) -> None:
    """No progress shown."""


def _owner(actor: Actor) -> User | None:
    return actor if isinstance(actor, User) else None


def preview(*, actor: Actor, spec: Spec, name: str, content: bytes, progress: Progress = silent) -> Batch:
    """Bring a file and read it: what each row would do. Refused: as in :func:`bring` and :func:`read`."""
    batch = bring(actor=actor, spec=spec, name=name, content=content)
    return read(actor=actor, spec=spec, batch_id=batch.pk, progress=progress)


def bring(*, actor: Actor, spec: Spec, name: str, content: bytes) -> Batch:
    """Keep a file, to be read by a job. Refused: an empty file, or one above 10 MB."""
    if not content:
        raise Refused("Il file è vuoto. Controlla di aver scelto quello giusto.")
    if len(content) > MAX_BYTES:
        raise Refused("Il file supera i 10 MB. Togli immagini e fogli che non servono, poi riprova.")
    with transaction.atomic():
        batch = Batch.objects.create(
            kind=spec.kind,
            file_name=name[:160],
            sha256=hashlib.sha256(content).hexdigest(),
            content=base64.b64encode(content).decode(),
            created_by=_owner(actor),
        )
        record(actor, "import.preview", batch)
    return batch


def read(
    *,
    actor: Actor,
    spec: Spec,
    batch_id: UUID,
    columns: dict[str, str] | None = None,
    progress: Progress = silent,
) -> Batch:
    """Say what each row would do; nothing is written to the rooms. May be repeated before applying.

    ``columns`` (heading → field) replaces the guess. Refused: a file that is no table, or has none
    of the columns we know; an import that has begun.
    """
    batch = Batch.objects.get(pk=batch_id)
    if batch.state not in {Batch.State.READING, Batch.State.PREVIEW}:
        raise Refused("Questo elenco è già stato importato. Ricarica il file per cambiare le colonne.")
    sheet = read_sheet(batch.file_name, base64.b64decode(batch.content), known_headings(spec))
    guessed, unknown = guess_columns(spec, sheet.headings)
    mapping = {
        h: f for h, f in (guessed if columns is None else columns).items() if h in sheet.headings and f
    }
    rows = _judge(spec, _drafts(spec, sheet, mapping, progress), actor)
    counts = Counter(row.verdict for row in rows)
    batch.state = Batch.State.PREVIEW
    batch.columns = mapping
    batch.unknown_columns = [heading for heading in [*unknown, *guessed] if heading not in mapping]
    batch.counts = {
        "rows": len(rows),
        "empty": sheet.empty_rows,
        **{v: counts[v] for v in Row.Verdict.values},
    }
    for row in rows:
        row.batch = batch
    with transaction.atomic():
        batch.rows.all().delete()
        Row.objects.bulk_create(rows, batch_size=1000)
        batch.save(update_fields=["state", "columns", "unknown_columns", "counts"])
    return batch


def fail(*, actor: Actor, batch_id: UUID, message: str) -> None:
    """Note that a file could not be read, with the reason to show."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        batch.state, batch.message, batch.content = Batch.State.FAILED, message[:300], ""
        batch.save(update_fields=["state", "message", "content"])
        record(actor, "import.failed", batch)


def _drafts(spec: Spec, sheet: Sheet, mapping: dict[str, str], progress: Progress) -> list[Draft]:
    drafts = []
    for done, (line, cells) in enumerate(sheet.rows, start=1):
        extra = {
            f"colonna {n + 1}": text for n, text in enumerate(cells) if n >= len(sheet.headings) and text
        }
        named = dict(zip(sheet.headings, cells, strict=False)) | extra
        drafts.append(read_draft(spec, line, named, mapping))
        if done % CHUNK == 0:
            progress(done, len(sheet.rows), "Leggo le righe")
    return drafts


class Index:
    """Records by their keys: those of the database and those that earlier rows will make."""

    def __init__(self, spec: Spec, records: Sequence[Known]) -> None:
        self.spec = spec
        self.by_key: dict[str, list[Known]] = defaultdict(list)
        for known in records:
            self.add(known)

    def add(self, known: Known) -> None:
        """Make a record findable by every key of its present values."""
        for key in self.spec.keys(known.values):
            if known not in self.by_key[key]:
                self.by_key[key].append(known)

    def best(self, values: Values) -> list[Known]:
        """The records that agree most with ``values``; more than one when nothing tells them apart."""
        found = {known.ref: known for key in self.spec.keys(values) for known in self.by_key.get(key, [])}
        scores = {ref: self.spec.agreement(known.values, values) for ref, known in found.items()}
        top = max(scores.values(), default=0)
        return [found[ref] for ref, score in scores.items() if top and score == top]


def _judge(spec: Spec, drafts: Sequence[Draft], actor: Actor) -> list[Row]:
    keys = {key for draft in drafts if not draft.reasons for key in spec.keys(plain(draft.values))}
    index = Index(spec, spec.existing(keys, actor))
    return [_row(draft, index) for draft in drafts]


def _row(draft: Draft, index: Index) -> Row:
    """The verdict on one row; the index then knows what the row stands for."""
    values = plain(draft.values)
    row = Row(line=draft.line, cells=draft.cells, values=values)
    same = index.best(values) if not draft.reasons else []
    reason = "; ".join(draft.reasons) or (
        AMBIGUOUS if len(same) > 1 else _contradiction(index.spec, same, values)
    )
    if reason:
        row.verdict, row.reason = Row.Verdict.WRONG, reason[:300]
    elif same:
        _compare(row, same[0], values)
        index.add(same[0])
    else:
        row.verdict = Row.Verdict.NEW
        known = Known(f"line:{draft.line}", values)
        known.learn(values, draft.line)
        index.add(known)
    return row


def _contradiction(spec: Spec, same: Sequence[Known], values: Values) -> str:
    """Two rows of one file that say different things: the second is refused, never one chosen in silence."""
    found = same[0].contradiction(values) if same else None
    if not found:
        return ""
    label = next((column.label for column in spec.columns if column.name == found[0]), found[0])
    return f"{label}: la riga {found[1]} dice un'altra cosa della stessa scheda. Lascia solo quella giusta"


def _compare(row: Row, known: Known, values: Values) -> None:
    """Same or changed, against what is there and what earlier rows said."""
    changed = differences(known.values, values)
    row.object_ref = known.ref
    row.verdict = Row.Verdict.CHANGED if changed else Row.Verdict.SAME
    known.learn(values, row.line)
    if changed:
        row.before = {name: known.values.get(name) for name in changed}
        row.values = changed
        known.values = {**known.values, **changed}


def apply(*, actor: Actor, spec: Spec, batch_id: UUID, progress: Progress = silent) -> Batch:
    """Write a previewed import, 200 rows a transaction. After a crash, calling again goes on.

    Refused: a batch that was applied or undone already.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.state not in {Batch.State.PREVIEW, Batch.State.APPLYING}:
            raise Refused("Questo elenco è già stato importato o annullato. Ricarica il file per riprovare.")
        batch.state = Batch.State.APPLYING
        batch.save(update_fields=["state"])
        record(actor, "import.start", batch)
    todo = batch.rows.filter(applied=False, verdict__in=[Row.Verdict.NEW, Row.Verdict.CHANGED]).order_by(
        "line"
    )
    total, done = todo.count(), 0
    made = {
        row.line: row.object_ref
        for row in batch.rows.filter(applied=True, verdict=Row.Verdict.NEW).only("line", "object_ref")
    }
    while written := _write_next(spec, todo, made, actor, batch_id):
        done += written
        progress(done, total, "Scrivo le schede")
    with transaction.atomic():
        batch.state, batch.applied_at, batch.content = Batch.State.APPLIED, timezone.now(), ""
        batch.save(update_fields=["state", "applied_at", "content"])
        record(actor, "import.apply", batch)
    return batch


@transaction.atomic
def _write_next(spec: Spec, todo: QuerySet[Row], made: dict[int, str], actor: Actor, batch_id: UUID) -> int:
    """The next rows, read under the batch's lock: no second worker has them, none is emptied meanwhile."""
    Batch.objects.select_for_update().get(pk=batch_id)
    chunk = list(todo[:CHUNK])
    _write(spec, chunk, made, actor)
    return len(chunk)


def _write(spec: Spec, chunk: Sequence[Row], made: dict[int, str], actor: Actor) -> None:
    new = [row for row in chunk if row.verdict == Row.Verdict.NEW]
    for row, ref in zip(new, spec.create([row.values for row in new], actor), strict=True):
        row.object_ref = made[row.line] = ref
    changed = [row for row in chunk if row.verdict == Row.Verdict.CHANGED]
    for row in changed:
        if row.object_ref.startswith("line:"):
            row.object_ref = made[int(row.object_ref.removeprefix("line:"))]
    spec.update([(row.object_ref, row.values) for row in changed], actor)
    for row in chunk:
        row.applied = True
    Row.objects.bulk_update(chunk, ["object_ref", "applied"])


def undo(*, actor: Actor, spec: Spec, batch_id: UUID, progress: Progress = silent) -> dict[str, int]:
    """Take an applied import back: new records go, changed fields return to what they were.

    A record that got other data meanwhile stays, and its row says why. Returns how many rows were
    taken back and how many stayed. Refused: a batch that is not applied.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch_id)
        if batch.state not in {Batch.State.APPLIED, Batch.State.UNDOING}:
            raise Refused("Si può annullare solo un elenco importato.")
        if batch.counts.get("forgotten"):
            raise Refused(FORGOTTEN)
        batch.state = Batch.State.UNDOING
        batch.save(update_fields=["state"])
    todo = batch.rows.filter(applied=True).order_by("-line")
    total, done, stayed = todo.count(), 0, 0
    while chunk := list(todo[:CHUNK]):
        with transaction.atomic():
            stayed += _take_back(spec, chunk, actor)
        done += len(chunk)
        progress(done, total, "Annullo le righe")
    with transaction.atomic():
        batch.state, batch.undone_at = Batch.State.UNDONE, timezone.now()
        batch.counts = {**batch.counts, "stayed": stayed}
        batch.save(update_fields=["state", "undone_at", "counts"])
        record(actor, "import.undo", batch)
    return {"undone": total - stayed, "stayed": stayed}


@transaction.atomic
def forget_rows(*, actor: Actor, today: date | None = None) -> int:
    """Delete the rows of imports whose time (rule "import") is over, and their files; how many rows.

    The batch and its counts stay, so that one sees what came in; it can no longer be undone, and
    one that was never confirmed says so. Batches that a job has in hand are left alone.
    """
    limit = retention_rules()["import"].cut_off(today or timezone.localdate())
    if limit is None:
        return 0
    busy = [Batch.State.APPLYING, Batch.State.UNDOING]
    old = Batch.objects.select_for_update().filter(created_at__date__lte=limit).exclude(state__in=busy)
    batches = [batch for batch in old.order_by("pk") if not batch.counts.get("forgotten")]
    gone = Row.objects.filter(batch__in=batches).delete()[0]
    for batch in batches:
        batch.content, batch.counts = "", {**batch.counts, "forgotten": True}
        if batch.state in {Batch.State.READING, Batch.State.PREVIEW}:
            batch.state, batch.message = Batch.State.FAILED, FORGOTTEN
        batch.save(update_fields=["content", "counts", "state", "message"])
        record(actor, "import.forget", batch)
    return gone


def _take_back(spec: Spec, chunk: Sequence[Row], actor: Actor) -> int:
    changed = [row for row in chunk if row.verdict == Row.Verdict.CHANGED]
    spec.update([(row.object_ref, row.before) for row in changed], actor)
    new = {row.object_ref: row for row in chunk if row.verdict == Row.Verdict.NEW}
    stayed = spec.remove(list(new), actor)
    for ref, reason in stayed.items():
        new[ref].reason = reason[:300]
    for row in chunk:
        row.applied = False
    Row.objects.bulk_update(chunk, ["applied", "reason"])
    return len(stayed)
