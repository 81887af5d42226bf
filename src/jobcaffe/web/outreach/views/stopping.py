"""Who wants no messages, who wants no contact, addresses that came back."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.network.outreach import actions, rules
from jobcaffe.organisations import queries as organisations
from jobcaffe.web.outreach.forms import BouncedForm, RefuseForm
from jobcaffe.web.page import HouseRequest, page


@page("notice.choose", methods=("GET", "POST"))
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """One tap, without signing in, and we write no more. Says nothing of the organisation."""
    if rules.read_stop_token(token) is None:
        raise Http404
    if request.method == "POST":
        actions.stop_by_link(token=token)
        return redirect(f"{request.path}?fatto=1")
    return render(request, "outreach/stop.html", {"done": request.GET.get("fatto") == "1"})


@page("campaign.work", methods=("POST",))
def refuse(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """Somebody said it on the telephone."""
    if organisations.organisation_of(request.user, organisation_id) is None:
        raise Http404
    form = RefuseForm(request.POST)
    if form.is_valid():
        actions.refuse(actor=request.user, organisation_id=organisation_id, reach=form.cleaned_data["reach"])
        messages.success(request, _("Fatto. Nessuno la cercherà più in quel modo."))
    else:
        messages.error(request, _("Scegli che cosa non vuole."))
    return redirect("outreach:today")


@page("campaign.manage", methods=("POST",))
def lift(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """They called us: it may be contacted again."""
    if organisations.organisation_of(request.user, organisation_id) is None:
        raise Http404
    actions.lift_refusal(actor=request.user, organisation_id=organisation_id)
    messages.success(request, _("Fatto. Si può sentire di nuovo."))
    return redirect("outreach:today")


@page("campaign.work", methods=("GET", "POST"))
def bounced(request: HouseRequest) -> HttpResponse:
    """Addresses that came back: nothing goes there until they are corrected."""
    form = BouncedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            held = actions.hold_addresses(
                actor=request.user, emails=re.split(r"[\s,;<>]+", form.cleaned_data["emails"])
            )
        except Refused as refused:
            form.add_error("emails", str(refused))
        else:
            messages.success(request, _("Fatto. Indirizzi fermati ora: %(count)s.") % {"count": held})
            return redirect("outreach:bounced")
    return render(request, "outreach/bounced.html", {"form": form})
