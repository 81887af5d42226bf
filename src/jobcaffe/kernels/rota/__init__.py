"""Shared care for one week: which family looks after whose children.

Problem. Families ask for care in blocks of some days and offer it in others; both must have chosen
each other. Purposes in order: most hours served; of the previous plan as much as possible kept; the
smallest worst account; the smallest sum of the accounts; few different carers for each family.

Method. A greedy week, then one CP-SAT model solved for one purpose after the other: what a purpose
reached becomes a rule for the next ones. Hours are whole numbers of the smallest unit that makes them
so: no rounding. The bound told is on the hours.

Cost. Limited in deterministic units with one worker: same instance and seed, same answer, unless the
ceiling of seconds ends it.

Sources. Baby-sitting cooperatives count a block and half for each further child; the solidarity fund
is the *fondo ore* of Italian time banks. H. Isermann, *Linear lexicographic optimization*, 1982.
"""

from jobcaffe.kernels.rota.checking import check
from jobcaffe.kernels.rota.fund import solidarity
from jobcaffe.kernels.rota.model import (
    Answer,
    Assignment,
    Ended,
    Fairness,
    Family,
    Instance,
    Need,
    Offer,
    Rules,
    Status,
    Transfer,
    Unserved,
    balances,
)
from jobcaffe.kernels.rota.search import Progress, greedy, solve

__all__ = [
    "Answer", "Assignment", "Ended", "Fairness", "Family", "Instance", "Need", "Offer", "Progress", "Rules",
    "Status", "Transfer", "Unserved", "balances", "check", "greedy", "solidarity", "solve",
]  # fmt: skip
