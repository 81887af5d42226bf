"""One's own access: devices, passkeys, contact, language."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions, queries
from jobcaffe.foundation.accounts.actions import sessions
from jobcaffe.foundation.accounts.limits import client_address
from jobcaffe.web.account import landing
from jobcaffe.web.account.forms import ContactCodeForm, LanguageForm, NewContactForm
from jobcaffe.web.account.views.factor import fresh_factor
from jobcaffe.web.page import HouseRequest, page


@page("account.own")
def access(request: HouseRequest) -> HttpResponse:
    """Where I am signed in, and how I come in."""
    user = request.user
    devices = queries.devices_of(user)
    here = request.session.get(sessions.DEVICE)
    context = {
        "devices": [{"row": device, "here": str(device.pk) == here} for device in devices],
        "others": len(devices) > 1,
        "staff": user.is_staff,
        "own_contacts": user.person_ref is None,
        "passkeys": queries.passkeys_of(user) if user.is_staff else [],
        "codes_left": queries.recovery_codes_left(user) if user.is_staff else 0,
        "contacts": [
            {"label": _("Email"), "value": user.email},
            {"label": _("Cellulare"), "value": user.phone},
        ],
        "language_form": LanguageForm(initial={"language": user.language}),
    }
    return render(request, "account/access.html", context)


@page("account.own", methods=("POST",))
def device_end(request: HouseRequest, pk: UUID) -> HttpResponse:
    """Sign one device out."""
    device = queries.device_of(request.user, pk)
    if device is None:
        raise Http404
    actions.end_device(actor=request.user, device=device)
    messages.success(request, _("Fatto. Quel dispositivo è uscito."))
    return redirect("accounts:own")


@page("account.own", methods=("POST",))
def devices_end_others(request: HouseRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    actions.end_devices_of(
        actor=request.user, user=request.user, keep=request.session.get(sessions.DEVICE, "")
    )
    messages.success(request, _("Fatto. Ora sei dentro solo qui."))
    return redirect("accounts:own")


@page("account.own", methods=("GET", "POST"))
@fresh_factor
def contact(request: HouseRequest) -> HttpResponse:
    """Ask for the new contact."""
    if request.user.person_ref is not None:
        raise Http404
    form = NewContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask_contact_change(actor=request.user, contact=form.cleaned_data["contact"])
        response = redirect("accounts:contact_confirm")
        landing.keep_contact(response, request.POST["contact"].strip())
        return response
    return render(request, "account/contact.html", {"form": form})


@page("account.own", methods=("GET", "POST"))
@fresh_factor
def contact_confirm(request: HouseRequest) -> HttpResponse:
    """Take the code that arrived at the new contact."""
    if request.user.person_ref is not None:
        raise Http404
    form = ContactCodeForm(request.POST or None, initial={"contact": landing.kept_contact(request)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.confirm_contact_change(
                actor=request.user,
                contact=form.cleaned_data["contact"],
                code=form.cleaned_data["code"],
                address=client_address(request),
                keep=request.session.get(sessions.DEVICE, ""),
            )
            messages.success(request, _("Fatto. Da ora entri con questo contatto."))
            return redirect("accounts:own")
        except Refused as refused:
            form.add_error("code", str(refused))
    return render(request, "account/contact_confirm.html", {"form": form})
