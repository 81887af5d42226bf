"""The frame of every page: menu, help, languages, scripts only for staff, errors without database."""

from __future__ import annotations

from collections.abc import Callable

import html5lib
import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.plan.models import Programme
from jobcaffe.spaces.models import Place
from jobcaffe.web import context, errors, nav

ClientFor = Callable[..., Client]


@pytest.fixture
def place(db: None) -> Place:
    return Place.objects.create(
        name="Job Caffè", address="via Lamarmora 1", municipality="Lainate", phone="+390293598200"
    )


@pytest.mark.django_db
def test_a_citizen_loads_no_script() -> None:
    markup = Client().get("/non-esiste/").content.decode()
    assert "<script" not in markup
    assert "hx-" not in markup


def test_staff_load_two_scripts_with_their_nonce(client_for: ClientFor) -> None:
    response = client_for(Role.DESK).get("/non-esiste/")
    scripts = [one for one in html5lib.parse(response.content, namespaceHTMLElements=False).iter("script")]
    nonces = {one.get("nonce") for one in scripts}
    assert len(scripts) == 2
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in response.headers["Content-Security-Policy"]


def test_the_telephone_stands_at_the_foot_of_every_page(place: Place) -> None:
    markup = Client().get("/non-esiste/").content.decode()
    assert 'href="tel:+390293598200"' in markup
    assert "Job Caffè" in markup
    assert "Lainate" in markup


def test_the_house_asks_the_database_at_most_twice_and_once_with_a_programme(place: Place) -> None:
    house = context.House()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        _ = (house.place, house.phone, house.address, house.partners, house.programme)
    assert len(asked) == 2


def test_a_page_that_shows_no_house_asks_nothing() -> None:
    assert context.house(RequestFactory().get("/"))["house"]  # no database fixture: a query would fail


def test_the_page_of_our_own_failure_needs_no_database() -> None:
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "colpa nostra" in response.content.decode()


@pytest.mark.parametrize("name", ["500", "csrf", "disk_full", "429"])
def test_plain_errors_need_no_database_and_are_valid(name: str) -> None:
    markup = render_to_string(f"errors/{name}.html", request=RequestFactory().get("/"))
    html5lib.HTMLParser(strict=True).parse(markup)
    assert markup.count("<h1") == 1


def test_not_there_and_not_yours_are_the_same_page(client_for: ClientFor) -> None:
    def shape(response: object) -> str:
        markup = response.content.decode()  # type: ignore[attr-defined]
        return markup.split("<main")[1].split("</main>")[0]

    member = client_for(Role.MEMBER)
    absent, forbidden = member.get("/non-esiste/"), member.get("/sistema/")
    assert absent.status_code == forbidden.status_code == 404
    assert shape(absent) == shape(forbidden)


def test_rows_of_the_menu_without_a_page_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [nav.Entry(nav.PUBLIC, "Stile", "style"), nav.Entry(nav.PUBLIC, "Domani", "never:made")]
    monkeypatch.setattr(nav, "ENTRIES", rows)
    request = RequestFactory().get("/_stile/")
    assert [(item.label, item.here) for item in nav.menu(request)] == [("Stile", True)]


@pytest.mark.parametrize("role", Role.values)
def test_nobody_sees_a_row_of_the_menu_that_is_not_hers(client_for: ClientFor, role: str) -> None:
    client = client_for(role)
    markup = client.get("/non-esiste/").content.decode()
    menu = html5lib.parse(markup.split("<main")[0], namespaceHTMLElements=False).find(".//nav")
    shown = {link.get("href") for link in menu.iter("a")} if menu is not None else set()
    forbidden = {
        nav.address(entry.url_name)
        for entry in nav.ENTRIES
        if not access.allows(client.user, entry.capability)  # type: ignore[attr-defined]
    }
    assert forbidden
    assert shown & forbidden == set()


def test_the_programme_is_read_in_one_question(place: Place) -> None:
    programme = Programme.objects.create(
        code="p", name="Job 2.0", place_name="Lainate", starts_on="2026-01-01", ends_on="2028-12-31",
        general_objective="x", source_sha256="0" * 64, loaded_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    for n, name in enumerate(["Fondazione", "Consorzio"]):
        programme.partners.create(code=name.lower(), name=name, role="funder", position=n)
    house = context.House()
    with CaptureQueriesContext(connection) as asked:
        names = [partner.name for partner in house.partners]
        phone = house.phone
    assert (names, phone, len(asked)) == (["Fondazione", "Consorzio"], "+390293598200", 1)
