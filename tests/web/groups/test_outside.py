"""Groups of others: what everybody reads, and how the desk keeps the list true."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.circles.models import OutsideGroup
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.ui import readability
from tests import factories
from tests.consistency.test_texts import hard, prose

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]
LIST, MANAGE, ADD = map(reverse, ("groups:outside", "groups:outside_manage", "groups:outside_add"))
TYPED = {
    "name": "Punto e a capo",
    "themes": ["lavoro", "cura"],
    "area": "Rho",
    "phone": "02 1234567",
    "request_key": "3f0c1a52-60c7-4a55-9d7e-8f1f8f6a1b11",
}


def group(**fields: Any) -> OutsideGroup:
    """A group in the list."""
    values = {"name": "Punto e a capo", "themes": ["lavoro"], "area": "Rho", "phone": "02 1234567", **fields}
    return OutsideGroup.objects.create(**values)


def read(client: Client, url: str = LIST) -> str:
    """What the page says."""
    return client.get(url).content.decode()


def test_everybody_reads_what_it_is_how_to_reach_it_and_when_it_was_checked(client: Client) -> None:
    checker = factories.user("desk", name="Carla Riva")
    day = timezone.localdate() - timedelta(days=40)
    group(website="https://esempio.it/", notes="<b>Citofonare</b>", checked_on=day, checked_by=checker)
    html = read(client)
    assert f"Verificato il {day.day} " in html
    assert ('href="https://esempio.it/" rel="noopener noreferrer"' in html, "tel:" in html) == (True, True)
    assert ("<b>Citofonare" in html, "Carla Riva" in html, MANAGE in html) == (False, False, False)


def test_links_narrow_the_list_by_theme_and_area(client: Client) -> None:
    group(name="Primo", themes=["lavoro"], area="Rho")
    group(name="Secondo", themes=["cura", "lavoro"], area="Arese & Co")

    def there(query: str) -> list[bool]:
        html = read(client, LIST + query)
        return [name in html for name in ("Primo", "Secondo")]

    assert [there(""), there("?tema=cura"), there("?zona=Rho"), there("?tema=cura&zona=Rho")] == [
        [True, True], [False, True], [True, False], [False, False],
    ]  # fmt: skip
    links = re.findall(r'href="(\?[^"]*zona=Arese[^"]*)"', read(client))
    assert there(links[0]) == [False, True]


def test_a_group_that_nobody_checks_goes_from_the_list_and_stays_for_who_keeps_it(
    client: Client, client_for: Clients
) -> None:
    group(name="Dimenticato", checked_on=timezone.localdate() - timedelta(days=370))
    desk = read(client_for("desk"), MANAGE)
    assert "Dimenticato" not in read(client)
    assert ("Dimenticato" in desk, "Nascosto: da verificare" in desk, "Ci sono gruppi da verificare" in desk) == (
        True, True, True,
    )  # fmt: skip


def test_regia_is_told_before_a_group_goes(client_for: Clients, programme: Any) -> None:
    group(checked_on=timezone.localdate() - timedelta(days=345))
    html = read(client_for("coordinator"), reverse("regia:home"))
    assert ("1 gruppo fuori dal programma è da verificare." in html, MANAGE in html) == (True, True)


def test_the_desk_adds_once_also_with_two_presses(client: Client, client_for: Clients) -> None:
    desk = client_for("desk")
    for _press in range(2):
        assert desk.post(ADD, TYPED).url == MANAGE
    row = OutsideGroup.objects.get()
    assert (row.themes, row.checked_by, row.area) == (["lavoro", "cura"], desk.user, "Rho")
    assert "Punto e a capo" in read(client)


@pytest.mark.parametrize(
    "wrong", [{"phone": ""}, {"name": ""}, {"themes": []}, {"website": "javascript:alert(1)"}, {"email": "x"}]
)
def test_a_mistake_keeps_what_was_typed(client_for: Clients, wrong: dict[str, Any]) -> None:
    answer = client_for("desk").post(ADD, {**TYPED, "notes": "parole mie", **wrong})
    assert (answer.status_code, OutsideGroup.objects.count()) == (200, 0)
    assert "parole mie" in answer.content.decode()


def test_saving_confirming_and_taking_away(client_for: Clients) -> None:
    desk, old = client_for("desk"), timezone.localdate() - timedelta(days=400)
    row = group(checked_on=old)
    desk.post(reverse("groups:outside_retire", args=[row.pk]))
    row.refresh_from_db()
    assert (row.retired_on, row.checked_on) == (timezone.localdate(), old)
    desk.post(reverse("groups:outside_confirm", args=[row.pk]))
    row.refresh_from_db()
    assert (row.retired_on, row.checked_on) == (None, timezone.localdate())
    desk.post(reverse("groups:outside_edit", args=[row.pk]), {**TYPED, "area": "Arese"})
    row.refresh_from_db()
    assert (row.area, row.themes) == ("Arese", ["lavoro", "cura"])


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.DESK, Role.COORDINATOR}))
def test_for_others_the_pages_of_the_house_are_not_there(client_for: Clients, role: str) -> None:
    row, client = group(), client_for(role)
    urls = [MANAGE, ADD, reverse("groups:outside_edit", args=[row.pk])]
    assert [client.get(url).status_code for url in urls] == [404] * 3
    for name in ("confirm", "retire", "edit"):
        assert client.post(reverse(f"groups:outside_{name}", args=[row.pk]), TYPED).status_code == 404
    row.refresh_from_db()
    assert (row.name, row.retired_on) == ("Punto e a capo", None)


def test_a_get_changes_nothing(client_for: Clients) -> None:
    row, desk = group(), client_for("desk")
    for name in ("confirm", "retire"):
        assert desk.get(reverse(f"groups:outside_{name}", args=[row.pk])).status_code == 405


def test_a_long_list_asks_the_database_no_more_often(client: Client, client_for: Clients) -> None:
    desk = client_for("desk")

    def asked() -> list[int]:
        counts = []
        for who, url in ((client, LIST), (desk, MANAGE)):
            with CaptureQueriesContext(connection) as seen:
                who.get(url)
            counts.append(len(seen))
        return counts

    group(checked_by=desk.user)
    asked()
    before = asked()
    for n in range(8):
        group(name=f"Altro {n}", checked_by=factories.user("desk"))
    assert asked() == before


def test_the_list_is_easy_to_read(client: Client) -> None:
    group()
    assert hard(prose(read(client)), readability.EASY) == []
