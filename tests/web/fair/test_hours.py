"""Every page, message, sheet and calendar of a fair writes an hour in one way: 9:30."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.fair.events.models import Session
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits.rules import token_of
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.spaces.words import hour_words
from tests import factories
from tests.fair.talks.around import book, booking_fair, visitor

pytestmark = pytest.mark.django_db
# An hour with a nought in front; not the moments that machines read.
PADDED = re.compile(r"(?<![T\d:.])0\d:\d\d(?!:\d\d[.Z])")


@pytest.mark.parametrize(("hour", "told"), [(7, "9:05"), (8, "10:05"), (22, "0:05")])
def test_an_hour_has_no_nought_in_front(hour: int, told: str) -> None:
    assert hour_words(datetime(2026, 7, 1, hour, 5, tzinfo=UTC)) == told


def test_pages_and_messages_of_a_fair_agree(client: Client, client_for: Any) -> None:
    opens = factories.moment(7, 9)
    fair = booking_fair(opens_at=opens, first_slot_at=opens)
    stand, who = factories.stand(fair=fair), visitor(fair)
    at = opens + timedelta(minutes=30)
    session = Session.objects.create(
        fair=fair, kind="workshop", title="Il curriculum", seats=3, starts_at=opens, ends_at=at
    )
    visits.take_seat(actor=PUBLIC, visitor=who, session_id=session.pk)
    book(who, stand, 2)
    ticket = token_of(who)
    public = [
        reverse("fair:programme", args=[fair.slug]),
        reverse("fair:sheet", args=[fair.slug]),
        reverse("fairvisit:ticket", args=[ticket]),
        reverse("fairtalks:mine", args=[ticket]),
        reverse("fairtalks:stand", args=[fair.slug, stand.pk]),
    ]
    staff: Client = client_for("coordinator")
    house = [
        reverse(name, args=[fair.slug])
        for name in ("fairday:tables", "fairdesk:programme", "fairdesk:home", "fairtalks:plans")
    ]

    pages = [client.get(page) for page in public] + [staff.get(page) for page in house]

    assert {page.status_code for page in pages} == {200}
    texts = [re.sub(r"<[^>]+>", " ", page.content.decode()) for page in pages]
    texts += list(Notice.objects.values_list("body", flat=True))
    assert [PADDED.findall(text) for text in texts] == [[]] * len(texts)
    shown = [text for text in texts if "9:30" in text]
    assert len(shown) >= len(public)
