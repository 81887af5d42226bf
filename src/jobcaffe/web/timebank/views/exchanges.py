"""One exchange from the first yes to the confirmed hours, and suggested circles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation.accounts.models import User
from jobcaffe.web.desk.views.shared import attempt, paged, press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.timebank import shape
from jobcaffe.web.timebank.forms import TimeForm
from jobcaffe.web.timebank.views.home import own_account
from jobcaffe.worklife.timebank import actions, queries
from jobcaffe.worklife.timebank.enums import ExchangeState

BOTH = ("GET", "POST")
MOST_DIGITS = 6
TIMED = (ExchangeState.AGREED, ExchangeState.DONE, ExchangeState.DISPUTED)


def _own(request: HttpRequest, exchange_id: UUID) -> queries.Mine:
    found = queries.exchange_for(user_of(request), exchange_id)
    if found is None:
        raise Http404
    return found


@page("bank.member")
def every(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """All her household's exchanges in a bank, the newest first."""
    account = own_account(request, community_id)
    found = paged(request, queries.exchanges_of([account.pk]))
    deals = [shape.deal(one) for one in queries.mine_of([account.pk], found)]
    context = {"bank": account.community, "page_obj": found, "deals": deals}
    return render(request, "timebank/exchanges.html", context)


@page("bank.member", methods=BOTH)
def exchange(request: HttpRequest, exchange_id: UUID) -> HttpResponse:
    """Where it stands, who to call, and how long it took: by who gave, or at once by who received."""
    one = _own(request, exchange_id)
    row = one.exchange
    form = TimeForm(request.POST or None, most=row.community.most_minutes) if _timed(one) else None
    if request.method == "POST" and form is not None and form.is_valid():
        write: Callable[..., Any] = actions.say_done if one.gives else actions.confirm
        fields, user = form.cleaned_data, user_of(request)
        if attempt(form, lambda: write(actor=user, exchange_id=exchange_id, **fields)):
            messages.success(request, _("Fatto."))
            return redirect("timebank:exchange", exchange_id)
    deal = shape.deal(one)
    return render(request, "timebank/exchange.html", {"one": deal, "mine": one, "form": form, **_may(one)})


def _timed(one: queries.Mine) -> bool:
    """Whether she may write how long it took."""
    row = one.exchange
    if row.transfer_id is not None:
        return False
    return row.state in TIMED if one.gives else row.state == ExchangeState.AGREED


def _may(one: queries.Mine) -> dict[str, bool]:
    state = one.exchange.state
    said = state == ExchangeState.DONE and not one.gives
    return {
        "may_cancel": state in (ExchangeState.ASKED, ExchangeState.AGREED),
        "may_contest": said or state == ExchangeState.CONFIRMED,
        "may_undo": state == ExchangeState.DISPUTED,
    }


@page("bank.member", methods=("POST",))
def tap(request: HttpRequest, exchange_id: UUID) -> HttpResponse:
    """One press: yes, no, it does not take place, confirmed, it does not add up, put it back."""
    row = _own(request, exchange_id).exchange
    do = _taps(user_of(request), exchange_id, request.POST.get("minutes", "")).get(
        request.POST.get("tap", "")
    )
    if do is None:
        return redirect("timebank:exchange", exchange_id)
    there = reverse("timebank:exchange", args=[exchange_id])
    back = reverse("timebank:bank", args=[row.community_id])
    return press(request, do, back if request.POST.get("tap") == "no" else there, _("Fatto."))


def _taps(user: User, pk: UUID, minutes: str) -> dict[str, Callable[[], object]]:
    # What is no length is one that she cannot have seen.
    seen = (int(minutes) if minutes.isdecimal() and len(minutes) <= MOST_DIGITS else 0) if minutes else None
    return {
        "yes": lambda: actions.answer(actor=user, exchange_id=pk, yes=True),
        "no": lambda: actions.answer(actor=user, exchange_id=pk, yes=False),
        "cancel": lambda: actions.cancel(actor=user, exchange_id=pk),
        "confirm": lambda: actions.confirm(actor=user, exchange_id=pk, minutes=seen),
        "contest": lambda: actions.contest(actor=user, exchange_id=pk),
        "undo": lambda: actions.undo(actor=user, exchange_id=pk),
        "keep": lambda: actions.undo(actor=user, exchange_id=pk, yes=False),
    }


@page("bank.member", methods=("POST",))
def suggestion(request: HttpRequest, suggestion_id: UUID) -> HttpResponse:
    """Yes or no to a swap or a circle."""
    user, yes = user_of(request), request.POST.get("yes") == "1"
    row = queries.my_suggestions(user).filter(pk=suggestion_id).first()
    if row is None:
        raise Http404
    there = reverse("timebank:bank", args=[row.community_id])
    return press(
        request, lambda: actions.reply(actor=user, suggestion_id=suggestion_id, yes=yes), there, _("Fatto.")
    )
