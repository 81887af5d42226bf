"""The JSON form of a network: organisations with their kind, encounters with their day and who was there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jobcaffe.kernels.cohesion.model import Answer, Body, Case, Encounter, Measure
from jobcaffe.kernels.forms import FormError, Schema, listed, record, validate

_TEXT: Schema = {"type": "string", "minLength": 1}
_DAY: Schema = {"type": "string", "minLength": 10, "description": "YYYY-MM-DD."}
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Organisations that met",
    **record(
        "organisations encounters until",
        {
            "organisations": listed(record("id kind", {"id": _TEXT, "kind": _TEXT}), maxItems=20_000),
            "encounters": listed(
                record("id day present", {"id": _TEXT, "day": _DAY, "present": listed(_TEXT, maxItems=500)}),
                maxItems=100_000,
            ),
            "until": {**_DAY, "description": "Last day that counts, YYYY-MM-DD."},
            "permutations": {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 1000},
            "seed": {"type": "integer", "minimum": 0, "default": 0},
        },
    ),
    "examples": [
        {
            "organisations": [{"id": "forno", "kind": "company"}, {"id": "scuola", "kind": "school"}],
            "encounters": [{"id": "1", "day": "2026-10-03", "present": ["forno", "scuola"]}],
            "until": "2026-12-31",
        }
    ],
}


def read(data: object) -> Case:
    """The case of a form. Raises :class:`FormError` with the path of the field and the reason."""
    validate(SCHEMA, data)
    form: dict[str, Any] = dict(data)  # type: ignore[call-overload]
    for mistake in _mistakes(form):
        raise mistake
    case = Case(
        tuple(Body(**one) for one in form["organisations"]),
        tuple(Encounter(one["id"], one["day"], tuple(one["present"])) for one in form["encounters"]),
        form["until"],
        form.get("permutations", 1000),
        form.get("seed", 0),
    )
    _usable(case)
    return case


def _mistakes(form: dict[str, Any]) -> Iterator[FormError]:
    """What the schema cannot say: days that are none, organisations that are not listed."""
    listed_ones = {one["id"] for one in form["organisations"]}
    days = {"until": form["until"]}
    days |= {f"encounters[{at}].day": one["day"] for at, one in enumerate(form["encounters"])}
    yield from (
        FormError(path, f"non è una data (AAAA-MM-GG): {day[:20]}")
        for path, day in days.items()
        if not _is_day(day)
    )
    for at, one in enumerate(form["encounters"]):
        for place, name in enumerate(one["present"]):
            if name not in listed_ones:
                yield FormError(f"encounters[{at}].present[{place}]", f"non è fra organisations: {name}")


def _is_day(text: str) -> bool:
    from jobcaffe.kernels.cohesion.arrays import days_of

    try:
        days_of([text])
    except ValueError:
        return False
    return True


def _usable(case: Case) -> None:
    from jobcaffe.kernels.cohesion.arrays import Network

    try:
        Network(case)
    except ValueError as error:
        raise FormError("", str(error)) from None


def write(answer: Answer) -> dict[str, Any]:
    """The answer, ready for JSON: each measure with its parts and its words, then the quarters."""
    return {
        "measures": [_measure(one) for one in answer.measures.values()],
        "quarters": [
            {"quarter": one.name, "new_ties": one.new_ties, "ties": one.ties, "connected": one.connected}
            for one in answer.quarters
        ],
    }


def _measure(one: Measure) -> dict[str, Any]:
    return {
        "code": one.code,
        "value": one.value,
        "parts": dict(one.parts),
        "definition": one.definition,
        "sentence": str(one.sentence),
        "caveat": one.caveat,
    }
