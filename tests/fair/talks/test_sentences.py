"""What a plan says of itself is read in the language of who reads, also when it was made in another."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jobcaffe.fair.events.models import Session
from jobcaffe.fair.talks import queries, sentences
from jobcaffe.fair.talks.actions import day
from jobcaffe.fair.visits import actions as visits
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.journal.actions import PUBLIC
from jobcaffe.kernels import timetable
from jobcaffe.kernels.timetable import Told
from jobcaffe.kernels.timetable.citizens import reasons
from tests import factories
from tests.fair.talks import day_around
from tests.fair.talks.around import booking_fair, met, planned, planned_fair, visitor, wish

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {
    "who": "a", "where": "b", "slots": [0, 1, 3], "hours": [0, 1], "n": 2, "most": 1, "name": "Brera",
    "other": "Olona", "talk": "1", "earlier": "2", "what": "Il curriculum",
}  # fmt: skip


def test_who_is_left_and_what_helps_are_read_in_both_languages(client_for: Any) -> None:
    fair = planned_fair()
    stand = factories.stand(fair=fair, tables=[1, 0, 0, 0, 0, 0, 0, 1])
    for name in ("Uno", "Due", "Tre"):
        wish(visitor(fair, f"Anna {name}"), stand, window=(0, 3))
    plan = planned(fair, factories.user("coordinator"))
    page = reverse("fairtalks:plan", args=[plan.pk])
    client: Client = client_for("coordinator")

    italian = client.get(page).content.decode()
    with translation.override("it"):  # what a page speaks does not outlast it
        english = client.get(page, headers={"accept-language": "en"}).content.decode()

    assert "C&#x27;è posto nel turno delle 11:45." in italian
    assert "almeno 2 colloqui in più" in italian
    assert "There is room in the slot at 11:45." in english
    assert "at least 2 more talks" in english
    assert "posto nel turno" not in english
    assert "colloqui in più" not in english


def test_the_workshop_that_keeps_her_is_named_in_both_languages() -> None:
    fair = planned_fair()
    stand, who = factories.stand(fair=fair, tables=[0, 1]), visitor(fair)
    wish(who, stand)
    hours = {"starts_at": fair.slot_start(1), "ends_at": fair.slot_start(2)}
    session = Session.objects.create(fair=fair, kind="workshop", title="Il curriculum", seats=3, **hours)
    visits.take_seat(actor=PUBLIC, visitor=who, session_id=session.pk)
    with translation.override("en"):
        plan = planned(fair, factories.user("coordinator"))
        (english,) = queries.left_out(plan, {})
    (italian,) = queries.left_out(plan, {})
    assert english.reason == (
        "The stand has no tables when the visitor is there. It has some in the slot at 10:15, "
        "but the visitor has a seat at “Il curriculum” then."
    )
    assert "Ne ha nel turno delle 10:15, ma allora ha un posto a «Il curriculum»." in italian.reason


def test_what_clashes_is_read_in_both_languages() -> None:
    fair = booking_fair(slots=1)
    one, two, three = (factories.stand(fair=fair) for _number in range(3))
    met(one, two)
    met(one, three)
    plan = planned(fair, factories.user("coordinator"), kind="business", tables=2)
    (italian,) = queries.notes_of(plan, {})
    with translation.override("en"):
        (english,) = queries.notes_of(plan, {})
    name = one.organisation.name
    assert italian == f"{name} ha 2 incontri e i turni sono 1."
    assert english == f"{name} has 2 meetings and the slots are 1."


def test_a_sentence_kept_as_it_was_read_is_shown_as_it_is() -> None:
    plan = planned_fair().plans.create(
        kind="citizens", unplaced=[["a", "b", "I tavoli sono presi."]], notes=["Un tavolo in più."]
    )
    with translation.override("en"):
        assert [one.reason for one in queries.left_out(plan, {})] == ["I tavoli sono presi."]
        assert queries.notes_of(plan, {}) == ["Un tavolo in più."]


@pytest.mark.parametrize("code", [*sentences.WORDS, sentences.MORE_TABLES])
def test_every_code_has_words_in_both_languages(code: str) -> None:
    fair = booking_fair()
    kept = {"code": code, **FACTS, "first": 0, "last": 3, "m": 1}
    italian = sentences.said(fair, kept, {"a": "F1-001", "b": "Airaghi"})
    with translation.override("en"):
        english = sentences.said(fair, kept, {"a": "F1-001", "b": "Airaghi"})
    assert italian != english
    for text in (italian, english):
        assert text.endswith(".")
        assert not re.search(r"%\(|\{", text)


def test_every_code_of_the_kernel_is_known() -> None:
    sources = "".join(path.read_text() for path in Path(timetable.__file__).parent.rglob("*.py"))
    found = {*re.findall(r'Told\.of\(\s*"(\w+)"', sources), *reasons.HELP}
    assert found == set(sentences.WORDS)


def test_the_kernels_words_and_those_of_the_room_are_the_same() -> None:
    told = Told.of("full_help", "I tavoli sono presi. C'è posto nel turno {slots}.", slots=[3, 4])
    assert told == "I tavoli sono presi. C'è posto nel turno 3 o 4."
    assert sentences.keep(told) == {"code": "full_help", "slots": [3, 4]}
    assert sentences.keep("Altro.") == "Altro."


def test_who_presses_in_english_sends_no_english_to_who_reads_italian() -> None:
    at = day_around.around()
    who = day_around.visitor(at.fair, contact="anna@example.org")
    talk = day_around.talk(at.one, who, 4)
    with translation.override("en"):
        day.move(actor=at.ivan, talk_id=talk.pk, slot=6)
    worker.run_due()
    (told,) = mail.outbox
    assert "Il tuo colloquio è stato spostato." in told.body
    assert f"tavolo {at.one.first_table}" in told.body
