"""Places, consents, accounts and history of one organisation, for the staff."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.journal.phrases import phrase
from jobcaffe.foundation.ui.tables import Column, Row, Table
from jobcaffe.organisations import actions, queries
from jobcaffe.web.organisations import shared
from jobcaffe.web.organisations.forms import DelegateForm
from jobcaffe.web.organisations.views.records import found_for
from jobcaffe.web.page import HouseRequest, page

PER_PAGE = 30


def _back(organisation_id: UUID) -> str:
    return reverse("organisations:detail", args=[organisation_id])


@page("organisation.write", methods=("GET", "POST"))
def location_add(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """A new place."""
    found = found_for(request, organisation_id)
    return shared.location_page(request, found, None, _back(found.pk))


@page("organisation.write", methods=("GET", "POST"))
def location_edit(request: HouseRequest, organisation_id: UUID, location_id: UUID) -> HttpResponse:
    """A place and its hours."""
    found = found_for(request, organisation_id)
    place = next((one for one in found.locations.all() if one.pk == location_id), None)
    if place is None:
        raise Http404
    return shared.location_page(request, found, place, _back(found.pk))


@page("organisation.write", methods=("POST",))
def location_remove(request: HouseRequest, organisation_id: UUID, location_id: UUID) -> HttpResponse:
    """Take a place off the list."""
    found = found_for(request, organisation_id)
    actions.remove_location(actor=request.user, organisation_id=found.pk, location_id=location_id)
    return redirect(_back(found.pk))


@page("organisation.write", methods=("GET", "POST"))
def consents(request: HouseRequest, organisation_id: UUID, contact_id: UUID) -> HttpResponse:
    """What a contact person agreed to."""
    found = found_for(request, organisation_id)
    who = next((one for one in found.contacts.all() if one.pk == contact_id), None)
    if who is None:
        raise Http404
    return shared.consents_page(request, found, who, _back(found.pk))


@page("organisation.write", methods=("POST",))
def ask(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """Ask now whether the data are right; a second press on the same day asks nothing."""
    found = found_for(request, organisation_id)
    shared.told(
        request,
        _("Fatto. La domanda è partita."),
        lambda: actions.ask(actor=request.user, organisation=found),
    )
    return redirect(_back(found.pk))


@page("organisation.write", methods=("GET", "POST"))
def delegate_add(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """Give somebody of the organisation an account."""
    found = found_for(request, organisation_id)
    form = DelegateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.invite_delegate(actor=request.user, organisation_id=found.pk, **form.cleaned_data)
        except Refused as refused:
            form.add_error("contact", str(refused))
        else:
            return redirect(_back(found.pk))
    return render(request, "organisations/delegate.html", {"form": form, "organisation": found})


@page("organisation.write", methods=("POST",))
def delegate_remove(request: HouseRequest, organisation_id: UUID, user_id: UUID) -> HttpResponse:
    """Take an account back."""
    found = found_for(request, organisation_id)
    shared.told(
        request,
        _("Fatto. Questo accesso è chiuso."),
        lambda: actions.revoke_delegate(actor=request.user, organisation_id=found.pk, user_id=user_id),
    )
    return redirect(_back(found.pk))


@page("organisation.read")
def history(request: HouseRequest, organisation_id: UUID) -> HttpResponse:
    """Who wrote what, and when; also in the records that were united with this one."""
    found = found_for(request, organisation_id)
    shown = Paginator(queries.history(found), PER_PAGE).get_page(request.GET.get("page"))
    table = Table(
        _("Storia"),
        [Column(_("Quando")), Column(_("Chi")), Column(_("Che cosa"))],
        [_line(entry) for entry in shown],
        empty=_("Qui vedrai chi ha scritto e quando. Per ora non c'è niente."),
        hide_caption=True,
    )
    context = {"organisation": found, "table": table, "shown": shown, "formers": found.formers.all()}
    return render(request, "organisations/history.html", context)


def _line(entry: Entry) -> Row:
    when = timezone.localtime(entry.at).strftime("%d/%m/%Y %H:%M")
    return Row([when, entry.actor_name, phrase(entry.action)])
