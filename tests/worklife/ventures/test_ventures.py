"""Her activity: hers alone, under her own key; figures that count only when somebody checked them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.kernels import venture
from jobcaffe.worklife.ventures import actions, gathering, queries
from jobcaffe.worklife.ventures.models import CheckedFigure, Venture
from tests import factories
from tests.worklife.ventures.plans import plan_of
from tests.worklife.weeks.homes import woman

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
CANARY = "Cucituresegrete"


def test_what_she_writes_is_read_back_by_her_alone() -> None:
    user = woman()
    row = plan_of(user, name=CANARY)

    mine = queries.my_venture(user, row.pk)
    assert mine is not None
    assert (mine.name, mine.task("prezzi")["price"], mine.next_task) == (CANARY, "25.00", "clienti")
    assert queries.my_ventures(woman()) == []
    assert queries.my_venture(woman(), row.pk) is None
    for role in Role.values:
        assert queries.my_venture(factories.user(role), row.pk) is None


def test_many_activities_cost_as_many_queries_as_one(django_assert_num_queries: Any) -> None:
    user = woman()
    for number in range(5):
        plan_of(user, name=f"Idea {number}")
        queries.my_ventures(user)
        with django_assert_num_queries(3):
            assert len(queries.my_ventures(user)) == number + 1


def test_the_tables_say_nothing_without_her_key() -> None:
    user = woman()
    plan_of(user, name=CANARY, idea={"what": CANARY, "activity": "other"})

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM worklife_ventures_venture")
        text = str(cursor.fetchall())
    assert CANARY not in text
    assert str(user.person_ref) not in text


def test_a_second_press_begins_one_only() -> None:
    user, key = woman(), uuid4()
    first = actions.start(actor=user, name="Orli", request_key=key)

    assert actions.start(actor=user, name="Orli", request_key=key).pk == first.pk
    with pytest.raises(Refused):
        actions.start(actor=woman(), name="Orli", request_key=key)
    assert Venture.objects.count() == 1


def test_others_are_refused_whatever_they_try() -> None:
    row = plan_of(woman())
    other = woman()
    for do in (
        lambda: actions.save_task(actor=other, venture_id=row.pk, task="idea", data={}),
        lambda: actions.accept_year(actor=other, venture_id=row.pk, year=2026),
        lambda: actions.remove(actor=other, venture_id=row.pk),
        lambda: actions.start(actor=factories.user("desk"), name="Orli"),
        lambda: actions.check_figure(actor=other, year=2026, code="flat.tax", value=Decimal(1), source="x"),
    ):
        with pytest.raises(Refused):
            do()
    assert Venture.objects.count() == 1


def test_an_unknown_task_is_refused() -> None:
    user = woman()
    row = plan_of(user)

    with pytest.raises(Refused):
        actions.save_task(actor=user, venture_id=row.pk, task="name", data={})


def test_there_is_a_most_of_them() -> None:
    user = woman()
    for _n in range(actions.MOST):
        actions.start(actor=user, name="Orli")

    with pytest.raises(Refused, match="molte"):
        actions.start(actor=user, name="Orli")


def test_erasing_her_takes_all_away_and_leaves_the_others() -> None:
    user, other = woman(), woman()
    plan_of(user)
    kept = plan_of(other)
    actions.forget_person(actor=SYSTEM, refs=[user.person_ref])

    assert list(Venture.objects.values_list("pk", flat=True)) == [kept.pk]


def test_what_nobody_touches_is_forgotten_at_night() -> None:
    user = woman()
    old, new = plan_of(user), plan_of(user)
    Venture.objects.filter(pk=old.pk).update(changed_on=date(2024, 1, 1))

    assert actions.forget_due(actor=SYSTEM) == 1
    assert list(Venture.objects.values_list("pk", flat=True)) == [new.pk]


def test_her_copy_has_every_word() -> None:
    user = woman()
    plan_of(user, name=CANARY)

    assert queries.my_copy(user)[0]["name"] == CANARY
    assert queries.my_copy(user)[0]["prezzi"]["normal"] == "40"


def test_the_plan_is_the_one_that_the_kernel_works_by_hand() -> None:
    user = woman()
    mine = queries.told(plan_of(user))
    figures = queries.parameters_for(TODAY)

    answer = venture.solve(gathering.plan_of(mine.body, TODAY, figures), figures)

    craft = next(one for one in answer.columns if one.form == venture.Form.CRAFT)
    assert craft.cases[1].net.value == Fraction("4902.708")


def test_costs_of_a_vat_number_weigh_on_every_form_but_one() -> None:
    user = woman()
    mine = queries.told(plan_of(user, spese={"fixed": "100", "kept": "600.5", "wish": "0"}))
    plan = gathering.plan_of(mine.body, TODAY, queries.parameters_for(TODAY))

    assert {form: plan.fixed_of(form) for form in venture.Form} == {
        form: Fraction(100) if form == venture.Form.OCCASIONAL else Fraction("700.5") for form in venture.Form
    }


def test_a_checked_figure_stands_before_the_shipped_one() -> None:
    coordinator = factories.user("coordinator")
    for _press in range(2):
        actions.check_figure(
            actor=coordinator, year=2026, code="inps.craft.rate", value=Decimal("24.5"), source="Circolare 99/2026",
            today=TODAY,
        )  # fmt: skip

    figures = queries.parameters_for(TODAY)
    assert figures["inps.craft.rate"] == Fraction("0.245")
    assert figures.figures["inps.craft.rate"].source == "Circolare 99/2026"
    assert CheckedFigure.objects.count() == 1


def test_a_new_year_counts_only_when_every_figure_of_it_was_checked() -> None:
    coordinator, next_year = factories.user("coordinator"), date(2027, 3, 1)
    rows = queries.figures_of(coordinator, 2027)
    assert {one.done for one in rows} == {False}

    for one in rows:
        assert queries.parameters_for(next_year).year == 2026
        value = Decimal(26) if one.code == "irpef.first" else one.value
        actions.check_figure(
            actor=coordinator, year=2027, code=one.code, value=value, source="Prova", today=next_year
        )

    found = queries.parameters_for(next_year)
    assert (found.year, found.valid_from, found["irpef.first"]) == (2027, "2027-01-01", Fraction(26, 100))
    assert found["occasional.worker_share"] == Fraction(1, 3)
    assert {one.done for one in queries.figures_of(coordinator, 2027)} == {True}
    assert queries.parameters_for(TODAY)["irpef.first"] == Fraction(23, 100)


@pytest.mark.parametrize(
    ("year", "code", "value"),
    [(2026, "mai", "1"), (2030, "flat.tax", "1"), (2026, "flat.tax", "101"), (2026, "flat.tax", "-1"),
     (2026, "occasional.worker_share", "0")],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_refused(year: int, code: str, value: str) -> None:
    with pytest.raises(Refused):
        actions.check_figure(
            actor=factories.user("coordinator"),
            year=year,
            code=code,
            value=Decimal(value),
            source="x",
            today=TODAY,
        )


def test_only_who_keeps_the_figures_reads_the_list() -> None:
    assert queries.figures_of(factories.user("desk"), 2026) == []
    assert queries.figures_of(woman(), 2026) == []
