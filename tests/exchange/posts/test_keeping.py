"""Fresh, warned, hidden, closed; places and who waits for one."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.exchange.posts import actions, queries, rules
from jobcaffe.exchange.posts.actions import Full
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import PUBLIC, SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from tests import factories
from tests.exchange.posts.posting import aged, draft, on_board

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("days", "warned", "shown"), [(59, 0, 1), (60, 1, 1), (90, 1, 1), (91, 1, 0)])
def test_warned_at_sixty_days_and_hidden_after_ninety(days: int, warned: int, shown: int) -> None:
    aged(on_board(), days)
    assert actions.warn_ageing(actor=SYSTEM) == warned
    assert actions.warn_ageing(actor=SYSTEM) == 0
    assert Notice.objects.filter(template="post_ageing").count() == warned
    assert queries.shown().count() == len(queries.open_for_matching()) == shown


def test_one_touch_on_the_link_keeps_it_and_a_second_one_changes_nothing() -> None:
    post = aged(on_board(), 61)
    token = rules.token_of(post)
    renewed = actions.answer_by_link(actor=PUBLIC, token=token)
    assert renewed.fresh_until == timezone.localdate() + timedelta(days=90)
    again = actions.answer_by_link(actor=PUBLIC, token=token, result="cancelled")
    assert (again.state, again.fresh_until) == ("open", renewed.fresh_until)
    assert Entry.objects.filter(action="post.renew", actor_role="anonymous").count() == 1


def test_a_link_that_is_not_ours_answers_nothing() -> None:
    on_board()
    for token in ("x", "", "WyJhIl0:1:b", rules.signing.dumps(["1", "2"], salt="altro")):
        with pytest.raises(Refused):
            actions.answer_by_link(actor=PUBLIC, token=token, result="cancelled")
    assert Post.objects.get().state == "open"


def test_closing_asks_how_it_went_and_is_journalled() -> None:
    actor = factories.partner()
    post = on_board(actor)
    for result, count in (("", None), ("benissimo", 1), ("filled_here", 0), ("filled_here", 1000)):
        with pytest.raises(Refused):
            actions.close(actor=actor, post_id=post.pk, result=result, count=count)
    closed = actions.close(actor=actor, post_id=post.pk, result="filled_here", count=2)
    again = actions.close(actor=actor, post_id=post.pk, result="not_filled")
    assert (again.result, again.result_count, closed.closed_on) == ("filled_here", 2, timezone.localdate())
    assert Entry.objects.filter(action="post.close").count() == 1
    assert list(queries.shown()) == []
    with pytest.raises(Refused):
        actions.renew(actor=actor, post_id=post.pk)


def test_who_has_left_the_network_or_said_nothing_for_long_is_off_the_board() -> None:
    post = on_board()
    organisation = post.organisation
    assert organisation is not None
    for fields, shown in (
        ({"stage": "left"}, []),
        ({"stage": "known"}, [post]),
        ({"verified_on": timezone.localdate() - timedelta(days=400)}, []),
        ({"verified_on": timezone.localdate()}, [post]),
    ):
        type(organisation).objects.update(**fields)
        assert list(queries.shown()) == shown, fields
        assert len(queries.open_for_matching()) == len(shown)


def test_the_last_day_to_answer_ends_it_and_the_house_asks_for_a_result_after_two_weeks() -> None:
    desk, post = factories.user("desk"), on_board()
    for days, shown, asked in ((0, 1, 0), (1, 0, 0), (14, 0, 0), (15, 0, 1)):
        Post.objects.update(answer_by=timezone.localdate() - timedelta(days=days))
        assert (queries.shown().count(), queries.without_result(desk).count()) == (shown, asked)
    assert queries.without_result(factories.partner(post.organisation)).count() == 0


def test_the_place_that_is_given_back_goes_to_the_first_in_line() -> None:
    post = on_board(places=1)
    first, second, third = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    actions.reserve(actor=SYSTEM, post_id=post.pk, key=first)
    with pytest.raises(Full):
        actions.reserve(actor=SYSTEM, post_id=post.pk, key=second)
    for key in (second, third, second):
        assert actions.reserve(actor=SYSTEM, post_id=post.pk, key=key, or_wait=True).state == "waiting"
    assert queries.open_for_matching() == []
    following = actions.release(actor=SYSTEM, post_id=post.pk, key=first)
    assert following is not None
    assert (following.key, following.state) == (second, "reserved")
    assert actions.release(actor=SYSTEM, post_id=post.pk, key=first) is None
    actions.confirm(actor=SYSTEM, post_id=post.pk, key=second)
    with pytest.raises(Refused):
        actions.confirm(actor=SYSTEM, post_id=post.pk, key=third)
    assert Post.objects.get().places_taken == 1


def test_no_place_on_a_post_that_is_not_on_the_board() -> None:
    with pytest.raises(Refused):
        actions.reserve(actor=SYSTEM, post_id=draft().pk, key=uuid.uuid4())
    with pytest.raises(Refused):
        actions.reserve(actor=SYSTEM, post_id=aged(on_board(), 91).pk, key=uuid.uuid4())
