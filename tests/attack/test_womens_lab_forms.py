"""Whatever is typed in the forms of the women's lab, the answer is a page: never a fault of the house."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.test import Client

from jobcaffe.foundation.accounts.models import User
from tests import factories
from tests.attack import typed
from tests.attack.labs_world import lab_values
from tests.attack.site import Address, World, walk
from tests.worklife.labs.around import Staff

pytestmark = pytest.mark.django_db
ROOMS = ("lab", "week", "care", "timebank", "venture")
NASTY = (
    "", " ", "-1", "0", "9" * 5000, "9" * 30, "1e400", "NaN", "-0", "1:99", "²", "٣", "a\x00b", "\x1b[31m\u202e",
    "😀" * 2000, "31/02/2027", "29/02/2027", "9999-12-31", "0000-00-00", "25:61", "2026-13-45|1", "x|", "|",
    "{{ 7*7 }}", "<script>alert(1)</script>",
)  # fmt: skip
ALONE = ("", "9" * 30, "a\x00b", "31/02/2027")
# Leaving and taking away come after all the rest: a page that is gone has nothing to try.
LAST = ("leave", "close", "remove", "drop", "gone", "left", "forget", "stop", "decline")


@dataclass
class Form:
    """A form of a page: where it goes, and what its fields hold."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that change something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.now: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A form begins, or one of its fields."""
        given = dict(attrs)
        if tag == "form":
            self.now = Form(given.get("action") or "")
            if (given.get("method") or "").lower() == "post":
                self.found.append(self.now)
        if self.now is None:
            return
        if tag == "select":
            self.select = given.get("name") or ""
        name = self.select if tag == "option" else given.get("name") or ""
        if tag in ("input", "textarea", "option", "button") and name:
            there = self.now.fields.setdefault(name, [])
            if tag != "button" or not there:
                there.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        if tag == "form":
            self.now = None
        if tag == "select":
            self.select = ""


def forms_of(client: Client, url: str) -> list[Form]:
    answer = client.get(url)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return []
    parser = Forms()
    parser.feed(answer.content.decode())
    for form in parser.found:
        form.action = form.action or url
    return [one for one in parser.found if "/esci" not in one.action and "/lingua" not in one.action]


@dataclass
class Scene:
    """Who works with the rooms, in browsers of their own, and the addresses of what is theirs."""

    clients: list[Client]
    world: World
    addresses: list[Address]


def scene() -> Scene:
    staff = Staff()
    mine = factories.person(first_name="Vera", birth_year=1988, team=staff.desk.team, operator=staff.desk)
    her = factories.member(person=mine)
    world = World({**lab_values(staff, mine), "person_id": mine.pk})
    addresses = [one for one in walk() if one.name.partition(":")[0] in ROOMS]
    addresses.sort(key=lambda one: (any(word in one.name for word in LAST), one.route))
    return Scene(
        [signed_in(one) for one in (her, staff.desk, staff.leader, staff.coordinator)], world, addresses
    )


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def attempts(form: Form) -> Iterator[dict[str, list[str]]]:
    """All fields at once with each value; and each field alone with some, the others as they were."""
    for value in NASTY:
        for name in form.fields if value in ALONE else ():
            if name != "csrfmiddlewaretoken":
                yield {**form.fields, name: [value]}
        yield {name: [value] for name in form.fields}


def faults(client: Client, url: str) -> list[str]:
    found = []
    for form in forms_of(client, url):
        for words in attempts(form):
            status = client.post(form.action, words).status_code
            if status >= 500:
                wrong = {
                    name: values[0][:20] for name, values in words.items() if values != form.fields[name]
                }
                found.append(f"{form.action}: {status} {wrong}")
    return found


@pytest.mark.slow
def test_no_form_of_these_rooms_breaks_whatever_is_typed() -> None:
    made = scene()
    wrong = [
        one
        for address in made.addresses
        if "GET" in address.methods
        for client in made.clients
        for one in faults(client, made.world.url(address))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("value", typed.each("9" * 5000, "a\x00b", "-1", "²", "2026-02-30", ""))
def test_no_question_in_an_address_breaks_a_page(value: str) -> None:
    made = scene()
    asked = dict.fromkeys(
        ("anno", "tipo", "che", "pagina", "q", "page", "year", "giorno", "zona", "area"), value
    )
    wrong = []
    for address in made.addresses:
        if "GET" in address.methods:
            url = made.world.url(address)
            wrong += [url for one in made.clients if one.get(url, asked).status_code >= 500]
    assert wrong == []


@pytest.mark.parametrize("value", typed.each("9" * 5000, "a\x00b", "-1", "²", "no", ""))
def test_no_press_breaks_a_page(value: str) -> None:
    made = scene()
    names = (
        "tap",
        "answer",
        "yes",
        "back",
        "bank",
        "minutes",
        "copia",
        "copy",
        "request_key",
        "day",
        "uses",
        "too",
    )
    wrong = []
    for address in made.addresses:
        if address.methods == ("POST",):
            url = made.world.url(address)
            for tap in (value, "confirm", "yes"):
                words = {**dict.fromkeys(names, value), "tap": tap}
                wrong += [f"{url} {tap}" for one in made.clients if one.post(url, words).status_code >= 500]
    assert wrong == []
