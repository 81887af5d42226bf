"""What the staff's pages and an organisation's own pages have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.ui.templatetags.ui import phone
from jobcaffe.organisations import actions
from jobcaffe.organisations.enums import How, Purpose
from jobcaffe.organisations.hours import words
from jobcaffe.organisations.hsds import things
from jobcaffe.organisations.models import Contact, Location, Organisation
from jobcaffe.web.organisations.forms import ConsentForm, LocationForm
from jobcaffe.web.page import HouseRequest

DAY = "%d/%m/%Y"


@dataclass(frozen=True)
class ConsentLine:
    """One purpose of one contact person: agreed since when and how, or not."""

    purpose: str
    label: str
    given: str


def told(request: HouseRequest, done: str, act: Callable[[], object]) -> bool:
    """Do it and say how it went, above the next page. Whether it was done."""
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True


def facts(row: Organisation) -> list[dict[str, Any]]:
    """What an organisation says of itself, as a list of labels and values."""
    return [
        {"label": _("Che cos'è"), "value": row.get_kind_display()},
        {"label": _("Di che cosa si occupa"), "value": row.sector},
        {"label": _("Che cosa offre"), "value": "; ".join(things(row.offers))},
        {"label": _("Che cosa cerca"), "value": "; ".join(things(row.asks))},
        {"label": _("Indirizzo"), "value": ", ".join(p for p in (row.address, row.municipality) if p)},
        {"label": _("Telefono"), "value": phone(row.phone) if row.phone else ""},
        {"label": _("Email"), "value": row.email},
        {"label": _("Sito"), "value": row.website},
        {"label": _("Forma giuridica"), "value": row.get_legal_form_display()},
        {
            "label": _("Settore ATECO"),
            "value": " ".join(p for p in (row.ateco_code, row.get_section_display()) if p),
        },
        {"label": _("Quante persone ci lavorano"), "value": row.get_size_display()},
        {"label": _("Codice fiscale"), "value": row.fiscal_code},
        {"label": _("Partita IVA"), "value": row.vat_number},
        {"label": _("Numero REA"), "value": row.rea_number},
        {"label": _("Numero RUNTS"), "value": row.runts_number},
        {
            "label": _("Verificata il"),
            "value": row.verified_on.strftime(DAY) if row.verified_on else "",
        },
    ]


def places_of(row: Organisation, area: str = "", *args: object) -> list[dict[str, Any]]:
    """Its places with their hours in words; with an area ("partner") where to change them."""
    return [
        {"place": place, "hours": words(place.hours)}
        | _doors(area, {"edit_url": "location_edit", "remove_url": "location_remove"}, *args, place.pk)
        for place in row.locations.all()
    ]


def contacts_of(row: Organisation, area: str = "", *args: object) -> list[dict[str, Any]]:
    """Its contact persons with what they agreed to; with an area where to change that."""
    return [
        {"contact": who, "agreed": [line for line in consent_lines(who) if line.given]}
        | _doors(area, {"consents_url": "consents", "remove_url": "contact_remove"}, *args, who.pk)
        for who in row.contacts.all()
    ]


def _doors(area: str, names: dict[str, str], *args: object) -> dict[str, str]:
    return {key: reverse(f"{area}:{name}", args=args) if area else "" for key, name in names.items()}


def consent_lines(who: Contact) -> list[ConsentLine]:
    """All purposes of one contact person; ``live`` consents are those that the query put there."""
    live = {one.purpose: one for one in who.live}  # type: ignore[attr-defined]
    lines = []
    for purpose in Purpose:
        one = live.get(purpose.value)
        when = {"day": one.given_on.strftime(DAY), "how": How(one.how).label} if one else {}
        given = _("dal %(day)s, %(how)s") % when if one else ""
        lines.append(ConsentLine(purpose.value, str(purpose.label), given))
    return lines


def location_page(
    request: HouseRequest, organisation: Organisation, place: Location | None, back: str
) -> HttpResponse:
    """Write a place, new or there already; then go back."""
    form = LocationForm(request.POST or None, place=place)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_location(
                actor=request.user,
                organisation_id=organisation.pk,
                location_id=place.pk if place else None,
                **form.values,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Fatto. La sede è salvata."))
            return redirect(back)
    return render(
        request,
        "organisations/location.html",
        {"form": form, "organisation": organisation, "place": place, "back": back},
    )


def consents_page(request: HouseRequest, organisation: Organisation, who: Contact, back: str) -> HttpResponse:
    """What somebody agreed to: each purpose by itself, given and taken back."""
    common: dict[str, Any] = {
        "actor": request.user, "organisation_id": organisation.pk, "contact_id": who.pk,
    }  # fmt: skip
    purpose = request.POST.get("withdraw", "")
    if purpose in Purpose.values:
        actions.withdraw_consent(**common, purpose=purpose)
        messages.success(request, _("Fatto. Da oggi questo consenso non vale più."))
        return redirect(request.path)
    lines = consent_lines(who)
    form = ConsentForm(
        request.POST or None,
        open_to=[line.purpose for line in lines if not line.given],
        staff=access.allows(request.user, "organisation.write"),
    )
    if request.method == "POST" and form.is_valid():
        done = _("Fatto. Il consenso è scritto con la data di oggi.")
        told(request, done, lambda: actions.give_consent(**common, **form.cleaned_data))
        return redirect(request.path)
    context = {"organisation": organisation, "contact": who, "lines": lines, "back": back, "form": form}
    return render(request, "organisations/consents.html", context)
