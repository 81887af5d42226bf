"""An organisation as schema.org ``Organization``: what its public page says, for machines."""

from __future__ import annotations

from collections.abc import Mapping

from jobcaffe.foundation.places import find
from jobcaffe.organisations.enums import Kind
from jobcaffe.organisations.hours import spells
from jobcaffe.organisations.models import Location, Organisation

SCHEMA = "https://schema.org"
TYPES = {
    Kind.SCHOOL: "EducationalOrganization",
    Kind.ASSOCIATION: "NGO",
    Kind.PUBLIC_BODY: "GovernmentOrganization",
    Kind.UNION: "WorkersUnion",
}
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def organization(row: Organisation, *, url: str) -> dict[str, object]:
    """The whole page. ``row`` comes from ``queries.for_everybody``; nothing else of it is read."""
    told: dict[str, object] = {
        "description": row.description,
        "taxID": row.fiscal_code,
        "vatID": f"IT{row.vat_number}" if row.vat_number else "",
        "telephone": row.phone,
        "email": row.email,
        "sameAs": website(row),
        "address": _address(row.address, "", row.municipality) if row.municipality else "",
        "location": [_place(place) for place in row.locations.all()],
        "contactPoint": _contacts(row),
    }
    head = {
        "@context": SCHEMA, "@type": TYPES.get(Kind(row.kind), "Organization"), "@id": url,
        "name": row.name, "url": url,
    }  # fmt: skip
    return {**head, **_said(told)}


def reference(row: Organisation, *, url: str) -> dict[str, object]:
    """The organisation inside another thing: a job's ``hiringOrganization``, an event's ``organizer``."""
    return {"@type": "Organization", "@id": url, "name": row.name, "url": url}


def website(row: Organisation) -> str:
    """The address of its own site with its scheme; empty when it has none."""
    site = row.website.strip()
    if not site or " " in site:
        return ""
    return site if site.startswith(("https://", "http://")) else f"https://{site}"


def _said(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in ("", None, [])}


def _address(street: str, postcode: str, municipality: str) -> dict[str, object]:
    town = find(municipality)
    told = {
        "@type": "PostalAddress", "streetAddress": street, "postalCode": postcode,
        "addressLocality": municipality, "addressRegion": town.province if town else "",
        "addressCountry": "IT",
    }  # fmt: skip
    return _said(told)


def _place(place: Location) -> dict[str, object]:
    told: dict[str, object] = {
        "@type": "Place",
        "name": place.name,
        "address": _address(place.address, place.postcode, place.municipality),
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [f"{SCHEMA}/{WEEK[day]}" for day in spell.days],
                "opens": spell.opens,
                # A day of machines ends a minute before midnight.
                "closes": "23:59" if spell.closes == "24:00" else spell.closes,
            }
            for spell in spells(place.hours)
        ],
    }
    if place.lat is not None and place.lon is not None:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return _said(told)


def _contacts(row: Organisation) -> list[dict[str, object]]:
    """Only who agreed to the public page."""
    return [
        _said({
            "@type": "ContactPoint", "name": who.name, "contactType": who.job_title,
            "telephone": who.phone, "email": who.email,
        })
        for who in row.public_contacts  # type: ignore[attr-defined]  # put there by the query
    ]  # fmt: skip
