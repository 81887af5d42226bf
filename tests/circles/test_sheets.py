"""Photographs of sheets go with what allowed them; who stands in sees one evening; saves come twice."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles.models import Circle, Meeting, PresencePurpose, SheetPhoto
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.paths.actions import erase_person
from tests import factories
from tests.circles.groups import Staff, running, tonight
from tests.foundation.files.test_store import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Staff:
    """Who works around the group."""
    return Staff()


def signed_sheet(staff: Staff, group: Circle) -> Meeting:
    """An evening under a purpose: everybody marked, the sheet with signatures photographed."""
    meeting = tonight(group)
    until = timezone.localdate() + timedelta(days=30)
    actions.note_presences(actor=staff.facilitator, circle_id=group.pk, purpose="grant", until=until)
    keys = {mate.key for mate in queries.roster(staff.facilitator, group) if mate.key}
    actions.close_evening(
        actor=staff.facilitator, encounter_id=meeting.pk, present=len(keys), here=keys, request_key=uuid4()
    )
    actions.attach_photo(actor=staff.facilitator, encounter_id=meeting.pk, data=png(), signed=True)
    return meeting


def test_signatures_without_a_purpose_are_refused(staff: Staff) -> None:
    group, _members = running(staff)
    meeting = tonight(group)
    with pytest.raises(Refused, match="con i soli numeri"):
        actions.attach_photo(actor=staff.facilitator, encounter_id=meeting.pk, data=png(), signed=True)
    assert (SheetPhoto.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_purpose_cannot_go_and_leave_its_signatures_behind(staff: Staff) -> None:
    group, _members = running(staff)
    signed_sheet(staff, group)
    with pytest.raises(ProtectedError):
        PresencePurpose.objects.all().delete()


def test_an_erased_person_takes_the_sheets_she_signed_along_and_the_journal_does_not_say_so(
    staff: Staff,
) -> None:
    group, members = running(staff)
    signed_sheet(staff, group)
    ref = members[0].person_ref
    assert ref is not None
    last = Entry.objects.order_by("-pk").values_list("pk", flat=True)[0]
    erase_person(actor=staff.coordinator, person_ref=ref, reason="lo ha chiesto")
    assert (SheetPhoto.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert not Entry.objects.filter(pk__gt=last, action__in=["file.delete", "circle.photo"]).exists()


def test_a_photograph_of_numbers_stays_when_a_person_is_erased(staff: Staff) -> None:
    group, members = running(staff)
    meeting = tonight(group)
    actions.attach_photo(actor=staff.facilitator, encounter_id=meeting.pk, data=png(), signed=False)
    ref = members[0].person_ref
    assert ref is not None
    erase_person(actor=staff.coordinator, person_ref=ref, reason="lo ha chiesto")
    assert SheetPhoto.objects.count() == 1


def test_who_stands_in_reads_the_evening_of_the_day_in_every_list(staff: Staff) -> None:
    group, _members = running(staff)
    meeting, other, today = tonight(group), factories.user("facilitator"), timezone.localdate()
    group.facilitations.create(user=other, part="substitute", starts_on=today, ends_on=today)
    assert [row.meeting.pk for row in queries.meetings(other, group)] == [meeting.pk]
    assert len(queries.meetings(staff.facilitator, group)) == group.meetings.count() > 1


def test_a_late_copy_of_a_save_changes_nothing_and_an_unknown_one_corrects(staff: Staff) -> None:
    group, _members = running(staff)
    meeting, first = tonight(group), uuid4()
    for present, key in ((6, first), (5, uuid4()), (6, first)):
        actions.close_evening(
            actor=staff.facilitator, encounter_id=meeting.pk, present=present, request_key=key
        )
    meeting.encounter.refresh_from_db()
    assert meeting.encounter.present_count == 5


def test_the_next_time_is_what_is_planned_after_the_evening(staff: Staff) -> None:
    group, _members = running(staff)
    first, second = group.meetings.all()[:2]
    found = queries.next_time(first)
    assert (found.encounter_id, found.starts_at) == (second.pk, second.encounter.starts_at)
    last = group.meetings.last()
    assert last is not None
    assert (queries.next_time(last).encounter_id, queries.next_time(last).day is None) == (None, False)


@pytest.mark.parametrize("kind", list(catalogue.kinds()))
def test_the_blocks_of_an_evening_fill_its_time(kind: str) -> None:
    steps = catalogue.agenda(kind)
    assert len(steps) == 4
    assert sum(minutes for minutes, _text in steps) == catalogue.kinds()[kind].minutes
