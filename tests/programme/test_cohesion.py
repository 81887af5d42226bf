"""Trust, someone to count on, participation: counted right, never shown too early."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobcaffe.people.instruments import SKIPPED, instrument
from jobcaffe.people.models import Answer, Person
from jobcaffe.programme.cohesion import Reading, readings, wilson
from tests import factories

pytestmark = pytest.mark.django_db


def answer(person: Person, question: str, **waves: str) -> None:
    Answer.objects.bulk_create(
        Answer(person=person, instrument="coesione", wave=int(wave[1:]), question=question, value=value)
        for wave, value in waves.items()
    )


def reading(code: str) -> Reading:
    return next(found for found in readings() if found.question.code == code)


@pytest.mark.parametrize(
    ("positive", "answers", "low", "high"),
    [
        # Newcombe 1998, table I, method 3 (score without continuity correction).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_the_literature(positive: int, answers: int, low: float, high: float) -> None:
    found = wilson(positive, answers)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_no_answers_have_no_interval() -> None:
    for pair in ((0, 0), (3, 2), (-1, 5)):
        with pytest.raises(ValueError, match="of"):
            wilson(*pair)


def test_under_the_minimum_there_is_a_count_and_no_share() -> None:
    persons = [factories.person() for _ in range(instrument().minimum)]
    for person in persons[:-1]:
        answer(person, "fiducia", w0="degna")
    answer(persons[-1], "fiducia", w0=SKIPPED)
    first = reading("fiducia").everybody[0]
    assert (first.answers, first.interval) == (22, None)
    answer(persons[-1], "contare", w0="si")
    Answer.objects.filter(value=SKIPPED).update(value="attenti")
    first = reading("fiducia").everybody[0]
    assert first.answers == 23
    assert first.interval is not None
    assert round(first.interval.share, 4) == round(22 / 23, 4)


def test_only_who_answered_every_time_is_in_the_second_figure() -> None:
    for number in range(30):
        person = factories.person()
        answer(person, "fiducia", w0="degna" if number < 10 else "attenti")
        if number < 25:
            answer(person, "fiducia", w6="degna", w12="degna")
    # Who answered another question every time does not count for this one.
    answer(factories.person(), "contare", w0="si", w6="si", w12="si")
    found = reading("fiducia")
    assert [wave.answers for wave in found.everybody] == [30, 25, 25]
    assert [wave.answers for wave in found.same_persons] == [25, 25, 25]
    assert found.same_persons[0].interval is not None
    assert found.same_persons[0].interval.share == 10 / 25
    assert [wave.answers for wave in reading("contare").same_persons] == [1, 1, 1]


def test_it_costs_two_questions_however_many_answers() -> None:
    for _ in range(3):
        answer(factories.person(), "fiducia", w0="degna", w6="attenti", w12="degna")
    with CaptureQueriesContext(connection) as captured:
        readings()
    assert len(captured) == 2


def test_every_national_figure_says_the_same_in_words_and_in_numbers() -> None:
    for question in instrument().questions:
        shown = f"{100 * question.baseline_share:.1f}".replace(".", ",")
        assert f"{shown}%" in question.baseline
        assert str(instrument().year) in question.baseline
