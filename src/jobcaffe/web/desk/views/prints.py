"""Paper: *Il tuo foglio*, the booklet of the path, the card."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters.queries import coming_of
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import qr
from jobcaffe.foundation.accounts.actions.cards import issue_card, revoke_cards_of
from jobcaffe.paths import queries as paths
from jobcaffe.people.models import Person
from jobcaffe.spaces.words import when_words
from jobcaffe.web.desk.views.persons import goals
from jobcaffe.web.desk.views.shared import actor, day, press, show, url_of, with_person
from jobcaffe.web.page import page


def next_steps(user: Any, person: Person) -> list[dict[str, Any]]:
    """Open steps by day, from goals and loose ones."""
    rows = [line for goal in goals(user, person) for line in goal["steps"]]
    rows += [
        {"step": step, "due": day(step.due_on), "open": step.settled_on is None}
        for step in paths.steps_without_goal(user, person)
    ]
    return sorted((row for row in rows if row["open"]), key=lambda row: row["step"].due_on)


def _sheet(request: HttpRequest, person: Person, code: str = "") -> HttpResponse:
    user = actor(request)
    coming = coming_of(person.pk).first()
    context = {
        "today": timezone.localdate(),
        "met": user.name,
        "step": next(iter(next_steps(user, person)), None),
        "coming": coming,
        "coming_when": when_words(coming.starts_at, coming.ends_at) if coming else "",
        "code": code,
        "qr": qr.card_svg(code) if code else "",
    }
    return show(request, person, "desk/own_sheet.html", context)


@page("person.read")
@with_person
def own_sheet(request: HttpRequest, person: Person) -> HttpResponse:
    """*Il tuo foglio*: today, whom she met, the next step. A5."""
    return _sheet(request, person)


@page("card.issue", methods=("POST",))
@with_person
def card(request: HttpRequest, person: Person) -> HttpResponse:
    """The sheet with a new card on it; the code is shown this once, so it is not a redirect."""
    try:
        _row, code = issue_card(actor=actor(request), person_ref=person.pk, subject=person)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(url_of(person))
    return _sheet(request, person, code)


@page("card.issue", methods=("POST",))
@with_person
def revoke(request: HttpRequest, person: Person) -> HttpResponse:
    """The card stops working."""
    return press(
        request,
        lambda: revoke_cards_of(actor=actor(request), person_ref=person.pk, subject=person),
        url_of(person),
        _("Fatto. La tessera non apre più niente."),
    )


@page("person.read")
@with_person
def booklet(request: HttpRequest, person: Person) -> HttpResponse:
    """Her path on paper, in her words."""
    user = actor(request)
    context = {
        "goals": goals(user, person),
        "outcomes": paths.outcomes_of(user, person),
        "today": timezone.localdate(),
    }
    return show(request, person, "desk/booklet.html", context)
