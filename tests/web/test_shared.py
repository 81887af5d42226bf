"""Public pages that are made once a second: fresh for who did something, nobody's secrets for the others."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobcaffe.fair.events.models import Fair
from jobcaffe.web import shared
from tests import factories

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NONCE = re.compile(r'nonce="([^"]+)"')
NAMES = ("page", "programme", "exhibitors", "embed")


@pytest.fixture(autouse=True)
def long_second(settings: Any) -> Iterator[None]:
    """Long enough for any machine."""
    settings.SHARED_PAGE_SECONDS = 600
    shared.forget()
    yield
    shared.forget()


@pytest.fixture
def fair() -> Fair:
    return factories.fair(state="open")


def address(fair: Fair, name: str = "page") -> str:
    return reverse(f"fair:{name}", args=[fair.slug])


def read(url: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def rename(fair: Fair, name: str) -> None:
    Fair.objects.filter(pk=fair.pk).update(name=name)


@pytest.mark.parametrize("name", NAMES)
def test_the_second_stranger_costs_no_query(fair: Fair, name: str) -> None:
    first = read(address(fair, name))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        second = read(address(fair, name))
    assert len(asked) == 0
    plain = [NONCE.sub("", TOKEN.sub("", text)) for text in (first, second)]
    assert plain[0] == plain[1]


def test_nonce_and_token_are_each_readers_own(fair: Fair) -> None:
    answers = [(client, client.get(address(fair))) for client in (Client(), Client(), Client())]
    pages = [answer.content.decode() for _client, answer in answers]
    nonces, tokens = [set(NONCE.findall(page)) for page in pages], [TOKEN.findall(page) for page in pages]
    for (_client, answer), found in zip(answers, nonces, strict=True):
        assert len(found) == 1
        assert f"'nonce-{found.copy().pop()}'" in answer.headers["Content-Security-Policy"]
        assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    assert len(set.union(*nonces)) == 3
    assert len({token for found in tokens for token in found}) == 3
    assert all(tokens)


def test_the_token_of_a_kept_page_is_good_for_its_reader_and_for_nobody_else(fair: Fair) -> None:
    read(address(fair))
    reader, other = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    token = TOKEN.findall(read(address(fair), reader))[0]
    read(address(fair), other)
    sent = {"language": "en", "next": "/", "csrfmiddlewaretoken": token}
    assert other.post(reverse("set_language"), sent).status_code == 403
    assert reader.post(reverse("set_language"), sent).status_code == 302


def test_a_change_is_seen_when_the_time_is_over(fair: Fair, settings: Any) -> None:
    settings.SHARED_PAGE_SECONDS = 0.05
    read(address(fair))
    rename(fair, "JOBFEST in piazza")
    time.sleep(0.06)
    assert "JOBFEST in piazza" in read(address(fair))


def test_until_then_a_stranger_reads_what_was_and_who_has_a_session_what_is(fair: Fair) -> None:
    read(address(fair))
    rename(fair, "JOBFEST in piazza")
    known = Client()
    known.session.save()
    known.cookies["jobcaffe"] = known.session.session_key
    assert "JOBFEST in piazza" not in read(address(fair))
    assert "JOBFEST in piazza" in read(address(fair), known)


def test_what_the_staff_reads_is_kept_for_nobody(fair: Fair, client_for: Any) -> None:
    url = address(fair)
    desk = client_for("coordinator")
    told = reverse("fairdesk:home", args=[fair.slug])
    assert told in read(url, desk)
    assert told not in read(url)
    assert told in read(url, desk)


def test_every_language_and_every_question_has_its_own_page(fair: Fair) -> None:
    url = address(fair, "programme")
    italian, english = Client(headers={"Accept-Language": "it"}), Client(headers={"Accept-Language": "en"})
    assert 'lang="it"' in read(url, italian)
    assert 'lang="en"' in read(url, english)
    assert 'lang="it"' in read(url, italian)
    everything = read(url + "?adesso=on", italian)
    assert everything != read(url, italian)
    assert "?adesso=on" not in TOKEN.sub("", everything).partition("<main")[0]


def test_a_page_that_is_not_there_is_not_kept(fair: Fair) -> None:
    Fair.objects.filter(pk=fair.pk).update(state="draft")
    assert Client().get(address(fair)).status_code == 404
    Fair.objects.filter(pk=fair.pk).update(state="open")
    assert Client().get(address(fair)).status_code == 200


def test_strangers_questions_do_not_fill_the_memory(fair: Fair) -> None:
    for number in range(shared.MOST_KEPT + 5):
        read(address(fair, "embed") + f"?x={number}")
    assert len(shared._pages) == shared.MOST_KEPT


def test_the_order_of_what_is_asked_is_part_of_the_address(fair: Fair) -> None:
    """Of a word said twice the form reads the last one."""
    pages = [
        TOKEN.sub("", NONCE.sub("", read(f"{address(fair, 'programme')}?{asked}")))
        for asked in ("per=women&per=young", "per=young&per=women")
    ]
    assert pages[0] != pages[1]


def test_no_more_pages_are_kept_than_there_is_room_for(fair: Fair) -> None:
    for number in range(shared.MOST_KEPT + 3):
        read(f"{address(fair)}?n={number}")
    assert len(shared._pages) == shared.MOST_KEPT
