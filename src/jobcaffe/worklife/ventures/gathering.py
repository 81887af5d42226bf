"""From what she wrote to the plan of the kernel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from jobcaffe.kernels.venture import Case, Form, Parameters, Plan

# What must be written before there are any numbers.
NEEDED = ("idea", "prezzi")
TAXED = tuple(form for form in Form if form is not Form.OCCASIONAL)


def missing(body: Mapping[str, Any]) -> list[str]:
    """The tasks that the numbers still need."""
    return [code for code in NEEDED if not body.get(code)]


def plan_of(body: Mapping[str, Any], today: date, figures: Parameters) -> Plan:
    """The plan. Raises ``KeyError`` when a needed task is empty: see :func:`missing`."""
    prices, costs = body["prezzi"], body.get("spese", {})
    time, rules = body.get("tempo", {}), body.get("regole", {})
    kept = _number(costs, "kept")
    return Plan(
        on=today.isoformat(),
        activity=body["idea"]["activity"],
        price=_number(prices, "price"),
        sales={case: _number(prices, str(case)) for case in Case},
        materials=_number(prices, "materials"),
        hours=_number(prices, "hours"),
        fixed=_number(costs, "fixed"),
        form_costs=dict.fromkeys(TAXED, kept),
        wish=_number(costs, "wish"),
        hours_week=_number(time, "hours_week"),
        weeks=int(time.get("weeks", 46)),
        billable=Fraction(int(time.get("billable", 70)), 100),
        new=bool(rules.get("new", True)),
        other_cover=bool(rules.get("other_cover", False)),
        other_income=_number(rules, "other_income"),
        accept_other_year=body.get("accepted") == figures.year,
    )


def _number(row: Mapping[str, Any], name: str) -> Fraction:
    return Fraction(str(row.get(name) or 0))
