"""The index of each kind of concepts: built at the first question, kept in the process.

It holds the pack, what was imported and the local dictionary. A stamp in the database changes with any
of them; an index under another stamp is built again. One thread builds, the others wait for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING
from uuid import UUID

from jobcaffe.vocabulary.enums import Kind
from jobcaffe.vocabulary.models import Concept, Label, Stamp, Word
from jobcaffe.vocabulary.pack import Occupation, pack

if TYPE_CHECKING:
    from jobcaffe.kernels.concepts import Concept as Entry
    from jobcaffe.kernels.concepts import Linker


@dataclass(frozen=True)
class Index:
    """The linker of one kind under one stamp, and the confirmed words: key → addresses."""

    stamp: UUID | None
    linker: Linker
    words: Mapping[str, tuple[str, ...]]


_kept: dict[str, Index] = {}
_building = Lock()


def stamp_of(kind: Kind) -> UUID | None:
    """The stamp now; ``None`` while there is only the pack."""
    return Stamp.objects.filter(pk=kind.value).values_list("token", flat=True).first()


def index_of(kind: Kind) -> Index:
    """The index of today. One query when it is there already."""
    now = stamp_of(kind)
    found = _kept.get(kind.value)
    if found is not None and found.stamp == now:
        return found
    with _building:
        found = _kept.get(kind.value)
        if found is None or found.stamp != now:
            found = _kept[kind.value] = _built(kind, now)
    return found


def _built(kind: Kind, stamp: UUID | None) -> Index:
    from jobcaffe.kernels.concepts import Linker

    words: dict[str, list[str]] = defaultdict(list)
    texts: dict[str, list[str]] = defaultdict(list)
    for key, text, uri in Word.objects.filter(kind=kind).values_list("key", "text", "uri"):
        words[key].append(uri)
        texts[uri].append(text)
    entries = {entry.uri: entry for entry in _entries(kind, texts)}
    kept = {key: tuple(uri for uri in uris if uri in entries) for key, uris in words.items()}
    return Index(stamp, Linker(list(entries.values())), kept)


def _entries(kind: Kind, words: Mapping[str, list[str]]) -> Iterator[Entry]:
    """The concepts for the linker: our own words first, then the official ones, then the dictionary."""
    from jobcaffe.kernels.concepts import Concept as Entry

    own = pack().occupations if kind == Kind.OCCUPATION else pack().skills
    imported = {concept.uri: concept for concept in Concept.objects.filter(kind=kind)}
    labels: dict[int, list[str]] = defaultdict(list)
    for concept_id, text in Label.objects.filter(concept__kind=kind).values_list("concept_id", "text"):
        labels[concept_id].append(text)
    for uri in sorted({*own, *imported}):
        mine, official = own.get(uri), imported.get(uri)
        said = [
            *(mine.said if mine else ()),
            *([official.preferred, *labels[official.pk]] if official else []),
        ]
        group = (mine.isco if isinstance(mine, Occupation) else "") or (official.group if official else "")
        description = official.description if official else ""
        yield Entry(uri, tuple(dict.fromkeys([*said, *words.get(uri, ())])), description, (), group)
