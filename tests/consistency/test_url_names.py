"""Every address that a page or a view asks for by name is there: with ``as`` a wrong name says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from tests.consistency.source import PACKAGE

ASKED = re.compile(r"""(?:\{% url ['"]|reverse\(['"]|redirect\(['"])([a-z_]+:[a-z_]+)['"]""")


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The full names of all addresses."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from names(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield space + one.name


def test_every_address_that_is_asked_for_by_name_is_there() -> None:
    known = set(names(get_resolver()))
    files = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".html", ".txt"}]
    asked = {(path.name, name) for path in files for name in ASKED.findall(path.read_text())}
    assert {(file, name) for file, name in asked if name not in known} == set()
    assert len(asked) > 500
