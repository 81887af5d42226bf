"""What several public pages show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.encounters import queries
from jobcaffe.encounters.enums import State
from jobcaffe.encounters.messages import where_words
from jobcaffe.encounters.models import Encounter
from jobcaffe.spaces import words
from jobcaffe.web.jsonld import script_json


@dataclass(frozen=True)
class Line:
    """One encounter in a list."""

    title: str
    url: str
    when: str
    where: str
    summary: str


def lines(rows: Iterable[Encounter]) -> list[Line]:
    """Encounters as a list shows them."""
    return [
        Line(
            row.title,
            reverse("public:appointment", args=[row.pk]),
            words.when_words(row.starts_at, row.ends_at),
            where_words(row),
            row.summary,
        )
        for row in rows
    ]


def seats_words(encounter: Encounter) -> str:
    """``Ci sono ancora 4 posti``; empty when there is no limit."""
    free = queries.seats_left(encounter)
    if free is None:
        return ""
    if free == 0:
        return _("I posti sono finiti")
    return ngettext("C'è ancora un posto", "Ci sono ancora %(free)s posti", free) % {"free": free}


def event_data(encounter: Encounter) -> SafeString:
    """The encounter as schema.org ``Event``, ready for a script element."""
    place = encounter.place or (encounter.room.place if encounter.room else None)
    off = encounter.state == State.CANCELLED
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": encounter.title,
        "description": encounter.summary,
        "startDate": words.local(encounter.starts_at).isoformat(),
        "endDate": words.local(encounter.ends_at).isoformat(),
        "eventStatus": f"https://schema.org/{'EventCancelled' if off else 'EventScheduled'}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "url": settings.SITE_URL + reverse("public:appointment", args=[encounter.pk]),
    }
    if place:
        address = {"@type": "PostalAddress", "streetAddress": place.address}
        address |= {"addressLocality": place.municipality, "addressCountry": "IT"}
        data["location"] = {"@type": "Place", "name": place.name, "address": address}
    return script_json(data)
