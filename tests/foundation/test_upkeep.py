"""The nightly backup, what is kept of them, and the hourly look."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from jobcaffe.cli import main
from jobcaffe.foundation import upkeep
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.doctor import journal_since
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.jobs.periodic import REGISTRY
from jobcaffe.foundation.journal import tasks as journal
from jobcaffe.foundation.journal.actions import SYSTEM, record
from jobcaffe.foundation.journal.verify import head
from jobcaffe.foundation.sealedstream import Damaged, Reader, Secret
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    settings.BACKUPS = tmp_path / "elsewhere"
    return tmp_path


def old_backup(days: int, number: int = 0) -> Path:
    path = Path(upkeep.settings.BACKUPS) / f"jobcaffe-{days:04d}-{number:04d}.jcb"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (then, then))
    return path


def opens(path: Path, passphrase_file: Path | None = None) -> bool:
    """Whether all of a backup can be read with this passphrase, or with the key file."""
    keys = upkeep.settings.KEYS
    secret = Secret.from_passphrase_file(passphrase_file) if passphrase_file else Secret(key=keys.backup_key)
    try:
        with path.open("rb") as source, Reader(source, secret) as reader:
            read = len(reader.read(100))
            reader.drain()
    except Damaged:
        return False
    return read == 100


def test_a_backup_is_made_listed_and_opens() -> None:
    factories.person(first_name="Lina")
    done = upkeep.save.func()
    (row,) = upkeep.kept()
    assert row.size > 1000
    assert row.name in done["text"]
    assert done["url"].endswith("#salvataggi")
    assert opens(Path(upkeep.settings.BACKUPS) / row.name)


def test_the_newest_thirty_stay_and_nothing_older_than_the_rule() -> None:
    for number in range(35):
        old_backup(number)
    old_backup(200)
    note = Path(upkeep.settings.BACKUPS) / "leggimi.txt"
    note.write_text("resta")
    assert upkeep.thin_out() == 6
    assert [row.name for row in upkeep.kept()] == [f"jobcaffe-{n:04d}-0000.jcb" for n in range(30)]
    assert note.exists()


def test_the_only_backup_stays_however_old() -> None:
    path = old_backup(400)
    assert upkeep.thin_out() == 0
    assert path.exists()
    newer = old_backup(300)
    assert upkeep.thin_out() == 1
    assert (path.exists(), newer.exists()) == (False, True)


def test_only_who_keeps_the_system_makes_one_and_two_presses_are_one() -> None:
    keeper = factories.user("sysadmin")
    first, second = upkeep.save_now(actor=keeper), upkeep.save_now(actor=keeper)
    assert first.pk == second.pk
    for role in ("coordinator", "desk", "funder"):
        with pytest.raises(Refused):
            upkeep.save_now(actor=factories.user(role))
    assert Job.objects.count() == 1


def test_the_night_and_the_hour_are_in_the_queue_s_calendar() -> None:
    assert str(REGISTRY[upkeep.save_every_night.module_path].at) == "02:30:00"
    assert REGISTRY[upkeep.look_over.module_path].every == timedelta(hours=1)
    assert journal.tell_witnesses.module_path in REGISTRY


def test_what_the_look_found_is_read_back_and_grows_stale() -> None:
    assert upkeep.last_look() is None
    found = upkeep.look_over.func()
    job = Job.objects.create(
        task=upkeep.look_over.module_path, state=State.DONE, finished_at=timezone.now(), result=found
    )
    look = upkeep.last_look()
    assert look is not None
    assert [finding.title for finding in look.findings] == [row["title"] for row in found["findings"]]
    assert not look.stale
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now() - timedelta(hours=3))
    late = upkeep.last_look()
    assert late is not None
    assert late.stale


def test_each_witness_gets_the_head_and_can_prove_a_cut(settings: Any) -> None:
    from django.db import transaction

    with transaction.atomic():
        record(SYSTEM, "backup.make")
    settings.JOURNAL_WITNESSES = ["una@example.org", "due@example.org"]
    assert journal.tell_witnesses.func() == 2
    assert journal.tell_witnesses.func() == 2
    jobs = list(Job.objects.order_by("args"))
    assert len(jobs) == 2
    assert "@" not in str([job.args for job in jobs])
    for job in jobs:
        journal.tell_witness.func(*job.args)
    assert sorted(message.to[0] for message in mail.outbox) == ["due@example.org", "una@example.org"]
    mark = head()
    noted = f"{mark.seq}:{mark.mac}"
    assert noted in mail.outbox[0].body
    assert journal_since(noted).ok
    assert not journal_since(f"{mark.seq}:{'0' * 64}").ok
    assert not journal_since(f"{mark.seq + 1}:{mark.mac}").ok
    with pytest.raises(Refused):
        journal_since("12")


def test_without_witnesses_nothing_leaves(settings: Any) -> None:
    settings.JOURNAL_WITNESSES = []
    assert journal.tell_witnesses.func() == 0
    assert Job.objects.count() == 0


def test_the_command_seals_with_a_passphrase_and_opens_only_with_it(tmp_path: Path, capsys: Any) -> None:
    secret, other = tmp_path / "frase", tmp_path / "altra"
    secret.write_text("una frase lunga da ricordare\n")
    other.write_text("un'altra frase abbastanza lunga\n")
    folder = tmp_path / "out"
    assert main(["backup", str(folder), "--passphrase-file", str(secret)]) == 0
    (made,) = folder.glob("*.jcb")
    assert (opens(made), opens(made, other), opens(made, secret)) == (False, False, True)
    assert main(["backup", str(folder), "--passphrase-file", str(tmp_path / "manca")]) == 2
    assert "non c'è" in capsys.readouterr().err
