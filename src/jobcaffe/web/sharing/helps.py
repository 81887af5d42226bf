"""Asking for and offering help inside a group; contacts only when both say yes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.circles import actions, queries
from jobcaffe.circles.enums import HelpKind
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.sharing.forms import HelpForm
from jobcaffe.web.sharing.views import BOTH, DONE, own_circle


def _post(request: HttpRequest, circle_id: UUID, kind: HelpKind, **texts: Any) -> HttpResponse:
    user, circle = user_of(request), own_circle(request, circle_id)
    form = HelpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {**form.cleaned_data, "kind": kind.value}
        if attempt(form, lambda: actions.post_help(actor=user, circle_id=circle.pk, **fields)):
            messages.success(request, _(DONE))
            return redirect("sharing:home", circle.pk)
    return render(request, "sharing/help.html", {"circle": circle, "form": form, **texts})


@page("circle.member", methods=BOTH)
def need(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """*Chiedi un aiuto*."""
    title, button = _("Chiedi un aiuto"), _("Chiedi")
    return _post(request, circle_id, HelpKind.NEED, title=title, button=button)


@page("circle.member", methods=BOTH)
def offer(request: HttpRequest, circle_id: UUID) -> HttpResponse:
    """*Offri un aiuto*."""
    title, button = _("Offri un aiuto"), _("Offri")
    return _post(request, circle_id, HelpKind.OFFER, title=title, button=button)


def _home_of_match(request: HttpRequest, match_id: UUID) -> str:
    found = queries.matches(user_of(request)).filter(pk=match_id).first()
    return reverse("sharing:home", args=[found.need.circle_id]) if found else reverse("sharing:mine")


@page("circle.member", methods=("POST",))
def close(request: HttpRequest, help_id: UUID) -> HttpResponse:
    """Not needed, or not offered, any more."""
    user = user_of(request)
    circle_id = queries.circle_of_help(user, help_id)
    there = reverse("sharing:home", args=[circle_id]) if circle_id else reverse("sharing:mine")
    return press(request, lambda: actions.close_help(actor=user, help_id=help_id), there, _(DONE))


@page("circle.member", methods=("POST",))
def answer(request: HttpRequest, match_id: UUID) -> HttpResponse:
    """Yes or no to being put in touch; it can be changed at any time."""
    yes = request.POST.get("yes") == "1"
    return press(
        request,
        lambda: actions.answer_match(actor=user_of(request), match_id=match_id, yes=yes),
        _home_of_match(request, match_id),
        _(DONE),
    )


@page("circle.member", methods=("POST",))
def how(request: HttpRequest, match_id: UUID) -> HttpResponse:
    """*Com'è andata?*"""
    told = request.POST.get("how", "")
    return press(
        request,
        lambda: actions.tell_how(actor=user_of(request), match_id=match_id, how=told),
        _home_of_match(request, match_id),
        _(DONE),
    )
