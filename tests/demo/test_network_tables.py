"""Who looks at the demo as Giulia finds a coffee to answer and one to tell of."""

from __future__ import annotations

import pytest

from jobcaffe.demo import community
from jobcaffe.foundation.accounts.models import User
from jobcaffe.network.tables import queries
from jobcaffe.network.tables.enums import State
from jobcaffe.network.tables.models import Agreement, Coffee, Table
from jobcaffe.network.tables.reasons import suggestions
from jobcaffe.organisations import queries as organisations
from tests.kept import Kept

pytestmark = pytest.mark.django_db


def test_every_state_is_there_and_giulia_has_something_to_say(kept: Kept) -> None:
    kept(community.build)
    giulia = User.objects.get(grants__role="organisation")
    own = organisations.mine(giulia)
    assert own is not None
    assert set(Coffee.objects.values_list("state", flat=True)) == set(State.values)
    assert {one.state for one in queries.waits_for(giulia, own)} == {State.WAITING, State.AGREED}
    assert Table.objects.count() == 2
    assert [one.name for one in queries.ending(giulia)] == [Agreement.objects.get().name]
    assert suggestions(own)
