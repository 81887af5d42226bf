"""The desk: paper cheques, lessons, the funds, and members who have no telephone.

Accounts are numbers here. The only statement that the desk opens is that of somebody who stands
there and asks for it on paper: it is written down, and she reads who printed it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.hours import actions as ledger
from jobcaffe.hours import queries as hours
from jobcaffe.hours.enums import AccountKind
from jobcaffe.hours.models import Community
from jobcaffe.hours.rules import in_hours
from jobcaffe.people.models import Person
from jobcaffe.web.desk.views.shared import Elsewhere, attempt, press, reached, show, url_of
from jobcaffe.web.page import page, user_of
from jobcaffe.web.timebank import statements
from jobcaffe.web.timebank.forms import ChequeForm, DeskListingForm, IssueForm, LessonForm, PayForm
from jobcaffe.web.timebank.shape import category
from jobcaffe.worklife.timebank import actions, queries

BOTH = ("GET", "POST")


def _bank(request: HttpRequest, community_id: UUID) -> Community:
    found = queries.desk_banks(request.user).filter(pk=community_id).first()
    if found is None:
        raise Http404
    return found


@page("bank.desk")
def home(request: HttpRequest) -> HttpResponse:
    """The banks that the desk serves."""
    return render(request, "timebank/desk.html", {"banks": queries.desk_banks(request.user)})


@page("bank.desk")
def bank(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """What can be done for a bank, and what two households do not agree on."""
    row = _bank(request, community_id)
    funds = [hours.fund(row.pk, kind) for kind in (AccountKind.COMMON, AccountKind.SOLIDARITY)]
    context = {
        "bank": row,
        "funds": [{"label": one.name.capitalize(), "value": in_hours(max(one.balance, 0))} for one in funds],
        "tiles": [
            {"url": reverse(f"timebank:{name}", args=[row.pk]), "label": label, "icon": icon}
            for name, label, icon in (
                ("cheque", _("Registra un assegno"), "pencil"),
                ("issue", _("Stampa gli assegni"), "print"),
                ("lesson", _("Registra una lezione"), "people"),
                ("pay", _("Paga da un fondo"), "star"),
            )
        ],
        "disputes": [
            {
                "id": one.pk,
                "title": category(one.category),
                "accounts": _(" e ").join(side.account.name for side in one.sides.all()),
                "time": in_hours(one.minutes or 0),
                "moved": one.transfer_id is not None,
            }
            for one in queries.disputes(request.user, row)
        ],
    }
    return render(request, "timebank/desk_bank.html", context)


def _fill(
    request: HttpRequest,
    row: Community,
    form: forms.Form,
    do: Callable[..., Any],
    *,
    done: str,
    **texts: str,
) -> HttpResponse:
    """One form of a bank: show it, or do it and say so on an empty form."""
    user = user_of(request)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(form, lambda: do(actor=user, community_id=row.pk, **fields)):
            messages.success(request, done)
            return redirect(request.path)
    return render(request, "timebank/desk_form.html", {"bank": row, "form": form, **texts})


@page("bank.desk", methods=BOTH)
def cheque(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """A paper cheque, once."""
    row = _bank(request, community_id)
    form = ChequeForm(request.POST or None, initial={"helped_on": timezone.localdate()})
    texts = {"title": _("Registra un assegno"), "button": _("Registra")}
    return _fill(request, row, form, actions.enter_cheque, done=_("Le ore sono registrate."), **texts)


@page("bank.desk", methods=BOTH)
def lesson(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """A group lesson: the teacher is paid once, the rest is of the common fund."""
    row = _bank(request, community_id)
    form = LessonForm(request.POST or None, initial={"helped_on": timezone.localdate()})
    texts = {
        "title": _("Registra una lezione di gruppo"),
        "sub": _("Chi insegna riceve le ore una volta sola. Le altre vanno al fondo comune."),
        "button": _("Registra"),
    }
    return _fill(request, row, form, actions.hold_lesson, done=_("La lezione è registrata."), **texts)


@page("bank.desk", methods=BOTH)
def pay(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """What a fund pays."""
    row = _bank(request, community_id)
    form = PayForm(request.POST or None)
    texts = {"title": _("Paga da un fondo"), "button": _("Paga")}
    return _fill(request, row, form, actions.pay_desk, done=_("Le ore sono registrate."), **texts)


@page("bank.desk", methods=BOTH)
def issue(request: HttpRequest, community_id: UUID) -> HttpResponse:
    """A page of numbered cheques for an account."""
    row, user = _bank(request, community_id), user_of(request)
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        if attempt(form, lambda: actions.issue_cheques(actor=user, community_id=row.pk, **fields)):
            return redirect("timebank:sheet", row.pk, fields["request_key"])
    texts = {"title": _("Stampa gli assegni"), "button": _("Prepara il foglio")}
    return render(request, "timebank/desk_form.html", {"bank": row, "form": form, **texts})


@page("bank.desk")
def sheet(request: HttpRequest, community_id: UUID, sheet_key: UUID) -> HttpResponse:
    """The cheques that were made together, to print."""
    row = _bank(request, community_id)
    rows = queries.sheet_of(request.user, row.pk, sheet_key)
    if not rows:
        raise Http404
    return render(request, "timebank/sheet.html", {"bank": row, "cheques": rows, "account": rows[0].account})


@page("bank.desk", methods=("POST",))
def settle(request: HttpRequest, exchange_id: UUID) -> HttpResponse:
    """A dispute: the hours go back, or what was written stands."""
    user, back = user_of(request), request.POST.get("back") == "1"
    there = request.POST.get("bank", "")
    known = {str(row.pk) for row in queries.desk_banks(user)}
    url = reverse("timebank:desk_bank", args=[there]) if there in known else reverse("timebank:desk")
    return press(
        request, lambda: actions.settle(actor=user, exchange_id=exchange_id, back=back), url, _("Fatto.")
    )


# --- one person -----------------------------------------------------------------------------------


def _person(request: HttpRequest, person_id: UUID) -> Person | HttpResponse:
    """The person, or the page that asks for a reason first."""
    try:
        return reached(request, person_id)
    except Elsewhere:
        return redirect(f"{reverse('desk:gate', args=[person_id])}?poi={request.path}")


@page("bank.desk")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The banks for somebody at the desk: open an account, write for her, print."""
    found = _person(request, person_id)
    if isinstance(found, HttpResponse):
        return found
    rows = []
    for row in queries.desk_banks(request.user):
        account = hours.account_of_person(row.pk, found.pk)
        rows.append({"bank": row, "number": account.name if account else ""})
    return show(request, found, "timebank/desk_person.html", {"banks": rows})


@page("bank.desk", methods=("POST",))
def open_for(request: HttpRequest, person_id: UUID, community_id: UUID) -> HttpResponse:
    """Open an account for her; a second press finds it open."""
    user = user_of(request)
    return press(
        request,
        lambda: ledger.open_account(actor=user, community_id=community_id, person_ref=person_id),
        reverse("timebank:desk_person", args=[person_id]),
        _("Il conto è aperto."),
    )


@page("bank.desk", methods=BOTH)
def post_for(request: HttpRequest, person_id: UUID, community_id: UUID) -> HttpResponse:
    """An offer or a request in her name; her contact is her telephone, or the desk."""
    found = _person(request, person_id)
    if isinstance(found, HttpResponse):
        return found
    row, user, form = _bank(request, community_id), user_of(request), DeskListingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {**form.cleaned_data, "community_id": row.pk, "person_ref": found.pk}
        if attempt(form, lambda: actions.post_for(actor=user, **fields)):
            messages.success(request, _("L'annuncio si vede nella banca."))
            return redirect("timebank:desk_person", found.pk)
    texts = {"title": _("Scrivi un annuncio"), "button": _("Scrivi"), "sub": row.label}
    return show(request, found, "desk/form.html", {"form": form, **texts})


@page("bank.desk", methods=("POST",))
def statement(request: HttpRequest, person_id: UUID, community_id: UUID) -> HttpResponse:
    """Her statement of the year on paper; she reads in her list who printed it."""
    user = user_of(request)
    first, last = statements.span(statements.year_of(request))
    try:
        told = actions.print_statement(
            actor=user, community_id=community_id, person_ref=person_id, first=first, last=last
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(url_of(person_id))
    return statements.answer(told)
