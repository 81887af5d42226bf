"""To look changes nothing; to write needs the page's own token."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from jobcaffe.foundation.accounts.enums import Role
from tests.attack.site import World, walk
from tests.consistency.crowd import Crowd
from tests.kept import Kept

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ADDRESSES = sorted(walk(), key=lambda address: address.route)
# What may change when somebody only looks: that she looked, and how often she asked.
MAY_CHANGE = {
    "journal_entry", "journal_head", "circles_diaryentry", "worklife_labs_diaryentry",
    "worklife_care_diaryentry",
    "privacy_personkey", "django_session", "accounts_ratecount",
}  # fmt: skip
# When a session and a calendar were last used: columns that are left out of what is compared.
LAST_USED = {("accounts_device", "seen_at"), ("encounters_calendarfeed", "read_at")}
# One press in a mail programme stops messages (RFC 8058): the signed link in the address is the token.
WITHOUT_TOKEN = {"notices:one_click"}
ANYBODY = "anonymous"


def tables() -> Iterator[tuple[str, list[str]]]:
    """Every table that must stay as it is, with the columns to compare."""
    kept = {name for name in connection.introspection.table_names() if name not in MAY_CHANGE}
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert models <= kept | MAY_CHANGE
    with connection.cursor() as cursor:
        for name in sorted(kept):
            columns = [one.name for one in connection.introspection.get_table_description(cursor, name)]
            yield name, [one for one in columns if (name, one) not in LAST_USED]


def print_of(name: str, columns: list[str]) -> str:
    """A digest of one table."""
    chosen = ", ".join(connection.ops.quote_name(one) for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {chosen} FROM {connection.ops.quote_name(name)}")
        rows = sorted(repr(row) for row in cursor.fetchall())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def prints() -> dict[str, str]:
    """A digest of every table."""
    return {name: print_of(name, columns) for name, columns in tables()}


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [name for name in before if before[name] != after[name]]


def look(client: Client, url: str) -> None:
    """One look, to its last byte."""
    answer = client.get(url)
    if answer.streaming:
        answer.getvalue()


def crowded() -> tuple[Crowd, World]:
    """The house with one of everything, and what fills the arguments of every address."""
    crowd = Crowd()
    crowd.grow(1)
    return crowd, crowd.world()


def client_of(crowd: Crowd, role: str) -> Client:
    """A browser that the house knows already."""
    client = Client()
    if role != ANYBODY:
        client.force_login(crowd.users[role])
    client.get("/")
    return client


@pytest.mark.parametrize("role", [ANYBODY, *Role.values])
def test_a_look_at_every_address_changes_nothing(role: str, kept: Kept) -> None:
    crowd, world = kept(crowded)
    client = client_of(crowd, role)
    before = prints()
    for address in ADDRESSES:
        look(client, world.url(address))
    wrong = changed(before, prints())
    # Which address it was, if it happens again; what happens at the first look only is told by its table.
    blamed = [
        f"{address.name}: {found}"
        for address in (ADDRESSES if wrong else ())
        if (found := _blame(client, world.url(address)))
    ]
    assert not wrong, "\n".join([*wrong, *blamed])


def _blame(client: Client, url: str) -> list[str]:
    before = prints()
    look(client, url)
    return changed(before, prints())


def test_a_change_is_noticed(kept: Kept) -> None:
    crowd, _world = kept(crowded)
    before = prints()
    crowd.person.alias = "Paolina"
    crowd.person.save()
    assert changed(before, prints()) == ["people_person"]


@pytest.mark.parametrize("role", [ANYBODY, Role.MEMBER, Role.DESK, Role.COORDINATOR, Role.SYSADMIN])
def test_nothing_is_written_without_the_token_of_the_page(role: str, kept: Kept) -> None:
    crowd, world = kept(crowded)
    strict = Client(enforce_csrf_checks=True)
    if role != ANYBODY:
        strict.force_login(crowd.users[role])
    strict.get("/")
    before = prints()
    wrong = []
    for address in ADDRESSES:
        if address.name in WITHOUT_TOKEN:
            continue
        status = strict.post(world.url(address), {"request_key": "0" * 32}).status_code
        if status != 403:
            wrong.append(f"{address.name}: {status}")
    assert not wrong, "\n".join(wrong)
    assert changed(before, prints()) == []
