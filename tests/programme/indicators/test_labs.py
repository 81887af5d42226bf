"""Action 2 in numbers: trials, results, services, hours, closed months; never a person, never words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from jobcaffe.encounters.enums import Action, Kind
from jobcaffe.hours.actions import reverse, transfer
from jobcaffe.plan.enums import LAB_SOURCES
from jobcaffe.plan.models import Programme
from jobcaffe.programme import queries
from jobcaffe.programme.indicators import facts, rows
from jobcaffe.programme.indicators.sources import SOURCES
from jobcaffe.programme.indicators.spans import Span
from jobcaffe.worklife.labs import actions
from jobcaffe.worklife.labs.models import Decision, Experiment, Lab, Result
from tests import factories
from tests.hours.ledger import bank, household
from tests.programme.conftest import group_evening, held
from tests.worklife.labs.around import Staff, lab, trial

WHOLE = Span(date(2024, 1, 1), date(2024, 6, 30), opening=True)
LATER = date(2025, 1, 15)
DAY = date(2024, 3, 5)
TRIALS = ("experiments_started", "experiments_told", "services_renewed")
pytestmark = pytest.mark.django_db


def value(code: str, span: Span = WHOLE) -> int:
    return facts.totals([SOURCES[code]], span, today=LATER)[code]


def values() -> list[int]:
    return [value(code) for code in TRIALS]


def tried(
    made: Lab, *, field: str = "care", worked: str = "", choice: str = "", day: date = DAY
) -> Experiment:
    """A trial of the past, with the rows that its lab wrote then."""
    row = Experiment.objects.create(
        lab=made, number=made.experiments.count() + 1, field=field, what="Parolesegrete", who_with="Tre",
        how_we_know="Cinque", starts_on=day, until=day + timedelta(days=30),
    )  # fmt: skip
    if worked:
        Result.objects.create(experiment=row, worked=worked, on=day)
    if choice:
        Decision.objects.create(experiment=row, choice=choice, on=day)
    return row


def lab_evening(day: date, present: int) -> Any:
    """A meeting of a confidential lab: a number, no names."""
    return held(
        day, kind=Kind.LAB, action=Action.WOMEN, public=False, confidential=True, present_count=present
    )


def test_a_trial_counts_when_it_begins_when_it_has_a_result_and_when_it_goes_on() -> None:
    made = lab(Staff())
    tried(made)
    assert values() == [1, 0, 0]
    tried(made, worked="no", choice="stop")
    assert values() == [2, 1, 0]
    tried(made, worked="partly", choice="continue", field="education")
    assert values() == [3, 2, 1]


@pytest.mark.parametrize(
    ("field", "worked", "choice"),
    [("work", "yes", "continue"), ("care", "no", "continue"), ("care", "yes", "change"), ("care", "yes", "")],
)
def test_a_service_is_renewed_only_when_it_worked_and_goes_on(field: str, worked: str, choice: str) -> None:
    tried(lab(Staff()), field=field, worked=worked, choice=choice)
    assert values() == [1, 1, 0]


def test_a_correction_counts_once_and_the_newest_row_says_whether_it_goes_on() -> None:
    row = tried(lab(Staff()), worked="no", choice="continue")
    first, chosen = row.results.get(), row.decisions.get()
    better = Result.objects.create(experiment=row, worked="yes", on=DAY, replaces=first)
    assert values() == [1, 1, 1]
    Result.objects.create(experiment=row, worked="no", on=DAY, replaces=better)
    assert values() == [1, 1, 0]
    Result.objects.create(experiment=row, worked="yes", on=DAY, replaces=row.results.last())
    Decision.objects.create(experiment=row, choice="stop", on=DAY, replaces=chosen)
    assert values() == [1, 1, 0]


def test_confidential_labs_are_integers_of_closed_months_and_not_groups() -> None:
    lab_evening(date(2024, 3, 5), 7)
    lab_evening(date(2024, 3, 19), 6)
    lab_evening(date(2024, 5, 7), 4)
    group_evening(date(2024, 3, 6), 9)
    held(date(2024, 3, 7), kind=Kind.LAB, action=Action.WOMEN)
    assert value("lab_meetings") == 4
    assert value("group_meetings") == 1
    assert value("encounters_held") == 5
    # May has fewer presences than the threshold: it does not count.
    assert value("attendances") == 13 + 9
    assert value("group_attendances") == 9
    found = facts.collect([SOURCES["lab_meetings"]], WHOLE, today=date(2024, 5, 20))["lab_meetings"]
    assert [(one.proof, one.weight, one.action) for one in found if one.table == "labs"] == [
        ("labs:2024-03", 2, "A2")
    ]


def test_groups_and_labs_of_the_same_month_are_two_rows_with_their_own_threshold() -> None:
    lab_evening(date(2024, 3, 5), 4)
    group_evening(date(2024, 3, 6), 4)
    assert value("attendances") == 0
    lab_evening(date(2024, 3, 12), 1)
    assert value("attendances") == 5
    shown = rows.describe(facts.collect([SOURCES["encounters_held"]], WHOLE, today=LATER)["encounters_held"])
    assert sorted((one.who, one.count) for one in shown) == [
        ("Gruppi di mutuo aiuto, tutti insieme", 1),
        ("Laboratori riservati, tutti insieme", 2),
    ]


def test_hours_are_counted_once_in_whole_months_without_what_was_taken_back() -> None:
    at = bank()
    first, giver = household(at)
    second, receiver = household(at)
    day = timezone.localdate()
    later = day + timedelta(days=40)
    span = Span(day - timedelta(days=40), later, opening=True)

    def hours() -> int:
        return facts.totals([SOURCES["hours_exchanged"]], span, today=later)["hours_exchanged"]

    pay = {"actor": second, "giver_id": giver.pk, "receiver_id": receiver.pk, "kind": "exchange"}
    transfer(**pay, minutes=240)
    assert hours() == 0
    wrong = transfer(**pay, minutes=60)
    assert hours() == 5
    reverse(actor=at_desk(), transfer_id=wrong.pk)
    assert hours() == 0
    transfer(**pay, minutes=110)
    # 350 minutes: to the nearest hour.
    assert hours() == 6
    assert first != second


def at_desk() -> Any:
    """Who may take a transfer back."""
    return factories.user("desk")


@pytest.mark.parametrize("code", TRIALS)
def test_the_rows_behind_a_number_of_the_labs_have_no_words_and_open_nothing(
    programme: Programme, code: str
) -> None:
    made = lab(Staff(), name="Nomesegreto")
    tried(made, worked="yes", choice="continue")
    shown = rows.describe(facts.collect([SOURCES[code]], WHOLE, today=LATER)[code])
    told = rows.export(facts.collect([SOURCES[code]], WHOLE, today=LATER)[code]).decode()
    assert [(one.who, one.count) for one in shown] == [("un laboratorio", 1)]
    assert (shown[0].person, shown[0].organisation, shown[0].encounter, shown[0].commitment) == (None,) * 4
    assert [word for word in ("Parolesegrete", "Nomesegreto", made.code, str(made.pk)) if word in told] == []


def test_every_number_of_the_labs_equals_its_rows(programme: Programme) -> None:
    coordinator = factories.user("coordinator")
    tried(lab(Staff()), worked="yes", choice="continue")
    lab_evening(DAY, 8)
    indicators = [row for row in queries.indicators(programme) if row.source in LAB_SOURCES]
    found = {row.source: queries.detail(coordinator, row, WHOLE, day=LATER).value for row in indicators}
    assert found == facts.totals([SOURCES[code] for code in LAB_SOURCES], WHOLE, today=LATER)
    assert len(indicators) == len(LAB_SOURCES)


def test_what_labs_do_today_is_counted_today(programme: Programme) -> None:
    staff = Staff()
    row = trial(staff.leader, lab(staff))
    actions.tell_result(actor=staff.leader, experiment_id=row.pk, worked="yes", learned="Bene")
    actions.decide(actor=staff.leader, experiment_id=row.pk, choice="continue")
    today = timezone.localdate()
    found = facts.totals([SOURCES[code] for code in TRIALS], Span(today, today, opening=True))
    assert found == dict.fromkeys(TRIALS, 1)
