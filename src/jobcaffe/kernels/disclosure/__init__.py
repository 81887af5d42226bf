"""Making a table of counts publishable.

Problem. A table of persons (rows × columns, with totals) leaves the house. A reader who adds and
subtracts what is printed, knows that counts are whole and not negative, and has the tables of
earlier periods, must not find the exact value of any cell that is not printed as it is.

Method. (1) The rules of the audience refuse what may not leave at all. (2) Every cell and every
total is rounded from the truth to a multiple of the base, those from 1 to ``small - 1`` are printed
as "meno di …". A printed number then stands for a known interval of integers. Rounding alone leaves
rare corners (two "meno di 5" under a total of 10 can only be 4 and 4). Cells and totals are arcs of
a network, a printed form is an interval on an arc, and the truth is a circulation. (3) So totals
are printed one by one: the range that a total may have, given what is already printed, is a pair of
maximum flows; where a printed number would leave it one value only, the set joined with its
neighbour is printed instead ("da 43 a 48"). Two circulations differ by cycles, each moving a total
by at most one: where a total keeps two values, every value that was free stays free. Each choice
follows from what is printed, so nothing is given away even to who can run this program. (4)
Cumulative tables of successive periods are audited together, with the knowledge that counts do not
fall. A value is free if its arc lies on a cycle of the residual network (exact for one period);
with more periods the same cycle is tried on every run of consecutive periods, which proves freedom,
and what is not proved free is treated as given away: then a total, at worst a cell, is left out.

Cost. O(A²) a total for A = cells + totals; O(P² A²) for the audit of P periods.

Sources. D. Gusfield, *A graph theoretic approach to statistical data security*, SIAM J. Comput.
17 (1988) 552-571; Ofqual and HESA for base 5 and the bound on shares. Same input, same output.

Not covered: the reader who, with tables of several periods, also reasons on why a total was left
out; tables of the same persons cut in other ways; what somebody knows about persons from elsewhere.
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
