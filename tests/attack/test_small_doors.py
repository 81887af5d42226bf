"""Bombing a telephone, secrets in logs, days at the end of time."""

from __future__ import annotations

import logging
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.privacy.redact import RedactFilter
from tests import factories

SPELLINGS = (
    "333 123 4567", "3331234567", "+39 333 1234567", "333-123-4567", "333.123.4567", "0039 333 123 4567",
    "333/1234567", "33 31 23 45 67", "333 1234 567", "+393331234567", "3 3 3 1 2 3 4 5 6 7", "333  1234567",
)  # fmt: skip


@pytest.mark.django_db
def test_a_telephone_written_in_many_ways_is_one_telephone_and_gets_six_messages() -> None:
    encounter, client = factories.encounter(), Client()
    for spelling in SPELLINGS:
        client.post(
            f"/appuntamenti/{encounter.pk}/ci-vengo/",
            {"name": "Anna", "way": "sms", "contact": spelling, "request_key": str(uuid4())},
        )
    assert Notice.objects.filter(template="signup_confirm").count() == 6


def written(record: logging.LogRecord) -> str:
    RedactFilter().filter(record)
    return logging.Formatter().format(record)


@pytest.mark.parametrize(
    "path",
    ["/t/K7M2QX4P/", "/entra/l/abcdefghijklmnopqrstuv/", "/posto/K7M-2QX/", "/calendario/K7M2QX4P.ics"],
)
def test_the_short_secrets_of_addresses_are_not_logged(path: str) -> None:
    record = logging.LogRecord("django", logging.WARNING, "", 0, "Forbidden: %s", (path,), None)
    secret = path.split("/")[-2 if path.endswith("/") else -1]
    assert secret not in written(record)


def test_contacts_in_a_traceback_are_not_logged() -> None:
    try:
        raise ValueError("Key (phone)=(+39 333 123 4567) of anna@example.org")
    except ValueError as error:
        found = (type(error), error, error.__traceback__)
    text = written(logging.LogRecord("django", logging.ERROR, "", 0, "Internal Server Error", (), found))
    assert ("123 4567" in text, "anna@" in text, "ValueError" in text) == (False, False, True)


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["31/12/9999", "01/01/0001", "9999-12-31", "\x00", "1" * 5000])
def test_a_day_at_the_end_of_time_is_no_error(client_for, day: str) -> None:  # type: ignore[no-untyped-def]
    client, room = client_for("desk"), factories.room()
    answers = [
        client.get(f"/sale/{room.pk}/", {"giorno": day}).status_code,
        client.get("/incontri/", {"day": day}).status_code,
        client.get("/incontri/", {"day": day, "view": "giorno"}).status_code,
    ]
    assert answers == [200, 200, 200]


@pytest.mark.django_db
def test_an_hour_without_its_zone_books_nothing_and_is_no_error(client_for) -> None:  # type: ignore[no-untyped-def]
    client, room = client_for("desk"), factories.room()
    naive = datetime(2031, 5, 6, 10).isoformat()  # noqa: DTZ001  that is the attack
    answer = client.post(
        f"/sale/{room.pk}/prenota/",
        {
            "day": "06/05/2031", "starts": "10", "ends": "11", "title": "Prova", "request_key": str(uuid4()),
            "slot": f"{room.pk}|{naive}|{naive}",
        },
    )  # fmt: skip
    assert answer.status_code < 500
