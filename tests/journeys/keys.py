"""Hands that know only the keyboard."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

MANY = 120

# The element that a person sees as focused: the label of a check box that is drawn by its label.
STOP = """() => { const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    const label = e.labels && e.labels[0], box = e.getBoundingClientRect();
    const drawn = e.matches('[type=checkbox],[type=radio]') && label && (box.width < 8 || getComputedStyle(e).opacity === '0') ? label : e;
    const looks = [e, drawn, e.nextElementSibling].filter(Boolean).map(n => getComputedStyle(n))
        .some(s => (s.outlineStyle === 'solid' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none');
    const seen = drawn.getBoundingClientRect();
    const x = Math.min(Math.max(seen.left + seen.width / 2, 0), innerWidth - 1), y = seen.top + seen.height / 2;
    const top = document.elementFromPoint(x, y);
    return { name: (label ? label.textContent : e.getAttribute('aria-label') || e.textContent).trim().replace(/\\s+/g, ' '),
        kind: e.type || e.tagName.toLowerCase(), field: e.name || '', html: e.outerHTML.slice(0, 120), looks, foot: !!e.closest('footer'),
        covered: !top || !(drawn.contains(top) || top.contains(drawn) || (label && label.contains(top))) } }"""


def stop(page: Page) -> dict[str, Any] | None:
    """Where the keyboard is: its name, whether it is seen and not covered; ``None`` nowhere."""
    found: dict[str, Any] | None = page.evaluate(STOP)
    return found


def stops(page: Page) -> list[dict[str, Any]]:
    """Every place where Tab stops, from the top of the page to its end."""
    found = []
    for _n in range(400):
        page.keyboard.press("Tab")
        one = stop(page)
        if one is None:
            return found
        found.append(one)
    raise AssertionError("the keyboard goes round without an end")


def tab_to(page: Page, name: str, kind: str = "") -> None:
    """Tab until the place with this name. Raises ``AssertionError`` when it never comes."""
    met = []
    for _n in range(MANY):
        one = stop(page)
        if one and one["name"].startswith(name) and (not kind or one["kind"] == kind):
            return
        met.append(one and one["name"])
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {name!r} on {page.url}: {met}")


def write(page: Page, name: str, text: str) -> None:
    """Tab to a field and type, as hands do."""
    tab_to(page, name)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def tick(page: Page, name: str) -> None:
    """Tab to a check box and press the space bar."""
    tab_to(page, name)
    page.keyboard.press("Space")


def press(page: Page, name: str) -> None:
    """Tab to a link or a button and press Enter; waits for the next page."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
