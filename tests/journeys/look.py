"""What eyes and fingers need of a page, measured in the browser."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.foundation.ui.browser import overflow, violations

SMALLEST_TEXT = 14
SMALLEST_TARGET = 24

# WCAG 2.2, 1.4.12. A constructed style sheet: the policy of the page lets no other in.
SPACING = """() => { const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important;'
        + ' word-spacing: .16em !important } p { margin-bottom: 2em !important }');
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]; }"""

BONES = """() => ({ h1: [...document.querySelectorAll('h1')].filter(e => e.textContent.trim()).length,
    title: document.title.trim(), lang: document.documentElement.lang,
    main: document.querySelectorAll('main').length,
    ids: [...document.querySelectorAll('[id]')].map(e => e.id).filter((id, n, all) => all.indexOf(id) !== n) })"""

SMALL_TEXT = """least => [...document.querySelectorAll('body *')]
    .filter(e => e.checkVisibility() && !e.closest('.visually-hidden, title, desc')
        && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
    .map(e => { const svg = e.closest('svg'), box = svg && svg.viewBox.baseVal;
        const scale = box && box.width ? svg.getBoundingClientRect().width / box.width : 1;
        return [parseFloat(getComputedStyle(e).fontSize) * scale, e.outerHTML.slice(0, 120)] })
    .filter(([size]) => size < least).map(one => one.join(' px: '))"""

# The label counts for a hidden radio; a link inside a sentence is as tall as the sentence.
SMALL_TARGETS = """least => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
    .filter(e => e.checkVisibility() && !e.closest('.visually-hidden, .j-skip')
        && !(e.matches('a') && getComputedStyle(e).display === 'inline'
             && [...e.parentElement.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())))
    .map(e => { const label = e.matches('[type=checkbox],[type=radio]') && e.labels && e.labels[0];
        const box = (label || e).getBoundingClientRect();
        return [Math.min(box.width, box.height), e.outerHTML.slice(0, 120)] })
    .filter(([size]) => size > 0 && size < least).map(one => one.join(' px: '))"""


def bones(page: Page) -> list[str]:
    """One h1, one main, a title, a language, no id twice."""
    found = page.evaluate(BONES)
    problems = [f"{found[name]} {name}" for name in ("h1", "main") if found[name] != 1]
    problems += [f"no {name}" for name in ("title", "lang") if not found[name]]
    return problems + [f"id twice: {one}" for one in found["ids"]]


def narrow(page: Page) -> list[str]:
    """At 320 pixels, and with spaced words, nothing is wider than the window."""
    page.set_viewport_size({"width": 320, "height": 640})
    problems = [f"320 px: {overflow(page)} px too wide"] if overflow(page) else []
    page.evaluate(SPACING)
    if overflow(page):
        problems.append(f"320 px, spaced words: {overflow(page)} px too wide")
    return problems


def _unroll(page: Page) -> None:
    """A window as tall as the page: what a fixed bar covers there, no scrolling brings out."""
    width = page.evaluate("innerWidth")
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})


def audit(page: Page) -> list[str]:
    """Everything, at the present width and then at 320 pixels."""
    _unroll(page)
    problems = violations(page) + bones(page)
    problems += page.evaluate(SMALL_TEXT, SMALLEST_TEXT)
    problems += page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
    return problems + narrow(page)
