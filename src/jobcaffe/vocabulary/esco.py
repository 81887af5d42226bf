"""The official files of ESCO, read: a folder, or a ZIP, as the European Commission's site gives them.

Versions 1.0.8 to 1.2: columns are found by name, file names may carry a language and a version
(``occupations_it.csv``, ``occupations_it_v1.0.8.csv``). "This service uses the ESCO classification of
the European Commission."
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

ATTRIBUTION = "This service uses the ESCO classification of the European Commission."
# What each file is called, before language and version; and the columns without which it is not that file.
FILES = {
    "occupations": (r"occupations_it\b|occupations_it_", ("conceptUri", "preferredLabel", "altLabels")),
    "skills": (r"skills_it\b|skills_it_", ("conceptUri", "preferredLabel", "altLabels")),
    "groups": (r"iscogroups_it\b|iscogroups_it_", ("conceptUri", "preferredLabel", "code")),
    "requirements": (r"occupationskillrelations", ("occupationUri", "relationType", "skillUri")),
    "occupations_above": (r"broaderrelationsoccpillar", ("conceptUri", "broaderUri")),
    "skills_above": (r"broaderrelationsskillpillar", ("conceptUri", "broaderUri")),
}
CONCEPTS = "http://data.europa.eu/esco/"
LONGEST = 400
MOST_BYTES = 400_000_000


class WrongFiles(ValueError):
    """The files cannot be used: says which and why, in Italian."""


@dataclass(frozen=True)
class Entry:
    """One concept as the files say it."""

    uri: str
    preferred: str
    labels: tuple[str, ...]
    group: str = ""
    description: str = ""
    transversal: bool = False


@dataclass
class Bundle:
    """What the files hold. ``requirements``: occupation, skill, essential. ``above``: address → addresses."""

    name: str
    digest: str
    occupations: list[Entry] = field(default_factory=list)
    skills: list[Entry] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    requirements: list[tuple[str, str, bool]] = field(default_factory=list)
    above: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read(place: Path) -> Bundle:
    """The bundle in a folder or a ZIP. Raises :class:`WrongFiles`."""
    files = _files(place)
    if "occupations" not in files and "skills" not in files:
        raise WrongFiles(
            f"in {place} non c'è né occupations_it.csv né skills_it.csv. "
            "Scarica da ESCO la classificazione in italiano, in CSV."
        )
    digest = hashlib.sha256(b"".join(hashlib.sha256(files[name]).digest() for name in sorted(files)))
    made = Bundle(place.name, digest.hexdigest())
    tables = {name: _table(name, content) for name, content in files.items()}
    made.occupations = [_entry(row) for row in tables.get("occupations", []) if _usable(row)]
    made.skills = [_entry(row) for row in tables.get("skills", []) if _usable(row)]
    made.groups = {row["code"]: row["preferredLabel"].strip() for row in tables.get("groups", [])}
    made.requirements = _requirements(tables.get("requirements", []))
    made.above = _above([*tables.get("occupations_above", []), *tables.get("skills_above", [])])
    return made


def _files(place: Path) -> dict[str, bytes]:
    """Which file is which, with what is in it; inside ZIPs too. The first by name wins."""
    found: dict[str, bytes] = {}
    try:
        for name, content in _contents(place):
            kind = next((kind for kind, (pattern, _c) in FILES.items() if _is(name, pattern)), "")
            if kind and kind not in found:
                found[kind] = content()
    except (OSError, zipfile.BadZipFile) as error:
        raise WrongFiles(f"{place} non si riesce a leggere: {error}.") from error
    return found


def _is(name: str, pattern: str) -> bool:
    return name.lower().endswith(".csv") and re.match(pattern, Path(name).name.lower()) is not None


def _contents(place: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The files of a folder and of the ZIPs in it: name and a way to read."""
    if not place.exists():
        raise WrongFiles(f"la cartella {place} non c'è. Controlla il nome.")
    for path in sorted(place.iterdir()) if place.is_dir() else [place]:
        if zipfile.is_zipfile(path):
            yield from _zipped(path)
        elif path.is_file():
            yield path.name, path.read_bytes


def _zipped(path: Path) -> Iterator[tuple[str, Callable[[], bytes]]]:
    with zipfile.ZipFile(path) as archive:
        for one in sorted(archive.infolist(), key=lambda info: info.filename):
            if one.file_size > MOST_BYTES:
                raise WrongFiles(f"{one.filename} è troppo grande per essere un file di ESCO.")
            yield one.filename, partial(archive.read, one)


def _table(name: str, content: bytes) -> list[dict[str, str]]:
    """The rows of a file. Refused when it is not text or lacks a column."""
    csv.field_size_limit(10_000_000)
    try:
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        columns = [column.strip() for column in reader.fieldnames or []]
        missing = [column for column in FILES[name][1] if column not in columns]
        if missing:
            raise WrongFiles(f"al file «{name}» mancano le colonne {', '.join(missing)}.")
        return [{key: value or "" for key, value in row.items() if key} for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise WrongFiles(f"il file «{name}» non è un CSV in UTF-8: {error}.") from error


def _usable(row: Mapping[str, str]) -> bool:
    """Concepts that are in force and have an address of ESCO and a name."""
    in_force = row.get("status", "").strip().lower() in ("", "released")
    return in_force and row["conceptUri"].startswith(CONCEPTS) and bool(row["preferredLabel"].strip())


def _entry(row: Mapping[str, str]) -> Entry:
    preferred = row["preferredLabel"].strip()[:LONGEST]
    others = re.split(r"\n| \| |;", f"{row['altLabels']}\n{row.get('hiddenLabels', '')}")
    labels = dict.fromkeys(label.strip()[:LONGEST] for label in others if label.strip())
    labels.pop(preferred, None)
    return Entry(
        uri=row["conceptUri"].strip(),
        preferred=preferred,
        labels=tuple(labels),
        group=row.get("iscoGroup", "").rsplit("/", 1)[-1].lstrip("C")[:8],
        description=row.get("description", "").strip(),
        transversal=row.get("reuseLevel", "") in ("transversal", "cross-sector"),
    )


def _requirements(rows: Sequence[Mapping[str, str]]) -> list[tuple[str, str, bool]]:
    """Each pair once; essential wins."""
    found: dict[tuple[str, str], bool] = {}
    for row in rows:
        pair = (row["occupationUri"].strip(), row["skillUri"].strip())
        found[pair] = found.get(pair, False) or row["relationType"].strip().lower() == "essential"
    return [(*pair, essential) for pair, essential in found.items()]


def _above(rows: Sequence[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["conceptUri"].startswith(CONCEPTS):
            found[row["conceptUri"].strip()].append(row["broaderUri"].strip())
    return {uri: tuple(dict.fromkeys(above)) for uri, above in found.items()}
