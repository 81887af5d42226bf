"""A fair as its public pages show it: hours of the programme, exhibitors, data for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.exchange.posts.enums import Sort
from jobcaffe.fair.events import queries, rules
from jobcaffe.fair.events.models import Fair, Session, Stand
from jobcaffe.spaces import words
from jobcaffe.web.jsonld import script_json

SCHEMA = "https://schema.org"


def fair_or_404(request: HttpRequest, slug: str) -> Fair:
    """The fair when it is to be read."""
    try:
        return queries.fair_of(request.user, slug)
    except Fair.DoesNotExist as missing:
        raise Http404 from missing


def when(fair: Fair) -> str:
    """``sabato 17 ottobre, dalle 9 alle 18``."""
    return words.when_words(fair.opens_at, fair.closes_at)


SOON = timedelta(days=60)


def soon() -> dict[str, str] | None:
    """The next fair as other pages name it, when it is near enough to be news."""
    fair = queries.current()
    if fair is None or not timezone.now() < fair.closes_at or fair.opens_at > timezone.now() + SOON:
        return None
    url = reverse("fair:page", args=[fair.slug])
    return {"name": fair.name, "url": url, "when": capfirst(when(fair)), "summary": fair.summary}


def machine(moment: datetime) -> str:
    """A moment as the page's script compares it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def seats_words(session: Session) -> str:
    """``4 posti liberi``; empty when there is no limit. The row carries ``held``."""
    if session.seats is None:
        return ""
    free = max(0, session.seats - getattr(session, "held", 0))
    if not free:
        return _("posti finiti: c'è la lista d'attesa")
    return ngettext("un posto libero", "%(free)s posti liberi", free) % {"free": free}


def audience_words(session: Session) -> str:
    """For whom, when it is not for everybody."""
    named = [str(rules.AUDIENCES[key]) for key in session.audiences if key in rules.AUDIENCES]
    return ", ".join(named) if rules.EVERYBODY not in session.audiences else ""


def row(session: Session, url: str = "", printed: bool = False) -> dict[str, Any]:
    """One row of the programme."""
    facts = [
        capfirst(session.get_kind_display()),
        session.area.name if session.area else "",
        session.speaker,
        session.organisation.name if session.organisation else "",
        audience_words(session),
        "" if printed else seats_words(session),
    ]
    return {
        "anchor": f"p{session.pk.hex[:8]}",
        "when": f"{words.hour_words(session.starts_at)}–{words.hour_words(session.ends_at)}",
        "title": session.title,
        "url": url,
        "text": session.summary,
        "facts": [one for one in facts if one],
        "audiences": " ".join(session.audiences),
        "area": session.area_id or "",
        "starts": machine(session.starts_at),
        "ends": machine(session.ends_at),
    }


def together(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """What goes on at the same moment: one list, whatever the hour in which each began."""
    rows = [row(one) for one in sessions]
    return [{"label": "", "rows": rows}] if rows else []


def hours(
    sessions: Iterable[Session], *, seats_url: bool = False, printed: bool = False
) -> list[dict[str, Any]]:
    """The programme by the hour in which things begin. On paper without the seats left, which change."""

    def link(one: Session) -> str:
        return seat_url(one) if seats_url and one.seats is not None else ""

    grouped = groupby(sessions, key=lambda one: words.local(one.starts_at).hour)
    return [
        {
            "label": _("Ore %(hour)s") % {"hour": number},
            "rows": [row(one, link(one), printed) for one in rows],
        }
        for number, rows in grouped
    ]


def seat_url(session: Session) -> str:
    """Where one takes a seat: by signing up to the fair."""
    return reverse("fairvisit:sign_up", args=[session.fair.slug])


# --- exhibitors -----------------------------------------------------------------------------------------


def offers(stand: Stand) -> list[str]:
    """The kinds of what it shows of the board, in the order of the board."""
    shown = {post.sort for post in stand.shown_posts}  # type: ignore[attr-defined]
    return [str(sort) for sort in Sort if sort in shown]


def offered(stands: Sequence[Stand]) -> list[tuple[str, str, int]]:
    """Code, name and how many exhibitors, of every kind that somebody offers here."""
    found = [one for stand in stands for one in offers(stand)]
    return [(str(sort), capfirst(str(sort.label)), found.count(sort)) for sort in Sort if sort in found]


def tables_words(stand: Stand) -> str:
    """``Sala grande, tavoli 3 e 4``."""
    where = [stand.area.name] if stand.area else []
    count = queries.most_tables(stand)
    if stand.first_table and count > 1:
        last = stand.first_table + count - 1
        where.append(_("tavoli %(first)s–%(last)s") % {"first": stand.first_table, "last": last})
    elif stand.first_table:
        where.append(_("tavolo %(number)s") % {"number": stand.first_table})
    return ", ".join(where)


def exhibitor(stand: Stand) -> dict[str, Any]:
    """An exhibitor in the list."""
    return {
        "url": reverse("fair:exhibitor", args=[stand.fair.slug, stand.pk]),
        "name": stand.organisation.name,
        "where": tables_words(stand),
        "brings": stand.brings,
        "offers": ", ".join(capfirst(str(Sort(one).label)) for one in offers(stand)),
    }


# --- for machines ---------------------------------------------------------------------------------------


def place_data(fair: Fair) -> dict[str, object]:
    """The place as schema.org says it."""
    address = {
        "@type": "PostalAddress",
        "streetAddress": fair.place.address,
        "addressLocality": fair.place.municipality,
        "addressCountry": "IT",
    }
    return {"@type": "Place", "name": fair.place.name, "address": address}


def _said(text: str) -> dict[str, object]:
    return {"description": text} if text else {}


def _times(starts_at: datetime, ends_at: datetime) -> dict[str, object]:
    return {"startDate": words.local(starts_at).isoformat(), "endDate": words.local(ends_at).isoformat()}


def event_data(fair: Fair, sessions: Iterable[Session]) -> SafeString:
    """The fair and its programme as one schema.org ``Event``."""
    place = place_data(fair)
    data: dict[str, object] = {
        "@context": SCHEMA,
        "@type": "Event",
        "name": fair.name,
        **_said(fair.summary),
        **_times(fair.opens_at, fair.closes_at),
        "eventStatus": f"{SCHEMA}/EventScheduled",
        "eventAttendanceMode": f"{SCHEMA}/OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "url": settings.SITE_URL + reverse("fair:page", args=[fair.slug]),
        "location": place,
        "organizer": {"@type": "Organization", "name": "Job Caffè", "url": settings.SITE_URL},
        "subEvent": [
            {
                "@type": "Event",
                "name": one.title,
                **_times(one.starts_at, one.ends_at),
                "location": place,
                **_said(one.summary),
            }
            for one in sessions
        ],
    }
    return script_json(data)
