"""Notices about groups: she alone knows of them, and they say nothing but a day and an hour."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from jobcaffe.circles import actions, reminders
from jobcaffe.circles.models import Circle
from jobcaffe.encounters import actions as encounters
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.jobs import queries as jobs
from jobcaffe.foundation.jobs.models import Job
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices import queries as notices
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.notices.tasks import deliver
from jobcaffe.foundation.privacy.consents import give_consent
from jobcaffe.people.models import Person
from jobcaffe.spaces.words import local
from tests import factories
from tests.circles.groups import SLOTS, THEMES, Staff, circle, enter, person, requested

pytestmark = pytest.mark.django_db


def willing(staff: Staff, **fields: Any) -> Person:
    """Somebody who said yes to messages by mail."""
    values = {"first_name": "Zoe", "email": "zoe@example.org", "channel": "email", **fields}
    who = person(staff, **values)
    give_consent(
        actor=staff.desk, person_ref=who.pk, subject=who, purpose="messages", how="paper", given_by="Zoe"
    )
    return who


def eve(group: Circle) -> datetime:
    """Six in the afternoon of the day before the next meeting."""
    meeting = Encounter.objects.filter(meeting__circle=group).order_by("starts_at")[0]
    day = local(meeting.starts_at).date() - timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(18)))


def left() -> list[str]:
    """Every notice as it leaves the house."""
    for notice in Notice.objects.order_by("created_at"):
        deliver.call(str(notice.pk))
    return [f"{message.subject}\n{message.body}" for message in mail.outbox]


@pytest.fixture
def staff() -> Staff:
    return Staff()


def test_the_day_before_a_member_reads_a_day_and_an_hour(staff: Staff) -> None:
    group, who = circle(staff), willing(staff)
    enter(staff, group, who)
    Notice.objects.all().delete()
    reminders.remind(actor=SYSTEM, now=eve(group))
    (text,) = left()
    assert ("martedì" in text, "18:00" in text) == (True, True)
    secrets = [group.code, "lavoro", "mutuo aiuto", "gruppo", "Lucia", "Colombo"]
    assert [one for one in secrets if one.casefold() in text.casefold()] == []


def test_however_often_it_runs_each_is_told_once(staff: Staff) -> None:
    group, who = circle(staff), willing(staff)
    enter(staff, group, who)
    Notice.objects.all().delete()
    for _run in range(3):
        reminders.remind(actor=SYSTEM, now=eve(group))
    assert Notice.objects.count() == 1


def test_a_meeting_on_another_day_or_called_off_reminds_nobody(staff: Staff) -> None:
    group, who = circle(staff), willing(staff)
    enter(staff, group, who)
    Notice.objects.all().delete()
    reminders.remind(actor=SYSTEM, now=eve(group) - timedelta(days=1))
    Encounter.objects.update(state="cancelled")
    reminders.remind(actor=SYSTEM, now=eve(group))
    assert Notice.objects.count() == 0


def test_who_left_who_did_not_say_yes_and_who_wants_a_letter_are_not_written_to(staff: Staff) -> None:
    group, gone = circle(staff), willing(staff)
    silent, letter = person(staff, email="a@example.org"), willing(staff, channel="letter", email="")
    for who in (gone, silent, letter):
        enter(staff, group, who)
    actions.leave(actor=factories.member(person=gone), circle_id=group.pk)
    Notice.objects.all().delete()
    reminders.remind(actor=SYSTEM, now=eve(group))
    assert Notice.objects.count() == 0


def test_nobody_else_can_tell_that_she_was_reminded(staff: Staff) -> None:
    group, who = circle(staff), willing(staff)
    enter(staff, group, who)
    lookers = [staff.coordinator, staff.desk, staff.facilitator, factories.user("sysadmin")]

    def seen() -> list[Any]:
        rows = [
            list(ask(user).values_list("pk"))
            for user in lookers
            for ask in (notices.visible_to, jobs.visible_to)
        ]
        return [*rows, Entry.objects.count(), list(jobs.stuck())]

    before = seen()
    assert reminders.remind(actor=SYSTEM, now=eve(group)) is None
    assert seen() == before
    assert Job.objects.filter(quiet=True).exists()
    rows = Notice.objects.values("person_ref", "recipient_key", "contact_index", "dedupe_key")
    assert not any(str(who.pk) in str(row) for row in rows)


def test_a_booked_talk_is_told_at_once_and_the_day_before(staff: Staff) -> None:
    who = willing(staff)
    request = actions.ask(actor=staff.desk, person_ref=who.pk, themes=THEMES, slots=SLOTS)
    at = factories.moment(hour=15)
    for _press in range(2):
        actions.book_talk(actor=staff.desk, request_id=request.pk, at=at)
    assert Notice.objects.count() == 1
    reminders.remind(actor=SYSTEM, now=at - timedelta(hours=20))
    texts = left()
    assert [("15:00" in text, "gruppo" in text, staff.desk.name in text) for text in texts] == [
        (True, False, False)
    ] * 2


def test_a_proposal_is_told_as_something_to_read(staff: Staff) -> None:
    group, who = circle(staff), willing(staff)
    request = requested(staff, who)
    for _press in range(2):
        actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    (text,) = left()
    assert ("hai un messaggio dal Job Caffè" in text, "/oggi/" in text) == (True, True)
    assert ("gruppo" in text.casefold(), str(group.pk) in text) == (False, False)


def test_a_meeting_that_is_called_off_or_moved_is_told_to_its_members_and_counted_by_nobody(
    staff: Staff,
) -> None:
    group, who = circle(staff), willing(staff)
    enter(staff, group, who)
    Notice.objects.all().delete()
    first, second = Encounter.objects.filter(meeting__circle=group).order_by("starts_at")[:2]
    lines, listed = Entry.objects.count(), notices.visible_to(staff.coordinator).count()
    encounters.cancel_encounter(actor=staff.facilitator, encounter_id=first.pk)
    later = timedelta(hours=1)
    encounters.move_encounter(
        actor=staff.facilitator,
        encounter_id=second.pk,
        starts_at=second.starts_at + later,
        ends_at=second.ends_at + later,
        room_id=None,
    )
    assert Notice.objects.filter(confidential=True).count() == 2
    assert notices.visible_to(staff.coordinator).count() == listed
    assert Entry.objects.count() == lines + 2
    off, moved = left()
    assert ("non si fa" in off, "19:00" in moved) == (True, True)
    assert [one for one in (group.code, "gruppo", "Lucia") if one in off + moved] == []
