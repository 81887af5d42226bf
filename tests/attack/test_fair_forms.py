"""Whatever is typed in the forms and in the addresses of JOBFEST, the answer is a page that keeps what was typed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.test import Client

from tests import factories
from tests.attack import typed
from tests.attack.fair_world import ROOMS, fair_values
from tests.attack.site import World, walk
from tests.attack.test_womens_lab_forms import LAST, Scene, faults, forms_of, signed_in

pytestmark = pytest.mark.django_db
LATE = (*LAST, "cancel", "off", "hide", "publish", "link")
# Before the fair, in the middle of its day, two days after it: the pages show other forms.
MOMENTS = {"before": timedelta(0), "meanwhile": timedelta(days=7, hours=1), "after": timedelta(days=9)}
QUESTIONS = (
    "per", "dove", "adesso", "cerca", "area", "tipo", "page", "carta", "formato", "letto", "biglietto", "da", "solo",
    "v", "codice", "nessuno", "fermo", "fatto", "elenco", "detto", "passo", "step", "q", "settore", "offre", "cosa",
    "giorno", "voce",
)  # fmt: skip
PRESSED = (
    "says", "do", "yes", "what", "answer", "seen", "person", "nonce", "kind", "done", "slot", "other", "code", "label",
    "name", "contact", "needs", "heard", "heard_from", "request_key", "text", "until", "due_on", "uses", "useful",
    "better", "visitor", "stand", "reason", "why", "opens_on", "opens_at", "closes_at", "slots", "breaks",
    "slot_minutes", "first_slot_at", "place", "seats", "starts_at", "ends_at", "area", "audiences", "offers",
    "tables", "user", "job", "planned", "spent", "days_before", "owner", "outcome", "note", "hours", "slug",
)  # fmt: skip
VALUES = (
    "9" * 5000, "a\x00b", "-1", "²", "2026-02-30", "9999-12-31", "0001-01-01T00:00", "parola " * 1500, "[]",
    "\u202e😀", "",
)  # fmt: skip


@contextmanager
def at(moment: str) -> Iterator[Scene]:
    """One fair at one of the three moments, and who works with it: a member, its exhibitor, volunteer, desk and
    coordinator, and anybody.
    """
    organisation, volunteer = factories.organisation(), factories.user("fair_volunteer")
    world = World(fair_values(organisation, volunteer))
    mine = factories.member(person=factories.person(first_name="Vera", birth_year=1988))
    users = (
        mine, factories.partner(organisation), volunteer, factories.user("desk"), factories.user("coordinator"),
    )  # fmt: skip
    found = [one for one in walk() if one.name.partition(":")[0] in ROOMS]
    found.sort(key=lambda one: (any(word in one.name for word in LATE), one.route))
    with time_machine.travel(datetime.now(factories.ROME) + MOMENTS[moment], tick=True):
        yield Scene([*map(signed_in, users), Client(raise_request_exception=False)], world, found)


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("room", ROOMS)
def test_no_form_of_jobfest_breaks_whatever_is_typed(room: str, moment: str) -> None:
    wrong, tried = [], 0
    with at(moment) as made:
        for address in made.addresses:
            if address.name.partition(":")[0] != room or "GET" not in address.methods:
                continue
            for client in made.clients:
                tried += len(forms_of(client, made.world.url(address)))
                wrong += faults(client, made.world.url(address))
    assert not wrong, "\n".join(wrong)
    # The pages of the programme alone have no form that changes anything.
    assert tried or room == "fair" or moment != "before"


def broken(made: Scene, asked: dict[str, str], method: str) -> list[str]:
    """The addresses at which one of these clients finds a fault of the house."""
    return [
        f"{address.name} by {number}"
        for address in made.addresses
        if method in address.methods
        for number, client in enumerate(made.clients)
        if getattr(client, method.lower())(made.world.url(address), asked).status_code >= 500
    ]


@pytest.mark.parametrize("value", typed.each(*VALUES))
def test_no_question_in_an_address_of_jobfest_breaks_a_page(value: str) -> None:
    asked = dict.fromkeys(QUESTIONS, value)
    with at("meanwhile") as made:
        assert broken(made, asked, "GET") == []


@pytest.mark.parametrize("value", typed.each(*VALUES))
def test_no_press_breaks_a_page_of_jobfest(value: str) -> None:
    with at("meanwhile") as made:
        assert broken(made, dict.fromkeys(PRESSED, value), "POST") == []


@pytest.mark.parametrize("raw", typed.each(b"%ED%A0%80", b"%00", b"%FF%FE", b"%F4%90%80%80"))
def test_bytes_that_are_no_letters_break_no_page(raw: bytes) -> None:
    wrong = []
    body = b"&".join(name.encode() + b"=" + raw for name in PRESSED)
    question = "?" + "&".join(f"{name}={raw.decode()}" for name in QUESTIONS)
    form = "application/x-www-form-urlencoded"
    with at("before") as made:
        for address, client in itertools.product(made.addresses, made.clients[1:]):
            url = made.world.url(address)
            if "POST" in address.methods and client.post(url, body, content_type=form).status_code >= 500:
                wrong.append(f"POST {address.name}")
            if "GET" in address.methods and client.get(url + question).status_code >= 500:
                wrong.append(f"GET {address.name}")
    assert wrong == []


class Written(HTMLParser):
    """The forms of a page that change something, each with the names of what one writes in by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("method", "").lower() == "post"
            if self.inside:
                self.found.append((given.get("action", ""), []))
        by_hand = tag == "textarea" or (tag == "input" and given.get("type", "text") in BY_HAND)
        if self.inside and by_hand and given.get("name"):
            self.found[-1][1].append(given["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


BY_HAND = ("text", "tel", "email", "number", "search")
# What nobody sees: a machine that fills it is thanked, and nothing is written.
UNSEEN = {"sito", "website"}


def lost(client: Client, url: str) -> Iterator[tuple[str, list[str]]]:
    """Every form that comes back with an error, and which of its words are gone."""
    page, parser = client.get(url), Written()
    if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
        return
    parser.feed(page.content.decode())
    for action, names in parser.found:
        words = {name: f"Tenuto{place}x" for place, name in enumerate(names) if name not in UNSEEN}
        answer = client.post(action or url, words)
        if words and answer.status_code == 200:
            body = answer.content.decode()
            yield f"{url} → {action}", [name for name, word in words.items() if word not in body]


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_was_typed_stays_when_something_is_wrong(moment: str) -> None:
    with at(moment) as made:
        told = [
            one
            for address in made.addresses
            if "GET" in address.methods
            for client in made.clients
            for one in lost(client, made.world.url(address))
        ]
    assert len(told) > FORMS[moment]
    assert [one for one in told if one[1]] == []


# So many forms at least came back.
FORMS = {"before": 9, "meanwhile": 5, "after": 3}
