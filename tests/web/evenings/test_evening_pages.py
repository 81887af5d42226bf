"""The evening on the telephone of who leads: numbers leave the page, names do not."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.circles import actions, queries
from jobcaffe.circles.actions.keeping import forget_rows
from jobcaffe.circles.models import DiaryEntry, Hours, Meeting, PresenceMark, SheetPhoto
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts import actions as accounts
from jobcaffe.foundation.accounts.models import Device
from jobcaffe.foundation.files import store
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from tests import factories
from tests.circles.groups import Staff, running, tonight
from tests.foundation.files.test_store import png

pytestmark = pytest.mark.django_db


class Night:
    """One evening of a running group of nine, and its leader's telephone."""

    def __init__(self, **fields: Any) -> None:
        self.staff = Staff()
        self.group, self.members = running(self.staff, people=9, **fields)
        self.meeting = tonight(self.group)
        self.client = signed_in(self.staff.facilitator)

    def url(self, name: str = "evening") -> str:
        """A page of this evening."""
        return reverse(f"evenings:{name}", args=[self.meeting.pk])

    def numbers(self, **fields: Any) -> dict[str, Any]:
        """What the form sends."""
        return {"request_key": str(uuid4()), "present": "7", "new": "0", "left": "0", **fields}

    def again(self) -> Meeting:
        """The evening as it is stored now."""
        return Meeting.objects.select_related("encounter").get(pk=self.meeting.pk)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def night() -> Night:
    """A facilitated group: the leader sees the names."""
    return Night()


def test_everybody_is_here_when_the_page_opens_and_it_says_so_on_the_button(night: Night) -> None:
    page = night.client.get(night.url()).content.decode()
    assert page.count("data-missing") == 9
    assert "Salva l&#x27;incontro: 9 presenti" in page
    assert page.count(" checked") == 0


def test_no_box_of_the_roster_has_a_name_under_which_it_could_be_sent(night: Night) -> None:
    page = night.client.get(night.url()).content.decode()
    boxes = [part.split(">")[0] for part in page.split("<input ") if "data-missing" in part.split(">")[0]]
    assert len(boxes) == 9
    assert [box for box in boxes if "name=" in box or "value=" in box] == []


def test_the_members_read_in_their_diary_that_the_names_were_looked_at(night: Night) -> None:
    before = DiaryEntry.objects.filter(action="circle.roster").count()
    night.client.get(night.url())
    assert DiaryEntry.objects.filter(action="circle.roster").count() == before + 9


def test_a_plain_form_closes_the_evening_with_three_integers(night: Night) -> None:
    sent = night.numbers(present="7", new="1", left="1", themes=["ascolto"], notes="Buon clima")
    sent |= {"start-giu": "2", "end-bene": "5"}
    answer = night.client.post(night.url(), sent)
    assert (answer.status_code, answer["Location"]) == (302, night.url())
    now = night.again()
    assert (now.encounter.present_count, now.new_count, now.left_count) == (7, 1, 1)
    assert (now.moods["start"]["giu"], now.moods["end"]["bene"], now.themes) == (2, 5, ["ascolto"])
    assert PresenceMark.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"present": "2", "new": "3"}, "I numeri non tornano"),
        ({"notes": "Stasera Carla era stanca"}, "il nome di una persona del gruppo"),
        ({"notes": "chiamare 333 123 4567"}, "un recapito"),
        ({"themes": ["ascolto", "passi", "casa", "saluti"]}, "al massimo tre temi"),
        ({"present": ""}, "Presenti"),
        ({"start-giu": "5", "start-bene": "4"}, "Gli umori sono più"),
    ],
)
def test_a_refused_evening_keeps_all_that_was_typed(night: Night, wrong: dict[str, Any], told: str) -> None:
    sent = {**night.numbers(notes="Parole da tenere", left="1"), "end-cosi": "4", **wrong}
    page = night.client.post(night.url(), sent).content.decode()
    assert told in page
    assert str(sent["notes"]) in page
    assert 'name="end-cosi" value="4"' in page
    assert night.again().closed_at is None


def test_the_script_is_answered_in_json_and_a_mistake_says_what_to_do(night: Night) -> None:
    wrong = night.client.post(
        night.url(), night.numbers(notes="Anna piangeva"), headers={"Accept": "application/json"}
    )
    assert wrong.json() == {
        "errors": ["Nelle note c'è il nome di una persona del gruppo. Toglilo: qui non si scrivono nomi."]
    }
    right = night.client.post(night.url(), night.numbers(), headers={"Accept": "application/json"})
    assert right.json() == {"url": night.url()}


def test_a_save_that_comes_late_a_second_time_does_not_undo_a_correction(night: Night) -> None:
    first, correction = night.numbers(present="7"), night.numbers(present="8")
    for sent in (first, correction, first):
        night.client.post(night.url(), sent, headers={"Accept": "application/json"})
    assert night.again().encounter.present_count == 8
    assert Entry.objects.filter(action="circle.evening").count() == 1
    assert Entry.objects.filter(action="encounter.held").count() == 2


def test_two_same_saves_with_other_keys_leave_one_line_in_the_journal(night: Night) -> None:
    for _n in range(2):
        night.client.post(night.url(), night.numbers())
    assert Entry.objects.filter(action="circle.evening").count() == 1


def test_who_does_not_lead_the_group_gets_the_404_of_what_is_not_there(night: Night) -> None:
    others = [night.staff.coordinator, night.staff.desk, night.members[0], factories.user("facilitator")]
    for user in [*others, factories.user("sysadmin")]:
        client = signed_in(user)
        for name in ("evening", "sheet", "photo"):
            assert client.get(night.url(name)).status_code == 404, (user.name, name)
        assert client.post(night.url("hours")).status_code == 404
    assert night.client.get(reverse("evenings:evening", args=[uuid4()])).status_code == 404


def test_who_stands_in_reaches_the_evening_of_that_day_and_no_other(night: Night) -> None:
    other, today = factories.user("facilitator"), timezone.localdate()
    night.group.facilitations.create(user=other, part="substitute", starts_on=today, ends_on=today)
    night.meeting.encounter.leaders.add(other)
    client = signed_in(other)
    assert client.get(night.url()).status_code == 200
    rest = night.group.meetings.exclude(pk=night.meeting.pk).first()
    assert rest is not None
    assert client.get(reverse("evenings:evening", args=[rest.pk])).status_code == 404
    assert client.post(night.url(), night.numbers()).status_code == 302
    Encounter.objects.filter(pk=night.meeting.pk).update(starts_at=timezone.now() - timedelta(days=2))
    assert client.get(night.url()).status_code == 404
    assert night.client.get(night.url()).status_code == 200


def test_between_peers_the_leader_sees_counters_and_no_name() -> None:
    night = Night(mode="peers")
    page = night.client.get(night.url()).content.decode()
    assert "data-missing" not in page
    assert "In questo gruppo i nomi li sa solo il gruppo" in page
    assert [name for name in ("Anna", "Bruno", "Hugo") if name in page] == []


def test_once_closed_the_page_shows_numbers_and_no_name(night: Night) -> None:
    night.client.post(night.url(), night.numbers())
    page = night.client.get(night.url()).content.decode()
    assert "7 presenti. Nuovi: 0. Usciti: 0." in page
    assert ("data-missing" in page, "data-closed" in page, "Bruno" in page) == (False, True, False)


def test_the_hours_are_written_with_one_tap_and_once(night: Night) -> None:
    night.client.post(night.url(), night.numbers())
    assert "Segna le mie ore: 2 ore" in night.client.get(night.url()).content.decode()
    for _n in range(2):
        night.client.post(night.url("hours"))
    row = Hours.objects.get()
    assert (row.user, row.minutes, row.encounter_id) == (night.staff.facilitator, 120, night.meeting.pk)
    assert "Le tue ore sono segnate: 2 ore." in night.client.get(night.url()).content.decode()


def test_before_its_day_the_evening_is_read_and_not_saved(night: Night) -> None:
    later = night.group.meetings.exclude(pk=night.meeting.pk).order_by("-number").first()
    assert later is not None
    url = reverse("evenings:evening", args=[later.pk])
    assert "data-save" not in night.client.get(url).content.decode()
    night.client.post(url, night.numbers())
    later.refresh_from_db()
    assert later.closed_at is None


# --- presence by person, only under a purpose -----------------------------------------------------


def with_purpose(night: Night, days: int = 30) -> None:
    actions.note_presences(
        actor=night.staff.facilitator,
        circle_id=night.group.pk,
        purpose="certificate",
        until=timezone.localdate() + timedelta(days=days),
    )


def test_under_a_purpose_who_is_missing_is_sent_and_the_others_are_marked(night: Night) -> None:
    with_purpose(night)
    page = night.client.get(night.url()).content.decode()
    assert page.count('name="absent"') == 9
    keys = [mate.key for mate in queries.roster(night.staff.facilitator, night.group)]
    night.client.post(night.url(), night.numbers(absent=[str(key) for key in keys[:2]]))
    assert queries.marked(night.staff.facilitator, night.meeting) == set(keys[2:])
    again = night.client.get(night.url()).content.decode()
    assert again.count("data-missing") == 9
    assert again.count(" checked") == 2


def test_without_a_purpose_names_that_are_sent_all_the_same_are_not_kept(night: Night) -> None:
    keys = [str(mate.key) for mate in queries.roster(night.staff.facilitator, night.group)]
    night.client.post(night.url(), night.numbers(absent=keys[:2]))
    assert PresenceMark.objects.count() == 0
    assert night.again().encounter.present_count == 7


# --- the sheet --------------------------------------------------------------------------------------


def test_the_sheet_has_a_code_and_no_name_and_no_theme(night: Night) -> None:
    page = night.client.get(night.url("sheet")).content.decode()
    assert f"{night.group.code}-{night.meeting.number:03d}" in page
    assert ("Anna" in page, "Firma</th>" in page, "50 anni" in page) == (False, False, False)
    assert "Presenti" in page


def test_under_a_purpose_the_sheet_has_names_a_reason_and_an_end(night: Night) -> None:
    with_purpose(night)
    page = night.client.get(night.url("sheet")).content.decode()
    words = ("Anna", "Firma", "attestato chiesto da chi partecipa", "Si conserva fino al")
    assert [word for word in words if word not in page] == []


def photographed(night: Night, **fields: Any) -> Any:
    file = SimpleUploadedFile("Anna Rossi.png", png(), "image/png")
    return night.client.post(night.url("photo"), {"request_key": str(uuid4()), "file": file, **fields})


def test_a_photograph_of_numbers_is_kept_encrypted_under_the_code_of_the_sheet(night: Night) -> None:
    assert photographed(night, plain="on").status_code == 302
    photo = SheetPhoto.objects.get()
    assert (photo.purpose, photo.file.name) == (None, f"{night.group.code}-{night.meeting.number:03d}.png")
    assert b"IHDR" not in store.path_of(photo.file.pk).read_bytes()
    assert b"IHDR" in store.read_bytes(photo.file)
    url = reverse("evenings:photo_file", args=[photo.pk])
    assert night.client.get(url).content == store.read_bytes(photo.file)
    for user in (night.staff.coordinator, night.staff.desk, night.members[0], factories.user("facilitator")):
        assert signed_in(user).get(url).status_code == 404


def test_without_a_purpose_who_photographs_must_say_that_no_name_is_on_it(night: Night) -> None:
    assert photographed(night).status_code == 200
    assert SheetPhoto.objects.count() == 0


def test_the_same_press_twice_keeps_one_photograph(night: Night) -> None:
    key = str(uuid4())
    for _n in range(2):
        photographed(night, plain="on", request_key=key)
    assert (SheetPhoto.objects.count(), StoredFile.objects.count()) == (1, 1)


def test_a_sheet_with_signatures_goes_with_the_end_of_its_purpose(night: Night) -> None:
    with_purpose(night, days=10)
    photographed(night)
    photo = SheetPhoto.objects.select_related("file").get()
    assert photo.purpose is not None
    day = timezone.localdate()
    forget_rows(actor=SYSTEM, today=day + timedelta(days=10))
    assert SheetPhoto.objects.count() == 1
    forget_rows(actor=SYSTEM, today=day + timedelta(days=11))
    assert (SheetPhoto.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert store.sweep(now=store.path_of(photo.file_id).stat().st_mtime + 7200) == 1
    assert not store.path_of(photo.file_id).exists()


# --- the telephone ------------------------------------------------------------------------------------


def contact(night: Night, ticket: str = "") -> dict[str, Any]:
    found = night.client.get(reverse("evenings:contact"), headers={"X-Serata": ticket})
    assert found["Cache-Control"] == "no-store"
    said: dict[str, Any] = json.loads(found.content)
    return said


def ticket_of(night: Night) -> str:
    page = night.client.get(night.url()).content.decode()
    return page.split('data-ticket="')[1].split('"')[0]


def test_a_session_that_lives_gets_a_fresh_token_that_works(night: Night) -> None:
    said = contact(night, ticket_of(night))
    assert said["state"] == "live"
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = night.client.cookies
    headers = {"Accept": "application/json"}
    assert strict.post(night.url(), night.numbers(), headers=headers).status_code == 403
    sure = {**headers, "X-CSRFToken": said["token"]}
    assert strict.post(night.url(), night.numbers(), headers=sure).json() == {"url": night.url()}


def test_a_session_that_rested_is_told_from_one_that_somebody_ended(night: Night) -> None:
    ticket = ticket_of(night)
    Device.objects.update(seen_at=timezone.now() - timedelta(minutes=31))
    assert [contact(night, ticket)["state"] for _n in range(2)] == ["rested", "rested"]


def test_a_telephone_that_was_signed_out_from_elsewhere_is_told_to_forget(night: Night) -> None:
    ticket = ticket_of(night)
    device = Device.objects.get(user=night.staff.facilitator)
    accounts.end_device(actor=night.staff.facilitator, device=device)
    assert [contact(night, ticket)["state"] for _n in range(2)] == ["ended", "ended"]
    assert night.client.get(night.url()).status_code == 302


@pytest.mark.parametrize("ticket", ["", "x", "IjAi:1tabc:zzz"])
def test_a_telephone_without_its_ticket_is_told_to_forget(night: Night, ticket: str) -> None:
    night.client.logout()
    assert contact(night, ticket) == {"state": "ended"}


def test_the_empty_page_and_the_script_are_the_same_for_everybody(night: Night) -> None:
    for name in ("shell", "worker"):
        url = reverse(f"evenings:{name}")
        seen = {Client().get(url).content.count(word) for word in (b"Anna", b"Lucia", b"AMA-")}
        assert seen == {0}
    answer = Client().get(reverse("evenings:worker"))
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "ServiceWorkerGlobalScope" in answer.content.decode()


def test_only_the_pages_of_the_evening_may_start_a_worker(night: Night) -> None:
    assert "worker-src 'self'" in night.client.get(night.url())["Content-Security-Policy"]
    assert "worker-src" not in night.client.get("/")["Content-Security-Policy"]


def test_the_page_is_never_left_in_the_cache_of_the_browser(night: Night) -> None:
    assert night.client.get(night.url())["Cache-Control"] == "no-store"


def test_the_keys_of_the_roster_are_not_those_of_the_records(night: Night) -> None:
    page = night.client.get(night.url()).content.decode()
    refs = [UUID(str(member.person_ref)) for member in night.members]
    assert [ref for ref in refs if str(ref) in page] == []


def test_the_agenda_leads_to_the_evening_and_gives_it_no_sheet_for_signatures(night: Night) -> None:
    there = night.client.get(reverse("agenda:presences", args=[night.meeting.pk]))
    assert there["Location"] == night.url()
    printed = night.client.post(reverse("agenda:print_sheet", args=[night.meeting.pk]))
    assert printed["Location"] == night.url("sheet")
    assert night.meeting.encounter.registers.count() == 0
