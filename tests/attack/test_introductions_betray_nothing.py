"""Every page that an organisation can open is the same with and without a person proposed to it.

Before her yes, and again once she has withdrawn, said no or let the time pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from jobcaffe.exchange.introductions import actions
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.network.matching import actions as matching
from jobcaffe.people.models import Person
from tests import factories
from tests.attack.site import World, walk
from tests.attack.test_access import plain
from tests.attack.world import build
from tests.network.matching.around import job, told

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 12, 10, 30, tzinfo=factories.ROME)
# Hidden keys against a second press of a button, and the names inside a drawing: new at each answer.
KEYS = re.compile(rb'value="[0-9a-f-]{36}"|-m[0-9a-f]{8}\b')
# Pages with something new at each answer, that say nothing of this room.
NEVER_ALIKE = {"style", "week:sheet"}
HERS = "Zenobiaproposta"


@pytest.fixture(autouse=True)
def one_moment() -> Iterator[None]:
    """The clock stands still: two looks differ only by what happened."""
    with time_machine.travel(NOW, tick=False):
        yield


def look(world: World, client: Client) -> dict[str, tuple[int, bytes]]:
    """Every address that an organisation may knock at, as its delegate."""
    found = {}
    for address in walk():
        reach = access.reach_of(("organisation",), address.capability)
        if "GET" not in address.methods or reach is access.Reach.NONE or "esci" in address.route:
            continue
        answer = client.get(world.url(address))
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        found[address.name] = (answer.status_code, KEYS.sub(b"", plain(body)))
    return found


def different(one: dict[str, tuple[int, bytes]], other: dict[str, tuple[int, bytes]]) -> list[str]:
    return [name for name in one if name not in NEVER_ALIKE and one[name] != other[name]]


@pytest.mark.parametrize("ending", ["withdraw", "no", "expire"])
def test_an_organisation_cannot_tell_whether_somebody_was_proposed_to_it(ending: str) -> None:
    world = build()
    partner = User.objects.get(pk=world.values["organisations:user_id"])
    desk, member = factories.user("desk", team=factories.team()), factories.member()
    Person.objects.filter(pk=member.person_ref).update(first_name=HERS, team=desk.team)
    client = Client()
    client.force_login(partner)
    post = job(partner)
    told(member)
    look(world, client)  # what is told once is told
    before = look(world, client)
    matching.search_all(actor=SYSTEM)
    row = actions.propose(actor=desk, person_ref=member.person_ref, post_id=post.pk)
    assert different(before, look(world, client)) == []
    if ending == "no":
        actions.answer(actor=member, introduction_id=row.pk, says="no")
    else:
        actions.answer(actor=member, introduction_id=row.pk, says="yes", cv=True)
        # The check can fail: now she is there.
        seen = look(world, client)
        assert "matching:received" in different(before, seen)
        assert HERS.encode() in seen["matching:received"][1]
    if ending == "withdraw":
        actions.withdraw(actor=member, introduction_id=row.pk)
    if ending == "expire":
        actions.follow_up(actor=SYSTEM, today=timezone.localdate() + timedelta(days=60))
    after = look(world, client)
    changed = different(before, after)
    # The world's own introduction to this organisation expires on the same day.
    assert [name for name in changed if HERS.encode() in after[name][1]] == []
    if ending != "expire":
        assert changed == []
    assert Post.objects.get(pk=post.pk).places_taken == 0
