"""What is wrong with this installation, and how to mend it: read back, never assumed.

Each examination is a small function that returns one :class:`Finding`. None changes anything;
one that breaks is itself a finding, so that the others are still told.
"""

from __future__ import annotations

import shutil
import smtplib
import stat
import time
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from jobcaffe.foundation import backup, checks
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.verify import Mark, verify
from jobcaffe.foundation.privacy import keycheck

LEAST_FREE_SHARE = 0.15
BACKUP_HOURS = 26  # once a day, and two hours of grace
STUCK_MINUTES = 30
OLDEST_TRUE_YEAR = 2024
TOUCHED = "Qualcuno ha toccato il database: conserva una copia e avvisa il titolare dei dati."


@dataclass(frozen=True)
class Finding:
    """One thing examined. ``title``, ``detail`` and ``how_to_mend`` are Italian."""

    ok: bool
    title: str
    detail: str
    how_to_mend: str = ""


def examine() -> list[Finding]:
    """Everything, in the order in which one would mend it."""
    return [_safely(look) for look in EXAMINATIONS]


def _safely(look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Exception as error:
        title = (look.__doc__ or look.__name__).splitlines()[0].rstrip(".")
        return Finding(False, title, f"Il controllo non è riuscito: {error}", "Guarda il registro del sito.")


def _database() -> Finding:
    """Impostazioni del database."""
    title = "Impostazioni del database"
    if connection.vendor == "sqlite":
        live = checks.pragmas()
        detail = "SQLite: " + ", ".join(f"{name}={value}" for name, value in live.items())
    else:
        served = checks.server_settings()
        detail = "PostgreSQL: " + ", ".join(f"{name}={value}" for name, value in served.items())
    wrong = [*checks.database_settings(), *checks.live_database(databases=[DEFAULT_DB_ALIAS])]
    if not wrong:
        return Finding(True, title, detail)
    return Finding(False, title, " ".join(str(message.msg) for message in wrong), str(wrong[0].hint))


def _disk() -> Finding:
    """Spazio sul disco."""
    usage = shutil.disk_usage(settings.HOME)
    detail = f"libero il {usage.free / usage.total:.0%} ({usage.free / 1e9:.1f} GB)"
    ok = usage.free / usage.total >= LEAST_FREE_SHARE
    return Finding(ok, "Spazio sul disco", detail, "Libera spazio: serve almeno il 15 %.")


def _key_file() -> Finding:
    """File delle chiavi."""
    title, path = "File delle chiavi", Path(settings.KEYS_FILE)
    wrong = checks.key_file_mode()
    if wrong:
        return Finding(False, title, str(wrong[0].msg), str(wrong[0].hint))
    foreign = keycheck.mismatches()
    if foreign:
        detail = f"{path} non è di questo database ({', '.join(foreign)})"
        return Finding(False, title, detail, "Rimetti il file delle chiavi di questo database.")
    count = len(settings.KEYS.field_keys)
    old = "" if count == 1 else f", {count - 1} vecchie da togliere con rotate-keys --retire"
    return Finding(True, title, f"{path}, chiave {settings.KEYS.current}{old}")


def _permissions() -> Finding:
    """Permessi dei file."""
    paths = [Path(settings.HOME), Path(settings.FILES_ROOT), Path(settings.OUTBOX)]
    if connection.vendor == "sqlite":
        paths.append(Path(str(connection.settings_dict["NAME"])))
    open_ = [path for path in paths if path.exists() and _readable_by_others(path)]
    if not open_:
        return Finding(True, "Permessi dei file", f"nessun altro legge {settings.HOME}")
    listed = " ".join(str(path) for path in open_)
    return Finding(False, "Permessi dei file", f"altri possono leggere: {listed}", f"chmod o-rwx {listed}")


def _readable_by_others(path: Path) -> bool:
    """Whether every folder on the way and the path itself let others in."""
    inside = path.stat().st_mode & 0o007
    return bool(inside) and all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)


def _migrations() -> Finding:
    """Struttura del database."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not waiting:
        return Finding(True, "Struttura del database", "aggiornata")
    names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _back in waiting[:5])
    return Finding(
        False, "Struttura del database", f"mancano {len(waiting)}: {names}", "jobcaffe manage migrate"
    )


def _assets() -> Finding:
    """Fogli di stile e caratteri."""
    folder = Path(apps.get_app_config("ui").path) / "static" / "build"
    built = [path for path in folder.rglob("*.css") if path.stat().st_size] if folder.exists() else []
    detail = f"{len(built)} fogli di stile in {folder}" if built else f"{folder} è vuota"
    return Finding(bool(built), "Fogli di stile e caratteri", detail, "make assets")


def _texts() -> Finding:
    """Testi tradotti."""
    sources = [path for root in settings.LOCALE_PATHS for path in Path(root).rglob("*.po")]
    stale = [
        path
        for path in sources
        if not path.with_suffix(".mo").exists()
        or path.with_suffix(".mo").stat().st_mtime < path.stat().st_mtime
    ]
    if stale:
        names = ", ".join(path.parent.parent.name for path in stale)
        return Finding(False, "Testi tradotti", f"da compilare: {names}", "make assets")
    return Finding(True, "Testi tradotti", f"{len(sources)} traduzioni compilate")


def _journal() -> Finding:
    """Registro delle operazioni."""
    last = backup.last_backup()
    outside = Mark(int(last["seq"]), str(last["mac"])) if last else None
    verdict = verify(outside)
    if verdict.whole:
        since = " e quella annotata nell'ultimo salvataggio" if outside else ""
        return Finding(True, "Registro delle operazioni", f"intero: {verdict.rows} righe{since}")
    first = verdict.faults[0]
    detail = f"dalla riga {first.seq}: {first.why} Problemi trovati: {len(verdict.faults)}."
    return Finding(False, "Registro delle operazioni", detail, TOUCHED)


def journal_since(noted: str) -> Finding:
    """Whether the journal still holds the row that a witness got by mail, ``"1234:abcd…"``.

    Raises :class:`Refused` for words of another shape.
    """
    row, _colon, mac = noted.strip().partition(":")
    if not row.isdigit() or not mac:
        raise Refused("Scrivi la riga e l'impronta come nel messaggio, per esempio 1234:9f3c…")
    verdict = verify(Mark(int(row), mac))
    title = "Registro delle operazioni"
    if verdict.whole:
        return Finding(True, title, f"intero: {verdict.rows} righe, e la riga {row} è quella del messaggio")
    return Finding(False, title, " ".join(fault.why for fault in verdict.faults[:3]), TOUCHED)


def _jobs() -> Finding:
    """Lavori in automatico."""
    late = timezone.now() - timedelta(minutes=STUCK_MINUTES)
    told = Job.objects.filter(quiet=False)
    stuck = told.filter(lease_until__lt=late, state=State.RUNNING).count()
    waiting = told.filter(run_after__lt=late, state=State.READY).count()
    detail = f"fermi a metà da oltre {STUCK_MINUTES} minuti: {stuck}; in attesa da altrettanto: {waiting}"
    mend = "Avvia jobcaffe work: li riprende da solo."
    return Finding(not stuck + waiting, "Lavori in automatico", detail, mend)


def last_backup() -> Finding:
    """Ultimo salvataggio."""
    title, mend = "Ultimo salvataggio", "jobcaffe backup CARTELLA, ogni giorno (vedi docs/operations.md)"
    last = backup.last_backup()
    if last is None:
        return Finding(False, title, "non ce n'è ancora uno", mend)
    made = datetime.fromisoformat(str(last["at"]))
    hours = (timezone.now() - made).total_seconds() / 3600
    detail = f"{timezone.localtime(made):%d/%m/%Y %H:%M}, {last['file']}"
    if not Path(str(last["file"])).exists():
        return (
            Finding(True, title, f"{detail} (spostato altrove)")
            if hours <= BACKUP_HOURS
            else (Finding(False, title, detail, mend))
        )
    return Finding(hours <= BACKUP_HOURS, title, detail, mend)


def _time_zones() -> Finding:
    """Fusi orari."""
    rome = zoneinfo.ZoneInfo(settings.TIME_ZONE)
    winter, summer = (datetime(2026, month, 1, 12, tzinfo=rome).utcoffset() for month in (1, 7))
    ok = (winter, summer) == (timedelta(hours=1), timedelta(hours=2))
    return Finding(ok, "Fusi orari", f"{settings.TIME_ZONE}: inverno +1, estate +2", "apt install tzdata")


def _clock() -> Finding:
    """Orologio."""
    now = datetime.now(UTC)
    newest = Path(settings.KEYS_FILE).stat().st_mtime
    ok = now.year >= OLDEST_TRUE_YEAR and newest <= time.time() + 60
    return Finding(ok, "Orologio", f"{timezone.localtime(now):%d/%m/%Y %H:%M:%S}", "timedatectl set-ntp true")


def _mail() -> Finding:
    """Posta in uscita."""
    host = getattr(settings, "EMAIL_HOST", "")
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return Finding(True, "Posta in uscita", f"i messaggi restano in {settings.OUTBOX}")
    server = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    try:
        with server(host, int(settings.EMAIL_PORT), timeout=settings.EMAIL_TIMEOUT) as mail:
            code, _words = mail.noop()
    except (OSError, smtplib.SMTPException) as error:
        mend = "Controlla EMAIL_URL e la rete."
        return Finding(False, "Posta in uscita", f"{host} non risponde: {error}", mend)
    return Finding(200 <= code < 300, "Posta in uscita", f"{host} risponde", "Controlla EMAIL_URL.")


EXAMINATIONS: list[Callable[[], Finding]] = [
    _database,
    _migrations,
    _key_file,
    _permissions,
    _disk,
    _journal,
    last_backup,
    _jobs,
    _mail,
    _assets,
    _texts,
    _time_zones,
    _clock,
]


def also_examine(look: Callable[[], Finding]) -> None:
    """A room above adds what it reads back of itself, once."""
    if look not in EXAMINATIONS:
        EXAMINATIONS.append(look)
