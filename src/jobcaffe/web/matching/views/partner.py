"""What an organisation reads of an introduction: nothing before her yes, nothing after it is over."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.exchange.introductions import actions, queries
from jobcaffe.exchange.introductions.enums import State
from jobcaffe.foundation.access import Refused
from jobcaffe.web.board import facts
from jobcaffe.web.desk.views.shared import day, press
from jobcaffe.web.matching import cv
from jobcaffe.web.matching.forms import HowForm, WelcomeForm
from jobcaffe.web.page import HouseRequest, page


@page("introduction.partner")
def received(request: HouseRequest) -> HttpResponse:
    """Who has said yes to one of our posts."""
    tasks = [
        {
            "label": f"{one.name}: {one.post.title}",
            "url": reverse("matching:received_one", args=[one.id]),
            "status": "todo" if one.state == State.ASKED else "done",
            "status_text": _("Da rispondere") if one.state == State.ASKED else _("Vi siete presentati"),
            "hint": _("Dal %s") % day(one.since),
        }
        for one in queries.received(request.user)
    ]
    return render(request, "matching/received.html", {"tasks": tasks})


def _one(request: HouseRequest, introduction_id: UUID) -> queries.Received:
    found = queries.one_received(request.user, introduction_id)
    if found is None:
        raise Http404
    return found


def _opened(request: HouseRequest, introduction_id: UUID) -> queries.Received:
    """The same, with a row of the journal that she will read: who opened it."""
    found = _one(request, introduction_id)
    try:
        actions.note_read(actor=request.user, introduction_id=found.id)
    except Refused:  # she withdrew between the two looks
        raise Http404 from None
    return found


@page("introduction.partner")
def received_one(request: HouseRequest, introduction_id: UUID) -> HttpResponse:
    """What she lets be seen, and our answer."""
    found = _opened(request, introduction_id)
    context = {
        "one": found,
        "line": facts.line(found.post),
        "asked": found.state == State.ASKED,
        "form": WelcomeForm(),
        "how_form": HowForm(initial={"how": found.says}),
    }
    return render(request, "matching/received_one.html", context)


@page("introduction.partner", methods=("POST",))
def reply(request: HouseRequest, introduction_id: UUID) -> HttpResponse:
    """Yes or no."""
    found = _one(request, introduction_id)
    says = request.POST.get("says", "")
    to = reverse("matching:received_one", args=[found.id]) if says == "yes" else reverse("matching:received")
    return press(
        request,
        lambda: actions.partner_answer(
            actor=request.user, introduction_id=found.id, says=says, welcome=request.POST.get("welcome", "")
        ),
        to,
        _("Fatto. Ora avete i contatti l'uno dell'altra.") if says == "yes" else _("Fatto. Lo diciamo noi."),
    )


@page("introduction.partner", methods=("POST",))
def reply_how(request: HouseRequest, introduction_id: UUID) -> HttpResponse:
    """*Com'è andata?*, from the organisation."""
    found = _one(request, introduction_id)
    return press(
        request,
        lambda: actions.say(actor=request.user, introduction_id=found.id, how=request.POST.get("how", "")),
        reverse("matching:received_one", args=[found.id]),
        _("Grazie: ci aiuta a proporre meglio."),
    )


@page("introduction.partner")
def received_cv(request: HouseRequest, introduction_id: UUID) -> HttpResponse:
    """Her CV, when she lets it be read; without contacts until both have said yes."""
    if not _one(request, introduction_id).cv:
        raise Http404
    found = _opened(request, introduction_id)
    sheet = cv.for_partner(found)
    return cv.download(cv.pdf(sheet), "pdf")
