"""What the pages share: the fair, the ticket that is carried along, hours in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import rules
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits import queries as visits
from jobcaffe.fair.visits import rules as visit_rules
from jobcaffe.fair.visits.enums import State as VisitState
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.spaces.words import date_words
from jobcaffe.web.desk.views.shared import attempt

BOTH = ("GET", "POST")
TICKET = "biglietto"


def fair_or_404(request: HttpRequest, slug: str) -> Fair:
    """The fair when it is to be read."""
    try:
        return events.fair_of(request.user, slug)
    except Fair.DoesNotExist:
        raise Http404 from None


def stand_or_404(fair: Fair, stand_id: UUID) -> Stand:
    """An accepted stand of the fair."""
    found = events.stand_of(fair, stand_id)
    if found is None:
        raise Http404
    return found


def visitor_or_404(token: str) -> Visitor:
    """The visitor of a ticket's link who still comes."""
    try:
        found = visits.by_token(token)
    except Visitor.DoesNotExist:
        raise Http404 from None
    if found.state != VisitState.EXPECTED:
        raise Http404
    return found


def carried(request: HttpRequest, fair: Fair) -> Visitor | None:
    """Who has come here from her ticket; ``None`` for somebody new, or with the ticket of another fair."""
    token = request.GET.get(TICKET, "")
    if not token:
        return None
    try:
        found = visits.by_token(token)
    except Visitor.DoesNotExist:
        return None
    return found if found.fair_id == fair.pk and found.state == VisitState.EXPECTED else None


def carry(visitor: Visitor | None) -> str:
    """What links add so that the ticket comes along."""
    return "?" + urlencode({TICKET: visit_rules.token_of(visitor)}) if visitor else ""


def mine_url(visitor: Visitor) -> str:
    """The page of somebody's talks."""
    return reverse("fairtalks:mine", args=[visit_rules.token_of(visitor)])


def day_words(fair: Fair) -> str:
    """``giovedì 15 ottobre 2026``."""
    return date_words(localtime(fair.opens_at), "l j F Y")


def where_words(talk: Talk) -> str:
    """``tavolo 7, Sala grande``; as much of it as is known."""
    area = talk.stand.area.name if talk.stand.area else ""
    return ", ".join(part for part in (rules.table_name(talk.stand, talk.table), area) if part)


def free_words(number: int) -> str:
    """``3 orari liberi``."""
    if not number:
        return _("Tutto preso")
    return ngettext("%(n)s orario libero", "%(n)s orari liberi", number) % {"n": number}


def fill(
    request: HttpRequest, form: Any, do: Callable[[], str], *, done: str = "", **page: Any
) -> HttpResponse:
    """One form on its own page: show it, or do it and go where ``do`` says.

    ``page`` says ``title``, ``button``, ``back``, ``back_label``, and perhaps ``sub``.
    """
    went: list[str] = []
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: went.append(do())):
        if done:
            messages.success(request, done)
        return redirect(went[0])
    return render(request, "fairtalks/form.html", {"form": form, **page})
