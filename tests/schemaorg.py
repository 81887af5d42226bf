"""A check of JSON-LD against schema.org's own vocabulary.

What the published SHACL shapes do not catch (they refuse every literal): a property that does not belong
to the type or its ancestors, a value of the wrong kind, a required field that is missing. The vocabulary
comes from the official Turtle file, or from ``fixtures/schemaorg.json``, an extract of it for the types
that our pages use (schema.org, CC BY-SA 3.0).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
EXTRACT = Path(__file__).parent / "fixtures" / "schemaorg.json"
STANDARDS = Path(os.environ.get("JOBCAFFE_STANDARDS", ROOT.parent / "shared" / "data" / "standards"))
FULL = STANDARDS / "schemaorg" / "schemaorg-current-https.ttl"
BASE = re.compile(r"^https?://schema\.org/?")
# What a search engine asks of a page of these types, and we of ours.
REQUIRED = {
    "Organization": {"name", "url"},
    "JobPosting": {"title", "description", "datePosted", "hiringOrganization", "jobLocation"},
    "Event": {"name", "startDate", "location"},
    "PostalAddress": {"addressLocality", "addressCountry"},
    "OpeningHoursSpecification": {"dayOfWeek", "opens", "closes"},
}
# An organisation that another thing names may have no page of its own.
REQUIRED_INSIDE = {**REQUIRED, "Organization": {"name"}}
USED = (
    "Organization", "EducationalOrganization", "NGO", "GovernmentOrganization", "WorkersUnion", "LocalBusiness",
    "Place", "PostalAddress", "GeoCoordinates", "OpeningHoursSpecification", "ContactPoint", "JobPosting",
    "Event", "MonetaryAmount", "QuantitativeValue", "DefinedTerm", "Person", "Offer", "Occupation",
    "VirtualLocation", "AdministrativeArea", "PropertyValue", "Course", "EducationalOccupationalProgram",
    "OccupationalExperienceRequirements", "EducationalOccupationalCredential", "Schedule", "Demand",
)  # fmt: skip
USED_LISTS = (
    "DayOfWeek", "EventStatusType", "EventAttendanceModeEnumeration", "ItemAvailability",
)  # fmt: skip
TEXTS = {"Text", "URL", "CssSelectorType", "PronounceableText", "XPathType"}
NUMBERS = {"Number", "Integer", "Float"}


@dataclass(frozen=True)
class Property:
    """Of which types it is, and what its value may be."""

    domains: frozenset[str]
    ranges: frozenset[str]


@dataclass(frozen=True)
class Vocabulary:
    """Types with their parents, properties, and the members of lists with their list."""

    parents: Mapping[str, frozenset[str]]
    properties: Mapping[str, Property]
    members: Mapping[str, str]

    def ancestors(self, name: str) -> frozenset[str]:
        """The type and all above it."""
        found, left = set(), [name]
        while left:
            one = left.pop()
            if one not in found:
                found.add(one)
                left += self.parents.get(one, ())
        return frozenset(found)


def from_turtle(text: str) -> Vocabulary:
    """Read the official file (as published: one statement a paragraph)."""
    parents: dict[str, frozenset[str]] = {}
    properties: dict[str, Property] = {}
    members: dict[str, str] = {}
    for block in text.split("\n\n"):
        head = re.match(r"schema:(\w+) a ([^;]+?) ?[;.]", block)
        if head is None:
            continue
        name, kinds = head[1], head[2]
        if "rdf:Property" in kinds:
            properties[name] = Property(_told(block, "domainIncludes"), _told(block, "rangeIncludes"))
        elif "rdfs:Class" in kinds:
            parents[name] = _told(block, "subClassOf")
        elif one := re.search(r"schema:(\w+)", kinds):
            members[name] = one[1]
    return Vocabulary(parents, properties, members)


def _told(block: str, what: str) -> frozenset[str]:
    found = re.search(rf"(?:schema|rdfs):{what} ((?:[\w-]+:\w+[,\s]*)+)", block)
    return frozenset(re.findall(r"schema:(\w+)", found[1])) if found else frozenset()


def extract(full: Vocabulary) -> dict[str, Any]:
    """The part for the types that our pages use, as kept in the fixture."""
    types = frozenset().union(*(full.ancestors(one) for one in (*USED, *USED_LISTS)))
    held = {name: one for name, one in full.properties.items() if one.domains & types}
    lists = {name: of for name, of in full.members.items() if of in USED_LISTS}
    # Types named as values, with what is above them: so that a wrong one is told from an unknown one.
    named = types.union(*(one.ranges for one in held.values()))
    known = frozenset().union(*(full.ancestors(one) for one in named))
    return {
        "types": {name: sorted(full.parents.get(name, ())) for name in sorted(known)},
        "properties": {
            name: [sorted(one.domains & types), sorted(one.ranges)] for name, one in sorted(held.items())
        },
        "members": dict(sorted(lists.items())),
    }


def from_extract(data: Mapping[str, Any]) -> Vocabulary:
    """Read the fixture."""
    return Vocabulary(
        {name: frozenset(above) for name, above in data["types"].items()},
        {name: Property(frozenset(of), frozenset(to)) for name, (of, to) in data["properties"].items()},
        data["members"],
    )


def vocabulary() -> Vocabulary:
    """The extract."""
    return from_extract(json.loads(EXTRACT.read_text(encoding="utf-8")))


def vocabularies() -> list[Vocabulary]:
    """The extract, and the official file where it is."""
    full = [from_turtle(FULL.read_text(encoding="utf-8"))] if FULL.exists() else []
    return [vocabulary(), *full]


def faults(data: object, known: Vocabulary, *, where: str = "") -> list[str]:
    """What is wrong in one JSON-LD object, all levels; empty when nothing is."""
    if not isinstance(data, Mapping):
        return [f"{where or '/'}: not an object"]
    kind = data.get("@type")
    if not isinstance(kind, str) or kind not in known.parents:
        return [f"{where or '/'}: unknown type {kind!r}"]
    found = [] if where or BASE.fullmatch(str(data.get("@context"))) else ["/: not schema.org's context"]
    above = known.ancestors(kind)
    asked = REQUIRED_INSIDE if where else REQUIRED
    needed = set().union(*(names for name, names in asked.items() if name in above))
    inside = where and "@id" in data
    found += [] if inside else [f"{where}/{name}: missing" for name in sorted(needed - set(data))]
    for name, value in data.items():
        if not name.startswith("@"):
            found += _property_faults(name, value, above, known, f"{where}/{name}")
    return found


def _property_faults(
    name: str, value: object, above: Iterable[str], known: Vocabulary, where: str
) -> list[str]:
    rule = known.properties.get(name)
    if rule is None or not rule.domains & set(above):
        return [f"{where}: no such property here"]
    values = value if isinstance(value, list) else [value]
    if not values:
        return [f"{where}: empty"]
    return [fault for one in values for fault in _value_faults(one, rule, known, where)]


def _value_faults(value: object, rule: Property, known: Vocabulary, where: str) -> list[str]:
    if isinstance(value, Mapping):
        kind = value.get("@type")
        if isinstance(kind, str) and not known.ancestors(kind) & rule.ranges:
            return [f"{where}: {kind} is none of {', '.join(sorted(rule.ranges))}"]
        return faults(value, known, where=where)
    fits = _literal_fits(value, rule.ranges, known)
    return [] if fits else [f"{where}: {value!r} is none of {', '.join(sorted(rule.ranges))}"]


def _literal_fits(value: object, ranges: frozenset[str], known: Vocabulary) -> bool:
    if isinstance(value, bool):
        return "Boolean" in ranges
    if isinstance(value, int | float):
        return bool(ranges & NUMBERS)
    if not isinstance(value, str) or not value.strip():
        return False
    member = known.members.get(BASE.sub("", value))
    if BASE.match(value) and member:
        return member in ranges or bool(known.ancestors(member) & ranges)
    return _text_fits(value, ranges)


def _text_fits(value: str, ranges: frozenset[str]) -> bool:
    if "URL" in ranges and re.fullmatch(r"https?://\S+", value):
        return True
    if ranges & (TEXTS - {"URL"}):
        return True
    checks = {"Date": date.fromisoformat, "DateTime": datetime.fromisoformat, "Time": time.fromisoformat}
    return any(_reads(check, value) for name, check in checks.items() if name in ranges)


def _reads(check: Any, value: str) -> bool:
    try:
        check(value)
    except ValueError:
        return False
    return True


def in_page(body: str) -> list[Any]:
    """Every block of linked data in a page, read as a browser does."""
    blocks = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', body, re.DOTALL)
    return [json.loads(block) for block in blocks]
