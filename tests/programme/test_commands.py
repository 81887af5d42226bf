"""The report from the command line."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.plan.models import Period
from jobcaffe.programme import actions, commands
from tests import factories
from tests.programme.conftest import noon


def test_an_open_or_unknown_period_is_refused_with_what_to_do(
    period: Callable[[str], Period], tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="Chiudilo"):
        commands.report(period("2024-1").code, "all", tmp_path)
    with pytest.raises(Refused, match="2024-1, 2024-2"):
        commands.report("1999-1", "all", tmp_path)


def test_the_files_are_written_and_the_second_time_they_are_the_same(
    period: Callable[[str], Period], tmp_path: Path
) -> None:
    factories.intake(at=noon(date(2024, 3, 1)))
    actions.close_period(
        actor=SYSTEM, period=period("2024-1"), despite_missing=True, now=datetime(2024, 8, 1, tzinfo=UTC)
    )
    told = io.StringIO()
    for folder in ("a", "b"):
        assert commands.report("2024-1", "all", tmp_path / folder, tell=told) == 0
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()} for folder in ("a", "b")
    )
    assert first == second
    assert sorted(Path(name).suffix for name in first) == [".csv", ".docx", ".pdf", ".xlsx"]
