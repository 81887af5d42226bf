"""The staff's pages: agenda, presences, sheets, sign-ups, rooms, calendars."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from jobcaffe.encounters.enums import Presence, SignUpState, State
from jobcaffe.encounters.models import CalendarFeed, Encounter, SignUp
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.people.models import IntakeDraft
from jobcaffe.spaces.models import Booking, Closure, OpeningHours, Room
from tests import factories

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n0\n%%EOF\n"


def _today(**fields: Any) -> Encounter:
    """An encounter that began two hours ago."""
    return factories.encounter(starts_at=timezone.now() - timedelta(hours=2), **fields)


def _new(**changes: Any) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=7)
    return {
        "title": "Laboratorio dei tempi",
        "kind": "lab",
        "action": "A2",
        "day": f"{day:%d/%m/%Y}",
        "starts": "18",
        "ends": "20.30",
        "request_key": str(uuid.uuid4()),
        **changes,
    }


def _booking(**changes: Any) -> dict[str, Any]:
    day = timezone.localdate() + timedelta(days=7)
    fields = {"day": f"{day:%d/%m/%Y}", "starts": "18", "ends": "20", "request_key": str(uuid.uuid4())}
    return {**fields, **changes}


def test_the_desk_plans_an_encounter_with_its_room(client_for: ClientFor) -> None:
    client, room = client_for("desk"), factories.room()
    client.post(reverse("agenda:new"), _new(room=str(room.pk), seats="12"))
    made = Encounter.objects.get()
    assert (made.room, made.booking.room, made.booking.title) == (room, room, "Incontro")
    assert (timezone.localtime(made.starts_at).hour, timezone.localtime(made.ends_at).minute) == (18, 30)


def test_planning_twice_with_one_press_makes_one(client_for: ClientFor) -> None:
    client, fields = client_for("desk"), _new()
    first = client.post(reverse("agenda:new"), fields)
    assert first["Location"] == client.post(reverse("agenda:new"), fields)["Location"]


def test_a_taken_room_is_answered_with_buttons_that_work(client_for: ClientFor) -> None:
    client, room = client_for("desk"), factories.room()
    factories.room(name="Sala piccola")
    client.post(reverse("agenda:new"), _new(room=str(room.pk)))
    fields = _new(room=str(room.pk), title="Un altro")
    html = client.post(reverse("agenda:new"), fields).content.decode()
    slots = re.findall(r'name="slot" value="([^"]+)"', html)
    assert len(slots) == 4
    assert "Sala piccola" in html
    client.post(reverse("agenda:new"), {**fields, "slot": slots[-1].replace("&#x27;", "'")})
    assert Encounter.objects.get(title="Un altro").room.name == "Sala piccola"


def test_what_was_typed_stays_when_something_is_wrong(client_for: ClientFor) -> None:
    html = client_for("desk").post(reverse("agenda:new"), _new(ends="17")).content.decode()
    assert 'value="Laboratorio dei tempi"' in html
    assert "fine viene dopo" in html
    assert Encounter.objects.count() == 0


def test_two_absent_are_two_taps_and_a_save(client_for: ClientFor) -> None:
    client, encounter = client_for("desk"), _today()
    rows = [factories.attendance(encounter, presence=Presence.EXPECTED) for _number in range(9)]
    url = reverse("agenda:presences", args=[encounter.pk])
    html = client.get(url).content.decode()
    assert "Salva l&#x27;incontro: 9 presenti" in html
    checked = re.findall(r'<input type="radio" name="(p-[^"]+)" value="present"[^>]*checked', html)
    assert len(checked) == 9
    fields = {name: "present" for name in checked}
    for row in rows[:2]:
        fields[f"p-{row.person_id}"] = "absent"
    answer = client.post(url, fields, follow=True)
    assert "7 presenti" in answer.content.decode()
    encounter.refresh_from_db()
    assert encounter.state == State.HELD
    assert encounter.attendances.filter(presence=Presence.PRESENT).count() == 7


def test_opening_the_presences_is_written_in_the_journal_of_each_person(client_for: ClientFor) -> None:
    client, encounter = client_for("desk"), _today()
    row = factories.attendance(encounter)
    client.get(reverse("agenda:presences", args=[encounter.pk]))
    entry = Entry.objects.get(action="person.read")
    assert (entry.subject_ref, entry.actor_ref) == (row.person_id, client.user.pk)


def test_a_protected_person_has_no_name_on_the_list_of_who_does_not_follow_her(
    client_for: ClientFor,
) -> None:
    client, encounter = client_for("desk"), _today()
    person = factories.person(last_name="Nascosti", protected=True)
    factories.attendance(encounter, person=person)
    html = client.get(reverse("agenda:presences", args=[encounter.pk])).content.decode()
    assert "Persona riservata" in html
    assert "Nascosti" not in html


@pytest.mark.parametrize("role", ["desk", "coordinator", "lab_leader"])
def test_a_confidential_encounter_does_not_exist_for_those_who_do_not_lead_it(
    client_for: ClientFor, role: str
) -> None:
    client, leader, room = client_for(role), client_for("facilitator"), factories.room()
    day = timezone.localdate() + timedelta(days=7)
    fields = _new(title="Gruppo Tempesta", kind="group", action="A1", confidential="on", room=str(room.pk))
    leader.post(reverse("agenda:new"), fields)
    secret = Encounter.objects.get()
    for name in ("detail", "edit", "move", "cancel", "presences"):
        assert client.get(reverse(f"agenda:{name}", args=[secret.pk])).status_code == 404
        assert leader.get(reverse(f"agenda:{name}", args=[secret.pk])).status_code == 200
    week = f"?day={day:%d/%m/%Y}&view=settimana"
    assert "Tempesta" not in client.get(reverse("agenda:agenda") + week).content.decode()
    assert "Tempesta" in leader.get(reverse("agenda:agenda") + week).content.decode()
    shown = client.get(reverse("agenda:room", args=[room.pk]) + f"?giorno={day:%d/%m/%Y}").content.decode()
    assert "Tempesta" not in shown
    assert str(leader.user.name) not in shown  # type: ignore[attr-defined]


def test_a_confidential_encounter_is_closed_with_a_number(client_for: ClientFor) -> None:
    client = client_for("facilitator")
    encounter = _today(public=False, confidential=True, leaders=[client.user])
    client.post(reverse("agenda:presences", args=[encounter.pk]), {"present": "7"})
    encounter.refresh_from_db()
    assert (encounter.present_count, encounter.state) == (7, State.HELD)


def test_a_facilitator_reaches_only_what_she_leads(client_for: ClientFor) -> None:
    client = client_for("facilitator")
    other = factories.encounter(title="Di un'altra")
    assert client.get(reverse("agenda:detail", args=[other.pk])).status_code == 404
    assert client.post(reverse("agenda:cancel", args=[other.pk])).status_code == 404
    other.refresh_from_db()
    assert other.state == State.PLANNED


def test_people_are_added_by_search_or_by_name(client_for: ClientFor) -> None:
    client = client_for("desk")
    person = factories.person(last_name="Bianchi", team=client.user.team)
    encounter = _today()
    html = client.get(reverse("agenda:presences", args=[encounter.pk]), {"cerca": "bianchi"}).content.decode()
    assert f'value="{person.pk}"' in html
    add = reverse("agenda:add", args=[encounter.pk])
    client.post(add, {"person": str(person.pk)})
    client.post(add, {"person": str(person.pk)})
    client.post(add, {"name": "Ospite di passaggio", "request_key": str(uuid.uuid4())})
    assert encounter.attendances.count() == 1
    assert SignUp.objects.get().came is True


def test_the_sheet_has_its_number_names_and_four_blank_lines(client_for: ClientFor) -> None:
    client, encounter = client_for("desk"), _today()
    factories.attendance(encounter, person=factories.person(alias="Checco"), presence=Presence.EXPECTED)
    url = reverse("agenda:print_sheet", args=[encounter.pk])
    html = client.post(url, follow=True).content.decode()
    client.post(url)
    year = timezone.localtime(encounter.starts_at).year
    assert f"JC-{year}-0001" in html
    assert "Checco" in html
    assert html.count('<th scope="row">') == 5
    assert encounter.registers.count() == 1


def test_a_scan_is_kept_and_a_mismatch_is_shown(client_for: ClientFor) -> None:
    client, encounter = client_for("desk"), _today(state=State.HELD)
    factories.attendance(encounter)
    client.post(reverse("agenda:print_sheet", args=[encounter.pk]))
    register = encounter.registers.get()
    file = SimpleUploadedFile("foglio.pdf", PDF, content_type="application/pdf")
    client.post(reverse("agenda:scan", args=[register.pk]), {"file": file, "signatures": "3"})
    html = client.get(reverse("agenda:detail", args=[encounter.pk])).content.decode()
    assert "Differenza: 2" in html
    answer = client.get(reverse("agenda:scan_file", args=[register.pk]))
    assert answer.content.startswith(b"%PDF-")
    stranger = client_for("facilitator")
    assert stranger.get(reverse("agenda:scan_file", args=[register.pk])).status_code == 404


def test_a_file_that_is_no_picture_is_refused(client_for: ClientFor) -> None:
    client, encounter = client_for("desk"), _today()
    client.post(reverse("agenda:print_sheet", args=[encounter.pk]))
    register = encounter.registers.get()
    file = SimpleUploadedFile("foglio.pdf", b"<html>", content_type="application/pdf")
    answer = client.post(reverse("agenda:scan", args=[register.pk]), {"file": file, "signatures": "3"})
    assert "da sistemare" in answer.content.decode()
    register.refresh_from_db()
    assert register.scan is None


def test_a_sign_up_is_linked_by_an_operator_and_never_by_itself(client_for: ClientFor) -> None:
    client = client_for("desk")
    person = factories.person(phone="333 123 4567", team=client.user.team)
    encounter = factories.encounter()
    fields = {"name": "Franca", "way": "sms", "contact": "3331234567", "request_key": str(uuid.uuid4())}
    Client().post(reverse("public:sign_up", args=[encounter.pk]), fields)
    row = SignUp.objects.get()
    assert row.person is None
    html = client.get(reverse("agenda:sign_up", args=[row.pk])).content.decode()
    assert "Ha lo stesso recapito" in html
    client.post(reverse("agenda:link_sign_up", args=[row.pk]), {"person": str(person.pk)})
    client.post(reverse("agenda:link_sign_up", args=[row.pk]), {"person": str(person.pk)})
    row.refresh_from_db()
    assert (row.state, row.person) == (SignUpState.MATCHED, person)
    assert encounter.attendances.get().presence == Presence.EXPECTED


def test_a_new_person_goes_to_the_intake_with_what_she_wrote(client_for: ClientFor) -> None:
    client = client_for("desk")
    fields = {"name": "Anna Rossi", "way": "sms", "contact": "3331234567", "request_key": str(uuid.uuid4())}
    Client().post(reverse("public:sign_up", args=[factories.encounter().pk]), fields)
    row = SignUp.objects.get()
    client.post(reverse("agenda:welcome_sign_up", args=[row.pk]))
    draft = IntakeDraft.objects.get(operator=client.user)
    assert (draft.data["first_name"], draft.data["phone"]) == ("Anna", "+393331234567")


def test_booking_a_taken_room_offers_one_tap_buttons(client_for: ClientFor) -> None:
    client, room = client_for("lab_leader"), factories.room()
    url = reverse("agenda:book", args=[room.pk])
    assert client.post(url, _booking()).status_code == 302
    fields = _booking()
    html = client.post(url, fields).content.decode()
    slot = re.findall(r'name="slot" value="([^"]+)"', html)[0]
    assert client.post(url, {**fields, "slot": slot}).status_code == 302
    assert Booking.objects.filter(room=room, state="held").count() == 2


def test_a_booking_is_moved_and_given_back(client_for: ClientFor) -> None:
    client, room = client_for("desk"), factories.room()
    client.post(reverse("agenda:book", args=[room.pk]), _booking())
    held = Booking.objects.get()
    url = reverse("agenda:booking", args=[held.pk])
    client.post(url, _booking(starts="15", ends="16"))
    held.refresh_from_db()
    assert timezone.localtime(held.starts_at).hour == 15
    client.post(url, {"fai": "annulla"})
    held.refresh_from_db()
    assert held.state == "cancelled"


def test_the_coordinator_manages_rooms_hours_and_closures(client_for: ClientFor) -> None:
    client, place = client_for("coordinator"), factories.place()
    OpeningHours.objects.all().delete()
    client.post(
        reverse("agenda:add_room", args=[place.pk]),
        {"name": "Sala grande", "capacity": "30", "features": "proiettore, , spazio bimbi", "active": "on"},
    )
    client.post(
        reverse("agenda:add_hours", args=[place.pk]),
        {"weekday": "0", "opens": "9", "closes": "13", "desk": "on"},
    )
    client.post(
        reverse("agenda:add_closure", args=[place.pk]),
        {"first_day": "10/08/2030", "last_day": "20/08/2030", "why": "ferie"},
    )
    room = Room.objects.get()
    assert room.features == ["proiettore", "spazio bimbi"]
    assert OpeningHours.objects.get().desk is True
    html = client.get(reverse("agenda:manage_rooms")).content.decode()
    assert "lunedì: 9-13 (sportello)" in html
    client.post(reverse("agenda:remove_closure", args=[Closure.objects.get().pk]))
    assert Closure.objects.count() == 0
    assert client_for("desk").get(reverse("agenda:manage_rooms")).status_code == 404


def test_a_series_shows_its_dates_then_saves_them(client_for: ClientFor) -> None:
    client, room = client_for("desk"), factories.room()
    fields = {
        "title": "Corso",
        "kind": "course",
        "action": "SP",
        "how": "1",
        "weekdays": ["1"],
        "first_day": "01/09/2026",
        "until": "30/09/2026",
        "starts": "18",
        "minutes": "120",
        "room": str(room.pk),
        "request_key": str(uuid.uuid4()),
    }
    url = reverse("agenda:new_series")
    html = client.post(url, {**fields, "fai": "vedi"}).content.decode()
    assert html.count("va bene") == 5
    assert Encounter.objects.count() == 0
    client.post(url, {**fields, "fai": "salva"})
    client.post(url, {**fields, "fai": "salva"})
    assert Encounter.objects.count() == 5


def test_a_calendar_address_works_until_it_is_revoked(client_for: ClientFor) -> None:
    client = client_for("facilitator")
    factories.encounter(title="Gruppo Tempesta", confidential=True, public=False, leaders=[client.user])
    html = client.post(
        reverse("agenda:feeds"), {"label": "telefono", "request_key": str(uuid.uuid4())}
    ).content.decode()
    found = re.search(r"/calendario/([0-9a-f]{64})\.ics", html)
    assert found
    feed = CalendarFeed.objects.get()
    assert found[1] != feed.digest
    answer = Client().get(found[0])
    calendar = Calendar.from_ical(answer.content)
    assert [str(event["SUMMARY"]) for event in calendar.walk("VEVENT")] == ["Incontro al Job Caffè"]
    assert b"Tempesta" not in answer.content
    assert b"ATTENDEE" not in answer.content
    assert b"BEGIN:VTIMEZONE" in answer.content
    client_for("desk").post(reverse("agenda:revoke_feed", args=[feed.pk]))
    assert Client().get(found[0]).status_code == 200
    client.post(reverse("agenda:revoke_feed", args=[feed.pk]))
    assert Client().get(found[0]).status_code == 404


@pytest.mark.parametrize("number", [1, 12])
def test_the_agenda_costs_the_same_queries_however_long(
    client_for: ClientFor, django_assert_max_num_queries: Any, number: int
) -> None:
    client = client_for("desk")
    for _number in range(number):
        factories.attendance(factories.encounter(leaders=[client.user], starts_at=factories.moment(0, 23)))
    client.get(reverse("agenda:agenda"))
    with django_assert_max_num_queries(12):
        client.get(reverse("agenda:agenda"))
