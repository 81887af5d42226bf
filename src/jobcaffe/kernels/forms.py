"""The JSON forms of the kernels: checked against a JSON Schema, with the path of the first mistake.

A subset of JSON Schema 2020-12 that is enough for flat, typed forms: ``type``, ``properties``,
``required``, ``additionalProperties`` (false or a schema), ``items``, ``enum``, ``minimum``, ``maximum``,
``minItems``, ``maxItems``, ``minLength``. Any other keyword but ``title``, ``description``,
``default``, ``$schema`` and ``examples`` is refused when the schema is used, so that a schema
never promises what is not checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_WORDS = {
    "object": "un oggetto fra graffe",
    "array": "un elenco fra quadre",
    "string": "un testo",
    "integer": "un numero intero",
    "number": "un numero",
    "boolean": "true o false",
    "null": "null",
}
_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
_SILENT = frozenset({"title", "description", "default", "$schema", "examples"})


class FormError(ValueError):
    """A form that cannot be used: ``path`` of the field (``cells[2][1]``) and ``reason`` in Italian."""

    def __init__(self, path: str, reason: str) -> None:
        self.path, self.reason = path or "(tutto il file)", reason
        super().__init__(f"{self.path}: {reason}")


def record(required: str, properties: dict[str, Schema], **more: Any) -> dict[str, Any]:
    """An object with these fields and no others; ``required``: names, separated by spaces."""
    return {
        "type": "object",
        "required": required.split(),
        "additionalProperties": False,
        "properties": properties,
        **more,
    }


def listed(items: Schema, **more: Any) -> dict[str, Any]:
    """A list of such items."""
    return {"type": "array", "items": items, **more}


def validate(schema: Schema, data: object) -> None:
    """Raise :class:`FormError` for the first place where ``data`` does not fit ``schema``.

    Raises ``NotImplementedError`` for a schema with a keyword that is not checked here.
    """
    for error in _errors(schema, data, ""):
        raise error


def _errors(schema: Schema, data: object, path: str) -> Iterator[FormError]:
    if unknown := schema.keys() - _CHECKS.keys() - _SILENT:
        raise NotImplementedError(f"JSON Schema keyword not checked: {sorted(unknown)}")
    kinds = schema.get("type", [])
    if (wrong := _type_error(kinds, data)) is not None:
        yield FormError(path, wrong)
        return
    for keyword, check in _CHECKS.items():
        if keyword in schema:
            yield from check(schema, data, path)


def _type_error(kinds: str | list[str], data: object) -> str | None:
    names = [kinds] if isinstance(kinds, str) else kinds
    if not names or any(_TYPES[name](data) for name in names):
        return None
    return "deve essere " + " o ".join(_WORDS[name] for name in names)


def _properties(schema: Schema, data: Any, path: str) -> Iterator[FormError]:
    if not isinstance(data, dict):
        return
    for name, inner in schema["properties"].items():
        if name in data:
            yield from _errors(inner, data[name], f"{path}.{name}" if path else name)


def _required(schema: Schema, data: Any, path: str) -> Iterator[FormError]:
    for name in schema["required"]:
        if isinstance(data, dict) and name not in data:
            yield FormError(f"{path}.{name}" if path else name, "manca")


def _additional(schema: Schema, data: Any, path: str) -> Iterator[FormError]:
    known, others = schema.get("properties", {}), schema["additionalProperties"]
    for name in data if isinstance(data, dict) else ():
        place = f"{path}.{name}" if path else str(name)
        if name in known or others is True:
            continue
        if others is False:
            yield FormError(place, f"non è un campo. Ci sono: {', '.join(known)}")
        else:
            yield from _errors(others, data[name], place)


def _items(schema: Schema, data: Any, path: str) -> Iterator[FormError]:
    for index, item in enumerate(data if isinstance(data, list) else ()):
        yield from _errors(schema["items"], item, f"{path}[{index}]")


def _enum(schema: Schema, data: Any, path: str) -> Iterator[FormError]:
    if data not in schema["enum"]:
        yield FormError(path, f"può essere solo: {', '.join(map(str, schema['enum']))}")


def _bound(
    keyword: str, size: Callable[[Any], Any], low: bool, words: str
) -> Callable[..., Iterator[FormError]]:
    def check(schema: Schema, data: Any, path: str) -> Iterator[FormError]:
        bound = schema[keyword]
        if data is not None and (size(data) < bound if low else size(data) > bound):
            yield FormError(path, words.format(bound))

    return check


_CHECKS: dict[str, Callable[[Schema, Any, str], Iterator[FormError]]] = {
    "type": lambda schema, data, path: iter(()),
    "required": _required,
    "additionalProperties": _additional,
    "properties": _properties,
    "items": _items,
    "enum": _enum,
    "minimum": _bound("minimum", lambda value: value, True, "deve essere almeno {}"),
    "maximum": _bound("maximum", lambda value: value, False, "deve essere al massimo {}"),
    "minItems": _bound("minItems", len, True, "deve avere almeno {} elementi"),
    "maxItems": _bound("maxItems", len, False, "deve avere al massimo {} elementi"),
    "minLength": _bound("minLength", len, True, "deve avere almeno {} caratteri"),
}
