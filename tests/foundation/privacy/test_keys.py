"""Fields that do not open where they do not belong; keys that belong to one database; rotation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import FieldError
from django.db import connection, models

from jobcaffe.foundation import checks
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.files import store
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.privacy import crypto, keycheck, keyfile, personkeys, rotation
from jobcaffe.foundation.privacy.fields import EncryptedTextField
from jobcaffe.foundation.privacy.models import KeyCheck, PersonKey, Rotation
from jobcaffe.people.models import Intake, Person
from tests import factories

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF\n"


def stored(model: type[models.Model], column: str) -> list[str]:
    """The column as it is in the database."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{model._meta.db_table}"')
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_a_contact_is_not_in_clear_in_the_database_and_opens_again() -> None:
    person = factories.person(phone="333 1234567")
    (sealed,) = stored(Person, "phone")
    assert "1234567" not in sealed
    assert Person.objects.get(pk=person.pk).phone == "+393331234567"


@pytest.mark.django_db
def test_a_ciphertext_moved_to_another_field_is_refused() -> None:
    person = factories.person(email="rosa@example.org")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET phone = email")
    with pytest.raises(crypto.Unreadable):
        Person.objects.get(pk=person.pk)


@pytest.mark.django_db
def test_a_ciphertext_moved_to_another_model_is_refused() -> None:
    person, user = factories.person(), factories.user("desk")
    sealed = stored(Person, "phone")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET phone = %s", [sealed])
    assert person.pk
    with pytest.raises(crypto.Unreadable):
        User.objects.get(pk=user.pk)


@pytest.mark.django_db
def test_a_relabelled_key_id_is_refused(own_keys: Path) -> None:
    factories.person()
    rotation.rotate()
    sealed = stored(Person, "phone")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET phone = %s", [sealed.replace("k2$", "k1$")])
    with pytest.raises(crypto.Unreadable):
        list(Person.objects.all())


@pytest.mark.parametrize("lookup", ["phone", "phone__exact", "phone__in", "phone__contains", "phone__gt"])
def test_an_encrypted_field_refuses_to_be_searched(lookup: str) -> None:
    with pytest.raises(FieldError):
        Person.objects.filter(**{lookup: "333"})


@pytest.mark.django_db
def test_bulk_writes_are_sealed_too() -> None:
    people = [factories.person(), factories.person()]
    for person in people:
        person.phone = "+390211111111"
    Person.objects.bulk_update(people, ["phone"])
    assert all(sealed.startswith("k1$") for sealed in stored(Person, "phone"))
    assert {person.phone for person in Person.objects.all()} == {"+390211111111"}


@pytest.mark.django_db
def test_a_name_sealed_for_one_person_does_not_open_for_another(rosa: Any) -> None:
    other = type(rosa)("Altra")
    sealed = personkeys.seal_for(rosa.ref, "Rosa", where="a.b")
    personkeys.seal_for(other.ref, "Altra", where="a.b")
    assert personkeys.open_for(rosa.ref, sealed, where="a.b") == "Rosa"
    with pytest.raises(crypto.Unreadable):
        personkeys.open_for(other.ref, sealed, where="a.b")


# --- the key file belongs to the database --------------------------------------------------
@pytest.mark.django_db
def test_the_right_key_file_is_accepted() -> None:
    assert keycheck.mismatches() == []
    assert set(KeyCheck.objects.values_list("key_id", flat=True)) == {"k1", "index", "journal", "code"}


@pytest.mark.django_db
def test_a_newly_made_key_file_is_refused_for_an_existing_database(tmp_path: Path, settings: Any) -> None:
    settings.KEYS = keyfile.load_keys(tmp_path / "new.json")
    assert keycheck.mismatches() == ["code", "index", "journal", "k1"]
    keycheck.write_proofs()
    assert keycheck.mismatches() == ["code", "index", "journal", "k1"]
    with pytest.raises(checks.NotFit, match="does not belong to this database"):
        checks.refuse_to_start()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["index_key", "journal_key", "code_key"])
def test_one_foreign_key_in_the_file_is_enough_to_refuse(name: str, own_keys: Path, settings: Any) -> None:
    raw = keyfile.read_raw(own_keys)
    keyfile.write_keys(own_keys, {**raw, name: "A" * 43 + "="})
    settings.KEYS = keyfile.load_keys(own_keys)
    assert keycheck.mismatches() == [name.removesuffix("_key")]


@pytest.mark.django_db
def test_a_key_file_that_others_can_read_is_refused(own_keys: Path) -> None:
    assert checks.key_file_mode() == []
    os.chmod(own_keys, 0o640)
    assert [message.id for message in checks.key_file_mode()] == ["keys.E002"]


def test_a_missing_key_file_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.KEYS_FILE = tmp_path / "gone.json"
    assert [message.id for message in checks.key_file_mode()] == ["keys.E001"]


def test_eight_first_starts_at_once_make_one_key_file(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    told: list[str] = []
    threads = [
        threading.Thread(target=lambda: told.append(keyfile.load_keys(path).secret_key)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(told)) == 1
    assert oct(path.stat().st_mode)[-3:] == "600"
    assert [found.name for found in tmp_path.iterdir()] == ["keys.json"]


# --- rotation ---------------------------------------------------------------------------------
def everything(rosa: Any) -> tuple[Person, Intake, str, Any]:
    """One of each kind of sealed thing."""
    person = factories.person(phone="333 1234567", email="rosa@example.org")
    intake = factories.intake(person)
    sealed = personkeys.seal_for(rosa.ref, rosa.full_name, where="a.b")
    file = store.save_bytes(actor=SYSTEM, name="foglio.pdf", content=PDF, kind="scan")
    return person, intake, sealed, file


def under_key(key_id: str) -> bool:
    """Whether everything sealed lies under this key."""
    return all(target.left(key_id) == 0 for target in rotation.targets())


@pytest.mark.django_db
def test_rotation_brings_everything_under_the_new_key_and_all_still_opens(own_keys: Path, rosa: Any) -> None:
    person, _intake, sealed, file = everything(rosa)
    assert rotation.rotate() == 3  # the person, the wrapped key, the file
    assert settings.KEYS.current == "k2"
    assert under_key("k2")
    assert Person.objects.get(pk=person.pk).phone == "+393331234567"
    assert personkeys.open_for(rosa.ref, sealed, where="a.b") == rosa.full_name
    assert store.read_bytes(file) == PDF
    assert Person.objects.filter(phone_index=crypto.blind_index("phone", "+393331234567")).exists()


@pytest.mark.django_db
def test_after_retiring_the_old_key_is_gone_from_the_file_and_all_still_opens(
    own_keys: Path, rosa: Any
) -> None:
    person, _intake, _sealed, file = everything(rosa)
    rotation.rotate()
    rotation.rotate(retire=True)
    assert list(json.loads(own_keys.read_text())["field_keys"]) == ["k2"]
    assert keycheck.mismatches() == []
    assert Person.objects.get(pk=person.pk).email == "rosa@example.org"
    assert store.read_bytes(file) == PDF


@pytest.mark.django_db
def test_a_stopped_rotation_goes_on_under_the_same_key(
    own_keys: Path, rosa: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        factories.person()
    monkeypatch.setattr(rotation, "CHUNK", 2)
    calls: list[int] = []
    write = rotation.Columns.write_again

    def dies(self: rotation.Columns, keys: list[Any], key_id: str) -> int:
        calls.append(len(keys))
        if len(calls) == 4:
            raise KeyboardInterrupt
        return write(self, keys, key_id)

    monkeypatch.setattr(rotation.Columns, "write_again", dies)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate()
    assert not under_key("k2")
    rotation.rotate()
    assert (settings.KEYS.current, under_key("k2")) == ("k2", True)
    assert not Rotation.objects.filter(finished=False).exists()


@pytest.mark.django_db
def test_a_finished_rotation_is_followed_by_a_new_key(own_keys: Path) -> None:
    rotation.rotate()
    rotation.rotate()
    assert settings.KEYS.current == "k3"


@pytest.mark.django_db
def test_what_an_old_server_wrote_under_the_old_key_is_brought_over_before_retiring(own_keys: Path) -> None:
    old = settings.KEYS
    rotation.rotate()
    new, settings.KEYS = settings.KEYS, old
    late = factories.person(phone="333 7654321")
    settings.KEYS = new
    assert not under_key("k2")
    rotation.rotate(retire=True)
    assert under_key("k2")
    assert Person.objects.get(pk=late.pk).phone == "+393337654321"


@pytest.mark.django_db
def test_rotation_with_a_foreign_key_file_is_refused(tmp_path: Path, settings: Any) -> None:
    settings.KEYS_FILE = tmp_path / "new.json"
    settings.KEYS = keyfile.load_keys(settings.KEYS_FILE)
    with pytest.raises(Refused):
        rotation.rotate()


@pytest.mark.django_db
def test_a_destroyed_person_key_stays_destroyed_through_a_rotation(own_keys: Path, rosa: Any) -> None:
    sealed = personkeys.seal_for(rosa.ref, rosa.full_name, where="a.b")
    personkeys.destroy_key(rosa.ref)
    rotation.rotate()
    assert PersonKey.objects.get(pk=rosa.ref).wrapped == ""
    assert personkeys.open_for(rosa.ref, sealed, where="a.b") == personkeys.DESTROYED


def test_every_encrypted_field_of_every_model_is_in_the_rotation() -> None:
    from django.apps import apps

    fields = {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedTextField)
    }
    covered = {
        (target.name, field.name)
        for target in rotation.targets()
        if isinstance(target, rotation.Columns)
        for field in target.fields
    }
    assert covered == fields
    assert fields


@pytest.mark.slow
def test_a_rotation_killed_with_kill_9_goes_on(tmp_path: Path) -> None:
    home = tmp_path / "home"
    environment = {**os.environ, "JOBCAFFE_HOME": str(home), "DATABASE_URL": "", "PYTHONPATH": os.getcwd()}

    def run(code: str) -> subprocess.CompletedProcess[str]:
        start = (
            "import os; os.environ['DJANGO_SETTINGS_MODULE']='jobcaffe.config.settings'\n"
            "import django; django.setup()\n"
            "from django.core.management import call_command\n"
            "from jobcaffe.foundation.privacy import rotation\n"
        )
        return subprocess.run(
            [sys.executable, "-c", start + code], env=environment, capture_output=True, text=True
        )

    made = run(
        "call_command('migrate', verbosity=0)\nfrom tests import factories\n"
        "for _ in range(30): factories.person()\n"
    )
    assert made.returncode == 0, made.stderr
    killed = run(
        "import signal\nrotation.CHUNK = 3\nwrite = rotation.Columns.write_again\n"
        "def dies(self, keys, key_id):\n"
        "    done = write(self, keys, key_id)\n"
        "    if self.name == 'people.person' and str(keys[-1]) > '8': os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return done\n"
        "rotation.Columns.write_again = dies\nrotation.rotate()\n"
    )
    assert killed.returncode == -9
    again = run(
        "rotation.rotate()\nfrom django.conf import settings\n"
        "from jobcaffe.people.models import Person\n"
        "print(settings.KEYS.current, len([p.phone for p in Person.objects.all()]),"
        " sum(t.left('k2') for t in rotation.targets()))\n"
    )
    assert again.stdout.split() == ["k2", "30", "0"], again.stderr


# --- the other checks ---------------------------------------------------------------------------
@pytest.mark.django_db
def test_this_installation_is_fit_to_start() -> None:
    assert [message for message in run_checks(databases=["default"]) if message.is_serious()] == []
