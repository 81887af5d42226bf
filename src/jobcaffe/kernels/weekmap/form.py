"""The JSON form of a household's week. Times are "HH:MM", days 0 (Monday) to 6."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jobcaffe.kernels.forms import FormError, Schema, listed, record, validate
from jobcaffe.kernels.weekmap.model import Answer, Carer, Change, Child, Commitment, Instance, Option

MOST_OPTIONS = 40
_ID: Schema = {"type": "string", "minLength": 1}
_DAYS: Schema = {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 6}, "minItems": 1}
_TIME: Schema = {"type": "string", "minLength": 5, "description": "HH:MM, from 00:00 to 24:00."}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_COMMITMENT = record(
    "id who where days from to",
    {"id": _ID, "who": _ID, "where": _ID, "days": _DAYS, "from": _TIME, "to": _TIME, "kind": _ID},
)
_CARER = record(
    "id children days from to",
    {
        "id": _ID,
        "children": {"type": "array", "items": _ID, "minItems": 1},
        "days": _DAYS,
        "from": _TIME,
        "to": _TIME,
        "brings": {"type": "boolean", "default": False},
    },
)
_CHANGE = record(
    "commitment days",
    {
        "commitment": _ID,
        "days": _DAYS,
        "from": _TIME,
        "to": _TIME,
        "where": _ID,
        "drop": {"type": "boolean", "default": False},
    },
)
_OPTION = record(
    "id cost",
    {
        "id": _ID,
        "cost": _COUNT,
        "changes": listed(_CHANGE),
        "carers": listed(_CARER),
        "services": {**listed(_COMMITMENT), "description": "A child is somewhere and looked after."},
        "not_with": {"type": "array", "items": _ID},
    },
)
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A household's week",
    **record(
        "adults children home travel commitments",
        {
            "adults": {"type": "array", "items": _ID, "minItems": 1, "maxItems": 4},
            "children": listed(
                record("id age alone_from", {"id": _ID, "age": _COUNT, "alone_from": _COUNT}), maxItems=8
            ),
            "home": _ID,
            "travel": {
                **listed(record("a b minutes", {"a": _ID, "b": _ID, "minutes": {**_COUNT, "maximum": 240}})),
                "description": "Same both ways. Every place needs its way from home; others go past home.",
            },
            "commitments": listed(_COMMITMENT),
            "carers": {**listed(_CARER), "description": "At home with these children."},
            "options": listed(_OPTION, maxItems=MOST_OPTIONS),
        },
    ),
    "examples": [
        {
            "adults": ["io"],
            "children": [{"id": "Anna", "age": 7, "alone_from": 11}],
            "home": "casa",
            "travel": [
                {"a": "casa", "b": "scuola", "minutes": 10},
                {"a": "scuola", "b": "lavoro", "minutes": 15},
                {"a": "casa", "b": "lavoro", "minutes": 20},
            ],
            "commitments": [
                {
                    "id": "scuola",
                    "who": "Anna",
                    "where": "scuola",
                    "days": [0, 1],
                    "from": "08:30",
                    "to": "16:30",
                },
                {
                    "id": "lavoro",
                    "who": "io",
                    "where": "lavoro",
                    "days": [0, 1],
                    "from": "08:30",
                    "to": "14:00",
                    "kind": "lavoro",
                },
            ],
            "carers": [],
            "options": [
                {
                    "id": "entro più tardi",
                    "cost": 2,
                    "changes": [{"commitment": "lavoro", "days": [0, 1], "from": "08:45"}],
                },
                {
                    "id": "pre-scuola",
                    "cost": 3,
                    "services": [
                        {
                            "id": "pre",
                            "who": "Anna",
                            "where": "scuola",
                            "days": [0, 1],
                            "from": "07:30",
                            "to": "08:30",
                        }
                    ],
                },
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
        adults=tuple(form["adults"]),
        children=tuple(Child(**one) for one in form["children"]),
        home=form["home"],
        travel={frozenset((one["a"], one["b"])): one["minutes"] for one in form["travel"]},
        commitments=_commitments(form["commitments"], "commitments"),
        carers=_carers(form.get("carers", []), "carers"),
        options=tuple(_option(index, one) for index, one in enumerate(form.get("options", []))),
    )


def _minutes(path: str, text: str) -> int:
    """Minutes after midnight. Raises :class:`FormError` for what is no time."""
    hours, colon, rest = text.partition(":")
    digits = text.isascii() and hours.isdigit() and rest.isdigit()
    if not (colon and len(text) == 5 and digits and int(rest) < 60):
        raise FormError(path, "serve un'ora come 08:30")
    found = int(hours) * 60 + int(rest)
    if found > 24 * 60:
        raise FormError(path, "dopo le 24:00 comincia un altro giorno")
    return found


def _commitments(rows: list[dict[str, Any]], path: str) -> tuple[Commitment, ...]:
    return tuple(
        Commitment(
            id=one["id"],
            who=one["who"],
            where=one["where"],
            days=tuple(one["days"]),
            start=_minutes(f"{path}[{index}].from", one["from"]),
            end=_minutes(f"{path}[{index}].to", one["to"]),
            kind=one.get("kind", ""),
        )
        for index, one in enumerate(rows)
    )


def _carers(rows: list[dict[str, Any]], path: str) -> tuple[Carer, ...]:
    return tuple(
        Carer(
            id=one["id"],
            children=tuple(one["children"]),
            days=tuple(one["days"]),
            start=_minutes(f"{path}[{index}].from", one["from"]),
            end=_minutes(f"{path}[{index}].to", one["to"]),
            brings=one.get("brings", False),
        )
        for index, one in enumerate(rows)
    )


def _option(index: int, one: dict[str, Any]) -> Option:
    path = f"options[{index}]"
    return Option(
        id=one["id"],
        cost=one["cost"],
        changes=tuple(_change(f"{path}.changes[{at}]", row) for at, row in enumerate(one.get("changes", []))),
        carers=_carers(one.get("carers", []), f"{path}.carers"),
        services=_commitments(one.get("services", []), f"{path}.services"),
        not_with=tuple(one.get("not_with", [])),
    )


def _change(path: str, one: dict[str, Any]) -> Change:
    start, end = (_minutes(f"{path}.{name}", one[name]) if name in one else None for name in ("from", "to"))
    return Change(
        one["commitment"], tuple(one["days"]), start, end, one.get("where"), drop=one.get("drop", False)
    )


def _mistakes(form: dict[str, Any]) -> Iterator[FormError]:
    people = [*form["adults"], *(one["id"] for one in form["children"])]
    yield from _twice("adults", people)
    yield from _twice("commitments", [one["id"] for one in _all_commitments(form)])
    yield from _twice("options", [one["id"] for one in form.get("options", [])])
    yield from _unknown(form, set(people))
    yield from _ways(form)


def _all_commitments(form: dict[str, Any]) -> list[dict[str, Any]]:
    services = [row for one in form.get("options", []) for row in one.get("services", [])]
    return [*form["commitments"], *services]


def _twice(path: str, names: list[str]) -> Iterator[FormError]:
    for name in sorted({one for one in names if names.count(one) > 1}):
        yield FormError(path, f"c'è due volte: {name}")


def _unknown(form: dict[str, Any], people: set[str]) -> Iterator[FormError]:
    children, options = {one["id"] for one in form["children"]}, form.get("options", [])
    commitments = {one["id"] for one in form["commitments"]}
    wanted = [("commitments", one["who"], people) for one in form["commitments"]]
    wanted += [
        ("options.services", one["who"], children) for row in options for one in row.get("services", [])
    ]
    carers = [*form.get("carers", []), *(one for row in options for one in row.get("carers", []))]
    wanted += [("carers", child, children) for one in carers for child in one["children"]]
    wanted += [
        ("options.changes", one["commitment"], commitments)
        for row in options
        for one in row.get("changes", [])
    ]
    wanted += [
        ("options.not_with", one, {row["id"] for row in options})
        for row in options
        for one in row.get("not_with", [])
    ]
    for row in options:
        if row["id"] in row.get("not_with", []):
            yield FormError("options.not_with", f"{row['id']} non può escludere sé stessa")
    for path, name, known in wanted:
        if name not in known:
            yield FormError(path, f"non c'è: {name}")


def _ways(form: dict[str, Any]) -> Iterator[FormError]:
    told = {frozenset((one["a"], one["b"])) for one in form["travel"]}
    changed = [row for one in form.get("options", []) for row in one.get("changes", []) if "where" in row]
    places = {row["where"] for row in [*_all_commitments(form), *changed]}.union(*told)
    for place in sorted(places - {form["home"]}):
        if frozenset((form["home"], place)) not in told:
            yield FormError("travel", f"mancano i minuti da {form['home']} a {place}")


def write(answer: Answer) -> dict[str, Any]:
    """The answer, ready for JSON; times as "HH:MM"."""
    return {
        "clashes": [
            {"day": one.day, "who": one.who, "first": one.first, "second": one.second, "missing": one.missing}
            for one in answer.clashes
        ],
        "uncovered": [
            {"day": one.day, "child": one.child, "from": _clock(one.start), "to": _clock(one.end)}
            for one in answer.uncovered
        ],
        "alternatives": [
            {
                "options": list(one.options),
                "cost": one.cost,
                "trips": [
                    {
                        "day": trip.day,
                        "who": trip.who,
                        "from": trip.origin,
                        "to": trip.to,
                        "leaves": _clock(trip.start),
                        "arrives": _clock(trip.end),
                        "children": list(trip.children),
                    }
                    for trip in one.trips
                ],
            }
            for one in answer.alternatives
        ],
        "smallest_clash": list(answer.smallest_clash),
        "minutes": {name: dict(row) for name, row in answer.minutes.items()},
        "value": answer.value,
        "bound": answer.bound,
        "gap": 0.0 if not answer.value else round((answer.value - answer.bound) / answer.value, 6),
        "status": str(answer.status),
        "ended_by": answer.ended_by,
        "why": answer.why,
        "seed": answer.seed,
        "seconds": answer.seconds,
    }


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
