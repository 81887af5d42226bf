"""Links that were sent to a delegate stop with her: by each of them, as if they had never been.

The links are read out of the messages themselves, so that what is tried is what she has in her hands.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.exchange.introductions import actions as introductions
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.exchange.posts import actions as posts
from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.pledges import actions as pledges
from jobcaffe.fair.pledges.models import Opinion, Pledge
from jobcaffe.fair.talks import actions as talks
from jobcaffe.fair.talks import messages as talk_messages
from jobcaffe.fair.talks.models import Meeting
from jobcaffe.foundation.accounts.models import Grant, User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.network.tables import actions as tables
from jobcaffe.network.tables.models import Coffee
from jobcaffe.organisations import actions as organisations
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person
from tests import factories
from tests.exchange.posts.posting import aged, on_board
from tests.fair.pledges import around as pledged
from tests.fair.talks.around import booking_fair, met, speaker
from tests.network.tables import around

pytestmark = pytest.mark.django_db
LINK = re.compile(re.escape(settings.SITE_URL) + r"(/[^\s)\"<]+)")


def coffee(ours: Organisation, _rosa: User) -> type[Coffee]:
    """To be answered."""
    factories.room()
    around.proposed(second=ours)
    return Coffee


def coffee_fixed(ours: Organisation, _rosa: User) -> type[Coffee]:
    """When and where, with the file for the calendar."""
    factories.room()
    around.agreed(second=ours)
    return Coffee


def coffee_over(ours: Organisation, _rosa: User) -> type[Coffee]:
    """How did it go?"""
    factories.room()
    around.over(around.agreed(second=ours))
    Notice.objects.all().delete()
    tables.follow_up(actor=SYSTEM)
    return Coffee


def _said_yes(rosa: User) -> None:
    desk, member = factories.user("desk", team=factories.team()), factories.member()
    Person.objects.filter(pk=member.person_ref).update(team=desk.team, phone="+393331234567")
    row = introductions.propose(actor=desk, person_ref=member.person_ref, post_id=on_board(rosa).pk)
    introductions.answer(actor=member, introduction_id=row.pk, says="yes", name="first", contact="phone")


def introduction(_ours: Organisation, rosa: User) -> type[Introduction]:
    """Somebody would like to be met."""
    _said_yes(rosa)
    return Introduction


def introduction_over(_ours: Organisation, rosa: User) -> type[Introduction]:
    """She took it back since: who may still answer is thanked."""
    _said_yes(rosa)
    row = Introduction.objects.get()
    member = User.objects.get(person_ref=row.person_ref)
    introductions.withdraw(actor=member, introduction_id=row.pk)
    return Introduction


def introduction_gone(_ours: Organisation, rosa: User) -> type[Introduction]:
    """All of it was erased since."""
    _said_yes(rosa)
    Introduction.objects.all().delete()
    return Introduction


def post(_ours: Organisation, rosa: User) -> type[Post]:
    """Is it still good?"""
    aged(on_board(rosa), 61)
    posts.warn_ageing(actor=SYSTEM)
    return Post


def meeting(ours: Organisation, _rosa: User) -> type[Meeting]:
    """Another exhibitor asks for a meeting."""
    fair = booking_fair()
    asks, asked = factories.stand(fair), factories.stand(fair, organisation=ours)
    talks.ask_meeting(actor=speaker(asks), stand=asks, other_id=asked.pk, why="Tirocini")
    return Meeting


def meeting_answered(ours: Organisation, _rosa: User) -> type[Meeting]:
    """The other exhibitor said yes."""
    fair = booking_fair()
    met(factories.stand(fair, organisation=ours), factories.stand(fair))
    return Meeting


def meeting_planned(ours: Organisation, _rosa: User) -> type[Meeting]:
    """It has an hour and a table."""
    fair = booking_fair()
    made = met(factories.stand(fair), factories.stand(fair, organisation=ours))
    Meeting.objects.update(slot=1, table=0)
    made.refresh_from_db()
    Notice.objects.all().delete()
    talk_messages.meeting_planned(SYSTEM, made)
    return Meeting


def pledge(ours: Organisation, rosa: User) -> type[Pledge]:
    """What became of the promise?"""
    fair = pledged.over()
    made = pledged.shown(factories.fair(), actor=rosa, for_organisation=True)
    Pledge.objects.filter(pk=made.pk).update(fair=fair)
    assert pledges.ask_due(actor=SYSTEM) == 1
    return Pledge


def opinion(ours: Organisation, _rosa: User) -> type[Opinion]:
    """Three questions the day after."""
    factories.stand(factories.fair(opens_at=factories.moment(-1, 9)), organisation=ours)
    pledges.thank(actor=SYSTEM)
    return Opinion


KINDS = [
    coffee, coffee_fixed, coffee_over, introduction, introduction_over, introduction_gone, post, meeting,
    meeting_answered, meeting_planned, pledge, opinion,
]  # fmt: skip
# All that these pages take, so that whichever it is would be written.
TAPS: list[dict[str, Any]] = [
    {"say": "no"}, {"outcome": "useful"}, {"says": "no"}, {"says": "yes", "welcome": "Venga"}, {"yes": "1"},
    {"keep": "1"}, {"close": "1", "result": "cancelled"}, {"answer": "done"}, {"useful": "yes"},
]  # fmt: skip


def revoked(ours: Organisation, rosa: User) -> None:
    """The desk takes her access back."""
    organisations.revoke_delegate(actor=factories.user("desk"), organisation_id=ours.pk, user_id=rosa.pk)


def ended(_ours: Organisation, rosa: User) -> None:
    """Her role was for a time, and it is over."""
    Grant.objects.filter(user=rosa).update(ends_on=timezone.localdate() - timedelta(days=1))


def moved(ours: Organisation, rosa: User) -> None:
    """She speaks for another organisation now."""
    rosa.delegate.organisation = factories.organisation()
    rosa.delegate.save()


def links_of(user: User) -> set[str]:
    """The addresses with a token in the messages that were sent to somebody, and those that they open."""
    sent = [one for one in Notice.objects.all() if one.contact == user.email]
    return {path for one in sent for path in LINK.findall(one.body) if len(path.split("/")[-2]) > 60}


def without_nonce(answer: Any) -> tuple[int, str]:
    """What is read, without what is new in every page."""
    return answer.status_code, re.sub(r'(nonce|value)="[^"]+"', "", answer.content.decode())


@pytest.mark.parametrize(
    ("kind", "stop"), [*((one, revoked) for one in KINDS), (meeting, ended), (introduction, moved)]
)
def test_a_link_stops_with_her_who_got_it_and_not_for_her_colleague(
    kind: Callable[..., Any], stop: Callable[..., None]
) -> None:
    ours = around.body("Noi Cooperativa")
    rosa = factories.partner(ours, email="rosa@noi.example.org")
    luca = factories.partner(ours, email="luca@noi.example.org")
    model, browser = kind(ours, rosa), Client()
    hers, his = links_of(rosa), links_of(luca)
    hers |= {found for one in hers for found in re.findall(r'"(/[^"]+/calendario/)"', page_of(browser, one))}
    assert hers
    assert his
    assert {browser.get(path).status_code for path in hers} == {200}

    stop(ours, rosa)

    before = list(model.objects.order_by("pk").values())
    for path in hers:
        parts = path.split("/")
        wrong = "/".join("x" * len(part) if len(part) > 60 else part for part in parts)
        assert without_nonce(browser.get(path)) == without_nonce(browser.get(wrong))
        assert browser.get(path).status_code == 404
        assert {browser.post(path, tap).status_code for tap in TAPS} <= {404, 405}
    assert list(model.objects.order_by("pk").values()) == before
    assert {browser.get(path).status_code for path in his} == {200}


def page_of(browser: Client, path: str) -> str:
    """A page as it is read."""
    return browser.get(path).content.decode()


def test_who_speaks_no_more_gets_no_message_of_an_introduction() -> None:
    ours = around.body("Noi Cooperativa")
    rosa, luca = (factories.partner(ours, email=f"{name}@noi.example.org") for name in ("rosa", "luca"))
    revoked(ours, rosa)
    _said_yes(luca)
    assert [links_of(user) == set() for user in (rosa, luca)] == [True, False]


def test_the_organisations_own_address_keeps_its_links() -> None:
    ours = around.body("Noi Cooperativa")
    factories.room()
    around.proposed(second=ours)
    sent = Notice.objects.get(dedupe_key__endswith=str(ours.pk))
    rosa = factories.partner(ours, email="rosa@noi.example.org")
    revoked(ours, rosa)
    [path] = LINK.findall(sent.body)[:1]
    assert Client().get(path).status_code == 200


STAND_PAGES = ["fairstand:home", "fairstand:stand", "fairtalks:meetings", "fairtalks:hours"]


def test_the_pages_of_a_stand_close_with_who_speaks_for_it() -> None:
    ours = around.body("Noi Cooperativa")
    rosa, browser = factories.partner(ours), Client()
    fair = booking_fair()
    asks, asked = factories.stand(fair), factories.stand(fair, organisation=ours)
    row = talks.ask_meeting(actor=speaker(asks), stand=asks, other_id=asked.pk, why="Tirocini")
    browser.force_login(rosa)
    pages = [reverse(name, args=[fair.slug] * (name != "fairstand:home")) for name in STAND_PAGES]
    assert [browser.get(one).status_code for one in pages] == [200] * len(pages)

    revoked(ours, rosa)

    assert {browser.get(one).status_code for one in pages} <= {302, 404}
    for name in ("fairtalks:reply", "fairtalks:off"):
        assert browser.post(reverse(name, args=[row.pk]), {"yes": "1"}).status_code in {302, 404}
    row.refresh_from_db()
    assert row.state == "asked"
