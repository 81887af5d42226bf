"""Tables, minutes that are commitments, agreements, and an organisation's one list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from jobcaffe.commitments import actions as commitments
from jobcaffe.commitments import queries as promises
from jobcaffe.commitments.reminders import remind
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.network.tables import actions, queries
from jobcaffe.network.tables.models import Agreement, Meeting, Table
from tests import factories
from tests.network.tables import around

pytestmark = pytest.mark.django_db


def _table() -> tuple[Table, Meeting]:
    desk = factories.user("desk")
    members = [around.body("Uno"), around.body("Due")]
    table = actions.create_table(actor=desk, name="Tempi", purpose="Prova", organisations=members)
    starts = factories.moment()
    meeting = actions.plan_meeting(
        actor=desk, table_id=table.pk, starts_at=starts, ends_at=starts + timedelta(hours=1),
        room_id=factories.room().pk, agenda=["Saluti", " ", "Orari"],
    )  # fmt: skip
    return table, meeting


def test_a_meeting_expects_all_tells_them_and_holds_the_room() -> None:
    table, meeting = _table()
    assert meeting.agenda == ["Saluti", "Orari"]
    assert meeting.encounter.booking is not None
    assert meeting.encounter.attendances.count() == 2
    assert Notice.objects.filter(template="table_called").count() == 2
    assert queries.next_meeting(Table.objects.get(pk=table.pk)) == meeting


def test_minutes_are_commitments_of_who_sits_there_or_of_the_house() -> None:
    table, meeting = _table()
    desk, one = factories.user("desk"), table.organisations.first()
    values = {"meeting_id": meeting.pk, "text": "Mandare gli orari", "due_on": timezone.localdate()}
    actions.take_down(actor=desk, organisation=one, public=True, **values)
    actions.take_down(actor=desk, **values)
    with pytest.raises(Refused):
        actions.take_down(actor=desk, organisation=around.body("Estranea"), **values)
    assert [row.organisation or row.user for row in queries.minutes(meeting)].count(one) == 1
    assert queries.minutes(meeting).count() == 2
    assert [row.text for row in promises.public_of(one.pk)] == ["Mandare gli orari"]


def test_only_the_house_manages_tables_and_a_delegate_reads_her_own() -> None:
    table, meeting = _table()
    giulia, stranger = factories.partner(table.organisations.first()), factories.partner()
    for who in (giulia, stranger, factories.member()):
        with pytest.raises(Refused):
            actions.close_table(actor=who, table_id=table.pk)
    assert list(queries.tables(giulia)) == [table]
    assert queries.meeting_of(giulia, meeting.pk) == meeting
    assert list(queries.tables(stranger)) == []
    assert queries.meeting_of(stranger, meeting.pk) is None


def test_a_table_has_two_and_a_closed_one_does_not_meet() -> None:
    table, _meeting = _table()
    desk = factories.user("desk")
    with pytest.raises(Refused):
        actions.create_table(actor=desk, name="T", purpose="P", organisations=[around.body("Sola")])
    actions.close_table(actor=desk, table_id=table.pk)
    starts = factories.moment(9)
    with pytest.raises(Refused):
        actions.plan_meeting(
            actor=desk, table_id=table.pk, starts_at=starts, ends_at=starts + timedelta(hours=1)
        )


def _agreement(days: int = 300) -> Agreement:
    today = timezone.localdate()
    return actions.create_agreement(
        actor=factories.user("desk"), name="Rete", purpose="Prova", starts_on=today - timedelta(days=65),
        ends_on=today + timedelta(days=days), parties=[around.body("Uno"), around.body("Due")],
    )  # fmt: skip


def test_what_a_party_does_is_in_its_own_list_and_others_do_nothing() -> None:
    agreement, desk = _agreement(), factories.user("desk")
    one = agreement.parties.first()
    values = {"agreement_id": agreement.pk, "text": "Due tirocini", "due_on": timezone.localdate()}
    duty = actions.add_duty(actor=desk, organisation=one, **values)
    with pytest.raises(Refused):
        actions.add_duty(actor=desk, organisation=around.body("Estranea"), **values)
    giulia = factories.partner(one)
    assert list(promises.of_organisation(giulia, one)) == [duty.commitment]
    assert list(queries.duties(agreement)) == [duty]


def test_the_end_is_told_once_and_again_only_for_another_end() -> None:
    agreement = _agreement(days=40)
    _agreement(days=200)
    assert actions.warn_ending(actor=SYSTEM) == 1
    assert actions.warn_ending(actor=SYSTEM) == 0
    assert Notice.objects.filter(template="agreement_ending").count() == 2
    values = {"name": "Rete", "purpose": "Prova", "starts_on": agreement.starts_on}
    actions.update_agreement(
        actor=factories.user("desk"), agreement_id=agreement.pk, parties=list(agreement.parties.all()),
        ends_on=agreement.ends_on + timedelta(days=5), **values,
    )  # fmt: skip
    assert actions.warn_ending(actor=SYSTEM) == 1


def test_a_delegate_updates_what_is_hers_and_nothing_else() -> None:
    own, other = around.body("Nostra"), around.body("Altra")
    giulia = factories.partner(own)
    ours, theirs = factories.commitment(organisation=own), factories.commitment(organisation=other)
    about = factories.commitment(organisation=own, about=factories.person())
    hers = factories.commitment()
    assert list(promises.visible_to(giulia)) == [ours]
    for foreign in (theirs, about, hers):
        with pytest.raises(Refused):
            commitments.keep(actor=giulia, commitment_ref=foreign.pk)
        with pytest.raises(Refused):
            commitments.show_to_all(actor=giulia, commitment_ref=foreign.pk, public=True)
    commitments.keep(actor=giulia, commitment_ref=ours.pk)
    with pytest.raises(Refused):
        commitments.promise(actor=giulia, organisation=other, text="No", due_on=timezone.localdate())
    assert (
        commitments.promise(
            actor=giulia, organisation=own, text="Sì", due_on=timezone.localdate()
        ).organisation
        == own
    )


def test_a_promise_of_a_person_is_never_public() -> None:
    desk = factories.user("desk")
    with pytest.raises(Refused):
        commitments.promise(actor=desk, user=desk, text="No", due_on=timezone.localdate(), public=True)


def test_delegates_are_reminded_once_two_days_before() -> None:
    own = around.body("Nostra")
    factories.partner(own, email="giulia@example.org")
    promise = factories.commitment(organisation=own, due_on=timezone.localdate() + timedelta(days=1))
    type(promise).objects.update(promised_at=timezone.now() - timedelta(days=9))
    assert remind(actor=SYSTEM) == 1
    remind(actor=SYSTEM)
    assert Notice.objects.filter(template="promise_reminder").count() == 1
