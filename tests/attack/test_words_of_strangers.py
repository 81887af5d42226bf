"""What a visitor types reaches other people's telephones, calendars and pages: it stays harmless there."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from jobcaffe.encounters.actions import sign_up
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.notices.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db
EVIL = "</script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    "name",
    ["https://truffa.example", "www.truffa.example/premio", "truffa.example", "truffa@example.org", "+39truffa",
     "truffa" * 12, "truffa:chiama", "{{truffa}}", "truffa\u202egro"],
)  # fmt: skip
def test_a_name_that_is_no_name_is_not_sent_to_a_strangers_telephone(name: str) -> None:
    sign_up(encounter_id=factories.encounter().pk, name=name, channel="sms", contact="333 123 4567")
    assert "truffa" not in Notice.objects.get().body


@pytest.mark.parametrize("name", ["Anna", "D'Angelo", "Jean-Pierre", "Łucja", "Nicolò", "李", "Niccolo’"])
def test_a_name_is_greeted(name: str) -> None:
    sign_up(encounter_id=factories.encounter().pk, name=name, channel="email", contact="a@example.org")
    assert f"Ciao {name}," in Notice.objects.get().body


@pytest.mark.parametrize(
    "contact",
    ["a@example.org\nBcc: vittima@example.org", "a@example.org,b@example.org", "a@example.org b@example.org",
     "a@", "@example.org", "a@b@example.org", "333 123 4567", '"a\r\nSubject: x"@example.org'],
)  # fmt: skip
def test_an_address_that_carries_more_than_one_address_is_refused(contact: str) -> None:
    with pytest.raises(Refused, match="come anna@"):
        sign_up(encounter_id=factories.encounter().pk, name="Anna", channel="email", contact=contact)
    assert Notice.objects.count() == 0


def test_a_title_ends_no_script_and_opens_no_element() -> None:
    encounter = factories.encounter(title=EVIL, summary=EVIL, first_time=EVIL, welcomes=EVIL)
    for address in ("/", "/appuntamenti/", f"/appuntamenti/{encounter.pk}/"):
        page = Client().get(address).content.decode()
        assert ("<img src=x" in page, "<script>alert" in page) == (False, False)
    data = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert json.loads(data.group(1))["name"] == EVIL


def test_a_title_adds_no_line_to_a_calendar() -> None:
    title = "Corso\r\nATTENDEE:mailto:vittima@example.org\nEND:VEVENT"
    encounter = factories.encounter(title=title, summary=title)
    lines = Client().get(f"/appuntamenti/{encounter.pk}/calendario.ics").content.decode().split("\r\n")
    starts = [line.split(":")[0] for line in lines]
    assert (starts.count("ATTENDEE"), lines.count("END:VEVENT")) == (0, 1)
