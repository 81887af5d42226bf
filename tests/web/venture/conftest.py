"""These pages are looked at in the year of the figures that the program brings along."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from jobcaffe.worklife.ventures import figures
from tests.factories import ROME


@pytest.fixture(autouse=True)
def in_the_year_of_the_figures() -> Iterator[None]:
    """In another year the numbers wait for her yes; the test of that travels by itself."""
    with time_machine.travel(datetime(max(figures.years()), 11, 18, 10, tzinfo=ROME), tick=True):
        yield
