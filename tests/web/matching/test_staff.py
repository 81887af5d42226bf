"""What the desk follows, and the audit of who sees how much."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from jobcaffe.exchange.introductions import actions as introductions
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.network.matching import actions
from jobcaffe.people.models import Person
from jobcaffe.web.matching.views.staff import hidden
from tests import factories
from tests.network.matching.around import job, told

pytestmark = pytest.mark.django_db


def page(user: User, name: str) -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse(name)).content.decode()


@pytest.mark.parametrize(
    ("sizes", "shut"),
    [
        ({"a": 9, "b": 7}, set()),
        ({"a": 9, "b": 4}, {"a", "b"}),
        ({"a": 9, "b": 4, "c": 6}, {"b", "c"}),
        ({"a": 9, "b": 4, "c": 3}, {"b", "c"}),
        ({"a": 4}, {"a"}),
    ],
)
def test_a_small_group_is_not_told_nor_worked_out_from_the_total(sizes, shut):
    assert hidden(sizes) == shut


def test_the_audit_tells_groups_of_five_and_hides_the_small_ones():
    job()
    for number in range(9):
        person = told(factories.member())
        Person.objects.filter(pk=person.pk).update(
            birth_year=1960 if number < 5 else 2004, sex="F" if number < 8 else "M"
        )
    actions.search_all(actor=SYSTEM)
    shown = page(factories.user("coordinator"), "matching:audit")
    assert "9 persone, 1 annunci" in shown
    ages = shown.split("Che cosa vede chi: età")[1].split("</table>")[0]
    assert ages.count("pochi") == 2
    sexes = shown.split("Che cosa vede chi: sesso")[1].split("</table>")[0]
    assert sexes.count("pochi") == 2
    assert "Colombo" not in shown


def test_the_groups_of_the_audit_are_named_in_the_readers_language():
    job()
    for number in range(10):
        person = told(factories.member())
        Person.objects.filter(pk=person.pk).update(birth_year=1960 if number < 5 else None, sex="F")
    with override("en"):
        actions.search_all(actor=SYSTEM)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(factories.user("coordinator"))
    shown = client.get(reverse("matching:audit")).text
    assert [word for word in ("50 e più", "non indicato", "donna") if word in shown] == []
    assert [word for word in ("50 and over", "not given", "woman") if word not in shown] == []
    italian = page(factories.user("coordinator"), "matching:audit")
    assert [word for word in ("50 e più", "non indicato", "donna") if word not in italian] == []


def test_the_desk_sees_first_what_nobody_answered_and_only_of_its_own():
    desk = factories.user("desk", team=factories.team())
    member = factories.member()
    Person.objects.filter(pk=member.person_ref).update(team=desk.team, last_name="Quattrocase")
    row = introductions.propose(actor=desk, person_ref=member.person_ref, post_id=job().pk)
    assert "Ferme da dieci giorni" not in page(desk, "matching:desk")
    Introduction.objects.filter(pk=row.pk).update(since=timezone.localdate() - timedelta(days=10))
    shown = page(desk, "matching:desk")
    assert "Ferme da dieci giorni" in shown
    assert "Quattrocase" in shown
    assert "Quattrocase" not in page(factories.user("desk", team=factories.team()), "matching:desk")
