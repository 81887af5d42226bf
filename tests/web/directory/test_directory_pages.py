"""The network for everybody: what is shown, what is not, and that the picture and the data say the same."""

from __future__ import annotations

import html
import re
import uuid
import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.foundation.places import COMUNI
from jobcaffe.foundation.ui import svg
from jobcaffe.foundation.ui.charts.base import NARROW, WIDE
from jobcaffe.foundation.ui.readability import gulpease
from jobcaffe.foundation.ui.tables import Table
from jobcaffe.organisations import actions, hsds, queries
from jobcaffe.organisations.enums import Kind
from jobcaffe.organisations.models import Check, Contact, ContactConsent, Location, Organisation
from jobcaffe.web.directory import picture
from tests import factories, schemaorg

pytestmark = pytest.mark.django_db
SECRET = "Referentesegreta"
LINK = "l" * 22


def member(**fields: Any) -> Organisation:
    values = {"stage": "member", "verified_on": timezone.localdate(), "municipality": "Lainate", **fields}
    return factories.organisation(**values)


def full(**fields: Any) -> Organisation:
    row = member(
        description="Pane e dolci dal 1962.", offers="Tirocini\nUna sala", asks="Un aiuto al banco", sector="pane",
        phone="+39029370001", email="info@a.example", website="www.a.example", address="via Roma 1",
        fiscal_code="00743110157", vat_number="00743110157", **fields,
    )  # fmt: skip
    Location.objects.create(
        organisation=row, name="Negozio", address="via Roma 1", postcode="20045", municipality="Lainate",
        lat=45.57, lon=9.02, hours=[[0, "09:00", "13:00"], [5, "18:00", "24:00"]],
    )  # fmt: skip
    Contact.objects.create(organisation=row, name=SECRET, phone="+393331112223")
    agreed = Contact.objects.create(
        organisation=row, name="Rosa Villa", job_title="titolare", phone="+393330000001"
    )
    ContactConsent.objects.create(contact=agreed, purpose="public", how="paper")
    return row


def page(name: str, *args: Any, **query: str) -> str:
    answer = Client().get(reverse(f"directory:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def text_of(body: str) -> str:
    main = re.sub(
        r"<svg.*?</svg>|<script.*?</script>",
        "",
        body.partition("<main")[2].partition("</main>")[0],
        flags=re.DOTALL,
    )
    lines = re.sub(r"</(p|h\d|li|td|th|label|legend|option|caption|button|a)>", ".\n", main)
    return html.unescape(re.sub(r"<[^>]+>", " ", lines))


# --- one organisation -------------------------------------------------------------------------------


def test_the_page_says_what_the_organisation_says_and_no_contact_who_has_not_agreed() -> None:
    row = full()
    told = page("detail", row.pk)
    for word in (
        "Pane e dolci",
        "Tirocini",
        "Un aiuto al banco",
        "Rosa Villa",
        "lunedì: dalle 9 alle 13",
        "Dati verificati il",
    ):
        assert word in told
    assert SECRET not in told
    assert "111 2223" not in told


def test_no_public_answer_names_who_has_not_agreed() -> None:
    full()
    for name in ("index", "map", "hsds"):
        assert SECRET not in page(name)


def test_a_stale_page_and_one_that_is_not_there_are_the_same_answer() -> None:
    old = member(verified_on=timezone.localdate() - timedelta(days=300))
    client = Client()
    answers = [client.get(reverse("directory:detail", args=[ref])) for ref in (old.pk, uuid.uuid4())]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert old.name not in page("index") + page("map") + page("hsds")


def test_the_address_of_a_united_record_leads_to_the_one_that_stayed() -> None:
    keep, gone = member(), member()
    actions.merge_organisations(actor=factories.user("desk"), keep_id=keep.pk, gone_id=gone.pk)
    answer = Client().get(reverse("directory:detail", args=[gone.pk]))
    assert (answer.status_code, answer["Location"]) == (301, reverse("directory:detail", args=[keep.pk]))


# --- linked data ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", Kind.values)
def test_the_linked_data_are_schema_org_s_own(kind: str) -> None:
    row = full(kind=kind)
    (data,) = schemaorg.in_page(page("detail", row.pk))
    assert [fault for known in schemaorg.vocabularies() for fault in schemaorg.faults(data, known)] == []
    assert "Organization" in schemaorg.vocabulary().ancestors(data["@type"])


def test_an_organisation_that_says_little_has_right_linked_data_too() -> None:
    (data,) = schemaorg.in_page(page("detail", member(municipality="").pk))
    assert schemaorg.faults(data, schemaorg.vocabulary()) == []


def test_the_linked_data_say_what_the_page_says() -> None:
    row = full()
    body = page("detail", row.pk)
    (data,) = schemaorg.in_page(body)
    said = text_of(body)
    assert data["url"].endswith(reverse("directory:detail", args=[row.pk]))
    for value in (data["name"], data["description"], data["email"], data["address"]["streetAddress"]):
        assert value in said
    assert [one["name"] for one in data["contactPoint"]] == ["Rosa Villa"]


def test_a_name_cannot_end_the_script_it_is_written_in() -> None:
    evil = "</script><script>alert(1)</script><!--&"
    row = member(name=evil, description=evil, sector=evil)
    body = page("detail", row.pk)
    (data,) = schemaorg.in_page(body)
    assert data["name"] == evil
    assert "<script>alert" not in body + page("index") + page("map")


def test_the_script_has_the_nonce_of_the_page() -> None:
    answer = Client().get(reverse("directory:detail", args=[full().pk]))
    nonces = set(re.findall(r'<script type="application/ld\+json" nonce="([^"]+)"', answer.content.decode()))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in answer["Content-Security-Policy"]


def test_open_data_and_linked_data_and_page_have_one_address() -> None:
    row = full()
    (data,) = schemaorg.in_page(page("detail", row.pk))
    rows = queries.for_everybody(queries.listed())
    told = hsds.export(rows, site=data["url"].removesuffix(reverse("directory:detail", args=[row.pk])))
    assert told["organizations"][0]["uri"] == data["url"]


# --- the list ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Alfa", "Beta", "Gamma"}),
        ({"tipo": "union"}, {"Beta"}),
        ({"tipo": "parti-sociali"}, {"Beta", "Gamma"}),
        ({"settore": "C"}, {"Alfa"}),
        ({"comune": "Rho"}, {"Beta"}),
        ({"q": "tirocini"}, {"Alfa"}),
        ({"q": "ALFÀ"}, {"Alfa"}),
        ({"comune": "Lainate", "tipo": "company"}, {"Alfa"}),
        ({"tipo": "astronave"}, {"Alfa", "Beta", "Gamma"}),
        ({"q": "x" * 500}, {"Alfa", "Beta", "Gamma"}),
        ({"q": "%' OR 1=1"}, set()),
        ({"page": "999"}, {"Alfa", "Beta", "Gamma"}),
    ],
)
def test_the_list_is_narrowed(query: dict[str, str], found: set[str]) -> None:
    member(name="Alfa", section="C", offers="tirocini")
    member(name="Beta", kind="union", municipality="Rho")
    member(name="Gamma", kind="trade_association")
    body = page("index", **query)
    assert {name for name in ("Alfa", "Beta", "Gamma") if f">{name}<" in body} == found


def test_a_place_in_another_comune_is_found_there_too() -> None:
    row = member(name="Alfa")
    Location.objects.create(organisation=row, address="via Po 1", municipality="Arese")
    member(municipality="Arese", name="Beta")
    assert ">Alfa<" in page("index", comune="Arese")


def test_public_pages_read_easily_carry_no_script_and_weigh_little() -> None:
    for number in range(80):
        member(name=f"Bottega {number}", municipality=COMUNI[number % 20].name, sector="pane")
    row = full()
    for name, args in (("index", ()), ("map", ()), ("detail", (row.pk,))):
        body = page(name, *args)
        assert len(body.encode()) < 100_000, name
        assert "<script" not in re.sub(
            r'<script type="application/ld\+json".*?</script>', "", body, flags=re.DOTALL
        )
        assert not re.search(r'(?:src|href)="https?://(?!www\.a\.example)', body), name
    for name, args in (("index", ()), ("detail", (row.pk,))):
        assert gulpease(text_of(page(name, *args))) >= 70, name


# --- the picture ------------------------------------------------------------------------------------


def drawn(
    counts: list[int], paper: picture.Paper = picture.SHEET
) -> tuple[list[picture.Town], ElementTree.Element]:
    rows = [
        Organisation(
            name=f"N{number}", search_name=f"n{number}", kind=Kind.values[number % 7], municipality=town.name
        )
        for town, count in zip(COMUNI, counts, strict=False)
        for number in range(count)
    ]
    towns, elsewhere = picture.towns(rows, paper)
    assert elsewhere == []
    drawing = picture.NetworkMap(rows, Table("", [], [])).svg(WIDE if paper is picture.SHEET else NARROW)
    return towns, ElementTree.fromstring(drawing)  # noqa: S314 our own drawing


PAPERS = pytest.mark.parametrize("paper", [picture.SHEET, picture.POCKET], ids=["sheet", "pocket"])


@PAPERS
@pytest.mark.parametrize("counts", [[1], [60, 1], [3] * 54, [45, 12, 9, 7, 5, 3, 2, 1, 1], [0, 0, 400]])
def test_towns_never_lie_on_each_other_and_stay_on_the_paper(counts: list[int], paper: picture.Paper) -> None:
    towns, _drawing = drawn(counts, paper)
    for number, one in enumerate(towns):
        assert one.radius <= one.x <= paper.width - one.radius
        assert one.radius <= one.y <= paper.height - one.radius
        for other in towns[number + 1 :]:
            apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert apart >= one.radius + other.radius - 1, (one.comune.name, other.comune.name)


@PAPERS
def test_no_label_covers_another_in_a_network_like_ours(paper: picture.Paper) -> None:
    _towns, drawing = drawn(
        [0, 2, 0, 0, 3, 0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 42, 3], paper
    )
    boxes = []
    for label in drawing.iter("{http://www.w3.org/2000/svg}text"):
        if label.get("text-anchor") == "middle":
            x, y, half = (
                float(label.get("x", 0)),
                float(label.get("y", 0)),
                svg.text_width(label.text, 16) / 2,
            )
            boxes.append((x - half, y - 14, x + half, y + 2))
    assert len(boxes) == 7
    for number, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[2] <= paper.width
        assert picture._covered(one, boxes[number + 1 :]) == 0


@PAPERS
def test_the_legend_stays_on_the_paper(paper: picture.Paper) -> None:
    _towns, drawing = drawn([21], paper)
    words = [one for one in drawing.iter("{http://www.w3.org/2000/svg}text") if not one.get("text-anchor")]
    assert len(words) == len(Kind)
    for one in words:
        assert float(one.get("x", 0)) + svg.text_width(one.text, 15) <= paper.width
        assert float(one.get("y", 0)) <= paper.height


def test_every_organisation_has_one_sign_and_every_kind_its_own_form() -> None:
    towns, drawing = drawn([21])
    legend = len({row.kind for town in towns for row in town.rows})
    signs = [one for one in drawing if one.tag.rpartition("}")[2] in {"circle", "rect", "polygon"}]
    assert len(signs) == 21 + legend
    assert len({picture.sign(kind, 0, 0, 5) for kind in Kind.values}) == len(Kind)


def test_the_table_says_what_the_picture_shows() -> None:
    member(name="Alfa"), member(name="Beta", municipality="Rho"), member(name="Gamma", municipality="Torino")
    body = page("map")
    for word in ("Alfa", "Beta", "Gamma", "Altri comuni"):
        assert word in body.partition("<table")[2]
    assert "2 organizzazioni in 2 comuni." in body


def test_an_empty_network_has_an_empty_page() -> None:
    assert "Per ora non c&#x27;è nessuno" in page("map") or "Per ora non c'è nessuno" in page("map")
    assert "Nessuno corrisponde" in page("index")


# --- the question -----------------------------------------------------------------------------------


def asked(row: Organisation) -> str:
    Check.objects.create(organisation=row, digest=queries.check_digest(LINK))
    return reverse("directory:check", args=[LINK])


def test_looking_at_the_question_confirms_nothing() -> None:
    row = member(verified_on=timezone.localdate() - timedelta(days=200))
    url = asked(row)
    for _look in range(2):
        assert Client().get(url).status_code == 200
    row.refresh_from_db()
    assert row.verified_on != timezone.localdate()


def test_one_press_without_signing_in_confirms_and_shows_it() -> None:
    row = member(verified_on=timezone.localdate() - timedelta(days=230))
    url = asked(row)
    client = Client()
    assert client.get(reverse("directory:detail", args=[row.pk])).status_code == 404
    answer = client.post(url, {"right": "yes"}, follow=True)
    assert "È tutto confermato" in answer.content.decode()
    assert client.get(reverse("directory:detail", args=[row.pk])).status_code == 200


def test_a_correction_keeps_what_was_typed_and_says_thank_you() -> None:
    row = member()
    url = asked(row)
    client = Client()
    assert "Scrivi che cosa è cambiato" in client.post(url, {"change": "yes", "note": ""}).content.decode()
    answer = client.post(url, {"change": "yes", "note": "Nuova sede"}, follow=True)
    assert "Correggiamo noi" in answer.content.decode()
    assert Check.objects.get().note == "Nuova sede"


def test_the_question_shows_no_contact_person() -> None:
    url = asked(full())
    assert SECRET not in Client().get(url).content.decode()


@pytest.mark.parametrize("token", ["x", "a" * 500])
def test_a_wrong_link_helps_and_tells_nothing(token: str) -> None:
    answer = Client().post(reverse("directory:check", args=[token]), {"right": "yes"})
    assert answer.status_code == 404
    assert "Chiamaci" in answer.content.decode()


# --- asking to be in it -----------------------------------------------------------------------------

JOIN = {
    "name": "Bottega Po", "kind": "company", "municipality": "lainate", "contact_name": "Rosa Villa",
    "contact": "333 000 0001", "offers": "Una sala",
}  # fmt: skip


def test_who_asks_to_be_in_the_network_is_seen_by_the_staff_only_until_it_is_verified(
    client_for: Any,
) -> None:
    for _press in range(2):
        answer = Client().post(reverse("directory:join"), JOIN, follow=True)
        assert "in verifica" in answer.content.decode()
    made = Organisation.objects.get()
    assert (made.municipality, made.stage, made.verified_on) == ("Lainate", "interested", None)
    assert [(one.purpose, one.how) for one in ContactConsent.objects.all()] == [("call", "site")]
    assert "Bottega Po" not in page("index") + page("hsds")
    desk = client_for("desk")
    assert "Chiedono di entrare nella rete" in desk.get(reverse("organisations:index")).content.decode()
    actions.update_organisation(actor=desk.user, organisation_id=made.pk, stage="member")
    assert "Bottega Po" in page("index")
    assert "Chiedono di entrare" not in desk.get(reverse("organisations:index")).content.decode()


@pytest.mark.parametrize("missing", ["name", "kind", "municipality", "contact_name", "contact"])
def test_what_is_needed_is_asked_and_what_was_typed_stays(missing: str) -> None:
    body = Client().post(reverse("directory:join"), {**JOIN, missing: ""}).content.decode()
    assert "Una sala" in body
    assert not Organisation.objects.exists()


def test_a_stranger_cannot_change_an_organisation_of_the_network_by_asking_again() -> None:
    row = member(name="Bottega Po")
    Client().post(reverse("directory:join"), JOIN)
    row.refresh_from_db()
    assert (row.offers, row.stage, row.contacts.count()) == ("", "member", 0)


def test_one_address_asks_five_times_an_hour_and_no_more() -> None:
    for number in range(7):
        answer = Client().post(reverse("directory:join"), {**JOIN, "name": f"Bottega {number}"})
    assert "Riprova fra un" in answer.content.decode()
    assert Organisation.objects.count() == 5
