"""Coming in with a code, a link or a card; going out."""

from __future__ import annotations

from contextlib import suppress
from http.cookies import CookieError
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions, queries
from jobcaffe.foundation.accounts.actions import sessions
from jobcaffe.foundation.accounts.enums import Way
from jobcaffe.foundation.accounts.limits import client_address
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.ui.forms import Form
from jobcaffe.web.account import landing
from jobcaffe.web.account.forms import CardForm, CodeForm, LanguageForm, LinkForm, SignInForm
from jobcaffe.web.page import HouseRequest, page


@page("public.read", methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for a contact; the answer is the same whether or not we know it."""
    if request.user.is_authenticated:
        return redirect(landing.safe_next(request) or landing.first_page(request.user))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.request_code(
            actor=PUBLIC, contact=form.cleaned_data["contact"], address=client_address(request)
        )
        response = redirect(_with_next("accounts:code", request))
        landing.keep_contact(response, request.POST["contact"].strip())
        return response
    return render(request, "account/sign_in.html", {"form": form, "next": landing.safe_next(request)})


@page("public.read", methods=("GET", "POST"))
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Take contact and code."""
    if request.user.is_authenticated:
        return redirect(landing.safe_next(request) or landing.first_page(request.user))
    kept = landing.kept_contact(request)
    form = CodeForm(request.POST or None, initial={"contact": kept})
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.verify_code(
                actor=PUBLIC,
                contact=form.cleaned_data["contact"],
                code=form.cleaned_data["code"],
                address=client_address(request),
            )
            return enter(request, user, how=Way.CODE, own_phone=form.cleaned_data["own_phone"])
        except Refused as refused:
            form.add_error("code", str(refused))
    context = {"form": form, "next": landing.safe_next(request), "kept": kept}
    return render(request, "account/code.html", context)


@page("public.read", methods=("GET", "POST"))
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button: whoever only opens the address, like a mail scanner, spends nothing."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.verify_link(actor=PUBLIC, token=token, address=client_address(request))
            return enter(request, user, how=Way.LINK, own_phone=form.cleaned_data["own_phone"])
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "account/link.html", {"form": form})


@page("public.read", methods=("GET", "POST"))
@never_cache
def card(request: HttpRequest) -> HttpResponse:
    """Take the eight characters of a card."""
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = _enter_with_card(request, form, form.cleaned_data["card"], "card")
        if found is not None:
            return found
    return render(request, "account/card.html", {"form": form, "next": landing.safe_next(request)})


@page("public.read", methods=("GET", "POST"))
@never_cache
def card_link(request: HttpRequest, card: str) -> HttpResponse:
    """The page behind the QR code of a card; only its button opens anything."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = _enter_with_card(request, form, card, None)
        if found is not None:
            return found
    return render(request, "account/link.html", {"form": form})


def _enter_with_card(request: HttpRequest, form: Form, text: str, field: str | None) -> HttpResponse | None:
    try:
        user = actions.use_card(actor=PUBLIC, text=text, address=client_address(request))
        return enter(request, user, how=Way.CARD, own_phone=form.cleaned_data["own_phone"])
    except Refused as refused:
        form.add_error(field, str(refused))
        return None


def enter(request: HttpRequest, user: User, *, how: str, own_phone: bool) -> HttpResponse:
    """Open the session, or ask for the second factor first where there is one."""
    wanted = landing.safe_next(request)
    if user.is_staff and queries.has_passkey(user):
        sessions.hold(request, user, own_next=wanted)
        return redirect("accounts:second")
    actions.sign_in(request, user, how=how, own_phone=own_phone)
    if user.is_staff:
        messages.info(request, _("Aggiungi una passkey dalla pagina del tuo accesso: protegge chi segui."))
    return welcome(user, wanted)


def welcome(user: User, wanted: str) -> HttpResponse:
    """The first page after coming in, in the user's language."""
    response = redirect(wanted or landing.first_page(user))
    response.delete_cookie(landing.CONTACT_COOKIE)
    landing.speak(response, user.language)
    return response


# Set by the door's script as long as something that was pressed there waits on the telephone.
UNSENT = "jobcaffe-porta"


@page("account.own", methods=("POST",))
def sign_out(request: HouseRequest) -> HttpResponse:
    """Go out; the browser forgets what it kept of our pages, but for what the door of a fair has not sent."""
    actions.sign_out(request, actor=request.user)
    response = redirect("/")
    if UNSENT not in request.COOKIES:
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response
    # The mark stays with what it marks: whoever signs out next on this telephone spares it, too.
    response["Clear-Site-Data"] = '"cache"'
    for name in request.COOKIES.keys() - {UNSENT}:
        with suppress(CookieError):  # a name that no answer of ours may carry was not given by us
            response.delete_cookie(name)
    return response


@page("public.read", methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language; kept with the account of whoever is signed in."""
    form = LanguageForm(request.POST)
    response = redirect(landing.safe_next(request) or "/")
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        if request.user.is_authenticated:
            actions.choose_language(actor=request.user, language=chosen)
        landing.speak(response, chosen)
    return response


def _with_next(name: str, request: HttpRequest) -> str:
    wanted = landing.safe_next(request)
    return reverse(name) + (f"?{urlencode({'next': wanted})}" if wanted else "")
