"""The staff's commitments: whose they are, who sees them, what happens to them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from jobcaffe.commitments.models import Commitment
from jobcaffe.foundation.journal.models import Entry
from tests import factories

pytestmark = pytest.mark.django_db
Clients = Callable[..., Client]
LIST = "/impegni/"


def body(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def in_days(days: int) -> str:
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


def typed(**more: object) -> dict[str, object]:
    return {"request_key": uuid.uuid4(), "text": "Manda l'elenco", "due_on": in_days(5), **more}


def test_the_late_ones_come_first_and_the_closed_ones_only_when_asked(client_for: Clients) -> None:
    client = client_for("coordinator")
    day = timezone.localdate()
    organisation = factories.organisation()
    for text, due, state in (
        ("Domani", day + timedelta(days=1), "promised"),
        ("Scaduto", day - timedelta(days=3), "under_way"),
        ("Chiuso", day - timedelta(days=9), "kept"),
    ):
        settled = day if state == "kept" else None
        factories.commitment(
            organisation=organisation, text=text, due_on=due, state=state, settled_on=settled
        )
    page = body(client, LIST)
    assert page.index("Scaduto") < page.index("Domani")
    assert "Chiuso" not in page
    assert "Chiuso" in body(client, f"{LIST}?vista=tutti")


def test_each_filter_shows_its_own(client_for: Clients) -> None:
    client = client_for("coordinator")
    factories.commitment(organisation=factories.organisation(), text="Della ditta")
    factories.commitment(text="Di Franco")
    factories.commitment(user=client.user, text="Di chi guarda")  # type: ignore[attr-defined]
    shown = {
        kind: [text for text in ("Della ditta", "Di Franco", "Di chi guarda") if text in body(client, url)]
        for kind, url in (
            ("", LIST),
            ("miei", f"{LIST}?di=miei"),
            ("persone", f"{LIST}?di=persone"),
            ("organizzazioni", f"{LIST}?di=organizzazioni"),
        )
    }
    assert shown == {
        "": ["Della ditta", "Di Franco", "Di chi guarda"],
        "miei": ["Di chi guarda"],
        "persone": ["Di Franco"],
        "organizzazioni": ["Della ditta"],
    }


def test_the_step_of_a_protected_person_is_not_there_for_who_does_not_follow_her(client_for: Clients) -> None:
    secret = factories.commitment(person=factories.person(protected=True), text="Parole sue")
    for role in ("coordinator", "desk"):
        client = client_for(role)
        assert "Parole sue" not in body(client, f"{LIST}?vista=tutti")
        for part in ("", "lascia/", "sposta/"):
            assert client.get(f"{LIST}{secret.pk}/{part}").status_code == 404
        assert client.post(f"{LIST}{secret.pk}/segna/", {"do": "keep"}).status_code == 404
    secret.refresh_from_db()
    assert secret.state == "promised"


def test_an_organisation_promises_at_an_encounter_once_however_often_one_presses(client_for: Clients) -> None:
    client = client_for("desk")
    organisation, met = factories.organisation(), factories.encounter()
    url = f"{LIST}nuovo/?organizzazione={organisation.pk}&incontro={met.pk}"
    assert organisation.name in body(client, url)
    values = typed()
    for _press in range(2):
        assert client.post(url, values).url == f"/incontri/{met.pk}/"
    made = Commitment.objects.get()
    assert (made.organisation, made.encounter, made.text) == (organisation, met, "Manda l'elenco")


def test_nothing_is_promised_at_a_confidential_encounter(client_for: Clients) -> None:
    client = client_for("coordinator")
    group = factories.encounter(public=False, confidential=True, leaders=[client.user])  # type: ignore[attr-defined]
    assert client.get(f"{LIST}nuovo/?incontro={group.pk}").status_code == 404
    assert f"?incontro={group.pk}" not in body(client, f"/incontri/{group.pk}/")


def test_a_colleague_is_chosen_and_a_participant_is_found_by_search(client_for: Clients) -> None:
    client = client_for("coordinator")
    colleague = factories.user("desk", name="Operatrice Rossi")
    stranger = factories.user("funder", name="Chi finanzia")
    person = factories.person(first_name="Lina", last_name="Zambelli")
    page = body(client, f"{LIST}nuovo/")
    assert "Operatrice Rossi" in page
    assert "Chi finanzia" not in page
    client.post(f"{LIST}nuovo/", typed(user=colleague.pk))
    assert Commitment.objects.get().user == colleague
    client.post(f"{LIST}nuovo/", typed(user=stranger.pk))
    assert Commitment.objects.count() == 1
    found = body(client, f"{LIST}nuovo/?q=zambe")
    assert f"?persona={person.pk}" in found
    client.post(f"{LIST}nuovo/?persona={person.pk}", typed())
    assert Commitment.objects.filter(person=person).count() == 1


def test_a_mistake_keeps_what_was_typed(client_for: Clients) -> None:
    client = client_for("coordinator")
    url = f"{LIST}nuovo/?organizzazione={factories.organisation().pk}"
    page = client.post(url, typed(due_on="ieri forse")).content.decode()
    assert "Manda l&#x27;elenco" in page
    assert "ieri forse" in page
    assert Commitment.objects.count() == 0


def test_it_is_kept_moved_dropped_and_each_change_is_told(client_for: Clients) -> None:
    client = client_for("coordinator")
    one = factories.commitment(organisation=factories.organisation())
    there = f"{LIST}{one.pk}/"
    assert client.post(f"{there}segna/", {"do": "start"}).url == there
    client.post(f"{there}sposta/", {"due_on": in_days(30), "reason": "ferie"})
    assert client.post(f"{there}lascia/", {"reason": ""}).status_code == 200
    client.post(f"{there}lascia/", {"reason": "la ditta ha chiuso"})
    page = body(client, there)
    one.refresh_from_db()
    assert one.state == "dropped"
    for told in ("ferie", "la ditta ha chiuso", client.user.name, "Riapri l&#x27;impegno"):  # type: ignore[attr-defined]
        assert told in page or told.replace("&#x27;", "'") in page


def test_that_the_step_of_a_person_was_opened_is_in_her_journal(client_for: Clients) -> None:
    client = client_for("coordinator")
    one = factories.commitment()
    body(client, f"{LIST}{one.pk}/")
    assert Entry.objects.filter(action="commitment.read", subject_ref=one.person_id).count() == 1
