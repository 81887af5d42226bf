"""``jobcaffe concepts`` and ``jobcaffe import esco``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from jobcaffe.foundation import formfiles
from jobcaffe.foundation.access import Refused
from jobcaffe.kernels.forms import FormError
from jobcaffe.vocabulary import esco
from jobcaffe.vocabulary.pack import pack

if TYPE_CHECKING:
    from jobcaffe.kernels.concepts import Concept


def link(text: str, *, concepts: str, kind: str, k: int, as_json: bool, schema: bool) -> int:
    """The candidates for a text, from a folder, a JSON file or the shipped pack. 0; 1 when there is none."""
    from jobcaffe.kernels.concepts import Linker, form

    if schema:
        formfiles.write(dict(form.SCHEMA), sys.stdout)
        return 0
    entries = _given(Path(concepts), kind) if concepts else _shipped(kind)
    found = Linker(entries).rank(text, k)
    rows = form.write(found, {entry.uri: entry.labels[0] for entry in entries})
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0 if rows else 1
    for at, row in enumerate(rows, 1):
        print(f"{at}. {row['label']}  [{row['matched']}]  {row['score']:.2f}\n   {row['uri']}")
    if not rows:
        print("Niente di simile. Prova con altre parole.")
    return 0 if rows else 1


def _shipped(kind: str) -> list[Concept]:
    from jobcaffe.kernels.concepts import Concept

    own = pack()
    if kind == "skill":
        return [Concept(uri, skill.said) for uri, skill in own.skills.items()]
    return [Concept(uri, trade.said, group=trade.isco) for uri, trade in own.occupations.items()]


def _given(place: Path, kind: str) -> list[Concept]:
    """The concepts of a JSON file or of the official files. Raises ``Refused`` with the reason."""
    from jobcaffe.kernels.concepts import Concept, form

    try:
        if place.suffix.lower() == ".json" and place.is_file():
            with place.open(encoding="utf-8") as file:
                return form.read(formfiles.parsed(file))
        bundle = esco.read(place)
    except (FormError, esco.WrongFiles, UnicodeDecodeError) as error:
        raise Refused(str(error)) from error
    entries = bundle.skills if kind == "skill" else bundle.occupations
    if not entries:
        raise Refused(
            f"in {place} manca il file {'skills_it.csv' if kind == 'skill' else 'occupations_it.csv'}."
        )
    return [
        Concept(
            one.uri,
            (one.preferred, *one.labels),
            one.description,
            (bundle.groups.get(one.group, ""),),
            one.group,
        )
        for one in entries
    ]


def bring(folder: str, *, dry: bool) -> int:
    """Take the official files in; prints what came and what could not be joined."""
    from jobcaffe.foundation.journal.actions import SYSTEM
    from jobcaffe.vocabulary import actions, queries

    if not folder:
        raise Refused("scrivi la cartella dei file di ESCO: jobcaffe import esco CARTELLA.")
    started = time.monotonic()
    try:
        bundle = esco.read(Path(folder))
    except esco.WrongFiles as error:
        raise Refused(str(error)) from error
    print(
        f"{bundle.name}: {len(bundle.occupations)} mestieri, {len(bundle.skills)} capacità, "
        f"{len(bundle.requirements)} legami."
    )
    if dry:
        print("Solo anteprima: niente è stato scritto.")
        return 0
    latest = queries.latest_edition()
    edition = actions.bring_edition(actor=SYSTEM, bundle=bundle, progress=_progress)
    if edition == latest:
        print("Questi file ci sono già: niente è cambiato.")
    else:
        _tell(edition.counts, time.monotonic() - started)
    return 0


def _progress(done: int, total: int, text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{text}: {done}/{total} ", end="", file=sys.stderr, flush=True)


def _tell(counts: dict[str, int], seconds: float) -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(
        f"  voci nuove {counts['new']} · cambiate {counts['changed']} · parole {counts['labels']} · "
        f"legami {counts['requirements']} · {seconds:.1f} s"
    )
    for number, text in (
        (counts["only_in_pack"], "voci del nostro pacchetto non sono nei file: restano con le nostre parole"),
        (counts["no_longer_there"], "voci di prima non sono più nei file: restano"),
        (
            counts["occupations_without_words"],
            "mestieri dei legami non hanno parole italiane: lasciati fuori",
        ),
        (
            counts["requirements_left_out"],
            "legami lasciati fuori: manca il mestiere o la capacità in italiano",
        ),
    ):
        if number:
            print(f"  {number} {text}.")
    print(f"  {esco.ATTRIBUTION}")
