"""Opening a bank and deciding its limits: lab leaders and the coordinator. No household is seen here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import CommunityKind
from jobcaffe.hours.models import Community
from jobcaffe.hours.rules import in_hours
from jobcaffe.web.desk.views.shared import attempt
from jobcaffe.web.page import page, user_of
from jobcaffe.web.timebank.forms import LimitsForm, OpenForm
from jobcaffe.worklife.timebank import queries

BOTH = ("GET", "POST")
LIMITS = ("limit_minutes", "warn_minutes", "most_minutes", "fund_minutes")


@page("lab.lead", methods=BOTH)
def lead(request: HttpRequest) -> HttpResponse:
    """The banks one keeps, and a new one."""
    user = user_of(request)
    fresh = Community()
    initial = {name: getattr(fresh, name) for name in LIMITS} | {"counts_only": "0"}
    form = OpenForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(form, lambda: ledger.open_community(actor=user, kind=CommunityKind.BANK, **fields)):
            messages.success(request, _("La banca è aperta."))
            return redirect("timebank:lead")
    context = {"banks": queries.kept_banks(user), "form": form}
    return render(request, "timebank/lead.html", context)


@page("lab.lead", methods=BOTH)
def limits(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """One bank: its limits, what is asked and nobody offers, totals that tell on nobody."""
    user = user_of(request)
    bank = queries.kept_banks(user).filter(pk=community_id).first()
    if bank is None:
        raise Http404
    initial = {name: getattr(bank, name) for name in LIMITS} | {"counts_only": str(int(bank.counts_only))}
    form = LimitsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(form, lambda: ledger.change_limits(actor=user, community_id=bank.pk, **fields)):
            messages.success(request, _("I limiti sono cambiati."))
            return redirect("timebank:limits", bank.pk)
    exchanged, donated = hours.public_total(bank), hours.donated_total(bank)
    few = _("Ancora pochi scambi per dirlo")
    rows = [
        {"label": _("Ore scambiate"), "value": in_hours(exchanged) if exchanged else few},
        {"label": _("Ore donate ai fondi"), "value": in_hours(donated) if donated else few},
    ]
    context = {"bank": bank, "form": form, "rows": rows, "wanted": queries.wanted(bank)}
    return render(request, "timebank/limits.html", context)
