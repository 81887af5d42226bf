"""Home, doors, encounters."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from jobcaffe.circles import queries as circles
from jobcaffe.encounters import actions, calendars, queries
from jobcaffe.encounters.enums import State
from jobcaffe.encounters.messages import where_words
from jobcaffe.encounters.models import Encounter
from jobcaffe.plan import queries as plan
from jobcaffe.spaces import queries as spaces
from jobcaffe.spaces import words
from jobcaffe.web.fair.shape import soon
from jobcaffe.web.page import page
from jobcaffe.web.public.doors import BY_SLUG, DOORS, Door
from jobcaffe.web.public.shared import event_data, lines, seats_words

ON_HOME = 3
ON_PAGE = 20
CALENDAR = "text/calendar; charset=utf-8"


@page("public.read")
def home(request: HttpRequest) -> HttpResponse:
    """Who we are, the four doors, the next three appointments: the JOBFEST first, when it is near."""
    fair = soon()
    context = {
        "doors": [_tile(door) for door in DOORS],
        "fair": fair,
        "next": lines(queries.upcoming_public()[: ON_HOME - 1 if fair else ON_HOME]),
        "texts": plan.texts(),
        "places": [
            {"place": row, "hours": spaces.hours_in_words(row, desk=True)} for row in spaces.places()[:1]
        ],
    }
    return render(request, "public/home.html", context)


def _tile(door: Door) -> dict[str, object]:
    return {
        "url": reverse("public:door", args=[door.slug]),
        "label": door.label,
        "icon": door.icon,
        "text": door.short,
    }


@page("public.read")
def door(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens behind one door, and its next appointments."""
    chosen = BY_SLUG.get(slug)
    if chosen is None:
        raise Http404
    rows = queries.upcoming_public(actions=chosen.actions)[:ON_HOME]
    context = {"door": chosen, "next": lines(rows), "texts": plan.texts()}
    if chosen.place:
        context |= {"place_url": reverse(chosen.place[0]), "place_label": chosen.place[1]}
    return render(request, "public/door.html", context)


@page("public.read")
def appointments(request: HttpRequest) -> HttpResponse:
    """Everything to come."""
    page_obj = Paginator(queries.upcoming_public(), ON_PAGE).get_page(request.GET.get("page"))
    fair = soon() if page_obj.number == 1 else None
    context = {"rows": lines(page_obj), "page_obj": page_obj, "fair": fair}
    return render(request, "public/appointments.html", context)


@page("public.read")
def appointment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One encounter: what, where, when, who welcomes, what happens the first time."""
    encounter = _public(pk)
    context = {
        "encounter": encounter,
        "when": words.when_words(encounter.starts_at, encounter.ends_at),
        "where": where_words(encounter),
        "seats": seats_words(encounter),
        "open": is_open(encounter),
        "full": queries.seats_left(encounter) == 0,
        "cancelled": encounter.state == State.CANCELLED,
        "others": lines(queries.nearest_with_seats(encounter)),
        "data": event_data(encounter),
    }
    return render(request, "public/appointment.html", context)


def _public(pk: UUID) -> Encounter:
    encounter = queries.public_encounter(pk)
    if encounter is None:
        raise Http404
    return encounter


def is_open(encounter: Encounter) -> bool:
    """Whether one can still sign up, seats apart."""
    return encounter.state == State.PLANNED and encounter.starts_at > timezone.now()


@page("public.read")
def event_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One public encounter for one's own calendar."""
    response = HttpResponse(calendars.public_event(_public(pk)), content_type=CALENDAR)
    response["Content-Disposition"] = 'attachment; filename="appuntamento.ics"'
    return response


@page("public.read")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A personal calendar; an address that is unknown, revoked or forgotten is simply not there."""
    user = actions.read_feed(token=token)
    if user is None:
        raise Http404
    response = HttpResponse(calendars.feed_of(user, circles.my_meetings(user)), content_type=CALENDAR)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
