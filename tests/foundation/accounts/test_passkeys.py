"""The second factor, with an authenticator made of software."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions, checks, webauthn
from jobcaffe.foundation.accounts.models import Device, Passkey, RecoveryCode
from tests import factories
from tests.foundation.accounts.helpers import ORIGIN, SoftwareKey, last_notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def named_site(settings):
    settings.SITE_URL = ORIGIN


@pytest.fixture
def desk():
    return factories.user("desk")


def _add(user, key):
    options, challenge = webauthn.registration(user)
    return actions.add_passkey(actor=user, name="telefono", challenge=challenge, answer=key.create(options))


def _show(user, key):
    options, challenge = webauthn.assertion(user)
    return actions.verify_passkey(actor=user, challenge=challenge, answer=key.get(options))


def test_a_passkey_is_added_and_then_opens(desk):
    key = SoftwareKey()
    passkey = _add(desk, key)
    assert (passkey.name, bytes(passkey.credential_id)) == ("telefono", key.credential_id)
    assert _show(desk, key) == passkey
    assert _show(desk, key).sign_count == 3


def test_an_answer_is_accepted_once(desk):
    key = SoftwareKey()
    _add(desk, key)
    options, challenge = webauthn.assertion(desk)
    answer = key.get(options)
    actions.verify_passkey(actor=desk, challenge=challenge, answer=answer)
    with pytest.raises(Refused):
        actions.verify_passkey(actor=desk, challenge=challenge, answer=answer)


def test_a_challenge_lives_five_minutes(desk):
    key = SoftwareKey()
    _add(desk, key)
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        options, challenge = webauthn.assertion(desk)
        answer = key.get(options)
    with time_machine.travel(start + timedelta(minutes=5, seconds=2), tick=False), pytest.raises(Refused):
        actions.verify_passkey(actor=desk, challenge=challenge, answer=answer)


def test_the_challenge_of_one_user_is_nothing_for_another(desk):
    other, key = factories.user("desk"), SoftwareKey()
    _add(desk, key)
    options, challenge = webauthn.assertion(desk)
    with pytest.raises(Refused):
        actions.verify_passkey(actor=other, challenge=challenge, answer=key.get(options))


def test_the_passkey_of_another_is_refused(desk):
    other, mine, theirs = factories.user("desk"), SoftwareKey(), SoftwareKey()
    _add(desk, mine)
    _add(other, theirs)
    options, challenge = webauthn.assertion(desk)
    options["publicKey"]["allowCredentials"] = webauthn.assertion(other)[0]["publicKey"]["allowCredentials"]
    with pytest.raises(Refused):
        actions.verify_passkey(actor=desk, challenge=challenge, answer=theirs.get(options))


@pytest.mark.parametrize("wrong", [{"origin": "http://evil.example"}, {"rp_id": "evil.example"}])
def test_an_answer_given_to_another_site_is_refused(desk, wrong):
    key = SoftwareKey()
    _add(desk, key)
    for name, value in wrong.items():
        setattr(key, name, value)
    with pytest.raises(Refused):
        _show(desk, key)
    with pytest.raises(Refused):
        _add(factories.user("desk"), SoftwareKey(**wrong))


def test_a_copied_passkey_is_found_by_its_counter(desk):
    key = SoftwareKey()
    _add(desk, key)
    _show(desk, key)
    key.counter = 0
    with pytest.raises(Refused):
        _show(desk, key)


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "\x00"])
def test_rubbish_is_refused(desk, answer):
    _options, challenge = webauthn.registration(desk)
    with pytest.raises(Refused):
        actions.add_passkey(actor=desk, name="x", challenge=challenge, answer=answer)
    with pytest.raises(Refused):
        actions.verify_passkey(actor=desk, challenge=answer, answer=answer)
    assert Passkey.objects.count() == 0


def test_one_passkey_is_not_added_twice(desk):
    key = SoftwareKey()
    _add(desk, key)
    with pytest.raises(Refused, match="c'è già"):
        _add(desk, key)


def test_ten_recovery_codes_open_once_each(desk):
    with pytest.raises(Refused, match="Prima aggiungi"):
        actions.make_recovery_codes(actor=desk)
    _add(desk, SoftwareKey())
    codes = actions.make_recovery_codes(actor=desk)
    assert len(set(codes)) == 10
    actions.use_recovery_code(actor=desk, text=codes[0].lower())
    with pytest.raises(Refused):
        actions.use_recovery_code(actor=desk, text=codes[0])
    with pytest.raises(Refused):
        actions.use_recovery_code(actor=factories.user("desk"), text=codes[1])


def test_new_recovery_codes_end_the_old_ones(desk):
    _add(desk, SoftwareKey())
    old = actions.make_recovery_codes(actor=desk)
    new = actions.make_recovery_codes(actor=desk)
    with pytest.raises(Refused):
        actions.use_recovery_code(actor=desk, text=old[0])
    actions.use_recovery_code(actor=desk, text=new[0])


def test_ten_wrong_recovery_codes_close_the_door_for_an_hour(desk):
    _add(desk, SoftwareKey())
    codes = actions.make_recovery_codes(actor=desk)
    with time_machine.travel("2026-03-02 10:00:00+00:00", tick=False):
        for _ in range(10):
            with pytest.raises(Refused, match="non è giusto"):
                actions.use_recovery_code(actor=desk, text="22222222")
        with pytest.raises(Refused, match="troppi"):
            actions.use_recovery_code(actor=desk, text=codes[0])


def test_removing_the_last_passkey_ends_other_sessions_and_recovery_codes(desk):
    passkey = _add(desk, SoftwareKey())
    actions.make_recovery_codes(actor=desk)
    device = Device.objects.create(user=desk, session_key="k")
    with pytest.raises(Refused):
        actions.remove_passkey(actor=factories.user("desk"), passkey=passkey)
    actions.remove_passkey(actor=desk, passkey=passkey)
    device.refresh_from_db()
    assert device.ended_at is not None
    assert (Passkey.objects.count(), RecoveryCode.objects.count()) == (0, 0)


def test_an_administrator_takes_lost_passkeys_away_and_the_owner_is_told(desk):
    _add(desk, SoftwareKey())
    actions.reset_second_factor(actor=factories.user("sysadmin"), user=desk)
    assert not desk.passkeys.exists()
    assert last_notice("passkey_reset").contact == desk.email


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", True),
        ("https://jobcaffe.example.org", True),
        ("http://jobcaffe.example.org", False),
    ],
)
def test_passkeys_need_an_address_with_a_name_and_are_no_duty_without(settings, url, expected):
    settings.SITE_URL = url
    assert webauthn.possible() is expected
    settings.STAFF_NEED_PASSKEY = True
    assert bool(checks.passkeys_can_be_made()) is not expected
