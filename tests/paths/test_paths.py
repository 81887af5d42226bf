"""Paths, outcomes, merging, leaving, erasing."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from jobcaffe.encounters.models import Attendance
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.journal.queries import described
from jobcaffe.foundation.privacy.consents import consents_of, give_consent
from jobcaffe.foundation.privacy.personkeys import DESTROYED
from jobcaffe.paths import actions, queries
from jobcaffe.paths.models import FollowUp, Outcome, Path
from jobcaffe.people.actions import arrive, open_record, save_section
from jobcaffe.people.models import Intake, Person
from jobcaffe.people.queries import search, visible_to
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return factories.user("desk")


@pytest.fixture
def person(desk):
    return factories.person(team=desk.team, operator=desk)


def goal_for(desk, person, words="Voglio un lavoro vicino a casa"):
    return actions.add_goal(actor=desk, person_ref=person.pk, area="work", words=words)


def test_a_goal_opens_the_path_and_steps_hang_on_it(desk, person):
    goal = goal_for(desk, person)
    step = actions.add_step(actor=desk, goal_ref=goal.pk, text="Scrivo il CV", due_on=timezone.localdate())
    assert [list(one.steps.all()) for one in queries.goals_of(desk, person)] == [[step]]
    assert actions.open_path(actor=desk, person_ref=person.pk) == goal.path
    assert Path.objects.count() == 1


def test_the_person_writes_her_own_path_and_nobody_elses(desk, person):
    member = factories.member(person=person)
    goal = goal_for(member, person)
    assert actions.reword_goal(actor=member, goal_ref=goal.pk, words="Un lavoro di mattina").words
    assert actions.set_goal_state(actor=member, goal_ref=goal.pk, state="reached").state == "reached"
    stranger = factories.member()
    for attempt in (
        lambda: actions.reword_goal(actor=stranger, goal_ref=goal.pk, words="x"),
        lambda: actions.add_goal(actor=stranger, person_ref=person.pk, area="work", words="x"),
        lambda: actions.record_outcome(
            actor=member, person_ref=person.pk, kind="job", started_on=timezone.localdate()
        ),
    ):
        with pytest.raises(Refused):
            attempt()
    assert queries.goals_of(stranger, person) == []


def test_an_outcome_is_checked_after_3_6_and_12_months(desk, person):
    outcome = actions.record_outcome(
        actor=desk, person_ref=person.pk, kind="job", started_on=date(2026, 8, 31), where="Officina"
    )
    days = list(outcome.follow_ups.values_list("due_on", flat=True))
    assert days == [date(2026, 11, 30), date(2027, 2, 28), date(2027, 8, 31)]


def test_a_correction_is_a_new_row_and_keeps_what_was_checked(desk, person):
    started = timezone.localdate() - relativedelta(months=4)
    old = actions.record_outcome(actor=desk, person_ref=person.pk, kind="job", started_on=started)
    check = old.follow_ups.get(months=3)
    assert list(queries.follow_ups_due(desk)) == [check]
    actions.record_follow_up(actor=desk, follow_up_pk=check.pk, still="yes")
    assert not queries.follow_ups_due(desk).exists()
    new = actions.correct_outcome(actor=desk, outcome_ref=old.pk, kind="traineeship", started_on=started)
    again = actions.correct_outcome(actor=desk, outcome_ref=old.pk, kind="traineeship", started_on=started)
    assert new == again
    assert queries.outcomes_of(desk, person) == [new]
    assert (Outcome.objects.count(), new.follow_ups.get(months=3).still) == (2, "yes")
    assert not queries.follow_ups_due(desk).exists()
    with pytest.raises(Refused):
        actions.correct_outcome(actor=desk, outcome_ref=old.pk, kind="other", started_on=started)


def test_a_check_is_not_done_before_its_time(desk, person):
    actions.record_outcome(actor=desk, person_ref=person.pk, kind="job", started_on=timezone.localdate())
    with pytest.raises(Refused, match="presto"):
        actions.record_follow_up(actor=desk, follow_up_pk=FollowUp.objects.get(months=6).pk, still="yes")


def test_who_is_stalled(desk):
    long_ago = timezone.localdate() - timedelta(days=40)
    with_step = factories.person(team=desk.team, last_contact_on=long_ago)
    factories.commitment(person=with_step)
    lost = factories.person(team=desk.team, last_contact_on=long_ago)
    factories.person(team=desk.team, last_contact_on=timezone.localdate())
    assert list(queries.stalled(desk)) == [lost]
    Path.objects.create(person=with_step)
    assert set(queries.stalled(desk)) == {lost, with_step}
    assert queries.counters(desk).stalled == 2


def test_somebody_who_died_is_expected_nowhere_and_cannot_sign_in(desk, person):
    factories.member(person=person)
    coming = factories.attendance(person=person, presence="expected")
    past = factories.attendance(
        factories.encounter(starts_at=factories.moment(-5)), person=person, presence="present"
    )
    actions.leave(actor=desk, person_ref=person.pk, status="died")
    coming.refresh_from_db()
    past.refresh_from_db()
    assert (coming.presence, past.presence) == ("excused", "present")
    assert not User.objects.filter(person_ref=person.pk).exists()


def test_a_status_in_the_future_is_refused(desk, person):
    with pytest.raises(Refused, match="futuro"):
        actions.leave(
            actor=desk, person_ref=person.pk, status="moved", on=timezone.localdate() + timedelta(days=1)
        )


def two_records():
    coordinator = factories.user("coordinator")
    keep = factories.person(last_name="Rossi", email="")
    gone = factories.person(last_name="Rosi", email="rossi@example.org")
    return coordinator, keep, gone


def open_both(coordinator, *persons):
    from jobcaffe.foundation.accounts.actions.gates import open_gate

    for one in persons:
        open_gate(actor=coordinator, person_ref=one.pk, subject=one, reason="Doppione da sistemare")


def test_merging_moves_everything_and_counts_a_presence_once():
    coordinator, keep, gone = two_records()
    both = factories.encounter()
    factories.attendance(both, person=keep, presence="absent")
    factories.attendance(both, person=gone, presence="present")
    factories.attendance(person=gone)
    factories.intake(gone)
    factories.commitment(person=gone)
    give_consent(
        actor=coordinator, person_ref=gone.pk, subject=gone, purpose="messages", how="paper", given_by="Lei"
    )
    actions.merge_persons(actor=coordinator, keep_ref=keep.pk, gone_ref=gone.pk)
    actions.merge_persons(actor=coordinator, keep_ref=keep.pk, gone_ref=gone.pk)
    assert Attendance.objects.filter(person=keep).count() == 2
    assert Attendance.objects.get(encounter=both).presence == "present"
    assert not Attendance.objects.filter(person=gone).exists()
    assert Intake.objects.get().person_id == keep.pk
    keep.refresh_from_db()
    gone.refresh_from_db()
    assert (keep.email, gone.status, gone.merged_into_id) == ("rossi@example.org", "merged", keep.pk)
    assert [row.purpose for row in consents_of(keep.pk)] == ["messages"]


def test_a_merge_can_be_taken_apart():
    coordinator, keep, gone = two_records()
    both = factories.encounter()
    factories.attendance(both, person=keep, presence="absent")
    factories.attendance(both, person=gone, presence="present")
    factories.intake(gone)
    for one in (keep, gone):
        Path.objects.create(person=one)
    merge_of = actions.merge_persons(actor=coordinator, keep_ref=keep.pk, gone_ref=gone.pk)
    assert merge_of == keep
    from jobcaffe.people.models import Merge

    actions.unmerge(actor=coordinator, merge_ref=Merge.objects.get().pk)
    keep.refresh_from_db()
    gone.refresh_from_db()
    assert (gone.status, gone.merged_into, keep.email) == ("active", None, "")
    assert Attendance.objects.get(person=keep).presence == "absent"
    assert Attendance.objects.get(person=gone).presence == "present"
    assert Intake.objects.get().person_id == gone.pk
    assert Path.objects.filter(closed_on__isnull=True).count() == 2
    with pytest.raises(Refused):
        actions.unmerge(actor=coordinator, merge_ref=Merge.objects.get().pk)


def test_only_the_coordinator_merges_and_protected_records_need_a_gate(desk, person):
    coordinator, keep, gone = two_records()
    with pytest.raises(Refused):
        actions.merge_persons(actor=desk, keep_ref=person.pk, gone_ref=keep.pk)
    Person.objects.filter(pk=gone.pk).update(protected=True)
    with pytest.raises(Refused):
        actions.merge_persons(actor=coordinator, keep_ref=keep.pk, gone_ref=gone.pk)
    open_both(coordinator, gone)
    merged = actions.merge_persons(actor=coordinator, keep_ref=keep.pk, gone_ref=gone.pk)
    assert merged.protected


def test_erasing_leaves_counts_and_no_name_anywhere(desk):
    coordinator = factories.user("coordinator")
    woman = factories.person(team=desk.team, first_name="Zenobia", last_name="Canarino", phone="333 4445556")
    factories.member(person=woman)
    factories.attendance(person=woman)
    factories.intake(woman, words="Mi chiamo Zenobia")
    arrive(actor=desk, name="Zenobia", person_ref=woman.pk)
    open_record(actor=desk, person_ref=woman.pk)
    save_section(actor=desk, person_ref=woman.pk, code="lingue", rows=[{"lingua": "canarino"}])
    goal = goal_for(desk, woman, "Zenobia vuole cantare")
    actions.add_step(actor=desk, goal_ref=goal.pk, text="Zenobia chiama", due_on=timezone.localdate())
    actions.erase_person(actor=coordinator, person_ref=woman.pk)
    woman.refresh_from_db()
    assert (woman.full_name, woman.status, woman.phone, woman.phone_index) == (DESTROYED, "erased", "", "")
    assert woman.sex == "M"
    assert Attendance.objects.filter(person=woman).count() == 1
    assert Intake.objects.get().words == ""
    assert search(desk, "Canarino") == []
    assert not visible_to(coordinator, "person.search").filter(pk=woman.pk).exists()
    told = described(list(Entry.objects.filter(subject_ref=woman.pk, action="person.read")))
    assert [row.subject for row in told] == [DESTROYED]
    assert "attendances=1" in Entry.objects.get(action="person.erase").fields
    with pytest.raises(Refused):
        actions.erase_person(actor=coordinator, person_ref=woman.pk)


def test_nothing_of_an_erased_person_is_left_in_any_table(desk):
    from django.apps import apps

    coordinator = factories.user("coordinator")
    woman = factories.person(team=desk.team, first_name="Zenobia", last_name="Canarino")
    factories.intake(woman, words="Zenobia")
    arrive(actor=desk, name="Zenobia", person_ref=woman.pk)
    goal = goal_for(desk, woman, "Zenobia vuole cantare")
    actions.add_step(actor=desk, goal_ref=goal.pk, text="Zenobia chiama", due_on=timezone.localdate())
    actions.record_outcome(
        actor=desk, person_ref=woman.pk, kind="job", started_on=timezone.localdate(), where="Da Zenobia"
    )
    actions.erase_person(actor=coordinator, person_ref=woman.pk)
    for model in apps.get_models():
        for row in model._default_manager.all():
            for field in model._meta.concrete_fields:
                value = str(getattr(row, field.attname)).casefold()
                assert "zenobia" not in value, (model, field.name)
                assert "canarino" not in value, (model, field.name)
