"""Two people of the house close one fair at the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.encounters.models import Encounter
from jobcaffe.fair.pledges.actions import close
from jobcaffe.fair.pledges.models import Closing
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.programme import fairs
from tests import factories
from tests.fair.talks.test_day_race import at_once
from tests.fair.visits import around

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_fair_closed_by_two_is_closed_once() -> None:
    fair = factories.fair(opens_at=timezone.now() - timedelta(hours=9), closes_at=timezone.now())
    factories.stand(fair=fair)
    around.Visitor.objects.create(fair=fair, code="F4-118", name="Anna", arrived_at=fair.opens_at)
    actors = [factories.user("coordinator") for _one in range(2)]
    said = at_once(
        *(
            lambda who=who: close(actor=who, fair_id=fair.pk, counts=lambda: fairs.counts(fair))  # type: ignore[misc]
            for who in actors
        )
    )
    assert said == ["done", "done"]
    assert (Closing.objects.count(), Encounter.objects.count()) == (1, 1)
    assert Entry.objects.filter(action="fair.close").count() == 1
    fair.refresh_from_db()
    assert fair.state == "closed"
