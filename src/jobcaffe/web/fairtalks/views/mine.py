"""Somebody's talks by her ticket's link: the hours, the QR code, cancelling, calendar, paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from icalendar import Event

from jobcaffe.encounters import calendars
from jobcaffe.fair.talks import actions, queries, rules
from jobcaffe.fair.talks.enums import State
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.fair.visits.messages import where
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fairtalks import typeset
from jobcaffe.web.fairtalks.shared import BOTH, carry, day_words, mine_url, visitor_or_404, where_words
from jobcaffe.web.page import page

DONE = "fatto"


def _row(talk: Talk, token: str) -> dict[str, Any]:
    return {
        "hour": rules.hour(talk.fair, talk.slot),
        "late": talk.late,
        "name": talk.stand.organisation.name,
        "where": where_words(talk),
        "how_to_reach": talk.stand.area.how_to_reach if talk.stand.area else "",
        "cancel": reverse("fairtalks:cancel", args=[token, talk.pk]) if talk.state == State.BOOKED else "",
    }


@page("public.answer")
@never_cache
def mine(request: HttpRequest, token: str) -> HttpResponse:
    """Her hours, the square for the door, and what she may still do."""
    visitor = visitor_or_404(token)
    fair = visitor.fair
    talks = list(queries.talks_of(visitor))
    new = next((one for one in talks if str(one.pk) == request.GET.get(DONE)), None)
    wishes = list(queries.wishes_of(visitor)) if rules.can_wish(fair) else []
    context = {
        "visitor": visitor,
        "fair": fair,
        "day": day_words(fair),
        "place": where(fair),
        "rows": [_row(one, token) for one in talks],
        "new": new,
        "new_hour": rules.hour(fair, new.slot) if new else "",
        "wishes": wishes,
        "wish": rules.can_wish(fair),
        "window": _window(visitor.from_slot, visitor.to_slot, fair),
        "more": rules.can_book(fair) and len(talks) < fair.max_talks,
        "planned": queries.published(fair) is not None,
        "carry": carry(visitor),
        "token": token,
        "ticket": visit_rules.ticket_url(visitor),
        "qr": segno.make(visit_rules.ticket_url(visitor), error="m").svg_data_uri(scale=5),
    }
    return render(request, "fairtalks/mine.html", context)


def _window(first: int | None, last: int | None, fair: Any) -> str:
    if first is None or last is None:
        return ""
    return rules.hours(fair, first, last)


@page("public.answer", methods=BOTH)
def cancel(request: HttpRequest, token: str, talk_id: UUID) -> HttpResponse:
    """*Non ci vado*: asked once more, then the hour is free for somebody else."""
    visitor = visitor_or_404(token)
    talk = queries.talk_of(visitor, talk_id)
    if talk is None:
        raise Http404
    if request.method == "POST":
        return press(
            request,
            lambda: actions.cancel_talk(actor=PUBLIC, talk=talk),
            mine_url(visitor),
            _("Fatto. Il colloquio è annullato: l'orario va a un'altra persona."),
        )
    if talk.state != State.BOOKED:
        return redirect(mine_url(visitor))
    context = {"talk": talk, "hour": rules.hour(talk.fair, talk.slot), "back": mine_url(visitor)}
    return render(request, "fairtalks/cancel.html", context)


@page("public.answer", methods=("POST",))
def up(request: HttpRequest, token: str, stand_id: UUID) -> HttpResponse:
    """One wish, one place up."""
    visitor = visitor_or_404(token)
    return press(
        request,
        lambda: actions.raise_wish(actor=PUBLIC, visitor=visitor, stand_id=stand_id),
        mine_url(visitor) + "#desideri",
    )


@page("public.answer")
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Her talks for her own calendar."""
    visitor = visitor_or_404(token)
    events = [_event(one) for one in queries.talks_of(visitor)]
    answer = HttpResponse(calendars.as_bytes(events), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="colloqui.ics"'
    return answer


def _event(talk: Talk) -> Event:
    event, start = Event(), timezone.localtime(talk.fair.slot_start(talk.slot))
    event.add("uid", f"{talk.pk}@jobcaffe")
    event.add("dtstamp", talk.made_at)
    event.add("summary", _("Colloquio con %s") % talk.stand.organisation.name)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=talk.fair.slot_minutes))
    event.add("location", ", ".join(part for part in (where_words(talk), where(talk.fair)) if part))
    return event


@page("public.answer")
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """Her timetable on one A4 page."""
    visitor = visitor_or_404(token)
    rows = [_row(one, token) for one in queries.talks_of(visitor)]
    data = {
        "title": _("I tuoi colloqui"),
        "fair": visitor.fair.name,
        "day": day_words(visitor.fair),
        "place": where(visitor.fair),
        "code_label": _("Codice"),
        "code": visitor.code,
        "heads": [_("Ora"), _("Con chi"), _("Dove")],
        "rows": [[row["hour"], row["name"], row["where"]] for row in rows],
        "empty": _("Non hai ancora colloqui. Chiedi all'ingresso quali tavoli sono liberi."),
        "help": _("Arriva cinque minuti prima. All'ingresso mostra il codice."),
    }
    return typeset.download(typeset.timetable(data), "orario-dei-colloqui.pdf")
