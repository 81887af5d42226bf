"""Follow links as a person would, one page for each distinct view."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.journeys.visitor import DOORS, Visit


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.found.append(address)


@dataclass
class Map:
    """What was found: view → address of a page, view → address of a file, and what is broken."""

    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def view_of(address: str) -> str:
    """The name of the view behind an address; empty when it is none of ours."""
    if address == DOORS:
        return "demo:doors"
    try:
        return str(resolve(urlsplit(address).path).view_name)
    except Resolver404:
        return ""


def _inside(visit: Visit, base: str, links: list[str]) -> list[str]:
    """Addresses of this site, without fragment."""
    found = []
    for link in links:
        parts = urlsplit(urljoin(visit.site + base, link))
        if f"{parts.scheme}://{parts.netloc}" == visit.site:
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def crawl(visit: Visit) -> Map:
    """From the page where the visit stands, by links, reading only."""
    found = Map()
    start = visit.page.url.removeprefix(visit.site)
    queue, seen = deque([(start, "menu")]), {start}
    while queue:
        address, origin = queue.popleft()
        name = view_of(address)
        if name and (name in found.pages or name in found.files):
            continue
        answer = visit.context.request.get(visit.site + address, max_redirects=0)
        links: list[str] = []
        if answer.status in (301, 302, 303, 307):
            links = [answer.headers["location"]]
        elif answer.status != 200 or not name:
            found.broken.append(f"{address} (from {origin}): {answer.status}")
        elif "text/html" in answer.headers["content-type"]:
            found.pages[name] = address
            reader = _Links()
            reader.feed(answer.text())
            links = reader.found
        else:
            found.files[name] = address
        for link in _inside(visit, address, links):
            if link not in seen:
                seen.add(link)
                queue.append((link, address))
    return found
