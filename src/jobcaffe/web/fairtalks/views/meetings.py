"""Meetings of exhibitors: asked, answered (also by link), when they can, the hours."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.enums import StandState
from jobcaffe.fair.events.models import Stand
from jobcaffe.fair.talks import actions, queries, rules
from jobcaffe.fair.talks.enums import MeetingState
from jobcaffe.fair.talks.models import Meeting
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.fairtalks.forms import AskForm, HoursForm
from jobcaffe.web.fairtalks.shared import BOTH, day_words, fair_or_404, fill
from jobcaffe.web.page import HouseRequest, page

ANSWERS = ("1", "0")


def own_or_404(request: HouseRequest, slug: str) -> Stand:
    """The confirmed stand of the organisation that the user speaks for."""
    found = events.own_stand(request.user, fair_or_404(request, slug))
    if found is None or found.state != StandState.ACCEPTED:
        raise Http404
    return found


def facts(meeting: Meeting, stand: Stand) -> dict[str, Any]:
    """A meeting as one of the two sees it."""
    asked_us = meeting.second_id == stand.pk
    return {
        "meeting": meeting,
        "other": queries.other(meeting, stand.pk).organisation.name,
        "brings": queries.other(meeting, stand.pk).brings,
        "hour": rules.hour(meeting.fair, meeting.slot) if meeting.slot is not None else "",
        "table": meeting.table + 1 if meeting.table is not None else None,
        "answer": asked_us and meeting.state == MeetingState.ASKED,
        "wait": not asked_us and meeting.state == MeetingState.ASKED,
        "yes": meeting.state == MeetingState.ACCEPTED,
    }


@page("fair.stand")
def home(request: HouseRequest, slug: str) -> HttpResponse:
    """Our meetings, whom we could ask, our talks with citizens, our sheet."""
    stand = own_or_404(request, slug)
    context = {
        "fair": stand.fair,
        "stand": stand,
        "day": day_words(stand.fair),
        "rows": [facts(one, stand) for one in queries.meetings_of(stand)],
        "others": queries.to_meet(stand) if rules.can_meet(stand.fair) and stand.wants_meetings else [],
        "can": rules.can_meet(stand.fair),
        "talks": len(queries.table_sheet(stand)),
    }
    return render(request, "fairtalks/meetings.html", context)


@page("fair.stand", methods=BOTH)
def ask(request: HouseRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """Ask one of the others, with a reason."""
    own = own_or_404(request, slug)
    other = events.stand_of(own.fair, stand_id)
    if other is None or other.pk == own.pk:
        raise Http404
    form, back = AskForm(request.POST or None), reverse("fairtalks:meetings", args=[slug])

    def do() -> str:
        actions.ask_meeting(actor=request.user, stand=own, other_id=stand_id, **form.cleaned_data)
        return back

    return fill(
        request, form, do, done=_("Fatto. Abbiamo scritto a loro: aspettate la risposta."),
        title=_("Chiedete un incontro"), sub=other.organisation.name, button=_("Chiedete l'incontro"),
        back=back, back_label=_("I nostri incontri"),
    )  # fmt: skip


@page("fair.stand", methods=BOTH)
def hours(request: HouseRequest, slug: str) -> HttpResponse:
    """When we cannot meet others."""
    own = own_or_404(request, slug)
    back = reverse("fairtalks:meetings", args=[slug])
    first = {"unavailable": own.unavailable, "wants_meetings": own.wants_meetings}
    form = HoursForm(request.POST or None, fair=own.fair, initial=first)

    def do() -> str:
        actions.set_hours(actor=request.user, stand=own, **form.cleaned_data)
        return back

    return fill(
        request, form, do, done=_("Fatto. Gli incontri si mettono quando potete."),
        title=_("Quando potete"), sub=_("Segnate le ore in cui non potete incontrare altre organizzazioni."),
        button=_("Salvate le ore"), back=back, back_label=_("I nostri incontri"),
    )  # fmt: skip


def _meeting(request: HouseRequest, meeting_id: UUID) -> tuple[Meeting, Stand]:
    """A meeting of ours, and our stand."""
    found = queries.meetings(request.user).filter(pk=meeting_id).first()
    own = {one.pk: one for one in queries.own_stands(request.user)}
    if found is None or not {found.first_id, found.second_id} & set(own):
        raise Http404
    return found, own.get(found.second_id) or own[found.first_id]


def _said(request: HttpRequest) -> bool:
    """Yes or no. What is neither comes from no page of ours."""
    said = request.POST.get("yes", "")
    if said not in ANSWERS:
        raise Http404
    return said == ANSWERS[0]


@page("fair.stand", methods=("POST",))
def reply(request: HouseRequest, meeting_id: UUID) -> HttpResponse:
    """Yes or no."""
    one, stand = _meeting(request, meeting_id)
    yes = _said(request)
    return press(
        request,
        lambda: actions.answer_meeting(actor=request.user, meeting_id=one.pk, stand=stand, yes=yes),
        reverse("fairtalks:meetings", args=[one.fair.slug]),
        _("Fatto. Abbiamo scritto la vostra risposta."),
    )


@page("fair.stand", methods=("POST",))
def off(request: HouseRequest, meeting_id: UUID) -> HttpResponse:
    """Call it off."""
    one, stand = _meeting(request, meeting_id)
    return press(
        request,
        lambda: actions.cancel_meeting(actor=request.user, meeting_id=one.pk, stand=stand),
        reverse("fairtalks:meetings", args=[one.fair.slug]),
        _("Fatto. Abbiamo avvisato l'altra organizzazione."),
    )


@page("public.answer", methods=BOTH)
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One tap on yes or no; later, when and where. Opening the page changes nothing."""
    found = queries.by_link(token)
    if found is None:
        raise Http404
    meeting, stand = found
    if request.method == "POST":
        yes = _said(request)
        return press(
            request,
            lambda: actions.answer_meeting_by_link(token=token, yes=yes),
            request.path,
            _("Grazie. Abbiamo scritto la vostra risposta."),
        )
    context = {**facts(meeting, stand), "fair": meeting.fair, "us": stand, "day": day_words(meeting.fair)}
    return render(request, "fairtalks/answer.html", context)
