"""Making a table of counts publishable.

Problem. A table of persons (rows × columns, with totals) leaves the house. A reader who adds and
subtracts what is printed, knows that counts are whole and not negative, and has the tables of
earlier periods, must not find the exact value of any cell that is not printed as it is.

Method. (1) The rules of the audience refuse what may not leave at all. (2) Every cell and every
total is rounded from the truth to a multiple of the base, those from 1 to ``small - 1`` are printed
as "meno di …". A printed number then stands for a known interval of integers. (3) Rounding alone
leaves rare corners (two "meno di 5" under a total of 10 can only be 4 and 4), so the table is
audited exactly: cells and totals are arcs of a network, a printed interval is an arc's capacity, and
the truth is a circulation. A cell can have another value if and only if its arc lies on a cycle of
the residual network: cell, row, column and grand totals form a totally unimodular system, so this is
exact for integers, without a solver. While some value is determined, the total whose absence frees
most is left out. (4) Cumulative tables of successive periods are audited together, with the
knowledge that counts do not fall: a change is tried on every run of consecutive periods, which
proves freedom, and what is not proved free is treated as determined.

Cost. O(A²) for A = cells + totals, for each of the P² runs of P periods and each total left out.

Sources. D. Gusfield, *A graph theoretic approach to statistical data security*, SIAM J. Comput.
17 (1988) 552-571; Ofqual and HESA for base 5 and the bound on shares. Same input, same output.

Not covered: the reader who also reasons on why a total was left out, tables of the same persons cut
in other ways, and what somebody knows about persons from elsewhere.
"""

from jobcaffe.kernels.disclosure.audit import exposed
from jobcaffe.kernels.disclosure.figures import change, mean, share
from jobcaffe.kernels.disclosure.protection import cell, check, protect, refusal
from jobcaffe.kernels.disclosure.tables import (
    HIDDEN,
    Audience,
    Axis,
    Cell,
    Kind,
    Published,
    Rounded,
    Rule,
    Table,
    printed,
    rules_from,
    values,
)

__all__ = [
    "HIDDEN",
    "Audience",
    "Axis",
    "Cell",
    "Kind",
    "Published",
    "Rounded",
    "Rule",
    "Table",
    "cell",
    "change",
    "check",
    "exposed",
    "mean",
    "printed",
    "protect",
    "refusal",
    "rules_from",
    "share",
    "values",
]
