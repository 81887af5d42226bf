"""What the site shows: every page with rows and without, every form with its mistakes, every failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from tests import factories
from tests.attack.site import Address
from tests.consistency.crowd import Crowd, pages, roles_of

HTML = "text/html"
CITIZENS = (
    "public:",
    "directory:",
    "member:",
    "mygroup:",
    "groups:",
    "sharing:",
    "checks:answer",
    "checks:thanks",
    "checks:results",
    "accounts:",
    "notices:choose",
    "timebank:home",
    "timebank:bank",
    "timebank:board",
    "timebank:mine",
    "timebank:offer",
    "timebank:need",
    "timebank:exchange",
    "timebank:exchanges",
    "timebank:account",
    "timebank:receipt",
    "timebank:donate",
    "timebank:family",
    "timebank:join",
    "timebank:close_account",
    "failure:",
    "set_language",
)
# Pages of single signs and pictures, for who builds the site.
WORKSHOP = ("style", "demo:")
FAILURES = ["404", "429", "500", "csrf", "disk_full"]


@dataclass(frozen=True)
class Shown:
    """One answer of the site. ``how`` is ``full``, ``empty`` (nothing to list) or ``mistakes``."""

    name: str
    role: str
    how: str
    url: str
    status: int
    headers: dict[str, str]
    body: str

    def __str__(self) -> str:
        return f"{self.name} ({self.url}) as {self.role}, {self.how}"

    @property
    def for_citizens(self) -> bool:
        """Whether people who take part read it; the others are for who works here."""
        return self.name.startswith(CITIZENS) and self.role not in {"desk", "coordinator"}


def everything() -> list[Shown]:
    """All answers that are pages."""
    crowd = Crowd()
    crowd.grow(2)
    world, clients, empty = crowd.world(), crowd.clients(), _newcomers()
    found: list[Shown] = []
    for page in pages():
        for role in roles_of(page)[:2]:
            found += _shown(page, role, "full", world.url(page), clients[role])
            if not page.arguments and role in empty:
                found += _shown(page, role, "empty", world.url(page), empty[role])
    for page in pages():
        if "POST" in page.methods:
            role = roles_of(page)[0]
            found += _mistakes(page, role, world.url(page), clients[role])
    return found + list(_failures(clients))


def _newcomers() -> dict[str, Client]:
    """People who have nothing in their lists yet."""
    made = {}
    for role in ("desk", "facilitator", "member"):
        made[role] = Client()
        made[role].force_login(factories.member() if role == "member" else factories.user(role))
        made[role].get("/")
    return made


def _shown(page: Address, role: str, how: str, url: str, client: Client) -> list[Shown]:
    return _kept(page.name, role, how, url, client.get(url))


def _mistakes(page: Address, role: str, url: str, client: Client) -> list[Shown]:
    """A form sent empty comes back with what is missing; who moves on shows nothing new."""
    answer = client.post(url, {})
    return _kept(page.name, role, "mistakes", url, answer) if answer.status_code == 200 else []


def _failures(clients: dict[str, Client]) -> Iterator[Shown]:
    for role in ("anonymous", "member", "desk"):
        url = "/questa-pagina-non-esiste/"
        yield from _kept("failure:404", role, "full", url, clients[role].get(url))
    for name in FAILURES[1:]:
        request = RequestFactory().get("/")
        request.user = clients["anonymous"].get("/").wsgi_request.user
        body = render_to_string(f"errors/{name}.html", request=request)
        yield Shown(f"failure:{name}", "anonymous", "full", "/", 500, {}, body)


def _kept(name: str, role: str, how: str, url: str, answer: HttpResponse) -> list[Shown]:
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith(HTML):
        return []
    if answer.status_code in {301, 302}:
        return []
    headers = {key.lower(): value for key, value in answer.headers.items()}
    return [Shown(name, role, how, url, answer.status_code, headers, answer.content.decode())]
