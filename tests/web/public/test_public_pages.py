"""What a visitor sees and does, without an account."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from jobcaffe.encounters.enums import Action, SignUpState, State
from jobcaffe.encounters.models import SignUp
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.people.models import Complaint, Person
from jobcaffe.plan.models import Milestone, Programme
from jobcaffe.spaces import words
from jobcaffe.web.public.doors import DOORS
from tests import factories

pytestmark = pytest.mark.django_db
FIELDS = {"name": "Anna Rossi", "way": "sms", "contact": "333 123 4567"}


def _fields(**changes: Any) -> dict[str, str]:
    return {**FIELDS, "request_key": str(uuid.uuid4()), **changes}


def _text(html: bytes) -> str:
    body = re.search(r"<main.*?</main>", html.decode(), re.S)
    assert body
    plain = re.sub(r"<script.*?</script>", " ", body[0], flags=re.S)
    plain = re.sub(r"</(p|h\d|li|a|label|legend|dt|dd|strong)>", " . ", plain)
    return unescape(re.sub(r"<[^>]+>", "", plain))


def gulpease(text: str) -> float:
    """Lucisano and Piemontese, 1988: 89 + (300 sentences - 10 letters) / words."""
    sentences = [one for one in re.split(r"[.!?:;]+", text) if re.search(r"\w", one)]
    words = re.findall(r"[\w']+", text)
    letters = sum(len(word.replace("'", "")) for word in words)
    return 89 + (300 * len(sentences) - 10 * letters) / len(words)


def test_the_home_has_four_doors_and_at_most_three_appointments(client: Client) -> None:
    for _number in range(5):
        factories.encounter()
    html = client.get("/").content.decode()
    assert sum(str(door.slug) in html for door in DOORS) == 4
    assert html.count('class="j-card-title"><a href="/appuntamenti/') == 3


def test_a_door_shows_only_the_encounters_of_its_own_line(client: Client) -> None:
    mine = factories.encounter(action=Action.NETWORK, title="Tavolo con le imprese")
    factories.encounter(action=Action.WOMEN, title="Laboratorio dei tempi")
    html = client.get(reverse("public:door", args=["organizzazioni"])).content.decode()
    assert mine.title in html
    assert "Laboratorio dei tempi" not in html


@pytest.mark.parametrize("hidden", [{"public": False}, {"public": False, "confidential": True}])
def test_an_encounter_that_is_not_public_is_nowhere(client: Client, hidden: dict[str, Any]) -> None:
    secret = factories.encounter(title="Segretissimo", **hidden)
    for url in ("/", "/appuntamenti/", *(reverse("public:door", args=[door.slug]) for door in DOORS)):
        assert "Segretissimo" not in client.get(url).content.decode()
    for name in ("appointment", "sign_up", "event_file"):
        assert client.get(reverse(f"public:{name}", args=[secret.pk])).status_code == 404
    answer = client.post(reverse("public:sign_up", args=[secret.pk]), _fields())
    assert answer.status_code == 404
    assert SignUp.objects.count() == 0


def test_who_takes_part_and_is_signed_in_types_nothing_and_is_expected_at_once(client_for: Any) -> None:
    encounter = factories.encounter(seats=1)
    anna = factories.person(first_name="Anna", last_name="Rossi")
    member, address = client_for(user=factories.member(person=anna)), _sign_up_of(encounter)
    page = member.get(address).content.decode()
    assert ("Anna Rossi" in page, 'name="contact"' in page) == (True, False)
    for _press in range(2):
        assert member.post(address).url == reverse("member:encounters")
    assert list(encounter.attendances.values_list("person", "presence")) == [(anna.pk, "expected")]
    assert not SignUp.objects.exists()
    for place in ("member:encounters", "member:today"):
        page = member.get(reverse(place)).content.decode()
        assert encounter.title in page
        assert words.span_words(encounter.starts_at, encounter.ends_at) in page


def test_who_takes_part_gets_no_seat_that_is_not_there_and_takes_hers_back(client_for: Any) -> None:
    encounter = factories.encounter(seats=1)
    first, second = (client_for(user=factories.member()) for _ in range(2))
    answer = reverse("member:answer", args=[encounter.pk])
    first.post(_sign_up_of(encounter))
    refused = second.post(_sign_up_of(encounter), _fields())
    assert "I posti sono finiti" in refused.content.decode()
    first.post(answer, {"answer": "no"})
    assert second.post(_sign_up_of(encounter)).status_code == 302
    assert "I posti sono finiti" in first.post(_sign_up_of(encounter)).content.decode()
    second.post(answer, {"answer": "no"})
    first.post(_sign_up_of(encounter))
    assert sorted(encounter.attendances.values_list("presence", flat=True)) == ["excused", "expected"]


def test_a_signed_in_member_cannot_reach_an_encounter_that_is_not_public(client_for: Any) -> None:
    member = client_for(user=factories.member())
    secret = factories.encounter(public=False)
    assert member.post(_sign_up_of(secret)).status_code == 404
    assert not secret.attendances.exists()


def test_an_operator_on_the_public_page_signs_up_a_visitor(client_for: Any) -> None:
    encounter = factories.encounter()
    client_for("desk").post(_sign_up_of(encounter), _fields())
    assert (encounter.sign_ups.count(), encounter.attendances.count()) == (1, 0)


def _sign_up_of(encounter: Any) -> str:
    return reverse("public:sign_up", args=[encounter.pk])


def test_signing_up_takes_one_page_and_ends_with_a_code_and_a_message(client: Client) -> None:
    encounter = factories.encounter()
    answer = client.post(reverse("public:sign_up", args=[encounter.pk]), _fields(), follow=True)
    row = SignUp.objects.get()
    assert re.fullmatch(r"[2-9B-Z]{3}-[2-9B-Z]{3}", row.code)
    assert row.code in answer.content.decode()
    assert "Ti aspettiamo" in answer.content.decode()
    assert row.contact == "+393331234567"
    assert Notice.objects.get().template == "signup_confirm"
    assert Person.objects.count() == 0


def test_who_wants_to_be_called_gets_no_message(client: Client) -> None:
    encounter = factories.encounter()
    client.post(reverse("public:sign_up", args=[encounter.pk]), _fields(way="call:morning"))
    row = SignUp.objects.get()
    assert (row.channel, row.call_when) == ("call", "morning")
    assert Notice.objects.count() == 0


def test_pressing_twice_takes_one_seat(client: Client) -> None:
    encounter, fields = factories.encounter(), _fields()
    first = client.post(reverse("public:sign_up", args=[encounter.pk]), fields)
    second = client.post(reverse("public:sign_up", args=[encounter.pk]), fields)
    assert first["Location"] == second["Location"]
    assert SignUp.objects.count() == 1


def test_a_full_encounter_says_so_and_offers_the_nearest(client: Client) -> None:
    full = factories.encounter(seats=1)
    other = factories.encounter(starts_at=factories.moment(8))
    url = reverse("public:sign_up", args=[full.pk])
    client.post(url, _fields())
    answer = client.post(url, _fields(contact="333 765 4321"))
    assert "I posti sono finiti" in answer.content.decode()
    assert other.title in answer.content.decode()
    assert SignUp.objects.count() == 1


@pytest.mark.parametrize(
    ("way", "contact"), [("sms", "12"), ("email", "333 123 4567"), ("sms", "anna"), ("email", "a@")]
)
def test_a_contact_that_cannot_work_is_refused_and_stays_typed(
    client: Client, way: str, contact: str
) -> None:
    url = reverse("public:sign_up", args=[factories.encounter().pk])
    html = client.post(url, _fields(way=way, contact=contact)).content.decode()
    assert "da sistemare" in html
    assert f'value="{contact}"' in html
    assert SignUp.objects.count() == 0


def test_a_program_that_fills_the_hidden_field_gets_no_seat(client: Client) -> None:
    url = reverse("public:sign_up", args=[factories.encounter().pk])
    assert "Chiamaci" in client.post(url, _fields(sito="https://spam.example")).content.decode()
    assert SignUp.objects.count() == 0


def test_the_same_contact_cannot_be_signed_up_without_end(client: Client) -> None:
    encounter = factories.encounter()
    url = reverse("public:sign_up", args=[encounter.pk])
    answers = [client.post(url, _fields(name=f"Anna {n}")).status_code for n in range(8)]
    assert answers == [302] * 6 + [429] * 2


def test_the_page_of_a_seat_gives_it_back_and_does_not_say_the_name(client: Client) -> None:
    encounter = factories.encounter(seats=1)
    client.post(reverse("public:sign_up", args=[encounter.pk]), _fields())
    row = SignUp.objects.get()
    url = reverse("public:seat", args=[row.code.lower().replace("-", "")])
    assert "Rossi" not in client.get(url).content.decode()
    client.post(url)
    client.post(url)
    row.refresh_from_db()
    assert row.state == SignUpState.CANCELLED
    assert client.post(reverse("public:sign_up", args=[encounter.pk]), _fields()).status_code == 302


def test_codes_cannot_be_tried_without_end(client: Client) -> None:
    answers = {client.get(reverse("public:seat", args=[f"XXX-{n:03d}"])).status_code for n in range(60)}
    assert answers == {404}
    assert client.get(reverse("public:seat", args=["XXX-999"])).status_code == 429


def test_a_cancelled_encounter_keeps_its_page_and_takes_nobody(client: Client) -> None:
    off = factories.encounter(state=State.CANCELLED)
    html = client.get(reverse("public:appointment", args=[off.pk])).content.decode()
    assert "non si fa più" in html
    assert "Voglio venire" not in html
    client.post(reverse("public:sign_up", args=[off.pk]), _fields())
    assert SignUp.objects.count() == 0


def test_the_event_tells_machines_and_closes_no_script(client: Client) -> None:
    encounter = factories.encounter(title="Prova </script><script>alert(1)</script>")
    html = client.get(reverse("public:appointment", args=[encounter.pk])).content.decode()
    found = re.search(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>', html)
    assert found
    data = json.loads(found[1])
    assert data["name"] == encounter.title
    assert data["@type"] == "Event"
    assert "<script>alert" not in html


def test_reporting_a_problem_touches_no_person(client: Client) -> None:
    known = factories.person(phone="333 123 4567")
    before = Person.objects.values().get(pk=known.pk)
    fields = {"text": "Il calendario non va", "contact": "333 123 4567", "request_key": str(uuid.uuid4())}
    client.post(reverse("public:report_problem"), fields)
    client.post(reverse("public:report_problem"), fields)
    assert Complaint.objects.get().person is None
    assert Person.objects.values().get() == before


@pytest.mark.parametrize(
    "name",
    ["home", "appointments", "where", "project", "privacy", "accessibility", "report_problem", "find_seat"],
)
def test_public_pages_answer_load_no_script_and_read_easily(client: Client, name: str) -> None:
    factories.place()
    html = client.get(reverse(f"public:{name}")).content
    assert b"<script" not in html
    assert gulpease(_text(html)) >= 70


@pytest.mark.parametrize("slug", [door.slug for door in DOORS])
def test_doors_read_easily(client: Client, slug: str) -> None:
    assert gulpease(_text(client.get(reverse("public:door", args=[slug])).content)) >= 70


def test_appointments_cost_the_same_queries_with_one_and_with_twelve(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    room = factories.room()
    for _number in range(12):
        factories.encounter(room=room, place=room.place)
    with django_assert_max_num_queries(8):
        client.get("/appuntamenti/")


def test_files_for_machines(client: Client) -> None:
    security = client.get("/.well-known/security.txt").content.decode()
    assert re.search(r"^Contact: \S+$", security, re.M)
    assert re.search(r"^Expires: 20\d\d-", security, re.M)
    assert "Disallow: /posto/" in client.get("/robots.txt").content.decode()


def test_a_milestone_says_its_year_and_is_to_be_done_in_the_month_before_it(client: Client) -> None:
    today = timezone.localdate()
    programme = Programme.objects.create(
        code="P",
        name="Prova",
        starts_on=today - timedelta(days=400),
        ends_on=today + timedelta(days=400),
        loaded_at=timezone.now(),
    )
    due = today + timedelta(days=10)
    Milestone.objects.create(programme=programme, code="T1", name="Rapporto", due_on=due)
    page = _text(client.get(reverse("public:project")).content)
    assert date_format(due, "j F Y").lower() in page
    assert "Da fare ora" in page


def test_the_door_of_who_does_not_want_to_be_alone_leads_to_the_groups(client: Client) -> None:
    assert 'href="/gruppi/"' in client.get("/porte/sto-con-altre-persone/").content.decode().split("<main")[1]
    assert 'href="/gruppi/"' not in client.get("/porte/cerco-lavoro/").content.decode().split("<main")[1]
