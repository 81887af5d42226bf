"""Opening a record outside one's caseload."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts import actions, queries
from jobcaffe.foundation.accounts.models import Gate
from jobcaffe.foundation.journal.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db
REASON = "Chiede aiuto per il curriculum"


def _open(actor, person, reason=REASON):
    return actions.open_gate(actor=actor, person_ref=person.pk, subject=person, reason=reason)


def test_a_gate_is_open_for_eight_hours_to_one_person_and_one_user():
    desk, other, person = factories.user("desk"), factories.user("desk"), factories.person()
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        _open(desk, person)
    with time_machine.travel(now + timedelta(hours=7, minutes=59), tick=False):
        assert queries.open_gates(desk) == {person.pk}
        assert queries.open_gates(other) == set()
    with time_machine.travel(now + timedelta(hours=8), tick=False):
        assert queries.open_gates(desk) == set()


def test_the_reason_is_written_in_the_journal_about_the_person():
    desk, person = factories.user("desk"), factories.person()
    _open(desk, person, f"  {REASON}\n ")
    entry = Entry.objects.get(action="gate.open")
    assert (entry.reason, entry.subject_ref, entry.actor_ref) == (REASON, person.pk, desk.pk)


def test_a_second_press_opens_no_second_gate():
    desk, person = factories.user("desk"), factories.person()
    assert _open(desk, person) == _open(desk, person)
    assert (Gate.objects.count(), Entry.objects.filter(action="gate.open").count()) == (1, 1)


@pytest.mark.parametrize("reason", ["", "boh", "  a  b    c  ", "123456789"])
def test_a_reason_of_a_few_letters_is_refused(reason):
    with pytest.raises(Refused, match="motivo"):
        _open(factories.user("desk"), factories.person(), reason)


@pytest.mark.parametrize(
    "role", ["member", "facilitator", "organisation", "municipality", "funder", "sysadmin"]
)
def test_who_may_not_read_records_opens_no_gate(role):
    with pytest.raises(Refused):
        _open(factories.user(role), factories.person())
    assert Gate.objects.count() == 0
