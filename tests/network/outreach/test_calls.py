"""Calls: who gets which card, what follows from an outcome, and taking it back."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.network.outreach import actions, catalogue, queries, rules
from jobcaffe.network.outreach.models import Card, Refusal, Touch
from jobcaffe.organisations.models import Organisation
from tests import factories
from tests.network.outreach.around import campaign, card

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 18)


def test_the_order_is_promised_then_priority_then_the_day_then_never_called() -> None:
    at, desk = campaign(), factories.user("desk")
    called, never, early, first, promised = (card(at, name=name) for name in ("a", "b", "c", "d", "e"))
    Card.objects.filter(pk=called.pk).update(called_at=timezone.now())
    Card.objects.filter(pk=early.pk).update(due_on=timezone.localdate() - timedelta(days=3))
    Card.objects.filter(pk=first.pk).update(priority=1)
    Card.objects.filter(pk=promised.pk).update(promised=True)
    card(at, name="domani", due_on=timezone.localdate() + timedelta(days=1))
    assert [one.pk for one in queries.due(desk)] == [
        one.pk for one in (promised, first, early, never, called)
    ]


def test_two_operators_get_two_cards_and_the_second_press_the_same_one() -> None:
    at, anna, bruna = campaign(organisations=2), factories.user("desk"), factories.user("desk")
    first = actions.take_next(actor=anna)
    assert first is not None
    assert actions.take_next(actor=anna) == first
    second = actions.take_next(actor=bruna)
    assert second is not None
    assert second.pk != first.pk
    assert actions.take_next(actor=factories.user("desk")) is None
    assert at.cards.filter(holder=None).count() == 0


def test_one_organisation_in_two_campaigns_is_called_by_one_person() -> None:
    body, anna, bruna = factories.organisation(), factories.user("desk"), factories.user("desk")
    one, two = (card(campaign(name=name), organisation=body) for name in ("Estate", "Scuole"))
    taken = actions.take_next(actor=anna)
    other = two if taken == one else one
    assert actions.take_next(actor=bruna) is None
    with pytest.raises(Refused, match=anna.name):
        actions.take(actor=bruna, card_id=other.pk)
    with pytest.raises(Refused, match=anna.name):
        actions.tell(actor=bruna, card_id=other.pk, outcome="interested")


def test_a_card_left_for_two_hours_is_everybodys_again() -> None:
    campaign(organisations=1)
    actions.take_next(actor=factories.user("desk"))
    bruna = factories.user("desk")
    Card.objects.update(held_until=timezone.now() + timedelta(seconds=30))
    assert actions.take_next(actor=bruna) is None
    Card.objects.update(held_until=timezone.now() - timedelta(seconds=1))
    assert actions.take_next(actor=bruna) is not None


def test_a_campaign_of_chosen_people_is_not_there_for_the_others() -> None:
    anna, bruna = factories.user("desk"), factories.user("desk")
    at = campaign(organisations=1, workers=[anna])
    assert actions.take_next(actor=bruna) is None
    assert queries.campaign_of(bruna, at.pk) is None
    with pytest.raises(Refused):
        actions.tell(actor=bruna, card_id=at.cards.get().pk, outcome="interested")
    assert actions.take_next(actor=anna) is not None


@pytest.mark.parametrize(
    ("outcome", "stage", "standing", "following", "on", "promised"),
    [
        ("interested", "interested", "open", "mail", WEDNESDAY, False),
        ("call_back", "contacted", "open", "call", date(2026, 11, 20), True),
        ("no_answer", "to_contact", "open", "call", date(2026, 11, 20), False),
        ("not_interested", "contacted", "no", "none", None, False),
        ("wrong_number", "to_contact", "wrong_number", "number", date(2026, 11, 19), False),
        ("joined", "joined", "open", "call", date(2026, 12, 10), False),
        ("organising", "organising", "open", "call", date(2026, 11, 25), False),
        ("jobfest", "jobfest", "open", "call", date(2026, 12, 2), False),
        ("never", "contacted", "never", "none", None, False),
    ],
)
def test_every_outcome_sets_the_next_step_by_itself(
    outcome: str, stage: str, standing: str, following: str, on: date | None, promised: bool
) -> None:
    step = rules.next_step(catalogue.outcomes()[outcome], tries=1, today=WEDNESDAY)
    assert (step.action, step.on, step.promised) == (following, on, promised)
    at, desk = campaign(organisations=1), factories.user("desk")
    touch = actions.tell(actor=desk, card_id=at.cards.get().pk, outcome=outcome)
    found = at.cards.get()
    assert (found.stage, found.standing, found.next_action, found.promised, found.holder) == (
        stage, standing, following, promised, None,
    )  # fmt: skip
    assert (touch.next_action, touch.next_on) == (found.next_action, found.due_on)


def test_after_three_calls_without_an_answer_one_writes() -> None:
    at, desk = campaign(organisations=1), factories.user("desk")
    ref = at.cards.get().pk
    steps = [actions.tell(actor=desk, card_id=ref, outcome="no_answer").next_action for _n in range(3)]
    assert steps == ["call", "call", "mail"]
    actions.tell(actor=desk, card_id=ref, outcome="call_back")
    assert actions.tell(actor=desk, card_id=ref, outcome="no_answer").next_action == "call"


def test_a_day_that_was_agreed_is_a_promise_and_lies_ahead() -> None:
    at, desk = campaign(organisations=1), factories.user("desk")
    ref, day = at.cards.get().pk, timezone.localdate() + timedelta(days=9)
    actions.tell(actor=desk, card_id=ref, outcome="interested", again_on=day)
    assert Card.objects.values_list("next_action", "due_on", "promised").get() == ("call", day, True)
    for wrong in (day - timedelta(days=10), day + timedelta(days=400)):
        with pytest.raises(Refused):
            actions.tell(actor=desk, card_id=ref, outcome="interested", again_on=wrong)


def test_no_next_step_falls_on_a_day_off() -> None:
    friday_before = date(2026, 12, 4)
    assert rules.after_working_days(friday_before, 2) == date(2026, 12, 9)  # weekend, Monday, the 8th off
    assert rules.after_working_days(date(2026, 12, 25), 0) == date(2026, 12, 28)


def test_joining_is_written_on_the_organisation_once() -> None:
    at, desk = campaign(organisations=1), factories.user("desk")
    ref = at.cards.get().pk
    actions.tell(actor=desk, card_id=ref, outcome="interested")
    assert Organisation.objects.values_list("stage", "joined_on").get() == ("interested", None)
    actions.tell(actor=desk, card_id=ref, outcome="jobfest")
    Organisation.objects.update(joined_on=date(2026, 9, 1))
    actions.tell(actor=desk, card_id=ref, outcome="organising")
    body = Organisation.objects.get()
    assert (body.stage, body.joined_on, body.verified_on) == ("member", date(2026, 9, 1), None)
    assert at.cards.get().stage == "jobfest"


def test_pressing_twice_writes_once() -> None:
    at, desk, key = campaign(organisations=1), factories.user("desk"), uuid.uuid4()
    ref = at.cards.get().pk
    one, two = (
        actions.tell(actor=desk, card_id=ref, outcome="no_answer", request_key=key) for _n in range(2)
    )
    assert one == two
    assert at.cards.get().tries == 1


@pytest.mark.parametrize("outcome", ["interested", "joined", "never", "wrong_number", "no_answer"])
def test_undone_everything_is_as_before_and_the_row_stays(outcome: str) -> None:
    at, desk = campaign(organisations=1), factories.user("desk")
    before, body = Card.objects.values(*_KEPT).get(), Organisation.objects.values().get()
    touch = actions.tell(actor=desk, card_id=at.cards.get().pk, outcome=outcome)
    correction = actions.undo(actor=desk, touch_id=touch.pk)
    assert Card.objects.values(*_KEPT).get() == before
    assert Organisation.objects.values().get() == body
    assert Refusal.objects.filter(lifted_at=None).count() == 0
    assert Touch.objects.count() == 2
    assert actions.undo(actor=desk, touch_id=touch.pk) == correction
    assert at.cards.get().holder == desk
    assert queries.funnel(at).reached[0].count == 0


_KEPT = ("stage", "standing", "next_action", "due_on", "promised", "tries", "called_at")


def test_undo_ends_after_ten_minutes_with_another_touch_and_at_another_hand() -> None:
    at, desk = campaign(organisations=2), factories.user("desk")
    one, two = at.cards.all()
    touch = actions.tell(actor=desk, card_id=one.pk, outcome="no_answer")
    with pytest.raises(Refused):
        actions.undo(actor=factories.user("desk"), touch_id=touch.pk)
    actions.tell(actor=factories.user("desk"), card_id=one.pk, outcome="call_back")
    with pytest.raises(Refused, match="10 minuti"):
        actions.undo(actor=desk, touch_id=touch.pk)
    old = Touch.objects.create(
        organisation=two.organisation, campaign=at, card=two, by=desk, outcome="no_answer",
        at=timezone.now() - timedelta(minutes=11),
    )  # fmt: skip
    with pytest.raises(Refused, match="10 minuti"):
        actions.undo(actor=desk, touch_id=old.pk)


@pytest.mark.parametrize(
    "change", [{"note": "altro"}, {"outcome": "joined"}, {"at": timezone.now()}, {"stage": "jobfest"}]
)
def test_a_touch_cannot_be_edited_nor_deleted(change: dict[str, Any]) -> None:
    at, desk = campaign(organisations=1), factories.user("desk")
    touch = actions.tell(actor=desk, card_id=at.cards.get().pk, outcome="no_answer")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Touch.objects.filter(pk=touch.pk).update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Touch.objects.filter(pk=touch.pk)._raw_delete(using="default")
    # When two records of an organisation are united, its touches go with it.
    assert Touch.objects.filter(pk=touch.pk).update(organisation=factories.organisation()) == 1


def test_what_was_heard_at_the_desk_goes_on_the_card_of_a_running_campaign() -> None:
    at, desk = campaign(organisations=1), factories.user("desk")
    touch = actions.hear(actor=desk, organisation_id=at.cards.get().organisation_id, outcome="interested")
    assert (touch.campaign, at.cards.get().stage, touch.way) == (at, "interested", "met")
    alone = actions.hear(actor=desk, organisation_id=factories.organisation().pk, outcome="joined")
    assert (alone.campaign, alone.organisation.stage) == (None, "known")
    assert Organisation.objects.get(pk=alone.organisation_id).stage == "member"


def test_the_last_words_of_anybody_are_seen_also_from_another_campaign() -> None:
    body, anna, bruna = factories.organisation(), factories.user("desk", name="Anna"), factories.user("desk")
    one, two = (card(campaign(name=name), organisation=body) for name in ("Estate", "Scuole"))
    actions.tell(actor=anna, card_id=one.pk, outcome="call_back", note="Dopo le 17")
    seen = queries.latest_touches(bruna, [two.organisation_id])[body.pk]
    assert [(touch.by.name, touch.note) for touch in seen] == [("Anna", "Dopo le 17")]


def test_words_that_are_no_outcome_are_refused_and_what_is_told_is_in_the_journal() -> None:
    at, desk = campaign(organisations=1), factories.user("desk")
    for wrong in ("written", "", "boh"):
        with pytest.raises(Refused):
            actions.tell(actor=desk, card_id=at.cards.get().pk, outcome=wrong)
    with pytest.raises(Refused):
        actions.tell(actor=factories.user("facilitator"), card_id=at.cards.get().pk, outcome="joined")
    actions.tell(actor=desk, card_id=at.cards.get().pk, outcome="no_answer")
    assert Entry.objects.filter(action="campaign.tell", actor_ref=desk.pk).count() == 1


@pytest.mark.parametrize(
    "row", [{"next": "boh"}, {"next": "call", "stage": "boh"}, {"next": "call", "standing": "x"}]
)
def test_a_wrong_row_of_the_file_of_outcomes_is_refused(row: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        catalogue.read({"code": "x", "label": "x", **row})


def test_the_number_that_was_found_is_called_today() -> None:
    at, desk = campaign(organisations=1), factories.user("desk")
    ref = at.cards.get().pk
    actions.tell(actor=desk, card_id=ref, outcome="wrong_number")
    assert [one.pk for one in queries.numbers_to_find(desk)] == [ref]
    assert actions.take_next(actor=desk) is None
    actions.found_number(actor=desk, card_id=ref, phone="+390293700042")
    assert actions.take_next(actor=desk) is not None
    assert Organisation.objects.get().phone == "+390293700042"
