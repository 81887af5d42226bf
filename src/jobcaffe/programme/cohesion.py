"""How people answer the questions on trust, at entry and after 6 and 12 months, beside Istat's figures.

Shares carry their 95 % Wilson interval (E. B. Wilson, JASA 22, 1927; recommended for small counts by
R. G. Newcombe, Statistics in Medicine 17, 1998). Under the instrument's minimum no share is made.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Count, Q, QuerySet

from jobcaffe.people.instruments import SKIPPED, Instrument, Question, instrument
from jobcaffe.people.models import Answer
from jobcaffe.people.queries import WAVES

Z95 = 1.959963984540054
Counts = dict[tuple[int, str], tuple[int, int]]


@dataclass(frozen=True)
class Interval:
    """A share between 0 and 1 with its 95 % interval."""

    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Wave:
    """One question at one moment: how many answered, and the share when they are enough."""

    months: int
    answers: int
    interval: Interval | None


@dataclass(frozen=True)
class Reading:
    """One question: all who answered at each wave, and only those who answered at every wave."""

    question: Question
    everybody: tuple[Wave, ...]
    same_persons: tuple[Wave, ...]


def wilson(positive: int, answers: int) -> Interval:
    """The 95 % interval of ``positive`` out of ``answers``. Raises ``ValueError`` without answers."""
    if not 0 <= positive <= answers or not answers:
        raise ValueError(f"{positive} of {answers}")
    share, square = positive / answers, Z95**2
    scale = 1 + square / answers
    middle = (share + square / (2 * answers)) / scale
    half = Z95 / scale * math.sqrt(share * (1 - share) / answers + square / (4 * answers**2))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))


def readings(code: str = "coesione") -> list[Reading]:
    """Every question of the instrument with its waves; two queries, however many answers.

    Counts persons of the whole programme, as the other figures of Regia; a skipped answer is none.
    """
    asked = instrument(code)
    rows = Answer.objects.filter(instrument=code).exclude(value=SKIPPED)
    everybody = _counts(asked, rows)
    faithful = _counts(asked, rows.filter(_at_every_wave(asked, rows)))
    return [
        Reading(
            question,
            tuple(_wave(question, months, everybody, asked.minimum) for months in WAVES),
            tuple(_wave(question, months, faithful, asked.minimum) for months in WAVES),
        )
        for question in asked.questions
    ]


def _at_every_wave(asked: Instrument, rows: QuerySet[Answer]) -> Q:
    """Answers of persons who answered that question at every wave."""
    complete = (
        rows.filter(wave__in=WAVES).order_by().values("person").annotate(n=Count("wave", distinct=True))
    )
    parts = [
        Q(question=question.code)
        & Q(person__in=complete.filter(question=question.code, n=len(WAVES)).values("person"))
        for question in asked.questions
    ]
    return reduce(or_, parts)


def _counts(asked: Instrument, rows: QuerySet[Answer]) -> Counts:
    """``{(wave, question): (positive, answers)}``; one query."""
    positive = {question.code: question.positive for question in asked.questions}
    found: Counts = {}
    counted: Iterable[tuple[int, str, str, int]] = (
        rows.order_by().values("wave", "question", "value").annotate(n=Count("pk"))
        .values_list("wave", "question", "value", "n")
    )  # fmt: skip
    for wave, question, value, n in counted:
        yes, total = found.get((wave, question), (0, 0))
        found[wave, question] = (yes + n * (value in positive.get(question, ())), total + n)
    return found


def _wave(question: Question, months: int, counts: Counts, minimum: int) -> Wave:
    positive, answers = counts.get((months, question.code), (0, 0))
    return Wave(months, answers, wilson(positive, answers) if answers >= minimum else None)
