"""Who looks at the demo finds people with proposals, and introductions in every state."""

from __future__ import annotations

import pytest

from jobcaffe.demo import community
from jobcaffe.demo.network_matching import MORE
from jobcaffe.exchange.introductions import queries as introductions
from jobcaffe.exchange.introductions.enums import State
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.matching.models import Profile, Proposal, Run
from tests.kept import Kept

pytestmark = pytest.mark.django_db


def test_people_have_proposals_every_state_is_there_and_giulia_has_something_to_answer(kept: Kept) -> None:
    kept(community.build)
    assert Profile.objects.count() == 4 + MORE
    assert {row.state for row in Introduction.objects.all()} == set(State.values)
    assert len({row.person_index for row in Proposal.objects.filter(ended_on=None)}) >= 3
    assert Run.objects.get().audit
    giulia = User.objects.get(grants__role="organisation")
    assert {one.state for one in introductions.received(giulia)} == {State.ASKED, State.OPEN}
