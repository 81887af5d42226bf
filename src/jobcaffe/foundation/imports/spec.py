"""What a room says about its own imports; the engine does the rest."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Protocol

from jobcaffe.foundation.imports.parsing import Wrong
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.search import normalise

Values = dict[str, Any]
CLOSE_ENOUGH = 0.86
EMPTY: tuple[Any, ...] = ("", None, [])


@dataclass(frozen=True)
class Column:
    """One field: the headings people give it, and how its cells are read."""

    name: str
    label: str
    headings: tuple[str, ...]
    parse: Callable[[str], Any] = str.strip


@dataclass
class Draft:
    """One row of the file on its way: what was read, and what is wrong with it."""

    line: int
    cells: dict[str, str]
    values: Values = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


@dataclass
class Known:
    """A record that exists, or that an earlier row of the same file will make (``line:7``)."""

    ref: str
    values: Values
    # What rows of this file already said about it: field → (value, line).
    said: dict[str, tuple[Any, int]] = field(default_factory=dict)

    def contradiction(self, values: Values) -> tuple[str, int] | None:
        """The first field about which an earlier row of the file said something else, and its line."""
        for name, value in values.items():
            earlier, line = self.said.get(name, (value, 0))
            if value not in EMPTY and not isinstance(value, list) and earlier != value:
                return name, line
        return None

    def learn(self, values: Values, line: int) -> None:
        """Remember what a row said."""
        for name, value in values.items():
            if value not in EMPTY:
                self.said.setdefault(name, (value, line))


class Spec(Protocol):
    """A room's import. Everything works on many rows at once: the number of queries does not grow."""

    kind: str
    label: str
    columns: Sequence[Column]

    def complete(self, draft: Draft) -> None:
        """Check the row as a whole; append reasons to ``draft.reasons``."""

    def keys(self, values: Values) -> list[str]:
        """Strings under which to look for the same thing ("phone:+39…", "name:rossi maria")."""

    def existing(self, keys: set[str], actor: Actor) -> list[Known]:
        """The records that have any of the keys, with their present values; a fixed number of queries."""

    def agreement(self, known: Values, values: Values) -> int:
        """How surely two sets of values are the same thing; 0 when they are not."""

    def create(self, rows: Sequence[Values], actor: Actor) -> list[str]:
        """Write new records; returns their references in the same order."""

    def update(self, rows: Sequence[tuple[str, Values]], actor: Actor) -> None:
        """Write changed fields of existing records."""

    def remove(self, refs: Sequence[str], actor: Actor) -> dict[str, str]:
        """Undo creation; returns for those that must stay the reason why."""


def guess_columns(spec: Spec, headings: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Heading → field, and the headings that mean nothing to us.

    Exact synonyms win over similar ones; every field is used once, by the first heading.
    """
    words = {
        normalise(text): column.name for column in spec.columns for text in (column.label, *column.headings)
    }
    chosen: dict[str, str] = {}
    waiting = []
    for heading in headings:
        name = words.get(normalise(heading), "")
        if name and name not in chosen.values():
            chosen[heading] = name
        else:
            waiting.append(heading)
    unknown = []
    for heading in waiting:
        near = difflib.get_close_matches(normalise(heading), words, n=1, cutoff=CLOSE_ENOUGH)
        name = words[near[0]] if near else ""
        if name and name not in chosen.values():
            chosen[heading] = name
        else:
            unknown.append(heading)
    return chosen, unknown


def known_headings(spec: Spec) -> set[str]:
    """All normalised headings that mean something."""
    return {normalise(text) for column in spec.columns for text in (column.label, *column.headings)}


def read_draft(spec: Spec, line: int, cells: dict[str, str], columns: dict[str, str]) -> Draft:
    """Parse one row's cells; what cannot be read is a reason, and the other cells are read all the same."""
    draft = Draft(line, cells)
    parsers = {column.name: column for column in spec.columns}
    for heading, name in columns.items():
        column = parsers[name]
        text = cells.get(heading, "")
        try:
            draft.values[name] = column.parse(text)
        except Wrong as wrong:
            draft.reasons.append(f"{column.label}: {wrong}")
    spec.complete(draft)
    return draft


def plain(values: Values) -> Values:
    """Values as JSON can keep them: days and times as ISO text."""
    return {
        name: value.isoformat() if isinstance(value, date | time) else value for name, value in values.items()
    }


def differences(before: Values, values: Values) -> Values:
    """The fields that the file knows and that differ.

    An empty cell never wipes what is there, and a list only ever gains members.
    """
    changed: Values = {}
    for name, value in plain(values).items():
        if value in EMPTY:
            continue
        if isinstance(value, list):
            value = sorted({*(before.get(name) or []), *value})
        if before.get(name) != value:
            changed[name] = value
    return changed
