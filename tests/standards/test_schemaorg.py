"""The checker of linked data finds the mistakes that it is there for."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tests import schemaorg

PLACE = {
    "@type": "Place",
    "address": {"@type": "PostalAddress", "addressLocality": "Lainate", "addressCountry": "IT"},
}
JOB: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "title": "Panettiera o panettiere",
    "description": "Impasti e forno, dalle 5 alle 11.",
    "datePosted": "2026-11-18",
    "validThrough": "2026-12-18T12:00:00+01:00",
    "employmentType": "PART_TIME",
    "hiringOrganization": {"@type": "Organization", "@id": "https://a.example/1", "name": "Panificio"},
    "jobLocation": PLACE,
    "totalJobOpenings": 2,
    "directApply": False,
}


@pytest.fixture(params=schemaorg.vocabularies(), ids=["extract", "whole"][: len(schemaorg.vocabularies())])
def known(request: pytest.FixtureRequest) -> schemaorg.Vocabulary:
    return request.param  # type: ignore[no-any-return]


def test_a_right_posting_has_no_faults(known: schemaorg.Vocabulary) -> None:
    assert schemaorg.faults(JOB, known) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"titel": "x"}, "/titel: no such property here"),
        ({"startDate": "2026-11-18"}, "/startDate: no such property here"),
        ({"datePosted": "domani"}, "/datePosted: 'domani' is none of Date, DateTime"),
        ({"validThrough": 20261218}, "/validThrough: 20261218 is none of Date, DateTime"),
        ({"directApply": "no"}, "/directApply: 'no' is none of Boolean"),
        ({"totalJobOpenings": "due"}, "/totalJobOpenings: 'due' is none of Integer"),
        ({"jobLocation": "Lainate"}, "/jobLocation: 'Lainate' is none of Place"),
        ({"jobLocation": {"@type": "Luogo"}}, "/jobLocation: Luogo is none of Place"),
        ({"title": ""}, "/title: '' is none of Text"),
        ({"title": None}, "/title: None is none of Text"),
        ({"title": []}, "/title: empty"),
        ({"@context": "https://example.org"}, "/: not schema.org's context"),
        ({"@type": "Annuncio"}, "/: unknown type 'Annuncio'"),
    ],
)
def test_each_mistake_is_found(known: schemaorg.Vocabulary, change: dict[str, Any], fault: str) -> None:
    assert schemaorg.faults({**JOB, **change}, known) == [fault]


@pytest.mark.parametrize("name", ["title", "description", "datePosted", "hiringOrganization", "jobLocation"])
def test_what_is_required_is_missed(known: schemaorg.Vocabulary, name: str) -> None:
    wrong = {key: value for key, value in JOB.items() if key != name}
    assert schemaorg.faults(wrong, known) == [f"/{name}: missing"]


def test_mistakes_deep_inside_are_found(known: schemaorg.Vocabulary) -> None:
    wrong = copy.deepcopy(JOB)
    wrong["jobLocation"]["address"]["addressCountry"] = 39
    assert schemaorg.faults(wrong, known) == [
        "/jobLocation/address/addressCountry: 39 is none of Country, Text"
    ]


def test_members_of_lists_are_those_of_the_vocabulary(known: schemaorg.Vocabulary) -> None:
    hours = {
        "@context": "https://schema.org",
        "@type": "OpeningHoursSpecification",
        "opens": "09:00",
        "closes": "13:00",
    }
    assert schemaorg.faults({**hours, "dayOfWeek": ["https://schema.org/Monday"]}, known) == []
    assert schemaorg.faults({**hours, "dayOfWeek": "https://schema.org/Lunedi"}, known) != []
    assert schemaorg.faults({**hours, "dayOfWeek": "https://schema.org/EventScheduled"}, known) != []


@pytest.mark.skipif(not schemaorg.FULL.exists(), reason="the official file is not beside the project")
def test_the_extract_is_what_the_official_file_says() -> None:
    full = schemaorg.from_turtle(schemaorg.FULL.read_text(encoding="utf-8"))
    assert json.loads(schemaorg.EXTRACT.read_text(encoding="utf-8")) == schemaorg.extract(full)
