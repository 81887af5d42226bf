"""Putting what a backup held where the site reads it; what was there is set aside, never deleted."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.files.store import sync_folder


def database_file() -> Path:
    """The SQLite file of this installation."""
    return Path(str(settings.DATABASES[DEFAULT_DB_ALIAS]["NAME"]))


def put_in_place(workshop: Path, home: Path, databases: list[str], *, replace: bool) -> str:
    """Move the parts to where the site reads them; what was there goes aside. Returns where."""
    database = home / database_file().name
    files = home / Path(settings.FILES_ROOT).name
    present = [Path(f"{database}{tail}") for tail in ("", "-wal", "-shm", ".writer")] if databases else []
    present = [path for path in present if path.exists()]
    if files.exists() and any(files.rglob("*")):
        present.append(files)
    if present and not replace:
        raise Refused(f"In {home} ci sono già dei dati. Aggiungi --replace per metterli da parte.")
    aside = _set_aside(present, home)
    for name in databases:
        os.replace(workshop / name, database)
    if (workshop / "files").exists():
        if files.exists():
            files.rmdir() if not any(files.iterdir()) else shutil.rmtree(files)
        os.replace(workshop / "files", files)
    sync_folder(home)
    return aside


def _set_aside(present: list[Path], home: Path) -> str:
    if not present:
        return ""
    aside = home / f"before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    aside.mkdir(mode=0o700)
    for path in present:
        os.replace(path, aside / path.name)
    sync_folder(aside)
    return str(aside)
