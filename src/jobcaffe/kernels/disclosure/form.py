"""The JSON form of a table: its schema, reading it, writing what may be printed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from jobcaffe.kernels.disclosure.tables import PERIODS, Audience, Axis, Cell, Kind, Published, Table
from jobcaffe.kernels.forms import FormError, Schema, validate

_AXIS: Schema = {
    "type": "object",
    "required": ["labels", "attributes"],
    "additionalProperties": False,
    "properties": {
        "labels": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "attributes": {
            "type": "array",
            "description": "What the labels combine, such as sex and age band: [personal, personal].",
            "items": {"type": "string", "enum": [kind.value for kind in Kind]},
        },
    },
}
_CELLS: Schema = {
    "type": "array",
    "description": "One list per row, one whole count per column (one count without columns).",
    "minItems": 1,
    "items": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 0}},
}
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A table of counts to protect",
    "type": "object",
    "required": ["audience", "rows", "cells"],
    "additionalProperties": False,
    "properties": {
        "audience": {"type": "string", "enum": [audience.value for audience in Audience]},
        "rows": _AXIS,
        "columns": {**_AXIS, "type": ["object", "null"]},
        "cells": _CELLS,
        "persons": {"type": "boolean", "default": True},
        "sensitive": {"type": "boolean", "default": False, "description": "About health or hardship."},
        "telling": {"type": ["boolean", "null"], "description": "A zero may not be printed."},
        "closed": {"type": "boolean", "default": True},
        "period": {"type": "string", "enum": list(PERIODS), "default": "half_year"},
        "overlapping": {"type": "boolean", "default": False, "description": "Rows are 'di cui'."},
        "total": {"type": ["integer", "null"], "minimum": 0, "description": "Only of overlapping rows."},
        "earlier": {
            "type": "array",
            "description": "Cells of the same table in earlier periods, cumulative, from the first.",
            "items": _CELLS,
        },
    },
    "examples": [
        {
            "audience": "public",
            "rows": {"labels": ["donne", "uomini"], "attributes": ["personal"]},
            "columns": {"labels": ["18–29", "30–49", "50 e oltre"], "attributes": ["personal"]},
            "cells": [[12, 31, 4], [9, 0, 22]],
        }
    ],
}


def read(data: object) -> tuple[Table, Audience, list[Table]]:
    """The table, the audience and the earlier tables of a form.

    Raises :class:`FormError` with the path of the field and the reason.
    """
    validate(SCHEMA, data)
    form: dict[str, Any] = dict(data)  # type: ignore[call-overload]
    earlier = [_table(form, cells, f"earlier[{i}]") for i, cells in enumerate(form.get("earlier", []))]
    return _table(form, form["cells"], "cells"), Audience(form["audience"]), earlier


def _table(form: dict[str, Any], cells: list[list[int]], path: str) -> Table:
    rows, columns = _axis(form["rows"]), _axis(form.get("columns"))
    assert rows is not None  # noqa: S101  the schema requires it
    width = len(columns.labels) if columns else 1
    if len(cells) != len(rows.labels):
        raise FormError(path, f"le righe sono {len(cells)}, le etichette {len(rows.labels)}")
    for index, row in enumerate(cells):
        if len(row) != width:
            raise FormError(f"{path}[{index}]", f"deve avere {width} numeri, ne ha {len(row)}")
    more = {name: form[name] for name in _PLAIN if name in form}
    try:
        return Table(rows, columns, tuple(map(tuple, cells)), **more)
    except ValueError as error:
        raise FormError("total", _TOTAL) from error


_TOTAL = (
    "si dà solo con overlapping = true e senza colonne, e sta fra il numero più grande e la somma delle righe"
)
_PLAIN = ("persons", "sensitive", "telling", "closed", "period", "overlapping", "total")


def _axis(form: dict[str, Any] | None) -> Axis | None:
    if form is None:
        return None
    return Axis(tuple(form["labels"]), tuple(Kind(name) for name in form["attributes"]))


def write(published: Published) -> dict[str, Any]:
    """What may be printed, ready for JSON; ``refused`` alone when nothing may."""
    if published.refused:
        return {"refused": published.refused}
    return {
        "exact": published.exact,
        "cells": [[_cell(one) for one in row] for row in published.cells],
        "row_totals": [_cell(one) for one in published.row_totals],
        "column_totals": [_cell(one) for one in published.column_totals],
        "total": _cell(published.total) if published.total else None,
        "notes": list(published.notes),
    }


def _cell(one: Cell) -> dict[str, Any]:
    return asdict(one)
