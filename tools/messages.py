"""Collects what people read into the catalogue of the English translation.

    .venv/bin/python tools/messages.py           write new messages, keep what is translated
    .venv/bin/python tools/messages.py --check   exit 1 when a message lacks its English or is stale

Templates are read with Django's own parser, Python with ``ast``: GNU gettext is not needed. A file of data
(TOML) says in ``translated`` which of its words are read by people.
The Italian sentence is the key of each message.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "jobcaffe"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
# Function → positions of (message, plural, context) among its arguments.
FUNCTIONS = {
    "_": (0, None, None),
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
    "npgettext_lazy": (1, 2, 0),
}
# Kernels know no language: the tables of their words that a page puts into another one.
KERNEL_WORDS = {
    "kernels/cohesion/words.py": {"DEFINITIONS", "CAVEATS", "_SENTENCES", "_NONE"},
    "kernels/matching/words.py": {"_QUESTIONS"},
}
# Name in capitals → texts that modules keep under it.
Shared = dict[str, set[str]]
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"


class Found(NamedTuple):
    """One message and where it stands."""

    text: str
    plural: str
    context: str
    where: str


def constants(source: str) -> dict[str, str]:
    """Texts that a module keeps under a name in capitals."""
    return {
        target.id: node.value.value
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.isupper()
    }


def python_messages(source: str, where: str, shared: Shared | None = None) -> Iterator[Found]:
    """Messages of a Python file; of names only those in capitals are followed, here or in ``shared``.

    Raises ``SystemExit`` for a message made of pieces: nobody can translate it.
    """
    own = constants(source)
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = _last(node.func)
        if name in FUNCTIONS and node.args:
            yield from _call(name, node, where)
            kept = _last(node.args[FUNCTIONS[name][0] or 0])
            known = [own[kept]] if kept in own else sorted((shared or {}).get(kept, ()))
            yield from (Found(text, "", "", where) for text in known)


def table_messages(source: str, where: str, tables: set[str]) -> Iterator[Found]:
    """The values of a module's tables of words.

    Raises ``SystemExit`` for a table that is not there: it was renamed and its words would be lost.
    """
    found = {
        target.id: node.value
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    if lost := sorted(tables - found.keys()):
        raise SystemExit(f"{where}: no table {lost[0]}")
    for name in sorted(tables):
        for value in found[name].values:
            if isinstance(value, ast.Constant):
                yield Found(str(value.value), "", "", where)


def _last(node: ast.expr) -> str:
    """``rules.GONE`` → ``GONE``; empty for what is no name."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _call(name: str, node: ast.Call, where: str) -> Iterator[Found]:
    texts = [_string(node, position, where) for position in FUNCTIONS[name]]
    if texts[0] is not None:
        yield Found(texts[0], texts[1] or "", texts[2] or "", where)


def _string(node: ast.Call, position: int | None, where: str) -> str | None:
    value = node.args[position] if position is not None and position < len(node.args) else None
    if isinstance(value, ast.JoinedStr | ast.BinOp):
        raise SystemExit(f"{where}:{node.lineno}: a message must be one plain string, with %(name)s inside")
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    return None


def template_messages(source: str, where: str) -> Iterator[Found]:
    """Messages of a template: Django turns it into calls, which are read like Python."""
    from django.utils.translation.template import templatize

    for match in _CALLS.finditer(templatize(source, origin=where)):
        yield from python_messages(match[0], where)


_CALLS = re.compile(
    r"""\b(?:_|n?p?gettext)\((?:\s*u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\s*,?)+\s*(?:count)?\)"""
)


def data_messages(source: str, where: str) -> Iterator[Found]:
    """Messages of a file of data: the texts whose path fits one of its ``translated`` patterns.

    Raises ``SystemExit`` for a pattern that fits nothing: a table was renamed and its words would be lost.
    """
    data = tomllib.loads(source)
    texts = list(_texts(data))
    for pattern in data.get("translated", ()):
        fitting = [text for path, text in texts if fnmatchcase(path, pattern)]
        if not fitting:
            raise SystemExit(f"{where}: nothing fits {pattern!r}")
        yield from (Found(text, "", "", where) for text in fitting if text)


def _texts(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its dotted path; rows of a list share the path of the list."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, path)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, f"{path}.{name}".strip("."))


def collect(root: Path = PACKAGE) -> list[Found]:
    """Every message of the product, in the order of files."""
    found: list[Found] = []
    shared = _shared(root)
    for path in sorted(root.rglob("*")):
        where = path.relative_to(root.parent.parent).as_posix() if root == PACKAGE else path.name
        if path.suffix == ".py" and "migrations" not in path.parts:
            found += python_messages(path.read_text(), where, shared)
            if tables := KERNEL_WORDS.get(path.relative_to(root).as_posix()):
                found += table_messages(path.read_text(), where, tables)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            found += template_messages(path.read_text(), where)
        elif path.suffix == ".toml":
            found += data_messages(path.read_text(encoding="utf-8"), where)
    return found


def _shared(root: Path) -> Shared:
    names: Shared = {}
    for path in root.rglob("*.py"):
        for name, text in constants(path.read_text()).items():
            names.setdefault(name, set()).add(text)
    return names


def catalogue_of(found: list[Found], before: Catalog) -> Catalog:
    """A new catalogue: the messages found, with the translations there were."""
    fresh = Catalog(locale="en", project="Job Caffè", charset="utf-8", fuzzy=False)
    for one in found:
        key: str | tuple[str, str] = (one.text, one.plural) if one.plural else one.text
        known = before.get(one.text, context=one.context or None)
        string = _kept(known, bool(one.plural))
        fresh.add(key, string, locations=[(one.where, 1)], context=one.context or None, flags=_flags(one))
    return fresh


def _kept(known: Message | None, plural: bool) -> str | tuple[str, ...]:
    if known is None or isinstance(known.string, tuple) != plural:
        return ("", "") if plural else ""
    return known.string


def _flags(one: Found) -> list[str]:
    return ["python-format"] if re.search(r"%\(\w+\)[sd]", one.text) else []


def read_catalogue(path: Path = CATALOGUE) -> Catalog:
    """What is translated so far; empty when there is none."""
    if not path.is_file():
        return Catalog(locale="en")
    with path.open("rb") as stream:
        return read_po(stream, locale="en")


def written(catalogue: Catalog) -> bytes:
    """The file of a catalogue: sorted, without dates, so that the same messages are the same bytes."""
    stream = io.BytesIO()
    write_po(stream, catalogue, sort_output=True, omit_header=True, include_lineno=False, width=100)
    head = (
        'msgid ""\nmsgstr ""\n"Project-Id-Version: Job Caffè\\n"\n"Language: en\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {PLURAL_FORMS}\\n"\n\n'
    )
    return head.encode() + stream.getvalue()


def _blank(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return not all(strings)


def problems(found: list[Found], before: Catalog) -> list[str]:
    """What ``--check`` finds: messages without English, stale translations, lost variables."""
    fresh = catalogue_of(found, before)
    lacking = [f"no English: {_name(one)}" for one in fresh if one.id and _blank(one)]
    known = {(one.text, one.context) for one in found}
    stale = [
        f"no longer used: {_name(one)}"
        for one in before
        if one.id and (_name(one), one.context or "") not in known
    ]
    return [*lacking, *stale, *_lost(fresh)]


def _name(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple) else str(message.id)


def _lost(catalogue: Catalog) -> list[str]:
    """Translations whose variables are not those of the message."""
    wrong = []
    for one in catalogue:
        if not one.id or _blank(one):
            continue
        wanted = set(re.findall(r"%\(\w+\)[sd]", " ".join(one.id) if isinstance(one.id, tuple) else one.id))
        strings = one.string if isinstance(one.string, tuple) else (one.string,)
        if any(set(re.findall(r"%\(\w+\)[sd]", text)) - wanted for text in strings) or (
            isinstance(one.string, str) and set(re.findall(r"%\(\w+\)[sd]", one.string)) != wanted
        ):
            wrong.append(f"variables differ: {_name(one)}")
    return wrong


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 when English is missing")
    checking = parser.parse_args().check
    _configure()
    found, before = collect(), read_catalogue()
    if not checking:
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_bytes(written(catalogue_of(found, before)))
    wrong = problems(found, before if checking else read_catalogue())
    if checking:
        print("\n".join(wrong))
    lacking = sum(line.startswith("no English") for line in wrong)
    print(f"{len({(one.text, one.context) for one in found})} messages, {lacking} without English")
    return 1 if checking and wrong else 0


def _configure() -> None:
    """Django's template lexer asks for settings, of which it needs none."""
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=True)


if __name__ == "__main__":
    sys.exit(main())
