"""How the tests of the look render a piece of template, and read it strictly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    """The page of all parts is there only in the demo."""
    settings.DEMO = True


@pytest.fixture(autouse=True)
def italian() -> Any:
    """Figures and words in Italian."""
    with translation.override("it"):
        yield


@pytest.fixture
def render() -> Callable[..., str]:
    """``render("{% chip 'done' %}", **context)`` → markup."""

    def draw(source: str, path: str = "/", **context: Any) -> str:
        request = RequestFactory().get(path)
        return engines["django"].from_string(source).render(context, request)

    return draw


def strictly(fragment: str) -> Element:
    """Parse as HTML 5; raises ``html5lib.html5parser.ParseError`` for what is not valid."""
    page = f"<!doctype html><html lang=it><head><title>t</title></head><body>{fragment}</body></html>"
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    body = parser.parse(page).find("body")
    assert body is not None
    return body


def drawn(body: Element, name: str) -> list[Element]:
    """Every SVG element of that name."""
    return list(body.iter(f"{{http://www.w3.org/2000/svg}}{name}"))


def text_of(element: Element) -> str:
    """All words inside, with single spaces."""
    return " ".join("".join(element.itertext()).split())
