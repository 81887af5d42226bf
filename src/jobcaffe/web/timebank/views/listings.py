"""Offers and requests: the board, one's own, a new one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.web.desk.views.shared import attempt, paged, press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.timebank import shape
from jobcaffe.web.timebank.forms import ListingForm
from jobcaffe.web.timebank.views.home import own_account
from jobcaffe.worklife.timebank import actions, catalogue, queries
from jobcaffe.worklife.timebank.enums import ListingKind
from jobcaffe.worklife.timebank.models import Listing

BOTH = ("GET", "POST")


@page("bank.member")
def board(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """What the others offer and ask, by kind and category."""
    account = own_account(request, community_id)
    kind, category = request.GET.get("tipo", ""), request.GET.get("che", "")
    rows = queries.board(account, kind, category)
    found = paged(request, rows)
    every = queries.board(account).values_list("category", flat=True)
    there = set(every.order_by().distinct())
    labels = catalogue.words("category")
    context = {
        "bank": account.community,
        "page_obj": found,
        "ads": [shape.ad(row) for row in found],
        "chosen": labels.get(category, ""),
        "filters": [
            {"url": f"?che={code}", "label": label} for code, label in labels.items() if code in there
        ],
    }
    return render(request, "timebank/board.html", context)


@page("bank.member")
def mine(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """Her household's own, also those that are over."""
    account = own_account(request, community_id)
    found = paged(request, account.listings.order_by("-written_at"))
    context = {"bank": account.community, "page_obj": found, "ads": [shape.ad(row) for row in found]}
    return render(request, "timebank/mine.html", context)


def _new(request: HttpRequest, community_id: UUID, kind: ListingKind, **texts: Any) -> HttpResponse:
    user, account = user_of(request), own_account(request, community_id)
    form = ListingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {**form.cleaned_data, "kind": kind.value}
        if attempt(form, lambda: actions.post(actor=user, community_id=community_id, **fields)):
            messages.success(request, _("Fatto. Ti avvisiamo quando qualcuno risponde."))
            return redirect("timebank:bank", community_id)
    context = {"bank": account.community, "form": form, **texts}
    return render(request, "timebank/new.html", context)


@page("bank.member", methods=BOTH)
def offer(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """*Offri un aiuto*."""
    return _new(request, community_id, ListingKind.OFFER, title=_("Offri un aiuto"), button=_("Offri"))


@page("bank.member", methods=BOTH)
def need(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """*Chiedi un aiuto*."""
    return _new(request, community_id, ListingKind.NEED, title=_("Chiedi un aiuto"), button=_("Chiedi"))


@page("bank.member", methods=("POST",))
def ask(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Answer a listing with one press."""
    user = user_of(request)
    listing = queries.listing_for(user, listing_id)
    if listing is None:
        raise Http404
    try:
        made = actions.ask(actor=user, listing_id=listing_id)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("timebank:board", listing.community_id)
    messages.success(request, _("Fatto. Ti avvisiamo quando l'altra persona risponde."))
    return redirect("timebank:exchange", made.pk)


def _own(request: HttpRequest, listing_id: UUID) -> Listing:
    found = queries.my_listings(user_of(request)).filter(pk=listing_id).first()
    if found is None:
        raise Http404
    return found


@page("bank.member", methods=("POST",))
def renew(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Show it again from today."""
    user, row = user_of(request), _own(request, listing_id)
    there = reverse("timebank:mine", args=[row.community_id])
    return press(
        request, lambda: actions.renew(actor=user, listing_id=listing_id), there, _("Si vede di nuovo.")
    )


@page("bank.member", methods=("POST",))
def close(request: HttpRequest, listing_id: UUID) -> HttpResponse:
    """Not any more."""
    user, row = user_of(request), _own(request, listing_id)
    there = reverse("timebank:mine", args=[row.community_id])
    return press(
        request, lambda: actions.close(actor=user, listing_id=listing_id), there, _("Non si vede più.")
    )
