"""What an installation does for itself: a backup every night, a look over everything every hour.

Both are jobs, so that the page of the keeper shows what was found without finding it again: the
doctor walks the whole journal and knocks at the mail server, which no page should wait for.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from jobcaffe.foundation import backup, doctor
from jobcaffe.foundation.access import require
from jobcaffe.foundation.jobs.actions import enqueue
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.jobs.periodic import periodic
from jobcaffe.foundation.jobs.steps import progress
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.foundation.privacy.retention import retention_rules

KEEP = 30
LOOK_EVERY = timedelta(hours=1)
# Two looks missed: nobody works the queue.
STALE = timedelta(hours=2)


@dataclass(frozen=True)
class Kept:
    """One backup in the folder: its name, when it was written, how many bytes."""

    name: str
    made_at: datetime
    size: int


@dataclass(frozen=True)
class Look:
    """What the last look over everything found, and when."""

    at: datetime
    findings: tuple[doctor.Finding, ...]

    @property
    def stale(self) -> bool:
        """Whether it is so old that the worker cannot be running."""
        return timezone.now() - self.at > STALE


def kept() -> list[Kept]:
    """The backups in the folder of the installation, the newest first."""
    folder = Path(settings.BACKUPS)
    found = [(path, path.stat()) for path in folder.glob(f"*{backup.SUFFIX}")] if folder.exists() else []
    rows = [
        Kept(
            path.name, datetime.fromtimestamp(told.st_mtime, tz=timezone.get_current_timezone()), told.st_size
        )
        for path, told in found
    ]
    return sorted(rows, key=lambda row: (row.made_at, row.name), reverse=True)


def thin_out() -> int:
    """Remove backups beyond the newest :data:`KEEP`, and those older than the rule "backup"; how many.

    The newest stays whatever its age. Only files that carry a backup's name are looked at.
    """
    limit = retention_rules()["backup"].cut_off(timezone.localdate())
    gone = [
        row
        for place, row in enumerate(kept())
        if place >= KEEP or (place and limit and row.made_at.date() <= limit)
    ]
    for row in gone:
        (Path(settings.BACKUPS) / row.name).unlink(missing_ok=True)
    return len(gone)


@task()
def save() -> dict[str, str]:
    """One backup into the folder of the installation, then the oldest go."""
    progress(0, 2, "Sto salvando il database e i documenti.")
    path = backup.backup(Path(settings.BACKUPS))
    progress(1, 2, "Tolgo i salvataggi più vecchi.")
    thin_out()
    progress(2, 2, "Fatto.")
    size = path.stat().st_size / 1e6
    return {"url": reverse("system:state") + "#salvataggi", "text": f"Salvato: {path.name}, {size:.1f} MB."}


@periodic(at="02:30", title=_("Salvataggio della notte"))
def save_every_night() -> None:
    """Every night; a backup that is being made at that moment is enough."""
    with transaction.atomic():
        enqueue(save, title="Salvataggio della notte", dedupe_key="backup")


def save_now(*, actor: Actor) -> Job:
    """Queue a backup for whoever keeps the system; the one already in the queue is returned."""
    require(actor, "system.read")
    with transaction.atomic():
        return enqueue(save, actor=actor, title="Salvataggio", dedupe_key="backup", max_attempts=2)


@periodic(every=LOOK_EVERY, title=_("Controllo di tutto"))
def look_over() -> dict[str, Any]:
    """Every hour: all that the doctor examines. The result of the job is what the page shows."""
    findings = doctor.examine()
    return {
        "url": reverse("system:state"),
        "text": f"Da sistemare: {sum(not finding.ok for finding in findings)}.",
        "findings": [asdict(finding) for finding in findings],
    }


def look_now(*, actor: Actor) -> Job:
    """Queue a look for whoever keeps the system."""
    require(actor, "system.read")
    with transaction.atomic():
        return enqueue(look_over, actor=actor, title="Controllo di tutto", dedupe_key="look-over")


def last_look() -> Look | None:
    """What the last look found; ``None`` before the first. One query."""
    done = Job.objects.filter(task=look_over.module_path, state=State.DONE).order_by("-finished_at")
    row = done.values_list("finished_at", "result").first()
    if row is None or row[0] is None or not isinstance(row[1], dict):
        return None
    told = [doctor.Finding(**found) for found in row[1].get("findings", [])]
    # The backup is noted in one small file: read now, it never says less than what lies beside it.
    now = doctor.last_backup()
    return Look(row[0], tuple(now if found.title == now.title else found for found in told))
