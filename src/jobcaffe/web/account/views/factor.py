"""The second factor: showing a passkey, adding and removing them, recovery codes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions, queries, webauthn
from jobcaffe.foundation.accounts.actions import sessions
from jobcaffe.foundation.accounts.enums import Way
from jobcaffe.foundation.accounts.models import User
from jobcaffe.web.account import landing
from jobcaffe.web.account.forms import PasskeyForm, RecoveryForm
from jobcaffe.web.account.views.entrance import welcome
from jobcaffe.web.page import HouseRequest, page


def fresh_factor(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for the passkey again, when there is one, before what changes who can come in."""

    @functools.wraps(view)
    def door(request: HouseRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if queries.has_passkey(request.user) and not sessions.factor_is_fresh(request):
            back = request.path if request.method == "GET" else reverse("accounts:own")
            return redirect(f"{reverse('accounts:second')}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return door


def _asked(request: HttpRequest) -> tuple[User, str] | None:
    """Who must show the second factor here: half signed in, or signed in and asked again."""
    if request.user.is_authenticated:
        user = request.user if queries.has_passkey(request.user) else None
        return (user, landing.safe_next(request)) if user else None
    return sessions.held(request)


def _shown(request: HttpRequest, user: User, how: str, wanted: str) -> HttpResponse:
    if request.user.is_authenticated:
        sessions.confirm_factor(request)
        return redirect(wanted or "accounts:own")
    actions.sign_in(request, user, how=how)
    if how == Way.RECOVERY:
        messages.info(request, _("Quel codice ora è speso. Hai perso la passkey? Toglila e aggiungine una."))
    return welcome(user, wanted)


@page("public.read", methods=("GET", "POST"))
@never_cache
def second(request: HttpRequest) -> HttpResponse:
    """Show a passkey."""
    asked = _asked(request)
    if asked is None:
        return redirect("accounts:sign_in")
    user, wanted = asked
    problem = ""
    if request.method == "POST":
        try:
            actions.verify_passkey(
                actor=user, challenge=request.POST.get("challenge", ""), answer=request.POST.get("answer", "")
            )
            return _shown(request, user, Way.PASSKEY, wanted)
        except Refused as refused:
            problem = str(refused)
    options, challenge = webauthn.assertion(user)
    context = {"options": options, "challenge": challenge, "problem": problem, "next": wanted}
    return render(request, "account/second.html", context)


@page("public.read", methods=("GET", "POST"))
@never_cache
def recovery(request: HttpRequest) -> HttpResponse:
    """Use a printed code in place of the passkey."""
    asked = _asked(request)
    if asked is None:
        return redirect("accounts:sign_in")
    user, wanted = asked
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.use_recovery_code(actor=user, text=form.cleaned_data["code"])
            return _shown(request, user, Way.RECOVERY, wanted)
        except Refused as refused:
            form.add_error("code", str(refused))
    return render(request, "account/recovery.html", {"form": form, "next": wanted})


def _require_staff(request: HouseRequest) -> None:
    if not request.user.is_staff:
        raise Http404


@page("account.own", methods=("GET", "POST"))
@fresh_factor
def passkey_add(request: HouseRequest) -> HttpResponse:
    """Make a passkey and name it."""
    _require_staff(request)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            first = not queries.has_passkey(request.user)
            actions.add_passkey(
                actor=request.user,
                name=form.cleaned_data["name"],
                challenge=request.POST.get("challenge", ""),
                answer=request.POST.get("answer", ""),
            )
            sessions.confirm_factor(request)
            return redirect("accounts:recovery_codes" if first else "accounts:own")
        except Refused as refused:
            form.add_error(None, str(refused))
    options, challenge = webauthn.registration(request.user)
    context = {"form": form, "options": options, "challenge": challenge, "possible": webauthn.possible()}
    return render(request, "account/passkey_add.html", context)


@page("account.own", methods=("GET", "POST"))
@fresh_factor
def passkey_remove(request: HouseRequest, pk: UUID) -> HttpResponse:
    """Forget a passkey, after asking."""
    passkey = queries.passkey_of(request.user, pk)
    if passkey is None:
        raise Http404
    if request.method == "POST":
        actions.remove_passkey(
            actor=request.user, passkey=passkey, keep=request.session.get(sessions.DEVICE, "")
        )
        messages.success(request, _("Fatto. La passkey non apre più."))
        return redirect("accounts:own")
    return render(request, "account/passkey_remove.html", {"passkey": passkey})


@page("account.own", methods=("GET", "POST"))
@fresh_factor
def recovery_codes(request: HouseRequest) -> HttpResponse:
    """Make ten codes and show them once, in the answer to the press: they are kept nowhere."""
    if not queries.has_passkey(request.user):
        raise Http404
    codes = actions.make_recovery_codes(actor=request.user) if request.method == "POST" else []
    context = {"codes": codes, "left": queries.recovery_codes_left(request.user)}
    return render(request, "account/recovery_codes.html", context)
