"""The open data of the network are what the Human Services Data Specification says."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from jobcaffe.organisations import hsds, queries
from jobcaffe.organisations.models import Contact, ContactConsent, Location, Organisation
from tests import factories
from tests.schemaorg import STANDARDS

pytestmark = pytest.mark.django_db
EXTRACTS = Path(__file__).parent.parent / "fixtures" / "hsds"
OFFICIAL = STANDARDS / "hsds"
PARTS = {
    "organizations": "organization",
    "services": "service",
    "service_at_locations": "service_at_location",
}


@cache
def validators(folder: Path) -> dict[str, Draft202012Validator]:
    return {
        name: Draft202012Validator(
            json.loads((folder / f"{name}.json").read_text(encoding="utf-8")), format_checker=FormatChecker()
        )
        for name in PARTS.values()
    }


def folders() -> list[Path]:
    """The extracts kept with the tests, and the official compiled schemas where they are."""
    return [EXTRACTS, *([OFFICIAL] if OFFICIAL.exists() else [])]


def faults_of(data: dict[str, Any], folder: Path = EXTRACTS) -> list[str]:
    return [
        f"{part}/{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for part, name in PARTS.items()
        for one in data[part]
        for error in validators(folder)[name].iter_errors(one)
    ]


def faults(rows: Iterable[Organisation]) -> list[str]:
    """What is wrong in the export of these, against all schemas there are."""
    data = json.loads(json.dumps(hsds.export(rows, site="https://a.example")))
    assert data["organizations"]
    return [fault for folder in folders() for fault in faults_of(data, folder)]


def network() -> Organisation:
    row = factories.organisation(
        stage="member", verified_on=timezone.localdate(), offers="Tirocini\n\nUna sala", phone="+39029370001",
        email="info@a.example", website="www.a.example", fiscal_code="00743110157", legal_form="srl",
        rea_number="MI-1234567", municipality="Lainate",
    )  # fmt: skip
    Location.objects.create(
        organisation=row, address="via Roma 1", municipality="Lainate", postcode="20045", lat=45.5, lon=9.0,
        hours=[[0, "09:00", "13:00"], [1, "09:00", "13:00"], [1, "15:00", "18:30"]],
    )  # fmt: skip
    return row


def exported() -> dict[str, Any]:
    rows = queries.for_everybody(queries.listed())
    return json.loads(json.dumps(hsds.export(rows, site="https://a.example")))  # type: ignore[no-any-return]


def test_a_full_organisation_is_valid() -> None:
    network()
    assert faults(queries.for_everybody(queries.listed())) == []


def test_an_organisation_that_says_nothing_is_valid_too() -> None:
    factories.organisation(stage="member", verified_on=timezone.localdate())
    assert faults(queries.for_everybody(queries.listed())) == []


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("id",), "uno"),
        (("name",), None),
        (("email",), 3),
        (("locations", 0, "location_type"), "sede"),
        (("locations", 0, "latitude"), "45"),
        (("locations", 0, "schedules", 0, "freq"), "DAILY"),
        (("locations", 0, "addresses", 0, "city"), None),
        (("services", 0, "status"), "attivo"),
        (("nome",), "x"),
    ],
)
def test_the_check_finds_what_is_wrong(where: tuple[Any, ...], value: object) -> None:
    network()
    data = exported()
    inside: Any = data["organizations"][0]
    for step in where[:-1]:
        inside = inside[step]
    if value is None:
        del inside[where[-1]]
    else:
        inside[where[-1]] = value
    assert faults_of(data) != []


def test_hours_are_weekly_rules_for_the_days_that_share_them() -> None:
    network()
    rules = exported()["organizations"][0]["locations"][0]["schedules"]
    assert [(rule["freq"], rule["byday"], rule["opens_at"], rule["closes_at"]) for rule in rules] == [
        ("WEEKLY", "MO,TU", "09:00", "13:00"),
        ("WEEKLY", "TU", "15:00", "18:30"),
    ]


def test_each_thing_offered_is_a_service_at_each_place_and_links_hold() -> None:
    network()
    data = exported()
    services = {one["id"]: one["name"] for one in data["services"]}
    places = {one["id"] for one in data["locations"]}
    assert sorted(services.values()) == ["Tirocini", "Una sala"]
    assert {link["service_id"] for link in data["service_at_locations"]} == set(services)
    assert {link["location_id"] for link in data["service_at_locations"]} == places


def test_the_same_network_gives_the_same_identifiers() -> None:
    network()
    assert exported() == exported()


def test_a_contact_person_is_there_only_while_she_agrees() -> None:
    row = network()
    Contact.objects.create(organisation=row, name="Referentesegreta", phone="+393331112223")
    who = Contact.objects.create(organisation=row, name="Rosa Villa", email="rosa@a.example")
    ContactConsent.objects.create(contact=who, purpose="call", how="voice")
    assert "contacts" not in exported()["organizations"][0]
    yes = ContactConsent.objects.create(contact=who, purpose="public", how="paper")
    told = exported()
    assert [one["name"] for one in told["organizations"][0]["contacts"]] == ["Rosa Villa"]
    assert "Referentesegreta" not in json.dumps(told)
    yes.withdrawn_on = timezone.localdate()
    yes.save()
    assert "contacts" not in exported()["organizations"][0]
