"""The made-up labs are labs like the real ones."""

from __future__ import annotations

from collections import Counter

import pytest

from jobcaffe.demo import community
from jobcaffe.encounters.models import Attendance
from jobcaffe.foundation.accounts.models import User
from jobcaffe.hours import queries as hours
from jobcaffe.hours.models import Transfer
from jobcaffe.worklife.care import queries as care
from jobcaffe.worklife.care.models import Pool, Turn
from jobcaffe.worklife.labs import queries
from jobcaffe.worklife.labs.enums import Stage
from jobcaffe.worklife.labs.models import Lab, Meeting
from jobcaffe.worklife.ventures import queries as ventures
from jobcaffe.worklife.weeks import queries as weeks
from tests.kept import Kept

pytestmark = pytest.mark.django_db


def test_anna_is_in_a_lab_with_trials_at_three_points(kept: Kept) -> None:
    kept(community.build)
    anna, teresa = community.member("anna"), User.objects.get(name="Teresa Galli")
    lab = queries.visible_to(anna).get()
    assert (lab.name, lab.confidential) == ("I nostri tempi", False)
    stages = Counter(one.stage for one in queries.trials(anna, lab))
    assert stages == {Stage.CONTINUES: 1, Stage.DUE: 1, Stage.RUNNING: 1}
    assert sum(one.own for one in queries.board(anna, lab)) >= 1
    assert [one.mine for one in queries.coming(anna, lab)][:1] == [2]
    assert queries.waiting(teresa) == {lab.pk: 2}
    assert [one.title for one in queries.lessons(None)] == ["Un'ora in più dopo la scuola"]
    quiet = Lab.objects.get(confidential=True)
    held = Meeting.objects.filter(lab=quiet).select_related("encounter")
    assert all(one.encounter.confidential and 5 <= one.encounter.present_count <= 7 for one in held)
    assert Attendance.objects.filter(encounter__lab_meeting__lab=quiet).count() == 0
    assert len(queries.roster(teresa, quiet)) == 7


def test_the_rest_of_action_2_is_there_for_anna(kept: Kept) -> None:
    kept(community.build)
    anna = community.member("anna")
    assert anna is not None
    assert len(weeks.visible_to(anna)) == 1
    assert len(weeks.my_home(anna).rows("impegni")) == 3
    lab = queries.visible_to(anna).get()
    assert queries.last_mean(anna, lab) is not None
    assert 40 <= Meeting.objects.filter(lab=lab).count() <= 52
    assert len(ventures.visible_to(anna)) == 1
    assert Transfer.objects.filter(kind="exchange").count() == 4
    assert hours.faults() == []
    assert Turn.objects.filter(state="held").count() == 10
    pool = Pool.objects.get()
    papers = [one.valid_until for one in care.households(pool)]
    assert None not in papers
    assert care.warnings(pool) == []
    assert Turn.objects.filter(day__gte=care.next_monday()).count() >= 2
    assert {one.number for one in hours.accounts_of(anna)} == {1}
