"""The rules of the house, read from its own source."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.attack.site import walk
from tests.consistency.source import PACKAGE, ROOT, Action, actions, called, modules, short, tracked

MOST_LINES = 400
MOST_DEPENDENCIES = 30
WRITES = {
    "create", "save", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create",
}  # fmt: skip
RECORDS = {"record", "record_many"}
# What leaves no row of its own in the journal, and why.
NO_JOURNAL = {
    "circles.answer_check": "who answered, and when, must not show anywhere",
    "circles.drop_photos": "a purpose that ended takes its photographs with it; who ended it records",
    "labs.write_means": "how many weeks count, and when, must not show anywhere",
    "hours.invite": "who lives with whom stands in the ledger alone; the code ends by itself",
    "hours.join": "who lives with whom stands in the ledger alone",
    "hours.consent_to_donate": "what a household has to spare is its own; the donation is a row of the ledger",
    "hours.write": "a row of the ledger, which nobody can change; who calls it records the staff's own acts",
    "timebank.enter_cheque": "the transfer that the staff enters is recorded by the ledger",
    "timebank.step": "who calls it records what the staff does; what two households do stands in the ledger alone",
    "timebank.ask": "who answers whom must not show anywhere",
    "timebank.undo": "what two households do for each other stands in the ledger alone",
    "timebank.warn_ending": "the day of a warning; the message itself is in the outbox",
    "timebank.write": "a member's own words, without a name; the desk, which writes for others, records",
    "timebank.renew": "a member's own listing, without a name",
    "timebank.close": "a member's own listing, without a name",
    "timebank.suggest_for": "the machine finds it; the help that comes of it stands in the ledger",
    "timebank.reply": "who said no must not show anywhere",
    "encounters.read_feed": "a telephone asks for its calendar every hour; the address itself was recorded",
    "encounters.plan_one": "the series that plans it records all its encounters in one row",
    "accounts.request_code": "whether a contact is known must not show anywhere; the sign-in is recorded",
    "accounts.match_code": "a part of the sign-in, which records",
    "accounts.confirm_factor": "the new key of a session that was recorded when it began",
    "accounts.drop_sessions": "who calls it records why",
    "accounts.expire": "time ended it, nobody did",
    "accounts.touch": "the hour of the last look at a session",
    "imports.read": "a preview: nothing is written to the rooms, and the file was recorded when brought",
    "jobs.enqueue": "the action that wants the job records",
    "journal.record_many": "it is the journal",
    "people.note_look_alikes": "a hint that the machine finds; the decision on it is recorded",
    "people.touch": "the day of the last contact, written by what was recorded",
    "talks.put": "the press that changes the talks records",
    "talks.close_stand": "the plan that is made again at once is recorded as its change",
    "talks.write_talks": "the publication of the plan records",
    "talks.write_hours": "the publication of the plan records",
    "talks.remake": "the change that it writes is recorded",
}
# What opens no transaction of its own: it is called inside another's.
NO_TRANSACTION = {
    "hours.write", "timebank.step", "timebank.write", "timebank.suggest_for",
    "circles.drop_photos", "encounters.plan_one", "accounts.match_code", "accounts.member_of", "accounts.drop_sessions",
    "accounts.touch", "journal.record_many", "people.note_look_alikes", "people.touch",
    "talks.give_back", "talks.write", "talks.write_talks", "talks.write_hours",
}  # fmt: skip
# What has no actor, and why.
NO_ACTOR = {
    "hours.write": "who calls it has one, and has checked what she may take",
    "timebank.step": "who calls it has one",
    "timebank.write": "who calls it has one",
    "timebank.suggest_for": "the machine finds it",
    "circles.answer_check": "nobody may know who drew the slip",
    "circles.drop_photos": "who calls it has one, or time ended the purpose",
    "encounters.read_feed": "who has the address is the actor",
    "encounters.plan_one": "the series has one",
    "accounts.match_code": "nobody is signed in yet",
    "accounts.member_of": "nobody is signed in yet",
    "accounts.adopt": "the user of the session acts",
    "accounts.confirm_factor": "the user of the session acts",
    "accounts.drop_sessions": "who calls it has one",
    "accounts.expire": "time ended it, nobody did",
    "accounts.touch": "the browser acts",
    "accounts.create_on_machine": "who has the machine acts, and the journal says so",
    "journal.record_many": "the actor is its first argument, of which rows are made",
    "notices.choose": "who has the link in a message acts",
    "people.note_look_alikes": "the machine finds it",
    "people.touch": "who calls it has one",
    "talks.answer_meeting_by_link": "who has the link in a message acts",
    "talks.give_back": "the hook of a visitor's leave gives it first, without a name",
    "talks.write": "the press that calls it gives it first, without a name",
    "talks.put": "who calls it has one",
    "talks.write_talks": "the publication of the plan has one",
    "talks.write_hours": "the publication of the plan has one",
    "talks.remake": "the machine makes it, for what somebody pressed",
}
# Who may say that a text is safe outside the template parts, and why.
SAFE = {
    "src/jobcaffe/foundation/accounts/qr.py": "a drawing made of numbers",
    "src/jobcaffe/web/jsonld.py": "JSON for a script element, with its three dangerous characters escaped",
}


def test_no_file_is_longer_than_one_sitting() -> None:
    long = [short(path) for path in modules() if len(path.read_text().splitlines()) > MOST_LINES]
    assert long == []


def undocumented(tree: ast.Module) -> list[str]:
    """Public modules, classes and functions without a docstring; ``Meta`` and dunders explain themselves."""
    found = [] if ast.get_docstring(tree) or not tree.body else ["module"]
    nodes: list[tuple[str, ast.AST]] = [("", node) for node in tree.body]
    while nodes:
        prefix, node = nodes.pop()
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        private = node.name.startswith("_") or node.name == "Meta"
        overload = any("overload" in ast.unparse(one) for one in node.decorator_list)
        if not (private or overload or ast.get_docstring(node)):
            found.append(prefix + node.name)
        if isinstance(node, ast.ClassDef) and not private:
            nodes += [(f"{node.name}.", inner) for inner in node.body]
    return found


def test_everything_public_says_what_it_is() -> None:
    silent = [
        f"{short(path)}: {name}"
        for path, tree in modules().items()
        for name in undocumented(tree)
        if path.name != "__init__.py" or tree.body
    ]
    assert not silent, "\n".join(silent)


def test_silence_is_noticed() -> None:
    tree = ast.parse(
        '"""A."""\nclass B:\n    """B."""\n    def c(self): ...\n    def _d(self): ...\ndef e(): ...'
    )
    assert sorted(undocumented(tree)) == ["B.c", "e"]


def faults(action: Action) -> list[str]:
    """What is wrong with an action that writes; private helpers are judged through who calls them."""
    if action.name.startswith("_") or not WRITES & action.calls():
        return []
    found = []
    names = [one.arg for one in action.node.args.kwonlyargs]
    if names[:1] != ["actor"] and action.key not in NO_ACTOR:
        found.append("no actor first")
    if action.key not in NO_TRANSACTION and not any(one.atomic for one in action.helpers()):
        found.append("no transaction")
    if action.key not in NO_JOURNAL and not RECORDS & action.calls():
        found.append("no journal")
    return found


def test_every_write_knows_who_acts_stands_or_falls_as_a_whole_and_is_in_the_journal() -> None:
    wrong = [f"{action.where}: {fault}" for action in actions() for fault in faults(action)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def a(*, actor):\n with transaction.atomic():\n  x.save()\n  record(actor)", []),
        ("@transaction.atomic\ndef a(actor):\n x.save()", ["no actor first", "no journal"]),
        ("def a(*, actor):\n x.objects.create()\n record(actor)", ["no transaction"]),
        ("def a(*, actor):\n return 1", []),
    ],
)
def test_a_careless_action_is_noticed(source: str, expected: list[str]) -> None:
    node = ast.parse(source).body[0]
    assert isinstance(node, ast.FunctionDef)
    assert faults(Action("src/jobcaffe/people/actions.py:1 a", node)) == expected


def test_exceptions_are_still_needed() -> None:
    keys = {action.key for action in actions()}
    assert (set(NO_JOURNAL) | set(NO_ACTOR) | NO_TRANSACTION) - keys == set()


def test_only_the_template_parts_say_that_a_text_is_safe() -> None:
    inside = PACKAGE / "foundation" / "ui"
    wrong = [
        f"{short(path)}:{call.lineno}"
        for path, tree in modules().items()
        for name, call in called(tree)
        if name in {"mark_safe", "SafeString"} and inside not in path.parents and short(path) not in SAFE
    ]
    wrong += [
        short(path)
        for path in PACKAGE.rglob("templates/**/*.html")
        if re.search(r"\|\s*safe\b|autoescape\s+off", path.read_text()) and inside not in path.parents
    ]
    assert not wrong, "\n".join(wrong)


def test_logic_hangs_on_no_signal() -> None:
    # What every connection is told when it opens, and what a new database gets, have no other place in Django.
    allowed = {"connection_created", "post_migrate"}
    wrong = [
        f"{short(path)}:{node.lineno} {name.name}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and "signals" in (node.module or "")
        for name in node.names
        if name.name not in allowed
    ]
    assert not wrong, "\n".join(wrong)


def test_every_object_is_looked_for_among_those_one_may_see() -> None:
    wrong = [
        f"{short(path)}:{call.lineno} {ast.unparse(call)}"
        for path, tree in modules().items()
        for name, call in called(tree)
        if name in {"get_object_or_404", "get_list_or_404"}
        and re.fullmatch(r"[A-Z]\w*(\.objects)?(\.all\(\))?", ast.unparse(call.args[0]))
    ]
    assert not wrong, "\n".join(wrong)


ENVIRONMENT = re.compile(r"""\b(?:env\.\w+|environ(?:\.\w+)?)[(\[]\s*["']([A-Z_]+)["']""")
# Django's own, and what the shell gives.
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "PATH", "HOME"}


def test_every_setting_of_the_environment_is_in_the_manual() -> None:
    manual = (ROOT / "docs" / "operations.md").read_text()
    used = set()
    for path in modules():
        used.update(ENVIRONMENT.findall(path.read_text()))
    assert len(used) > 10
    assert sorted(name for name in used - NOT_OURS if f"`{name}`" not in manual) == []


def test_every_address_has_a_name_of_its_own() -> None:
    names = Counter(address.name for address in walk())
    assert [name for name, count in names.items() if count > 1 or name.endswith("?")] == []


def test_only_commands_print() -> None:
    wrong = [
        f"{short(path)}:{call.lineno}"
        for path, tree in modules().items()
        for name, call in called(tree)
        if name == "print" and not (path.name.startswith("cli") or path.name == "commands.py")
    ]
    assert not wrong, "\n".join(wrong)


# In pieces, so that this file does not name them.
FOREIGN = re.compile(
    "|".join(
        [
            r"\bpypi\." + "org", r"pythonhosted\." + "org", r"registry\.npmjs\." + "org", r"npmjs\." + "com",
            r"index-" + "url", r"proxy\.golang", r"crates\." + "io", "artifact" + "ory", "/wo" + "rk/", "/ro" + "ot/",
            "/ho" + r"me/\w+/",
        ]
    )
)  # fmt: skip


def test_no_file_knows_a_registry_or_a_machine() -> None:
    wrong = []
    for path in tracked():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        wrong += [
            f"{short(path)}:{number}: {found[0]}"
            for number, line in enumerate(text.splitlines(), 1)
            if (found := FOREIGN.search(line))
        ]
    assert not wrong, "\n".join(wrong)


def dependency_lines() -> list[str]:
    """The lines of the direct runtime dependencies."""
    text = (ROOT / "pyproject.toml").read_text()
    block = re.search(r"^dependencies = \[\n(.*?)^\]", text, re.S | re.M)
    assert block is not None
    return [line.strip() for line in block[1].splitlines() if line.strip()]


def test_dependencies_are_few_and_each_says_what_for() -> None:
    lines = dependency_lines()
    assert len(lines) <= MOST_DEPENDENCIES
    assert [line for line in lines if not re.search(r'^"[^"]+",\s+# \S+', line)] == []


def test_the_requirements_name_what_the_project_declares_and_no_address() -> None:
    folder = ROOT / "requirements"
    assert [path.name for path in folder.iterdir() if "http" in path.read_text()] == []
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert sorted(declared) == sorted((folder / "runtime.in").read_text().split())


# Licences that code under EUPL-1.2 may stand on as a library.
FREE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|MPL|Mozilla|LGPL|Lesser General|Zlib|Unlicense|0BSD|CC0|EUPL|HPND)\b",
    re.I,
)


def licences(name: str) -> str:
    """What a distribution says of its licence, in the three places where it may."""
    meta = importlib.metadata.metadata(name)
    classifiers = [one for one in meta.get_all("Classifier") or [] if one.startswith("License")]
    return " ".join([meta.get("License-Expression") or "", (meta.get("License") or "")[:200], *classifiers])


def runtime_distributions() -> list[str]:
    """What is installed when the product is installed, dependencies of dependencies included."""
    waiting = [line.split('"')[1] for line in dependency_lines()]
    seen: dict[str, None] = {}
    while waiting:
        requirement = Requirement(waiting.pop())
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        if name in seen:
            continue
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        seen[name] = None
        for text in needs:
            inner = Requirement(text)
            extras = requirement.extras or {""}
            if inner.marker is None or any(inner.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(text)
    return sorted(seen)


def test_what_we_stand_on_is_free_in_a_way_that_fits_ours() -> None:
    found = runtime_distributions()
    assert len(found) > len(dependency_lines())
    assert [f"{name}: {licences(name)}" for name in found if not FREE.search(licences(name))] == []


@pytest.mark.parametrize("text", ["AGPL-3.0-only", "Proprietary", "GPL-3.0", "SSPL-1.0", ""])
def test_other_licences_are_noticed(text: str) -> None:
    assert not FREE.search(text)


def test_the_floors_are_where_the_contracts_say() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    floors = {name.strip() for layer in contracts[0]["layers"] for name in layer.split("|")}
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()} | {
        path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__"
    }
    assert floors == rooms
    assert Path(PACKAGE / "kernels").is_dir()
