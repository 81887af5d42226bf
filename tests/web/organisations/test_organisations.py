"""The list of organisations."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.organisations.models import Contact, Organisation
from tests import factories

pytestmark = pytest.mark.django_db
NEW = {"name": "Bar Sport", "kind": "company", "municipality": "Lainate", "stage": "known"}


def test_the_desk_adds_an_organisation_and_its_contact(client_for: Callable[..., Client]) -> None:
    desk = client_for("desk")
    answer = desk.post(reverse("organisations:add"), NEW)
    made = Organisation.objects.get()
    assert answer.url == reverse("organisations:detail", args=[made.pk])  # type: ignore[attr-defined]
    desk.post(
        reverse("organisations:contact_add", args=[made.pk]), {"name": "Rosa Villa", "phone": "333 1234567"}
    )
    assert Contact.objects.values_list("name", "phone").get() == ("Rosa Villa", "+393331234567")
    assert "Rosa Villa" in desk.get(reverse("organisations:detail", args=[made.pk])).content.decode()


def test_a_name_that_is_there_already_is_shown_before_it_is_written_twice(
    client_for: Callable[..., Client],
) -> None:
    desk = client_for("desk")
    factories.organisation(name="BAR  sport", municipality="Lainate")
    answer = desk.post(reverse("organisations:add"), NEW)
    assert "Forse c&#x27;è già" in answer.content.decode() or "Forse c'è già" in answer.content.decode()
    assert Organisation.objects.count() == 1
    desk.post(reverse("organisations:add"), {**NEW, "sure": "yes"})
    assert Organisation.objects.count() == 2


def test_one_code_belongs_to_one_organisation(client_for: Callable[..., Client]) -> None:
    desk = client_for("desk")
    factories.organisation(name="Coop Sole", fiscal_code="07643520567")
    answer = desk.post(reverse("organisations:add"), {**NEW, "fiscal_code": "07643520567"})
    assert "Coop Sole" in answer.content.decode()
    assert Organisation.objects.count() == 1


def test_a_wrong_code_keeps_what_was_typed(client_for: Callable[..., Client]) -> None:
    answer = client_for("desk").post(reverse("organisations:add"), {**NEW, "fiscal_code": "123"})
    assert "Bar Sport" in answer.content.decode()
    assert "controlla le cifre" in answer.content.decode()


def test_the_export_is_read_back_by_the_import_without_a_change(client_for: Callable[..., Client]) -> None:
    from jobcaffe.foundation.imports import actions
    from jobcaffe.foundation.journal.actions import SYSTEM
    from jobcaffe.organisations.imports import OrganisationsImport

    factories.organisation(name="=2+2 Spa", municipality="Rho", phone="+390293712345", stage="member")
    factories.organisation(name="Scuola Fermi", kind="school")
    content = client_for("coordinator").get(reverse("organisations:export")).content
    assert b"\n=2" not in content
    batch = actions.preview(actor=SYSTEM, spec=OrganisationsImport(), name="e.csv", content=content)
    assert batch.counts["same"] == 2


def test_the_funder_finds_no_list(client_for: Callable[..., Client]) -> None:
    assert client_for("funder").get(reverse("organisations:index")).status_code == 404


def test_promises_are_shown_only_to_who_may_see_them_and_a_telephone_as_it_is_said(
    client_for: Callable[..., Client],
) -> None:
    address = reverse("organisations:detail", args=[factories.organisation(phone="+390293700041").pk])
    pages = {role: client_for(role).get(address).content.decode() for role in ("lab_leader", "coordinator")}
    assert {role: "Che cosa ha promesso" in page for role, page in pages.items()} == {
        "lab_leader": False,
        "coordinator": True,
    }
    assert '<a class="j-phone" href="tel:+390293700041">02 9370 0041</a>' in pages["lab_leader"]
