"""The person's own pages."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters.enums import Presence
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.privacy.consents import has_consent
from jobcaffe.paths.models import Goal
from jobcaffe.people.models import Complaint, Person
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client_for: Callable[..., Client]) -> Client:
    return client_for(user=factories.member())


def own(client: Client) -> Person:
    return Person.objects.get(pk=client.user.person_ref)  # type: ignore[attr-defined]


PAGES = ["today", "me", "encounters", "path", "seen", "erase"]


@pytest.mark.parametrize("name", PAGES)
def test_an_empty_record_has_pages_that_say_what_they_are_for(member: Client, name: str) -> None:
    assert member.get(reverse(f"member:{name}")).status_code == 200


def test_she_writes_a_goal_and_a_step_and_says_it_is_done(member: Client) -> None:
    member.post(
        reverse("member:path"),
        {
            "words": "Tornare a lavorare",
            "area": "work",
            "request_key": "0b1f1c6e-3f0b-4c0e-9a55-3b6f6a1d0001",
        },
    )
    goal = Goal.objects.get()
    day = (timezone.localdate() + timedelta(days=5)).strftime("%d/%m/%Y")
    member.post(
        reverse("member:goal", args=[goal.pk]),
        {"text": "Chiamo lo sportello", "due_on": day, "request_key": "0b1f1c6e-3f0b-4c0e-9a55-3b6f6a1d0002"},
    )
    step = Commitment.objects.get()
    assert (step.person, step.text) == (own(member), "Chiamo lo sportello")
    member.post(reverse("member:step", args=[step.pk]), {"do": "keep"})
    step.refresh_from_db()
    assert step.state == "kept"


def test_a_second_press_of_the_button_adds_nothing(member: Client) -> None:
    data = {"words": "Una cosa", "area": "work", "request_key": "0b1f1c6e-3f0b-4c0e-9a55-3b6f6a1d0003"}
    for _press in range(2):
        member.post(reverse("member:path"), data)
    assert Goal.objects.count() == 1


def test_a_step_without_a_day_keeps_what_was_typed(member: Client) -> None:
    member.post(
        reverse("member:path"), {"words": "Una cosa", "area": "work", "request_key": str(uuid.uuid4())}
    )
    goal = Goal.objects.get()
    answer = member.post(
        reverse("member:goal", args=[goal.pk]),
        {"text": "Telefono a Rosa", "due_on": "31/02/2030", "request_key": str(uuid.uuid4())},
    )
    assert "Telefono a Rosa" in answer.content.decode()
    assert not Commitment.objects.exists()


def test_another_persons_goal_and_step_are_not_there(
    member: Client, client_for: Callable[..., Client]
) -> None:
    other = client_for(user=factories.member())
    other.post(reverse("member:path"), {"words": "Segreto", "area": "work", "request_key": str(uuid.uuid4())})
    goal = Goal.objects.get()
    step = factories.commitment(person=own(other))
    for url in (reverse("member:goal", args=[goal.pk]), reverse("member:step", args=[step.pk])):
        assert member.get(url).status_code == 404
        assert member.post(url, {"do": "keep", "text": "x", "due_on": "01/01/2030"}).status_code == 404
    assert member.post(reverse("member:goal_state", args=[goal.pk]), {"state": "left"}).status_code == 404


def test_i_cannot_come_frees_my_seat_and_i_can_come_back_while_there_is_one(member: Client) -> None:
    encounter = factories.encounter(seats=1)
    row = factories.attendance(at=encounter, person=own(member), presence=Presence.EXPECTED)
    url = reverse("member:answer", args=[encounter.pk])
    member.post(url, {"answer": "no"})
    row.refresh_from_db()
    assert row.presence == Presence.EXCUSED
    factories.attendance(at=encounter, presence=Presence.EXPECTED)
    member.post(url, {"answer": "yes"})
    row.refresh_from_db()
    assert row.presence == Presence.EXCUSED


def test_she_takes_a_consent_back_and_gives_it_again(member: Client) -> None:
    url = reverse("member:consent", args=["messages"])
    member.post(url, {"gives": "yes"})
    assert has_consent(own(member).pk, "messages")
    member.post(url, {"gives": "no"})
    assert not has_consent(own(member).pk, "messages")


def test_the_page_tells_who_opened_her_record(member: Client, client_for: Callable[..., Client]) -> None:
    person = own(member)
    desk = factories.user("desk", team=person.team, name="Paola Sala")
    client_for(user=desk).get(reverse("desk:person", args=[person.pk]))
    assert "Paola Sala" in member.get(reverse("member:seen")).content.decode()


def test_asking_twice_to_be_erased_is_one_request(member: Client) -> None:
    for _press in range(2):
        member.post(reverse("member:erase"))
    assert Complaint.objects.count() == 1
    assert Entry.objects.filter(action="complaint.receive").count() == 1


def test_the_copy_holds_her_words_and_nobody_elses(member: Client, client_for: Callable[..., Client]) -> None:
    other = client_for(user=factories.member())
    other.post(reverse("member:path"), {"words": "Segreto", "area": "work", "request_key": str(uuid.uuid4())})
    member.post(reverse("member:path"), {"words": "Mio", "area": "work", "request_key": str(uuid.uuid4())})
    data = json.loads(member.get(reverse("member:copy")).content)
    assert [goal["parole"] for goal in data["obiettivi"]] == ["Mio"]
    assert data["persona"]["last_name"] == own(member).last_name


def test_what_she_wrote_herself_is_told_as_hers(member: Client) -> None:
    member.post(
        reverse("member:path"),
        {"words": "Tornare a lavorare", "area": "work", "request_key": str(uuid.uuid4())},
    )
    page = member.get(reverse("member:seen")).content.decode()
    words = re.sub(r"<[^>]+>|\s+", " ", page).split()
    assert ("ha scritto un obiettivo" in page, "tu" in words, "chi partecipa" in page) == (True, True, False)
