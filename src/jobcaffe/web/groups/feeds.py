"""The calendar of groups for machines: JSON after the Meeting Guide specification, and iCalendar.

Both are made of what a group announces, in Italian whoever asks, and of nothing else: no instant of
a change, no number, no evening. The same announcements give the same bytes and the same ETag, so
that neither tells when somebody entered or left. Described in ``docs/manuale/gruppi-calendario.md``.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from icalendar import Event

from jobcaffe.circles.queries import OnCalendar, public_calendar
from jobcaffe.circles.queries.dates import Run, public_runs
from jobcaffe.encounters.calendars import as_bytes
from jobcaffe.encounters.recurrence import DAYS
from jobcaffe.foundation.ui.phones import phone_words
from jobcaffe.plan import queries as plan
from jobcaffe.spaces import queries as spaces
from jobcaffe.spaces.words import ROME
from jobcaffe.web.context import NAME
from jobcaffe.web.groups import shared
from jobcaffe.web.page import page

HOUR = 3600
# "Open" and "closed" in the specification; the language of the meeting.
OPEN, CLOSED, ITALIAN = "O", "C", "IT"


@page("public.read")
def feed(request: HttpRequest) -> HttpResponse:
    """All public groups as a plain list. Takes no parameters."""
    with translation.override("it"):
        entity = _entity()
        meetings = [_meeting(row) | entity for row in public_calendar()]
    body = json.dumps(meetings, ensure_ascii=False, indent=1).encode()
    return _open(request, body, "application/json; charset=utf-8")


@page("public.read")
def ics(request: HttpRequest) -> HttpResponse:
    """The cycles of public groups, each as one rule that repeats."""
    with translation.override("it"):
        known = {row.id: row for row in public_calendar()}
        body = as_bytes(_event(known[run.circle_id], run) for run in public_runs() if run.circle_id in known)
    return _open(request, body, "text/calendar; charset=utf-8")


def _open(request: HttpRequest, body: bytes, kind: str) -> HttpResponse:
    """For any site and any calendar, kept for an hour, sent again only when it differs."""
    response = HttpResponse(body, content_type=kind)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={HOUR}"
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Content-Language"] = "it"
    shorter = get_conditional_response(request, etag=etag, response=response)
    return shorter if isinstance(shorter, HttpResponse) else response


def _entity() -> dict[str, str]:
    """Who announces the groups, as the specification asks."""
    place = next(iter(spaces.places()), None)
    phone = (place.phone if place else "") or plan.texts().get("phone", "")
    found = {
        "entity": NAME,
        "entity_location": place.municipality if place else "",
        "entity_phone": phone_words(phone) if phone else "",
        "entity_website_url": settings.SITE_URL + reverse("groups:calendar"),
    }
    return {key: value for key, value in found.items() if value}


def _slug(row: OnCalendar) -> str:
    return f"{row.theme_code}-{row.slot}-{row.id.hex[:8]}"


def _meeting(row: OnCalendar) -> dict[str, object]:
    """One group. ``day`` counts from Sunday; the address is an area, and says so."""
    days: object = [1, 2, 3, 4, 5] if row.daily else (row.weekday + 1) % 7
    found: dict[str, object] = {
        "name": row.theme,
        "slug": _slug(row),
        "day": days,
        "time": f"{row.starts:%H:%M}",
        "end_time": f"{row.ends:%H:%M}",
        "timezone": ROME.key,
        "types": [OPEN if row.open_to_new else CLOSED, ITALIAN],
        "group": row.kind,
        "notes": f"{shared.cadence_words(row)}. {shared.entry_words(row)[1]}.",
        "url": settings.SITE_URL + reverse("groups:group", args=[row.id]),
        "theme": row.theme_code,
        "country": "IT",
        "approximate": "yes",
    }
    if not row.daily:
        found["every_weeks"] = row.every
    if row.area:
        found |= {"region": row.area, "formatted_address": f"{row.area}, Italia"}
    return found


def _event(row: OnCalendar, run: Run) -> Event:
    event, starts = Event(), datetime.combine(run.first_day, run.starts, tzinfo=ROME)
    event.add("uid", f"{_slug(row)}-{run.number}@jobcaffe")
    # When it was made would tell when a group changed: the first day is said instead.
    event.add("dtstamp", datetime.combine(run.first_day, run.starts, tzinfo=UTC))
    event.add("summary", f"{row.theme} ({row.kind.lower()})")
    event.add("dtstart", starts)
    event.add("duration", timedelta(minutes=run.minutes))
    event.add("rrule", _rule(run))
    if run.off:
        event.add("exdate", [datetime.combine(day, run.starts, tzinfo=ROME) for day in run.off])
    event.add("location", row.area)
    event.add("url", settings.SITE_URL + reverse("groups:group", args=[row.id]))
    return event


def _rule(run: Run) -> dict[str, object]:
    # With a time zone the end is an instant in UTC (RFC 5545, 3.3.10).
    last = datetime.combine(run.last_day, run.starts, tzinfo=ROME).astimezone(UTC)
    days = [DAYS[day] for day in run.weekdays]
    return {"freq": "weekly", "interval": run.every, "byday": days, "until": last}
