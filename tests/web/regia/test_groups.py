"""The groups in numbers, for who runs the programme."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.plan.models import Programme
from tests.programme.indicators.test_groups import group, met, past

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]


def test_the_page_shows_closed_months_as_lines_and_a_table_and_no_group(
    client_for: Clients, programme: Programme
) -> None:
    circle = group(7)
    met(circle, past(3), 13)
    met(circle, past(2), 4)
    met(circle, timezone.localdate().replace(day=1), 17)
    html = client_for("coordinator").get(reverse("regia:groups")).content.decode()
    cells = re.findall(r'class="num">([^<]*)', html)
    shown = {cell.strip() for cell in cells}
    assert ("meno di 5" in shown, "13" in shown, "17" in shown) == (True, True, False)
    assert html.count("<figure") == 2
    assert "AMA-07" not in html
    assert "G1 Presenze ai gruppi" in html


def test_before_the_first_closed_month_the_place_says_what_it_is(client_for: Clients) -> None:
    html = client_for("coordinator").get(reverse("regia:groups")).content.decode()
    assert "Qui vedrai i mesi chiusi" in html
    assert "<figure" not in html


@pytest.mark.parametrize("role", ["desk", "facilitator", "municipality", "funder", "sysadmin", "member"])
def test_for_others_it_is_not_there(client_for: Clients, role: str) -> None:
    assert client_for(role).get(reverse("regia:groups")).status_code == 404


def test_a_month_more_asks_the_database_no_more_often(
    client_for: Clients, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client, circle = client_for("coordinator"), group()
    client.get(reverse("regia:groups"))
    for months in range(1, 9):
        met_on = past(months)
        if months == 1:
            met(circle, met_on, 9)
        else:
            met(group(months), met_on + timedelta(days=1), 9)
    with django_assert_max_num_queries(12):
        client.get(reverse("regia:groups"))
