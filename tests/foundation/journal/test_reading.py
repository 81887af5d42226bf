"""What people read of the journal."""

from __future__ import annotations

import ast
import re
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

import jobcaffe
from jobcaffe.foundation import access
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM, HouseActor, record
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.journal.phrases import PHRASES
from jobcaffe.foundation.journal.queries import Filters, described, entries, entries_about
from jobcaffe.foundation.privacy import personkeys
from tests import factories

SOURCE = Path(jobcaffe.__file__).parent
OPERATOR = HouseActor("Giulia Re", "desk,coordinator")


def write(actor: Any, action: str, subject: Any, reason: str = "") -> None:
    with transaction.atomic():
        record(actor, action, subject=subject, reason=reason)


@pytest.mark.django_db
def test_a_person_reads_who_opened_her_record_in_words(rosa: Any) -> None:
    write(OPERATOR, "person.read", rosa, "la richiama domani")
    (row,) = entries_about(rosa.ref)
    assert (row.who, row.role, row.what, row.reason) == (
        "Giulia Re",
        "Sportello, Regia",
        "ha aperto la scheda",
        "la richiama domani",
    )


@pytest.mark.django_db
def test_a_person_reads_only_what_is_about_her_newest_first(rosa: Any) -> None:
    other = type(rosa)("Altra Persona")
    write(SYSTEM, "person.create", rosa)
    write(SYSTEM, "person.read", other)
    write(PUBLIC, "consent.give", rosa)
    assert [(row.role, row.what) for row in entries_about(rosa.ref)] == [
        ("dal sito", "ha segnato un sì"),
        ("in automatico", "ha scritto la scheda"),
    ]


@pytest.mark.django_db
def test_the_coordinator_reads_all_with_the_names_opened_by_one_query(
    rosa: Any, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        write(OPERATOR, "person.read", rosa)
    write(SYSTEM, "backup.make", None)
    coordinator = factories.user("coordinator")
    coordinator.roles  # noqa: B018  read once per request
    with django_assert_num_queries(2):
        told = described(list(entries(coordinator, Filters())))
    assert [row.subject for row in told] == ["", *["Rosa Brambilla"] * 3]


@pytest.mark.django_db
def test_the_filters_narrow_what_the_coordinator_sees(rosa: Any) -> None:
    write(OPERATOR, "person.read", rosa)
    write(OPERATOR, "person.update", rosa)
    write(SYSTEM, "backup.make", None)
    coordinator = factories.user("coordinator")

    def found(**wanted: Any) -> list[str]:
        return [row.action for row in entries(coordinator, Filters(**wanted))]

    newest = entries(coordinator, Filters()).first()
    assert newest is not None
    assert found(action="person.") == ["person.update", "person.read"]
    assert found(subject_ref=rosa.ref, action="person.read") == ["person.read"]
    assert found(until=newest.at) == ["person.update", "person.read"]
    assert found(since=newest.at + timedelta(seconds=1)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["desk", "funder", "municipality", "sysadmin", "facilitator"])
def test_nobody_else_reads_the_journal(role: str, rosa: Any) -> None:
    write(OPERATOR, "person.read", rosa)
    assert list(entries(factories.user(role), Filters())) == []


@pytest.mark.django_db
def test_a_member_reads_only_her_own_rows() -> None:
    user = factories.member()
    other = factories.person()
    write(SYSTEM, "person.read", other)
    assert list(entries(user, Filters(subject_ref=other.pk))) == []


@pytest.mark.django_db
def test_a_person_whose_key_was_destroyed_has_no_name_in_the_journal(rosa: Any) -> None:
    write(OPERATOR, "person.read", rosa)
    personkeys.destroy_key(rosa.ref)
    write(OPERATOR, "person.erase", rosa)
    told = described(list(entries(factories.user("coordinator"), Filters())))
    assert [row.subject for row in told] == ["", personkeys.DESTROYED]


# Files, and where a value is sealed.
NO_ACTION = (".csv", ".pdf", ".typ", ".toml", ".html", ".json", ".dump", ".given_by")
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def _sources() -> Iterator[tuple[str, str]]:
    """Modules that write to the journal: name and text."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "journal.actions import" in text and not {"migrations", "journal"} & set(path.parts):
            yield str(path.relative_to(SOURCE)), text


def _is_recorded(call: ast.AST) -> bool:
    named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    return named and call.func.id in {"record", "Line"}  # type: ignore[attr-defined]


def _codes(tree: ast.AST) -> set[str]:
    """Texts of the form of an action's code below a node; beginnings of built ones end with a dot."""
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if CODE.fullmatch(text) or re.fullmatch(r"[a-z_]+\.", text)}


def _recorded_actions() -> dict[str, str]:
    """Every action code in a module that records, with the module.

    A code may reach ``record`` through a helper, so every text of that form counts, unless it is
    the name of a model, a capability or a file. Those given to ``record`` itself always count.
    """
    other = set(access.RULES) | {model._meta.label_lower for model in apps.get_models()}
    found = {}
    for name, text in _sources():
        tree = ast.parse(text)
        direct = {code for node in ast.walk(tree) if _is_recorded(node) for code in _first_codes(node)}
        helped = {code for code in _codes(tree) - other if not code.endswith(NO_ACTION)}
        found |= dict.fromkeys(direct | helped, name)
    return found


def _first_codes(call: ast.AST) -> set[str]:
    """The codes in the argument of ``record`` or ``Line`` that is the action."""
    place = 1 if call.func.id == "record" else 0  # type: ignore[attr-defined]
    return {code for argument in call.args[place : place + 1] for code in _codes(argument)}  # type: ignore[attr-defined]


def _is_told(action: str) -> bool:
    return any(code.startswith(action) for code in PHRASES) if action.endswith(".") else action in PHRASES


def test_every_action_that_is_recorded_has_an_italian_phrase() -> None:
    recorded = _recorded_actions()
    assert {"consent.give", "person.create"} <= set(recorded)  # the walk finds something
    assert {action: where for action, where in recorded.items() if not _is_told(action)} == {}


def at_once(rows: list[tuple[str, str]], rosa: Any) -> list[tuple[str, int]]:
    """Rows written at these times of a day of March, as she reads them."""
    for seq, (clock, action) in enumerate(rows, start=1):
        at = datetime.fromisoformat(f"2026-03-10T{clock}:00+01:00")
        Entry.objects.create(
            seq=seq, at=at, actor_name="Giulia Re", actor_role="desk", action=action, subject_ref=rosa.ref
        )
    return [(line.told, line.times) for line in entries_about(rosa.ref)]


@pytest.mark.django_db
def test_the_same_look_in_the_same_hour_is_one_line_with_its_number(rosa: Any) -> None:
    told = at_once(
        [
            ("09:59", "person.read"),
            ("10:02", "person.read"),
            ("10:05", "person.update"),
            ("10:07", "person.read"),
            ("10:15", "person.read"),
        ],
        rosa,
    )
    assert told == [
        ("ha aperto la scheda: 3 volte, dalle 10:02 alle 10:15", 3),
        ("ha cambiato la scheda", 1),
        ("ha aperto la scheda", 1),
    ]


@pytest.mark.django_db
def test_two_operators_of_one_name_and_two_reasons_stay_apart(rosa: Any) -> None:
    namesake = HouseActor("Giulia Re", "desk,coordinator", uuid.uuid4())
    write(OPERATOR, "person.read", rosa)
    write(OPERATOR, "person.read", rosa, "la richiama domani")
    write(namesake, "person.read", rosa)
    assert [line.times for line in entries_about(rosa.ref)] == [1, 1, 1]


@pytest.mark.django_db
def test_lines_add_up_to_the_rows_and_the_limit_counts_lines(rosa: Any) -> None:
    for _ in range(7):
        write(OPERATOR, "person.read", rosa)
    write(OPERATOR, "person.update", rosa)
    lines = entries_about(rosa.ref)
    assert sum(line.times for line in lines) == Entry.objects.filter(subject_ref=rosa.ref).count() == 8
    assert [line.what for line in entries_about(rosa.ref, limit=1)] == ["ha cambiato la scheda"]
