"""Consents: plain texts, immutable rows, withdrawn once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.privacy import personkeys
from jobcaffe.foundation.privacy.consents import (
    consents_of,
    give_consent,
    has_consent,
    purposes,
    with_consent,
    withdraw_consent,
)
from jobcaffe.foundation.privacy.models import Consent

CHOICES = sorted(code for code, purpose in purposes().items() if not purpose.required)


def give(rosa: Any, purpose: str = "photos", **changed: Any) -> Consent:
    """Rosa's yes, on paper."""
    said = {"how": "paper", "given_by": "Rosa Brambilla", "purpose": purpose, **changed}
    return give_consent(**{"actor": SYSTEM, "person_ref": rosa.ref, "subject": rosa, **said})


def withdraw(rosa: Any, purpose: str = "photos") -> int:
    """Rosa takes it back."""
    return withdraw_consent(actor=SYSTEM, person_ref=rosa.ref, subject=rosa, purpose=purpose)


def sentences(text: str) -> list[str]:
    """The sentences of an Italian text."""
    return [piece for piece in re.split(r"(?<=[.!?])\s+", text.strip()) if piece]


def gulpease(text: str) -> float:
    """Readability of Italian, 0 to 100: 89 + (300 sentences - 10 letters) / words (Lucisano, Piemontese)."""
    words = re.findall(r"[^\W\d_]+", text)
    return 89 + (300 * len(sentences(text)) - 10 * sum(map(len, words))) / len(words)


@pytest.mark.parametrize("code", list(purposes()))
def test_the_text_of_a_consent_can_be_read_by_everybody(code: str) -> None:
    text = purposes()[code].text
    assert gulpease(text) >= 70
    assert max(len(sentence.split()) for sentence in sentences(text)) <= 20


def test_gulpease_knows_a_bureaucratic_sentence() -> None:
    hard = "Il sottoscritto interessato autorizza espressamente il trattamento dei dati personali conferiti."
    assert gulpease(hard) < 60


@pytest.mark.django_db
def test_a_yes_is_kept_with_its_text_and_holds(rosa: Any) -> None:
    row = give(rosa)
    (line,) = consents_of(rosa.ref)
    assert has_consent(rosa.ref, "photos")
    assert (line.title, line.how, line.given_by, line.holds) == (
        "Foto",
        "su carta, allo sportello",
        "Rosa Brambilla",
        True,
    )
    assert row.text_version == purposes()["photos"].version


@pytest.mark.django_db
def test_the_same_yes_twice_is_one_row_and_one_line_in_the_journal(rosa: Any) -> None:
    first, second = give(rosa), give(rosa)
    assert first.pk == second.pk
    assert list(Entry.objects.values_list("action", flat=True)) == ["consent.give"]


@pytest.mark.django_db
def test_a_withdrawn_yes_no_longer_holds_and_can_be_given_again(rosa: Any) -> None:
    give(rosa)
    assert withdraw(rosa) == 1
    assert not has_consent(rosa.ref, "photos")
    assert withdraw(rosa) == 0
    give(rosa)
    assert has_consent(rosa.ref, "photos")
    assert [line.holds for line in consents_of(rosa.ref)] == [True, False]


@pytest.mark.django_db
def test_one_purpose_says_nothing_about_another_nor_about_another_person(rosa: Any) -> None:
    other = type(rosa)("Altra Persona")
    give(rosa)
    assert not has_consent(rosa.ref, "research")
    assert with_consent([rosa.ref, other.ref], "photos") == {rosa.ref}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [
        {"purpose": "everything"},
        {"how": "telepathy"},
        {"given_by": "   "},
        {"at": timezone.now() + timedelta(days=2)},
        {"person_ref": uuid4()},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_a_yes_that_cannot_be_is_refused(changed: dict[str, Any], rosa: Any) -> None:
    with pytest.raises(Refused):
        give(rosa, **changed)
    assert Consent.objects.count() == 0


@pytest.mark.django_db
def test_a_notice_is_no_choice_and_is_not_withdrawn(rosa: Any) -> None:
    give(rosa, "service")
    with pytest.raises(Refused):
        withdraw(rosa, "service")
    assert has_consent(rosa.ref, "service")


def refused(work: Any) -> bool:
    """Whether the database itself says no."""
    try:
        with transaction.atomic():
            work()
    except DatabaseError as error:
        return "append-only" in str(error)
    return False


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"purpose": "research"},
        {"text_version": "9"},
        {"how": "voice"},
        {"person_ref": uuid4()},
        {"given_by_sealed": "x"},
        {"given_at": timezone.now()},
        {"recorded_by": uuid4()},
        {"id": uuid4()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_database_refuses_to_change_a_consent(change: dict[str, Any], rosa: Any) -> None:
    give(rosa)
    assert refused(lambda: Consent.objects.update(**change))


@pytest.mark.django_db
def test_the_database_refuses_to_delete_a_consent_and_to_move_a_withdrawal(rosa: Any) -> None:
    give(rosa)
    withdraw(rosa)
    assert refused(lambda: Consent.objects.all().delete())
    assert refused(lambda: Consent.objects.update(withdrawn_at=timezone.now()))
    assert refused(lambda: Consent.objects.update(withdrawn_at=None))


@pytest.mark.django_db
def test_erasing_destroys_who_said_yes_and_leaves_the_row(rosa: Any) -> None:
    give(rosa)
    personkeys.destroy_key(rosa.ref)
    (line,) = consents_of(rosa.ref)
    assert line.given_by == personkeys.DESTROYED


@pytest.mark.django_db
def test_many_consents_cost_two_queries(rosa: Any, django_assert_num_queries: Any) -> None:
    for purpose in CHOICES:
        give(rosa, purpose)
    with django_assert_num_queries(2):
        assert len(consents_of(rosa.ref)) == len(CHOICES)


@pytest.mark.django_db(transaction=True)
def test_emptying_the_tables_between_tests_passes_the_guards_and_leaves_them(rosa: Any) -> None:
    from django.core.management import call_command

    from jobcaffe.foundation.db import guards

    give(rosa)
    call_command("flush", verbosity=0, interactive=False)
    assert (Consent.objects.count(), Entry.objects.count()) == (0, 0)
    assert guards.missing(connection, guards.ALL) == []
    give(rosa)
    assert refused(lambda: Consent.objects.all().delete())
