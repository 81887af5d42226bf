"""A closed period is frozen; what changes afterwards is listed, never silent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from jobcaffe.encounters.enums import State
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.plan.models import Period
from jobcaffe.programme import actions, freezing, queries
from jobcaffe.programme.models import Closure, Correction, FrozenRow
from tests import factories
from tests.programme.conftest import community, group_evening, held, noon, sheet

AFTER = datetime(2024, 8, 1, 9, 0, tzinfo=UTC)
MUCH_LATER = datetime(2025, 2, 1, 9, 0, tzinfo=UTC)
Periods = Callable[[str], Period]


def close(actor: User, period: Period, now: datetime = AFTER) -> Closure:
    return actions.close_period(actor=actor, period=period, despite_missing=True, now=now)


def row(closure: Closure, code: str) -> dict[str, object]:
    return next(one for one in closure.frozen["indicators"] if one["code"] == code)


def test_the_frozen_numbers_stay_when_new_data_arrive(coordinator: User, period: Periods) -> None:
    community(3)
    closure = close(coordinator, period("2024-1"))
    before = freezing.canonical(closure.frozen)
    factories.intake(at=noon(date(2024, 3, 1)))
    closure.refresh_from_db()
    assert freezing.canonical(closure.frozen) == before
    assert closure.sha256 == freezing.digest(closure.frozen)


def test_the_frozen_rows_are_those_of_the_period(coordinator: User, period: Periods) -> None:
    community(3)
    closure = close(coordinator, period("2024-1"))
    for one in closure.frozen["indicators"]:
        assert FrozenRow.objects.filter(indicator__code=one["code"]).count() == one["rows"]


def test_the_database_refuses_to_change_or_delete_what_was_closed(coordinator: User, period: Periods) -> None:
    factories.intake(at=noon(date(2024, 3, 1)))
    close(coordinator, period("2024-1"))
    for attack in (
        "UPDATE programme_closure SET version = 'x'",
        "DELETE FROM programme_closure",
        "UPDATE programme_frozenrow SET ref = 'x'",
        "DELETE FROM programme_frozenrow",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)


def test_a_period_that_is_not_over_cannot_be_closed(coordinator: User, period: Periods) -> None:
    with pytest.raises(Refused, match="non è ancora finito"):
        close(coordinator, period("2024-1"), datetime(2024, 6, 30, 20, 0, tzinfo=UTC))


def test_periods_are_closed_in_their_order(coordinator: User, period: Periods) -> None:
    with pytest.raises(Refused, match="Primo semestre 2024"):
        close(coordinator, period("2024-2"), MUCH_LATER)


@pytest.mark.parametrize("role", ["desk", "funder", "municipality", "sysadmin", "member"])
def test_only_the_coordination_closes(period: Periods, role: str) -> None:
    with pytest.raises(Refused):
        close(factories.user(role), period("2024-1"))


def test_missing_evidence_stops_the_closing_until_it_is_said(coordinator: User, period: Periods) -> None:
    held(date(2024, 2, 1), state=State.PLANNED)
    held(date(2024, 2, 8))
    held(date(2024, 2, 9), kind="interview")
    first = period("2024-1")
    assert queries.missing_evidence(first).count == 2
    with pytest.raises(Refused, match="Mancano 2 prove"):
        actions.close_period(actor=coordinator, period=first, now=AFTER)
    closure = close(coordinator, first)
    assert closure.frozen["missing"] == {"unmarked": 1, "unscanned": 1, "groups": 0}


def test_missing_evidence_never_names_a_group_meeting(coordinator: User, period: Periods) -> None:
    evening = group_evening(date(2024, 2, 1), 5)
    evening.state = State.PLANNED
    evening.save()
    missing = queries.missing_evidence(period("2024-1"))
    assert (missing.unmarked, missing.unscanned, missing.groups) == ([], [], 1)


def test_a_second_press_finds_the_first_closure(coordinator: User, period: Periods) -> None:
    first, second = close(coordinator, period("2024-1")), close(coordinator, period("2024-1"))
    assert first.pk == second.pk
    assert Entry.objects.filter(action="programme.close_period").count() == 1


def test_nothing_to_correct_while_nothing_changes(coordinator: User, period: Periods) -> None:
    community(3)
    close(coordinator, period("2024-1"))
    assert actions.find_corrections(now=MUCH_LATER) == []


def test_a_talk_written_down_late_is_listed_once(coordinator: User, period: Periods) -> None:
    community(3)
    closure = close(coordinator, period("2024-1"))
    factories.intake(at=noon(date(2024, 3, 1)))
    found = actions.find_corrections(now=MUCH_LATER)
    was = int(row(closure, "P1")["period_value"])
    assert [(c.indicator.code, c.measure, int(c.was), int(c.becomes)) for c in found] == [
        ("P1", "period", was, was + 1),
        ("P1", "cumulative", was, was + 1),
    ]
    assert found[0].why == "Dopo la chiusura: 1 riga aggiunta."
    assert actions.find_corrections(now=MUCH_LATER) == []


def test_a_row_exchanged_for_another_is_found_though_the_total_is_the_same(
    coordinator: User, period: Periods
) -> None:
    gone = factories.commitment(promised_at=noon(date(2024, 3, 1)))
    close(coordinator, period("2024-1"))
    gone.delete()
    factories.commitment(promised_at=noon(date(2024, 3, 1)))
    found = actions.find_corrections(now=MUCH_LATER)
    assert [(c.indicator.code, int(c.was), int(c.becomes), c.why) for c in found] == [
        ("I1", 1, 1, "Dopo la chiusura: 1 riga aggiunta e 1 riga tolta.")
    ]


def test_a_correction_that_is_taken_back_is_listed_too(coordinator: User, period: Periods) -> None:
    close(coordinator, period("2024-1"))
    late = factories.commitment(promised_at=noon(date(2024, 3, 1)))
    actions.find_corrections(now=MUCH_LATER)
    late.delete()
    found = actions.find_corrections(now=MUCH_LATER)
    assert {(c.measure, int(c.was), int(c.becomes)) for c in found} == {
        ("period", 1, 0),
        ("cumulative", 1, 0),
    }
    assert actions.find_corrections(now=MUCH_LATER) == []


def test_an_issued_cumulative_figure_never_falls_and_the_fall_is_listed(
    coordinator: User, period: Periods
) -> None:
    kept, gone = factories.person(), factories.person()
    for person in (kept, gone):
        factories.intake(person, at=noon(date(2024, 3, 1)))
    close(coordinator, period("2024-1"))
    gone.merged_into = kept
    gone.save()
    found = actions.find_corrections(now=MUCH_LATER)
    second = close(coordinator, period("2024-2"), MUCH_LATER)
    frozen = row(second, "P1")
    assert {(c.measure, int(c.was), int(c.becomes)) for c in found} >= {("cumulative", 2, 1)}
    assert (frozen["cumulative"], frozen["adjustment"]) == (2, 1)
    for table in frozen["tables"]:
        assert table["total"] == 2
        assert not table["adds_up"] or sum(table["row_totals"]) == 2
    listed = [c for c in second.frozen["corrections"] if c["code"] == "P1"]
    assert ("2", "1") in {(c["was"], c["becomes"]) for c in listed}


def test_later_periods_hold_the_corrections_found_since_the_one_before(
    coordinator: User, period: Periods
) -> None:
    close(coordinator, period("2024-1"))
    factories.intake(at=noon(date(2024, 3, 1)))
    actions.find_corrections(now=MUCH_LATER)
    second = close(coordinator, period("2024-2"), MUCH_LATER)
    assert len(second.frozen["corrections"]) == Correction.objects.count() == 2


def test_frozen_content_names_nobody(coordinator: User, period: Periods) -> None:
    person = factories.person(first_name="Zaccaria", last_name="Introvabile")
    factories.intake(person, at=noon(date(2024, 3, 1)))
    meeting = held(date(2024, 3, 2), title="Un titolo che resta in casa")
    sheet(meeting, 1)
    factories.attendance(meeting, person=person)
    text = freezing.canonical(close(coordinator, period("2024-1")).frozen).decode()
    for secret in ("Zaccaria", "Introvabile", "Un titolo", str(person.pk), person.pk.hex):
        assert secret not in text


def test_sheets_of_groups_are_two_integers(coordinator: User, period: Periods) -> None:
    sheet(group_evening(date(2024, 3, 5), 6), 1)
    sheet(held(date(2024, 3, 6)), 2)
    registers = close(coordinator, period("2024-1")).frozen["registers"]
    assert registers == {
        "sheets": [{"number": "JC-2024-0002", "day": "2024-03-06", "kind": "laboratorio", "scanned": False}],
        "groups": 1,
        "groups_scanned": 0,
        "without": 0,
    }
