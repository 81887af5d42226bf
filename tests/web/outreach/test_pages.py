"""The pages of the campaigns."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobcaffe.foundation.imports.models import Batch
from jobcaffe.network.outreach import actions
from jobcaffe.network.outreach.models import Campaign, Card, Mailing, Refusal, Touch
from jobcaffe.organisations.models import Contact, Organisation
from tests import factories
from tests.network.outreach.around import campaign, card

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def text(client: Client, url: str) -> str:
    """A page that opens."""
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_call_from_the_list_to_the_next_card(client_for: ClientFor) -> None:
    at, desk = campaign(organisations=2), client_for("desk")
    assert "Ne aspettano 2." in text(desk, reverse("outreach:today"))
    first = desk.post(reverse("outreach:next")).url  # type: ignore[attr-defined]
    page = text(desk, first)
    assert 'href="tel:+390293700041"' in page
    assert "Vi raccontiamo il progetto." in page
    key = re.search(r'name="request_key" value="([^"]+)"', page)
    assert key is not None
    second = desk.post(f"{first}esito/", {"outcome": "interested", "request_key": key[1]}).url  # type: ignore[attr-defined]
    assert second not in {first, reverse("outreach:today")}
    assert "Fatto. Associazione 000: interessati. Poi: scrivere un'e-mail il" in text(desk, second).replace(
        "&#x27;", "'"
    )
    # The same press again: one touch.
    desk.post(f"{first}esito/", {"outcome": "interested", "request_key": key[1]})
    touch = Touch.objects.get()
    back = desk.post(reverse("outreach:undo", args=[touch.pk])).url  # type: ignore[attr-defined]
    assert back == first
    assert at.cards.filter(stage="interested").count() == 0


def test_without_an_outcome_what_was_written_is_still_there(client_for: ClientFor) -> None:
    campaign(organisations=1)
    desk = client_for("desk")
    first = desk.post(reverse("outreach:next")).url  # type: ignore[attr-defined]
    page = desk.post(f"{first}esito/", {"note": "Ha chiesto di Anna"}).content.decode()
    assert "Scegli com&#x27;è andata." in page or "Scegli com'è andata." in page
    assert "Ha chiesto di Anna" in page
    assert Touch.objects.count() == 0


def test_a_contacts_own_number_is_shown_only_with_her_yes(client_for: ClientFor) -> None:
    at, desk = campaign(organisations=1), client_for("desk")
    found = at.cards.get()
    contact = Contact.objects.create(organisation=found.organisation, name="Rosa", phone="+393331234567")
    address = reverse("outreach:card", args=[found.pk])
    assert "+393331234567" not in text(desk, address)
    contact.consents.create(purpose="call", how="voice")
    assert "+393331234567" in text(desk, address)


def test_a_list_of_two_hundred_names_is_in_within_the_two_minutes(client_for: ClientFor) -> None:
    boss = client_for("coordinator")
    at = campaign(boss.user)  # type: ignore[attr-defined]
    factories.organisation(name="Circolo 7", municipality="Lainate", kind="association")
    lines = [f"Circolo {n}\t02 9370{n:04d}\tinfo@circolo{n}.example\tLainate" for n in range(200)]
    begun = time.monotonic()
    batch = boss.post(reverse("outreach:bring", args=[at.pk]), {"pasted": "\n".join([*lines, lines[3]])}).url  # type: ignore[attr-defined]
    page = text(boss, batch)
    assert re.search(r"Nuove.*?199", page, re.DOTALL)
    assert "Metti 201 organizzazioni nella campagna" in page
    boss.post(f"{batch}metti/")
    boss.post(f"{batch}metti/")
    assert time.monotonic() - begun < 20
    assert (Organisation.objects.count(), at.cards.count()) == (200, 200)
    assert Organisation.objects.filter(name="Circolo 9").values_list("phone", "email", "municipality").get() == (
        "+390293700009", "info@circolo9.example", "Lainate",
    )  # fmt: skip


def test_a_file_is_read_and_wrong_rows_stay_out_with_their_reason(client_for: ClientFor) -> None:
    boss = client_for("coordinator")
    at = campaign(boss.user)  # type: ignore[attr-defined]
    rows = "Denominazione;Codice fiscale\nBar Sport;123\nBocciofila;\n"
    upload = SimpleUploadedFile("elenco.csv", rows.encode())
    batch = boss.post(reverse("outreach:bring", args=[at.pk]), {"file": upload}).url  # type: ignore[attr-defined]
    assert "controlla le cifre" in text(boss, batch)
    boss.post(f"{batch}metti/")
    assert [one.organisation.name for one in at.cards.all()] == ["Bocciofila"]
    empty = boss.post(reverse("outreach:bring", args=[at.pk]), {"pasted": "  "}).content.decode()
    assert "Incolla un elenco, o scegli un file." in empty
    assert Batch.objects.count() == 1


def test_a_link_in_a_message_stops_them_with_one_tap(client_for: ClientFor) -> None:
    from jobcaffe.network.outreach import rules

    body = factories.organisation(email="info@bar.example")
    url = reverse("outreach:stop", args=[rules.stop_token(body.pk, "index")])
    visitor = Client()
    assert body.name not in text(visitor, url)
    assert Refusal.objects.count() == 0
    assert "Non vi scriveremo più." in visitor.post(url, follow=True).content.decode()
    visitor.post(url)
    assert Refusal.objects.values_list("organisation", "reach").get() == (body.pk, "writing")
    assert visitor.get(reverse("outreach:stop", args=["x" * 43])).status_code == 404


def test_a_mailing_is_looked_at_before_it_leaves_and_letters_are_a_file(client_for: ClientFor) -> None:
    boss = client_for("coordinator")
    at = campaign(boss.user)  # type: ignore[attr-defined]
    card(at, name="Bocciofila", email="info@bocce.example")
    form = {"stages": ["to_contact"], "subject": "Per {organizzazione}", "text": "Venite a {comune}"}
    for way in ("mail", "letter"):
        key = "0e9b2f0e-6d6f-4b9e-8a7e-00000000000" + ("1" if way == "mail" else "2")
        at_page = boss.post(
            reverse("outreach:mailing_new", args=[at.pk]), {**form, "way": way, "request_key": key}
        ).url  # type: ignore[attr-defined]
        assert "Per Bocciofila" in text(boss, at_page)
        assert "Venite a Lainate" in text(boss, at_page)
        assert Touch.objects.count() == 0
    pdf = boss.get(f"{at_page}lettere.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    mailing = Mailing.objects.get(way="mail")
    answer = boss.post(reverse("outreach:mailing_start", args=[at.pk, mailing.pk]))
    assert answer.url.startswith("/lavori/") or "lavor" in answer.url  # type: ignore[attr-defined]


def test_the_campaign_shows_its_funnel_with_a_table_and_gives_its_rows(client_for: ClientFor) -> None:
    at, boss = campaign(organisations=2), client_for("coordinator")
    actions.tell(actor=boss.user, card_id=at.cards.first().pk, outcome="interested")  # type: ignore[attr-defined,union-attr]
    page = text(boss, reverse("outreach:campaign", args=[at.pk]))
    assert "Fin dove sono arrivate" in page
    assert page.count("<table") == 2
    # The rows behind a number are as many as it says, also of a stage that was passed.
    behind = text(boss, reverse("outreach:cards", args=[at.pk]) + "?arrivate=contacted")
    assert behind.count("/contatti/schede/") == 1
    table = boss.get(reverse("outreach:export_csv", args=[at.pk])).content.decode("utf-8-sig")
    assert len(table.splitlines()) == 3
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(boss.get(reverse("outreach:export_xlsx", args=[at.pk])).content))
    assert book.active is not None
    assert book.active.max_row == 3


def test_a_campaign_is_written_and_changed_and_takes_in_whom_it_aims_at(client_for: ClientFor) -> None:
    boss = client_for("coordinator")
    factories.organisation(kind="school", municipality="Rho")
    form = {
        "name": "Scuole", "goal": "Conoscerle", "script": "Uno\nDue", "starts_on": "1/11/2026",
        "ends_on": "31/12/2099", "kinds": ["school"], "municipalities": "Rho, Lainate",
        "request_key": "0e9b2f0e-6d6f-4b9e-8a7e-000000000003",
    }  # fmt: skip
    for _n in range(2):
        url = boss.post(reverse("outreach:new"), form).url  # type: ignore[attr-defined]
    made = Campaign.objects.get()
    assert (url, made.cards.count(), made.steps) == (
        reverse("outreach:campaign", args=[made.pk]),
        1,
        ["Uno", "Due"],
    )
    wrong = boss.post(
        reverse("outreach:edit", args=[made.pk]), {**form, "ends_on": "1/1/2026"}
    ).content.decode()
    assert "Controlla le date" in wrong
    boss.post(reverse("outreach:edit", args=[made.pk]), {**form, "name": "Licei"})
    assert Campaign.objects.get().name == "Licei"


@pytest.mark.parametrize(
    "name", ["today", "campaigns", "campaign", "cards", "card", "heard", "recap", "excluded"]
)
def test_a_page_costs_the_same_with_one_and_forty_organisations(client_for: ClientFor, name: str) -> None:
    boss = client_for("coordinator")
    at = campaign(boss.user, organisations=1)  # type: ignore[attr-defined]
    first = at.cards.get()
    address = {
        "campaign": reverse("outreach:campaign", args=[at.pk]),
        "cards": reverse("outreach:cards", args=[at.pk]),
        "excluded": reverse("outreach:excluded", args=[at.pk]),
        "card": reverse("outreach:card", args=[first.pk]),
        "heard": reverse("outreach:heard") + "?q=associazione",
    }
    url = address.get(name) or reverse(f"outreach:{name}")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            text(boss, url)
        return len(captured)

    cost()
    before = cost()
    for number in range(40):
        more = card(at, name=f"Associazione nuova {number}")
        Contact.objects.create(organisation=more.organisation, name="Rosa")
        actions.tell(actor=boss.user, card_id=more.pk, outcome="no_answer", note="Nota")  # type: ignore[attr-defined]
        card(at, name=f"Associazione vecchia {number}")
    assert cost() <= before + 1
    assert before <= 16


def test_the_desk_does_not_manage_and_others_find_nothing(client_for: ClientFor) -> None:
    at = campaign(organisations=1)
    desk = client_for("desk")
    for name in ("edit", "bring", "excluded", "export_csv", "mailing_new"):
        assert desk.get(reverse(f"outreach:{name}", args=[at.pk])).status_code == 404
    for role in ("facilitator", "funder", "municipality", "member"):
        assert client_for(role).get(reverse("outreach:campaign", args=[at.pk])).status_code == 404
    assert Card.objects.filter(holder=None).count() == 1
