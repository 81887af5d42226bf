"""Bands add up for everybody; groups overlap."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.people.models import Person
from jobcaffe.plan import queries
from jobcaffe.plan.actions import load_programme
from jobcaffe.plan.loading import EXAMPLE, read
from jobcaffe.plan.models import Programme
from jobcaffe.plan.rules import band_of, milestone_state
from tests import factories

ON = date(2026, 11, 22)
ROWS = read(EXAMPLE).rows
PROGRAMME = Programme(bands=ROWS["bands"], groups=ROWS["groups"])


@given(st.none() | st.integers(1900, 2026))
def test_everybody_is_in_exactly_one_band(birth_year: int | None) -> None:
    holding = [band for band in queries.bands_of(PROGRAMME) if band.holds(birth_year, ON)]
    assert holding == [band_of(queries.bands_of(PROGRAMME), birth_year, ON)]


@pytest.mark.parametrize(
    ("age", "code"),
    [
        (17, "u18"),
        (18, "18-29"),
        (29, "18-29"),
        (30, "30-49"),
        (49, "30-49"),
        (50, "50-64"),
        (65, "65+"),
        (100, "65+"),
    ],
)
def test_the_edges_of_the_bands(age: int, code: str) -> None:
    assert band_of(queries.bands_of(PROGRAMME), ON.year - age, ON).code == code


@pytest.mark.parametrize(
    ("birth_year", "sex", "codes"),
    [
        (1974, "F", ["over50", "women"]),
        (1974, "M", ["over50"]),
        (2004, "F", ["women", "young"]),
        (None, "F", ["women"]),
        (None, "", []),
        (1990, "X", []),
    ],
)
def test_groups_overlap_and_what_is_not_said_does_not_count(birth_year, sex, codes) -> None:
    groups = queries.groups_of(PROGRAMME)
    assert [group.code for group in groups if group.holds(birth_year, sex, ON)] == codes


@pytest.mark.django_db
def test_filters_find_the_same_persons_as_the_predicates() -> None:
    load_programme(actor=SYSTEM, path=EXAMPLE)
    programme = queries.current_programme()
    for birth_year in (None, 1950, 1961, 1962, 1976, 1977, 1996, 1997, 2008, 2009, 2015):
        for sex in ("F", "M", "X", ""):
            factories.person(birth_year=birth_year, sex=sex)
    people = list(Person.objects.all())
    for band in queries.bands_of(programme):
        expected = {person.pk for person in people if band.holds(person.birth_year, ON)}
        assert set(Person.objects.filter(band.q(ON)).values_list("pk", flat=True)) == expected
    for group in queries.groups_of(programme):
        expected = {person.pk for person in people if group.holds(person.birth_year, person.sex, ON)}
        assert set(Person.objects.filter(group.q(ON)).values_list("pk", flat=True)) == expected


@pytest.mark.parametrize(
    ("due", "done", "state"),
    [
        (date(2026, 11, 21), None, "late"),
        (date(2026, 11, 22), None, "todo"),
        (date(2026, 12, 22), None, "todo"),
        (date(2026, 12, 23), None, "later"),
        (date(2026, 11, 1), date(2026, 11, 22), "done"),
        (date(2026, 11, 1), date(2026, 11, 23), "late"),
    ],
)
def test_a_milestone_stands_where_its_days_say(due: date, done: date | None, state: str) -> None:
    assert milestone_state(due, done, ON) == state
