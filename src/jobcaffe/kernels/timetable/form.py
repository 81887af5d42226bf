"""The JSON forms of a fair: their schemas, reading them, writing the timetable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jobcaffe.kernels.forms import FormError, Schema, listed, record, validate
from jobcaffe.kernels.timetable.model import (
    Answer,
    Business,
    Citizen,
    Citizens,
    Exhibitor,
    Participant,
    Place,
    Talk,
    When,
    Wish,
)

_ID: Schema = {"type": "string", "minLength": 1}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_ONE: Schema = {"type": "integer", "minimum": 1}
_SLOTS: Schema = {"type": "integer", "minimum": 1, "maximum": 400}
_NAME: Schema = {"type": "string", "description": "Of the instance; not used."}
_PLACE = record("citizen exhibitor slot", {"citizen": _ID, "exhibitor": _ID, "slot": _COUNT})
_PLACES: Schema = {"type": ["array", "null"], "items": _PLACE}
BUSINESS: Schema = record(
    "kind slots morning_slots tables max_break_difference participants talks",
    {
        "kind": {"enum": ["business"]},
        "name": _NAME,
        "slots": _SLOTS,
        "morning_slots": {**_COUNT, "description": "Slots below this are in the morning."},
        "tables": {**_COUNT, "description": "Talks that fit in one slot."},
        "max_break_difference": _COUNT,
        "participants": listed(record("id", {"id": _ID, "unavailable": listed(_COUNT)})),
        "talks": listed(
            record(
                "id a b",
                {
                    "id": _ID,
                    "a": _ID,
                    "b": _ID,
                    "when": {"enum": ["any", "morning", "afternoon"]},
                    "slot": {"type": ["integer", "null"], "minimum": 0},
                    "after": listed(_ID),
                },
            )
        ),
    },
)
CITIZENS: Schema = record(
    "kind slots max_talks bonus idle_penalty citizens exhibitors wishes",
    {
        "kind": {"enum": ["citizens"]},
        "name": _NAME,
        "slots": _SLOTS,
        "max_talks": _COUNT,
        "bonus": {**listed(_COUNT), "description": "For the first, second … talk; never rising."},
        "idle_penalty": _COUNT,
        "citizens": listed(
            record("id from to", {"id": _ID, "from": _COUNT, "to": _COUNT, "away": listed(_COUNT)})
        ),
        "exhibitors": listed(record("id tables", {"id": _ID, "tables": listed(_COUNT)})),
        "wishes": listed(
            record("citizen exhibitor value", {"citizen": _ID, "exhibitor": _ID, "value": _ONE})
        ),
        "pinned": {**listed(_PLACE), "description": "These talks are where they are."},
        "forbidden": listed(record("citizen exhibitor", {"citizen": _ID, "exhibitor": _ID})),
        "now": {**_COUNT, "description": "Slots before are as in previous."},
        "present": {"type": ["array", "null"], "items": _ID, "description": "Who may talk in slot now."},
        "previous": {**_PLACES, "description": "The timetable so far; before now, the talks that were held."},
        "keep_reward": _COUNT,
    },
)
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Who meets whom, when: business meetings or citizens at stands",
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"enum": ["business", "citizens"]}},
    "examples": [
        {
            "kind": "citizens", "slots": 3, "max_talks": 2, "bonus": [100, 40], "idle_penalty": 3,
            "citizens": [{"id": "c0", "from": 0, "to": 2}, {"id": "c1", "from": 1, "to": 2}],
            "exhibitors": [{"id": "e0", "tables": [1, 1, 0]}, {"id": "e1", "tables": [0, 1, 1]}],
            "wishes": [
                {"citizen": "c0", "exhibitor": "e0", "value": 9},
                {"citizen": "c0", "exhibitor": "e1", "value": 4},
                {"citizen": "c1", "exhibitor": "e1", "value": 7},
            ],
        },
        {
            "kind": "business", "slots": 3, "morning_slots": 2, "tables": 1, "max_break_difference": 2,
            "participants": [{"id": "1", "unavailable": [0]}, {"id": "2"}, {"id": "3"}],
            "talks": [{"id": "a", "a": "1", "b": "2"}, {"id": "b", "a": "2", "b": "3", "after": ["a"]}],
        },
    ],
}  # fmt: skip
_FORMS = {"business": BUSINESS, "citizens": CITIZENS}


def published() -> dict[str, Any]:
    """The schema that is shown: the two forms beside their examples."""
    return {**SCHEMA, "oneOf": [BUSINESS, CITIZENS]}


def read(data: object) -> Business | Citizens:
    """The instance of a form. Raises :class:`FormError` with the path of the field and the reason."""
    validate(SCHEMA, data)
    form: dict[str, Any] = dict(data)  # type: ignore[call-overload]
    validate(_FORMS[form["kind"]], form)
    business = form["kind"] == "business"
    for error in _business_mistakes(form) if business else _citizens_mistakes(form):
        raise error
    return _business(form) if business else _citizens(form)


def _business(form: dict[str, Any]) -> Business:
    return Business(
        slots=form["slots"],
        morning_slots=form["morning_slots"],
        tables=form["tables"],
        max_break_difference=form["max_break_difference"],
        participants=tuple(
            Participant(one["id"], tuple(one.get("unavailable", ()))) for one in form["participants"]
        ),
        talks=tuple(
            Talk(
                one["id"], one["a"], one["b"], When(one.get("when", "any")), one.get("slot"),
                tuple(one.get("after", ())),
            )
            for one in form["talks"]
        ),
    )  # fmt: skip


def _citizens(form: dict[str, Any]) -> Citizens:
    previous, present = form.get("previous"), form.get("present")
    return Citizens(
        slots=form["slots"],
        max_talks=form["max_talks"],
        bonus=tuple(form["bonus"]),
        idle_penalty=form["idle_penalty"],
        citizens=tuple(
            Citizen(one["id"], one["from"], one["to"], tuple(one.get("away", ()))) for one in form["citizens"]
        ),
        exhibitors=tuple(Exhibitor(one["id"], tuple(one["tables"])) for one in form["exhibitors"]),
        wishes=tuple(Wish(one["citizen"], one["exhibitor"], one["value"]) for one in form["wishes"]),
        pinned=_places(form.get("pinned", ())),
        forbidden=tuple((one["citizen"], one["exhibitor"]) for one in form.get("forbidden", ())),
        now=form.get("now", 0),
        present=None if present is None else tuple(present),
        previous=None if previous is None else _places(previous),
        keep_reward=form.get("keep_reward", 0),
    )


def _places(rows: Iterable[dict[str, Any]]) -> tuple[Place, ...]:
    return tuple(Place(one["citizen"], one["exhibitor"], one["slot"]) for one in rows)


def _twice(form: dict[str, Any], name: str) -> Iterator[FormError]:
    seen: set[str] = set()
    for index, one in enumerate(form[name]):
        if one["id"] in seen:
            yield FormError(f"{name}[{index}].id", f"c'è già: {one['id']}")
        seen.add(one["id"])


def _business_mistakes(form: dict[str, Any]) -> Iterator[FormError]:
    yield from _twice(form, "participants")
    yield from _twice(form, "talks")
    people = {one["id"] for one in form["participants"]}
    talks = {one["id"] for one in form["talks"]}
    for index, one in enumerate(form["talks"]):
        path = f"talks[{index}]"
        for side in ("a", "b"):
            if one[side] not in people:
                yield FormError(f"{path}.{side}", f"non c'è: {one[side]}")
        if one["a"] == one["b"]:
            yield FormError(f"{path}.b", "un incontro è fra due organizzazioni diverse")
        if (one.get("slot") or 0) >= form["slots"]:
            yield FormError(f"{path}.slot", f"i turni sono {form['slots']}")
        for place, earlier in enumerate(one.get("after", ())):
            if earlier not in talks or earlier == one["id"]:
                yield FormError(f"{path}.after[{place}]", f"non c'è: {earlier}")


def _citizens_mistakes(form: dict[str, Any]) -> Iterator[FormError]:
    yield from _twice(form, "citizens")
    yield from _twice(form, "exhibitors")
    for index, one in enumerate(form["citizens"]):
        if not one["from"] <= one["to"] < form["slots"]:
            yield FormError(f"citizens[{index}].to", f"da {one['from']} a {form['slots'] - 1}")
        if any(slot >= form["slots"] for slot in one.get("away", ())):
            yield FormError(f"citizens[{index}].away", f"i turni sono {form['slots']}")
    for index, one in enumerate(form["exhibitors"]):
        if len(one["tables"]) != form["slots"]:
            yield FormError(f"exhibitors[{index}].tables", f"servono {form['slots']} numeri, uno per turno")
    for index in range(1, len(form["bonus"])):
        if form["bonus"][index] > form["bonus"][index - 1]:
            yield FormError(f"bonus[{index}]", "non può essere più alto di quello prima")
    if form.get("now", 0) > form["slots"]:
        yield FormError("now", f"i turni sono {form['slots']}")
    yield from _unknown(form)


def _unknown(form: dict[str, Any]) -> Iterator[FormError]:
    known = {
        "citizen": {one["id"] for one in form["citizens"]},
        "exhibitor": {one["id"] for one in form["exhibitors"]},
    }
    for name in ("wishes", "forbidden", "pinned", "previous"):
        for index, one in enumerate(form.get(name) or ()):
            for side, names in known.items():
                if one[side] not in names:
                    yield FormError(f"{name}[{index}].{side}", f"non c'è: {one[side]}")
            if one.get("slot", 0) >= form["slots"]:
                yield FormError(f"{name}[{index}].slot", f"i turni sono {form['slots']}")
    seen: set[tuple[str, str]] = set()
    for index, one in enumerate(form["wishes"]):
        pair = (one["citizen"], one["exhibitor"])
        if pair in seen:
            yield FormError(f"wishes[{index}]", "questo desiderio c'è già")
        seen.add(pair)
    for index, who in enumerate(form.get("present") or ()):
        if who not in known["citizen"]:
            yield FormError(f"present[{index}]", f"non c'è: {who}")


def instance_form(instance: Business) -> dict[str, Any]:
    """The form of business talks, as it is read."""
    return {
        "kind": "business",
        "slots": instance.slots,
        "morning_slots": instance.morning_slots,
        "tables": instance.tables,
        "max_break_difference": instance.max_break_difference,
        "participants": [
            {"id": one.id, "unavailable": list(one.unavailable)} for one in instance.participants
        ],
        "talks": [
            {
                "id": one.id, "a": one.a, "b": one.b, "when": str(one.when), "slot": one.slot,
                "after": list(one.after),
            }
            for one in instance.talks
        ],
    }  # fmt: skip


def write(answer: Answer) -> dict[str, Any]:
    """The timetable, ready for JSON."""
    talks: list[dict[str, Any]] = [{"id": talk, "slot": slot} for talk, slot in answer.business]
    talks += [
        {"citizen": one.citizen, "exhibitor": one.exhibitor, "slot": one.slot} for one in answer.citizens
    ]
    return {
        "talks": talks,
        "unplaced": [
            {
                name: value
                for name in ("talk", "citizen", "exhibitor", "reason")
                if (value := getattr(one, name))
            }
            for one in answer.unplaced
        ],
        "value": answer.value,
        "bound": answer.bound,
        "gap": answer.gap,
        "status": str(answer.status),
        "ended_by": str(answer.ended_by),
        "why": answer.why,
        "clash": list(answer.clash),
        "seed": answer.seed,
        "seconds": answer.seconds,
    }
