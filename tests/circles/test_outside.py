"""Groups outside the programme: who keeps the list, what everybody reads, when a line goes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from jobcaffe.circles.actions import outside as actions
from jobcaffe.circles.models import OutsideGroup
from jobcaffe.circles.queries import outside as queries
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db
KEY = UUID("3f0c1a52-60c7-4a55-9d7e-8f1f8f6a1b11")
KEEPERS = {Role.DESK, Role.COORDINATOR}


@pytest.fixture
def desk() -> User:
    """Who keeps the list."""
    return factories.user("desk", name="Carla Riva")


def group(actor: User, **fields: Any) -> OutsideGroup:
    """A group that others run."""
    values = {"name": "Punto e a capo", "themes": ["lavoro"], "area": "Rho", "phone": "02 1234567", **fields}
    return actions.add_outside(actor=actor, **values)


def checked(row: OutsideGroup, **ago: int) -> OutsideGroup:
    """The same group, checked some time ago."""
    row.checked_on = timezone.localdate() - relativedelta(**ago)
    row.save()
    return row


@pytest.mark.parametrize("role", sorted(set(Role.values) - KEEPERS))
def test_nobody_else_writes_in_the_list_or_reads_who_checked_it(role: str, desk: User) -> None:
    row, other = group(desk), factories.member() if role == Role.MEMBER else factories.user(role)
    for write in (actions.confirm_outside, actions.retire_outside, actions.update_outside):
        with pytest.raises(Refused):
            write(actor=other, outside_id=row.pk)
    with pytest.raises(Refused):
        group(other)
    assert list(queries.outside_visible_to(other)) == []
    assert queries.outside_of(other, row.pk) is None


def test_a_second_press_adds_nothing(desk: User) -> None:
    assert group(desk, request_key=KEY).pk == group(desk, request_key=KEY).pk
    assert OutsideGroup.objects.count() == 1
    assert Entry.objects.filter(action="outside.add").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "  "},
        {"area": ""},
        {"themes": []},
        {"themes": ["lavoro", "inventato"]},
        {"phone": " "},
        {"website": "javascript:alert(1)"},
        {"website": "ftp://esempio.it"},
        {"notes": "a" * 301},
    ],
)
def test_what_cannot_be_true_is_refused_and_nothing_is_written(desk: User, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        group(desk, **wrong)
    assert (OutsideGroup.objects.count(), Entry.objects.filter(action="outside.add").count()) == (0, 0)


def test_only_what_one_writes_about_a_group_may_be_set(desk: User) -> None:
    row = actions.update_outside(
        actor=desk, outside_id=group(desk).pk, retired_on=date(2020, 1, 1), notes="x"
    )
    assert (row.retired_on, row.notes) == (None, "x")


@pytest.mark.parametrize(
    ("ago", "standing", "shown"),
    [
        ({"days": 0}, queries.FRESH, True),
        ({"months": 10}, queries.FRESH, True),
        ({"months": 11}, queries.DUE, True),
        ({"months": 12, "days": -1}, queries.DUE, True),
        ({"months": 12}, queries.HIDDEN, False),
        ({"years": 3}, queries.HIDDEN, False),
    ],
)
def test_the_house_is_warned_a_month_before_a_group_that_nobody_checked_goes(
    desk: User, ago: dict[str, int], standing: str, shown: bool
) -> None:
    row = checked(group(desk), **ago)
    assert queries.standing(row) == standing
    assert [one.pk for one in queries.public_outside()] == [row.pk] * shown
    assert queries.outside_due().count() == (standing != queries.FRESH)


def test_who_confirms_brings_it_back_and_twice_writes_one_row(desk: User) -> None:
    row, other = checked(group(desk), years=2), factories.user("coordinator")
    for _press in range(2):
        row = actions.confirm_outside(actor=other, outside_id=row.pk)
    assert (row.checked_on, row.checked_by) == (timezone.localdate(), other)
    assert [one.pk for one in queries.public_outside()] == [row.pk]
    assert Entry.objects.filter(action="outside.check").count() == 1


def test_what_is_taken_away_is_seen_by_who_keeps_the_list_and_can_come_back(desk: User) -> None:
    row = group(desk)
    for _press in range(2):
        actions.retire_outside(actor=desk, outside_id=row.pk)
    assert (queries.public_outside(), queries.outside_due().count()) == ([], 0)
    assert [queries.standing(one) for one in queries.outside_visible_to(desk)] == [queries.RETIRED]
    assert Entry.objects.filter(action="outside.retire").count() == 1
    actions.confirm_outside(actor=desk, outside_id=row.pk)
    assert [one.pk for one in queries.public_outside()] == [row.pk]
