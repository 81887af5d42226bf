"""A small activity: what is left of its takings under each form, and what an hour must cost.

Problem. Under each form (occasional work, *gestione separata*, craft and trade in the flat regime, with
and without the reduction of contributions): what is left in a prudent, a normal and a good year, the
takings that pay for themselves, those that leave what she wishes, the price of an hour, and the takings
where two forms cross.

Method. Contributions and tax are continuous and piecewise linear in the takings of a year; curves made
of exact fractions are added and put one into the other, so break-even and crossings are exact, not
searched. Nothing is rounded but where it is shown. The figures of the law come in with their year, their
source and the day when they were checked, and another year needs consent.

Cost. Some hundred exact operations: milliseconds.
"""

from jobcaffe.kernels.venture.checking import check, net_of
from jobcaffe.kernels.venture.levies import levies
from jobcaffe.kernels.venture.model import (
    Activity,
    Answer,
    Case,
    Column,
    Crossing,
    Figure,
    Form,
    Number,
    OtherYear,
    Outcome,
    Parameters,
    Plan,
    Threshold,
    Words,
)
from jobcaffe.kernels.venture.solving import highest, solve, thresholds
from jobcaffe.kernels.venture.words import ADVICE, CASES, LABELS, amount, euro, percent

__all__ = [
    "ADVICE", "CASES", "LABELS", "Activity", "Answer", "Case", "Column", "Crossing", "Figure", "Form",
    "Number", "OtherYear", "Outcome", "Parameters", "Plan", "Threshold", "Words", "amount", "check", "euro",
    "highest", "levies", "net_of", "percent", "solve", "thresholds",
]  # fmt: skip
