"""Choosing without signing in; messages without names; letters on paper."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices import actions, queries, rules
from jobcaffe.foundation.notices.enums import Scope, State
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.notices.rules import Recipient

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
LISTS = ["/sportello/messaggi/", "/sportello/lettere/", "/sportello/messaggi/?vista=non-partiti"]


def letter(**fields: object) -> Notice:
    to = Recipient(name="Rosa Bo", person_ref=uuid4(), address="via Lamarmora 7\n20045 Lainate")
    context = {"due": timezone.localdate()}
    values = {"template": "step_reminder", "channel": "letter", **fields}
    return actions.send(actor=SYSTEM, to=to, context=context, **values)  # type: ignore[arg-type]


def test_anybody_with_the_link_chooses_and_the_page_names_nobody() -> None:
    person = uuid4()
    key = rules.recipient_key(person_ref=person)
    url = f"/avvisi/{rules.choose_token(key)}/"
    client = Client()
    page = client.get(url)
    assert page.status_code == 200
    assert page.content.decode().count("checked") == len(Scope)
    assert str(person) not in page.content.decode()
    assert client.post(url, {"wanted": ["service"]}).status_code == 302
    assert queries.stopped_scopes(key) == {"news", "follow_up"}
    assert client.post(url, {}).status_code == 302
    assert queries.stopped_scopes(key) == set(Scope.values)
    assert client.get(url).content.decode().count("checked") == 0
    client.post(url, {"wanted": list(Scope.values)})
    assert queries.stopped_scopes(key) == set()


def test_a_wrong_choice_changes_nothing() -> None:
    key = rules.recipient_key(person_ref=uuid4())
    page = Client().post(f"/avvisi/{rules.choose_token(key)}/", {"wanted": ["everything"]})
    assert (page.status_code, queries.stopped_scopes(key)) == (200, set())


def test_a_link_that_is_not_ours_is_not_there() -> None:
    good = rules.choose_token(rules.recipient_key(person_ref=uuid4()))
    for token in (good[:-1] + ("A" if good[-1] != "A" else "B"), "x", good.partition(":")[0]):
        for path in (f"/avvisi/{token}/", f"/avvisi/{token}/ferma/"):
            assert Client().get(path).status_code == 404
            assert Client(enforce_csrf_checks=True).post(path).status_code in {403, 404}


def test_one_click_stops_only_the_scope_of_that_mail_and_needs_no_cookie() -> None:
    key = rules.recipient_key(person_ref=uuid4())
    url = f"/avvisi/{rules.choose_token(key, Scope.FOLLOW_UP)}/ferma/"
    strict = Client(enforce_csrf_checks=True)
    answers = [strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code for _press in (1, 2)]
    assert (answers, queries.stopped_scopes(key)) == ([200, 200], {"follow_up"})


def test_opening_the_one_click_address_stops_nothing_a_mail_scanner_opens_every_link() -> None:
    key = rules.recipient_key(person_ref=uuid4())
    token = rules.choose_token(key)
    answer = Client().get(f"/avvisi/{token}/ferma/")
    assert (answer.status_code, answer["Location"]) == (302, f"/avvisi/{token}/")
    assert queries.stopped_scopes(key) == set()


def test_the_page_of_choices_still_guards_against_forged_forms() -> None:
    key = rules.recipient_key(person_ref=uuid4())
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/avvisi/{rules.choose_token(key)}/", {}).status_code == 403
    assert queries.stopped_scopes(key) == set()


@pytest.mark.parametrize("url", [*LISTS, "/sportello/lettere/stampa/"])
def test_messages_are_for_the_desk_and_the_coordinator(client_for: ClientFor, url: str) -> None:
    seen = {role: client_for(role).get(url).status_code for role in Role.values}
    assert {role for role, status in seen.items() if status == 200} == {"desk", "coordinator"}
    assert {status for status in seen.values()} == {200, 404}


def test_lists_show_kind_and_state_and_neither_names_nor_texts(client_for: ClientFor) -> None:
    letter()
    desk = client_for("desk")
    for url in LISTS[:2]:
        text = desk.get(url).content.decode()
        assert "Promemoria di un passo" in text
        assert [word for word in ("Rosa", "Lamarmora 7", "passo da fare") if word in text] == []


def test_a_confidential_message_is_nowhere(client_for: ClientFor) -> None:
    to = Recipient(name="Rosa Bo", email="rosa@example.org", person_ref=uuid4())
    hidden = actions.send(
        actor=SYSTEM,
        to=to,
        template="encounter_reminder",
        context={"when": timezone.now()},
        confidential=True,
    )
    coordinator = client_for("coordinator")
    assert "Promemoria di un incontro" not in coordinator.get(LISTS[0]).content.decode()
    assert coordinator.get(f"/sportello/messaggi/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize("url", LISTS)
def test_lists_cost_the_same_queries_with_one_and_many(client_for: ClientFor, url: str) -> None:
    client = client_for("desk")
    client.get(url)  # the first page of a session also writes the device down
    costs = []
    for size in (1, 3, 40):
        state = State.FAILED if "vista" in url else State.QUEUED
        for _one in range(size):
            Notice.objects.filter(pk=letter().pk).update(state=state)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        costs.append(len(captured))
    assert len(set(costs)) == 1
    assert costs[0] <= 12


def test_letters_are_opened_printed_and_marked_once(client_for: ClientFor) -> None:
    desk = client_for("desk")
    first, second = letter(), letter(template="waiting_called")
    text = desk.get("/sportello/lettere/stampa/").content.decode()
    assert (text.count("Rosa Bo<br>"), text.count("20045 Lainate<br>")) == (2, 2)
    assert text.count("data:image/svg+xml") == 2
    opened = Entry.objects.filter(action="notice.open", actor_ref=desk.user.pk)  # type: ignore[attr-defined]
    assert set(opened.values_list("subject_ref", flat=True)) == {first.person_ref, second.person_ref}
    for _press in (1, 2):
        assert desk.post("/sportello/lettere/", {"letters": [first.pk]}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.body, second.state) == (State.PRINTED, "", State.QUEUED)
    assert Entry.objects.filter(action="notice.print").count() == 1


def test_a_letter_that_arrived_while_printing_is_not_marked(client_for: ClientFor) -> None:
    desk = client_for("desk")
    shown = letter()
    desk.get("/sportello/lettere/stampa/")
    late = letter()
    desk.post("/sportello/lettere/", {"letters": [shown.pk, uuid4()]})
    desk.post("/sportello/lettere/", {"letters": [shown.pk]})
    late.refresh_from_db()
    assert late.state == State.QUEUED


def test_a_failed_message_can_be_sent_again_from_its_page(client_for: ClientFor) -> None:
    to = Recipient(name="Rosa Bo", email="rosa@example.org")
    notice = actions.send(
        actor=SYSTEM, to=to, template="step_reminder", context={"due": timezone.localdate()}
    )
    desk = client_for("desk")
    url = f"/sportello/messaggi/{notice.pk}/"
    assert "Rimanda" not in desk.get(url).content.decode()
    Notice.objects.update(state=State.FAILED)
    assert "Rimanda" in desk.get(url).content.decode()
    assert [desk.post(url).status_code for _press in (1, 2)] == [302, 302]
    notice.refresh_from_db()
    assert notice.state == State.QUEUED


def test_empty_lists_say_what_they_are(client_for: ClientFor) -> None:
    desk = client_for("desk")
    for url, words in zip(LISTS, ("Non ne è ancora", "Ora non ce ne", "sono partiti"), strict=True):
        assert words in desk.get(url).content.decode()
