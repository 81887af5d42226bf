"""The ``jobcaffe`` command. Each subcommand is a short door to an action of a room."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

Command = Callable[[argparse.Namespace], int]


def _django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")
    django.setup()


def _manage(*arguments: str) -> int:
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobcaffe.config.settings")
    execute_from_command_line(["jobcaffe", *arguments])
    return 0


def _database_ready() -> None:
    """Make or bring forward the database; then refuse to start on settings or keys that lose data."""
    _manage("migrate", "--skip-checks", "-v", "0")
    from jobcaffe.foundation.checks import refuse_to_start

    refuse_to_start()


def _hang_up() -> None:
    """Close what is open to the database: processes that are forked now would share one connection,
    and read each other's answers."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):  # PostgreSQL
            connection.close_pool()


def manage(options: argparse.Namespace) -> int:
    """Django's own commands."""
    return _manage(*options.arguments)


def serve(options: argparse.Namespace) -> int:
    """The web server."""
    _database_ready()
    _hang_up()
    from granian import Granian
    from granian.constants import Interfaces

    from jobcaffe.foundation.serving import limits

    print(f"Job Caffè: http://{options.host}:{options.port}", flush=True)
    Granian(
        "jobcaffe.config.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        **limits(),
        websockets=False,
        log_enabled=False,
    ).serve()
    return 0


def work(options: argparse.Namespace) -> int:
    """The worker of background jobs."""
    _django()
    from jobcaffe.foundation.jobs import worker

    worker.run(once=options.once)
    return 0


def demo(options: argparse.Namespace) -> int:
    """The made-up community, ready to be visited."""
    home = Path(options.home or os.environ.get("JOBCAFFE_HOME") or "var/demo").resolve()
    os.environ.update(
        JOBCAFFE_HOME=str(home), JOBCAFFE_DEMO="1", JOBCAFFE_URL=f"http://127.0.0.1:{options.port}"
    )
    if options.fresh:
        _forget(home)
    _database_ready()
    made = subprocess.run([sys.executable, "-c", "from jobcaffe import cli; cli.fill()"], check=False)
    if made.returncode:
        return made.returncode
    _django()
    from jobcaffe.demo import community

    print(community.welcome(f"http://127.0.0.1:{options.port}"), flush=True)
    return _with_worker(lambda: serve(options))


def fill() -> None:
    """Make the made-up community where there is none yet, in a process that only does this.

    Setting a page in type starts threads. A server forked afterwards would not have them and wait for
    them for ever at its first PDF.
    """
    _django()
    from jobcaffe.demo import community

    community.ensure(progress=lambda text: print(f"  {text}", flush=True))


def _forget(home: Path) -> None:
    """Remove a demo's own files, and only those of a demo."""
    import shutil

    if (home / "demo").exists():
        shutil.rmtree(home)


def _with_worker(serve_site: Callable[[], int]) -> int:
    """Serve the site beside a worker process; both end together."""
    helper = subprocess.Popen([sys.executable, "-m", "jobcaffe.cli", "work"])

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    try:
        return serve_site()
    finally:
        helper.terminate()
        try:
            helper.wait(10)
        except subprocess.TimeoutExpired:
            helper.kill()


def programme(options: argparse.Namespace) -> int:
    """Check or load the file of the programme."""
    _django()
    from jobcaffe.plan import commands

    return commands.check(options.file) if options.what == "check" else commands.load(options.file)


def import_file(options: argparse.Namespace) -> int:
    """Preview, apply or undo an import of a spreadsheet."""
    _django()
    if options.kind == "esco":
        from jobcaffe.vocabulary import commands as vocabulary

        return vocabulary.bring(options.file, dry=options.dry_run)
    from jobcaffe.web.imports import commands

    return commands.run(
        options.kind, options.file, dry=options.dry_run, refused=options.refused, undo=options.undo
    )


def report(options: argparse.Namespace) -> int:
    """Issue the report of a closed period."""
    _django()
    from jobcaffe.programme import commands

    return commands.report(options.period, options.format, Path(options.out), audience=options.audience)


def _file(name: str) -> Path | None:
    """The path that was given, or none. Raises ``FileNotFoundError`` when it is not there."""
    if not name:
        return None
    if not Path(name).is_file():
        raise FileNotFoundError(f"il file {name} non c'è. Controlla il nome.")
    return Path(name)


def backup(options: argparse.Namespace) -> int:
    """One encrypted file with everything but the keys."""
    _django()
    from jobcaffe.foundation import backup as backups

    started = time.monotonic()
    path = backups.backup(Path(options.folder), passphrase_file=_file(options.passphrase_file))
    print(f"Salvato in {path} ({path.stat().st_size / 1e6:.1f} MB, {time.monotonic() - started:.1f} s)")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Bring a backup back."""
    _django()
    from jobcaffe.foundation import backup as backups

    secret = _file(options.passphrase_file)
    print(backups.restore(Path(options.file), replace=options.replace, passphrase_file=secret))
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Read back the settings that matter and say what is wrong; or compare the journal with a mail."""
    _django()
    from jobcaffe.foundation.doctor import examine, journal_since

    findings = [journal_since(options.journal)] if options.journal else examine()
    for finding in findings:
        print(f"{'✓' if finding.ok else '✗'} {finding.title}: {finding.detail}")
        if not finding.ok:
            print(f"    → {finding.how_to_mend}")
    wrong = sum(not finding.ok for finding in findings)
    print("Tutto a posto." if not wrong else f"Da sistemare: {wrong}.")
    return 1 if wrong else 0


def staff(options: argparse.Namespace) -> int:
    """Give somebody a role; the first administrator enters this way, also on an empty database."""
    _database_ready()
    _django()
    from jobcaffe.foundation.accounts import commands

    return commands.add_staff(options.name, options.email, options.role, options.team)


def rotate_keys(options: argparse.Namespace) -> int:
    """New field key; everything encrypted is written again under it."""
    _django()
    from jobcaffe.foundation.privacy import rotation

    rotation.rotate(retire=options.retire, progress=lambda text: print(text, flush=True))
    return 0


def protect(options: argparse.Namespace) -> int:
    """A table of counts in, a publishable one out."""
    from jobcaffe.foundation.disclosure import run

    return run(options.schema)


def solve(options: argparse.Namespace) -> int:
    """An instance of a kernel in, its proposal out."""
    from jobcaffe.foundation.solving import run

    return run(options.kernel, schema=options.schema, seconds=options.seconds, seed=options.seed)


def concepts(options: argparse.Namespace) -> int:
    """What somebody wrote, to a trade or a skill."""
    from jobcaffe.vocabulary import commands

    return commands.link(
        options.text,
        concepts=options.concepts,
        kind=options.kind,
        k=options.number,
        as_json=options.json,
        schema=options.schema,
    )


def venture(options: argparse.Namespace) -> int:
    """A small activity in, the forms side by side out."""
    from jobcaffe.worklife.ventures.commands import run

    return run(schema=options.schema)


def _passphrase(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--passphrase-file", default="", metavar="FILE", help="usa la frase di questo file, non le chiavi"
    )


def _search(command: argparse.ArgumentParser) -> None:
    command.add_argument("--schema", action="store_true", help="mostra la forma del file")
    command.add_argument("--seconds", type=float, default=600.0, help="tempo massimo in secondi (600)")
    command.add_argument("--seed", type=int, default=0, help="stesso numero, stessa proposta (0)")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="jobcaffe", description="Job Caffè, la piattaforma del welfare di comunità."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMANDO")

    def add(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    for name, run, text in (
        ("serve", serve, "Avvia il sito"),
        ("demo", demo, "Avvia il sito con una comunità inventata"),
    ):
        command = add(name, run, text)
        command.add_argument("--host", default="127.0.0.1")
        command.add_argument("--port", type=int, default=8000)
        command.add_argument("--workers", type=int, default=2)
        if name == "demo":
            command.add_argument("--home", help="cartella della demo (var/demo)")
            command.add_argument("--fresh", action="store_true", help="ricomincia da capo")
    add("work", work, "Esegue i lavori in attesa").add_argument("--once", action="store_true")
    command = add("programme", programme, "Controlla o carica il file del programma")
    command.add_argument("what", choices=["load", "check"])
    command.add_argument("file", nargs="?", default="")
    command = add("import", import_file, "Importa un elenco da CSV, XLSX o ODS")
    command.add_argument("kind", choices=["people", "organisations", "encounters", "esco"])
    command.add_argument("file", nargs="?", default="")
    command.add_argument("--dry-run", action="store_true", help="mostra solo l'anteprima")
    command.add_argument("--refused", default="", help="dove scrivere le righe rifiutate (CSV)")
    command.add_argument("--undo", default="", metavar="NUMERO", help="annulla un'importazione")
    command = add("report", report, "Crea il rapporto di un periodo chiuso")
    command.add_argument("period")
    command.add_argument("--format", choices=["pdf", "docx", "xlsx", "csv", "all"], default="all")
    command.add_argument("--audience", choices=["funder", "municipality"], default="funder")
    command.add_argument("--out", default=".")
    command = add("backup", backup, "Salva tutto in un file cifrato")
    command.add_argument("folder", nargs="?", default="backups")
    _passphrase(command)
    command = add("restore", restore, "Ripristina un salvataggio")
    command.add_argument("file")
    command.add_argument("--replace", action="store_true", help="mette da parte i dati di oggi")
    _passphrase(command)
    command = add("doctor", doctor, "Controlla che tutto sia a posto")
    command.add_argument(
        "--journal", default="", metavar="RIGA:IMPRONTA", help="l'ultima riga ricevuta per posta"
    )
    command = add("staff", staff, "Dà un ruolo a una persona dello staff")
    command.add_argument("name")
    command.add_argument("email")
    command.add_argument("role")
    command.add_argument("--team", default="")
    command = add("rotate-keys", rotate_keys, "Cambia la chiave dei campi cifrati")
    command.add_argument("--retire", action="store_true", help="elimina le chiavi vecchie alla fine")
    command = add("protect", protect, "Rende pubblicabile una tabella di conteggi (da stdin)")
    command.add_argument("--schema", action="store_true", help="mostra la forma del file")
    command = add("solve", solve, "Propone la soluzione di un problema (da stdin)")
    command.add_argument(
        "kernel",
        choices=["grouping", "rota", "timetable", "weekmap"],
        metavar="PROBLEMA",
        help="grouping: chi va in quale gruppo; rota: chi tiene i bambini di chi; "
        "timetable: chi incontra chi, e quando; weekmap: la settimana di una famiglia",
    )
    _search(command)
    for name, text in (
        ("match", "Propone a ogni persona le opportunità migliori per lei (da stdin)"),
        ("cohesion", "Misura una rete di organizzazioni che si incontrano (da stdin)"),
    ):
        command = add(name, solve, text)
        command.set_defaults(kernel=name)
        _search(command)
    command = add("concepts", concepts, "Trova il mestiere o la capacità di cui parla un testo")
    command.add_argument("what", choices=["link"])
    command.add_argument("text", nargs="?", default="")
    command.add_argument(
        "--concepts", default="", metavar="CARTELLA", help="i CSV di ESCO in italiano, o un file JSON"
    )
    command.add_argument("--kind", choices=["occupation", "skill"], default="occupation")
    command.add_argument("-k", "--number", type=int, default=5, help="quante proposte (5)")
    command.add_argument("--json", action="store_true", help="risponde in JSON")
    command.add_argument("--schema", action="store_true", help="mostra la forma del file JSON")
    command = add("venture", venture, "Mette a confronto le forme di una piccola attività (da stdin)")
    command.add_argument("--schema", action="store_true", help="mostra la forma del file")
    command = add("manage", manage, "Comandi di Django")
    command.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. A refusal is one plain sentence, never a traceback."""
    options = _parser().parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read has enough (``| head``). What is still unwritten goes nowhere, also at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:
        from jobcaffe.foundation.access import Refused

        if isinstance(error, Refused | FileNotFoundError):
            print(f"Non si può: {error}", file=sys.stderr)
            return 2
        raise


if __name__ == "__main__":
    sys.exit(main())
