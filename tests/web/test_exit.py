"""The way out stands in the same place on every page that may be read over somebody's shoulder."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.config.urls import urlpatterns
from jobcaffe.web.page import PRIVATE
from tests import factories

pytestmark = pytest.mark.django_db
OWN = (
    "mygroup:home", "lab:home", "lab:others", "week:home", "week:household", "week:count", "care:home",
    "care:join", "timebank:home", "timebank:join", "venture:home", "venture:ladder",
)  # fmt: skip


def test_it_stands_right_below_the_head_once_on_each(client_for: Callable[..., Client]) -> None:
    client = client_for(user=factories.member())
    found = {}
    for name in OWN:
        page = client.get(reverse(name)).content.decode()
        before = page.split("data-exit")[0]
        found[name] = (page.count("data-exit"), "<main" in before, "j-back" in before)
    assert found == dict.fromkeys(OWN, (1, False, False))


def test_staff_and_public_pages_have_none(client_for: Callable[..., Client]) -> None:
    leader = client_for("lab_leader")
    assert "data-exit" not in leader.get(reverse("lab:lead")).content.decode()
    assert "data-exit" not in Client().get(reverse("lab:published")).content.decode()


def test_every_private_capability_has_pages() -> None:
    """A name that changed would take the way out from its pages in silence."""

    def capabilities(patterns: list[object]) -> set[str]:
        found: set[str] = set()
        for one in patterns:
            inner = getattr(one, "url_patterns", None)
            own = getattr(getattr(one, "callback", None), "capability", "")
            found |= capabilities(inner) if inner is not None else {own}
        return found

    assert capabilities(list(urlpatterns)) >= PRIVATE
