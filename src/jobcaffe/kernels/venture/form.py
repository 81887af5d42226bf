"""The JSON form of a small activity. Euro and hours as numbers, shares in percent; dates ISO."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isfinite
from typing import Any

from jobcaffe.kernels.forms import FormError, Schema, listed, record, validate
from jobcaffe.kernels.venture.model import (
    Activity,
    Answer,
    Case,
    Column,
    Figure,
    Form,
    Number,
    Outcome,
    Parameters,
    Plan,
)
from jobcaffe.kernels.venture.words import CASES, LABELS

MOST = 10**7  # euro or hours: above, somebody has mistyped
_TEXT: Schema = {"type": "string", "minLength": 1}
_DAY: Schema = {"type": "string", "minLength": 10, "description": "YYYY-MM-DD."}
_AMOUNT: Schema = {"type": "number", "minimum": 0, "maximum": MOST}
_PERCENT: Schema = {"type": "number", "minimum": 0, "maximum": 100}
_CHECKED: dict[str, Schema] = {
    "source": _TEXT,
    "checked_on": {"type": "string", "description": "YYYY-MM-DD; empty: not compared with its source yet."},
}
PARAMETERS: Schema = {
    **record(
        "year valid_from valid_to figures activities",
        {
            "year": {"type": "integer", "minimum": 2000},
            "valid_from": _DAY,
            "valid_to": _DAY,
            "figures": listed(
                record(
                    "code title value unit source checked_on",
                    {
                        "code": _TEXT,
                        "title": _TEXT,
                        "value": {"type": "number", "minimum": 0},
                        "unit": {"enum": ["euro", "percent", "share", "years"]},
                        **_CHECKED,
                    },
                )
            ),
            "activities": listed(
                record(
                    "code label percent source checked_on",
                    {"code": _TEXT, "label": _TEXT, "percent": _PERCENT, **_CHECKED},
                ),
                minItems=1,
            ),
        },
    ),
    "description": "The figures of a year; without them, those that come with the program.",
}
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A small activity",
    **record(
        "on activity price sales",
        {
            "on": _DAY,
            "activity": {**_TEXT, "description": "Code of one of the activities of the figures."},
            "price": {**_AMOUNT, "description": "Of one sale."},
            "materials": {**_AMOUNT, "default": 0, "description": "Of one sale."},
            "sales": {
                **record("prudent normal good", {str(case): _AMOUNT for case in Case}),
                "description": "A month.",
            },
            "hours": {**_AMOUNT, "default": 0, "description": "Of work for one sale."},
            "fixed": {**_AMOUNT, "default": 0, "description": "A year, whatever she sells."},
            "form_costs": record("", {str(form): _AMOUNT for form in Form}),
            "hours_week": {**_AMOUNT, "maximum": 168, "default": 0},
            "weeks": {"type": "integer", "minimum": 1, "maximum": 52, "default": 46},
            "billable": {**_PERCENT, "minimum": 1, "default": 70, "description": "Hours that are paid."},
            "wish": {**_AMOUNT, "default": 0, "description": "Net a month."},
            "new": {"type": "boolean", "default": True},
            "other_cover": {"type": "boolean", "default": False},
            "other_income": {**_AMOUNT, "default": 0, "description": "Taxable, a year."},
            "forms": {
                "type": "array",
                "items": {"enum": [str(form) for form in Form]},
                "minItems": 1,
                "default": [str(form) for form in Form],
            },
            "accept_other_year": {"type": "boolean", "default": False},
            "parameters": PARAMETERS,
        },
    ),
    "examples": [
        {
            "on": "2026-05-04",
            "activity": "other",
            "price": 25,
            "materials": 5,
            "sales": {"prudent": 20, "normal": 40, "good": 60},
            "hours": 1.5,
            "hours_week": 15,
            "wish": 500,
        }
    ],
}


def read(data: object, shipped: Parameters | None = None) -> tuple[Plan, Parameters]:
    """The plan of a form and its figures, or those ``shipped`` when it has none.

    Raises :class:`FormError` with the path of the field and the reason.
    """
    validate(SCHEMA, data)
    form: dict[str, Any] = dict(data)  # type: ignore[call-overload]
    figures = parameters(form["parameters"], "parameters.") if "parameters" in form else shipped
    if figures is None:
        raise FormError("parameters", "manca")
    if form["activity"] not in figures.activities:
        raise FormError("activity", f"può essere solo: {', '.join(figures.activities)}")
    if not form["price"]:
        raise FormError("price", "deve essere più di 0")
    forms = form.get("forms", list(Form))
    if len(set(forms)) < len(forms):
        raise FormError("forms", "una forma c'è due volte")
    return _plan(form), figures


def _plan(form: dict[str, Any]) -> Plan:
    def amount(name: str, default: int = 0) -> Fraction:
        return exact(name, form.get(name, default))

    return Plan(
        on=form["on"],
        activity=form["activity"],
        price=amount("price"),
        sales={case: exact(f"sales.{case}", form["sales"][case]) for case in Case},
        materials=amount("materials"),
        fixed=amount("fixed"),
        hours=amount("hours"),
        hours_week=amount("hours_week"),
        weeks=form.get("weeks", 46),
        billable=amount("billable", 70) / 100,
        wish=amount("wish"),
        new=form.get("new", True),
        other_cover=form.get("other_cover", False),
        other_income=amount("other_income"),
        forms=tuple(Form(one) for one in form.get("forms", list(Form))),
        form_costs={
            Form(name): exact(f"form_costs.{name}", value)
            for name, value in form.get("form_costs", {}).items()
        },
        accept_other_year=form.get("accept_other_year", False),
    )


def exact(path: str, value: float) -> Fraction:
    """The decimal number as it was written. Raises :class:`FormError` for what is no number."""
    if not isfinite(value):
        raise FormError(path, "deve essere un numero")
    return Fraction(repr(value))


def parameters(data: Mapping[str, Any], path: str = "") -> Parameters:
    """The figures of a year. Raises :class:`FormError` for a wrong form, a figure missing or told twice."""
    validate(PARAMETERS, data)
    figures = {one["code"]: _figure(f"{path}figures[{at}]", one) for at, one in enumerate(data["figures"])}
    activities = {one["code"]: _activity(path, one) for one in data["activities"]}
    if len(figures) < len(data["figures"]) or len(activities) < len(data["activities"]):
        raise FormError(f"{path}figures", "un codice c'è due volte")
    if missing := sorted(NEEDED - figures.keys()):
        raise FormError(f"{path}figures", f"mancano: {', '.join(missing)}")
    if data["valid_from"] > data["valid_to"]:
        raise FormError(f"{path}valid_to", "viene prima dell'inizio")
    return Parameters(data["year"], data["valid_from"], data["valid_to"], figures, activities)


NEEDED = frozenset({
    "flat.ceiling", "flat.exit", "flat.tax", "flat.tax_new",
    "inps.minimum_income", "inps.craft.rate", "inps.trade.rate", "inps.maternity", "inps.band",
    "inps.band_extra", "inps.flat_reduction",
    "inps.separata.rate", "inps.separata.rate_covered", "inps.separata.ceiling",
    "occasional.threshold", "occasional.rate", "occasional.worker_share",
    "irpef.first", "irpef.second", "irpef.third", "irpef.low", "irpef.high",
    "irpef.deduction", "irpef.deduction_base", "irpef.deduction_until",
    "presto.client", "presto.worker",
})  # fmt: skip


def _figure(path: str, one: Mapping[str, Any]) -> Figure:
    value = exact(f"{path}.value", one["value"])
    if one["unit"] == "percent":
        value /= 100
    if one["unit"] == "share":  # one over a whole number: a third is no decimal
        if not value:
            raise FormError(f"{path}.value", "deve essere più di 0")
        value = 1 / value
    return Figure(one["code"], one["title"], value, one["unit"], one["source"], one["checked_on"])


def _activity(path: str, one: Mapping[str, Any]) -> Activity:
    share = exact(f"{path}activities.percent", one["percent"]) / 100
    return Activity(one["code"], one["label"], share, one["source"], one["checked_on"])


def write(answer: Answer) -> dict[str, Any]:
    """The answer, ready for JSON: euro and hours to the hundredth, each with its formula."""
    return {
        "year": answer.year,
        "warnings": list(answer.warnings),
        "advice": answer.advice,
        "columns": [_column(one) for one in answer.columns],
        "crossings": [
            {
                "below": str(one.below),
                "over": str(one.over),
                "takings": _rounded(one.takings),
                "net": _rounded(one.net),
                "how": str(one.words),
            }
            for one in answer.crossings
        ],
        "hours_week": {str(case): _number(one) for case, one in answer.hours_week.items()},
        "thresholds": [
            {"code": one.code, "value": _rounded(one.value), "state": one.state, "how": str(one.words)}
            for one in answer.thresholds
        ],
        "figures": [
            {
                "code": one.code,
                "title": one.title,
                "value": float(one.value * 100 if one.unit == "percent" else one.value),
                "unit": one.unit,
                "source": one.source,
                "checked_on": one.checked_on,
            }
            for one in answer.figures
        ],
    }


def _column(one: Column) -> dict[str, Any]:
    return {
        "form": str(one.form),
        "label": LABELS[one.form],
        "cases": [_outcome(case) for case in one.cases],
        "break_even": _number(one.break_even),
        "takings_for_wish": _number(one.wished),
        "hour_price": _number(one.hour_price),
        "notes": list(one.notes),
    }


def _outcome(one: Outcome) -> dict[str, Any]:
    names = ("takings", "costs", "contributions", "tax", "net", "month", "hour")
    return {
        "case": str(one.case),
        "label": CASES[one.case],
        **{name: _number(getattr(one, name)) for name in names},
    }


def _number(one: Number) -> dict[str, Any]:
    return {"value": None if one.value is None else _rounded(one.value), "how": str(one.words)}


def _rounded(value: Fraction) -> float:
    return float(round(value, 2))
