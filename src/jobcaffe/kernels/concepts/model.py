"""What goes in and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Concept:
    """One occupation or skill.

    ``labels``: every way of saying it, the preferred one first (gendered pairs may be one text with a
    slash). ``broader``: what stands above, by address or by name; only names are read. ``group``: a code
    that related concepts share (ISCO-08 for occupations).
    """

    uri: str
    labels: Sequence[str]
    description: str = ""
    broader: Sequence[str] = ()
    group: str = ""


@dataclass(frozen=True)
class Candidate:
    """A concept for a text: ``label`` is the one that matched best, ``score`` between 0 and 1.

    ``score`` orders the candidates of one text; it is not a probability.
    """

    uri: str
    label: str
    score: float
