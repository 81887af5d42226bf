"""What a network of organisations has grown into, in numbers that may honestly be said.

Problem. From the two-mode list of encounters (which organisations were present, when): who is connected,
what is new, what is repeated and lasts, whether different kinds of organisations meet more than chance
would have it, and whether few do everything. Each number with its definition, its sentence and its caveat.

Method. Two organisations present at one encounter have a tie; its weight is the number of encounters.
The E-I index (Krackhardt and Stern 1988) depends on how large the kinds are, so it is shown less its mean
when the kinds are dealt out again at random among the connected organisations, 1,000 times, seeded.
Left out on purpose: density (it falls as a network grows), clustering of a projection (an artefact of
large meetings), places of single bodies between others (unstable when presences are not written down).

Picture. One layout of all ties (springs, seeded), so that nothing moves from one quarter to the next.

Cost. Pairs of each encounter, sorted once; ties x permutations. Dates are ISO texts; there is no clock.
Importing this loads neither NumPy nor a library of graphs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobcaffe.kernels.cohesion.model import (
    MONTHS,
    TIMES,
    Answer,
    Body,
    Case,
    Encounter,
    Measure,
    Quarter,
    Step,
    Tie,
    Words,
)

if TYPE_CHECKING:
    from jobcaffe.kernels.cohesion.picture import Picture

__all__ = [
    "MONTHS", "TIMES", "Answer", "Body", "Case", "Encounter", "Measure", "Quarter", "Step", "Tie", "Words",
    "draw", "measure", "ties",
]  # fmt: skip


def measure(case: Case) -> Answer:
    """Every measure of the network until the last day of the case.

    Raises ``ValueError`` for a day that is none, an id told twice or an organisation that is not listed.
    """
    from jobcaffe.kernels.cohesion.measuring import measured

    return measured(case)


def ties(case: Case) -> tuple[Tie, ...]:
    """Every pair that met, in the order of the list of organisations. Raises as :func:`measure`."""
    from jobcaffe.kernels.cohesion.arrays import Network

    return Network(case).ties()


def draw(case: Case) -> Picture:
    """Where everybody stands, and what is there at the end of each quarter. Raises as :func:`measure`."""
    from jobcaffe.kernels.cohesion.picture import drawn

    return drawn(case)
