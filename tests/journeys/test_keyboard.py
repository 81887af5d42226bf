"""The keyboard sees where it is; colours may be forced; nothing moves for who asks so."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.journeys.conftest import Open
from tests.journeys.keys import stops
from tests.journeys.visitor import COORDINATOR, DESK, MEMBER, VISITOR, WOMAN, Visit

MOST_STOPS = 40
PAGES = {
    "home": (VISITOR, "public:home", True),
    "today": (MEMBER, "member:today", True),
    "lab": (WOMAN, "lab:home", True),
    "week": (WOMAN, "week:home", True),
    "care": (WOMAN, "care:home", True),
    "desk": (DESK, "desk:home", False),
    "intake": (DESK, "desk:new", True),
    "presences": (DESK, "agenda:presences", False),
    "regia": (COORDINATOR, "regia:home", False),
}


def _encounter_to_mark(visit: Visit) -> str:
    """The presences of an encounter that was held, from the agenda of a week that had some."""
    page = visit.go(reverse("agenda:agenda") + "?view=settimana&day=12/10/2026")
    page.locator("main table a").first.click()
    page.get_by_role("link", name="presenze").first.click()
    return page.url.removeprefix(visit.site)


def _stand_on(visit: Visit, role: str, name: str) -> None:
    visit.enter(role)
    visit.go(_encounter_to_mark(visit) if name == "agenda:presences" else reverse(name))


@pytest.mark.parametrize("size", [(390, 844), (1280, 900)])
@pytest.mark.parametrize("which", PAGES)
def test_every_stop_of_the_keyboard_is_seen_and_uncovered(
    visit: Open, which: str, size: tuple[int, int]
) -> None:
    role, name, short = PAGES[which]
    one = visit(*size)
    _stand_on(one, role, name)
    # The intake begins in its first field; the keyboard of this test begins at the top.
    one.page.evaluate("document.activeElement.blur()")
    one.page.evaluate("document.body.setAttribute('tabindex', '-1'), document.body.focus()")
    one.page.evaluate("document.body.removeAttribute('tabindex')")
    found = stops(one.page)
    assert found[0]["name"] == "Vai al contenuto"
    assert [row["html"] for row in found if not row["looks"]] == []
    assert [row["html"] for row in found if row["covered"]] == []
    # Nobody has to pass the foot of the page to work.
    names = [row["name"] for row in found if not row["foot"]]
    assert len(names) <= MOST_STOPS or not short, names


@pytest.mark.parametrize("which", PAGES)
def test_with_forced_colours_every_button_and_field_keeps_an_edge(visit: Open, which: str) -> None:
    role, name, _short = PAGES[which]
    one = visit(forced_colors="active")
    _stand_on(one, role, name)
    bare = one.page.evaluate(
        """[...document.querySelectorAll('.btn, main input:not([type=hidden],[type=checkbox],[type=radio]), main textarea, main select')]
        .filter(e => e.checkVisibility() && !e.matches('.j-btn-plain'))
        .filter(e => { const s = getComputedStyle(e); return parseFloat(s.borderBottomWidth) < 1 || s.borderBottomStyle === 'none' })
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert bare == []


@pytest.mark.parametrize("which", ["home", "intake", "regia"])
def test_nothing_moves_for_who_asks_for_calm(visit: Open, which: str) -> None:
    role, name, _short = PAGES[which]
    one = visit(reduced_motion="reduce")
    _stand_on(one, role, name)
    moving = one.page.evaluate(
        """[document.getAnimations().length, ...[...document.querySelectorAll('*')].filter(e => {
            const s = getComputedStyle(e);
            return parseFloat(s.transitionDuration) > 0.01 || (s.animationName !== 'none' && parseFloat(s.animationDuration) > 0.01)
        }).map(e => e.outerHTML.slice(0, 80))]"""
    )
    assert moving == [0]
