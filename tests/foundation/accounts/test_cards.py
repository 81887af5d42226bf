"""*Tessera Job Caffè* under attack."""

from __future__ import annotations

import re

import pytest

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions, qr, tokens
from jobcaffe.foundation.accounts.models import Card, Grant, User
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.foundation.journal.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db
HERE = "192.0.2.7"


def _issue(person=None):
    person = person or factories.person()
    return actions.issue_card(actor=factories.user("desk"), person_ref=person.pk, subject=person)


def _use(text, address=HERE):
    return actions.use_card(actor=PUBLIC, text=text, address=address)


def test_a_card_opens_the_account_of_its_person_as_often_as_she_likes():
    person = factories.person(phone="", first_name="Teresa")
    card, code = _issue(person)
    user = _use(code)
    assert (user.person_ref, user.roles) == (person.pk, frozenset({"member"}))
    assert _use(code) == user
    card.refresh_from_db()
    assert card.last_used_at is not None


@pytest.mark.parametrize("shape", ["{a}-{b}", "{a} {b}", " {a}{b} ", "{a}.{b}"])
def test_small_letters_spaces_and_dashes_are_accepted(shape):
    _card, code = _issue()
    assert _use(shape.format(a=code[:4], b=code[4:]).lower()).person_ref is not None


def test_a_revoked_card_is_refused():
    card, code = _issue()
    actions.revoke_card(actor=factories.user("desk"), card=card)
    with pytest.raises(Refused):
        _use(code)


def test_a_new_card_ends_the_old_one():
    person = factories.person()
    _card, old = _issue(person)
    _card, new = _issue(person)
    with pytest.raises(Refused):
        _use(old)
    assert _use(new).person_ref == person.pk


def test_all_cards_of_a_person_can_be_ended():
    person = factories.person()
    _card, code = _issue(person)
    assert actions.revoke_cards_of(actor=factories.user("desk"), person_ref=person.pk, subject=person) == 1
    with pytest.raises(Refused):
        _use(code)


def test_the_card_of_somebody_who_works_here_opens_nothing():
    person = factories.person()
    _card, code = _issue(person)
    user = _use(code)
    Grant.objects.create(user=user, role="desk")
    with pytest.raises(Refused):
        _use(code)


def test_guesses_from_one_address_stop_even_for_the_right_card():
    _card, code = _issue()
    for _ in range(20):
        with pytest.raises(Refused, match="non apre"):
            _use("22222222")
    with pytest.raises(Refused, match="troppi tentativi"):
        _use(code)
    assert _use(code, address="192.0.2.8") is not None


def test_only_who_may_issue_cards_does():
    person = factories.person()
    for role in ("member", "sysadmin", "municipality", "organisation"):
        with pytest.raises(Refused):
            actions.issue_card(actor=factories.user(role), person_ref=person.pk, subject=person)
    assert Card.objects.count() == 0


def test_a_card_is_kept_as_a_digest_and_journalled():
    card, code = _issue()
    assert card.digest != code
    assert code not in card.digest.upper()
    assert Entry.objects.filter(action="card.issue").count() == 1


def test_the_alphabet_has_thirty_characters_that_cannot_be_confused():
    assert len(set(tokens.ALPHABET)) == len(tokens.ALPHABET) == 30
    assert not set(tokens.ALPHABET) & set("01OILU")
    assert all(re.fullmatch(f"[{tokens.ALPHABET}]{{8}}", tokens.new_card()) for _ in range(50))


def test_the_qr_code_holds_the_address_of_the_card(settings):
    settings.SITE_URL = "https://jobcaffe.example.org"
    assert qr.card_url("K7M2QX4P") == "https://jobcaffe.example.org/t/K7M2QX4P/"
    drawn = qr.card_svg("K7M2QX4P")
    assert drawn.startswith("<svg")
    assert "<title>Codice QR della tessera</title>" in drawn
    assert "style=" not in drawn


def test_erasing_a_person_takes_her_account_and_cards():
    person = factories.person()
    _card, code = _issue(person)
    _use(code)
    actions.forget_member(actor=factories.user("coordinator"), person_ref=person.pk)
    assert not User.objects.filter(person_ref=person.pk).exists()
    with pytest.raises(Refused):
        _use(code)
