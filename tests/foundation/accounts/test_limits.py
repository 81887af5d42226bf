"""Counters that all processes share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from django.db import connection
from django.test import RequestFactory

from jobcaffe.foundation.accounts import limits
from jobcaffe.foundation.accounts.models import RateCount


@pytest.mark.django_db(transaction=True)
def test_four_threads_with_forty_tries_get_exactly_the_limit():
    def worker(_number: int) -> int:
        try:
            return sum(limits.hit("race", "same", limit=20) for _ in range(10))
        finally:
            connection.close()

    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False), ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(worker, range(4))) == 20
    assert RateCount.objects.get().count == 40


@pytest.mark.django_db
def test_a_new_hour_begins_at_zero_and_others_are_counted_apart():
    with time_machine.travel("2026-03-02 10:59:59+00:00", tick=False):
        assert [limits.hit("a", "x", limit=1) for _ in range(2)] == [True, False]
        assert limits.hit("a", "y", limit=1)
        assert limits.hit("b", "x", limit=1)
    with time_machine.travel("2026-03-02 11:00:00+00:00", tick=False):
        assert limits.hit("a", "x", limit=1)


@pytest.mark.django_db
def test_addresses_are_not_kept_in_clear():
    limits.hit("code-from", "192.0.2.7", limit=1)
    assert "192.0.2.7" not in RateCount.objects.get().key


def test_a_header_written_by_the_visitor_does_not_change_her_address(settings):
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6", REMOTE_ADDR="192.0.2.7")
    assert limits.client_address(request) == "192.0.2.7"
    settings.PROXY_HOPS = 1
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 203.0.113.9", REMOTE_ADDR="127.0.0.1")
    assert limits.client_address(request) == "203.0.113.9"


def test_neighbours_in_one_ipv6_network_are_one_address():
    first, second = (
        limits.client_address(RequestFactory().get("/", REMOTE_ADDR=f"2001:db8:1:2::{tail}")) for tail in "ab"
    )
    assert first == second == "2001:db8:1:2::/64"
