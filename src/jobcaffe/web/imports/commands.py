"""``jobcaffe import``: the same import, from a terminal."""

from __future__ import annotations

import csv
import sys
import time
from pathlib import Path
from uuid import UUID

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports import actions, queries
from jobcaffe.foundation.imports.models import Batch, Row
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.ui.csvsafe import safe_cell
from jobcaffe.web.imports.kinds import spec_for


def run(kind: str, file: str, *, dry: bool, refused: str, undo: str) -> int:
    """Preview, apply or undo; prints the counts. 0 when every row was taken, 1 when some were refused."""
    spec = spec_for(kind)
    if undo:
        try:
            number = UUID(undo)
        except ValueError as error:
            raise Refused(
                "Il numero dell'importazione non è giusto: è scritto alla fine dell'importazione."
            ) from error
        if not Batch.objects.filter(pk=number, kind=kind).exists():
            raise Refused("Non c'è un'importazione con questo numero.")
        result = actions.undo(actor=SYSTEM, spec=spec, batch_id=number, progress=_progress)
        print(f"Annullate {result['undone']} righe; rimaste {result['stayed']}.")
        return 0
    if not file:
        raise Refused("Scrivi il nome del file da importare.")
    started = time.monotonic()
    path = Path(file)
    if not path.is_file():
        raise Refused(f"Il file {file} non c'è: controlla il nome e la cartella.")
    batch = actions.bring(actor=SYSTEM, spec=spec, name=path.name, content=path.read_bytes())
    try:
        batch = actions.read(actor=SYSTEM, spec=spec, batch_id=batch.pk, progress=_progress)
    except Refused as refusal:
        actions.fail(actor=SYSTEM, batch_id=batch.pk, message=str(refusal))
        raise
    if not dry:
        batch = actions.apply(actor=SYSTEM, spec=spec, batch_id=batch.pk, progress=_progress)
    _tell(batch, dry=dry, seconds=time.monotonic() - started)
    if refused:
        _write_refused(batch, Path(refused))
    return 1 if batch.counts[Row.Verdict.WRONG] else 0


def _progress(done: int, total: int, message: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{message}: {done}/{total} ", end="", file=sys.stderr, flush=True)


def _tell(batch: Batch, *, dry: bool, seconds: float) -> None:
    counts = batch.counts
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{batch.file_name}: {counts['rows']} righe ({counts['empty']} vuote, saltate), {seconds:.1f} s")
    labels = {column.name: column.label for column in spec_for(batch.kind).columns}
    for heading, name in batch.columns.items():
        print(f"  «{heading}» → {labels.get(name, name)}")
    if batch.unknown_columns:
        print(f"  Colonne non usate: {', '.join(batch.unknown_columns)}")
    print(
        f"  nuove {counts['new']} · uguali {counts['same']} · aggiornate {counts['changed']}"
        f" · rifiutate {counts['wrong']}"
    )
    for row in batch.rows.filter(verdict=Row.Verdict.WRONG)[:10]:
        print(f"  riga {row.line}: {row.reason}")
    if dry:
        print("Solo anteprima: niente è stato scritto.")
    else:
        print(f"Per annullare: jobcaffe import {batch.kind} --undo {batch.pk}")


def _write_refused(batch: Batch, path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as handle:
        writer = csv.writer(handle, delimiter=";")
        for cells in queries.refused_table(batch):
            writer.writerow([safe_cell(cell) for cell in cells])
    print(f"Righe rifiutate in {path}")
