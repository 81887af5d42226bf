"""The made-up network holds together, and what it exports is right."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.demo import calendar, network_directory, staff
from jobcaffe.organisations import codes, queries
from jobcaffe.organisations.duplicates import pairs
from jobcaffe.organisations.models import Organisation
from tests import factories
from tests.organisations.test_hsds import faults

pytestmark = pytest.mark.django_db


@pytest.fixture
def network() -> None:
    today, users = timezone.localdate(), staff.hire()
    bodies = calendar.organisations(random.Random(2), today - timedelta(days=700), today)
    network_directory.fill(bodies, users, today)


def test_the_demo_has_one_hidden_one_to_correct_and_two_written_twice(network: None) -> None:
    coordinator = factories.user("coordinator")
    shown = set(queries.listed().values_list("name", flat=True))
    assert network_directory.STALE not in shown
    assert network_directory.OF_GIULIA in shown
    assert [check.organisation.name for check in queries.to_correct(coordinator)] == ["Ferramenta Banfi"]
    assert [(pair.second.name, pair.same_code) for pair in pairs(coordinator)] == [
        ("Auser Villoresi, sede", True),
        ("OFFICINE MERONI S.R.L.", False),
    ]


def test_made_up_codes_are_right_codes(network: None) -> None:
    told = Organisation.objects.exclude(vat_number="")
    assert [row.name for row in told if not codes.is_code(row.vat_number)] == []
    assert [row.name for row in told.exclude(ateco_code="") if codes.parse_ateco(row.ateco_code) == ""] == []


def test_the_open_data_of_the_demo_are_valid(network: None) -> None:
    assert faults(queries.for_everybody(queries.listed())) == []
