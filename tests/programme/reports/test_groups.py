"""The chapter of the mutual-aid groups in a report: numbers without names, by the rules of who reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from jobcaffe.circles.enums import State
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.plan.models import Period, Programme
from jobcaffe.programme import actions
from jobcaffe.programme.enums import Audience
from jobcaffe.programme.reports import content
from jobcaffe.programme.reports.document import Figure, Heading, Report, Table
from tests.programme.conftest import group_evening
from tests.programme.indicators.test_groups import decided, group

pytestmark = pytest.mark.django_db
TITLE = "I gruppi di mutuo aiuto"


@pytest.fixture
def reports(programme: Programme, period: Callable[[str], Period]) -> dict[Audience, Report]:
    """The first half-year closed, with a group of 13 presences in March and 3 in April."""
    decided(group(7), State.START_UP, date(2024, 2, 1))
    group_evening(date(2024, 3, 5), 7)
    group_evening(date(2024, 3, 19), 6)
    group_evening(date(2024, 4, 2), 3)
    closure = actions.close_period(actor=SYSTEM, period=period("2024-1"), despite_missing=True)
    return {audience: content.report(closure, audience) for audience in Audience}


def table(report: Report) -> dict[str, list[object]]:
    """The rows of the chapter by code."""
    found = next(block for block in report.blocks if isinstance(block, Table) and block.code == "gruppi")
    return {str(row[0]).split()[0]: row[1:] for row in found.rows}


def test_the_funder_reads_exact_numbers_of_closed_months(reports: dict[Audience, Report]) -> None:
    rows = table(reports[Audience.FUNDER])
    assert list(rows) == ["E3", "G1", "G2", "G3", "G4", "G5"]
    assert [rows[code][1] for code in ("E3", "G1", "G2")] == [3, 13, 1]


def test_the_municipality_reads_public_ones_and_presences_in_fives(reports: dict[Audience, Report]) -> None:
    rows = table(reports[Audience.MUNICIPALITY])
    assert list(rows) == ["G1", "G2", "G3"]
    assert [rows[code][1] for code in ("G1", "G2")] == [15, 1]
    told = {o.value for o in reports[Audience.MUNICIPALITY].observations if o.code == "G1"}
    assert told & {13, 16, 3} == set()


def test_the_chapter_is_drawn_and_names_no_group(reports: dict[Audience, Report]) -> None:
    blocks = reports[Audience.FUNDER].blocks
    start = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == TITLE)
    after = next(n for n, b in enumerate(blocks) if n > start and isinstance(b, Heading) and b.level == 1)
    figures = [block.title for block in blocks[start:after] if isinstance(block, Figure)]
    assert [title.split(",")[0] for title in figures] == [
        "Incontri dei gruppi di mutuo aiuto", "Presenze ai gruppi di mutuo aiuto",
    ]  # fmt: skip
    assert "AMA-07" not in repr(blocks)
