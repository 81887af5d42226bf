"""Journey (g): an organisation publishes from a telephone of 390 pixels without scripts, in three minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from jobcaffe.exchange.posts import rules
from jobcaffe.exchange.posts.models import Post
from tests import factories
from tests.exchange.posts.posting import aged, draft, on_board
from tests.journeys.telephones import Telephones, faults

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Magazziniera o magazziniere"
TEXT = "Prepari i pacchi per i negozi. Lavori con altre otto persone."
# A minute of a slow thumb: seconds for a tap, for a letter, for reading a page (Card, Moran and Newell 1980,
# with twice their mental preparation).
TAP, LETTER, PAGE = 1.5, 0.5, 15.0
MOST_SECONDS = 180


@dataclass
class Thumb:
    """One thumb: counts what it touches and writes."""

    page: Page
    taps: int = 0
    letters: int = 0

    def tap(self, role: Any, name: str) -> None:
        self.taps += 1
        self.page.get_by_role(role, name=name).first.click()

    def write(self, label: str, text: str) -> None:
        self.letters += len(text)
        self.page.get_by_label(label).fill(text)

    def seconds(self, pages: int) -> float:
        return self.taps * TAP + self.letters * LETTER + pages * PAGE


def test_a_job_is_on_the_board_in_six_taps_and_three_minutes(telephones: Telephones) -> None:
    thumb = Thumb(telephones.of(factories.partner(), at="board:mine"))
    thumb.tap("link", "Scrivi un annuncio")
    thumb.tap("link", "Un posto di lavoro")
    thumb.write("Titolo", TITLE)
    thumb.write("Che cosa si fa?", TEXT)
    for _step in range(3):
        thumb.tap("button", "Salva e continua")
    expect(thumb.page.get_by_text("Corto: va bene così")).to_be_visible()
    expect(thumb.page.get_by_label("magazziniere / magazziniera")).to_be_checked()
    thumb.tap("button", "Pubblica")
    expect(thumb.page.get_by_text("L'annuncio è in bacheca.")).to_be_visible()
    assert thumb.taps == 6
    assert thumb.seconds(pages=5) < MOST_SECONDS
    post = Post.objects.get()
    assert post.occupation_uri.startswith("http://data.europa.eu/esco/occupation/")
    assert len(post.essential) > 5
    visitor = telephones.of(None, at="board:index")
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_text("Ti mettiamo in contatto noi")).to_be_visible()


def test_the_same_again_next_month_in_three_taps(telephones: Telephones) -> None:
    user = factories.partner()
    post = on_board(user)
    thumb = Thumb(telephones.of(user, at="board:mine"))
    thumb.tap("link", "Scrivi un annuncio")
    thumb.tap("button", f"Copia l'ultimo: {post.title}")
    thumb.tap("button", "Pubblica")
    expect(thumb.page.get_by_text("L'annuncio è in bacheca.")).to_be_visible()
    assert (thumb.taps, Post.objects.filter(state="open").count()) == (3, 2)


def test_the_link_of_the_warning_is_answered_with_one_tap(telephones: Telephones) -> None:
    post = aged(on_board(), 61)
    page = telephones.of(None, at="board:index")
    page.goto(telephones.site + reverse("board:fresh", args=[rules.token_of(post)]))
    page.get_by_role("button", name="È ancora buono").click()
    expect(page.get_by_text("Grazie di averlo detto.")).to_be_visible()
    post.refresh_from_db()
    assert not rules.is_ageing(post, post.published_on)


def test_every_page_of_the_board_is_accessible_and_fits_the_narrowest_screen(telephones: Telephones) -> None:
    user = factories.partner()
    kept, post, old = (
        draft(user, requirements=["Max 30 anni", "Automunita"]),
        on_board(user),
        aged(on_board(user), 61),
    )
    names = ("detail", "post", "what", "when", "needed", "close")
    addresses = [
        *(reverse(f"board:{name}") for name in ("index", "mine", "new")),
        *(reverse(f"board:{name}", args=[post.pk]) for name in names),
        reverse("board:preview", args=[kept.pk]),
        reverse("board:begin", args=["pcto"]),
        reverse("board:fresh", args=[rules.token_of(old)]),
    ]
    page = telephones.of(user, scripts=True, at="board:mine")
    assert faults(page, [telephones.site + address for address in addresses]) == []
    desk = telephones.of(factories.user("desk"), scripts=True, at="board:staff")
    addresses = [
        reverse("board:staff"),
        reverse("board:post", args=[post.pk]),
        reverse("board:remove", args=[post.pk]),
    ]
    assert faults(desk, [telephones.site + address for address in addresses]) == []
