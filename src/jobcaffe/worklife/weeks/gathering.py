"""From what she wrote to the form of the kernel, and from its answer to the half hours to count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from jobcaffe.worklife.weeks import catalogue

ME, HOME = "io", "casa"
HALF = 30
Row = dict[str, Any]


def form_of(body: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The kernel's form of a household."""
    return {
        "adults": [ME, *(one["id"] for one in body.get("adulti", []))],
        "children": [_child(one, today) for one in body.get("bambini", [])],
        "home": HOME,
        "travel": list(_travel(body)),
        "commitments": [_commitment(one) for one in body.get("impegni", [])],
        "carers": [_carer(one) for one in body.get("aiuti", [])],
        "options": list(_options(body)),
    }


def digest_of(form: Mapping[str, Any]) -> str:
    """Tells whether a result still belongs to what is written."""
    return hashlib.sha256(json.dumps(form, sort_keys=True).encode()).hexdigest()


def _child(one: Row, today: date) -> Row:
    return {
        "id": one["id"],
        "age": max(today.year - int(one["year"]), 0),
        "alone_from": int(one["alone_from"]),
    }


def _travel(body: Mapping[str, Any]) -> Iterator[Row]:
    for place in body.get("luoghi", []):
        yield {"a": HOME, "b": place["id"], "minutes": int(place["minutes"])}
    for way in body.get("strade", []):
        yield {"a": way["a"], "b": way["b"], "minutes": int(way["minutes"])}


def _days(one: Row) -> list[int]:
    return sorted(int(day) for day in one["days"])


def _commitment(one: Row) -> Row:
    hours = {"days": _days(one), "from": one["from"], "to": one["to"]}
    return {"id": one["id"], "who": one["who"], "where": one["where"], "kind": one["kind"], **hours}


def _carer(one: Row) -> Row:
    hours = {"days": _days(one), "from": one["from"], "to": one["to"]}
    return {"id": one["id"], "children": one["children"], "brings": bool(one.get("brings")), **hours}


def _options(body: Mapping[str, Any]) -> Iterator[Row]:
    for one in body.get("scelte-orari", []):
        yield {**_head(one), "changes": [_change(one)]}
    for one in body.get("scelte-aiuti", []):
        yield {**_head(one), "carers": [_carer(one)]}
    for one in body.get("scelte-luoghi", []):
        yield {**_head(one), "services": [_service(one)]}


def _head(one: Row) -> Row:
    return {"id": one["id"], "cost": catalogue.cost(one["cost"])}


def _change(one: Row) -> Row:
    made: Row = {"commitment": one["commitment"], "days": _days(one)}
    if one["what"] == "drop":
        return {**made, "drop": True}
    if one["what"] == "home":
        return {**made, "where": HOME}
    return made | {name: one[name] for name in ("from", "to") if one.get(name)}


def _service(one: Row) -> Row:
    hours = {"days": _days(one), "from": one["from"], "to": one["to"]}
    return {"id": f"servizio-{one['id']}", "who": one["who"], "where": one["where"], **hours}


def minutes(clock: str) -> int:
    """Minutes after midnight of "HH:MM"."""
    return int(clock[:2]) * 60 + int(clock[3:5])


def slots_of(answer: Mapping[str, Any]) -> list[int]:
    """The unmet half hours of an answer that are counted: weekday × 48 + half hour, each once."""
    found: set[int] = set()
    counted = catalogue.half_hours()
    for one in answer.get("uncovered", []):
        first, last = minutes(one["from"]) // HALF, -(-minutes(one["to"]) // HALF)
        found |= {one["day"] * 48 + half for half in range(first, last) if half in counted}
    return sorted(found)
