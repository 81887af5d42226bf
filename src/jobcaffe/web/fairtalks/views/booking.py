"""Three screens: the organisation, its free hours, name and telephone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jobcaffe.fair.events.models import Fair, Stand
from jobcaffe.fair.talks import actions, queries, rules
from jobcaffe.fair.talks.models import Talk
from jobcaffe.fair.visits import queries as visits
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import contacts, limits
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.web.fairtalks.forms import CodeForm, NameForm, PressForm
from jobcaffe.web.fairtalks.shared import (
    BOTH,
    carried,
    carry,
    day_words,
    fair_or_404,
    free_words,
    mine_url,
    stand_or_404,
)
from jobcaffe.web.page import page
from jobcaffe.web.public.seats import CODES_AN_HOUR, CONTACT_AN_HOUR, SIGN_UPS_AN_HOUR, too_many

CODE = "codice"


@page("public.read")
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """First screen: the organisations, those with free hours first."""
    fair = fair_or_404(request, slug)
    visitor = carried(request, fair)
    rows = [
        {
            "stand": one.stand,
            "free": free_words(len(one.slots)),
            "full": not one.slots,
            "url": reverse("fairtalks:stand", args=[slug, one.stand.pk]) + carry(visitor),
        }
        for one in queries.openings(fair)
    ]
    context = {
        "fair": fair,
        "day": day_words(fair),
        "rows": sorted(rows, key=lambda row: bool(row["full"])),
        "open": rules.can_book(fair),
        "wish": rules.can_wish(fair),
        "carry": carry(visitor),
        "mine": mine_url(visitor) if visitor else "",
        "proof": queries.published(fair) is not None,
    }
    return render(request, "fairtalks/choose.html", context)


def _hours(fair: Fair, stand: Stand, visitor: Visitor | None, slots: list[int]) -> list[dict[str, str]]:
    """Buttons: the hour, and where it leads."""
    return [
        {
            "label": rules.hour(fair, slot),
            "url": reverse("fairtalks:book", args=[fair.slug, stand.pk, slot]) + carry(visitor),
        }
        for slot in slots
    ]


@page("public.read")
def stand(request: HttpRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """Second screen: the free hours of one organisation."""
    fair = fair_or_404(request, slug)
    one = stand_or_404(fair, stand_id)
    visitor = carried(request, fair)
    busy = {talk.slot for talk in queries.talks_of(visitor)} if visitor else set()
    free = [slot for slot in queries.free_slots(one) if slot not in busy]
    half = rules.middle(fair)
    groups = [
        (_("Prima parte"), _hours(fair, one, visitor, [slot for slot in free if slot < half])),
        (_("Seconda parte"), _hours(fair, one, visitor, [slot for slot in free if slot >= half])),
    ]
    context = {
        "fair": fair,
        "stand": one,
        "groups": [group for group in groups if group[1]],
        "open": rules.can_book(fair),
        "minutes": fair.slot_minutes,
        "day": day_words(fair),
        "carry": carry(visitor),
    }
    return render(request, "fairtalks/stand.html", context)


@page("public.sign_up", methods=BOTH)
@never_cache
def book(request: HttpRequest, slug: str, stand_id: UUID, slot: int) -> HttpResponse:
    """Third screen: name and telephone; nothing to fill for who comes from her ticket."""
    fair = fair_or_404(request, slug)
    one = stand_or_404(fair, stand_id)
    if slot not in rules.open_slots(fair):
        raise Http404
    if request.method == "GET" and not rules.can_book(fair):
        return redirect("fairtalks:choose", slug)
    if CODE in request.GET:
        return _by_code(request, fair, one, slot)
    visitor = carried(request, fair)
    form: Any = (PressForm if visitor else NameForm)(request.POST or None)
    nearest: list[int] | None = None
    if request.method == "POST" and form.is_valid():
        if visitor is None and not within_limits(request, form):
            return too_many(request)
        try:
            return redirect(_after(_press(form, one, slot, visitor), one, visitor))
        except rules.Full as refusal:
            nearest = refusal.nearest
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _ask(request, form, one, slot, visitor, nearest)


def _ask(
    request: HttpRequest, form: Any, one: Stand, slot: int, visitor: Visitor | None, nearest: list[int] | None
) -> HttpResponse:
    fair = one.fair
    back = reverse("fairtalks:stand", args=[fair.slug, one.pk]) + carry(visitor)
    near = [
        {"label": rules.hour(fair, other), "url": reverse("fairtalks:book", args=[fair.slug, one.pk, other])}
        for other in nearest or ()
    ]
    context = {
        "form": form,
        "fair": fair,
        "stand": one,
        "hour": rules.hour(fair, slot),
        "day": day_words(fair),
        "visitor": visitor,
        "near": near,
        "gone": nearest == [],
        "carry": carry(visitor),
        "back": back,
    }
    return render(request, "fairtalks/book.html", context)


def _press(form: Any, one: Stand, slot: int, visitor: Visitor | None) -> Talk | None:
    key = form.cleaned_data["request_key"]
    if visitor is not None:
        return actions.book(actor=PUBLIC, visitor=visitor, stand=one, slot=slot, request_key=key)
    if form.trapped:
        raise Refused(_("Qualcosa non ha funzionato. Chiamaci: prenotiamo noi."))
    return actions.book_new(actor=PUBLIC, stand=one, slot=slot, details=form.details(), request_key=key)


def _after(talk: Talk | None, one: Stand, visitor: Visitor | None) -> str:
    """Her talks for who came from her ticket; whoever typed a name finds them in the message, new or not."""
    if visitor is not None and talk is not None:
        return f"{mine_url(visitor)}?fatto={talk.pk}"
    return reverse("fairtalks:done", args=[one.fair.slug, one.pk])


def within_limits(request: HttpRequest, form: NameForm) -> bool:
    """Counts one try; whether this address and this contact may still go on."""
    found = contacts.parse(form.cleaned_data["contact"])
    address = limits.client_address(request)
    return limits.hit("fair_book", address, limit=SIGN_UPS_AN_HOUR) and limits.hit(
        "fair_book_to", found.value if found else "", limit=CONTACT_AN_HOUR
    )


def _by_code(request: HttpRequest, fair: Fair, one: Stand, slot: int) -> HttpResponse:
    """Code and telephone of who signed up before; then nothing is left to fill."""
    form = CodeForm(request.POST or None)
    here = reverse("fairtalks:book", args=[fair.slug, one.pk, slot])
    if request.method == "POST" and form.is_valid():
        if not limits.hit("fair_code", limits.client_address(request), limit=CODES_AN_HOUR):
            return too_many(request)
        found, told = (
            visits.by_code(fair, form.cleaned_data["code"]),
            contacts.parse(form.cleaned_data["contact"]),
        )
        if found is not None and told is not None and found.contact_index == told.index:
            return redirect(here + carry(found))
        form.add_error(None, _("Codice e telefono non vanno insieme. Controllali, o chiamaci."))
    context = {
        "form": form, "title": _("Hai già il biglietto?"), "button": _("Vai avanti"),
        "back": here, "back_label": _("Torna indietro"),
    }  # fmt: skip
    return render(request, "fairtalks/form.html", context)


@page("public.read")
def done(request: HttpRequest, slug: str, stand_id: UUID) -> HttpResponse:
    """What became of it is in the message, with the ticket: the same page for who is new and who is not."""
    fair = fair_or_404(request, slug)
    return render(request, "fairtalks/done.html", {"fair": fair, "stand": stand_or_404(fair, stand_id)})
