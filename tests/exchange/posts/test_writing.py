"""From a model to the board; who may, what is missing, what the law says."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from jobcaffe.exchange.posts import actions, catalogue, queries, rules
from jobcaffe.exchange.posts.actions import Chosen
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.models import Entry
from tests import factories
from tests.exchange.posts.posting import JOB, draft, on_board

pytestmark = pytest.mark.django_db


def test_a_draft_is_nowhere_until_it_is_published() -> None:
    actor = factories.partner()
    post = draft(actor)
    assert list(queries.shown()) == []
    assert queries.open_for_matching() == []
    actions.publish(actor=actor, post_id=post.pk)
    assert list(queries.shown()) == [post]
    [found] = queries.open_for_matching()
    assert (found.title, found.places_left, found.windows, found.municipality) == (
        JOB["title"],
        3,
        ((0, 16, 26),),
        "Rho",
    )
    assert (found.latitude, found.longitude) == (45.530, 9.040)


def test_publishing_dates_everything_and_is_in_the_journal() -> None:
    post = on_board()
    today = timezone.localdate()
    assert (post.published_on, post.fresh_until) == (today, today + timedelta(days=90))
    assert post.answer_by == today + timedelta(days=30)
    assert list(Entry.objects.order_by("seq").values_list("action", flat=True)) == [
        "post.begin",
        "post.publish",
    ]


@pytest.mark.parametrize("kind", list(catalogue.kinds()))
def test_every_kind_can_be_written_and_published_by_the_house(kind: str) -> None:
    desk = factories.user("desk")
    model = catalogue.kinds()[kind]
    asked = {
        name: (catalogue.asks()[name].default or "10")
        for step in model.steps
        for name in step
        if name in catalogue.asks()
    }
    values = {"title": model.examples["title"], "text": model.examples["text"], "municipality": "Lainate"}
    post = actions.begin(actor=desk, kind=kind, values={**values, **asked})
    made = actions.publish(actor=desk, post_id=post.pk)
    assert (made.state, made.organisation, made.looked_on) == ("open", None, timezone.localdate())
    assert made.warnings == []


def test_what_a_kind_asks_must_be_there() -> None:
    actor = factories.partner()
    post = actions.begin(
        actor=actor, kind="pcto", values={"title": "PCTO", "text": "Due settimane in officina."}
    )
    assert rules.missing(post) == ["municipality", "class", "agreement"]
    with pytest.raises(Refused, match="Manca ancora qualcosa"):
        actions.publish(actor=actor, post_id=post.pk)


def test_an_organisation_never_writes_for_another_one() -> None:
    post, other = draft(), factories.partner()
    for act in (
        lambda: actions.save(actor=other, post_id=post.pk, values={"title": "Mio"}),
        lambda: actions.publish(actor=other, post_id=post.pk),
        lambda: actions.copy(actor=other, post_id=post.pk),
        lambda: actions.throw_away(actor=other, post_id=post.pk),
    ):
        with pytest.raises(Refused):
            act()
    assert Post.objects.get().title == JOB["title"]
    made = draft(other, organisation_id=post.organisation_id)
    assert made.organisation_id != post.organisation_id


@pytest.mark.parametrize("role", ["member", "facilitator", "municipality", "funder", "sysadmin"])
def test_nobody_else_writes(role: str) -> None:
    with pytest.raises(Refused):
        draft(factories.user(role))


def test_a_delegate_whose_organisation_took_the_account_back_writes_nothing_more() -> None:
    actor = factories.partner()
    post = draft(actor)
    actor.delegate.revoked_at = timezone.now()
    actor.delegate.save()
    with pytest.raises(Refused):
        actions.publish(actor=actor, post_id=post.pk)


def test_only_the_house_asks_for_persons_and_never_with_a_contact() -> None:
    with pytest.raises(Refused):
        draft(factories.partner(), kind="need-job")
    desk = factories.user("desk")
    for leak in ("Chiama il 333 1234567.", "Scrivi a rosa@example.org.", "Codice RSSMRA68A41F205X."):
        post = draft(desk, kind="need-job", text=f"Sa fare la magazziniera. {leak}")
        with pytest.raises(Refused, match="recapito o un codice"):
            actions.publish(actor=desk, post_id=post.pk)


def test_the_same_press_twice_is_one_draft() -> None:
    actor, key = factories.partner(), uuid.uuid4()
    made = [actions.begin(actor=actor, kind="job", values=JOB, request_key=key).pk for _press in range(2)]
    copied = [
        actions.copy(actor=actor, post_id=made[0], request_key=uuid.UUID(int=7)).pk for _press in range(2)
    ]
    assert (made[0], copied[0]) == (made[1], copied[1])
    assert Post.objects.count() == 2


def test_a_copy_says_the_same_and_leaves_out_what_is_over() -> None:
    actor = factories.partner()
    post = on_board(actor)
    past = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(pk=post.pk).update(starts_on=past, places_taken=2, reason="x")
    new = actions.copy(actor=actor, post_id=post.pk)
    assert (new.title, new.windows, new.requirements) == (post.title, post.windows, post.requirements)
    assert (new.state, new.starts_on, new.places_taken, new.reason) == ("draft", None, 0, "")


def test_a_requirement_the_law_may_forbid_needs_a_reason_and_waits_for_the_house() -> None:
    actor, desk = factories.partner(), factories.user("desk")
    post = draft(actor, requirements=["Max 30 anni"])
    with pytest.raises(Refused, match="Guarda gli avvisi"):
        actions.publish(actor=actor, post_id=post.pk)
    actions.publish(actor=actor, post_id=post.pk, chosen=Chosen(reason="Lo chiede il bando regionale"))
    post.refresh_from_db()
    assert [one["law"] for one in post.warnings] == ["age"]
    assert list(queries.to_look(desk)) == [post]
    actions.look(actor=desk, post_id=post.pk)
    assert list(queries.to_look(desk)) == []
    actions.save(actor=actor, post_id=post.pk, values={"requirements": ["Bella presenza"]})
    assert list(queries.to_look(desk)) == [post]


def test_an_age_stands_only_with_the_law_that_allows_it() -> None:
    post = draft(measure="apprenticeship")
    assert (post.minimum_age, post.maximum_age) == (18, 29)
    with pytest.raises(IntegrityError):
        Post.objects.filter(pk=post.pk).update(measure="")


def test_places_never_fall_below_those_that_are_taken() -> None:
    actor = factories.partner()
    post = on_board(actor)
    for _one in range(2):
        actions.reserve(actor=actor, post_id=post.pk, key=uuid.uuid4())
    with pytest.raises(Refused, match="2 posti presi"):
        actions.save(actor=actor, post_id=post.pk, values={"places": 1})


def test_the_house_takes_a_post_off_with_a_reason_its_writer_reads() -> None:
    actor, desk = factories.partner(), factories.user("desk")
    post = on_board(actor)
    with pytest.raises(Refused):
        actions.remove_from_view(actor=actor, post_id=post.pk, reason="Perché lo voglio")
    actions.remove_from_view(actor=desk, post_id=post.pk, reason="Non si capisce dove")
    post.refresh_from_db()
    assert (post.state, post.details["house_says"]) == ("draft", "Non si capisce dove")
    assert list(queries.shown()) == []
