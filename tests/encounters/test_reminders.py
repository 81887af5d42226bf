"""Reminders: to who is expected and said yes, neutral, never twice, never about a group."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from jobcaffe.commitments import reminders as steps
from jobcaffe.encounters import messages, reminders
from jobcaffe.encounters.models import Encounter, SignUp
from jobcaffe.foundation.jobs.periodic import REGISTRY
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.actions import stop_scope
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.notices.rules import recipient_key
from jobcaffe.foundation.privacy.consents import give_consent, withdraw_consent
from jobcaffe.people.models import Person
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 24, 17, 0, tzinfo=factories.ROME)  # the night after, the clock goes back


@pytest.fixture(autouse=True)
def five_o_clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def willing(**fields: Any) -> Person:
    person = factories.person(**fields)
    give_consent(
        actor=SYSTEM, person_ref=person.pk, subject=person, purpose="messages", how="paper", given_by="Lei"
    )
    return person


def tomorrow(hour: int = 18, **fields: Any) -> Encounter:
    return factories.encounter(title="Tema delicato", starts_at=factories.moment(1, hour), **fields)


def expected(person: Person, at: Encounter | None = None) -> Encounter:
    met = at or tomorrow()
    factories.attendance(at=met, person=person, presence="expected")
    return met


def remind() -> int:
    return reminders.remind(actor=SYSTEM)


def test_who_is_expected_tomorrow_is_told_once_without_the_theme() -> None:
    expected(willing())
    assert (remind(), remind()) == (1, 1)
    notice = Notice.objects.get()
    assert (notice.template, notice.channel, notice.state) == ("encounter_reminder", "sms", "queued")
    assert "18:00" in notice.body
    assert "25/10" in notice.body
    assert "delicato" not in notice.body
    assert notice.expires_at == Encounter.objects.get().starts_at


def test_when_the_hour_changes_after_the_reminder_a_new_one_leaves() -> None:
    met = expected(willing())
    remind()
    Encounter.objects.filter(pk=met.pk).update(starts_at=met.starts_at + timedelta(hours=1))
    remind()
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [{"confidential": True, "public": False}, {"state": "cancelled"}, {"starts_at": factories.moment(2, 18)}],
    ids=["group", "cancelled", "later"],
)
def test_of_these_nobody_is_told(fields: dict[str, Any]) -> None:
    if "starts_at" in fields:
        fields = {"starts_at": factories.moment(2, 18)}
    met = factories.encounter(**{"starts_at": factories.moment(1, 18), **fields})
    expected(willing(), met)
    SignUp.objects.create(encounter=met, code="ABC-DEF", name="Gino", channel="sms", contact="+393330000001")
    assert remind() == 0
    assert Notice.objects.count() == 0


def test_without_a_yes_after_a_no_or_without_a_quick_way_nothing_leaves() -> None:
    met = expected(factories.person())
    taken_back = willing()
    withdraw_consent(actor=SYSTEM, person_ref=taken_back.pk, subject=taken_back, purpose="messages")
    for person in (taken_back, willing(channel="letter"), willing(channel="call"), willing(status="moved")):
        expected(person, met)
    factories.attendance(at=met, person=willing(), presence="excused")
    assert remind() == 0
    assert Notice.objects.count() == 0


def test_who_stopped_these_messages_gets_none() -> None:
    person = willing()
    stop_scope(key=recipient_key(person_ref=person.pk), scope="service")
    expected(person)
    remind()
    notice = Notice.objects.get()
    assert (notice.state, notice.hold, notice.body) == ("held", "opted_out", "")


def test_who_signed_up_on_the_site_is_told_with_the_way_to_give_the_seat_back() -> None:
    met = tomorrow()
    values = {"encounter": met, "name": "Gina Neri"}
    SignUp.objects.create(code="ABC-DEF", channel="email", contact="gina@example.org", **values)
    SignUp.objects.create(code="ABC-DEG", channel="call", contact="+393330000001", **values)
    SignUp.objects.create(code="ABC-DEH", channel="sms", contact="+393330000002", state="cancelled", **values)
    assert remind() == 1
    notice = Notice.objects.get()
    assert "ABC-DEF" in notice.body
    assert notice.person_ref is None


def test_a_worker_that_was_off_at_five_tells_in_the_morning_of_today_only() -> None:
    expected(willing())
    expected(willing(), factories.encounter(starts_at=factories.moment(2, 18)))
    with time_machine.travel(NOW + timedelta(hours=17), tick=False):
        assert timezone.localtime().hour == 10
        assert remind() == 1
    with time_machine.travel(NOW + timedelta(hours=27), tick=False):
        assert remind() == 1


def test_what_concerns_a_confidential_encounter_is_a_confidential_notice_without_its_room() -> None:
    evening = factories.encounter(
        kind="group", action="A1", title="AMA-07", public=False, confidential=True,
        room=factories.room(name="Sala del glicine"),
    )  # fmt: skip
    factories.attendance(at=evening, person=willing(), presence="expected")
    SignUp.objects.create(
        encounter=evening, code="ABCDEF", name="Gino", channel="sms", contact="+393330000001"
    )
    messages.changed(SYSTEM, evening, was=evening.starts_at)
    messages.cancelled(SYSTEM, evening)
    notices = list(Notice.objects.all())
    assert [notice.confidential for notice in notices] == [True] * 4
    assert [word for word in ("AMA", "glicine") for notice in notices if word in notice.body] == []
    assert not Entry.objects.filter(action__startswith="notice.").exists()


def test_a_step_is_told_two_days_before_without_its_words() -> None:
    day, long_ago = timezone.localdate(), timezone.now() - timedelta(days=9)
    person = willing(email="lina@example.org", channel="email")
    for days, more in ((2, {}), (1, {}), (3, {}), (2, {"state": "kept", "settled_on": day})):
        factories.commitment(
            person=person,
            text="Vado al consultorio",
            due_on=day + timedelta(days=days),
            promised_at=long_ago,
            **more,
        )
    factories.commitment(person=person, due_on=day + timedelta(days=2))  # promised today
    factories.commitment(person=factories.person(), due_on=day + timedelta(days=2), promised_at=long_ago)
    factories.commitment(organisation=factories.organisation(), due_on=day + timedelta(days=2))
    assert (steps.remind(actor=SYSTEM), steps.remind(actor=SYSTEM)) == (1, 1)
    notice = Notice.objects.get()
    assert (notice.template, notice.channel) == ("step_reminder", "mail")
    assert "consultorio" not in notice.body


def test_all_are_in_the_calendar_of_the_queue_at_five() -> None:
    hours = {name: str(entry.at) for name, entry in REGISTRY.items() if name.endswith("tasks.remind")}
    assert hours == {
        "jobcaffe.circles.tasks.remind": "17:00:00",
        "jobcaffe.encounters.tasks.remind": "17:00:00",
        "jobcaffe.commitments.tasks.remind": "17:00:00",
        "jobcaffe.worklife.care.tasks.remind": "17:00:00",
        "jobcaffe.worklife.labs.tasks.remind": "17:00:00",
    }
