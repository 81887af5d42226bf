"""Every address of the site, from the resolver itself, with objects to fill it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.exceptions import NoReverseMatch


@dataclass(frozen=True)
class Address:
    """One address: its name, its view's door, and the names of its arguments."""

    name: str
    route: str
    callback: Callable[..., Any]
    arguments: tuple[str, ...]

    @property
    def capability(self) -> str:
        """The capability of the door; empty when there is none, which is a mistake."""
        return str(getattr(self.callback, "capability", ""))

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods the door takes."""
        return tuple(getattr(self.callback, "methods", ()))


def walk(
    patterns: list[Any] | None = None,
    spaces: tuple[str, ...] = (),
    route: str = "/",
    outer: tuple[str, ...] = (),
) -> Iterator[Address]:
    """All addresses of the resolver."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        path = route + str(entry.pattern)
        arguments = (*outer, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from walk(entry.url_patterns, inner, path, arguments)
        elif isinstance(entry, URLPattern):
            yield Address(":".join((*spaces, entry.name or "?")), path, entry.callback, arguments)


@dataclass
class World:
    """Objects that fill the arguments: by ``name:argument``, by ``room:argument``, or by argument alone."""

    values: dict[str, Any] = field(default_factory=dict)

    def url(self, address: Address) -> str:
        """The address filled. Raises ``KeyError`` for an argument nobody thought of."""
        from django.urls import reverse

        filled = {name: self._value(address, name) for name in address.arguments}
        unknown = [name for name, value in filled.items() if value is None]
        if unknown:
            raise KeyError(
                f"{address.name} ({address.route}) needs {unknown}: tell tests/attack/test_access.py"
            )
        try:
            return reverse(address.name, kwargs=filled)
        except NoReverseMatch as error:
            raise KeyError(f"{address.name}: {error}") from error

    def _value(self, address: Address, name: str) -> Any:
        """The nearest value of an argument; ``None`` when there is none."""
        room = address.name.partition(":")[0]
        keys = (f"{address.name}:{name}", f"{room}:{name}", name)
        return next((self.values[key] for key in keys if key in self.values), None)
