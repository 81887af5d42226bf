"""The last places, asked for by twelve at once."""

from __future__ import annotations

import uuid

import pytest

from jobcaffe.exchange.posts import actions
from jobcaffe.exchange.posts.actions import Full
from jobcaffe.exchange.posts.models import Post, Seat
from jobcaffe.foundation.journal.actions import SYSTEM
from tests import factories
from tests.encounters.test_races import AT_ONCE, _all_at_once
from tests.exchange.posts.posting import JOB, on_board

pytestmark = pytest.mark.django_db(transaction=True)
PLACES = 3


def test_three_places_are_held_by_three_of_twelve() -> None:
    post = on_board(places=PLACES)
    answers = _all_at_once(lambda _number: actions.reserve(actor=SYSTEM, post_id=post.pk, key=uuid.uuid4()))
    assert sum(isinstance(one, Seat) for one in answers) == PLACES
    assert sum(isinstance(one, Full) for one in answers) == AT_ONCE - PLACES
    assert (Post.objects.get().places_taken, Seat.objects.count()) == (PLACES, PLACES)


def test_one_press_that_arrives_twelve_times_is_one_place() -> None:
    post, key = on_board(places=PLACES), uuid.uuid4()
    answers = _all_at_once(lambda _number: actions.reserve(actor=SYSTEM, post_id=post.pk, key=key))
    assert len({one.pk for one in answers}) == Post.objects.get().places_taken == 1


def test_places_given_back_and_asked_for_at_once_always_add_up() -> None:
    post = on_board(places=PLACES)
    keys = [uuid.uuid4() for _number in range(AT_ONCE)]
    for key in keys:
        actions.reserve(actor=SYSTEM, post_id=post.pk, key=key, or_wait=True)

    def act(number: int) -> object:
        if number % 2:
            return actions.release(actor=SYSTEM, post_id=post.pk, key=keys[number])
        return actions.reserve(actor=SYSTEM, post_id=post.pk, key=keys[number], or_wait=True)

    _all_at_once(act)
    held = Seat.objects.filter(state="reserved").count()
    waiting = set(Seat.objects.filter(state="waiting").values_list("key", flat=True))
    assert (held, Post.objects.get().places_taken) == (PLACES, PLACES)
    assert waiting < {keys[number] for number in range(0, AT_ONCE, 2)}
    assert len(waiting) == AT_ONCE // 2 - PLACES


def test_places_made_fewer_while_they_are_asked_for_are_never_too_few() -> None:
    actor = factories.partner()
    post = on_board(actor, places=PLACES)

    def act(number: int) -> object:
        if number % 2:
            return actions.save(actor=actor, post_id=post.pk, values={"places": 1})
        return actions.reserve(actor=SYSTEM, post_id=post.pk, key=uuid.uuid4())

    _all_at_once(act)
    post.refresh_from_db()
    assert 1 <= post.places_taken <= post.places


def test_the_same_draft_and_the_same_publishing_twelve_times_are_one() -> None:
    actor, key = factories.partner(), uuid.uuid4()
    drafts = _all_at_once(lambda _number: actions.begin(actor=actor, kind="job", values=JOB, request_key=key))
    made = _all_at_once(lambda _number: actions.publish(actor=actor, post_id=drafts[0].pk))
    assert len({one.pk for one in (*drafts, *made)}) == Post.objects.count() == 1
