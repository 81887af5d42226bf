"""The JSON form of a formation: its schema, reading it, writing the proposal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from jobcaffe.kernels.forms import FormError, Schema, listed, record, validate
from jobcaffe.kernels.grouping.model import Answer, Facilitator, Instance, Person, Running, Size

_ID: Schema = {"type": "string", "minLength": 1}
_IDS: Schema = {"type": "array", "items": _ID}
_COUNT: Schema = {"type": "integer", "minimum": 0}


_PAIR: Schema = {"type": "array", "items": _ID, "minItems": 2, "maxItems": 2}
_AT_LEAST_ONE: Schema = {"type": "integer", "minimum": 1}
_SIZE = record("min max low high", dict.fromkeys(("min", "max", "low", "high"), _AT_LEAST_ONE))
_FACILITATOR = record(
    "id themes slots max_groups", {"id": _ID, "themes": _IDS, "slots": _IDS, "max_groups": _COUNT}
)
_PERSON = record(
    "id themes slots",
    {
        "id": _ID,
        "themes": {**_IDS, "description": "From the dearest."},
        "slots": _IDS,
        "preferred": _IDS,
        "weeks_waiting": {**_COUNT, "default": 0},
        "traits": {"type": "object", "additionalProperties": _ID},
    },
)
_RUNNING = record(
    "id theme slot facilitator members",
    {"id": _ID, "theme": _ID, "slot": _ID, "facilitator": _ID, "members": _COUNT},
)
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Who goes in which mutual-aid group",
    **record(
        "size rooms facilitators people",
        {
            "size": {**_SIZE, "description": "min ≤ low ≤ high ≤ max."},
            "rooms": {
                "type": "object",
                "description": "Free rooms in each slot, beside the running groups.",
                "additionalProperties": _COUNT,
            },
            "facilitators": listed(_FACILITATOR),
            "people": listed(_PERSON),
            "apart": listed(_PAIR, description="Two people who never share a group."),
            "not_with": listed(_PAIR, description="A person, and a facilitator who never leads her."),
            "running": listed(_RUNNING, description="Groups that only gain members, up to max."),
        },
    ),
    "examples": [
        {
            "size": {"min": 2, "max": 4, "low": 2, "high": 3},
            "rooms": {"mar-18": 1, "gio-10": 1},
            "facilitators": [{"id": "f1", "themes": ["lavoro50"], "slots": ["mar-18"], "max_groups": 1}],
            "people": [
                {
                    "id": "p1",
                    "themes": ["lavoro50", "ansia"],
                    "slots": ["mar-18", "gio-10"],
                    "preferred": ["mar-18"],
                    "weeks_waiting": 3,
                    "traits": {"sesso": "F", "eta": "50+"},
                },
                {"id": "p2", "themes": ["lavoro50"], "slots": ["mar-18"]},
                {"id": "p3", "themes": ["lavoro50"], "slots": ["mar-18", "gio-10"]},
                {"id": "p4", "themes": ["ansia"], "slots": ["mar-18"]},
            ],
            "apart": [["p1", "p3"]],
            "not_with": [],
            "running": [
                {"id": "g0", "theme": "lavoro50", "slot": "gio-10", "facilitator": "f2", "members": 3}
            ],
        }
    ],
}


def read(data: object) -> Instance:
    """The instance of a form. Raises :class:`FormError` with the path of the field and the reason."""
    validate(SCHEMA, data)
    form: dict[str, Any] = dict(data)  # type: ignore[call-overload]
    for error in _mistakes(form):
        raise error
    return Instance(
        size=Size(**form["size"]),
        rooms=dict(form["rooms"]),
        facilitators=tuple(Facilitator(**_tuples(one)) for one in form["facilitators"]),
        people=tuple(Person(**_tuples(one)) for one in form["people"]),
        apart=tuple((a, b) for a, b in form.get("apart", ())),
        not_with=tuple((a, b) for a, b in form.get("not_with", ())),
        running=tuple(Running(**one) for one in form.get("running", ())),
    )


def _tuples(one: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}


def _mistakes(form: dict[str, Any]) -> Iterator[FormError]:
    size = form["size"]
    if not size["min"] <= size["low"] <= size["high"] <= size["max"]:
        yield FormError("size", "serve min ≤ low ≤ high ≤ max")
    for name in ("facilitators", "people", "running"):
        yield from _repeated(name, form.get(name, []))
    people = {one["id"] for one in form["people"]}
    leaders = {one["id"] for one in form["facilitators"]}
    leaders |= {one["facilitator"] for one in form.get("running", ())}
    yield from _unknown("apart", form, (people, people))
    yield from _unknown("not_with", form, (people, leaders))
    for index, (a, b) in enumerate(form.get("apart", ())):
        if a == b:
            yield FormError(f"apart[{index}]", "servono due persone diverse")


def _repeated(name: str, rows: list[dict[str, Any]]) -> Iterator[FormError]:
    seen: set[str] = set()
    for index, row in enumerate(rows):
        if row["id"] in seen:
            yield FormError(f"{name}[{index}].id", f"c'è già: {row['id']}")
        seen.add(row["id"])
        for field in ("themes", "slots"):
            if len(set(row.get(field, ()))) < len(row.get(field, ())):
                yield FormError(f"{name}[{index}].{field}", "la stessa voce c'è due volte")


def _unknown(name: str, form: dict[str, Any], known: tuple[set[str], set[str]]) -> Iterator[FormError]:
    for index, pair in enumerate(form.get(name, ())):
        for side, one in enumerate(pair):
            if one not in known[side]:
                yield FormError(f"{name}[{index}][{side}]", f"non c'è: {one}")


def write(answer: Answer) -> dict[str, Any]:
    """The proposal, ready for JSON; a group has an ``id`` only when it is a running one."""
    form = asdict(answer)
    for group in form["groups"]:
        if not group["id"]:
            del group["id"]
    return form
