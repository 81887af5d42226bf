"""The public pages of a fair: what it is, the programme, who is there, on paper and for machines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from csp.decorators import csp_replace
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_exempt
from icalendar import Event

from jobcaffe.encounters.calendars import as_bytes
from jobcaffe.exchange.posts.enums import Sort
from jobcaffe.fair.events import queries, rules
from jobcaffe.fair.events.enums import State
from jobcaffe.fair.events.models import Fair, Session
from jobcaffe.fair.talks.rules import can_book
from jobcaffe.foundation import access
from jobcaffe.foundation.search import normalise
from jobcaffe.foundation.ui.forms import Form
from jobcaffe.spaces.words import local
from jobcaffe.vocabulary import queries as vocabulary
from jobcaffe.web.fair import shape
from jobcaffe.web.fair.offline import kept, with_worker
from jobcaffe.web.fair.shape import fair_or_404
from jobcaffe.web.page import View, page
from jobcaffe.web.shared import shared

QUARTER = 900
NOW_SHOWN = 4
# Any site may show the programme in a frame; nothing in that page can be pressed to change something.
framed = cast("Callable[[View], View]", csp_replace({"frame-ancestors": ["*"]}))


class ProgrammeForm(Form):
    """Per chi, dove, adesso: each in the address, so that a choice can be sent to somebody."""

    mark_optional = False
    per = forms.ChoiceField(label=lazy("Per chi"), required=False)
    dove = forms.ChoiceField(label=lazy("Dove"), required=False)
    adesso = forms.BooleanField(label=lazy("Solo quello che c'è adesso"), required=False)
    widths = {"per": "half", "dove": "half"}

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom = [(key, label) for key, label in rules.AUDIENCES.items() if key != rules.EVERYBODY]
        places = [(str(one.pk), one.name) for one in fair.areas.all()]
        self.fields["per"].choices = [("", _("Tutte e tutti")), *whom]  # type: ignore[attr-defined]
        self.fields["dove"].choices = [("", _("Ovunque")), *places]  # type: ignore[attr-defined]


class ExhibitorsForm(Form):
    """What one looks for, and a word."""

    mark_optional = False
    offre = forms.ChoiceField(label=lazy("Che cosa cerchi"), required=False)
    parola = forms.CharField(label=lazy("Una parola"), required=False, max_length=60)
    widths = {"offre": "half", "parola": "half"}

    def __init__(self, *args: Any, offered: list[tuple[str, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, f"{label} ({count})") for code, label, count in offered]
        self.fields["offre"].choices = [("", _("Tutto")), *named]  # type: ignore[attr-defined]


@page("public.read")
def index(request: HttpRequest) -> HttpResponse:
    """The fairs to come, those that were, and the way in for exhibitors."""
    now, rows = timezone.now(), list(queries.visible_to(request.user).exclude(state=State.DRAFT))
    context = {
        "coming": [_card(one) for one in reversed(rows) if one.closes_at > now],
        "past": [_card(one) for one in rows if one.closes_at <= now],
        "takes": queries.calls_open().exists(),
    }
    return render(request, "fair/index.html", context | _ways(request))


def _card(fair: Fair) -> dict[str, Any]:
    return {
        "url": reverse("fair:page", args=[fair.slug]),
        "name": fair.name,
        "when": capfirst(shape.when(fair)),
        "today": local(fair.opens_at).date() == timezone.localdate(),
        "where": f"{fair.place.name}, {fair.place.address}, {fair.place.municipality}",
        "summary": fair.summary,
        "born": reverse("fairafter:born", args=[fair.slug]),
    }


def _ways(request: HttpRequest) -> dict[str, bool]:
    """The doors of who works at fairs."""
    return {
        "staff": access.allows(request.user, "fair.desk"),
        "exhibitor": access.allows(request.user, "fair.stand"),
        "volunteer": access.reach(request.user, "fair.door") is access.Reach.OWN,
    }


@page("public.read")
@with_worker
@shared
def fair_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, when, where, what is on now, and what one can do."""
    fair, now = fair_or_404(request, slug), timezone.now()
    sessions = list(queries.with_seats(queries.sessions_of(fair)))
    over = fair.state == State.CLOSED or fair.closes_at <= now
    running = [] if over else queries.chosen(sessions, at=now)
    context = {
        "fair": fair,
        "when": capfirst(shape.when(fair)),
        "areas": queries.areas_of(fair),
        "over": over,
        "running": shape.together(running[:NOW_SHOWN]),
        "doors": _doors(fair, len(sessions), over=over),
        "data": shape.event_data(fair, sessions) if fair.state != State.DRAFT else "",
        "kept": kept(fair),
    }
    return render(request, "fair/page.html", context | _ways(request))


def _doors(fair: Fair, sessions: int, *, over: bool) -> list[dict[str, str]]:
    """Programme, exhibitors, talks while there are any to have, and the wall."""
    stands = queries.stands_of(fair).count()
    rows = ngettext("Un appuntamento.", "%(n)s appuntamenti.", sessions) % {"n": sessions}
    there = ngettext("Un'organizzazione da incontrare.", "%(n)s organizzazioni da incontrare.", stands)
    doors = [
        ("fair:programme", _("Il programma"), "calendar", rows),
        ("fair:exhibitors", _("Chi c'è"), "organisation", there % {"n": stands}),
    ]
    if rules.has_talks(fair) and not over:
        doors.append(("fairtalks:choose", _("I colloqui"), "people", _("Hai un orario: non aspetti.")))
    promised = _("Che cosa ci siamo promessi.") if over else _("Che cosa si promette quel giorno.")
    doors.append(("fairwall:wall", _("Il muro degli impegni"), "star", promised))
    return [
        {"url": reverse(name, args=[fair.slug]), "label": label, "icon": icon, "text": text}
        for name, label, icon, text in doors
    ]


def _programme(request: HttpRequest, fair: Fair) -> dict[str, Any]:
    form = ProgrammeForm(request.GET or None, fair=fair)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.with_seats(queries.sessions_of(fair))
    shown = queries.chosen(
        rows,
        audience=asked.get("per", ""),
        area=asked.get("dove", ""),
        at=timezone.now() if asked.get("adesso") else None,
    )
    is_open = fair.state == State.OPEN and fair.closes_at > timezone.now()
    return {
        "fair": fair,
        "when": capfirst(shape.when(fair)),
        "form": form,
        "hours": shape.hours(shown, seats_url=is_open),
        "narrowed": any(asked.values()),
        "query": request.GET.urlencode(),
        "kept": kept(fair),
    }


@page("public.read")
@with_worker
@shared
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The plain list by hour."""
    return render(request, "fair/programme.html", _programme(request, fair_or_404(request, slug)))


@page("public.read")
@xframe_options_exempt
@framed
@shared
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The programme alone, for a frame in another site."""
    fair = fair_or_404(request, slug)
    context = _programme(request, fair) | {
        "hours": shape.hours(queries.with_seats(queries.sessions_of(fair)))
    }
    answer = render(request, "fair/embed.html", context)
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@page("public.read")
@with_worker
@shared
def exhibitors(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is there, by what they offer."""
    fair = fair_or_404(request, slug)
    stands = list(queries.with_posts(queries.stands_of(fair)))
    form = ExhibitorsForm(request.GET or None, offered=shape.offered(stands))
    asked = form.cleaned_data if form.is_valid() else {}
    sort, word = asked.get("offre", ""), normalise(asked.get("parola", ""))
    shown = [
        one
        for one in stands
        if (not sort or sort in shape.offers(one))
        and word in normalise(f"{one.organisation.name} {one.brings} {one.organisation.sector}")
    ]
    context = {
        "fair": fair,
        "form": form,
        "shown": [shape.exhibitor(one) for one in shown],
        "narrowed": bool(sort or word),
        "any": bool(stands),
        "kept": kept(fair),
    }
    return render(request, "fair/exhibitors.html", context)


@page("public.read")
@with_worker
@shared
def exhibitor(request: HttpRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """One exhibitor: where, what it brings, what it offers, whom it looks for."""
    fair = fair_or_404(request, slug)
    stand = queries.stand_of(fair, stand_id)
    if stand is None:
        raise Http404
    sought = vocabulary.labels(stand.occupations)
    context = {
        "fair": fair,
        "stand": stand,
        "where": shape.tables_words(stand),
        "posts": [
            {
                "url": reverse("board:detail", args=[post.pk]),
                "label": post.title,
                "hint": capfirst(Sort(post.sort).label),
            }
            for post in stand.shown_posts  # type: ignore[attr-defined]
        ],
        "sought": [sought[uri] for uri in stand.occupations if uri in sought],
        "sessions": shape.hours(
            queries.with_seats(queries.sessions_of(fair).filter(organisation=stand.organisation))
        ),
        "talks": rules.has_talks(fair) and fair.state == State.OPEN and fair.closes_at > timezone.now(),
        "books": can_book(fair),
        "desk": access.allows(request.user, "fair.desk"),
        "kept": kept(fair),
    }
    return render(request, "fair/exhibitor.html", context)


@page("public.read")
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Programme and exhibitors on A4."""
    fair = fair_or_404(request, slug)
    context = {
        "fair": fair,
        "when": capfirst(shape.when(fair)),
        "hours": shape.hours(queries.sessions_of(fair), printed=True),
        "stands": [
            {"label": one.organisation.name, "value": shape.tables_words(one) or "–"}
            for one in queries.stands_of(fair)
        ],
    }
    return render(request, "fair/sheet.html", context)


@page("public.read")
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """The fair and every row of its programme for one's own calendar."""
    fair = fair_or_404(request, slug)
    events = [_event(fair.pk.hex, fair.name, fair, fair)]
    events += [_event(one.pk.hex, one.title, one, fair) for one in queries.every_session(fair)]
    answer = HttpResponse(as_bytes(events), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{fair.slug}.ics"'
    answer["Cache-Control"] = f"public, max-age={QUARTER}"
    return answer


def _event(key: str, title: str, row: Fair | Session, fair: Fair) -> Event:
    event, session = Event(), row if isinstance(row, Session) else None
    starts, ends = (session.starts_at, session.ends_at) if session else (fair.opens_at, fair.closes_at)
    area = f"{session.area.name}, " if session and session.area else ""
    event.add("uid", f"{key}@jobcaffe")
    event.add("dtstamp", fair.published_at or fair.created_at)
    event.add("summary", title)
    event.add("dtstart", local(starts))
    event.add("dtend", local(ends))
    event.add("location", f"{area}{fair.place.name}, {fair.place.address}, {fair.place.municipality}")
    event.add("description", row.summary)
    event.add("status", "CANCELLED" if session and session.cancelled_on else "CONFIRMED")
    return event
