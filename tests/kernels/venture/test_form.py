"""The JSON form of a small activity, and the figures that come with the program."""

from __future__ import annotations

import copy
import io
import json
from fractions import Fraction
from typing import Any

import pytest

from jobcaffe.kernels import venture
from jobcaffe.kernels.forms import FormError
from jobcaffe.kernels.venture import form
from jobcaffe.worklife.ventures import commands, figures
from tests.kernels.venture.plans import F2026, SHARES, VALUES

EXAMPLE: dict[str, Any] = form.SCHEMA["examples"][0]


def changed(**fields: object) -> dict[str, Any]:
    """The example with other fields."""
    return copy.deepcopy(EXAMPLE) | fields


def told(data: object) -> tuple[int, str, str]:
    """What the command answers: code, output, errors."""
    out, error = io.StringIO(), io.StringIO()
    return (
        commands.run(stdin=io.StringIO(json.dumps(data)), stdout=out, stderr=error),
        out.getvalue(),
        error.getvalue(),
    )


def test_the_example_of_the_schema_is_computed() -> None:
    """40 sales × 25 × 12 = 12.000, costs 2.400: the example of the hand-made sums."""
    code, out, error = told(EXAMPLE)
    answer = json.loads(out)
    craft = next(one for one in answer["columns"] if one["form"] == "craft")

    assert (code, error) == (0, "")
    assert craft["cases"][1]["net"]["value"] == 4902.71
    assert craft["break_even"]["value"] == 5651.7
    assert (answer["year"], answer["warnings"]) == (2026, [])
    assert all(one["source"] for one in answer["figures"])
    # What nobody has compared with the law yet goes along without a day.
    assert {one["code"].split(".")[0] for one in answer["figures"] if not one["checked_on"]} == {"irpef"}


def test_another_year_is_refused_and_then_warned() -> None:
    code, out, error = told(changed(on="2031-03-01"))
    assert (code, out) == (2, "")
    assert error.startswith("accept_other_year: Le cifre valgono dal")

    code, out, error = told(changed(on="2031-03-01", accept_other_year=True))
    assert (code, json.loads(out)["warnings"]) == (0, [error.strip()])


def test_figures_of_ones_own_are_used() -> None:
    shipped = {
        "year": 2030,
        "valid_from": "2030-01-01",
        "valid_to": "2030-12-31",
        "figures": [
            {
                "code": code,
                "title": code,
                "value": 0.05,
                "unit": "percent",
                "source": "x",
                "checked_on": "2030-01-01",
            }
            for code in VALUES
        ],
        "activities": [
            {"code": "mia", "label": "Mia", "percent": 50, "source": "x", "checked_on": "2030-01-01"}
        ],
    }

    plan, found = form.read(changed(on="2030-02-02", activity="mia", parameters=shipped))

    assert (found.year, found["flat.tax"], plan.activity) == (2030, Fraction(5, 10_000), "mia")
    with pytest.raises(FormError, match=r"mancano: flat\.tax"):
        form.read(
            changed(
                activity="mia",
                parameters=shipped | {"figures": shipped["figures"][:2] + shipped["figures"][4:]},
            )
        )


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"price": 0}, "price"),
        ({"price": -1}, "price"),
        ({"price": float("nan")}, "price"),
        ({"price": 1e12}, "price"),
        ({"activity": "mai"}, "activity"),
        ({"sales": {"prudent": 1, "normal": 2}}, "sales.good"),
        ({"billable": 0}, "billable"),
        ({"weeks": 53}, "weeks"),
        ({"forms": []}, "forms"),
        ({"forms": ["craft", "craft"]}, "forms"),
        ({"forms": ["srl"]}, "forms[0]"),
        ({"form_costs": {"srl": 1}}, "form_costs.srl"),
        ({"other": 1}, "other"),
    ],
)
def test_a_wrong_form_is_told_with_its_place(fields: dict[str, Any], path: str) -> None:
    with pytest.raises(FormError) as error:
        form.read(changed(**fields), F2026)

    assert error.value.path == path


def test_the_figures_of_2026_are_those_of_the_sources() -> None:
    shipped = figures.of_year(2026)

    assert {code: shipped[code] for code in VALUES} == {
        code: Fraction(value) for code, value in VALUES.items()
    }
    assert {code: shipped.activities[code].share for code in SHARES} == {
        code: Fraction(share, 100) for code, share in SHARES.items()
    }
    assert (shipped.valid_from, shipped.valid_to) == ("2026-01-01", "2026-12-31")
    assert all(one.source for one in shipped.figures.values())
    unchecked = {code for code, one in shipped.figures.items() if not one.checked_on}
    assert unchecked == {code for code in shipped.figures if code.startswith("irpef.")}


def test_the_nearest_figures_are_the_last_that_had_begun() -> None:
    assert [figures.nearest(on).year for on in ("2026-06-01", "2090-01-01", "1999-01-01", "")] == [
        figures.years()[0] if on in ("1999-01-01", "") else year
        for on, year in (
            ("2026-06-01", 2026),
            ("2090-01-01", figures.years()[-1]),
            ("1999-01-01", 0),
            ("", 0),
        )
    ]


def test_numbers_are_read_as_they_are_written() -> None:
    plan, _figures = form.read(changed(price=0.1, materials=19.99), F2026)

    assert (plan.price, plan.materials) == (Fraction(1, 10), Fraction(1999, 100))
    assert venture.euro(Fraction("1234567.895")) == "1.234.567,90 €"
    assert (venture.euro(Fraction("-0.004")), venture.percent(Fraction("0.2607"))) == ("0,00 €", "26,07 %")
