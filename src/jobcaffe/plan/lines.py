"""On which line each table and key of a TOML text stands.

``tomllib`` reads values but keeps no positions. This scan runs after it, on text that is known to
be valid TOML, so it only has to tell headers and keys from the strings and arrays that may span
lines. Cost: one pass over the text.
"""

from __future__ import annotations

import re

# A place in the document: names of tables and keys, numbers for the items of an array of tables.
Where = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[A-Za-z0-9_-]+))*)\s*="""
)
_PART = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)""")
# What matters inside a value: strings of four kinds, comments, brackets.
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]|\n',
    re.DOTALL,
)


def find_lines(text: str) -> dict[Where, int]:
    """The line (from 1) of every table and key of ``text``, which must be valid TOML.

    Keys inside inline tables are not listed: ask :func:`line_of`, which falls back to the
    nearest enclosing place.
    """
    found: dict[Where, int] = {}
    counts: dict[str, int] = {}
    table: Where = ()
    for number, line in _statements(text):
        if header := _HEADER.match(line):
            table = _open(header, counts)
            for length in range(1, len(table) + 1):
                found.setdefault(table[:length], number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key.group(1))), number)
    return found


def line_of(found: dict[Where, int], where: Where) -> int:
    """The line of a place, or of the nearest place around it that has one; 1 for the document."""
    for length in range(len(where), 0, -1):
        if where[:length] in found:
            return found[where[:length]]
    return 1


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(match.groups(default="")) for match in _PART.finditer(dotted))


def _open(header: re.Match[str], counts: dict[str, int]) -> Where:
    """The place that a header opens; ``[[name]]`` counts its items from 0."""
    names = _parts(header.group(2))
    if header.group(1) == "[":
        return names
    joined = ".".join(names)
    counts[joined] = counts.get(joined, -1) + 1
    return (*names, counts[joined])


def _statements(text: str) -> list[tuple[int, str]]:
    """First lines of statements: those that begin outside any string, array or inline table."""
    lines = text.split("\n")
    starts = [(1, lines[0])]
    depth, number = 0, 1
    for token in _TOKEN.finditer(text):
        mark = token.group()
        # A header's own brackets open and close on one line, so they leave the depth as it was.
        depth += (mark in "[{") - (mark in "]}")
        number += mark.count("\n")
        if mark == "\n" and depth == 0:
            starts.append((number, lines[number - 1]))
    return starts
