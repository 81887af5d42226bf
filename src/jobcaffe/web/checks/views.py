"""Rounds of questions for who leads the group, and what came out for its members."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jobcaffe.circles import actions, queries
from jobcaffe.circles.models import CheckWave, Circle
from jobcaffe.web.checks import shape
from jobcaffe.web.checks.forms import OpenForm
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.page import page, user_of


def _circle(request: HttpRequest, circle_id: UUID, capability: str) -> Circle:
    found = queries.circle_of(user_of(request), circle_id, capability)
    if found is None:
        raise Http404
    return found


@page("circle.lead", methods=("GET", "POST"))
@never_cache
def waves(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """Open a round, close it, see the closed ones. The codes are shown once, as slips to cut."""
    user, circle = user_of(request), _circle(request, circle_id, "circle.lead")
    form = OpenForm(request.POST or None)
    made: list[tuple[CheckWave, list[str]]] = []
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(form, lambda: made.append(actions.open_wave(actor=user, circle_id=circle.pk, **fields))):
            return _opened(request, circle, *made[0])
    context = {
        "circle": circle,
        "form": form,
        "open": queries.waves(user, circle).filter(closed_on=None).first(),
        "results": shape.results(user, circle),
    }
    return render(request, "checks/waves.html", context)


def _opened(request: HttpRequest, circle: Circle, wave: CheckWave, codes: list[str]) -> HttpResponse:
    """The slips: not kept anywhere, so this answer is the only place where they are."""
    if not codes:
        messages.error(
            request, _("I codici si vedono una volta sola. Se non li hai, chiudi il giro e aprine un altro.")
        )
        return redirect("checks:waves", circle.pk)
    door = settings.SITE_URL + reverse("checks:answer")
    context: dict[str, Any] = {
        "circle": circle,
        "codes": [f"{code[:4]}-{code[4:]}" for code in codes],
        "door": door.removeprefix("https://").removeprefix("http://"),
    }
    return render(request, "checks/slips.html", context)


@page("circle.lead", methods=("POST",))
def close(request: HttpRequest, wave_id: UUID) -> HttpResponse:
    """No more answers; a second press changes nothing."""
    user = user_of(request)
    circle = queries.circle_of_wave(user, wave_id)
    if circle is None:
        raise Http404
    there = reverse("checks:waves", args=[circle.pk])
    return press(
        request, lambda: actions.close_wave(actor=user, wave_id=wave_id), there, _("Fatto. Il giro è chiuso.")
    )


@page("circle.member")
def results(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """How the group says it goes, for who is in it."""
    circle = _circle(request, circle_id, "circle.member")
    context = {"circle": circle, "results": shape.results(user_of(request), circle)}
    return render(request, "checks/results.html", context)
