"""*I miei calendari*: addresses for one's own telephone or computer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.encounters import actions
from jobcaffe.encounters.actions.feeds import active
from jobcaffe.foundation.access import Refused
from jobcaffe.spaces import words
from jobcaffe.web.agenda.common import tell, user_of
from jobcaffe.web.agenda.forms import FeedForm
from jobcaffe.web.page import page


@page("account.own", methods=("GET", "POST"))
def listing(request: HttpRequest) -> HttpResponse:
    """The addresses in use, and a new one, whose text is shown once."""
    user = user_of(request)
    form = FeedForm(request.POST or None)
    address = ""
    if request.method == "POST" and form.is_valid():
        try:
            _feed, token = actions.create_feed(actor=user, **form.cleaned_data)
            address = settings.SITE_URL + reverse("public:feed", args=[token])
            form = FeedForm()
        except Refused as refusal:
            form.add_error(None, str(refusal))
    feeds = [{"pk": feed.pk, "label": feed.label, "read": _read_words(feed.read_at)} for feed in active(user)]
    response = render(request, "agenda/feeds.html", {"form": form, "address": address, "feeds": feeds})
    response["Cache-Control"] = "no-store"
    return response


def _read_words(moment: datetime | None) -> str:
    if moment is None:
        return _("non ancora letto")
    return _("letto %s") % words.day_words(words.local(moment).date())


@page("account.own", methods=("POST",))
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stop one address at once."""
    try:
        actions.revoke_feed(actor=user_of(request), feed_id=pk)
        messages.success(request, _("Fatto. Quel calendario non funziona più."))
    except Refused as refusal:
        tell(request, refusal)
    return redirect("agenda:feeds")
