"""JOBFEST in the account: visitors without names, talks held, promises on the wall."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jobcaffe.fair.pledges import actions
from jobcaffe.fair.talks.models import Talk
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.plan.actions import load_programme
from jobcaffe.plan.enums import PRESENCE_SOURCES
from jobcaffe.plan.models import Indicator
from jobcaffe.programme import fairs
from jobcaffe.programme.indicators import facts, rows
from jobcaffe.programme.indicators.sources import SOURCES
from jobcaffe.programme.indicators.spans import Span
from tests import factories
from tests.fair.pledges import around

pytestmark = pytest.mark.django_db
CODES = ("fair_visitors", "fair_talks", "fair_pledges")
WHOLE, LATER = Span(date(2026, 1, 1), date(2026, 12, 31)), date(2027, 3, 1)


@pytest.fixture
def fair():
    """A fair with one talk held of two, two people inside of three, one promise on the wall of two."""
    fair = factories.fair(opens_at=factories.moment(0, 9))
    stand, person = factories.stand(fair=fair), factories.person(first_name="Segretissima")
    came = around.visitor(fair, arrived_at=fair.opens_at, person=person)
    other = around.visitor(fair, code="K1-111", way="door", arrived_at=fair.opens_at)
    around.visitor(fair, code="K2-222")
    Talk.objects.create(fair=fair, stand=stand, visitor=came, slot=1, table=0, state="held")
    Talk.objects.create(fair=fair, stand=stand, visitor=other, slot=2, table=0, state="missed")
    around.shown(fair)
    around.promised(fair)
    return fair


def test_each_number_is_the_weight_of_its_rows(fair):
    assert facts.totals([SOURCES[code] for code in CODES], WHOLE, today=LATER) == {
        "fair_visitors": 2, "fair_talks": 1, "fair_pledges": 1,
    }  # fmt: skip
    before = Span(date(2020, 1, 1), date(2020, 12, 31))
    assert set(facts.totals([SOURCES[code] for code in CODES], before, today=LATER).values()) == {0}


def test_the_rows_open_and_name_no_visitor(fair):
    found = facts.collect([SOURCES[code] for code in CODES], WHOLE, today=LATER)
    text = " ".join(str(rows.describe(found[code])) for code in CODES)
    assert ("Segretissima" in text, "ingresso alla JOBFEST" in text) == (False, True)
    assert {fact.action for code in CODES for fact in found[code]} == {"JF"}
    assert str(fair.stands.get().organisation) in str(rows.describe(found["fair_talks"]))


def test_people_who_came_in_are_rounded_where_people_are():
    assert "fair_visitors" in PRESENCE_SOURCES


def test_the_plan_names_them(settings):
    load_programme(actor=SYSTEM, path=Path(settings.PROGRAMME_FILE))
    found = Indicator.objects.filter(source__in=CODES).order_by("code")
    assert [(one.code, one.source) for one in found] == list(zip(("J1", "J2", "J3"), CODES, strict=True))


def test_a_closed_fair_counts_as_a_public_encounter_and_its_exhibitors_as_active():
    fair = factories.fair(opens_at=factories.moment(-20, 9))
    factories.stand(fair=fair)
    names = ("public_encounters", "organisations_active")
    span = Span(timezone.localdate() - timedelta(days=60), timezone.localdate())
    before = facts.totals([SOURCES[code] for code in names], span, today=LATER)
    actions.close(actor=SYSTEM, fair_id=fair.pk, counts=lambda: fairs.counts(fair))
    after = facts.totals([SOURCES[code] for code in names], span, today=LATER)
    assert {code: after[code] - before[code] for code in names} == dict.fromkeys(names, 1)
