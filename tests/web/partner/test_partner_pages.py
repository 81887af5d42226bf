"""An organisation's own pages: its own things only, and the same page that everybody will see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.organisations import actions, queries
from jobcaffe.organisations.models import Contact, ContactConsent, Location, Organisation
from tests import factories

pytestmark = pytest.mark.django_db
Signed = Callable[..., Client]


@pytest.fixture
def ours() -> Organisation:
    return factories.organisation(
        name="Panificio Airaghi", kind="company", stage="member", municipality="Lainate"
    )


@pytest.fixture
def client(ours: Organisation, client_for: Signed) -> Client:
    return client_for(user=factories.partner(ours))


def post(client: Client, name: str, /, *args: Any, **values: Any) -> str:
    answer = client.post(reverse(f"partner:{name}", args=args), values, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_was_taken_back_finds_nothing(client_for: Signed) -> None:
    partner = factories.partner()
    partner.delegate.revoked_at = timezone.now()
    partner.delegate.save()
    assert client_for(user=partner).get(reverse("partner:home")).status_code == 404


def test_the_first_page_says_what_waits_until_it_is_confirmed(client: Client, ours: Organisation) -> None:
    assert "Conferma i dati dell&#x27;organizzazione" in client.get(reverse("partner:home")).content.decode()
    body = post(client, "confirm")
    assert "Oggi è tutto a posto" in body
    ours.refresh_from_db()
    assert ours.verified_on == timezone.localdate()
    assert queries.is_listed(ours)


def test_old_data_wait_with_the_day_on_which_the_page_hides(client: Client, ours: Organisation) -> None:
    Organisation.objects.filter(pk=ours.pk).update(verified_on=timezone.localdate() - timedelta(days=190))
    assert "la pagina si nasconde il" in client.get(reverse("partner:home")).content.decode()


def test_writing_our_data_leaves_codes_and_adhesion_alone(client: Client, ours: Organisation) -> None:
    fields = {"name": "Panificio Airaghi", "kind": "company", "offers": "Tirocini", "ateco_code": "10.71"}
    post(client, "edit", **fields, stage="left", fiscal_code="00743110157", joined_on="01/01/2020")
    ours.refresh_from_db()
    assert (ours.offers, ours.section, ours.stage, ours.fiscal_code) == ("Tirocini", "C", "member", "")


def test_a_mistake_keeps_everything_that_was_typed(client: Client) -> None:
    body = post(
        client, "edit", name="Panificio", kind="company", offers="Una sala", ateco_code="pane", rea_number="x"
    )
    assert "Una sala" in body
    assert "Scrivi il codice ATECO con i punti" in body
    assert "Scrivi la sigla della provincia" in body


def test_hours_are_typed_day_by_day_and_read_back(client: Client, ours: Organisation) -> None:
    post(
        client,
        "location_add",
        address="via Roma 1",
        municipality="lainate",
        day0="9-13, 15.30-19",
        day6="chiuso",
    )
    place = ours.locations.get()
    assert place.hours == [[0, "09:00", "13:00"], [0, "15:30", "19:00"]]
    assert place.municipality == "Lainate"
    body = client.get(reverse("partner:location_edit", args=[place.pk])).content.decode()
    assert 'value="9-13, 15:30-19"' in body
    post(client, "location_remove", place.pk)
    assert not ours.locations.exists()


@pytest.mark.parametrize(
    "wrong", [{"day2": "mattina"}, {"lat": "45,5"}, {"lat": "200", "lon": "9"}, {"postcode": "2004"}]
)
def test_a_place_with_a_mistake_is_not_written(
    client: Client, ours: Organisation, wrong: dict[str, str]
) -> None:
    post(client, "location_add", address="via Roma 1", municipality="Lainate", **wrong)
    assert not ours.locations.exists()


def test_coordinates_are_written_with_a_comma_as_people_do(client: Client, ours: Organisation) -> None:
    post(client, "location_add", address="via Roma 1", municipality="Lainate", lat="45,571", lon="9,026")
    assert (ours.locations.get().lat, ours.locations.get().lon) == (45.571, 9.026)


def test_a_contact_person_says_yes_and_takes_it_back(client: Client, ours: Organisation) -> None:
    post(client, "contact_add", name="Rosa Villa", phone="333 000 0001", job_title="titolare")
    who = ours.contacts.get()
    post(client, "consents", who.pk, purpose="public")
    assert "Rosa Villa" in client.get(reverse("partner:preview")).content.decode()
    post(client, "consents", who.pk, withdraw="public")
    assert "Rosa Villa" not in client.get(reverse("partner:preview")).content.decode()
    assert ContactConsent.objects.get().withdrawn_on == timezone.localdate()


def test_the_preview_is_the_public_page(client: Client, ours: Organisation) -> None:
    Organisation.objects.filter(pk=ours.pk).update(description="Pane dal 1962.", offers="Tirocini")
    preview = client.get(reverse("partner:preview")).content.decode()
    assert "Ora questa pagina non si vede" in preview
    actions.confirm(actor=client.user, organisation_id=ours.pk)  # type: ignore[attr-defined]
    public = Client().get(reverse("directory:detail", args=[ours.pk])).content.decode()
    for word in ("Pane dal 1962.", "Tirocini", "Panificio Airaghi"):
        assert word in preview
        assert word in public


def test_things_of_another_organisation_are_not_there(client: Client) -> None:
    other = factories.organisation()
    place = Location.objects.create(organisation=other, address="via Po 2", municipality="Rho")
    who = Contact.objects.create(organisation=other, name="Rosa")
    for name, pk in (("location_edit", place.pk), ("consents", who.pk)):
        assert client.get(reverse(f"partner:{name}", args=[pk])).status_code == 404
    client.post(reverse("partner:location_remove", args=[place.pk]))
    client.post(reverse("partner:contact_remove", args=[who.pk]))
    client.post(reverse("partner:consents", args=[who.pk]), {"purpose": "public"})
    assert (other.locations.count(), other.contacts.count(), ContactConsent.objects.count()) == (1, 1, 0)
