"""One organisation in hand: whom to call, what to say, how it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.phones import phone_words
from jobcaffe.network.outreach import actions, queries
from jobcaffe.network.outreach.enums import Next, Stage, Standing
from jobcaffe.network.outreach.models import Card
from jobcaffe.organisations.enums import Purpose
from jobcaffe.web.outreach.forms import NumberForm, RefuseForm, TellForm
from jobcaffe.web.outreach.views import shared
from jobcaffe.web.outreach.views.today import saved_words, to_next
from jobcaffe.web.page import HouseRequest, page


def _card(request: HouseRequest, card_id: UUID) -> Card:
    found = queries.card_of(request.user, card_id)
    if found is None:
        raise Http404
    return found


@page("campaign.work")
def card(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """The card."""
    return _show(request, _card(request, card_id), TellForm())


def _show(
    request: HouseRequest, found: Card, form: TellForm, number: NumberForm | None = None
) -> HttpResponse:
    now, body = timezone.now(), found.organisation
    held = found.held_until is not None and found.held_until > now
    told = queries.latest_touches(request.user, [body.pk]).get(body.pk, [])
    refusals = queries.refusing(body.pk)
    context = {
        "card": found,
        "form": form,
        "more": bool(form.errors),
        "number_form": number or NumberForm(),
        "refuse_form": RefuseForm(),
        "mine": held and found.holder_id == request.user.pk,
        "other": found.holder if held and found.holder_id != request.user.pk else None,
        "stage": Stage(found.stage).label,
        "chip": shared.CHIPS[Standing(found.standing)],
        "why": shared.why_now(found),
        "tel": f"tel:{body.phone}",
        "call_label": _("Chiama %(number)s") % {"number": phone_words(body.phone)},
        "people": _people(found),
        "told": [shared.touch_words(one) for one in told],
        "next": shared.next_words(found.next_action, found.due_on),
        "refusals": [one.get_reach_display() for one in refusals],
        "may_call": not any(one.reach == "all" for one in refusals),
        "may_invite": bool(found.campaign.mail_text and body.email) and not refusals,
        "find_number": found.next_action == Next.NUMBER or not body.phone,
        "may_manage": access.allows(request.user, "campaign.manage"),
        "undo": queries.undoable(request.user).first(),
    }
    return render(request, "outreach/card.html", context)


def _people(found: Card) -> list[dict[str, str]]:
    """Whom to ask for. A number of her own only where she said that she may be called."""
    return [
        {
            "name": contact.name,
            "job_title": contact.job_title,
            "phone": contact.phone if _may_call(contact) else "",
        }
        for contact in found.organisation.contacts.all()
    ]


def _may_call(contact: Any) -> bool:
    yes = contact.consents.all()
    return any(one.purpose == Purpose.CALL and one.withdrawn_on is None for one in yes)


def _press(request: HouseRequest, work: Callable[[], object], done: str = "") -> bool:
    """Do it, and say what came of it; whether it was done."""
    try:
        work()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    if done:
        messages.success(request, done)
    return True


@page("campaign.work", methods=("POST",))
def take(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """Take this one in hand."""
    found = _card(request, card_id)
    _press(request, lambda: actions.take(actor=request.user, card_id=found.pk))
    return redirect("outreach:card", found.pk)


@page("campaign.work", methods=("POST",))
def let_go(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """Leave it to the others."""
    found = _card(request, card_id)
    actions.let_go(actor=request.user, card_id=found.pk)
    return redirect("outreach:today")


@page("campaign.work", methods=("POST",))
def tell(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """Save how it went, and take the next one."""
    found = _card(request, card_id)
    form = TellForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    try:
        touch = actions.tell(actor=request.user, card_id=found.pk, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, found, form)
    messages.success(request, saved_words(touch))
    return to_next(request)


@page("campaign.work", methods=("POST",))
def invite(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """Send the invitation."""
    found = _card(request, card_id)
    key = (
        TellForm.base_fields["request_key"].to_python(request.POST.get("request_key"))
        if _keyed(request)
        else None
    )
    _press(
        request,
        lambda: actions.invite(actor=request.user, card_id=found.pk, request_key=key),
        _("Fatto. L'invito parte ora, e fra qualche giorno si richiama."),
    )
    return redirect("outreach:card", found.pk)


def _keyed(request: HouseRequest) -> bool:
    try:
        UUID(request.POST.get("request_key", ""))
    except ValueError:
        return False
    return True


@page("organisation.write", methods=("POST",))
def number(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """The right number was found."""
    found = _card(request, card_id)
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _show(request, found, TellForm(), form)
    phone = form.cleaned_data["phone"]
    _press(
        request,
        lambda: actions.found_number(actor=request.user, card_id=found.pk, phone=phone),
        _("Fatto. Il numero è scritto: ora si può chiamare."),
    )
    return redirect("outreach:card", found.pk)


@page("campaign.manage", methods=("POST",))
def priority(request: HouseRequest, card_id: UUID) -> HttpResponse:
    """Call it before the others, or after."""
    found = _card(request, card_id)
    wanted = {"prima": 1, "dopo": -1}.get(request.POST.get("quando", ""), 0)
    _press(
        request,
        lambda: actions.prioritise(actor=request.user, card_id=found.pk, priority=wanted),
        _("Fatto."),
    )
    return redirect("outreach:card", found.pk)
