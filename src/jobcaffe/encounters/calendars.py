"""iCalendar bytes. A personal feed tells when, never what or with whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from jobcaffe.encounters.enums import State
from jobcaffe.encounters.messages import where_words
from jobcaffe.encounters.models import Encounter
from jobcaffe.encounters.queries import coming_of, led_by
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.privacy import crypto
from jobcaffe.spaces.words import local

BACK_DAYS = 30


def feed_of(user: User, own: QuerySet[Encounter] | None = None) -> bytes:
    """Encounters that ``user`` leads or is expected at, with neutral titles and no other person.

    ``own`` are meetings that nobody but her may know she goes to: they look like the others, and
    their identifiers are hers alone, so that two calendars side by side do not tell of a group.
    """
    since = timezone.now() - timedelta(days=BACK_DAYS)
    mine = Q(pk__in=coming_of(user.person_ref).values("pk")) if user.person_ref else Q(pk__in=[])
    rows = Encounter.objects.filter(led_by(user) | mine, starts_at__gte=since)
    events = [_neutral(row, str(row.pk)) for row in rows]
    known = {row.pk for row in rows}
    more = own.filter(starts_at__gte=since) if own is not None else []
    events += [
        _neutral(row, crypto.blind_index("calendar.uid", f"{user.pk}|{row.pk}"))
        for row in more
        if row.pk not in known
    ]
    return as_bytes(events)


def public_event(encounter: Encounter) -> bytes:
    """One public encounter, with its title and place."""
    event = _event(encounter, encounter.title, str(encounter.pk))
    event.add("location", where_words(encounter))
    if encounter.summary:
        event.add("description", encounter.summary)
    return as_bytes([event])


def _neutral(encounter: Encounter, key: str) -> Event:
    """The same words for every encounter: one that told less would be a protected group's."""
    return _event(encounter, _("Incontro al Job Caffè"), key)


def _event(encounter: Encounter, title: str, key: str) -> Event:
    event = Event()
    event.add("uid", f"{key}@jobcaffe")
    event.add("dtstamp", encounter.created_at)
    event.add("summary", title)
    event.add("dtstart", local(encounter.starts_at))
    event.add("dtend", local(encounter.ends_at))
    event.add("status", "CANCELLED" if encounter.state == State.CANCELLED else "CONFIRMED")
    return event


def as_bytes(events: Iterable[Event]) -> bytes:
    """A calendar of these events, with the rules of the time zones that they name."""
    calendar = Calendar()
    calendar.add("prodid", "-//Job Caffe//IT")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Job Caffè")
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
