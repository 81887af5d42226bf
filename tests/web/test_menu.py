"""The menu stays short, and what left it is one click away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.web import nav

pytestmark = pytest.mark.django_db
MOST = 7


@pytest.mark.parametrize("role", Role.values)
def test_no_role_has_more_than_seven_places(client_for: Callable[..., Client], role: str) -> None:
    request = RequestFactory().get("/")
    request.user = client_for(role).user  # type: ignore[attr-defined]
    assert 1 <= len(nav.menu(request)) <= MOST


@pytest.mark.parametrize(
    ("role", "page", "place"),
    [
        ("coordinator", "/sportello/persone/", "/regia/importa/"),
        ("desk", "/sportello/", "/incontri/iscrizioni/"),
        ("desk", "/incontri/", "/impegni/"),
        ("desk", "/sportello/", "/sportello/gruppi/"),
        ("coordinator", "/regia/", "/regia/gruppi/"),
        ("coordinator", "/regia/gruppi/", "/sportello/gruppi/"),
    ],
)
def test_what_is_not_in_the_menu_is_on_a_page(
    client_for: Callable[..., Client], role: str, page: str, place: str
) -> None:
    answer = client_for(role).get(page)
    assert answer.status_code == 200
    assert f'href="{place}' in answer.content.decode()


@pytest.mark.parametrize(
    ("role", "path", "place"),
    [
        ("member", "/io/gruppi/", "/io/gruppi/"),
        ("member", "/io/scambi/", "/io/gruppi/"),
        ("member", "/gruppi/domande/", "/io/gruppi/"),
        ("member", "/io/", "/io/"),
        ("facilitator", "/gruppi/guida/ore/", "/gruppi/guida/"),
        ("facilitator", "/gruppi/serate/x/", "/gruppi/guida/"),
        ("facilitator", "/privacy/", None),
    ],
)
def test_the_menu_marks_the_one_place_where_one_is(
    client_for: Callable[..., Client], role: str, path: str, place: str | None
) -> None:
    request = RequestFactory().get(path)
    request.user = client_for(role).user  # type: ignore[attr-defined]
    assert [row.url for row in nav.menu(request) if row.here] == ([place] if place else [])
