"""The site refuses to start on settings that lose data or open people's records."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live_settings
from django.db import connection

import jobcaffe
from jobcaffe.foundation import access, checks
from jobcaffe.foundation.access import Capability, Reach

SOURCE = Path(jobcaffe.__file__).parent
sqlite_only = pytest.mark.skipif(
    "sqlite" not in live_settings.DATABASES["default"]["ENGINE"], reason="SQLite's settings"
)
GOOD_SERVER = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "server_version_num": "150018",
}


def ids(messages: Any) -> list[str]:
    """The identifiers of what was found."""
    return [message.id for message in messages]


@sqlite_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("pragma", "bad", "good"),
    [
        ("synchronous", "NORMAL", "FULL"),
        ("synchronous", "OFF", "FULL"),
        ("foreign_keys", "OFF", "ON"),
        ("secure_delete", "OFF", "ON"),
    ],
)
def test_a_live_connection_with_a_dangerous_pragma_is_refused(pragma: str, bad: str, good: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}={bad}")
        try:
            assert ids(checks.live_database(databases=["default"])) == ["db.E004"]
            with pytest.raises(checks.NotFit, match=pragma):
                checks.refuse_to_start()
        finally:
            cursor.execute(f"PRAGMA {pragma}={good}")
    assert checks.live_database(databases=["default"]) == []


@sqlite_only
@pytest.mark.django_db
def test_the_live_connection_says_what_the_settings_ask() -> None:
    assert checks.pragmas() == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_a_rollback_journal_is_refused() -> None:
    live = {name: value for name, (value, _word) in checks.SQLITE_PRAGMAS.items()}
    assert checks._sqlite(live) == []
    assert ids(checks._sqlite({**live, "journal_mode": "delete"})) == ["db.E004"]


@pytest.mark.parametrize("name", ["fsync", "synchronous_commit", "full_page_writes"])
def test_a_postgresql_that_loses_commits_is_refused_but_for_the_scratch_server(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JOBCAFFE_TEST_DATABASE")
    assert checks._postgresql(GOOD_SERVER) == []
    assert ids(checks._postgresql({**GOOD_SERVER, name: "off"})) == ["db.E006"]
    monkeypatch.setenv("JOBCAFFE_TEST_DATABASE", "1")
    assert checks._postgresql({**GOOD_SERVER, name: "off"}) == []


def test_an_old_postgresql_is_refused_even_in_tests() -> None:
    assert ids(checks._postgresql({**GOOD_SERVER, "server_version_num": "140009"})) == ["db.E005"]


def test_settings_that_make_every_page_a_writer_are_refused() -> None:
    good = {"ENGINE": "jobcaffe.foundation.db.sqlite", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}
    assert checks.database_settings() == []
    assert checks.settings_faults(good) == []
    assert ids(checks.settings_faults({**good, "ATOMIC_REQUESTS": True})) == ["db.E001"]
    assert ids(checks.settings_faults({**good, "OPTIONS": {"transaction_mode": "DEFERRED"}})) == ["db.E002"]
    assert ids(checks.settings_faults({**good, "OPTIONS": {}})) == ["db.E002"]


@pytest.mark.django_db
def test_a_missing_trigger_is_refused(unguarded: Any) -> None:
    from jobcaffe.foundation.db import guards

    with unguarded(guards.CONSENTS):
        assert ids(checks.live_database(databases=["default"])) == ["db.E007", "db.E007"]
    assert checks.live_database(databases=["default"]) == []


# --- permissions ---------------------------------------------------------------------------
def faults(code: str, **reach: Reach) -> list[str]:
    """What the linter says of one capability."""
    return list(checks.permission_faults([Capability(code, "x", dict(reach))]))


def test_the_access_dictionary_has_no_fault() -> None:
    assert list(checks.permission_faults(access.CAPABILITIES)) == []


def test_the_keeper_of_the_machine_reaching_a_person_is_a_fault() -> None:
    assert len(faults("person.read", sysadmin=Reach.OWN)) == 1
    assert faults("person.read", sysadmin=Reach.NONE) == []


@pytest.mark.parametrize("role", ["funder", "municipality"])
def test_those_who_pay_reaching_a_person_is_a_fault(role: str) -> None:
    assert len(faults("person.read", **{role: Reach.ALL})) == 1
    assert faults("figures.funder", **{role: Reach.ALL}) == []


def test_an_unknown_role_a_public_record_and_a_double_code_are_faults() -> None:
    assert len(faults("person.read", boss=Reach.ALL)) == 1
    assert len(faults("person.read", anybody=Reach.ALL)) == 1
    twice = [Capability("a.b", "x", {}), Capability("a.b", "y", {})]
    assert len(list(checks.permission_faults(twice))) == 1


ASKS = {"page": 0, "reach": 1, "allows": 1, "require": 1, "reach_of": 1}


def _asked() -> Iterator[tuple[str, str]]:
    """Every capability that the source asks for by name, with the module."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = ASKS.get(name)
            argument = node.args[place] if place is not None and len(node.args) > place else None
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                yield argument.value, str(path.relative_to(SOURCE))


def test_no_page_and_no_action_asks_for_a_capability_that_does_not_exist() -> None:
    asked = dict(_asked())
    assert "journal.read" in asked
    assert {code: where for code, where in asked.items() if code not in access.RULES and "." in code} == {}
