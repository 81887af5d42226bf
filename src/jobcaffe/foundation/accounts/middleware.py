"""Rules of a session: how long it lives, and that it can be ended from elsewhere.

Costs one query per page of somebody signed in, and one write every five minutes at most.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation.accounts import queries
from jobcaffe.foundation.accounts.actions import sessions
from jobcaffe.foundation.accounts.models import Device

SEEN_EVERY = timedelta(minutes=5)
# A member who did not say that the phone is only hers.
MEMBER_IDLE = timedelta(hours=12)


class SessionRulesMiddleware:
    """Ends sessions that are too old, idle or revoked; asks staff for a passkey where it is the rule."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, signed out when its session has ended."""
        if SESSION_KEY in request.session:
            device = _device(request)
            if device is None or _over(device):
                _end(request, device)
            elif timezone.now() - device.seen_at > SEEN_EVERY:
                sessions.touch(device)
            if _must_add_passkey(request):
                return redirect("accounts:passkey_add")
        return self.get_response(request)


def _device(request: HttpRequest) -> Device | None:
    """The live device of this session; a session that Django opened by itself gets one now."""
    kept = request.session.get(sessions.DEVICE)
    if kept is None:
        return sessions.adopt(request, request.user) if request.user.is_authenticated else None
    device = (
        Device.objects.select_related("user__team")
        .filter(pk=UUID(kept), session_key=request.session.session_key, ended_at=None, user__is_active=True)
        .first()
    )
    if device is None or str(device.user_id) != request.session[SESSION_KEY]:
        return None
    # The user came with her device: one query less on every page.
    request.user = device.user
    return device


def _over(device: Device) -> bool:
    """Whether the session has lived or rested too long.

    ``seen_at`` may be five minutes behind: a session ends after 25 to 30 minutes of rest, never later.
    """
    now = timezone.now()
    if device.user.is_staff:
        idle = timedelta(minutes=settings.STAFF_IDLE_MINUTES)
        return now - device.seen_at >= idle or now - device.signed_in_at >= timedelta(
            hours=settings.STAFF_SESSION_HOURS
        )
    if device.own_phone:
        return now - device.signed_in_at >= timedelta(days=settings.OWN_PHONE_DAYS)
    return now - device.seen_at >= MEMBER_IDLE


def _end(request: HttpRequest, device: Device | None) -> None:
    if device is not None:
        sessions.expire(device)
    logout(request)


def _must_add_passkey(request: HttpRequest) -> bool:
    """Where the rule is on, people who work here do nothing before they have a second factor."""
    user = request.user
    if not (settings.STAFF_NEED_PASSKEY and user.is_authenticated and user.is_staff):
        return False
    if request.path in {reverse("accounts:passkey_add"), reverse("accounts:sign_out")}:
        return False
    return sessions.FACTOR_AT not in request.session and not queries.has_passkey(user)
