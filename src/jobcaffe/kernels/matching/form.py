"""The JSON form of a market: its schema, reading it, writing the proposals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from jobcaffe.kernels.forms import FormError, Schema, listed, record, validate
from jobcaffe.kernels.matching.asking import Reply, Request
from jobcaffe.kernels.matching.model import FULL, Market, Means, Opportunity, Person, Proposal, week
from jobcaffe.kernels.matching.relaxing import Relaxed
from jobcaffe.kernels.matching.words import question, sentence

_NAME: Schema = {"type": "string", "minLength": 1}
_NAMES: Schema = listed(_NAME)
_YEARS: Schema = {"type": ["integer", "null"], "minimum": 0, "maximum": 120}
_TEXT: Schema = {"type": ["string", "null"], "minLength": 1}
_CLOCK: Schema = {"type": "string", "minLength": 5, "description": "HH:MM, up to 24:00."}
_SPAN: Schema = record(
    "day from to",
    {
        "day": {"type": "integer", "minimum": 0, "maximum": 6, "description": "0 is Monday."},
        "from": _CLOCK,
        "to": {**_CLOCK, "description": "Not after from: on into the next day."},
    },
)
_SPANS: Schema = listed(_SPAN)
_AT: Schema = {"type": "number", "minimum": -180, "maximum": 180}
_COORDINATES: Schema = listed(_AT, minItems=2, maxItems=2, description="Latitude, longitude in degrees.")


def _known(schema: Schema, text: str = "") -> Schema:
    """The same, or null: nobody has asked yet."""
    return {**schema, "type": [schema["type"], "null"], "description": f"{text} Null: not known.".strip()}


_PERSON: Schema = record(
    "id",
    {
        "id": _NAME,
        "skills": _known(_NAMES, "ESCO uris that she holds."),
        "occupations": {**_NAMES, "description": "ESCO uris that she wishes."},
        "sectors": _NAMES,
        "place": {**_TEXT, "description": "One of places."},
        "coordinates": _known(_COORDINATES),
        "means": _known(listed({"enum": [str(one) for one in Means]})),
        "limit": {
            "type": ["integer", "null"],
            "minimum": 0,
            "maximum": 1440,
            "description": "Minutes one way.",
        },
        "windows": _known(_SPANS, "When she can be at work or on the way."),
        "care": {**_SPANS, "description": "Hours of care, taken away from the windows."},
        "contracts": _known(_NAMES, "Those that she accepts."),
        "licences": _known(_NAMES, "Those that she holds."),
        "age": _YEARS,
        "protected": {"type": "boolean", "default": False, "description": "As declared, law 68/1999."},
    },
)
_OPPORTUNITY: Schema = record(
    "id",
    {
        "id": _NAME,
        "essential": _NAMES,
        "optional": _NAMES,
        "occupation": _TEXT,
        "sector": _TEXT,
        "place": {**_TEXT, "description": "One of places."},
        "coordinates": _known(_COORDINATES),
        "remote": {"type": "boolean", "default": False},
        "shifts": _known(listed(_SPANS), "Alternatives: one is enough. Empty: hours as one likes."),
        "contract": _TEXT,
        "licences": _NAMES,
        "age_from": _YEARS,
        "age_to": _YEARS,
        "age_law": {"type": "string", "description": "The law that allows a limit of age."},
        "protected": {"type": "boolean", "default": False, "description": "Reserved by law 68/1999."},
        "places": {"type": ["integer", "null"], "minimum": 0, "default": 1},
        "freshness": {"type": ["integer", "null"], "minimum": 0, "maximum": 100},
    },
)
_MONDAY_TO_FRIDAY = [{"day": day, "from": "08:30", "to": "16:00"} for day in range(5)]
_MORNINGS = [{"day": day, "from": "09:00", "to": "13:00"} for day in range(5)]
_EVENINGS = [{"day": day, "from": "17:00", "to": "20:00"} for day in range(5)]
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Who fits what",
    **record(
        "persons opportunities",
        {
            "k": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 3},
            "spread": {
                "type": "integer",
                "minimum": 0,
                "maximum": 10_000,
                "default": 0,
                "description": "How many options to spread the proposals over; 0: do not spread.",
            },
            "changes": {"type": "boolean", "default": True, "description": "What one change would open."},
            "persons": listed(_PERSON),
            "opportunities": listed(_OPPORTUNITY),
            "places": {"type": "object", "additionalProperties": _COORDINATES},
            "travel": listed(
                record(
                    "from to means minutes",
                    {
                        "from": _NAME,
                        "to": _NAME,
                        "means": {"enum": [str(one) for one in Means]},
                        "minutes": {"type": "integer", "minimum": 0},
                    },
                ),
                description="Minutes that are known better than by distance.",
            ),
            "groups": {
                "type": "object",
                "additionalProperties": _NAME,
                "description": "Of a skill or occupation: its broader group in ESCO.",
            },
            "rarity": {
                "type": "object",
                "additionalProperties": {"type": "number", "minimum": 0, "maximum": 100},
                "description": "Idf of skills; without, counted over the opportunities.",
            },
        },
    ),
    "examples": [
        {
            "k": 2,
            "persons": [
                {
                    "id": "Lucia",
                    "skills": ["riordinare", "cucinare", "assistere"],
                    "occupations": ["aiuto cuoca"],
                    "place": "Lainate",
                    "means": ["walk", "bike", "public"],
                    "limit": 30,
                    "windows": _MONDAY_TO_FRIDAY,
                    "contracts": None,
                    "licences": [],
                }
            ],
            "opportunities": [
                {
                    "id": "mensa",
                    "essential": ["cucinare", "igiene"],
                    "optional": ["riordinare"],
                    "occupation": "aiuto cuoca",
                    "place": "Lainate",
                    "shifts": [_MORNINGS, _EVENINGS],
                    "contract": "tempo determinato",
                    "freshness": 100,
                },
                {
                    "id": "uffici",
                    "essential": ["riordinare"],
                    "optional": ["lavare"],
                    "place": "Lainate",
                    "shifts": [_EVENINGS],
                    "freshness": 60,
                },
            ],
            "places": {"Lainate": [45.5714, 9.0267]},
            "groups": {
                "riordinare": "pulizie", "lavare": "pulizie", "cucinare": "cucina", "igiene": "cucina"
            },
        }
    ],
}  # fmt: skip


def read(data: object) -> Request:
    """The request of a form. Raises :class:`FormError` with the path of the field and the reason."""
    validate(SCHEMA, data)
    form: dict[str, Any] = dict(data)  # type: ignore[call-overload]
    for error in _mistakes(form):
        raise error
    market = Market(
        persons=tuple(_person(f"persons[{row}]", one) for row, one in enumerate(form["persons"])),
        opportunities=tuple(
            _opportunity(f"opportunities[{row}]", one) for row, one in enumerate(form["opportunities"])
        ),
        places={name: (float(at[0]), float(at[1])) for name, at in form.get("places", {}).items()},
        travel={
            (one["from"], one["to"], Means(one["means"])): one["minutes"] for one in form.get("travel", ())
        },
        groups=form.get("groups", {}),
        rarity=form.get("rarity", {}),
    )
    return Request(market, form.get("k", 3), form.get("spread", 0), form.get("changes", True))


def _person(path: str, one: dict[str, Any]) -> Person:
    sets = ("skills", "contracts", "licences")
    windows = one.get("windows")
    return Person(
        id=one["id"],
        **{name: None if one.get(name) is None else frozenset(one[name]) for name in sets},
        occupations=frozenset(one.get("occupations", ())),
        sectors=frozenset(one.get("sectors", ())),
        place=one.get("place"),
        coordinates=_coordinates(one),
        means=None if one.get("means") is None else frozenset(map(Means, one["means"])),
        limit=one.get("limit"),
        windows=None if windows is None else _week(f"{path}.windows", windows),
        care=_week(f"{path}.care", one.get("care", []), outward=True),
        age=one.get("age"),
        protected=one.get("protected", False),
    )


def _opportunity(path: str, one: dict[str, Any]) -> Opportunity:
    told = ("occupation", "sector", "place", "contract", "age_from", "age_to", "freshness")
    shifts = one.get("shifts")
    return Opportunity(
        id=one["id"],
        essential=tuple(one.get("essential", ())),
        optional=tuple(one.get("optional", ())),
        coordinates=_coordinates(one),
        remote=one.get("remote", False),
        shifts=None
        if shifts is None
        else tuple(_week(f"{path}.shifts[{row}]", two, outward=True) for row, two in enumerate(shifts)),
        licences=frozenset(one.get("licences", ())),
        age_law=one.get("age_law", ""),
        protected=one.get("protected", False),
        places=one.get("places", 1),
        **{name: one.get(name) for name in told},
    )


def _coordinates(one: dict[str, Any]) -> tuple[float, float] | None:
    at = one.get("coordinates")
    return None if at is None else (float(at[0]), float(at[1]))


def _week(path: str, spans: list[dict[str, Any]], *, outward: bool = False) -> int:
    found = []
    for row, one in enumerate(spans):
        begins, ends = (_minutes(f"{path}[{row}].{name}", one[name]) for name in ("from", "to"))
        if begins == 1440:
            raise FormError(f"{path}[{row}].from", "comincia prima di mezzanotte")
        found.append((one["day"], begins, ends))
    return week(found, outward=outward)


def _minutes(path: str, clock: str) -> int:
    hours, colon, minutes = clock.partition(":")
    digits = clock.isascii() and len(clock) == 5 and hours.isdigit() and minutes.isdigit() and bool(colon)
    total = 60 * int(hours) + int(minutes) if digits else -1
    if not 0 <= total <= 1440 or int(minutes) > 59:
        raise FormError(path, "deve essere un'ora, per esempio 08:30")
    return total


def _mistakes(form: dict[str, Any]) -> Iterator[FormError]:
    places = form.get("places", {})
    for name, at in places.items():
        yield from _degrees(f"places.{name}", at)
    for kind in ("persons", "opportunities"):
        seen: set[str] = set()
        for row, one in enumerate(form[kind]):
            path = f"{kind}[{row}]"
            if one["id"] in seen:
                yield FormError(f"{path}.id", f"c'è già: {one['id']}")
            seen.add(one["id"])
            if one.get("place") is not None and one["place"] not in places:
                yield FormError(f"{path}.place", f"non c'è fra places: {one['place']}")
            yield from _degrees(f"{path}.coordinates", one.get("coordinates"))
            ages = (one.get("age_from"), one.get("age_to"))
            if ages != (None, None) and not one.get("age_law"):
                yield FormError(
                    f"{path}.age_law", "un limite di età vale solo se una legge lo ammette: scrivi quale"
                )
    for uri, idf in form.get("rarity", {}).items():
        if idf != idf:
            yield FormError(f"rarity.{uri}", "non è un numero")


def _degrees(path: str, at: list[float] | None) -> Iterator[FormError]:
    if at is not None and not (-90 <= at[0] <= 90 and -180 <= at[1] <= 180):
        yield FormError(f"{path}[0]", "la latitudine va da -90 a 90")


def write(reply: Reply) -> dict[str, Any]:
    """The proposals, ready for JSON."""
    answer, people = reply.answer, reply.request.market.persons
    return {
        "people": [
            {
                "person": person.id,
                "proposals": [_proposal(one) for one in _of(reply.proposals, row)],
                "feasible": int(answer.feasible[row]),
                "open": int(answer.open[row]),
                "changes": [_change(one) for one in _of(reply.changes, row)],
                "reached": reply.reached(row),
            }
            for row, person in enumerate(people)
        ],
        "congestion": {"before": asdict(reply.before), "after": asdict(reply.after)},
        "value": reply.value,
        "bound": reply.bound,
        "gap": round(reply.gap, 6),
        "status": str(reply.status),
        "engine": answer.engine,
        "seed": answer.seed,
        "seconds": answer.seconds,
    }


def _of(rows: tuple[tuple[Any, ...], ...], row: int) -> tuple[Any, ...]:
    """Of this person; nothing when she was not reached."""
    return rows[row] if row < len(rows) else ()


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "opportunity": one.opportunity,
        "points": one.points,
        "score": one.points / FULL,
        "covered": list(one.covered),
        "nearly": [{"required": two.required, "held": list(two.held)} for two in one.nearly],
        "missing": list(one.missing),
        "wish": str(one.wish),
        "minutes": one.minutes,
        "means": None if one.means is None else str(one.means),
        "shifts": list(one.shifts),
        "ask": [{"side": str(two.side), "about": two.about, "question": question(two)} for two in one.ask],
    }


def _change(one: Relaxed) -> dict[str, Any]:
    return {
        "change": str(one.change),
        "detail": one.detail,
        "opens": len(one.opens),
        "opportunities": list(one.opens),
        "sentence": sentence(one),
    }
