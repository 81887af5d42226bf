"""Whom to call today, a contact outside the list, the week."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.tables import Cell, Column, Row, Table
from jobcaffe.network.outreach import actions, catalogue, queries
from jobcaffe.network.outreach.models import Card, Touch
from jobcaffe.organisations import queries as organisations
from jobcaffe.web.nav import address
from jobcaffe.web.outreach.forms import HearForm
from jobcaffe.web.outreach.views import shared
from jobcaffe.web.page import HouseRequest, page

SHOWN = 15
FOUND = 12
# The other pages of the network: name, words, icon, who may go there.
PLACES = (
    ("organisations:index", "Organizzazioni", "organisation", "organisation.read"),
    ("board:staff", "Bacheca", "list", "exchange.manage"),
    ("tables:home", "Caffè e tavoli", "calendar", "table.manage"),
    ("matching:desk", "Opportunità e presentazioni", "star", "match.desk"),
    ("cohesion:home", "Come cresce la rete", "chart", "cohesion.read"),
    ("words:home", "Parole dei mestieri", "search", "vocabulary.manage"),
)


def _places(request: HouseRequest) -> list[dict[str, str]]:
    found = [
        (address(name), label, icon) for name, label, icon, may in PLACES if access.allows(request.user, may)
    ]
    return [{"url": url, "label": _(label), "icon": icon} for url, label, icon in found if url]


@page("campaign.work")
def today(request: HouseRequest) -> HttpResponse:
    """The list of today, what is in hand, what was written, and the ways to the rest of the network."""
    waiting = queries.due(request.user)
    told = list(queries.mine_today(request.user)[:SHOWN])
    count = waiting.count()
    context = {
        "places": _places(request),
        "count": count,
        "count_text": ngettext("Ne aspetta %(n)s.", "Ne aspettano %(n)s.", count) % {"n": count},
        "table": _due_table(request, waiting[:SHOWN]),
        "mine": queries.held_by(request.user),
        "to_write": list(queries.to_write(request.user)[:SHOWN]),
        "numbers": list(queries.numbers_to_find(request.user)[:SHOWN]),
        "told": _told_table(told),
        "undo": queries.undoable(request.user).first(),
        "campaigns": queries.running_campaigns(request.user),
        "may_manage": access.allows(request.user, "campaign.manage"),
    }
    return render(request, "outreach/today.html", context)


def _due_table(request: HouseRequest, cards: QuerySet[Card]) -> Table:
    # Asked of the database also when nothing is due: the page costs the same every day.
    last = queries.latest_touches(request.user, cards.values("organisation"), most=1)
    rows = [
        Row(
            [
                Cell(
                    card.organisation.name,
                    url=reverse("outreach:card", args=[card.pk]),
                    note=card.organisation.municipality,
                ),
                Cell(shared.why_now(card)),
                Cell(card.campaign.name),
                Cell(shared.touch_words(told[0]) if (told := last.get(card.organisation_id)) else "–"),
            ]
        )
        for card in cards
    ]
    return Table(
        _("Da chiamare oggi"),
        [Column(one) for one in (_("Organizzazione"), _("Perché ora"), _("Campagna"), _("L'ultima volta"))],
        rows,
        empty=_("Qui vedi chi chiamare oggi. Ora non c'è nessuno: le campagne sono in pari."),
        hide_caption=True,
    )


def _told_table(told: list[Touch]) -> Table:
    rows = [
        Row(
            [
                touch.organisation.name,
                _(catalogue.label(touch.outcome)),
                shared.next_words(touch.next_action, touch.next_on) or "–",
                timezone.localtime(touch.at).strftime("%H:%M"),
            ]
        )
        for touch in told
    ]
    headings = (_("Organizzazione"), _("Com'è andata"), _("Prossimo passo"), _("Ora"))
    return Table(
        _("Che cosa hai scritto oggi"),
        [Column(one) for one in headings],
        rows,
        empty=_("Qui vedi i contatti che hai scritto oggi. Per ora non ce ne sono."),
        hide_caption=True,
    )


@page("campaign.work", methods=("POST",))
def next_card(request: HouseRequest) -> HttpResponse:
    """Take the next card in hand."""
    return to_next(request)


def to_next(request: HouseRequest) -> HttpResponse:
    """To the next card, or to the list when nothing is left."""
    wanted = request.POST.get("campaign_id", "")
    campaign = UUID(wanted) if re.fullmatch(r"[0-9a-f-]{36}", wanted) else None
    card = actions.take_next(actor=request.user, campaign_id=campaign)
    if card is None:
        messages.success(request, _("Per oggi non c'è nessun'altra da chiamare."))
        return redirect("outreach:today")
    return redirect("outreach:card", card.pk)


@page("campaign.work", methods=("POST",))
def undo(request: HouseRequest, touch_id: UUID) -> HttpResponse:
    """Take back what was written a moment ago; the card is in hand again."""
    try:
        correction = actions.undo(actor=request.user, touch_id=touch_id)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("outreach:today")
    messages.success(request, _("Annullato. Tutto è come prima."))
    return redirect("outreach:card", correction.card_id) if correction.card_id else redirect("outreach:today")


@page("campaign.work", methods=("GET", "POST"))
def heard(request: HouseRequest) -> HttpResponse:
    """*Ho sentito un'organizzazione*: find it, say how it went."""
    wanted = request.GET.get("organizzazione", "")
    text = request.GET.get("q", "")
    if re.fullmatch(r"[0-9a-f-]{36}", wanted):
        return _hear(request, UUID(wanted))
    found = organisations.search(request.user, text=text)[:FOUND] if text.strip() else []
    here = reverse("outreach:heard")
    items = [
        {"url": f"{here}?organizzazione={one.pk}", "label": one.name, "text": one.municipality}
        for one in found
    ]
    return render(request, "outreach/find.html", {"items": items, "text": text})


def _hear(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    organisation = organisations.organisation_of(request.user, organisation_id)
    if organisation is None:
        raise Http404
    form = HearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            touch = actions.hear(actor=request.user, organisation_id=organisation.pk, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, saved_words(touch))
            return redirect("outreach:today")
    told = queries.latest_touches(request.user, [organisation.pk]).get(organisation.pk, [])
    context = {
        "form": form,
        "more": bool(form.errors),
        "organisation": organisation,
        "told": [shared.touch_words(one) for one in told],
    }
    return render(request, "outreach/heard.html", context)


def saved_words(touch: Touch) -> str:
    """ "Fatto. Bar Sport: non risponde. Poi: telefonare il 24 novembre 2026."."""
    how = _(catalogue.label(touch.outcome)).lower()
    done = _("Fatto. %(name)s: %(how)s.") % {"name": touch.organisation.name, "how": how}
    after = shared.next_words(touch.next_action, touch.next_on)
    return f"{done} " + (_("Poi: %(after)s.") % {"after": after} if after else _("Non serve altro."))


@page("campaign.manage")
def recap(request: HouseRequest) -> HttpResponse:
    """The week, all campaigns together; nobody's calls are counted by name."""
    wanted = request.GET.get("settimana", "")
    try:
        day = date.fromisoformat(wanted) if wanted else timezone.localdate()
        before, after = day - timedelta(days=7), day + timedelta(days=7)
    except (ValueError, OverflowError):
        raise Http404 from None
    week = queries.recap(request.user, day)
    rows = [
        {"label": _("Contatti scritti"), "value": str(week.touches)},
        {"label": _("Organizzazioni chiamate"), "value": str(week.called)},
        {"label": _("Interessate"), "value": ", ".join(week.interested) or _("nessuna")},
        {"label": _("Aderiscono"), "value": ", ".join(week.joined) or _("nessuna")},
        {"label": _("Telefonate promesse e in ritardo"), "value": str(week.promised_late)},
        {"label": _("In attesa di una telefonata"), "value": str(week.waiting)},
    ]
    coming = after <= timezone.localdate() + timedelta(days=6)
    context = {
        "week": week,
        "rows": rows,
        "before_url": f"?settimana={before}",
        "after_url": f"?settimana={after}" if coming else "",
    }
    return render(request, "outreach/recap.html", context)
