"""What a member can do in one press."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.models import Account, Community
from jobcaffe.hours.rules import in_hours
from jobcaffe.web.desk.views.shared import press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.timebank import shape
from jobcaffe.worklife.timebank import queries

FEW = 3


def own_account(request: HttpRequest, community_id: UUID) -> Account:
    """Her household's open account in a bank. ``Http404`` when there is none."""
    rows = queries.my_accounts(user_of(request))
    found = next((row for row in rows if row.community_id == community_id), None)
    if found is None:
        raise Http404
    return found


@page("bank.member")
def home(request: HttpRequest) -> HttpResponse:
    """Her bank when she has one; the banks that she may enter, when she has none or asks for all."""
    user = user_of(request)
    mine = queries.my_accounts(user)
    if len(mine) == 1 and "tutte" not in request.GET:
        return redirect("timebank:bank", mine[0].community_id)
    rows = queries.my_banks(user, mine)
    banks = [{"bank": bank, "account": account, "told": _told(bank)} for bank, account in rows]
    return render(request, "timebank/banks.html", {"banks": banks})


@page("bank.member")
def bank(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """One of her banks."""
    mine = queries.my_accounts(user_of(request))
    account = next((row for row in mine if row.community_id == community_id), None)
    if account is None:
        raise Http404
    return render(request, "timebank/bank.html", _bank_page(account))


def _told(bank: Community) -> str:
    """How much the bank has exchanged, when that tells on nobody."""
    total = hours.public_total(bank)
    return _("Finora si sono scambiate circa %(time)s.") % {"time": in_hours(total)} if total else ""


def _bank_page(account: Account) -> dict[str, Any]:
    bank = account.community
    going = queries.exchanges_of([account.pk]).filter(state__in=queries.OPEN)
    deals = [shape.deal(one) for one in queries.mine_of([account.pk], going)]
    ideas = [shape.idea(row, {account.pk}) for row in queries.suggestions_of([account.pk])]
    return {
        "bank": bank,
        "account": account,
        "purse": shape.purse(account),
        "todo": [one for one in deals if one.todo in ("answer", "confirm")],
        "going": [one for one in deals if one.todo not in ("answer", "confirm")],
        "ideas": ideas,
        "newest": [shape.ad(row) for row in queries.board(account)[:FEW]],
    }


@page("bank.member", methods=("POST",))
def open_account(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """*Apri il tuo conto*: a second press finds it open."""
    user = user_of(request)
    there = reverse("timebank:home")
    if not queries.banks(user).filter(pk=community_id).exists() or user.person_ref is None:
        return redirect(there)
    ref = user.person_ref
    return press(
        request,
        lambda: ledger.open_account(actor=user, community_id=community_id, person_ref=ref),
        there,
        _("Il tuo conto è aperto. Puoi già chiedere e offrire."),
    )
