"""What the keeper of the system sees: everything about the machine, nothing about people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jobcaffe.foundation import backup, upkeep
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> None:
    settings.HOME, settings.BACKUPS = tmp_path, tmp_path / "backups"


def looked(ok: bool) -> None:
    row = {"ok": ok, "title": "Spazio sul disco", "detail": "libero il 3 %", "how_to_mend": "Libera spazio."}
    Job.objects.create(
        task=upkeep.look_over.module_path,
        state=State.DONE,
        finished_at=timezone.now(),
        result={"findings": [row]},
    )


def test_before_the_first_look_the_page_says_what_to_start(client_for: Clients) -> None:
    page = client_for("sysadmin").get("/sistema/").content.decode()
    assert "Nessuno ha ancora controllato" in page
    assert "jobcaffe work" in page


@pytest.mark.parametrize(("ok", "words"), [(True, "Tutto a posto"), (False, "Libera spazio.")])
def test_it_shows_what_was_found_and_how_to_mend_it(client_for: Clients, ok: bool, words: str) -> None:
    looked(ok)
    assert words in client_for("sysadmin").get("/sistema/").content.decode()


def test_the_button_queues_one_backup_and_shows_its_progress(client_for: Clients) -> None:
    client = client_for("sysadmin")
    first, second = client.post("/sistema/salva/"), client.post("/sistema/salva/")
    assert first.url == second.url
    assert "Salvataggio" in client.get(first.url).content.decode()
    assert Job.objects.get().task == upkeep.save.module_path


def test_a_stuck_job_is_told(client_for: Clients) -> None:
    Job.objects.create(task="none", state=State.FAILED)
    assert "Un lavoro è fermo" in client_for("sysadmin").get("/sistema/").content.decode()


@pytest.mark.parametrize("role", [role for role in Role.values if role != "sysadmin"])
def test_nobody_else_finds_it(client_for: Clients, role: str) -> None:
    client = client_for(role)
    assert client.get("/sistema/").status_code == 404
    assert client.post("/sistema/salva/").status_code == 404


def test_a_backup_made_after_the_last_look_is_not_missing(client_for: Clients) -> None:
    told = {"ok": False, "title": "Ultimo salvataggio", "detail": "non ce n'è ancora uno"}
    Job.objects.create(
        task=upkeep.look_over.module_path,
        state=State.DONE,
        finished_at=timezone.now(),
        result={"findings": [told]},
    )
    words = "non ce n&#x27;è ancora uno"
    assert words in client_for("sysadmin").get("/sistema/").content.decode()
    backup.backup(Path(upkeep.settings.BACKUPS))
    page = client_for("sysadmin").get("/sistema/").content.decode()
    assert (words in page, "Tutto a posto" in page) == (False, True)
