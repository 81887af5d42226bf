"""Where somebody goes after coming in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.privacy import crypto
from jobcaffe.web import nav

CONTACT_COOKIE = "jobcaffe-contact"
_WHERE = "web.account.contact"


def safe_next(request: HttpRequest) -> str:
    """The page that was asked for before coming in; empty unless it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # Only paths: an address with our own host in it has no use here.
    return wanted if safe and wanted.startswith("/") else ""


def first_page(user: User) -> str:
    """The first place of somebody's work or path that she may open."""
    own = [
        nav.address(entry.url_name)
        for entry in nav.ENTRIES
        if entry.capability != nav.PUBLIC and access.allows(user, entry.capability)
    ]
    return next(filter(None, own), "") or resolve_url("accounts:own")


def keep_contact(response: HttpResponseBase, typed: str) -> None:
    """Let this browser fill the contact in for ten minutes, unreadable for others, nothing stored."""
    response.set_cookie(
        CONTACT_COOKIE,
        crypto.seal(typed, where=_WHERE),
        max_age=settings.SIGN_IN_CODE_MINUTES * 60,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def kept_contact(request: HttpRequest) -> str:
    """What :func:`keep_contact` kept in this browser."""
    try:
        return crypto.open_sealed(request.COOKIES.get(CONTACT_COOKIE, ""), where=_WHERE)
    except crypto.Unreadable:
        return ""


def speak(response: HttpResponseBase, language: str) -> None:
    """Show the next pages in this language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86_400,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
