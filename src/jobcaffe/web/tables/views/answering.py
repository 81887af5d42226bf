"""Answers from the link in a message, without signing in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters import calendars
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.network.tables import actions, queries, rules
from jobcaffe.network.tables.enums import Side, State
from jobcaffe.network.tables.models import Coffee
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.page import page
from jobcaffe.web.tables import shape
from jobcaffe.web.tables.views.shared import BOTH

CALENDAR = "text/calendar; charset=utf-8"


def panel(one: Coffee, side: Side, to: str) -> dict[str, Any]:
    """What one side sees of a coffee: the times, when and where, or the four answers.

    ``to``: the delegate who looks, empty for the organisation's own address; the link to the calendar is
    hers.
    """
    met = one.encounter
    off = met is not None and met.state == EncounterState.CANCELLED
    over = met is not None and met.ends_at < timezone.now()
    return {
        "one": one,
        "other": rules.of_side(one, rules.other_side(side)),
        "us": rules.of_side(one, side),
        "facts": shape.facts(one),
        "open": one.state == State.WAITING and one.answer_by >= timezone.localdate(),
        "choices": shape.choices(one, side) if one.state == State.WAITING else [],
        "said": any(getattr(row, rules.yes_field(side)) for row in one.times.all()),
        "agreed": met is not None and not off and not over,
        "off": off,
        "ask_how": over and not off and not one.outcome,
        "outcomes": shape.outcomes(),
        "calendar": reverse("tables:calendar", args=[rules.token_of(one, side, to)]) if met else "",
    }


def _seat(token: str) -> tuple[Coffee, Side, str]:
    found = queries.coffee_by_token(token)
    if found is None:
        raise Http404
    return found


@page("public.answer", methods=BOTH)
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One tap on a time; later, one tap on how it went. Opening the page changes nothing."""
    one, side, to = _seat(token)
    if request.method != "POST":
        return render(request, "tables/answer.html", panel(one, side, to) | {"reply": "", "how": ""})
    outcome, said = request.POST.get("outcome", ""), shape.read_say(request.POST.get("say", ""))
    if outcome:
        return press(
            request,
            lambda: actions.tell_outcome_by_link(token=token, outcome=outcome),
            request.path,
            _("Grazie. L'abbiamo scritto."),
        )
    return press(
        request,
        lambda: actions.answer_by_link(token=token, **said),
        request.path,
        _("Grazie. Abbiamo scritto la vostra risposta."),
    )


@page("public.answer")
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The coffee for one's own calendar."""
    one, *_rest = _seat(token)
    if one.encounter is None:
        raise Http404
    answer = HttpResponse(calendars.public_event(one.encounter), content_type=CALENDAR)
    answer["Content-Disposition"] = 'attachment; filename="caffe.ics"'
    return answer
