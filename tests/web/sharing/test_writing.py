"""What a member writes, who reads it, and the list of who listens."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.circles import actions, helplines, queries
from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Circle, Contribution
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.ui import readability
from tests import factories
from tests.circles.groups import Staff, running

pytestmark = pytest.mark.django_db
CANARY = "Xqcanarinosegreto"
Signed = Callable[..., Client]


@pytest.fixture
def staff() -> Staff:
    return Staff()


@pytest.fixture
def group_and_members(staff: Staff) -> tuple[Circle, list[User]]:
    return running(staff)


def url(name: str, *args: object) -> str:
    return reverse(f"sharing:{name}", args=args)


def tell(client: Client, group: Circle, **fields: Any) -> Any:
    """The form as the browser fills it: everything as it stands, and what is given."""
    page = client.get(url("tell", group.pk))
    form = page.context["form"]
    given = {
        name: form[name].value()
        for name in ("kind", "readers", "request_key")
        if form[name].value() is not None
    }
    return client.post(url("tell", group.pk), {**given, **fields})


def test_two_touches_are_enough_and_nobody_else_reads_it(
    client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    client = client_for(user=members[0])
    answer = tell(client, group, feeling="stanco")
    row = Contribution.objects.get()
    assert (answer.status_code, answer.url, row.readers) == (302, url("saved", row.pk), "only_me")
    assert "Lo vedi solo tu. Puoi cambiarlo o toglierlo." in client.get(answer.url).content.decode()
    others = [queries.contributions(user, group) for user in (*members[1:], factories.user("coordinator"))]
    assert others == [[]] * len(others)


def test_the_first_choice_of_readers_is_oneself_and_the_leader_is_named(
    client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    form = client_for(user=members[0]).get(url("tell", group.pk)).context["form"]
    assert form["readers"].value() == "only_me"
    assert [str(label) for _code, label in form.fields["readers"].choices] == [
        "Solo io",
        "Solo Lucia, che guida il gruppo",
        "Tutto il mio gruppo, anche chi lo guida",
    ]


def test_among_peers_nobody_leads_so_nobody_is_offered(client_for: Signed, staff: Staff) -> None:
    group, members = running(staff, mode="peers")
    client = client_for(user=members[0])
    form = client.get(url("tell", group.pk)).context["form"]
    assert [code for code, _label in form.fields["readers"].choices] == ["only_me", "circle"]
    answer = tell(client, group, text="x", readers="facilitator")
    assert (answer.status_code, Contribution.objects.count()) == (200, 0)


def test_a_mistake_keeps_what_was_typed(
    client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    answer = tell(client_for(user=members[0]), group, text=CANARY, readers="everybody", feeling="stanco")
    page = answer.content.decode()
    assert (answer.status_code, Contribution.objects.count()) == (200, 0)
    assert CANARY in page
    assert re.search(r'value="stanco"[^>]*checked', page)


def test_nothing_at_all_is_not_saved_and_says_what_to_do(
    client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    answer = tell(client_for(user=members[0]), group)
    assert "Scrivi qualche parola" in answer.content.decode()
    assert Contribution.objects.count() == 0


def test_a_second_press_writes_nothing_new(
    client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    client, key = client_for(user=members[0]), str(uuid.uuid4())
    for _press in range(2):
        tell(client, group, text="x", request_key=key)
    assert Contribution.objects.count() == 1


def test_what_is_for_the_group_is_read_by_the_group_and_by_its_leader(
    client_for: Signed, staff: Staff, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    tell(client_for(user=members[0]), group, text=CANARY, readers="circle")
    assert CANARY in client_for(user=members[1]).get(url("home", group.pk)).content.decode()
    leader = client_for(user=staff.facilitator)
    assert CANARY not in leader.get(url("told", group.pk)).content.decode()
    assert CANARY in leader.post(url("told", group.pk)).content.decode()
    assert queries.my_diary(members[0])[0].what == "ha letto quello che avevi scritto per il gruppo"


def test_what_is_for_the_leader_is_not_the_groups(
    client_for: Signed, staff: Staff, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    tell(client_for(user=members[0]), group, text=CANARY, readers="facilitator")
    assert CANARY not in client_for(user=members[1]).get(url("home", group.pk)).content.decode()
    assert CANARY in client_for(user=staff.facilitator).post(url("told", group.pk)).content.decode()


def test_she_changes_it_and_takes_it_away(
    client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    client = client_for(user=members[0])
    tell(client, group, text="prima", readers="circle")
    pk = Contribution.objects.get().pk
    assert "prima" in client.get(url("change", pk)).content.decode()
    client.post(url("change", pk), {"text": "dopo", "readers": "only_me"})
    row = queries.my_contribution(members[0], pk)
    assert row is not None
    assert (row.text, row.readers) == ("dopo", "only_me")
    for _press in range(2):
        assert client.post(url("remove", pk)).status_code == 302
    assert Contribution.objects.count() == 0


def test_after_leaving_it_is_still_hers_to_read_to_narrow_and_to_take_away(
    client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    client = client_for(user=members[0])
    tell(client, group, text=CANARY, readers="circle")
    pk = Contribution.objects.get().pk
    actions.leave(actor=members[0], circle_id=group.pk)
    assert client.get(url("home", group.pk)).status_code == 404
    assert CANARY in client.get(url("mine")).content.decode()
    form = client.get(url("change", pk)).context["form"]
    assert [code for code, _label in form.fields["readers"].choices] == ["only_me"]
    assert client.post(url("change", pk), {"text": "x", "readers": "circle"}).status_code == 200
    assert client.post(url("remove", pk)).url == url("mine")
    assert Contribution.objects.count() == 0


def test_when_the_group_is_gone_what_she_wrote_is_on_her_own_page(
    client_for: Signed, staff: Staff, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    client = client_for(user=members[0])
    tell(client, group, text=CANARY)
    for after in (State.CLOSING, State.ENDED):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
    actions.forget_due(actor=SYSTEM, today=timezone.localdate() + timedelta(days=200))
    pk = Contribution.objects.get().pk
    assert CANARY in client.get(url("mine")).content.decode()
    assert client.post(url("change", pk), {"text": "y", "readers": "only_me"}).status_code == 302


def test_everybody_else_finds_nothing_there(
    client_for: Signed, staff: Staff, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    tell(client_for(user=members[0]), group, text=CANARY)
    pk = Contribution.objects.get().pk
    others = [
        factories.member(),
        staff.facilitator,
        staff.coordinator,
        staff.desk,
        *(factories.user(role) for role in ("municipality", "funder", "sysadmin", "facilitator")),
    ]
    pages = [url("home", group.pk), url("tell", group.pk), url("need", group.pk), url("offer", group.pk)]
    for user in others:
        client = client_for(user=user)
        found = {client.get(there).status_code for there in (*pages, url("saved", pk), url("change", pk))}
        assert found == {404}, user.roles
    mate = client_for(user=members[1])
    assert {mate.get(url(name, pk)).status_code for name in ("saved", "change")} == {404}
    mate.post(url("remove", pk))
    mate.post(url("change", pk), {"text": "mio", "readers": "circle"})
    assert [row.text for row in queries.my_contributions(members[0])] == [CANARY]


@pytest.mark.parametrize("who", ["coordinator", "another facilitator", "a member"])
def test_only_who_leads_reads_what_is_told_to_her(
    who: str, client_for: Signed, staff: Staff, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    tell(client_for(user=members[0]), group, text=CANARY, readers="facilitator")
    user = {
        "coordinator": staff.coordinator,
        "another facilitator": factories.user("facilitator"),
        "a member": members[1],
    }[who]
    client = client_for(user=user)
    assert {
        client.get(url("told", group.pk)).status_code,
        client.post(url("told", group.pk)).status_code,
    } == {404}


# --- who listens ------------------------------------------------------------------------------------


def at_the_top(page: str) -> bool:
    """Whether the list stands before what was written."""
    return page.index("1522") < page.index("Cambia o togli")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Non ce la faccio più.", True),
        ("Mi ha picchiata di nuovo", True),
        ("Penso al SUICIDIO", True),
        ("Oggi sono stanca del caldo", False),
        ("Ho fatto le bottegaie di carta", False),
        ("", False),
    ],
)
def test_words_of_distress_bring_the_list_to_the_top_and_it_is_always_there(
    text: str, first: bool, client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    client = client_for(user=members[0])
    page = client.get(tell(client, group, text=text, feeling="stanco").url).content.decode()
    assert at_the_top(page) is first


def rows_of_everything() -> dict[str, int]:
    """How many rows each table has."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def test_words_of_distress_leave_no_row_no_mail_no_log_and_no_other_address(
    client_for: Signed,
    group_and_members: tuple[Circle, list[User]],
    caplog: pytest.LogCaptureFixture,
    mailoutbox: list[Any],
) -> None:
    group, members = group_and_members
    grown, ways, cookies = [], [], []
    caplog.set_level(0)
    for n, text in ((0, "Oggi va bene, ho camminato"), (1, "Voglio farla finita, aiuto")):
        client = client_for(user=members[n])
        before = rows_of_everything()
        entries = Entry.objects.count()
        answer = tell(client, group, text=text)
        page = client.get(answer.url)
        after = rows_of_everything()
        grown.append(
            {table: after[table] - before[table] for table in after if after[table] != before[table]}
        )
        ways.append((answer.status_code, re.sub(r"[0-9a-f-]{36}", "", answer.url), page.status_code))
        cookies.append((sorted(answer.cookies), sorted(page.cookies), Entry.objects.count() - entries))
    assert (grown[0], ways[0], cookies[0]) == (grown[1], ways[1], cookies[1])
    assert mailoutbox == []
    assert "farla finita" not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "finita" not in str(cursor.fetchall()), table


def test_the_list_is_the_same_for_everybody_and_has_no_invented_check(client_for: Signed) -> None:
    pages = []
    for client in (Client(), client_for(user=factories.member()), client_for("facilitator")):
        page = client.get(url("talk")).content.decode()
        pages.append(re.findall(r'href="tel:([^"]+)"', page.split("<main")[1].split("</main>")[0]))
    assert pages == [["112", "1522", "116117", "19696"]] * 3
    assert all(line.source for line in helplines.lines())
    assert {line.checked_on for line in helplines.lines()} == {""}


def test_a_town_adds_its_own_lines_and_corrects_ours(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    (tmp_path / "help.toml").write_text(
        '[line.consultorio]\nname="Consultorio"\nnumber="02 0000 0000"\nwhat="Ascolto."\nwhen="Il lunedì."\n'
        'source="Comune"\nchecked_on="2026-11-20"\n'
        '[line.112]\nname="Emergenze"\nnumber="112"\nwhat="Pericolo."\nwhen="Sempre."\nsource="AREU"\n',
        encoding="utf-8",
    )
    page = client.get(url("talk")).content.decode()
    assert [line.code for line in helplines.lines()] == ["112", "1522", "116117", "19696", "consultorio"]
    assert "Fonte: Comune. Controllato il 2026-11-20." in page
    assert "Fonte: AREU." in page


# --- how it is made ------------------------------------------------------------------------------


def test_every_page_leaves_fast_works_without_script_and_reads_easily(
    client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    client = client_for(user=members[0])
    tell(client, group, text="Oggi ho camminato.")
    pk = Contribution.objects.get().pk
    there = [url(name, group.pk) for name in ("home", "tell", "need", "offer")]
    there += [url("saved", pk), url("change", pk), url("mine"), url("talk")]
    for one in there:
        answer = client.get(one)
        page = answer.content.decode()
        main = page.split("<main")[1].split("</main>")[0]
        told = re.sub(r"<script.*?</script>|<[^>]+>", ". ", main)
        assert ("Esci in fretta" in page, len(answer.content) < 100_000) == (True, True), one
        assert [
            name for name in re.findall(r'src="[^"]*/([a-z]+)[^/"]*\.js', page) if name != "exit"
        ] == [], one
        assert readability.longest_sentence(told) <= 20, one


def test_her_own_list_and_an_empty_group_say_what_they_are_for(
    client_for: Signed, group_and_members: tuple[Circle, list[User]]
) -> None:
    group, members = group_and_members
    client = client_for(user=members[0])
    assert "Per ora non hai scritto niente" in client.get(url("mine")).content.decode()
    page = client.get(url("home", group.pk)).content.decode()
    assert ("Per ora non c'è niente" in page.replace("&#x27;", "'"), "Aiuti che hai dato" in page) == (
        True,
        True,
    )
