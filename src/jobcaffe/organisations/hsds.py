"""The network as open data: HSDS 3.0 (Human Services Data Specification, https://openreferral.org).

Whole objects for ``organization.json``, ``service.json`` and ``service_at_location.json``. What is not
known is left out, but for the fields that the standard asks for. Contact persons only when they agreed
to the public page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from jobcaffe.foundation.places import find
from jobcaffe.organisations.hours import spells
from jobcaffe.organisations.linked import website
from jobcaffe.organisations.models import Contact, Location, Organisation

VERSION = "3.0.0"
Told = dict[str, Any]


def export(rows: Iterable[Organisation], *, site: str) -> Told:
    """The whole network; ``rows`` come from ``queries.for_everybody``. ``site``: our own address."""
    organisations = [organization(row, site=site) for row in rows]
    return {
        "version": VERSION,
        "profile": "https://docs.openreferral.org/en/3.0/",
        "organizations": organisations,
        "services": [service for one in organisations for service in one["services"]],
        "locations": [place for one in organisations for place in one["locations"]],
        "service_at_locations": [
            link
            for one in organisations
            for service in one["services"]
            for link in service["service_at_locations"]
        ],
    }


def organization(row: Organisation, *, site: str) -> Told:
    """One organisation with its services, places, identifiers and public contacts."""
    ref = str(row.pk)
    places = [_location(place, ref) for place in row.locations.all()]
    told = {
        "email": row.email,
        "website": website(row),
        "tax_id": row.fiscal_code or row.vat_number,
        "legal_status": str(row.get_legal_form_display()),
        "uri": f"{site}/rete/{row.pk}/",
        "phones": _phones(row.phone, organization_id=ref),
        "contacts": [_contact(who, ref) for who in row.public_contacts],  # type: ignore[attr-defined]
        "organization_identifiers": _identifiers(row, ref),
    }
    services = [_service(line, row, places) for line in things(row.offers)]
    head = {"id": ref, "name": row.name, "description": row.description or str(row.get_kind_display())}
    return {**head, **_said(told), "locations": places, "services": services}


def things(text: str) -> list[str]:
    """What is offered or asked: one thing a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _id(*parts: object) -> str:
    """The same object has the same identifier in every export."""
    return str(uuid5(NAMESPACE_URL, "hsds:" + ":".join(str(part) for part in parts)))


def _said(values: Mapping[str, object]) -> Told:
    return {key: value for key, value in values.items() if value not in ("", None, [])}


def _phones(number: str, **owner: str) -> list[Told]:
    return [{"id": _id("phone", *owner.values(), number), "number": number, **owner}] if number else []


def _contact(who: Contact, organisation: str) -> Told:
    told = {"name": who.name, "title": who.job_title, "email": who.email}
    phones = _phones(who.phone, contact_id=str(who.pk))
    return {"id": str(who.pk), "organization_id": organisation, **_said({**told, "phones": phones})}


def _identifiers(row: Organisation, organisation: str) -> list[Told]:
    known = (
        ("IT:CF", "codice fiscale", row.fiscal_code),
        ("IT:VAT", "partita IVA", row.vat_number),
        ("IT:REA", "numero REA", row.rea_number),
        ("IT:RUNTS", "numero RUNTS", row.runts_number),
    )
    return [
        {
            "id": _id("identifier", organisation, scheme), "organization_id": organisation,
            "identifier_scheme": scheme, "identifier_type": kind, "identifier": code,
        }
        for scheme, kind, code in known
        if code
    ]  # fmt: skip


def _location(place: Location, organisation: str) -> Told:
    ref = str(place.pk)
    told = {
        "organization_id": organisation,
        "name": place.name,
        "description": place.notes,
        "latitude": place.lat,
        "longitude": place.lon,
        "schedules": _schedules(place),
    }
    return {"id": ref, "location_type": "physical", **_said(told), "addresses": [_address(place)]}


def _address(place: Location) -> Told:
    town = find(place.municipality)
    return {
        "id": _id("address", place.pk),
        "location_id": str(place.pk),
        "address_1": place.address,
        "city": place.municipality,
        "state_province": town.province if town else "",
        "postal_code": place.postcode,
        "country": "IT",
        "address_type": "physical",
    }


def _schedules(place: Location) -> list[Told]:
    """Weekly rules (RFC 5545: ``FREQ``, ``INTERVAL``, ``BYDAY``, ``WKST``), one for each span of hours."""
    return [
        {
            "id": _id("schedule", place.pk, spell.byday, spell.opens),
            "location_id": str(place.pk),
            "freq": "WEEKLY",
            "interval": 1,
            "byday": spell.byday,
            "wkst": "MO",
            "opens_at": spell.opens,
            "closes_at": spell.closes,
        }
        for spell in spells(place.hours)
    ]


def _service(name: str, row: Organisation, places: list[Told]) -> Told:
    ref = _id("service", row.pk, name)
    told: Told = {"id": ref, "organization_id": str(row.pk), "name": name, "status": "active"}
    if isinstance(row.verified_on, date):
        told["assured_date"] = row.verified_on.isoformat()
    told["service_at_locations"] = [
        {"id": _id("at", ref, place["id"]), "service_id": ref, "location_id": place["id"], "location": place}
        for place in places
    ]
    return told
