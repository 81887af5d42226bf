"""The municipality and the funder see aggregates; nothing there leads to a row or to a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.plan.models import Period, Programme
from jobcaffe.programme import actions
from jobcaffe.programme.enums import Audience, Format
from tests import factories
from tests.programme.conftest import community, noon

NOW = datetime(2024, 7, 20, 11, 0, tzinfo=ZoneInfo("Europe/Rome"))
Clients = Callable[..., Client]
PAGES = {"funder": "/quadro/finanziatore/", "municipality": "/quadro/comune/"}


@pytest.fixture(autouse=True)
def closed(programme: Programme, period: Callable[[str], Period]) -> Iterator[None]:
    """A community of forty and its first half-year closed."""
    with time_machine.travel(NOW, tick=False):
        community(9, persons=40)
        actions.close_period(actor=SYSTEM, period=period("2024-1"), despite_missing=True)
        yield


def test_each_finds_the_own_page_and_not_the_other_s(client_for: Clients) -> None:
    for role, page in PAGES.items():
        client = client_for(role)
        assert client.get("/quadro/").url == page
        assert client.get(page).status_code == 200
        for other in PAGES.values():
            assert client.get(other).status_code == (200 if other == page else 404)


@pytest.mark.parametrize("role", ["desk", "facilitator", "lab_leader", "organisation", "member", "sysadmin"])
def test_nobody_else_finds_them(client_for: Clients, role: str) -> None:
    client = client_for(role)
    for page in ("/quadro/", *PAGES.values()):
        assert client.get(page).status_code == 404


@pytest.mark.parametrize("role", PAGES)
def test_no_link_leads_to_a_row(client_for: Clients, role: str) -> None:
    html = client_for(role).get(PAGES[role]).content.decode()
    addresses = set(re.findall(r'href="(/[^"#]*)"', html))
    assert not [
        url for url in addresses if url.startswith(("/regia", "/sportello", "/incontri", "/organizz"))
    ]


def test_a_talk_of_this_month_changes_nothing_for_the_municipality(client_for: Clients) -> None:
    client = client_for("municipality")

    def main() -> str:
        return client.get(PAGES["municipality"]).content.decode().split("<main")[1].split("</main")[0]

    def without_ids(html: str) -> str:
        return re.sub(r"c-[\w-]*-\d+(-m[0-9a-f]{8})?-[td]", "", html)

    before = without_ids(main())
    for _ in range(30):
        factories.intake(at=noon(NOW.date()))
    assert without_ids(main()) == before


def test_every_count_of_persons_for_the_municipality_is_a_multiple_of_five(client_for: Clients) -> None:
    from jobcaffe.programme.models import Closure
    from jobcaffe.programme.reports import content

    report = content.report(Closure.objects.get(), Audience.MUNICIPALITY)
    persons = [
        o
        for o in report.observations
        if o.code in {"P1", "P3", "E2", "R1"} and o.measure != "obiettivo dell'anno"
    ]
    assert len(persons) > 30
    for one in persons:
        assert one.value in {"meno di 5", "non pubblicato"} or int(one.value or 0) % 5 == 0, one


def test_the_municipality_sees_only_public_indicators(client_for: Clients) -> None:
    html = client_for("municipality").get(PAGES["municipality"]).content.decode()
    assert "Persone accolte" in html
    assert "Persone con un percorso" not in html
    assert "Persone con un esito che dura" not in html


def test_each_downloads_the_own_reports_only(client_for: Clients) -> None:
    from jobcaffe.programme.models import Closure

    closure = Closure.objects.get()
    issued = {
        audience.value: actions.issue_report(
            actor=SYSTEM, closure=closure, audience=audience, wanted=[Format.CSV]
        )[0]
        for audience in Audience
    }
    for role in PAGES:
        client = client_for(role)
        for audience, issue in issued.items():
            answer = client.get(f"/quadro/rapporti/{issue.pk}/")
            assert answer.status_code == (200 if audience == role else 404)
    assert client_for("desk").get(f"/quadro/rapporti/{issued['funder'].pk}/").status_code == 404


def test_before_the_first_closing_the_pages_say_so(client_for: Clients, programme: Programme) -> None:
    with time_machine.travel(datetime(2024, 1, 10, 9, 0, tzinfo=ZoneInfo("Europe/Rome"))):
        assert date(2024, 1, 10) < programme.ends_on
        html = client_for("municipality").get(PAGES["municipality"]).content.decode()
    assert "A fine mese" not in html
