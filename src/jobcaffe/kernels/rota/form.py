"""The JSON form of a week: its schema, reading it, writing the rota. Numbers of hours, not strings."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from jobcaffe.kernels.forms import FormError, Schema, listed, record, validate
from jobcaffe.kernels.rota.model import Answer, Assignment, Family, Instance, Need, Offer, Rules

_ID: Schema = {"type": "string", "minLength": 1}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_ONE: Schema = {"type": "integer", "minimum": 1}
_NUMBER: Schema = {"type": "number"}
_DAY: Schema = {"type": "integer", "minimum": 0, "maximum": 6, "description": "0 is Monday."}
_BLOCK: Schema = {**_COUNT, "description": "Blocks of a day, from 0 in order of time."}
_HOURS: Schema = {"type": "number", "minimum": 0, "description": "Hours, at most two decimals."}
_ASSIGNMENT = record("need offer", {"need": _COUNT, "offer": _COUNT})
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Shared care for one week",
    **record(
        "week block_hours families needs offers rules",
        {
            "week": _COUNT,
            "block_hours": _HOURS,
            "families": listed(
                record(
                    "id balance trusts",
                    {
                        "id": _ID,
                        "balance": {**_NUMBER, "description": "Hours given less hours received."},
                        "trusts": {"type": "array", "items": _ID},
                        "gives": {"type": "boolean", "default": True, "description": "To the fund."},
                    },
                )
            ),
            "needs": listed(
                record(
                    "family day block children",
                    {"family": _ID, "day": _DAY, "block": _BLOCK, "children": _ONE},
                )
            ),
            "offers": listed(
                record(
                    "family day block capacity max_sessions",
                    {"family": _ID, "day": _DAY, "block": _BLOCK, "capacity": _COUNT, "max_sessions": _COUNT},
                )
            ),
            "rules": record(
                "limit_hours solidarity_above extra_child max_children",
                {
                    "limit_hours": _HOURS,
                    "solidarity_above": _HOURS,
                    "extra_child": _HOURS,
                    "max_children": _ONE,
                },
            ),
            "frozen": {**listed(_ASSIGNMENT), "description": "These stay: places in needs and offers."},
            "previous": {**listed(_ASSIGNMENT), "description": "As many of these as possible stay."},
        },
    ),
    "examples": [
        {
            "week": 3,
            "block_hours": 2,
            "families": [
                {"id": "a", "balance": -3.5, "trusts": ["b", "c"]},
                {"id": "b", "balance": 2, "trusts": ["a"]},
                {"id": "c", "balance": 1.5, "trusts": ["a"], "gives": False},
            ],
            "needs": [
                {"family": "a", "day": 1, "block": 3, "children": 2},
                {"family": "b", "day": 4, "block": 0, "children": 1},
            ],
            "offers": [
                {"family": "b", "day": 1, "block": 3, "capacity": 4, "max_sessions": 2},
                {"family": "a", "day": 4, "block": 0, "capacity": 1, "max_sessions": 1},
            ],
            "rules": {"limit_hours": 20, "solidarity_above": 8, "extra_child": 0.5, "max_children": 5},
            "frozen": [],
        }
    ],
}


def read(data: object) -> Instance:
    """The instance of a form. Raises :class:`FormError` with the path of the field and the reason."""
    validate(SCHEMA, data)
    form: dict[str, Any] = dict(data)  # type: ignore[call-overload]
    for error in _mistakes(form):
        raise error
    rules = form["rules"]
    return Instance(
        week=form["week"],
        block_hours=_exact("block_hours", form["block_hours"]),
        families=tuple(_family(index, one) for index, one in enumerate(form["families"])),
        needs=tuple(Need(**one) for one in form["needs"]),
        offers=tuple(Offer(**one) for one in form["offers"]),
        rules=_rules(rules),
        frozen=_assignments(form, "frozen"),
        previous=_assignments(form, "previous"),
    )  # fmt: skip


def _rules(rules: dict[str, Any]) -> Rules:
    limit, above, extra = (
        _exact(f"rules.{name}", rules[name]) for name in ("limit_hours", "solidarity_above", "extra_child")
    )
    return Rules(limit, above, extra, rules["max_children"])


def _family(index: int, one: dict[str, Any]) -> Family:
    balance = _exact(f"families[{index}].balance", one["balance"])
    return Family(one["id"], balance, frozenset(one["trusts"]), one.get("gives", True))


def _assignments(form: dict[str, Any], name: str) -> tuple[Assignment, ...]:
    return tuple(Assignment(**one) for one in form.get(name, ()))


def _exact(path: str, value: float) -> Fraction:
    """The number as it was written. Raises :class:`FormError` beyond two decimals or a million."""
    if value != value or abs(value) > 1e6:
        raise FormError(path, "è troppo grande")
    found = Fraction(str(value))
    if (found * 100).denominator != 1:
        raise FormError(path, "al massimo due decimali")
    return found


def _mistakes(form: dict[str, Any]) -> Iterator[FormError]:
    seen: set[str] = set()
    for index, one in enumerate(form["families"]):
        if one["id"] in seen:
            yield FormError(f"families[{index}].id", f"c'è già: {one['id']}")
        seen.add(one["id"])
    yield from _unknown(form, seen)
    for name in ("frozen", "previous"):
        for index, one in enumerate(form.get(name, ())):
            for side in ("need", "offer"):
                if one[side] >= len(form[f"{side}s"]):
                    yield FormError(f"{name}[{index}].{side}", f"non c'è: {one[side]}")


def _unknown(form: dict[str, Any], known: set[str]) -> Iterator[FormError]:
    for index, one in enumerate(form["families"]):
        for place, other in enumerate(one["trusts"]):
            if other not in known:
                yield FormError(f"families[{index}].trusts[{place}]", f"non c'è: {other}")
    for name in ("needs", "offers"):
        for index, one in enumerate(form[name]):
            if one["family"] not in known:
                yield FormError(f"{name}[{index}].family", f"non c'è: {one['family']}")


def write(answer: Answer) -> dict[str, Any]:
    """The rota, ready for JSON; hours as numbers."""
    return {
        "assignments": [{"need": one.need, "offer": one.offer} for one in answer.assignments],
        "unserved": [{"need": one.need, "reason": one.reason} for one in answer.unserved],
        "hours_served": _plain(answer.hours_served),
        "value": _plain(answer.hours_served),
        "bound": _plain(answer.bound),
        "gap": answer.gap,
        "balances": {name: _plain(hours) for name, hours in answer.balances.items()},
        "fund": [{"from": one.giver, "to": one.receiver, "hours": _plain(one.hours)} for one in answer.fund],
        "worst_balance": _plain(answer.fairness.worst),
        "sum_of_balances": _plain(answer.fairness.total),
        "carers": answer.fairness.carers,
        "status": str(answer.status),
        "ended_by": str(answer.ended_by),
        "proved": list(answer.proved),
        "why": answer.why,
        "seed": answer.seed,
        "seconds": answer.seconds,
    }


def _plain(hours: Fraction) -> float:
    whole = float(hours)
    return int(whole) if whole.is_integer() else round(whole, 4)
