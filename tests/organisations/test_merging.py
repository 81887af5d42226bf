"""Two records become one: nothing that pointed at the second is lost, its address leads on."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.models import Attendance
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import Grant
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.organisations import actions, queries
from jobcaffe.organisations.actions.merging import pointers
from jobcaffe.organisations.duplicates import core, pairs
from jobcaffe.organisations.models import Apart, Contact, Former, Organisation
from tests import factories

pytestmark = pytest.mark.django_db


def merged(keep: Organisation, gone: Organisation) -> Organisation:
    desk = factories.user("desk")
    return actions.merge_organisations(actor=desk, keep_id=keep.pk, gone_id=gone.pk)


def test_every_foreign_key_of_the_site_is_among_those_that_move() -> None:
    """Counted another way: through what Django knows points at an organisation."""
    known = {
        (relation.related_model, relation.field.attname)
        for relation in Organisation._meta.get_fields(include_hidden=True)
        if isinstance(relation, models.ManyToOneRel)
    }
    found = set(pointers(Organisation))
    assert known <= found
    assert (Grant, "organisation_ref") in found
    assert (Attendance, "organisation_id") in found
    assert {model for model, _name in found} <= set(apps.get_models(include_auto_created=True))


def test_what_pointed_at_the_second_points_at_the_first() -> None:
    keep, gone = factories.organisation(), factories.organisation(phone="+39020001")
    partner = factories.partner(gone)
    met, promise = factories.attendance(organisation=gone), factories.commitment(organisation=gone)
    contact = Contact.objects.create(organisation=gone, name="Rosa")
    done = merged(keep, gone)
    assert Attendance.objects.get(pk=met.pk).organisation_id == keep.pk
    assert Commitment.objects.get(pk=promise.pk).organisation_id == keep.pk
    assert Contact.objects.get(pk=contact.pk).organisation_id == keep.pk
    assert queries.mine(partner) == keep
    assert partner.grants.get().organisation_ref == keep.pk
    assert done.phone == "+39020001"
    assert not Organisation.objects.filter(pk=gone.pk).exists()


def test_where_both_were_at_the_same_encounter_one_presence_stays() -> None:
    keep, gone, at = factories.organisation(), factories.organisation(), factories.encounter()
    for one in (keep, gone):
        factories.attendance(at=at, organisation=one)
    merged(keep, gone)
    assert [row.organisation_id for row in Attendance.objects.all()] == [keep.pk]


def test_the_code_of_the_second_fills_the_first_that_has_none() -> None:
    keep, gone = (
        factories.organisation(stage="known"),
        factories.organisation(fiscal_code="00743110157", stage="interested"),
    )
    done = merged(keep, gone)
    assert (done.fiscal_code, done.stage) == ("00743110157", "interested")


def test_what_the_first_says_is_not_overwritten_and_the_second_s_words_are_kept() -> None:
    keep, gone = factories.organisation(sector="pane"), factories.organisation(sector="dolci", name="Forno")
    assert merged(keep, gone).sector == "pane"
    former = Former.objects.get()
    assert (former.old_id, former.name, former.told["sector"]) == (gone.pk, "Forno", "dolci")


def test_the_same_press_twice_is_one_merge_and_one_row_of_the_journal() -> None:
    keep, gone, desk = factories.organisation(), factories.organisation(), factories.user("desk")
    for _press in range(2):
        actions.merge_organisations(actor=desk, keep_id=keep.pk, gone_id=gone.pk)
    assert Entry.objects.filter(action="organisation.merge").count() == 1


def test_the_old_address_leads_on_over_two_steps() -> None:
    first, second, third = (factories.organisation() for _ in range(3))
    merged(second, third)
    merged(first, second)
    assert {queries.moved_to(second.pk), queries.moved_to(third.pk)} == {first.pk}
    told = {entry.object_ref for entry in queries.history(first)}
    assert told == {str(first.pk), str(second.pk)}


def test_one_record_is_not_united_with_itself_nor_by_those_who_may_not() -> None:
    one, other = factories.organisation(), factories.organisation()
    with pytest.raises(Refused):
        merged(one, one)
    for user in (factories.partner(one), factories.user("lab_leader")):
        with pytest.raises(Refused):
            actions.merge_organisations(actor=user, keep_id=one.pk, gone_id=other.pk)
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Officine Meroni S.r.l.", "officine meroni"),
        ("OFFICINE MERONI SRL", "officine meroni"),
        ("L'Officina di Meroni s.n.c.", "officina meroni"),
        ("Coop. Sociale", "coop sociale"),
    ],
)
def test_names_are_compared_without_the_words_that_say_nothing(name: str, told: str) -> None:
    assert core(name) == told


def test_look_alikes_are_found_by_code_then_by_name_and_comune() -> None:
    code = "00743110157"
    factories.organisation(name="Alfa", fiscal_code=code, phone="1")
    factories.organisation(name="Beta", vat_number=code)
    for name, town in (
        ("Gamma srl", "Lainate"),
        ("GAMMA S.R.L.", "lainate"),
        ("Gamma", "Rho"),
        ("Gamma", ""),
    ):
        factories.organisation(name=name, municipality=town)
    found = pairs(factories.user("desk"))
    assert (found[0].same_code, {found[0].first.name, found[0].second.name}) == (True, {"Alfa", "Beta"})
    towns = [{pair.first.municipality, pair.second.municipality} for pair in found[1:]]
    assert {"Lainate", "lainate"} in towns
    assert {"Lainate", "Rho"} not in towns
    assert {"Rho", ""} in towns


def test_two_that_staff_said_are_two_are_not_shown_again() -> None:
    desk = factories.user("desk")
    one, other = (factories.organisation(name="Delta", municipality="Rho") for _ in range(2))
    assert len(pairs(desk)) == 1
    for first, second in ((one, other), (other, one)):
        actions.keep_apart(actor=desk, first_id=first.pk, second_id=second.pk)
    assert pairs(desk) == []
    assert Apart.objects.count() == 1
    merged(one, other)
    assert Apart.objects.count() == 0


def test_looking_for_twins_costs_the_same_with_many() -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    desk = factories.user("desk")
    costs = []
    for count in (2, 40):
        for _one in range(count):
            factories.organisation(name="Stessa", municipality="Lainate")
        with CaptureQueriesContext(connection) as asked:
            pairs(desk)
        costs.append(len(asked))
    assert costs[1] <= costs[0]
