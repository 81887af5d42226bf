"""The doctor reads back, and says how to mend."""

from __future__ import annotations

import json
import os
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation import backup as backups
from jobcaffe.foundation import doctor
from jobcaffe.foundation.db import guards
from jobcaffe.foundation.doctor import Finding, examine
from jobcaffe.foundation.journal.actions import SYSTEM, record
from jobcaffe.foundation.journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> Path:
    """A home of its own."""
    settings.HOME = tmp_path
    return tmp_path


def told(title: str) -> Finding:
    """One finding by its title."""
    (finding,) = [finding for finding in examine() if finding.title == title]
    return finding


def note_backup(hours: int, **head: Any) -> None:
    """As a backup made some hours ago would have noted."""
    path = Path(doctor.settings.HOME) / "made.jcb"
    path.touch()
    at = timezone.now() - timedelta(hours=hours)
    note = {"at": at.isoformat(), "file": str(path), "seq": 0, "mac": "", **head}
    (Path(doctor.settings.HOME) / backups.LAST).write_text(json.dumps(note))


def test_every_examination_ends_with_words_and_those_that_fail_say_how_to_mend() -> None:
    findings = examine()
    assert len(findings) == len(doctor.EXAMINATIONS)
    assert all(finding.title and finding.detail for finding in findings)
    assert all(finding.how_to_mend for finding in findings if not finding.ok)


@pytest.mark.parametrize(
    "title", ["Impostazioni del database", "Struttura del database", "File delle chiavi", "Fusi orari"]
)
def test_this_installation_is_found_well(title: str) -> None:
    finding = told(title)
    assert finding.ok, finding.detail


def test_a_backup_of_yesterday_is_fine_an_old_one_or_none_is_not() -> None:
    assert not told("Ultimo salvataggio").ok
    note_backup(hours=20)
    assert told("Ultimo salvataggio").ok
    note_backup(hours=50)
    assert not told("Ultimo salvataggio").ok


def test_a_touched_journal_is_found_with_its_row(unguarded: Any) -> None:
    with transaction.atomic():
        record(SYSTEM, "person.read")
        record(SYSTEM, "person.read")
    assert told("Registro delle operazioni").ok
    with unguarded(guards.JOURNAL):
        Entry.objects.filter(seq=2).update(action="person.list")
    finding = told("Registro delle operazioni")
    assert not finding.ok
    assert "riga 2" in finding.detail


def test_a_journal_shorter_than_the_last_backup_knows_is_found() -> None:
    note_backup(hours=1, seq=7, mac="f" * 64)
    assert not told("Registro delle operazioni").ok


def test_an_open_key_file_is_found(own_keys: Path) -> None:
    os.chmod(own_keys, 0o644)
    finding = told("File delle chiavi")
    assert (finding.ok, finding.how_to_mend) == (False, f"chmod 600 {own_keys}")


def test_a_home_that_others_read_is_found(settings: Any) -> None:
    # Where everybody can walk in, unlike the home of the tests.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        settings.HOME = Path(folder)
        settings.FILES_ROOT = settings.OUTBOX = Path(folder) / "none"
        assert folder not in told("Permessi dei file").how_to_mend
        os.chmod(folder, 0o705)
        assert f"chmod o-rwx {folder}" in told("Permessi dei file").how_to_mend


def test_a_mail_server_that_does_not_answer_is_found(settings: Any) -> None:
    assert told("Posta in uscita").ok
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    settings.EMAIL_USE_SSL = False
    assert not told("Posta in uscita").ok


def test_an_examination_that_breaks_is_a_finding_and_the_others_are_still_told(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Nowhere"
    findings = examine()
    assert [finding.ok for finding in findings if finding.title == "Fusi orari"] == [False]
    assert len(findings) == len(doctor.EXAMINATIONS)
