"""A CV in Europass's XML, alone or inside its PDF, read as well as one can: a preview, never her name.

Two forms are known from their documentation: ``Candidate`` (2020, HR-XML) and ``LearnerInfo`` of
``SkillsPassport`` (before). Names of elements are compared without namespaces, so that an edition that
only moved them is still read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused

MOST_BYTES = 5_000_000
# Pictures and fonts unpack too before what is looked for.
MOST_STREAMS, MOST_UNPACKED = 2000, 40_000_000
STREAM = re.compile(rb"stream\r?\n")
MOST_LINES = 20
LINE = 120
ROOTS = ("Candidate", "SkillsPassport", "LearnerInfo")
JOBS = ("EmployerHistory", "WorkExperience")
JOB_TITLES = ("PositionTitle", "Position")
SCHOOLS = ("EducationOrganizationAttendance", "Education")
SCHOOL_TITLES = ("ProgramName", "EducationDegree", "DegreeName", "Title")
TONGUES = ("PersonCompetency", "ForeignLanguage", "MotherTongue")
TONGUE_NAMES = ("CompetencyID", "Label")


@dataclass(frozen=True)
class Read:
    """Lines as they were written: titles of jobs, schools, languages."""

    jobs: tuple[str, ...]
    studies: tuple[str, ...]
    languages: tuple[str, ...]


def read(content: bytes) -> Read:
    """What the file says. Refused, with what to do, for one that is too big, broken or something else."""
    if len(content) > MOST_BYTES:
        raise Refused(_("Il file è troppo grande. Scegline uno sotto i 5 MB."))
    for xml in _candidates(content):
        root = _parsed(xml)
        if root is not None and _name(root) in ROOTS:
            return _read(root)
    raise Refused(
        _("In questo file non c'è un curriculum Europass. Scarica il PDF o l'XML dal sito Europass.")
    )


def _candidates(content: bytes) -> Iterator[bytes]:
    """The file itself, or what its PDF carries."""
    if not content.startswith(b"%PDF"):
        yield content
        return
    left = MOST_UNPACKED
    # Cut at the ends, each part is looked at once, whatever the file says of itself.
    for part in content.split(b"endstream", MOST_STREAMS)[:-1]:
        begins = STREAM.search(part)
        raw = part[begins.end() :] if begins else b""
        if not raw.lstrip().startswith(b"<"):
            raw = _unpacked(raw, min(left, MOST_BYTES))
        left -= len(raw)
        if left <= 0:
            return
        if raw[:64].lstrip().startswith((b"<", b"\xef\xbb\xbf<")):
            yield raw


def _unpacked(raw: bytes, most: int) -> bytes:
    """At most so many bytes: a small file may unpack to a very large one."""
    try:
        return zlib.decompressobj().decompress(raw, most)
    except zlib.error:
        return b""


def _parsed(xml: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(xml.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _read(root: Any) -> Read:
    return Read(_titles(root, JOBS, JOB_TITLES), _titles(root, SCHOOLS, SCHOOL_TITLES), _languages(root))


def _titles(root: Any, parents: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for parent in root.iter():
        if _name(parent) in parents:
            for child in parent.iter():
                if _name(child) in names and (text := _text(child)):
                    found.setdefault(text)
                    break
    return tuple(found)[:MOST_LINES]


def _languages(root: Any) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for parent in root.iter():
        name = _name(parent)
        if name not in TONGUES:
            continue
        if name == "PersonCompetency" and "language" not in " ".join(parent.itertext()).lower():
            continue
        for child in parent.iter():
            if _name(child) in TONGUE_NAMES and (text := _text(child)):
                found.setdefault(text)
                break
    return tuple(found)[:MOST_LINES]


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())[:LINE]
