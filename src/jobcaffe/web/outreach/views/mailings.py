"""One text for many organisations: written, looked at, sent or printed."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.network.outreach import actions, queries, rules
from jobcaffe.network.outreach.actions.mailings import fields_of
from jobcaffe.network.outreach.enums import MailingState, Stage, Way
from jobcaffe.network.outreach.models import Card, Mailing
from jobcaffe.programme.reports.pdf import typeset
from jobcaffe.web.outreach.forms import MailingForm
from jobcaffe.web.outreach.views import shared
from jobcaffe.web.page import HouseRequest, page

LETTER = Path(__file__).parents[1] / "letters.typ"
WHY = {
    "refused": "non vuole messaggi da noi",
    "bounced": "l'indirizzo non funziona",
    "opted_out": "non vuole messaggi da noi",
    "no_email": "manca l'e-mail",
    "no_address": "manca l'indirizzo",
}
SHOWN = 100


def _mailing(request: HouseRequest, campaign_id: UUID, mailing_id: UUID) -> Mailing:
    found = queries.mailing_of(request.user, mailing_id)
    if found is None or found.campaign_id != campaign_id:
        raise Http404
    return found


@page("campaign.manage", methods=("GET", "POST"))
def new(request: HouseRequest, campaign_id: UUID) -> HttpResponse:
    """Write it; nothing leaves yet."""
    campaign = shared.campaign_or_404(request, campaign_id)
    initial = {
        "subject": campaign.mail_subject,
        "text": campaign.mail_text,
        "way": Way.MAIL,
        "stages": [Stage.TO_CONTACT, Stage.CONTACTED],
    }
    form = MailingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_mailing(actor=request.user, campaign_id=campaign.pk, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("outreach:mailing", campaign.pk, made.pk)
    return render(request, "outreach/mailing_form.html", {"form": form, "campaign": campaign})


@page("campaign.manage")
def mailing(request: HouseRequest, campaign_id: UUID, mailing_id: UUID) -> HttpResponse:
    """How it looks for one, who gets it, who does not and why."""
    found = _mailing(request, campaign_id, mailing_id)
    to, out = queries.sorted_out(found)
    context = {
        "mailing": found,
        "heading": _named(found),
        "campaign": found.campaign,
        "by_mail": found.way == Way.MAIL,
        "draft": found.state == MailingState.DRAFT,
        "done": found.state == MailingState.DONE,
        "sent": found.touches.count(),
        "to": to,
        "shown": [card.organisation.name for card in to[:SHOWN]],
        "out": [f"{one.card.organisation.name}: {_(WHY[one.why])}" for one in out],
        "sample": _written(to[0], found) if to else None,
        "job_url": reverse("jobs:progress", args=[found.job_ref]) if found.job_ref else "",
    }
    return render(request, "outreach/mailing.html", context)


def _named(found: Mailing) -> str:
    """The subject as the house calls it: what each reader finds filled is three dots."""
    return rules.merge(found.subject, dict.fromkeys(rules.FIELDS, "…"))


def _written(card: Card, found: Mailing) -> dict[str, str]:
    values = fields_of(card, found.created_by)
    body = card.organisation
    return {
        "name": body.name,
        "address": ", ".join(part for part in (body.address, body.municipality) if part),
        "subject": rules.merge(found.subject, values),
        "text": rules.merge(found.text, values),
    }


@page("campaign.manage", methods=("POST",))
def start(request: HouseRequest, campaign_id: UUID, mailing_id: UUID) -> HttpResponse:
    """Let the e-mails leave; the page of the job tells how far it is, and stops it."""
    found = _mailing(request, campaign_id, mailing_id)
    try:
        job = actions.start_mailing(actor=request.user, mailing_id=found.pk)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("outreach:mailing", campaign_id, found.pk)
    return redirect("jobs:progress", job.pk)


@page("campaign.manage")
def letters(request: HouseRequest, campaign_id: UUID, mailing_id: UUID) -> HttpResponse:
    """All letters in one accessible PDF, one a page, the address where an envelope has its window."""
    found = _mailing(request, campaign_id, mailing_id)
    if found.way != Way.LETTER:
        raise Http404
    day = timezone.localdate()
    data = {
        "title": _named(found),
        "place": _("Lainate, %(day)s") % {"day": date_format(day, "j F Y").lower()},
        "sender": _("Job Caffè"),
        "stop": _("Se non volete più lettere da noi, ditecelo: basta una telefonata."),
        "letters": [_written(card, found) for card in queries.letters_of(found)],
    }
    body = typeset(LETTER, data, int(found.created_at.timestamp()))
    answer = HttpResponse(body, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="lettere.pdf"'
    return answer


@page("campaign.manage", methods=("POST",))
def posted(request: HouseRequest, campaign_id: UUID, mailing_id: UUID) -> HttpResponse:
    """The letters are in the post."""
    found = _mailing(request, campaign_id, mailing_id)
    try:
        count = actions.post_letters(actor=request.user, mailing_id=found.pk)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Fatto. Lettere segnate come spedite: %(count)s.") % {"count": count})
    return redirect("outreach:mailing", campaign_id, found.pk)
