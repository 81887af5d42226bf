"""The rules of privacy of mutual-aid groups, one by one, as far as data alone can break them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles import models as circles
from jobcaffe.circles.enums import State
from jobcaffe.encounters import calendars
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.foundation.access import RULES, Reach, Refused, reach_of
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.guards import CIRCLES, missing
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.privacy.sealed import tables_of
from jobcaffe.paths.actions import erase_person
from jobcaffe.people.models import Person
from tests import factories
from tests.circles.groups import Staff, circle, enter, open_ones, person, requested, running, tonight

pytestmark = pytest.mark.django_db
OUTSIDE = sorted(set(Role.values) - {Role.MEMBER, Role.FACILITATOR})


@pytest.fixture
def staff() -> Staff:
    """Who works around the group."""
    return Staff()


def seen_by(user: User, group: circles.Circle) -> list[Any]:
    """Everything of the inside that a user gets."""
    return [
        *queries.roster(user, group),
        *queries.meetings(user, group),
        *queries.contributions(user, group),
        *queries.helps(user, group),
    ]


# 1
@pytest.mark.parametrize("model", [circles.Membership, circles.Acceptance, circles.PresenceMark])
def test_there_is_no_field_for_words_about_a_member(model: type[models.Model]) -> None:
    words = {
        row.name for row in model._meta.local_fields if isinstance(row, models.TextField | models.JSONField)
    }
    assert words == {"person_sealed"}


# 1
def test_no_join_from_a_persons_record_reaches_a_group() -> None:
    reached = {row.related_model._meta.app_label for row in Person._meta.related_objects}
    assert "circles" not in reached
    hidden = {
        row.related_model._meta.app_label
        for row in Person._meta.get_fields(include_hidden=True)
        if row.is_relation and row.related_model
    }
    assert "circles" not in hidden


# 1
def test_the_tables_of_a_group_cannot_be_linked_to_a_person_or_to_each_other_without_the_keys(
    staff: Staff,
) -> None:
    group, members = running(staff)
    actions.share(actor=members[0], circle_id=group.pk, kind="experience", text="x")
    ref = members[0].person_ref
    assert ref is not None
    indexes = [model.index_of(ref) for model in tables_of("circles")]
    assert len(set(indexes)) == len(indexes) >= 7
    with connection.cursor() as cursor:
        for model in apps.get_app_config("circles").get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            text = str(cursor.fetchall())
            assert str(ref) not in text
            assert ref.hex not in text


# 2
def test_members_see_a_first_name_or_the_nickname_and_nothing_else(staff: Staff) -> None:
    group, members = running(staff)
    Person.objects.filter(pk=members[1].person_ref).update(alias="Gufo", last_name="Segreta")
    mates = queries.roster(members[0], group)
    assert sorted(mate.name for mate in mates) == ["Anna", "Carla", "Dario", "Elena", "Fabio", "Gufo"]
    assert {(mate.key, mate.new) for mate in mates} == {(None, False)}


# 3
def test_who_leads_sees_only_her_group_and_loses_it_when_it_closes(staff: Staff) -> None:
    group, _members = running(staff)
    other = Staff()
    running(other)
    assert seen_by(other.facilitator, group) == []
    assert len(queries.roster(staff.facilitator, group)) == 6
    for after in (State.CLOSING, State.ENDED):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
    group.refresh_from_db()
    assert seen_by(staff.facilitator, group) == []
    with pytest.raises(Refused) as closed:
        actions.open_roster(actor=staff.facilitator, circle_id=group.pk)
    with pytest.raises(Refused) as never:
        actions.open_roster(actor=other.facilitator, circle_id=group.pk)
    assert str(closed.value) == str(never.value)


# 3
def test_who_led_and_was_replaced_sees_nothing_from_that_moment(staff: Staff) -> None:
    group, _members = running(staff)
    actions.dismiss(actor=staff.coordinator, circle_id=group.pk, user_id=staff.facilitator.pk)
    assert seen_by(staff.facilitator, group) == []
    assert not Encounter.objects.filter(leaders=staff.facilitator, starts_at__gt=timezone.now()).exists()


# 4
def test_who_forms_groups_and_leads_some_does_not_let_herself_into_another(staff: Staff) -> None:
    group, _members = running(staff)
    both = factories.user("coordinator", "facilitator")
    evening = group.meetings.last()
    assert evening is not None
    for attempt in (
        lambda: actions.appoint(actor=both, circle_id=group.pk, user_id=both.pk, part="co"),
        lambda: actions.appoint_substitute(actor=both, encounter_id=evening.pk, user_id=both.pk),
    ):
        with transaction.atomic(), pytest.raises(Refused, match="un'altra persona"):
            attempt()
    assert seen_by(both, group) == []


# 4
@pytest.mark.parametrize("role", OUTSIDE)
def test_no_other_role_sees_anything_of_the_inside(staff: Staff, role: str) -> None:
    group, _members = running(staff)
    actions.close_evening(actor=staff.facilitator, encounter_id=tonight(group).pk, present=5)
    assert seen_by(factories.user(role), group) == []
    inside = ("circle.lead", "circle.member", "circle.roster")
    assert {reach_of([role], capability) for capability in inside} == {Reach.NONE}


# 5
def test_a_count_of_one_to_four_is_never_told_to_who_does_not_form_groups(staff: Staff) -> None:
    told = []
    for _n in range(6):
        requested(staff, person(staff))
        told += [cell.waiting for cell in queries.waiting_list(staff.desk)]
    assert {count for count in told if count} == {5, 6}
    assert catalogue.number("threshold") == 5


# 6
def test_a_meeting_leaves_integers_and_no_presence_of_anybody(staff: Staff) -> None:
    group, _members = running(staff)
    actions.close_evening(actor=staff.facilitator, encounter_id=tonight(group).pk, present=5, new=1)
    assert (Attendance.objects.count(), circles.PresenceMark.objects.count()) == (0, 0)


# 6
def test_presences_by_name_are_told_to_those_whom_they_concern(staff: Staff) -> None:
    group, members = running(staff)
    actions.note_presences(
        actor=staff.facilitator, circle_id=group.pk, purpose="certificate", until=timezone.localdate()
    )
    assert "ha deciso di scrivere le presenze per un periodo" in [
        row.what for row in queries.my_diary(members[0])
    ]


# 7
def test_entering_living_and_leaving_send_nothing(staff: Staff) -> None:
    group, members = running(staff)
    actions.leave(actor=members[0], circle_id=group.pk)
    assert Notice.objects.count() == 0


# 8
def test_a_calendar_says_neither_group_nor_place(staff: Staff) -> None:
    room = factories.room(name="Sala del glicine")
    group = circle(staff, room_id=room.pk)
    feed = calendars.feed_of(staff.facilitator)
    assert feed.count(b"BEGIN:VEVENT") == 12
    assert [word for word in (group.code, "glicine", "AMA", "lavoro") if word.encode() in feed] == []


# 9
def test_a_pair_that_must_not_meet_is_sealed_and_in_no_log(staff: Staff) -> None:
    first, second = person(staff), person(staff)
    actions.keep_apart(
        actor=staff.coordinator, person_ref=second.pk, other_ref=first.pk, until=timezone.localdate()
    )
    assert {row.name for row in circles.Incompatibility._meta.fields} == {
        "id",
        "pair",
        "entered_by",
        "expires_on",
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM circles_incompatibility")
        assert str(first.pk) not in str(cursor.fetchall())
    assert not Entry.objects.filter(action="circle.apart").exists()
    assert {row.person_index for row in circles.DiaryEntry.objects.all()} == {""}


# 9
def test_a_pair_whose_time_is_over_goes_without_a_word(staff: Staff) -> None:
    first, second = person(staff), person(staff)
    actions.keep_apart(
        actor=staff.coordinator, person_ref=second.pk, other_ref=first.pk, until=timezone.localdate()
    )
    before = Entry.objects.count()
    assert actions.forget_due(actor=SYSTEM, today=timezone.localdate() + timedelta(days=1)) == 0
    assert (Entry.objects.count(), circles.Incompatibility.objects.count()) == (before, 0)


# 9
def test_proposing_a_running_group_does_not_tell_who_wrote_a_pair_that_the_other_one_is_inside(
    staff: Staff,
) -> None:
    group, members = running(staff)
    actions.update_circle(
        actor=staff.facilitator, circle_id=group.pk, public=True, area="Lainate", entry_open=True
    )
    asks = person(staff)
    request = requested(staff, asks)
    inside = members[0].person_ref
    assert inside is not None
    actions.keep_apart(
        actor=staff.coordinator, person_ref=asks.pk, other_ref=inside, until=timezone.localdate()
    )
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    # They do not meet all the same: the pact says what it says when a group is full.
    with transaction.atomic(), pytest.raises(Refused, match="non può prendere persone nuove"):
        actions.accept_pact(actor=staff.desk, request_id=request.pk, version=1, how="paper")
    assert len(queries.roster(staff.facilitator, group)) == 6


# 10
def test_a_protected_member_is_in_no_roster_of_members_and_nameless_for_who_leads(staff: Staff) -> None:
    group, members = running(staff)
    Person.objects.filter(pk=members[1].person_ref).update(protected=True)
    actions.share(actor=members[1], circle_id=group.pk, kind="experience", text="x", readers="circle")
    assert "Bruno" not in [mate.name for mate in queries.roster(members[0], group)]
    assert len(queries.roster(members[0], group)) == 5
    assert "Persona riservata" in [mate.name for mate in queries.roster(staff.facilitator, group)]
    assert [row.by for row in queries.contributions(members[0], group)] == [""]


# 11
def test_each_look_at_the_names_is_told_to_each_member_by_role_and_not_by_name(staff: Staff) -> None:
    group, members = running(staff)
    before = Entry.objects.count()
    actions.open_roster(actor=staff.facilitator, circle_id=group.pk)
    told = [queries.my_diary(user)[0] for user in members]
    assert {(row.role, row.what) for row in told} == {("Chi guida un gruppo", "ha visto i nomi del gruppo")}
    assert {row.at.date() for row in told} == {timezone.now().date()}
    assert "Lucia" not in str(told)
    assert Entry.objects.count() == before


# 12
def test_requests_memberships_and_acceptances_have_an_end(staff: Staff) -> None:
    group, _members = running(staff)
    requested(staff, person(staff))
    for after in (State.CLOSING, State.ENDED):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
    actions.forget_due(actor=SYSTEM, today=timezone.localdate() + timedelta(days=366))
    left = [circles.Membership, circles.Acceptance]
    assert [model._default_manager.count() for model in left] == [0, 0]
    assert (open_ones(), circles.DiaryEntry.objects.filter(circle=group).count()) == (0, 0)


# 12
def test_who_is_erased_is_in_no_row_of_this_room_and_the_journal_says_the_same_of_all(staff: Staff) -> None:
    group, members = running(staff)
    actions.share(actor=members[0], circle_id=group.pk, kind="feeling", feeling="stanco")
    inside, outside = members[0].person_ref, person(staff).pk
    assert inside is not None
    rows = []
    for ref in (outside, inside):
        before = Entry.objects.count()
        erase_person(actor=staff.coordinator, person_ref=ref)
        rows.append([row.action for row in Entry.objects.all()[before:] if row.action.startswith("circle.")])
    assert rows == [["circle.forget"]] * 2
    left = [
        model for model in tables_of("circles") if model._default_manager.filter(model.of([inside])).exists()
    ]
    assert left == []


# 13
def test_leaving_is_one_action_without_reason_and_without_a_word_to_anybody(staff: Staff) -> None:
    group, members = running(staff)
    before = Entry.objects.count()
    actions.leave(actor=members[0], circle_id=group.pk)
    assert (Entry.objects.count(), Notice.objects.count()) == (before, 0)
    assert len(queries.roster(members[1], group)) == 5
    with pytest.raises(Refused):
        actions.leave(actor=members[0], circle_id=group.pk)


# 13
def test_who_leads_writes_down_an_exit_told_by_voice(staff: Staff) -> None:
    group, _members = running(staff)
    mate = queries.roster(staff.facilitator, group)[0]
    assert mate.key is not None
    for user in (staff.coordinator, staff.desk):
        with pytest.raises(Refused):
            actions.set_standing(actor=user, membership_id=mate.key, standing="left")
    actions.set_standing(actor=staff.facilitator, membership_id=mate.key, standing="left")
    assert mate not in queries.roster(staff.facilitator, group)


# 14
def test_answers_know_no_person_no_code_no_hour_and_no_order() -> None:
    assert {row.name for row in circles.CheckAnswer._meta.fields} == {"id", "wave", "values"}
    assert isinstance(circles.CheckAnswer._meta.pk, models.UUIDField)
    words = str([row.questions for row in catalogue.instruments().values()]).lower()
    assert [
        word for word in ("depress", "paziente", "diagnosi", "terapia", "disturbo") if word in words
    ] == []


# 15
def test_no_text_of_a_member_reaches_the_search_of_persons(staff: Staff) -> None:
    group, members = running(staff)
    actions.share(actor=members[0], circle_id=group.pk, kind="experience", text="Xqparola", readers="circle")
    assert not Person.objects.filter(search_name__contains="xqparola").exists()


# 16
def test_with_somebody_under_18_two_adults_lead(staff: Staff) -> None:
    group = circle(staff)
    young = person(staff, birth_year=timezone.localdate().year - 16, guardian_name="Maria Verdi")
    with transaction.atomic(), pytest.raises(Refused, match="due persone"):
        enter(staff, group, young)
    second = factories.user("facilitator")
    actions.appoint(actor=staff.coordinator, circle_id=group.pk, user_id=second.pk, part="co")
    request = circles.GroupRequest.objects.get()
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    actions.accept_pact(actor=staff.desk, request_id=request.pk, version=1, how="paper")
    assert circles.Membership.objects.count() == 1


# 17
def test_the_administrator_of_the_system_has_no_capability_on_groups() -> None:
    own = {
        code
        for code in RULES
        if code.startswith("circle.") and reach_of([Role.SYSADMIN], code) is not Reach.NONE
    }
    assert own == set()
    assert "django.contrib.admin" not in [row.name for row in apps.get_app_configs()]


# 18
@pytest.mark.parametrize(
    ("capability", "expected"),
    [
        ("circle.ask", {"member": "own", "desk": "assigned"}),
        ("circle.request", {"member": "own", "desk": "own", "coordinator": "all"}),
        ("circle.form", {"coordinator": "all"}),
        ("circle.manage", {"coordinator": "all"}),
        ("circle.lead", {"facilitator": "own"}),
        ("circle.member", {"member": "own"}),
        ("circle.roster", {"member": "own", "facilitator": "own"}),
        ("circle.hours", {"facilitator": "own", "coordinator": "all"}),
        ("circle.totals", {"coordinator": "all"}),
    ],
)
def test_who_can_do_what_is_this_and_no_more(capability: str, expected: dict[str, str]) -> None:
    assert {role: found.value for role, found in RULES[capability].reach.items()} == expected


# 18
def _attempts(staff: Staff, group: circles.Circle, mate: Any) -> list[Callable[[User], Any]]:
    later = timezone.localdate() + timedelta(days=9)
    pk, evening = group.pk, group.meetings.first()
    assert evening is not None
    return [
        lambda user: actions.open_roster(actor=user, circle_id=pk),
        lambda user: actions.move_on(actor=user, circle_id=pk, after=State.CLOSING),
        lambda user: actions.close_evening(actor=user, encounter_id=evening.pk, present=1),
        lambda user: actions.note_presences(actor=user, circle_id=pk, purpose="grant", until=later),
        lambda user: actions.open_wave(actor=user, circle_id=pk, instrument="gruppo5"),
        lambda user: actions.share(actor=user, circle_id=pk, kind="experience", text="x"),
        lambda user: actions.post_help(actor=user, circle_id=pk, kind="need", category="altro"),
        lambda user: actions.stay(actor=user, circle_id=pk),
        lambda user: actions.leave(actor=user, circle_id=pk),
        lambda user: actions.set_standing(actor=user, membership_id=mate.key, standing="left"),
    ]


# 18
@pytest.mark.parametrize("role", [*OUTSIDE, Role.FACILITATOR, Role.MEMBER])
def test_nobody_outside_can_do_anything_inside(staff: Staff, role: str) -> None:
    group, _members = running(staff)
    mate = queries.roster(staff.facilitator, group)[0]
    stranger = factories.member() if role == Role.MEMBER else factories.user(role)
    for attempt in _attempts(staff, group, mate):
        with transaction.atomic(), pytest.raises(Refused):
            attempt(stranger)


def test_the_guards_of_this_room_are_in_the_database() -> None:
    assert missing(connection, CIRCLES) == []
