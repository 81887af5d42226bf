"""Who is forgotten leaves no wish, no promise and no name; who is not keeps all of hers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.fair.events import actions as events
from jobcaffe.fair.events.models import Fair, Helper, Shift, Stand
from jobcaffe.fair.pledges import rules as pledge_rules
from jobcaffe.fair.pledges.models import Contact, Pledge
from jobcaffe.fair.talks import actions as talks
from jobcaffe.fair.talks import queries as talk_reads
from jobcaffe.fair.talks.models import Plan, Wish
from jobcaffe.fair.visits import actions as visits
from jobcaffe.fair.visits.models import Visitor
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.paths.actions import erase_person
from tests import factories
from tests.fair.pledges import around as promises
from tests.fair.talks.around import planned, planned_fair, visitor, wish

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> User:
    return factories.user("coordinator")


def shift_of(fair: Fair) -> Shift:
    """A turn of the whole day."""
    return Shift.objects.create(fair=fair, job="door", starts_at=fair.opens_at, ends_at=fair.closes_at)


# --- promises -----------------------------------------------------------------------------------------


def test_erasing_one_person_leaves_the_promises_of_who_was_forgotten_the_same_day(boss: User) -> None:
    old, new = promises.over(), factories.fair()
    person = factories.person(first_name="Anna", phone=promises.PHONE)
    others = promises.visitor(old, "A1-000", name="Bruno", contact="+393339990000")
    index = pledge_rules.contact_index(promises.PHONE)
    hers = promises.visitor(new, "A1-001", name="Anna", contact_index=index)
    linked = promises.visitor(new, "A1-002", name="Anna R.", contact="", person=person)
    stand = factories.stand(old)
    kept = Pledge.objects.create(
        fair=old, visitor=others, text="portare il pane", due_on=timezone.localdate()
    )
    Contact.objects.create(stand=stand, visitor=others)
    gone = [promises.shown(new, text, ticket=who) for text, who in (("uno", hers), ("due", linked))]
    Visitor.objects.filter(pk=others.pk).update(forgotten_on=timezone.localdate(), name="", contact="")

    erase_person(actor=boss, person_ref=person.pk)

    kept.refresh_from_db()
    assert (kept.text, kept.forgotten_on, Contact.objects.count()) == ("portare il pane", None, 1)
    for one in gone:
        one.refresh_from_db()
        assert (one.text, one.visitor_id) == ("", None)


# --- wishes -------------------------------------------------------------------------------------------


def test_wishes_reasons_and_vetoes_leave_with_her_name(boss: User) -> None:
    fair = planned_fair()
    stand, other, third = (factories.stand(fair) for _number in range(3))
    person = factories.person()
    anna, bruno = visitor(fair, "Anna"), visitor(fair, "Bruno")
    Visitor.objects.filter(pk=anna.pk).update(person=person)
    for who in (anna, bruno):
        wish(who, stand, refused=[other.pk], reasons={stand.pk: ["Cerca chi sa impastare"]}, window=(1, 4))
        talks.forbid(actor=boss, fair=fair, code=who.code, stand=third)
    erase_person(actor=boss, person_ref=person.pk)
    assert set(Wish.objects.values_list("visitor", flat=True)) == {bruno.pk}
    visits.forget_visitors(actor=SYSTEM, today=timezone.localdate(fair.closes_at) + timedelta(days=93))
    bruno.refresh_from_db()
    assert (Wish.objects.count(), bruno.from_slot, bruno.to_slot) == (0, None, None)


def test_a_plan_of_long_ago_says_its_value_and_nobodys_wishes_and_no_page_breaks(
    boss: User, client: Client, client_for: object
) -> None:
    fair = planned_fair()
    stand, other = factories.stand(fair), factories.stand(fair)
    who = visitor(fair, "Anna")
    wish(who, stand, refused=[other.pk])
    plan = planned(fair, boss)
    talks.publish_plan(actor=boss, plan_id=plan.pk)
    value = Plan.objects.get().value
    visits.forget_visitors(actor=SYSTEM, today=timezone.localdate(fair.closes_at) + timedelta(days=93))
    plan.refresh_from_db()
    assert str(who.pk) not in str((plan.instance, plan.rows, plan.unplaced, plan.notes))
    assert (plan.value, talk_reads.published(fair)) == (value, None)
    desk: Client = client_for(user=boss)  # type: ignore[operator]
    assert desk.get(reverse("fairtalks:plan", args=[plan.pk])).status_code == 200
    assert client.get(reverse("fairtalks:certificate", args=[fair.slug])).status_code == 302


# --- volunteers and who answers for a stand ------------------------------------------------------------


def test_names_of_volunteers_and_stands_leave_two_years_after_and_not_before() -> None:
    fair = factories.fair()
    shift, user = shift_of(fair), factories.user("fair_volunteer", name="Ivan")
    Helper.objects.create(shift=shift, name="Rosa", phone="333 1112223")
    Helper.objects.create(shift=shift, user=user)
    stand = factories.stand(fair, contact_name="Gina Re", contact_phone="+393334445556")
    end = timezone.localdate(fair.closes_at)
    assert events.forget_people(actor=SYSTEM, today=end + timedelta(days=729)) == 0
    assert events.forget_people(actor=SYSTEM, today=end + timedelta(days=732)) == 2
    assert events.forget_people(actor=SYSTEM, today=end + timedelta(days=732)) == 0
    stand.refresh_from_db()
    rows = [(one.name, one.phone, one.user) for one in Helper.objects.order_by("pk")]
    assert rows == [("", "", None), ("", "", user)]
    assert (stand.contact_name, stand.contact_phone) == ("", "")


def test_a_turn_whose_name_left_is_still_a_person_on_the_pages(boss: User, client_for: object) -> None:
    shift = shift_of(factories.fair())
    Helper.objects.create(shift=shift)
    client: Client = client_for(user=boss)  # type: ignore[operator]
    for page, more in (("shifts", []), ("shift", [shift.pk])):
        shown = client.get(reverse(f"fairdesk:{page}", args=[shift.fair.slug, *more])).content.decode()
        assert "una persona" in shown
    assert client.get(reverse("fairdesk:badges", args=[shift.fair.slug])).status_code == 200


def test_who_is_erased_leaves_turns_and_stands_at_once_and_her_family_stays(boss: User) -> None:
    fair, person = factories.fair(), factories.person(first_name="Anna", phone="333 7654321")
    member, shift = factories.member(person=person), shift_of(fair)
    Helper.objects.create(shift=shift, user=member)
    Helper.objects.create(shift=shift, name="Anna Re", phone="333 765 4321")
    Helper.objects.create(shift=shift, name="Bruno Re", phone="333 765 4321")
    factories.stand(fair, contact_name="Re Anna", contact_phone="+393337654321")
    erase_person(actor=boss, person_ref=person.pk)
    assert sorted(one.name for one in Helper.objects.all()) == ["", "Bruno Re"]
    assert Helper.objects.filter(user__isnull=False).count() == 0
    assert list(Stand.objects.values_list("contact_name", "contact_phone")) == [("", "")]


def test_who_has_two_first_names_is_forgotten_however_her_name_was_written(boss: User) -> None:
    fair = factories.fair()
    person = factories.person(first_name="Maria Grazia", phone=promises.PHONE)
    index = pledge_rules.contact_index(promises.PHONE)
    written = ("Maria Grazia Rossi", "Rossi Maria Grazia", "Maria", "Bruno")
    for number, name in enumerate(written):
        promises.visitor(fair, f"A1-00{number}", name=name, contact_index=index)
        Helper.objects.create(shift=shift_of(fair), name=name, phone=promises.PHONE)
    erase_person(actor=boss, person_ref=person.pk)
    for rows in (Visitor.objects, Helper.objects):
        assert sorted(one.name for one in rows.all()) == ["", "", "", "Bruno"]
