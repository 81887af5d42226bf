"""An organisation's own pages."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.organisations import actions, queries
from jobcaffe.organisations.freshness import thresholds
from jobcaffe.organisations.models import Organisation
from jobcaffe.web import nav
from jobcaffe.web.directory.views import shown
from jobcaffe.web.organisations import shared
from jobcaffe.web.organisations.forms import ContactForm, OwnForm
from jobcaffe.web.page import HouseRequest, page
from jobcaffe.web.partner.sections import DOORS, WAITING, Waiting


def _own(request: HouseRequest) -> Organisation:
    """The organisation that the user speaks for. Raises ``Http404`` when it was taken back."""
    found = queries.own_of(request.user)
    if found is None:
        raise Http404
    return found


@page("partner.own")
def home(request: HouseRequest) -> HttpResponse:
    """What waits, who we are, and the doors to the rest."""
    own = _own(request)
    waiting = [one for ask in (_confirming, *WAITING) for one in ask(request.user, own)]
    doors = [
        {"url": url, "label": door.label, "icon": door.icon, "text": door.text}
        for door in DOORS
        if access.allows(request.user, door.capability) and (url := nav.address(door.url_name))
    ]
    context = {
        "organisation": own,
        "waiting": [one._asdict() for one in waiting],
        "doors": doors,
        "rows": shared.facts(own),
        "places": shared.places_of(own, "partner"),
        "contacts": shared.contacts_of(own, "partner"),
        "shown": queries.is_listed(own),
        "confirm": _confirm_due(own),
    }
    return render(request, "partner/home.html", context)


def _confirm_due(own: Organisation) -> bool:
    """Whether the data should be confirmed: six months are over, or a question is open."""
    old = thresholds().verified_until(timezone.localdate())
    return own.verified_on is None or own.verified_on <= old or own.checks.filter(answer="waiting").exists()


def _confirming(_user: object, own: Organisation) -> list[Waiting]:
    if not _confirm_due(own):
        return []
    until = thresholds().hidden_on(own.verified_on) if own.verified_on else None
    hint = _("Senza conferma la pagina si nasconde il %s.") % until.strftime(shared.DAY) if until else ""
    return [Waiting(_("Conferma i dati dell'organizzazione"), reverse("partner:edit"), hint)]


@page("partner.own", methods=("GET", "POST"))
def edit(request: HouseRequest) -> HttpResponse:
    """What we say of ourselves; saving it as it is confirms it."""
    own = _own(request)
    form = OwnForm(request.POST or None, initial={name: getattr(own, name) for name in actions.OWN})
    if request.method == "POST" and form.is_valid():
        try:
            actions.update_organisation(actor=request.user, organisation_id=own.pk, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. I dati sono verificati oggi."))
            return redirect("partner:home")
    return render(request, "partner/edit.html", {"form": form, "organisation": own})


@page("partner.own", methods=("POST",))
def confirm(request: HouseRequest) -> HttpResponse:
    """All is still right: one press."""
    own = _own(request)
    shared.told(
        request,
        _("Grazie. I dati sono verificati oggi."),
        lambda: actions.confirm(actor=request.user, organisation_id=own.pk),
    )
    return redirect("partner:home")


@page("partner.own")
def preview(request: HouseRequest) -> HttpResponse:
    """Our page as everybody sees it, also while it is hidden."""
    own = queries.mine(request.user)
    if own is None:
        raise Http404
    context = shown(queries.preview(own)) | {"shown": queries.is_listed(own)}
    return render(request, "partner/preview.html", context)


@page("partner.own", methods=("GET", "POST"))
def location_add(request: HouseRequest) -> HttpResponse:
    """A new place."""
    return shared.location_page(request, _own(request), None, reverse("partner:home"))


@page("partner.own", methods=("GET", "POST"))
def location_edit(request: HouseRequest, location_id: UUID) -> HttpResponse:
    """A place and its hours."""
    own = _own(request)
    place = next((one for one in own.locations.all() if one.pk == location_id), None)
    if place is None:
        raise Http404
    return shared.location_page(request, own, place, reverse("partner:home"))


@page("partner.own", methods=("POST",))
def location_remove(request: HouseRequest, location_id: UUID) -> HttpResponse:
    """Take a place off the list."""
    own = _own(request)
    actions.remove_location(actor=request.user, organisation_id=own.pk, location_id=location_id)
    return redirect("partner:home")


@page("partner.own", methods=("GET", "POST"))
def contact_add(request: HouseRequest) -> HttpResponse:
    """Somebody to talk to."""
    own = _own(request)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.add_contact(actor=request.user, organisation_id=own.pk, **form.cleaned_data)
        messages.success(request, _("Fatto. Ora scegli a che cosa dice di sì."))
        return redirect("partner:consents", made.pk)
    return render(request, "partner/contact.html", {"form": form, "organisation": own})


@page("partner.own", methods=("POST",))
def contact_remove(request: HouseRequest, contact_id: UUID) -> HttpResponse:
    """Forget a contact."""
    own = _own(request)
    actions.remove_contact(actor=request.user, organisation_id=own.pk, contact_id=contact_id)
    return redirect("partner:home")


@page("partner.own", methods=("GET", "POST"))
def consents(request: HouseRequest, contact_id: UUID) -> HttpResponse:
    """What a contact person agreed to."""
    own = _own(request)
    who = next((one for one in own.contacts.all() if one.pk == contact_id), None)
    if who is None:
        raise Http404
    return shared.consents_page(request, own, who, reverse("partner:home"))
