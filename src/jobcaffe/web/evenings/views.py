"""The page of one evening, in the order of the evening, and what follows its closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.enums import HoursKind
from jobcaffe.circles.models import Meeting
from jobcaffe.encounters import queries as encounters
from jobcaffe.spaces.words import clock, day_words, local, when_words
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.evenings import offline
from jobcaffe.web.evenings.forms import EveningForm
from jobcaffe.web.page import page, user_of


def reached(request: HttpRequest, encounter_id: UUID) -> Meeting:
    """The evening, for who leads the group. ``Http404`` for everybody else."""
    found = queries.evening(request.user, encounter_id)
    if found is None:
        raise Http404
    return found


@page("circle.lead", methods=("GET", "POST"))
@offline.with_worker
def evening(request: HttpRequest, encounter_id: UUID) -> HttpResponse:
    """Everybody is here; tap who is missing; save. Works without JavaScript and without a network."""
    meeting = reached(request, encounter_id)
    form = EveningForm(meeting, _mates(request, meeting), request.POST or None)
    if request.method == "POST" and form.is_valid():
        by_person = queries.purpose_now(meeting.circle) is not None and bool(form.mates)
        values = form.values(by_person=by_person)
        user = user_of(request)
        if attempt(form, lambda: actions.close_evening(actor=user, encounter_id=encounter_id, **values)):
            return _saved(request, meeting)
    if request.method == "POST" and offline.wants_json(request):
        return JsonResponse({"errors": [text for found in form.errors.values() for text in found]})
    return render(request, "evenings/evening.html", _context(request, meeting, form))


def _mates(request: HttpRequest, meeting: Meeting) -> list[queries.Mate]:
    """The names, when somebody is to be marked: not once the evening is closed with numbers alone."""
    if meeting.closed_at is not None and queries.purpose_now(meeting.circle) is None:
        return []
    if not catalogue.modes()[meeting.circle.mode].facilitator_roster:
        return []
    return actions.open_roster(actor=user_of(request), circle_id=meeting.circle_id)


def _saved(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    meeting.encounter.refresh_from_db()
    here = meeting.encounter.present_count or 0
    told = ngettext(
        "Fatto. L'incontro è salvato: %(n)s presente.", "Fatto. L'incontro è salvato: %(n)s presenti.", here
    )
    messages.success(request, told % {"n": here})
    url = reverse("evenings:evening", args=[meeting.pk])
    return JsonResponse({"url": url}) if offline.wants_json(request) else redirect(url)


def _context(request: HttpRequest, meeting: Meeting, form: EveningForm) -> dict[str, Any]:
    held, circle, purpose = meeting.encounter, meeting.circle, queries.purpose_now(meeting.circle)
    here, day = form["present"].value(), local(held.starts_at).date()
    return {
        "meeting": meeting,
        "circle": circle,
        "code": actions.sheet_code(meeting),
        "when": capfirst(when_words(held.starts_at, held.ends_at)),
        "form": form,
        "roster": _roster(request, meeting, form, sent=purpose is not None),
        "purpose": purpose,
        "pact": _pact(meeting),
        "steps": catalogue.agenda(circle.kind),
        "closed": meeting.closed_at is not None,
        "title": _("Incontro di oggi") if day == timezone.localdate() else _("Incontro"),
        "wrong": form.is_bound and not form.is_valid(),
        "early": day > timezone.localdate(),
        "save": _save_words(here),
        "next": _next(request, meeting),
        "hours": _hours(request, meeting),
        "photos": list(meeting.photos.all()),
        "keep": offline.keep(request, meeting),
    }


def _pact(meeting: Meeting) -> list[str]:
    pact = queries.pact_of(meeting.circle)
    text = pact.text if pact else catalogue.pact_text()
    return [line for line in text.splitlines() if line.strip()]


def _roster(
    request: HttpRequest, meeting: Meeting, form: EveningForm, *, sent: bool
) -> list[dict[str, object]]:
    """Lines of the roster. Only under a purpose do they have a name under which they are sent."""
    missing = form.absent()
    if not form.is_bound and sent and meeting.closed_at is not None:
        here = queries.marked(request.user, meeting)
        missing = {str(mate.key) for mate in form.mates if mate.key not in here}
    return [
        {
            "name": mate.name,
            "key": mate.key,
            "new": mate.new,
            "absent": str(mate.key) in missing,
            "sent": sent,
        }
        for mate in form.mates
    ]


def _save_words(here: object) -> dict[str, str]:
    one, many = _("Salva l'incontro: # presente"), _("Salva l'incontro: # presenti")
    text = str(here if here is not None else "")
    if not text.isdecimal():
        return {"now": _("Salva l'incontro"), "one": one, "many": many}
    return {"now": (one if text == "1" else many).replace("#", text), "one": one, "many": many}


def _next(request: HttpRequest, meeting: Meeting) -> dict[str, str]:
    """When the group meets again, and where that can be changed."""
    coming = queries.next_time(meeting)
    if coming.day is None:
        return {}
    starts = coming.starts_at.time() if coming.starts_at else catalogue.slots()[meeting.circle.slot].starts
    words = _("%(day)s, ore %(hour)s") % {"day": capfirst(day_words(coming.day)), "hour": clock(starts)}
    may = coming.encounter_id and encounters.encounter_of(
        request.user, coming.encounter_id, "encounter.write"
    )
    url = reverse("agenda:move", args=[coming.encounter_id]) if may else ""
    return {"words": words, "url": url, "planned": "1" if coming.encounter_id else ""}


def _hours(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    held = meeting.encounter
    minutes = int((held.ends_at - held.starts_at).total_seconds() // 60)
    return {"minutes": minutes, "words": _duration(minutes), "done": _done(request, meeting)}


def _done(request: HttpRequest, meeting: Meeting) -> str:
    written = queries.minutes_of(user_of(request), meeting)
    return _duration(written) if written is not None else ""


def _duration(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    text = ngettext("%(n)s ora", "%(n)s ore", hours) % {"n": hours}
    return f"{text} e {rest} minuti" if rest else text


@page("circle.lead", methods=("POST",))
def hours(request: HttpRequest, encounter_id: UUID) -> HttpResponse:
    """One's own hours of this evening, as long as it lasted, with one tap."""
    meeting = reached(request, encounter_id)
    held = meeting.encounter
    return press(
        request,
        lambda: actions.add_hours(
            actor=user_of(request),
            kind=HoursKind.MEETING,
            day=local(held.starts_at).date(),
            minutes=int((held.ends_at - held.starts_at).total_seconds() // 60),
            circle_id=meeting.circle_id,
            encounter_id=encounter_id,
        ),
        reverse("evenings:evening", args=[encounter_id]),
        _("Fatto. Le tue ore sono segnate."),
    )
