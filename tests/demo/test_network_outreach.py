"""The made-up campaigns are what the rules would have made of them."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.demo import calendar, network_outreach, staff
from jobcaffe.network.outreach import queries, rules
from jobcaffe.network.outreach.models import Campaign, Card, Touch

pytestmark = pytest.mark.django_db


def test_a_summer_of_sixty_organisations_and_a_list_for_today() -> None:
    today = timezone.localdate()
    first = today - timedelta(days=700)
    users = staff.hire()
    network_outreach.fill(calendar.organisations(random.Random(1), first, today), users, today)
    autumn, summer = Campaign.objects.order_by("-starts_on")
    numbers = queries.funnel(summer)
    counts = [numbers.cards, *(row.count for row in numbers.reached[:3])]
    assert counts[0] >= 55
    assert counts == sorted(counts, reverse=True)
    assert min(row.count for row in numbers.reached) > 0
    assert counts[3] < counts[0] * 2 / 3
    assert queries.due(users["paola"]).first().promised is True  # type: ignore[union-attr]
    assert queries.due(users["paola"], autumn).count() > 3
    assert all(
        rules.working_day(timezone.localtime(at).date()) for at in Touch.objects.values_list("at", flat=True)
    )
    assert not Touch.objects.filter(at__gt=timezone.now()).exists()
    # Whoever wants no contact is on no list.
    refusing = Card.objects.filter(organisation__outreach_refusals__reach="all")
    assert refusing.count() > 0
    assert not set(refusing) & set(queries.due(users["marta"]))
