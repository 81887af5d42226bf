"""After an erasure nothing that was typed about her is left beside her record, and nothing brings her back."""

from __future__ import annotations

from typing import Any

import pytest

from jobcaffe.encounters.models import SignUp
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.imports import actions as imports
from jobcaffe.foundation.imports.models import Batch, Row
from jobcaffe.foundation.privacy import crypto
from jobcaffe.paths.actions import erase_person
from jobcaffe.people.actions import save_draft
from jobcaffe.people.imports import PeopleImport
from jobcaffe.people.models import IntakeDraft, Person, Waiting
from tests import factories

pytestmark = pytest.mark.django_db
PHONE = "333 998 8776"
CANARIES = ("Canarinaviola", "canarinaviola", "9988776")
OTHER = "Bianchi;Carla;333 111 2222;Rho\n"
HEAD = "Cognome;Nome;Telefono;Comune\n"
HERS = f"Canarinaviola;Zoe;{PHONE};Arese\n"


@pytest.fixture
def coordinator() -> User:
    return factories.user("coordinator")


def brought(actor: User, text: str, *, write: bool = True) -> Batch:
    """A list of persons, read, and written when asked."""
    batch = imports.preview(actor=actor, spec=PeopleImport(), name="elenco.csv", content=text.encode())
    return imports.apply(actor=actor, spec=PeopleImport(), batch_id=batch.pk) if write else batch


def left(*rows: Any) -> list[str]:
    text = " ".join(str(row) for row in rows)
    return [canary for canary in CANARIES if canary in text]


def imported() -> list[Any]:
    return list(Row.objects.values_list("cells", "values", "before"))


def zoe() -> Person:
    return Person.objects.get(phone_index=crypto.blind_index("phone", crypto.normalise_phone(PHONE)))


def test_the_rows_of_an_import_are_emptied_of_her_and_of_nobody_else(coordinator: User) -> None:
    brought(coordinator, HEAD + HERS + OTHER)
    assert left(imported()) != []
    erase_person(actor=coordinator, person_ref=zoe().pk)
    assert left(imported()) == []
    assert "Bianchi" in str(imported())


def test_an_undone_import_does_not_bring_her_name_back(coordinator: User) -> None:
    person = factories.person(first_name="Zoe", last_name="Canarinaviola", phone=PHONE, birth_year=1969)
    text = "Cognome;Nome;Anno di nascita;Telefono\nCanarinaviola;Zoe;1969;333 111 2222\n"
    batch = brought(coordinator, text)
    erase_person(actor=coordinator, person_ref=person.pk)
    imports.undo(actor=coordinator, spec=PeopleImport(), batch_id=batch.pk)
    person.refresh_from_db()
    assert (left(person.first_name, person.last_name, person.phone), person.status) == ([], "erased")


def test_her_erased_record_stays_counted_when_the_import_that_made_it_is_undone(coordinator: User) -> None:
    batch = brought(coordinator, HEAD + HERS)
    person = zoe()
    erase_person(actor=coordinator, person_ref=person.pk)
    told = imports.undo(actor=coordinator, spec=PeopleImport(), batch_id=batch.pk)
    assert (told, Person.objects.filter(pk=person.pk).count()) == ({"undone": 0, "stayed": 1}, 1)


def test_a_list_that_waits_does_not_write_her_again(coordinator: User) -> None:
    person = factories.person(first_name="Zoe", last_name="Canarinaviola", phone=PHONE, municipality="Rho")
    batch = brought(coordinator, HEAD + HERS + OTHER, write=False)
    erase_person(actor=coordinator, person_ref=person.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.content, left(imported())) == (Batch.State.FAILED, "", [])
    assert left(*Person.objects.values_list("first_name", "last_name", "phone")) == []


def test_sign_ups_and_drafts_and_the_queue_that_name_her_go(coordinator: User) -> None:
    person = factories.person(first_name="Zoe", last_name="Canarinaviola", phone=PHONE)
    operator, encounter = factories.user("desk"), factories.encounter()
    for name, code in (("Zoe Canarinaviola", "K7M-2QX"), ("Rosa Villa", "K7M-2QZ")):
        SignUp.objects.create(
            encounter=encounter, code=code, name=name, channel="sms", contact=person.phone,
            contact_index=person.phone_index,
        )  # fmt: skip
    for name in ("Zoe Canarinaviola", "Rosa Villa"):
        Waiting.objects.create(name=name)
    hers = {"first_name": "Zoe", "last_name": "Canarinaviola", "phone": ""}
    save_draft(actor=operator, draft_ref=person.pk, data=hers)
    erase_person(actor=coordinator, person_ref=person.pk)
    names = list(SignUp.objects.order_by("code").values_list("name", flat=True))
    assert (left(*names), names[1], IntakeDraft.objects.count()) == ([], "Rosa Villa", 0)
    assert list(Waiting.objects.values_list("name", flat=True)) == ["Rosa Villa"]
