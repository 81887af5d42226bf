"""The public calendar of groups and its feeds: what everybody may know, and nothing of who is inside."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from jobcaffe.circles import actions
from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Circle
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.ui import readability
from jobcaffe.spaces import words
from jobcaffe.spaces.models import Closure
from tests import factories
from tests.circles.groups import Staff, circle, enter, person, running, tonight
from tests.consistency.test_texts import hard, prose

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]
SPEC = json.loads((Path(__file__).parent / "meeting_guide.json").read_text("utf-8"))
KINDS = {"string": str, "integer": int, "array": list}
ADDRESSES = ("groups:calendar", "groups:feed", "groups:ics")


@pytest.fixture
def staff() -> Staff:
    """Who works around the groups."""
    return Staff()


def announce(staff: Staff, group: Circle, **fields: Any) -> Circle:
    """The group chooses to be on the calendar."""
    values = {"public": True, "area": "Lainate centro", "entry_open": True, **fields}
    return actions.update_circle(actor=staff.coordinator, circle_id=group.pk, **values)


def feed(client: Client) -> list[dict[str, Any]]:
    """The list for machines."""
    found: list[dict[str, Any]] = json.loads(client.get(reverse("groups:feed")).content)
    return found


def events(client: Client) -> list[Any]:
    """The events of the calendar file."""
    return list(Calendar.from_ical(client.get(reverse("groups:ics")).content).walk("VEVENT"))


def days_of(event: Any) -> list[date]:
    """The days that a calendar program shows."""
    first = event["dtstart"].dt
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=first)
    lines = event.get("exdate")
    out = {one.dt for one in lines.dts} if lines else set()
    return [moment.date() for moment in rule if moment not in out]


def test_only_groups_that_chose_it_are_there_and_the_others_have_no_page(
    client: Client, staff: Staff
) -> None:
    shown, quiet, idea = circle(staff), circle(staff), None
    idea = actions.create_circle(
        actor=staff.coordinator, kind="ama", theme="cura", mode="peers", slot="gio-10"
    )
    announce(staff, shown)
    announce(staff, idea)
    text = client.get(reverse("groups:calendar")).content.decode()
    assert str(shown.pk) in text
    assert str(quiet.pk) not in text + client.get(reverse("groups:feed")).content.decode()
    assert client.get(reverse("groups:group", args=[shown.pk])).status_code == 200
    for other in (quiet.pk, idea.pk, uuid.uuid4()):
        assert client.get(reverse("groups:group", args=[other])).status_code == 404
    assert [row["url"].endswith(f"/{shown.pk}/") for row in feed(client)] == [True]
    assert len(events(client)) == 1


def test_no_page_and_no_feed_tells_code_room_address_or_who_leads(client: Client, staff: Staff) -> None:
    room = factories.room(name="Sala gialla", capacity=20)
    group = announce(staff, circle(staff, room_id=room.pk))
    urls = [*map(reverse, ADDRESSES), reverse("groups:group", args=[group.pk])]
    for url in urls:
        text = client.get(url).content.decode()
        assert [word for word in (group.code, "Sala gialla", "Lucia", "Operatrice") if word in text] == [], (
            url
        )
    assert room.place.address not in "".join(
        client.get(reverse(f"groups:{n}")).content.decode() for n in ("feed", "ics")
    )


def test_nothing_changes_byte_for_byte_when_somebody_enters_leaves_and_an_evening_is_closed(
    staff: Staff, client_for: Clients
) -> None:
    group, members = running(staff)
    announce(staff, group)
    urls = [*map(reverse, ADDRESSES), reverse("groups:group", args=[group.pk])]

    def seen(client: Client | None = None) -> list[tuple[str, str | None]]:
        answers = [(client or Client()).get(url) for url in urls]
        return [(told(answer.content), answer.headers.get("ETag")) for answer in answers]

    evening, before = tonight(group), seen()
    enter(staff, group, person(staff, first_name="Zoe"))
    assert seen() == before
    actions.leave(actor=members[0], circle_id=group.pk)
    assert seen() == before
    actions.close_evening(actor=staff.facilitator, encounter_id=evening.pk, present=6, new=1)
    assert seen() == before
    hers = client_for(user=members[1])
    before = seen(hers)
    actions.leave(actor=members[1], circle_id=group.pk)
    assert seen(hers) == before


def told(body: bytes) -> str:
    """What a page says, without the token of its forms, which is another one each time."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", body.decode())


def test_a_feed_keeps_the_rules_of_the_specification(client: Client, staff: Staff) -> None:
    announce(staff, circle(staff))
    announce(staff, circle(staff, kind="jobsearch5", slot="lun-15", theme="lavoro"))
    care = actions.create_circle(
        actor=staff.coordinator, kind="cycle15", theme="cura", mode="external", slot="sab-10",
        state=State.GATHERING,
    )  # fmt: skip
    announce(staff, care, area="", entry_open=False)
    rows = feed(client)
    known = SPEC["properties"] | SPEC["ours"]
    assert len(rows) == 3
    assert len({row["slug"] for row in rows}) == 3
    for row in rows:
        assert set(SPEC["required"]) <= set(row) <= set(known)
        assert [name for name, value in row.items() if not keeps(known[name], value)] == []


def keeps(rule: dict[str, Any], value: Any) -> bool:
    """Whether a value keeps its rule: type, limits, pattern, closed list; of a list, each of its items."""
    types = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
    if type(value) not in [KINDS[name] for name in types]:
        return False
    items = value if isinstance(value, list) else [value]
    return all(
        (("minimum" not in rule) or rule["minimum"] <= item <= rule["maximum"])
        and len(str(item)) <= rule.get("maxLength", 9999)
        and ("pattern" not in rule or re.search(rule["pattern"], item) is not None)
        and ("enum" not in rule or item in rule["enum"])
        for item in items
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("day", 7),
        ("day", "2"),
        ("time", "25:00"),
        ("slug", "due parole"),
        ("types", ["X"]),
        ("country", "Italia"),
    ],
)
def test_the_rules_themselves_can_be_broken(name: str, value: Any) -> None:
    assert not keeps(SPEC["properties"][name], value)


def test_weekdays_count_from_sunday_and_an_area_says_that_it_is_approximate(
    client: Client, staff: Staff
) -> None:
    announce(staff, circle(staff, slot="mar-18"))
    (row,) = feed(client)
    assert (row["day"], row["time"], row["end_time"], row["every_weeks"]) == (2, "18:00", "20:00", 2)
    assert (row["region"], row["approximate"], row["types"]) == ("Lainate centro", "yes", ["C", "IT"])
    assert not {"address", "latitude", "longitude", "location", "updated"} & set(row)


def test_a_gathering_group_is_announced_without_dates(client: Client, staff: Staff) -> None:
    group = actions.create_circle(
        actor=staff.coordinator, kind="ama", theme="cura", mode="peers", slot="gio-10", state=State.GATHERING
    )
    announce(staff, group)
    assert (len(feed(client)), events(client)) == (1, [])
    assert "Si sta formando" in client.get(reverse("groups:calendar")).content.decode()


def test_the_rule_has_the_days_of_the_cycle_over_both_changes_of_the_clock_and_christmas(
    client: Client, staff: Staff
) -> None:
    room = factories.room()
    group = actions.create_circle(
        actor=staff.coordinator, kind="cycle15", theme="cura", mode="external", slot="mar-18",
        state=State.ACTIVATION, room_id=room.pk,
    )  # fmt: skip
    actions.appoint(actor=staff.coordinator, circle_id=group.pk, user_id=staff.facilitator.pk)
    year = timezone.localdate().year + 1
    first = next(day for n in range(1, 8) if (day := date(year, 9, n)).weekday() == 1)
    shut = first + timedelta(weeks=4)
    Closure.objects.create(place=room.place, first_day=shut, last_day=shut, why="lavori")
    days, _rule = actions.cycle_days(group, first)
    actions.plan_cycle(actor=staff.coordinator, circle_id=group.pk, first_day=first)
    announce(staff, group)
    (event,) = events(client)
    starts = [words.wall(day, time(18)) for day in days]
    assert days_of(event) == days
    assert (len(days), len({moment.utcoffset() for moment in starts})) == (15, 2)
    assert (shut in days, days[-1] > date(year + 1, 3, 31)) == (False, True)
    assert event["rrule"]["INTERVAL"] == [2]
    assert (event["dtstart"].dt.tzinfo.key, event["dtstart"].dt.hour) == ("Europe/Rome", 18)


def test_a_format_of_following_days_has_its_days(client: Client, staff: Staff) -> None:
    group = announce(staff, circle(staff, kind="jobsearch5", slot="lun-15"))
    cycle = group.cycles.get()
    (event,) = events(client)
    planned = [
        words.local(row.encounter.starts_at).date() for row in group.meetings.select_related("encounter")
    ]
    assert (days_of(event), len(planned)) == (planned, 5)
    assert (days_of(event)[0], days_of(event)[-1]) == (cycle.first_day, cycle.last_day)


def test_an_evening_that_is_moved_or_called_off_changes_nothing(client: Client, staff: Staff) -> None:
    group = announce(staff, circle(staff))
    before = client.get(reverse("groups:ics")).content
    tonight(group)
    Encounter.objects.filter(pk=group.meetings.last().pk).update(state="cancelled")
    assert client.get(reverse("groups:ics")).content == before


@pytest.mark.parametrize("name", ["groups:feed", "groups:ics"])
def test_a_feed_is_sent_again_only_when_it_differs_and_any_site_may_read_it(
    name: str, client: Client, staff: Staff
) -> None:
    group = announce(staff, circle(staff))
    first = client.get(reverse(name))
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    same = client.get(reverse(name), headers={"If-None-Match": first.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    announce(staff, group, area="Rho")
    other = client.get(reverse(name), headers={"If-None-Match": first.headers["ETag"]})
    assert (other.status_code, other.headers["ETag"] == first.headers["ETag"]) == (200, False)


def test_a_feed_is_the_same_in_every_language_and_takes_no_parameters(client: Client, staff: Staff) -> None:
    announce(staff, circle(staff))
    plain = client.get(reverse("groups:feed")).content
    assert client.get(reverse("groups:feed"), headers={"Accept-Language": "en"}).content == plain
    assert client.get(reverse("groups:feed") + "?tema=cura").content == plain


def test_links_narrow_the_calendar_by_theme_and_day_and_nonsense_shows_an_empty_place(
    client: Client, staff: Staff
) -> None:
    work, care = circle(staff), None
    care = actions.create_circle(
        actor=staff.coordinator, kind="ama", theme="cura", mode="peers", slot="gio-10", state=State.GATHERING
    )
    for group in (work, care):
        announce(staff, group)

    def there(query: str) -> list[bool]:
        text = client.get(reverse("groups:calendar") + query).content.decode()
        return [str(group.pk) in text for group in (work, care)]

    assert [there(""), there("?tema=cura"), there("?giorno=1"), there("?tema=cura&giorno=1")] == [
        [True, True], [False, True], [True, False], [False, False],
    ]  # fmt: skip
    assert "Vedi tutti i gruppi" in client.get(reverse("groups:calendar") + "?tema=%3Cb%3E").content.decode()


def test_a_member_asks_from_her_page_a_visitor_is_told_of_the_desk(
    client: Client, client_for: Clients, staff: Staff
) -> None:
    announce(staff, circle(staff))
    visitor = client.get(reverse("groups:calendar")).content.decode()
    assert (reverse("accounts:sign_in") in visitor, "Chiedi un gruppo" in visitor) == (True, False)
    member = client_for(user=factories.member()).get(reverse("groups:calendar")).content.decode()
    assert reverse("mygroup:ask") in member


def test_the_pages_are_light_without_script_and_easy_to_read(client: Client, staff: Staff) -> None:
    groups = [announce(staff, circle(staff)) for _n in range(12)]
    outside = reverse("groups:outside")
    for url in (reverse("groups:calendar"), reverse("groups:group", args=[groups[0].pk]), outside):
        body = client.get(url).content.decode()
        texts = prose(body)
        assert len(body.encode()) <= 60_000
        assert re.findall(r"<script[^>]*src", body) == []
        assert hard(texts, readability.EASY) == []


def test_a_calendar_of_many_groups_asks_the_database_no_more_often(client: Client, staff: Staff) -> None:
    counts = []
    for _n in range(3):
        announce(staff, circle(staff))
        counts.append([_asked(client, reverse(name)) for name in ADDRESSES])
    assert counts[0] == counts[2]


def _asked(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return len(seen)


def test_the_event_is_dated_by_its_first_day_and_never_by_a_change(client: Client, staff: Staff) -> None:
    group = announce(staff, circle(staff))
    (event,) = events(client)
    first = group.cycles.get().first_day
    assert event["dtstamp"].dt.replace(tzinfo=None) == datetime.combine(first, event["dtstart"].dt.time())
    assert "last-modified" not in event
    assert "sequence" not in event
