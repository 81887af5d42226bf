"""Unmet times: counted only with a yes, linked to nobody, and the map survives who wants to know."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.privacy.consents import has_consent
from jobcaffe.foundation.privacy.models import Consent
from jobcaffe.people.actions.own import change_consent
from jobcaffe.worklife.weeks import actions, catalogue, queries, unmet
from jobcaffe.worklife.weeks.models import UnmetMap, UnmetTime
from tests import factories
from tests.kernels.attack import attack, secrets
from tests.worklife.weeks.homes import household, woman

AREAS = list(catalogue.words("area"))
NEW_YEAR = date(2027, 1, 2)


def slot(day: int, clock: str) -> int:
    """Weekday and "16:30" as one number."""
    hours, minutes = clock.split(":")
    return day * 48 + int(hours) * 2 + (minutes == "30")


def afternoon(count: int, area: str = "lainate") -> None:
    """So many households without anybody on Wednesday from 16:30 to 18."""
    slots = [slot(2, clock) for clock in ("16:30", "17:00", "17:30")]
    UnmetTime.objects.bulk_create([UnmetTime(area=area, slots=slots) for _n in range(count)])


def families(size: int, seed: int) -> Counter[tuple[str, int]]:
    """Random households, most of them in one place and in the afternoon, as real ones are."""
    chance = random.Random(seed)
    weights = [2.0**-n for n in range(len(AREAS))]
    found: Counter[tuple[str, int]] = Counter()
    for _n in range(size):
        area = chance.choices(AREAS, weights)[0]
        start = chance.choice([14, 15, 26, 32, 33, 34])
        for day in chance.sample(range(7), chance.randint(1, 5)):
            found.update((area, day * 48 + half) for half in range(start, start + chance.randint(1, 5)))
    return found


@pytest.mark.parametrize(("size", "seed"), [(6, 1), (23, 2), (60, 3), (200, 4)])
def test_the_map_survives_who_wants_to_know(size: int, seed: int) -> None:
    counts = families(size, seed)
    for day in (seed % 7, (seed + 3) % 7):
        true, shown = unmet.table(counts, day), unmet.published(counts, day)
        hidden = {(0, place) for place in secrets(true, shown)}
        assert attack([shown]).recovered() & hidden == set()


def test_the_attack_can_win_against_exact_numbers() -> None:
    from tests.kernels.attack import suppressed

    true = unmet.table(families(60, 3), 2)
    hidden = next(("cell", i, j) for i, row in enumerate(true.cells) for j, n in enumerate(row) if 0 < n < 5)
    assert attack([suppressed(true, {hidden})]).recovered() & {(0, hidden)} == {(0, hidden)}


def test_no_number_under_five_and_no_zero_is_printed() -> None:
    kept = unmet.printed(families(60, 5))
    texts = {text for area in (unmet.ALL, *AREAS) for row in unmet.texts(kept, area) for text in row}
    numbers = {int(text) for text in texts if text.isdigit()}
    assert numbers
    assert min(numbers) >= 5
    assert {number % 5 for number in numbers} == {0}
    assert "0" not in texts


def test_one_household_more_or_less_in_a_small_place_changes_nothing_printed() -> None:
    base = families(60, 6)
    for n in range(4):
        more = base | Counter({("altro", slot(5, "10:00")): n})
        assert unmet.printed(more) == unmet.printed(base)


@pytest.mark.django_db
def test_the_sentence_for_companies() -> None:
    afternoon(31)
    afternoon(3, "rho")
    assert actions.close_due(actor=SYSTEM, today=NEW_YEAR) == 1
    row = UnmetMap.objects.get()
    assert unmet.windows(row.printed, "lainate") == [unmet.Window(2, 33, 36, 30)]
    assert unmet.windows(row.printed, "rho") == []
    assert (row.period, unmet.clock(33), unmet.clock(36)) == ("2026-2", "16:30", "18:00")


@pytest.mark.django_db
def test_a_half_year_closes_once_and_never_changes() -> None:
    afternoon(20)
    assert actions.close_due(actor=SYSTEM, today=NEW_YEAR) == 1
    printed = UnmetMap.objects.get().printed
    afternoon(40)
    UnmetTime.objects.filter(area="lainate")[0].delete()
    assert actions.close_due(actor=SYSTEM, today=NEW_YEAR) == 0
    assert UnmetMap.objects.get().printed == printed


@pytest.mark.django_db
def test_an_open_half_year_is_never_shown() -> None:
    afternoon(50)
    assert actions.close_due(actor=SYSTEM, today=date(2026, 11, 22)) == 0
    assert not queries.maps(factories.user("municipality")).exists()


@pytest.mark.django_db
def test_what_is_kept_of_a_half_year_is_only_what_is_printed() -> None:
    afternoon(31)
    afternoon(3, "rho")
    actions.close_due(actor=SYSTEM, today=NEW_YEAR)
    texts: set[Any] = {text for day in UnmetMap.objects.get().printed["days"] for row in day for text in row}
    assert "31" not in texts
    assert "3" not in texts
    assert "34" not in texts


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["desk", "facilitator", "lab_leader", "member", "funder", "sysadmin"])
def test_the_map_is_for_the_municipality_and_who_runs_the_programme(role: str) -> None:
    afternoon(9)
    actions.close_due(actor=SYSTEM, today=NEW_YEAR)
    assert not queries.maps(factories.user(role)).exists()
    assert queries.maps(factories.user("municipality")).count() == 1


@pytest.mark.django_db
def test_without_a_yes_nothing_is_counted() -> None:
    user = woman()
    household(user)
    actions.search(actor=user)
    assert UnmetTime.objects.count() == 0


@pytest.mark.django_db
def test_a_yes_counts_hours_and_area_and_nothing_else() -> None:
    user = woman()
    household(user)
    actions.search(actor=user)
    actions.count_me(actor=user, area="arese")
    row = UnmetTime.objects.get()
    assert row.area == "arese"
    assert row.slots == sorted(row.slots)
    assert {one // 48 for one in row.slots} == {0}
    assert {field.name for field in UnmetTime._meta.get_fields()} == {"token", "area", "slots"}
    assert user.person_ref is not None
    assert has_consent(user.person_ref, "unmet")


@pytest.mark.django_db
def test_a_second_yes_is_one_row_and_a_no_leaves_none() -> None:
    user = woman()
    household(user)
    for area in ("rho", "rho", "arese"):
        actions.count_me(actor=user, area=area)
    assert [row.area for row in UnmetTime.objects.all()] == ["arese"]
    actions.stop_counting(actor=user)
    actions.stop_counting(actor=user)
    assert (UnmetTime.objects.count(), queries.counted(queries.my_home(user))) == (0, False)
    actions.search(actor=user)
    assert UnmetTime.objects.count() == 0


@pytest.mark.django_db
def test_a_yes_taken_back_on_her_page_of_consents_takes_the_row_too() -> None:
    users = [woman(), woman()]
    for user in users:
        household(user)
        actions.count_me(actor=user, area="rho")
    kept = UUID(queries.my_home(users[1]).body["token"])
    change_consent(actor=users[0], purpose="unmet", gives=False)
    assert [row.token for row in UnmetTime.objects.all()] == [kept]


@pytest.mark.django_db
def test_each_search_counts_again_under_a_new_token() -> None:
    user = woman()
    household(user)
    actions.count_me(actor=user, area="rho")
    before = UnmetTime.objects.get().token
    actions.search(actor=user)
    after = UnmetTime.objects.get()
    assert after.token != before
    assert after.slots


@pytest.mark.django_db
def test_the_order_of_the_rows_tells_nothing_of_who_came_when() -> None:
    users = [woman() for _n in range(8)]
    for user in users:
        household(user)
        actions.count_me(actor=user, area="rho")
    came = [UUID(queries.my_home(user).body["token"]) for user in users]
    stands = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT token FROM {UnmetTime._meta.db_table} ORDER BY {stands}")
        rows = [UUID(str(row[0])) for row in cursor.fetchall()]
    consents = list(Consent.objects.filter(purpose="unmet").order_by("given_at").values_list("person_ref"))
    assert len(consents) == len(came) == len(rows)
    # Eight rows in the order of their writing would come about once in forty thousand.
    assert rows != came


@pytest.mark.django_db
def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(Refused, match="Scegli una zona"):
        actions.count_me(actor=woman(), area="luna")
    assert Consent.objects.count() == 0
