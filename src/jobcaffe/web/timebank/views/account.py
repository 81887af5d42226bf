"""The household's account: movements of a year, receipt, gifts, other adults, leaving."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import AccountState, CommunityKind
from jobcaffe.hours.models import Account
from jobcaffe.hours.rules import in_hours
from jobcaffe.web.desk.views.shared import attempt, press
from jobcaffe.web.page import page, user_of
from jobcaffe.web.timebank import shape, statements
from jobcaffe.web.timebank.forms import AlwaysForm, CloseForm, DonateForm, JoinForm

BOTH = ("GET", "POST")


def _own(request: HttpRequest, account_id: UUID, *, still_open: bool = False) -> Account:
    rows = hours.accounts_of(user_of(request)).filter(community__kind=CommunityKind.BANK)
    found = rows.filter(pk=account_id).first()
    if found is None or (still_open and found.state != AccountState.OPEN):
        raise Http404
    return found


@page("bank.member")
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """What moved in a year, and the balance now; given and received where the bank only counts."""
    row, year = _own(request, account_id), statements.year_of(request)
    told = hours.statement(row, *statements.span(year))
    donated = hours.donated_total(row.community)
    context = {
        "account": row,
        "bank": row.community,
        "purse": shape.purse(row),
        "year": year,
        "table": shape.lines(told),
        "totals": shape.totals(told),
        "years": [
            one for one in (year - 1, year + 1) if row.opened_on.year <= one <= timezone.localdate().year
        ],
        "donated": in_hours(donated) if donated else "",
        "open": row.state == AccountState.OPEN,
    }
    return render(request, "timebank/account.html", context)


@page("bank.member")
def statement(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """The year's statement as an accessible PDF."""
    row = _own(request, account_id)
    return statements.answer(hours.statement(row, *statements.span(statements.year_of(request))))


@page("bank.member")
def receipt(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """One movement, to keep or to print."""
    line = hours.receipt(user_of(request), transfer_id)
    if line is None:
        raise Http404
    row = hours.accounts_of(user_of(request)).filter(movements__transfer=transfer_id).first()
    if row is None or row.community.kind != CommunityKind.BANK:
        raise Http404
    rows = [
        {"label": _("Banca"), "value": row.community.label},
        {"label": _("Conto"), "value": row.name},
        {"label": _("Che cosa"), "value": line.label.capitalize()},
        {"label": _("Registrato il"), "value": f"{line.booked_on:%d/%m/%Y}"},
        {"label": _("Giorno dell'aiuto"), "value": f"{line.helped_on:%d/%m/%Y}" if line.helped_on else "–"},
        {"label": _("Ore"), "value": shape.signed(line.minutes)},
    ]
    back = reverse("timebank:account", args=[row.pk])
    context = {"rows": rows, "line": line, "back": back, "title": _("Ricevuta di ore")}
    return render(request, "timebank/receipt.html", context)


@page("bank.member", methods=BOTH)
def donate(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Hours for a fund; it cannot be more than there is."""
    row, user = _own(request, account_id, still_open=True), user_of(request)
    form = DonateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(form, lambda: ledger.donate(actor=user, account_id=row.pk, **fields)):
            messages.success(request, _("Grazie. Le ore sono nel fondo."))
            return redirect("timebank:account", row.pk)
    return render(request, "timebank/donate.html", _donating(row, form, AlwaysForm()))


def _donating(row: Account, form: DonateForm, always: AlwaysForm) -> dict[str, Any]:
    """``kept``: what she keeps when she gives the rest every week; empty when she has not said so."""
    return {
        "account": row,
        "form": form,
        "always": "" if row.community.counts_only else always,
        "kept": "" if row.gives_above is None else in_hours(row.gives_above),
        "purse": shape.purse(row),
    }


@page("bank.member", methods=("POST",))
def always(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Her yes to giving what is above so many hours every week, or taking it back. Again changes nothing."""
    row, user = _own(request, account_id, still_open=True), user_of(request)
    stops = "stop" in request.POST
    form = AlwaysForm(request.POST)
    if not stops and not form.is_valid():
        return render(request, "timebank/donate.html", _donating(row, DonateForm(), form))
    above = None if stops else form.cleaned_data["above"]
    done = (
        _("Fatto. Le tue ore restano tue.")
        if stops
        else _("Grazie. Ogni lunedì le ore in più vanno a chi ne ha bisogno.")
    )
    return press(
        request,
        lambda: ledger.consent_to_donate(actor=user, account_id=row.pk, above_minutes=above),
        reverse("timebank:account", args=[row.pk]),
        done,
    )


@page("bank.member", methods=BOTH)
def family(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """A code for another adult at home. Each press gives a new one and the old one ends."""
    row = _own(request, account_id, still_open=True)
    code = ledger.invite(actor=user_of(request), account_id=row.pk) if request.method == "POST" else ""
    shown = f"{code[:4]} {code[4:]}" if code else ""
    return render(request, "timebank/family.html", {"account": row, "code": shown})


@page("bank.member", methods=BOTH)
def join(request: HttpRequest) -> HttpResponse:
    """The other adult's side."""
    form, user = JoinForm(request.POST or None), user_of(request)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if attempt(form, lambda: ledger.join(actor=user, code=code)):
            messages.success(request, _("Fatto. Ora il conto è anche tuo."))
            return redirect("timebank:home")
    return render(request, "timebank/join.html", {"form": form})


@page("bank.member", methods=BOTH)
def close(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Leave the bank."""
    row, user = _own(request, account_id), user_of(request)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        gift = form.cleaned_data["give_rest"]
        try:
            ledger.close_account(actor=user, account_id=row.pk, give_rest=gift)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Il conto è chiuso. Puoi riaprirne uno quando vuoi."))
            return redirect("timebank:home")
    return render(request, "timebank/close.html", {"account": row, "form": form, "purse": shape.purse(row)})
