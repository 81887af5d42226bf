"""Signing in and out, and the browsers that are signed in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import devices
from jobcaffe.foundation.accounts.enums import Way
from jobcaffe.foundation.accounts.models import Device, User
from jobcaffe.foundation.journal.actions import Actor, record

# What a session remembers, beside Django's own.
DEVICE = "device"
PENDING = "pending"
FACTOR_AT = "factor_at"
BACKEND = "jobcaffe.foundation.accounts.backend.PasswordlessBackend"
PENDING_MINUTES = 10


def sign_in(request: HttpRequest, user: User, *, how: str, own_phone: bool = False) -> Device:
    """Open the session of ``user`` in this browser, under a new session key.

    ``how`` is a :class:`Way`. Refused for a closed account, and for ``Way.DEMO`` outside the demo.
    """
    if not user.is_active:
        raise Refused("Questo accesso è chiuso. Chiedi a chi gestisce il sistema.")
    if how == Way.DEMO and not settings.DEMO:
        raise Refused("Questa entrata esiste solo nella dimostrazione. Entra con il codice.")
    with transaction.atomic():
        _leave(request)
        auth.login(request, user, backend=BACKEND)
        if how in {Way.PASSKEY, Way.RECOVERY}:
            request.session[FACTOR_AT] = timezone.now().timestamp()
        keeps = own_phone and not user.is_staff and user.person_ref is not None
        request.session.set_expiry(timedelta(days=settings.OWN_PHONE_DAYS) if keeps else 0)
        return adopt(request, user, how=how, own_phone=keeps)


def adopt(request: HttpRequest, user: User, *, how: str = Way.CODE, own_phone: bool = False) -> Device:
    """Give the session of this request its device, so that it can be seen and ended from elsewhere."""
    with transaction.atomic():
        if not request.session.session_key:
            request.session.create()
        device = Device.objects.create(
            user=user,
            session_key=request.session.session_key or "",
            label=devices.label(request.headers.get("User-Agent", "")),
            way=how,
            own_phone=own_phone,
        )
        request.session[DEVICE] = str(device.pk)
        request.session.save()
        record(user, "signin.ok", device, reason=how)
        return device


def _leave(request: HttpRequest) -> None:
    """End whatever this browser was signed in as; nothing of it passes on to the next person."""
    device_id = request.session.get(DEVICE)
    if device_id:
        drop_sessions(Device.objects.filter(pk=device_id))
    request.session.flush()


def hold(request: HttpRequest, user: User, *, own_next: str) -> None:
    """Remember for ten minutes who gave the first factor; she is not signed in yet."""
    request.session.flush()
    request.session[PENDING] = [str(user.pk), timezone.now().timestamp(), own_next]
    request.session.set_expiry(0)


def held(request: HttpRequest) -> tuple[User, str] | None:
    """Who gave the first factor in this browser, and where she was going."""
    kept = request.session.get(PENDING)
    if not kept or timezone.now().timestamp() - kept[1] > PENDING_MINUTES * 60:
        return None
    user = User.objects.filter(pk=UUID(kept[0]), is_active=True).first()
    return (user, kept[2]) if user else None


def confirm_factor(request: HttpRequest) -> None:
    """Note that the second factor was shown now, under a new session key."""
    with transaction.atomic():
        request.session.cycle_key()
        request.session[FACTOR_AT] = timezone.now().timestamp()
        request.session.save()
        Device.objects.filter(pk=request.session[DEVICE]).update(session_key=request.session.session_key)


def factor_is_fresh(request: HttpRequest) -> bool:
    """Whether the second factor was shown in the last ten minutes."""
    shown = request.session.get(FACTOR_AT, 0)
    return bool(timezone.now().timestamp() - shown < PENDING_MINUTES * 60)


def sign_out(request: HttpRequest, *, actor: User) -> None:
    """End the session of this browser."""
    with transaction.atomic():
        record(actor, "signin.out")
        _leave(request)
    auth.logout(request)


def drop_sessions(rows: QuerySet[Device]) -> list[Device]:
    """End devices: their sessions are gone for every process. Call inside a transaction."""
    ending = list(rows.filter(ended_at=None).select_for_update())
    _delete_sessions(device.session_key for device in ending)
    Device.objects.filter(pk__in=[device.pk for device in ending]).update(ended_at=timezone.now())
    return ending


def _delete_sessions(keys: Iterable[str]) -> None:
    Session.objects.filter(session_key__in=list(keys)).delete()


def end_device(*, actor: User, device: Device) -> None:
    """Sign one browser out from elsewhere. Refused when it is not the actor's; twice is harmless."""
    if device.user_id != actor.pk:
        raise Refused("Questo dispositivo non è tuo. Torna alla pagina dei tuoi dispositivi.")
    with transaction.atomic():
        if drop_sessions(Device.objects.filter(pk=device.pk)):
            record(actor, "device.end", device)


def end_devices_of(*, actor: Actor, user: User, keep: str = "") -> int:
    """Sign ``user`` out everywhere but in the device ``keep``; how many ended."""
    with transaction.atomic():
        rows = user.devices.all()
        ended = drop_sessions(rows.exclude(pk=keep) if keep else rows)
        if ended:
            record(actor, "device.end", user, reason=str(len(ended)))
        return len(ended)


def expire(device: Device) -> None:
    """End a device whose time is over."""
    with transaction.atomic():
        ended = drop_sessions(Device.objects.filter(pk=device.pk))
        Device.objects.filter(pk__in=[row.pk for row in ended]).update(rested=True)


def touch(device: Device) -> None:
    """Note that the device was seen now."""
    device.seen_at = timezone.now()
    Device.objects.filter(pk=device.pk).update(seen_at=device.seen_at)
