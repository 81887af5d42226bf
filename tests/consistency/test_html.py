"""Every page is well-formed, named, ordered, labelled, and asks the browser for protection."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from xml.etree.ElementTree import Element

import html5lib
import pytest
from html5lib.html5parser import ParseError

from tests.consistency.rendered import Shown

# The pages come from the database.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
# What other sites may show in a frame: nothing can be pressed in it.
FRAMED = {"fair:embed"}
# Parts of a page that it asks for by itself.
PIECES = {"fairday:piece"}
UNNAMED = {"hidden", "submit", "button", "image", "reset"}
HEADING = re.compile(r"h[1-6]$")
FRAGMENT = "<!doctype html><html lang='it'><title>t</title><body>"


def parsed(body: str) -> Element:
    """The tree of a page. Raises ``ParseError`` for what a browser would have to guess."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree: Element = parser.parse(body)
    return tree


def written(element: Element) -> str:
    """The text inside, in one line."""
    return " ".join("".join(element.itertext()).split())


def within(tree: Element, inside: Callable[[Element], bool]) -> set[Element]:
    """Everything in the parts of a page for which ``inside`` is true."""
    return {one for part in tree.iter() if inside(part) for one in part.iter()}


def headings(tree: Element) -> list[str]:
    """What is wrong with the order of the headings; a summary of mistakes stands before the title."""
    alerts = within(tree, lambda one: one.get("role") == "alert")
    ours = [one.tag for one in tree.iter() if isinstance(one.tag, str) and one not in alerts]
    levels = [int(tag[1]) for tag in ours if HEADING.match(tag)]
    found = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    jumps = [(a, b) for a, b in zip([0, *levels], levels, strict=False) if b > a + 1]
    return found + [f"h{b} after h{a}" for a, b in jumps]


def names(tree: Element) -> list[str]:
    """What is wrong with title, language and ids."""
    titles = [written(one) for one in tree.iter("title") if one.get("id") is None][:1]
    found = [] if titles and titles[0] else ["no title"]
    if tree.get("lang") not in {"it", "en"}:
        found.append("no language")
    ids = Counter(one.get("id") for one in tree.iter() if one.get("id") is not None)
    return found + [f"id {name!r} {count} times" for name, count in ids.items() if count > 1 or not name]


def labels(tree: Element) -> list[str]:
    """Fields without a name that can be read aloud, and buttons and links without words."""
    ids = {one.get("id") for one in tree.iter()}
    labelled = {one.get("for") for one in tree.iter("label") if written(one)}
    for label in tree.iter("label"):
        labelled.update(one.get("id", id(one)) for one in label.iter())  # type: ignore[arg-type]
    found = []
    unseen = within(tree, lambda one: one.get("hidden") is not None)
    for one in tree.iter():
        if one in unseen:
            continue
        if one.tag in {"input", "select", "textarea"} and one.get("type", "text") not in UNNAMED:
            key = one.get("id", id(one))
            pointed = set((one.get("aria-labelledby") or "").split())
            if not (one.get("aria-label") or (pointed and pointed <= ids) or key in labelled):
                found.append(f"<{one.tag} name={one.get('name')!r}> has no label")
        if one.tag in {"button", "a"} and not (written(one) or one.get("aria-label")):
            inside = [img.get("alt") for img in one.iter("img")]
            if not any(inside):
                found.append(f"<{one.tag}> has no words")
    return found


def references(tree: Element) -> list[str]:
    """Labels and descriptions that point at nothing."""
    ids = {one.get("id") for one in tree.iter()}
    found = []
    for one in tree.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            lost = set((one.get(attribute) or "").split()) - ids
            found += [f"<{one.tag}> {attribute}={name!r} points at nothing" for name in sorted(lost)]
    return found


def inline(tree: Element) -> list[str]:
    """Styles and handlers written into the page, and scripts without a number of their own."""
    found = []
    for one in tree.iter():
        bad = [name for name in one.keys() if name == "style" or name.startswith("on")]  # noqa: SIM118
        found += [f"<{one.tag} {name}>" for name in bad]
        if one.tag == "style":
            found.append("<style>")
        runs = one.tag == "script" and one.get("type", "text/javascript") in {"text/javascript", "module"}
        if runs and not one.get("nonce"):
            found.append("<script> without nonce")
    return found


def tokens(tree: Element) -> list[str]:
    """Forms that the house would refuse when they are sent: the test client does not ask, browsers are asked."""
    found = []
    for one in tree.iter("form"):
        inside = {field.get("name") for field in one.iter("input")}
        if (one.get("method") or "").lower() == "post" and "csrfmiddlewaretoken" not in inside:
            found.append(f"<form action={one.get('action')!r}> has no token")
    return found


CHECKS: list[Callable[[Element], list[str]]] = [headings, names, labels, references, inline, tokens]


def mistakes(shown: Shown) -> list[str]:
    """Everything wrong with one page."""
    try:
        tree = parsed(f"{FRAGMENT}<h1>a</h1>{shown.body}" if shown.name in PIECES else shown.body)
    except ParseError as error:
        return [f"does not parse: {error}"]
    return [found for check in CHECKS for found in check(tree)]


def test_every_page_is_there(rendered: list[Shown]) -> None:
    wrong = [f"{one}: {one.status}" for one in rendered if one.status != 200 and "failure" not in one.name]
    # An issued file that nobody issued; the codes of who has no passkey.
    known = ("figures:report", "accounts:recovery_codes (/io/accesso/riserva/) as desk, empty")
    assert [one for one in wrong if not one.startswith(known)] == []
    assert len(rendered) > 150


def test_every_page_is_well_made(rendered: list[Shown]) -> None:
    wrong = [f"{one}: {mistake}" for one in rendered for mistake in dict.fromkeys(mistakes(one))]
    assert not wrong, "\n".join(wrong)


def title(body: str) -> str:
    """The title, whole."""
    found = re.search(r"<title>(.*?)</title>", body, re.S)
    return " ".join(found[1].split()) if found else ""


# One page behind two addresses: the link of a mail and the QR code of a card.
SAME = {"accounts:link", "accounts:card_link"}


def test_no_two_pages_have_the_same_title(rendered: list[Shown]) -> None:
    """For one reader: what a screen reader says first must tell where one is."""
    seen: dict[tuple[str, str], set[str]] = {}
    for one in rendered:
        if one.how == "full" and one.status == 200:
            seen.setdefault((one.role, title(one.body)), set()).add(one.name)
    twice = [
        f"{role}: {name!r} {sorted(where)}"
        for (role, name), where in seen.items()
        if len(where - SAME) + bool(where & SAME) > 1
    ]
    assert not twice, "\n".join(twice)


def protection(shown: Shown) -> list[str]:
    """Headers that are missing or too weak."""
    policy = shown.headers.get("content-security-policy", "")
    found = []
    if "unsafe-inline" in policy or "unsafe-eval" in policy or "default-src 'none'" not in policy:
        found.append(f"content-security-policy: {policy}")
    expected = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "x-frame-options": "" if shown.name in FRAMED else "DENY",
        "cross-origin-opener-policy": "same-origin",
    }
    if shown.role != "anonymous":
        expected["cache-control"] = "no-store"
    return found + [
        f"{name}: {shown.headers.get(name)}"
        for name, value in expected.items()
        if value not in shown.headers.get(name, "")
    ]


def test_every_answer_asks_the_browser_for_protection(rendered: list[Shown]) -> None:
    wrong = [f"{one}: {fault}" for one in rendered if one.headers for fault in protection(one)]
    assert not wrong, "\n".join(wrong)


GOOD = "<h1>a</h1><h2>b</h2><label for='x'>n</label><input id='x'>"


@pytest.mark.parametrize(
    ("body", "mistake"),
    [
        (GOOD, None),
        ("<h1>a</h1><h1>b</h1>", "2 h1"),
        ("<h1>a</h1><h3>b</h3>", "h3 after h1"),
        ("<h1 id='a'>a</h1><p id='a'></p>", "id 'a' 2 times"),
        ("<h1>a</h1><input name='n'>", "<input name='n'> has no label"),
        ("<h1>a</h1><button></button>", "<button> has no words"),
        ("<h1 style='color:red'>a</h1>", "<h1 style>"),
        ("<h1 onclick='x()'>a</h1>", "<h1 onclick>"),
        ("<h1>a</h1><script>1</script>", "<script> without nonce"),
        ("<h1>a</h1><p aria-describedby='no'></p>", "<p> aria-describedby='no' points at nothing"),
    ],
)
def test_every_check_can_fail(body: str, mistake: str | None) -> None:
    found = mistakes(Shown("x", "anonymous", "full", "/", 200, {}, FRAGMENT + body))
    assert found == ([mistake] if mistake else [])


@pytest.mark.parametrize("body", ["<p><div></p>", "<a><a>x</a></a>", "<ul><li>x</ul></div>", "<p id=a id=b>"])
def test_what_a_browser_would_guess_is_noticed(body: str) -> None:
    assert mistakes(Shown("x", "anonymous", "full", "/", 200, {}, FRAGMENT + body))[0].startswith("does not")
