"""A household's week: what clashes, when nobody is with a child, and what would make it work.

Problem. Adults and children are in places at times; ways take minutes; a small child is never alone,
is taken and fetched; options (a later entry, a remote day, pre-school, a grandparent …) have the cost
that the household gives them. Which options, at least cost, leave nobody in two places and no child
alone; and if none do, which few commitments cannot be kept together.

Method. Everybody walks through a grid of steps (a quarter of an hour, or five minutes) and places, as
units of flow; CP-SAT chooses options and ways together. The next alternatives come from cuts that
exclude whatever contains one found before. The smallest clash comes from minimal hitting sets.

Cost. One integer programme of days × steps × people × places², 0.1-2 s for two adults and two children;
one worker: same instance and seed, same answer, unless the ceiling of seconds ends it.
"""

from jobcaffe.kernels.weekmap.checking import check
from jobcaffe.kernels.weekmap.model import (
    Alternative,
    Answer,
    Carer,
    Change,
    Child,
    Clash,
    Commitment,
    Instance,
    Option,
    Status,
    Trip,
    Uncovered,
)
from jobcaffe.kernels.weekmap.pieces import clashes
from jobcaffe.kernels.weekmap.search import Progress, smallest_clash, solve, uncovered

__all__ = [
    "Alternative", "Answer", "Carer", "Change", "Child", "Clash", "Commitment", "Instance", "Option",
    "Progress", "Status", "Trip", "Uncovered", "check", "clashes", "smallest_clash", "solve", "uncovered",
]  # fmt: skip
