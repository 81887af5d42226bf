"""Evenings, presences, hours, contributions, help, and how the group goes."""

from __future__ import annotations

import inspect
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.enums import Readers, State
from jobcaffe.circles.models import (
    CheckAnswer,
    CheckWave,
    Circle,
    Contribution,
    Help,
    Hours,
    PresenceMark,
)
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.privacy.personkeys import DESTROYED, destroy_key
from jobcaffe.people.models import Person
from tests import factories
from tests.circles.groups import Staff, running, tonight

pytestmark = pytest.mark.django_db
CANARY = "Xqcanarinosegreto"


@pytest.fixture
def staff() -> Staff:
    """Who works around the group."""
    return Staff()


def close(staff: Staff, group: Circle, **fields: Any) -> queries.Evening:
    """Tonight's meeting, saved."""
    meeting = tonight(group)
    actions.close_evening(actor=staff.facilitator, encounter_id=meeting.pk, **{"present": 5, **fields})
    return next(row for row in queries.meetings(staff.facilitator, group) if row.meeting.pk == meeting.pk)


# --- the evening ----------------------------------------------------------------------------------


def test_an_evening_is_three_integers_moods_themes_and_neutral_notes(staff: Staff) -> None:
    group, _members = running(staff)
    moods = {"start": {"giu": 3, "bene": 2}, "end": {"bene": 5}}
    row = close(staff, group, new=1, left=2, moods=moods, themes=["ascolto"], notes="Sala fredda.")
    assert (row.present, row.new, row.left) == (5, 1, 2)
    assert (row.meeting.moods, row.meeting.themes, row.meeting.notes) == (moods, ["ascolto"], "Sala fredda.")


@pytest.mark.parametrize(
    "fields",
    [
        {"present": 2, "new": 3},
        {"present": -1},
        {"moods": {"start": {"bene": 6}}},
        {"moods": {"start": {"allegro": 1}}},
        {"moods": {"dopo": {"bene": 1}}},
        {"themes": ["ascolto", "passi", "casa", "saluti"]},
        {"themes": ["altro"]},
    ],
)
def test_an_evening_that_cannot_be_is_refused(staff: Staff, fields: dict[str, Any]) -> None:
    group, _members = running(staff)
    with pytest.raises(Refused):
        close(staff, group, **fields)
    assert group.meetings.exclude(closed_at=None).count() == 0


@pytest.mark.parametrize(
    "notes", ["Ànna ha pianto", "bruno, in ritardo", "colombo", "chiamare 333 1234567", "scrivere a x@y.it"]
)
def test_notes_with_a_members_name_or_a_contact_are_refused(staff: Staff, notes: str) -> None:
    group, members = running(staff)
    Person.objects.filter(pk=members[0].person_ref).update(last_name="Colombo")
    with pytest.raises(Refused, match="Nelle note"):
        close(staff, group, notes=notes)


def test_a_word_that_contains_a_name_is_no_name(staff: Staff) -> None:
    group, _members = running(staff)
    assert close(staff, group, notes="Brunori in sottofondo, annata buona").meeting.notes.startswith(
        "Brunori"
    )


def test_the_same_save_twice_changes_nothing_and_a_later_one_corrects(staff: Staff) -> None:
    group, _members = running(staff)
    meeting = tonight(group)
    for present in (5, 5, 4):
        actions.close_evening(actor=staff.facilitator, encounter_id=meeting.pk, present=present)
    meeting.encounter.refresh_from_db()
    assert (meeting.encounter.present_count, group.meetings.exclude(closed_at=None).count()) == (4, 1)


def test_only_who_leads_the_group_closes_its_evening(staff: Staff) -> None:
    group, members = running(staff)
    meeting = tonight(group)
    for user in (staff.coordinator, staff.desk, members[0], factories.user("facilitator")):
        with pytest.raises(Refused):
            actions.close_evening(actor=user, encounter_id=meeting.pk, present=1)


def test_the_next_day_skips_holidays_and_the_christmas_break(staff: Staff) -> None:
    group, _members = running(staff)
    assert queries.next_day(group, after=date(2026, 11, 24)) == date(2026, 12, 22)
    assert queries.next_day(group, after=date(2026, 12, 22)) == date(2027, 1, 19)


def test_presences_by_name_need_a_purpose_and_go_by_themselves(staff: Staff) -> None:
    group, _members = running(staff)
    meeting = tonight(group)
    keys = [mate.key for mate in queries.roster(staff.facilitator, group) if mate.key]
    with pytest.raises(Refused, match="motivo"):
        actions.mark_presences(actor=staff.facilitator, encounter_id=meeting.pk, present=keys)
    today = timezone.localdate()
    with pytest.raises(Refused):
        actions.note_presences(
            actor=staff.facilitator, circle_id=group.pk, purpose="grant", until=today + timedelta(days=400)
        )
    actions.note_presences(actor=staff.facilitator, circle_id=group.pk, purpose="grant", until=today)
    for _save in range(2):
        actions.mark_presences(actor=staff.facilitator, encounter_id=meeting.pk, present=keys[:3])
    assert PresenceMark.objects.count() == 3
    actions.forget_due(actor=SYSTEM, today=today)
    assert PresenceMark.objects.count() == 3
    actions.forget_due(actor=SYSTEM, today=today + timedelta(days=1))
    assert PresenceMark.objects.count() == 0


def test_hours_are_only_added_and_a_correction_points_at_the_old_row(staff: Staff) -> None:
    group, _members = running(staff)
    meeting, today = tonight(group), timezone.localdate()
    for _press in range(2):
        row = actions.add_hours(
            actor=staff.facilitator,
            kind="meeting",
            day=today,
            minutes=120,
            circle_id=group.pk,
            encounter_id=meeting.pk,
        )
    actions.add_hours(actor=staff.facilitator, kind="supervision", day=today, minutes=90)
    for _press in range(2):
        actions.correct_hours(actor=staff.facilitator, hours_id=row.pk, minutes=150)
    held = queries.hours(staff.coordinator, today, today)
    assert (sum(one.minutes for one in held), Hours.objects.count()) == (240, 3)
    with pytest.raises(DatabaseError), transaction.atomic():
        Hours.objects.update(minutes=1)
    with pytest.raises(Refused):
        actions.add_hours(actor=staff.coordinator, kind="supervision", day=today, minutes=0)


def test_a_month_is_told_when_it_is_over_and_over_all_groups(staff: Staff) -> None:
    group, _members = running(staff)
    row = close(staff, group)
    assert queries.month_totals(staff.coordinator) == []
    first = timezone.localdate().replace(day=1)
    before = timezone.now() - timedelta(days=timezone.localdate().day + 3)
    type(row.meeting.encounter).objects.filter(pk=row.meeting.pk).update(
        starts_at=before, ends_at=before + timedelta(hours=2)
    )
    (total,) = queries.month_totals(staff.coordinator)
    assert (total.meetings, total.presences, total.month < first) == (1, 5, True)
    assert (
        queries.month_totals(staff.facilitator) == queries.month_totals(factories.user("municipality")) == []
    )


# --- contributions --------------------------------------------------------------------------------


def share(user: User, group: Circle, readers: str = Readers.ONLY_ME, text: str = CANARY) -> Contribution:
    """Something that a member writes."""
    return actions.share(actor=user, circle_id=group.pk, kind="experience", text=text, readers=readers)


def readers_of(group: Circle, users: list[User]) -> list[bool]:
    """Which of these users can read something in the group."""
    return [bool(queries.contributions(user, group)) for user in users]


@pytest.mark.parametrize(
    ("readers", "facilitator", "mate"),
    [(Readers.ONLY_ME, False, False), (Readers.FACILITATOR, True, False), (Readers.CIRCLE, True, True)],
)
def test_a_contribution_is_read_by_the_circle_its_author_chose_and_never_by_staff(
    staff: Staff, readers: str, facilitator: bool, mate: bool
) -> None:
    group, members = running(staff)
    share(members[0], group, readers)
    other, _others = running(Staff())
    outside = [
        staff.desk,
        staff.coordinator,
        *map(factories.user, ("sysadmin", "municipality", "facilitator")),
    ]
    assert readers_of(group, [staff.facilitator, members[1], *outside]) == [facilitator, mate, *[False] * 5]
    assert readers_of(other, [staff.facilitator, *members]) == [False] * 7
    assert [row.text for row in queries.my_contributions(members[0])] == [CANARY]


def test_without_a_choice_only_the_author_reads() -> None:
    assert Contribution._meta.get_field("readers").default == Readers.ONLY_ME
    assert inspect.signature(actions.share).parameters["readers"].default == Readers.ONLY_ME


def test_a_substitute_reads_no_contribution(staff: Staff) -> None:
    group, members = running(staff)
    share(members[0], group, Readers.CIRCLE)
    other, today = factories.user("facilitator"), timezone.localdate()
    group.facilitations.create(user=other, part="substitute", starts_on=today, ends_on=today)
    assert (queries.circle_of(other, group.pk, "circle.lead"), queries.contributions(other, group)) == (
        group,
        [],
    )


def test_no_cell_of_the_database_holds_the_words(staff: Staff) -> None:
    group, members = running(staff)
    row = share(members[0], group, Readers.CIRCLE)
    actions.change(actor=members[0], contribution_id=row.pk, text=f"{CANARY} bis", readers=Readers.CIRCLE)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert CANARY not in str(cursor.fetchall()), table


def test_the_words_do_not_open_under_another_authors_row_nor_after_the_key_is_gone(staff: Staff) -> None:
    group, members = running(staff)
    mine, theirs = share(members[0], group, Readers.CIRCLE), share(members[1], group, Readers.CIRCLE, "altro")
    Contribution.objects.filter(pk=theirs.pk).update(body=mine.body)
    with pytest.raises(Exception, match="contribution"):
        queries.my_contributions(members[1])
    ref = members[0].person_ref
    assert ref is not None
    destroy_key(ref)
    assert [row.text for row in queries.my_contributions(members[0])] == [DESTROYED]


def test_it_can_be_changed_and_taken_away_at_any_time_also_after_leaving(staff: Staff) -> None:
    group, members = running(staff)
    row = share(members[0], group, Readers.CIRCLE)
    actions.leave(actor=members[0], circle_id=group.pk)
    assert queries.contributions(members[1], group) == []
    with pytest.raises(Refused):
        actions.change(actor=members[0], contribution_id=row.pk, text="x", readers=Readers.CIRCLE)
    with pytest.raises(Refused):
        actions.take_away(actor=members[1], contribution_id=row.pk)
    actions.take_away(actor=members[0], contribution_id=row.pk)
    assert Contribution.objects.count() == 0


def test_among_peers_there_is_no_leader_to_write_to(staff: Staff) -> None:
    group, members = running(staff, mode="peers")
    with pytest.raises(Refused, match="nessuno guida"):
        share(members[0], group, Readers.FACILITATOR)


def test_what_was_written_stays_its_authors_when_the_group_is_archived(staff: Staff) -> None:
    group, members = running(staff)
    share(members[0], group, Readers.CIRCLE)
    for after in (State.CLOSING, State.ENDED):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
    actions.forget_due(actor=SYSTEM, today=timezone.localdate() + timedelta(days=200))
    (row,) = queries.my_contributions(members[0])
    assert (row.text, row.readers) == (CANARY, Readers.ONLY_ME)


# --- help -----------------------------------------------------------------------------------------


def agreed(group: Circle, members: list[User]) -> Any:
    """A need and an offer that found each other."""
    for user, kind in ((members[0], "need"), (members[1], "offer")):
        actions.post_help(actor=user, circle_id=group.pk, kind=kind, category="passaggio")
    return queries.matches(members[0]).get()


def test_contacts_show_only_while_both_say_yes(staff: Staff) -> None:
    group, members = running(staff)
    match = agreed(group, members)
    shown = []
    for user, yes in ((members[0], True), (members[1], True), (members[1], False)):
        actions.answer_match(actor=user, match_id=match.pk, yes=yes)
        shown.append(
            [bool(queries.contacts_of_match(one, match.pk)) for one in (*members[:3], staff.facilitator)]
        )
    assert shown == [[False] * 4, [True, True, False, False], [False] * 4]


def test_nobody_but_the_two_answers_or_knows_of_a_match(staff: Staff) -> None:
    group, members = running(staff)
    match = agreed(group, members)
    for user in (members[2], staff.facilitator, staff.coordinator):
        assert not queries.matches(user).exists()
        with pytest.raises(Refused):
            actions.answer_match(actor=user, match_id=match.pk, yes=True)
    assert [list(queries.helps(user, group)) for user in (staff.facilitator, staff.coordinator)] == [[], []]


def test_given_and_received_are_counted_and_a_groups_only_from_five(staff: Staff) -> None:
    group, members = running(staff)
    match = agreed(group, members)
    with pytest.raises(Refused):
        actions.tell_how(actor=members[0], match_id=match.pk, how="well")
    for user in members[:2]:
        actions.answer_match(actor=user, match_id=match.pk, yes=True)
    actions.tell_how(actor=members[0], match_id=match.pk, how="well")
    own = [queries.given_received(user) for user in members[:3]]
    assert [(one.given, one.received) for one in own if one] == [(0, 1), (1, 0), (0, 0)]
    assert queries.given_received(members[0], group) is None


def test_help_for_other_days_is_no_match(staff: Staff) -> None:
    group, members = running(staff)
    for user, kind, slot in ((members[0], "need", "mar-18"), (members[1], "offer", "gio-10")):
        actions.post_help(actor=user, circle_id=group.pk, kind=kind, category="computer", slots=[slot])
    assert (Help.objects.count(), queries.matches(members[0]).count()) == (2, 0)


# --- how it goes ----------------------------------------------------------------------------------


def answered(staff: Staff, group: Circle, n: int, value: int = 4) -> CheckWave:
    """A closed wave with so many answers."""
    wave, codes = actions.open_wave(actor=staff.facilitator, circle_id=group.pk, instrument="gruppo5")
    names = [name for name, _text in catalogue.instruments()["gruppo5"].questions]
    for code in codes[:n]:
        actions.answer_check(code=code.lower(), values=dict.fromkeys(names, value))
    return actions.close_wave(actor=staff.facilitator, wave_id=wave.pk)


@pytest.mark.parametrize(("n", "shown"), [(4, 0), (5, 5)])
def test_means_are_shown_from_five_answers(staff: Staff, n: int, shown: int) -> None:
    group, members = running(staff)
    rows = queries.wave_result(members[0], answered(staff, group, n))
    assert [(row.mean, row.low, row.high, row.n) for row in rows] == [(4, 4, 4, 5)] * shown


@pytest.mark.parametrize(("n", "shown"), [(7, 0), (8, 5)])
def test_a_change_is_shown_from_eight_answers(staff: Staff, n: int, shown: int) -> None:
    group, _members = running(staff)
    before, after = answered(staff, group, n, 3), answered(staff, group, n, 5)
    assert [row.mean for row in queries.wave_change(staff.facilitator, before, after)] == [2.0] * shown


def test_a_slip_answers_once_and_staff_outside_the_group_see_no_result(staff: Staff) -> None:
    group, _members = running(staff)
    wave, codes = actions.open_wave(actor=staff.facilitator, circle_id=group.pk, instrument="gruppo5")
    values = {name: 3 for name, _text in catalogue.instruments()["gruppo5"].questions}
    actions.answer_check(code=codes[0], values=values)
    for code in (codes[0], "AAAAAAAA", ""):
        with pytest.raises(Refused):
            actions.answer_check(code=code, values=values)
    with pytest.raises(Refused):
        actions.answer_check(code=codes[1], values={**values, "torno": 6})
    actions.close_wave(actor=staff.facilitator, wave_id=wave.pk)
    assert CheckAnswer.objects.count() == 1
    assert queries.wave_result(staff.coordinator, wave) == []


def test_as_many_slips_as_seats_so_their_number_tells_nothing(staff: Staff) -> None:
    group, _members = running(staff)
    key = uuid.uuid4()
    _wave, codes = actions.open_wave(
        actor=staff.facilitator, circle_id=group.pk, instrument="gruppo5", request_key=key
    )
    again = actions.open_wave(
        actor=staff.facilitator, circle_id=group.pk, instrument="gruppo5", request_key=key
    )
    assert (len(set(codes)), again[1]) == (12, [])


def test_a_questionnaire_without_licence_is_not_offered(staff: Staff) -> None:
    group, _members = running(staff)
    with pytest.raises(Refused):
        actions.open_wave(actor=staff.facilitator, circle_id=group.pk, instrument="who5")
    assert all(row.licence and row.authorised_by for row in catalogue.instruments().values())
