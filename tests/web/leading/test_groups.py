"""A facilitator's own groups: what waits, what is decided, and what is nobody else's."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobcaffe.circles import actions, queries
from jobcaffe.circles.enums import State
from jobcaffe.circles.models import Circle, Cycle, Decision, Facilitation, FacilitatorProfile, PresencePurpose
from jobcaffe.encounters.models import Encounter
from jobcaffe.spaces.actions import book
from jobcaffe.spaces.words import wall
from jobcaffe.web.account.landing import first_page
from tests import factories
from tests.circles.groups import Staff, circle, next_weekday, running, tonight

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(name: str, group: Circle | None = None, **more: object) -> str:
    kwargs = {**({"circle_id": group.pk} if group else {}), **more}
    return reverse(f"leading:{name}", kwargs=kwargs)


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


GROUP_PAGES = ("group", "people", "steps", "door", "pact", "presences", "dates")


def test_a_facilitator_lands_on_her_groups_and_a_coordinator_on_regia() -> None:
    assert first_page(factories.user("facilitator")) == at("home")
    assert first_page(factories.user("facilitator", "coordinator")) == reverse("regia:home")
    assert first_page(factories.user("facilitator", "desk")) == reverse("desk:home")


def test_without_a_group_the_page_says_what_it_is_and_what_to_do() -> None:
    page = body(signed_in(factories.user("facilitator")), at("home"))
    assert "Per ora non ne guidi nessuno" in page
    assert at("profile") in page


def test_the_home_tells_what_waits_and_nothing_more_once_it_is_done() -> None:
    staff = Staff()
    group, _members = running(staff)
    meeting = tonight(group)
    past = timezone.now() - timedelta(days=2)
    Encounter.objects.filter(pk=meeting.pk).update(starts_at=past, ends_at=past + timedelta(hours=2))
    client = signed_in(staff.facilitator)
    page = body(client, at("home"))
    assert "Chiudi la serata di" in page
    assert "In ritardo" in page
    assert "Scrivi le ore di una serata" in page
    actions.close_evening(actor=staff.facilitator, encounter_id=meeting.pk, present=6)
    client.post(at("hours_evening", encounter_id=meeting.pk))
    page = body(client, at("home"))
    assert "Chiudi la serata di" not in page
    assert "Scrivi le ore" not in page
    assert "Questo mese: 2:00" in page or past.month != timezone.localdate().month


def test_every_page_of_another_facilitators_group_is_not_there() -> None:
    staff = Staff()
    group, _members = running(staff)
    other = signed_in(factories.user("facilitator"))
    meeting = group.meetings.first()
    member = queries.members(group).first()
    assert meeting is not None
    assert member is not None
    urls = [at(name, group) for name in GROUP_PAGES]
    urls += [at("substitute", encounter_id=meeting.pk), at("pact_sheet", group, pact_version=1)]
    assert {other.get(url).status_code for url in urls} == {404}
    posts = [*urls[1:], at("standing", membership_id=member.pk), at("hours_evening", encounter_id=meeting.pk)]
    writing = {at(name, group) for name in ("people",)} | {at("pact_sheet", group, pact_version=1)}
    assert {other.post(url, {"do": "left"}).status_code for url in posts if url not in writing} == {404}
    member.refresh_from_db()
    assert member.standing == "trial"


def test_nobody_else_opens_any_page_of_who_leads() -> None:
    staff = Staff()
    group, members = running(staff)
    for user in (staff.coordinator, staff.desk, members[0], factories.user("funder")):
        client = signed_in(user)
        assert {client.get(at(name, group)).status_code for name in GROUP_PAGES} == {404}
        assert client.get(at("home")).status_code == 404


def test_all_pages_of_ones_own_group_open() -> None:
    staff = Staff()
    group, _members = running(staff)
    client = signed_in(staff.facilitator)
    for name in GROUP_PAGES:
        body(client, at(name, group))
    assert "Anna" in body(client, at("people", group))
    assert "Anna" not in body(client, at("group", group))


def test_among_peers_the_names_and_the_exchange_are_not_for_who_leads() -> None:
    staff = Staff()
    group, members = running(staff, mode="peers")
    actions.share(
        actor=members[0], circle_id=group.pk, kind="experience", text="Parole mie", readers="circle"
    )
    client = signed_in(staff.facilitator)
    assert "Anna" not in body(client, at("people", group))
    assert reverse("sharing:told", args=[group.pk]) not in body(client, at("group", group))
    assert "Parole mie" not in client.post(reverse("sharing:told", args=[group.pk])).content.decode()
    assert client.post(at("presences", group), {"purpose": "grant"}).status_code == 404


def test_the_names_are_told_to_each_member_in_her_own_pages() -> None:
    staff = Staff()
    group, members = running(staff)
    before = len(queries.my_diary(members[0]))
    body(signed_in(staff.facilitator), at("people", group))
    assert len(queries.my_diary(members[0])) == before + 1


def test_she_reads_what_was_shared_with_her_and_not_what_was_kept() -> None:
    staff = Staff()
    group, members = running(staff)
    for text, readers in (("Per chi guida", "facilitator"), ("Per tutti", "circle"), ("Segreto", "only_me")):
        actions.share(actor=members[0], circle_id=group.pk, kind="experience", text=text, readers=readers)
    client = signed_in(staff.facilitator)
    there = reverse("sharing:told", args=[group.pk])
    assert there in body(client, at("group", group))
    page = client.post(there).content.decode()
    assert "Per chi guida" in page
    assert "Per tutti" in page
    assert "Segreto" not in page


def test_a_trial_becomes_a_member_by_one_press_and_twice_is_once() -> None:
    staff = Staff()
    group, members = running(staff)
    client = signed_in(staff.facilitator)
    row = queries.members(group).first()
    assert row is not None
    before = sum(len(queries.my_diary(user)) for user in members)
    for _press in range(2):
        answer = client.post(at("standing", membership_id=row.pk), {"do": "member"})
        assert answer["Location"] == at("people", group)
    row.refresh_from_db()
    assert row.standing == "member"
    assert sum(len(queries.my_diary(user)) for user in members) == before + 1
    client.post(at("standing", membership_id=row.pk), {"do": "left"})
    row.refresh_from_db()
    assert row.standing == "left"
    assert client.post(at("standing", membership_id=row.pk), {"do": "trial"}).status_code == 404


# --- steps ----------------------------------------------------------------------------------------
def test_the_steps_say_what_they_mean_and_a_final_one_asks_for_a_tick() -> None:
    staff = Staff()
    group, _members = running(staff)
    client = signed_in(staff.facilitator)
    page = body(client, at("steps", group))
    assert "revisione di metà" in page
    assert "Che cosa succede dopo" in page
    client.post(at("steps", group), {"after": "closing"})
    page = body(client, at("steps", group))
    for title in ("Il gruppo si rinnova", "Il gruppo va avanti da solo", "Il gruppo finisce qui"):
        assert title in page
    answer = client.post(at("steps", group), {"after": "ended"})
    assert answer.status_code == 200
    assert "Lo abbiamo deciso insieme" in answer.content.decode()
    group.refresh_from_db()
    assert group.state == State.CLOSING


def test_after_the_end_the_group_is_not_there_any_more_and_twice_is_once() -> None:
    staff = Staff()
    group, _members = running(staff)
    client = signed_in(staff.facilitator)
    client.post(at("steps", group), {"after": "closing"})
    answer = client.post(at("steps", group), {"after": "ended", "sure": "on"})
    assert answer["Location"] == at("home")
    assert client.post(at("steps", group), {"after": "ended", "sure": "on"}).status_code == 404
    assert {client.get(at(name, group)).status_code for name in GROUP_PAGES} == {404}
    assert group.code not in body(client, at("home"))
    assert Decision.objects.filter(circle=group, after="ended").count() == 1


def test_the_end_gives_the_rooms_back_and_keeps_the_evenings_that_were_held() -> None:
    staff = Staff()
    group, _members = running(staff, room_id=factories.room().pk)
    meeting = tonight(group)
    actions.close_evening(actor=staff.facilitator, encounter_id=meeting.pk, present=6)
    client = signed_in(staff.facilitator)
    for data in ({"after": "closing"}, {"after": "autonomous", "sure": "on"}):
        client.post(at("steps", group), data)
    states = set(group.meetings.exclude(pk=meeting.pk).values_list("encounter__state", flat=True))
    assert states == {"cancelled"}
    assert set(group.meetings.exclude(pk=meeting.pk).values_list("encounter__booking__state", flat=True)) == {
        "cancelled"
    }
    assert Encounter.objects.get(pk=meeting.pk).state == "held"


def test_a_step_that_does_not_follow_changes_nothing_and_a_double_press_is_one_decision() -> None:
    staff = Staff()
    group, _members = running(staff)
    client = signed_in(staff.facilitator)
    for after in ("ended", "archived", "gathering", "x"):
        client.post(at("steps", group), {"after": after, "sure": "on"})
    for _press in range(2):
        client.post(at("steps", group), {"after": "mid_review"})
    group.refresh_from_db()
    assert group.state == State.MID_REVIEW
    assert Decision.objects.filter(circle=group, after="mid_review").count() == 1


def test_a_group_that_is_too_small_does_not_start_and_the_page_says_why() -> None:
    staff = Staff()
    group = circle(staff)
    answer = signed_in(staff.facilitator).post(at("steps", group), {"after": "start_up"})
    assert "Non siete ancora abbastanza" in answer.content.decode()
    group.refresh_from_db()
    assert group.state == State.ACTIVATION


def test_the_door_is_the_groups_choice() -> None:
    staff = Staff()
    group, _members = running(staff)
    client = signed_in(staff.facilitator)
    client.post(at("door", group), {"entry_open": "on", "public": "on", "area": "Vicino alla biblioteca"})
    group.refresh_from_db()
    assert (group.entry_open, group.public, group.area) == (True, True, "Vicino alla biblioteca")
    assert "Aperto a persone nuove" in body(client, at("group", group))


# --- pact -----------------------------------------------------------------------------------------
def written(days: int = 100, text: str = "Quello che si dice qui resta qui.") -> dict[str, str]:
    return {"text": text, "review_on": f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"}


def test_a_new_pact_is_a_new_version_once_and_the_old_one_can_be_printed() -> None:
    staff = Staff()
    group, _members = running(staff)
    client = signed_in(staff.facilitator)
    for _press in range(2):
        client.post(at("pact", group), written())
    assert list(group.pacts.values_list("version", flat=True)) == [1, 2]
    page = body(client, at("pact", group))
    assert at("pact_sheet", group, pact_version=1) in page
    sheet = body(client, at("pact_sheet", group, pact_version=2))
    assert f"{group.code}-P2" in sheet
    assert "Anna" not in sheet
    assert client.get(at("pact_sheet", group, pact_version=3)).status_code == 404


def test_a_pact_without_a_day_to_come_keeps_what_was_typed() -> None:
    staff = Staff()
    group, _members = running(staff)
    client = signed_in(staff.facilitator)
    for typed in (written(days=0, text="Ci si ascolta"), {"text": "Ci si ascolta", "review_on": "domani"}):
        page = client.post(at("pact", group), typed).content.decode()
        assert "Ci si ascolta" in page
        assert typed["review_on"] in page
    assert group.pacts.count() == 1


# --- dates ----------------------------------------------------------------------------------------
def later(group: Circle) -> Any:
    """A Tuesday after the last evening."""
    last = group.meetings.order_by("encounter__starts_at").last()
    assert last is not None
    return timezone.localdate(last.encounter.starts_at) + timedelta(days=14)


def test_the_dates_are_shown_first_and_made_once() -> None:
    staff = Staff()
    group, _members = running(staff)
    client = signed_in(staff.facilitator)
    typed = {"request_key": uuid.uuid4(), "first_day": f"{later(group):%d/%m/%Y}"}
    page = client.post(at("dates", group), {**typed, "fai": "vedi"}).content.decode()
    assert "Va bene" in page
    assert Cycle.objects.filter(circle=group).count() == 1
    for _press in range(2):
        answer = client.post(at("dates", group), {**typed, "fai": "salva"})
        assert answer["Location"] == at("group", group)
    assert Cycle.objects.filter(circle=group).count() == 2
    assert group.meetings.count() == 24


def test_a_wrong_first_day_says_why_and_stays() -> None:
    staff = Staff()
    group, _members = running(staff)
    client = signed_in(staff.facilitator)
    cases = {
        f"{later(group) + timedelta(days=1):%d/%m/%Y}": "martedì sera",
        f"{next_weekday(1):%d/%m/%Y}": "ha già delle date",
        "03/05/2024": "già passato",
    }
    for typed, why in cases.items():
        answer = client.post(
            at("dates", group), {"request_key": uuid.uuid4(), "first_day": typed, "fai": "salva"}
        )
        page = answer.content.decode()
        assert why in page
        assert typed in page
    assert Cycle.objects.filter(circle=group).count() == 1


def test_a_taken_room_is_shown_with_what_is_free_and_the_date_may_be_left_out() -> None:
    staff = Staff()
    room = factories.room(name="Sala blu")
    group, _members = running(staff, room_id=room.pk)
    first = later(group)
    second = first + timedelta(days=14)
    book(
        actor=staff.coordinator,
        room_id=room.pk,
        starts_at=wall(second, time(18)),
        ends_at=wall(second, time(20)),
        seats=1,
    )
    client = signed_in(staff.facilitator)
    typed = {"request_key": uuid.uuid4(), "first_day": f"{first:%d/%m/%Y}"}
    page = client.post(at("dates", group), {**typed, "fai": "salva"}).content.decode()
    assert "La sala è presa" in page
    assert "Salta questa data" in page
    assert Cycle.objects.filter(circle=group).count() == 1
    client.post(at("dates", group), {**typed, "fai": "salva", "con_scelte": "1", f"on-{second}": ""})
    cycle = Cycle.objects.get(circle=group, number=2)
    assert cycle.meetings == 11


# --- who stands in --------------------------------------------------------------------------------
def test_who_stands_in_sees_the_group_that_day_only_and_decides_nothing() -> None:
    staff = Staff()
    group, _members = running(staff)
    meeting = tonight(group)
    other = factories.user("facilitator", name="Rita")
    client = signed_in(staff.facilitator)
    for _press in range(2):
        answer = client.post(at("substitute", encounter_id=meeting.pk), {"user": other.pk})
    assert answer.status_code in (200, 302)
    assert Facilitation.objects.filter(circle=group, user=other).count() == 1
    rita = signed_in(other)
    page = body(rita, at("group", group))
    assert "Oggi sostituisci chi guida" in page
    assert body(rita, at("home"))
    for name in ("steps", "door", "pact", "presences", "dates"):
        assert rita.get(at(name, group)).status_code == 404
        assert rita.post(at(name, group), {"after": "closing"}).status_code in (404, 405)
    Facilitation.objects.filter(user=other).update(
        starts_on=timezone.localdate() - timedelta(days=2), ends_on=timezone.localdate() - timedelta(days=2)
    )
    assert rita.get(at("group", group)).status_code == 404


def test_a_desk_operator_cannot_be_chosen_to_stand_in() -> None:
    staff = Staff()
    group, _members = running(staff)
    meeting = tonight(group)
    client = signed_in(staff.facilitator)
    factories.user("facilitator", name="Rita")
    page = client.post(at("substitute", encounter_id=meeting.pk), {"user": staff.desk.pk}).content.decode()
    assert "Scegli una delle voci" in page
    assert Facilitation.objects.filter(circle=group).count() == 1


# --- presences, profile ---------------------------------------------------------------------------
def test_presences_are_written_for_a_purpose_with_an_end_and_everybody_is_told_once() -> None:
    staff = Staff()
    group, members = running(staff)
    client = signed_in(staff.facilitator)
    before = len(queries.my_diary(members[0]))
    typed = {"purpose": "grant", "until": f"{timezone.localdate() + timedelta(days=30):%d/%m/%Y}"}
    for _press in range(2):
        client.post(at("presences", group), typed)
    assert PresencePurpose.objects.filter(circle=group).count() == 1
    assert len(queries.my_diary(members[0])) == before + 1
    assert "si cancellano da soli" in body(client, at("presences", group))
    far = {"purpose": "grant", "until": f"{timezone.localdate() + timedelta(days=500):%d/%m/%Y}"}
    page = client.post(at("presences", group), far).content.decode()
    assert far["until"] in page
    assert "entro un anno" in page


def test_the_profile_says_what_she_offers() -> None:
    user = factories.user("facilitator")
    client = signed_in(user)
    typed = {"themes": ["cura"], "slots": ["mar-18", "gio-10"], "max_groups": "2"}
    for _press in range(2):
        assert client.post(at("profile"), typed)["Location"] == at("home")
    profile = FacilitatorProfile.objects.get(user=user)
    assert (profile.themes, profile.slots, profile.max_groups) == (["cura"], ["mar-18", "gio-10"], 2)
    answer = client.post(at("profile"), {**typed, "max_groups": "99"})
    assert 'value="99"' in answer.content.decode()
    profile.refresh_from_db()
    assert profile.max_groups == 2


# --- how many queries -----------------------------------------------------------------------------
def counted(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        body(client, url)
    return len(captured)


def test_the_home_asks_the_same_for_one_three_and_thirty_groups() -> None:
    staff = Staff()
    client = signed_in(staff.facilitator)
    found = []
    made = 0
    for wanted in (1, 3, 30):
        while made < wanted:
            circle(staff)
            made += 1
        found.append(counted(client, at("home")))
    assert found == [found[0]] * 3


def test_the_group_and_its_names_ask_the_same_for_six_and_twelve_members() -> None:
    staff = Staff()
    client = signed_in(staff.facilitator)
    groups = [running(staff, people=n)[0] for n in (6, 12)]
    for name in ("group", "people", "steps", "pact"):
        assert len({counted(client, at(name, group)) for group in groups}) == 1, name


def test_opening_the_exchange_asks_the_same_for_one_three_and_thirty() -> None:
    staff = Staff()
    group, members = running(staff)
    client = signed_in(staff.facilitator)
    found = []
    client.post(reverse("sharing:told", args=[group.pk]))
    for wanted in (1, 3, 30):
        while group.contributions.count() < wanted:
            actions.share(
                actor=members[0], circle_id=group.pk, kind="experience", text="Parole", readers="facilitator"
            )
        with CaptureQueriesContext(connection) as captured:
            client.post(reverse("sharing:told", args=[group.pk]))
        found.append(len(captured))
    assert found == [found[0]] * 3
