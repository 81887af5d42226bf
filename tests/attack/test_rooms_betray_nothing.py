"""A room held by a mutual-aid group looks like a room held by anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.encounters.calendars import feed_of
from jobcaffe.spaces.models import Booking
from tests import factories

pytestmark = pytest.mark.django_db


def _held(room: object, days: int, by: object, state: str = "held") -> Booking:
    starts = factories.moment(days, 18)
    return Booking.objects.create(
        room=room,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        title="Incontro",
        booked_by=by,
        state=state,
    )


@pytest.mark.parametrize("role", ["desk", "facilitator", "lab_leader", "coordinator"])
def test_a_week_tells_the_same_of_a_group_and_of_a_colleague(
    client_for: Callable[..., Client], role: str
) -> None:
    room = factories.room()
    lucia = factories.user("facilitator", name="Lucia")
    group, free = _held(room, 1, lucia), _held(room, 1, lucia, "cancelled")
    factories.encounter(
        confidential=True, public=False, kind="group", action="A1", title="Cerchio", room=room,
        booking=group, leaders=[lucia], starts_at=group.starts_at,
    )  # fmt: skip
    client = client_for(role)
    url = reverse("agenda:room", args=[room.pk]) + f"?giorno={group.starts_at:%d/%m/%Y}"
    client.get(url)
    with_group = client.get(url).content.decode().split("<main")[1].split("</main>")[0]
    Booking.objects.filter(pk=group.pk).update(state="cancelled")
    Booking.objects.filter(pk=free.pk).update(state="held")
    with_colleague = client.get(url).content.decode().split("<main")[1].split("</main>")[0]
    assert with_group == with_colleague
    assert "Occupata" in with_group


def test_a_feed_says_the_same_words_for_a_group_and_for_a_lab() -> None:
    lucia = factories.user("facilitator")
    room = factories.room()
    factories.encounter(room=room, place=room.place, leaders=[lucia], title="Laboratorio di cucito")
    factories.encounter(
        room=room,
        place=room.place,
        leaders=[lucia],
        confidential=True,
        public=False,
        kind="group",
        action="A1",
    )
    text = feed_of(lucia).decode()
    events = [event.split("DTEND")[0] for event in text.split("BEGIN:VEVENT")[1:]]
    lines = [
        sorted(line for line in event.splitlines() if not line.startswith(("UID", "DTSTAMP", "DTSTART")))
        for event in events
    ]
    assert len(lines) == 2
    assert lines[0] == lines[1]
