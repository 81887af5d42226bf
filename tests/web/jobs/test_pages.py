"""One's own work, nobody else's; and the list for who runs the system."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.jobs import actions, worker
from jobcaffe.foundation.jobs.enums import State
from jobcaffe.foundation.jobs.models import Job
from tests import factories
from tests.foundation.jobs import work

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def test_only_who_asked_and_who_oversees_see_a_job(client_for: ClientFor) -> None:
    owner = factories.user("desk")
    job = actions.enqueue(work.touch, "x", actor=owner, title="Importa persone")
    url = f"/lavori/{job.pk}/"
    seen = {role: client_for(role).get(url).status_code for role in Role.values}
    expected = dict.fromkeys(Role.values, 404) | {"coordinator": 200, "sysadmin": 200}
    assert seen == expected
    assert client_for(user=owner).get(url).status_code == 200
    assert client_for("desk").get(f"/lavori/{uuid4()}/").status_code == 404
    assert Client().get(url).status_code == 302


def test_a_stranger_can_neither_stop_nor_retry(client_for: ClientFor) -> None:
    job = actions.enqueue(work.touch, "x", actor=factories.user("desk"))
    stranger = client_for("desk")
    answers = [stranger.post(f"/lavori/{job.pk}/{verb}/").status_code for verb in ("ferma", "riprova")]
    job.refresh_from_db()
    assert (answers, job.state, job.cancel_requested) == ([404, 404], State.READY, False)


def test_the_page_tells_how_far_it_is_and_refreshes_until_the_end(client_for: ClientFor) -> None:
    client = client_for("desk")
    job = actions.enqueue(work.touch, "x", actor=client.user, title="Importa persone")  # type: ignore[attr-defined]
    Job.objects.update(progress_done=3, progress_total=4, message="Riga 3 di 4")
    before = client.get(f"/lavori/{job.pk}/").content.decode()
    assert [word in before for word in ("Importa persone", "Riga 3 di 4", "75%", "every 2s", "Ferma")] == [
        True
    ] * 5
    worker.run_due()
    after = client.get(f"/lavori/{job.pk}/").content.decode()
    assert ("every 2s" in after, 'http-equiv="refresh"' in after, 'href="/fatto/"' in after) == (
        False,
        False,
        True,
    )


def test_a_member_without_javascript_gets_a_page_that_reloads_itself(client_for: ClientFor) -> None:
    client = client_for("member")
    job = actions.enqueue(work.touch, "x", actor=client.user)  # type: ignore[attr-defined]
    text = client.get(f"/lavori/{job.pk}/").content.decode()
    assert ('http-equiv="refresh"' in text, "<noscript>" in text) == (True, False)


def test_a_result_never_leads_to_another_site(client_for: ClientFor) -> None:
    client = client_for("sysadmin")
    for url in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example/"):
        job = Job.objects.create(task="x", title="x", state=State.DONE, result={"url": url})
        assert b"evil" not in client.get(f"/lavori/{job.pk}/").content


def test_stop_and_retry_by_button_and_a_second_press_changes_nothing(client_for: ClientFor) -> None:
    client = client_for("coordinator")
    job = actions.enqueue(work.touch, "x", actor=client.user)  # type: ignore[attr-defined]
    states = []
    for verb in ("ferma", "ferma", "riprova", "riprova"):
        assert client.post(f"/lavori/{job.pk}/{verb}/").status_code == 302
        job.refresh_from_db()
        states.append(job.state)
    assert states == [State.CANCELLED, State.CANCELLED, State.READY, State.READY]
    by_hand = client.get(f"/lavori/{job.pk}/ferma/")
    assert (by_hand.status_code, by_hand["Allow"]) == (405, "POST")
    assert "premi il pulsante" in by_hand.content.decode()


def test_only_the_administrator_sees_the_list(client_for: ClientFor) -> None:
    seen = {role: client_for(role).get("/sistema/lavori/").status_code for role in Role.values}
    assert {role for role, status in seen.items() if status == 200} == {"sysadmin"}


@pytest.mark.parametrize("view", ["", "?vista=fermi"])
def test_the_list_costs_the_same_queries_with_one_and_many(client_for: ClientFor, view: str) -> None:
    client = client_for("sysadmin")
    client.get("/sistema/lavori/")  # the first page of a session also writes the device down
    costs = []
    for size in (1, 3, 40):
        Job.objects.bulk_create([Job(task="x", title="Lavoro", state=State.FAILED) for _n in range(size)])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/sistema/lavori/{view}").status_code == 200
        costs.append(len(captured))
    assert len(set(costs)) == 1
    assert costs[0] <= 12


def test_an_empty_list_says_what_it_is(client_for: ClientFor) -> None:
    client = client_for("sysadmin")
    assert "Ora non c&#x27;è nulla" in client.get("/sistema/lavori/").content.decode()
    assert "va tutto bene" in client.get("/sistema/lavori/?vista=fermi").content.decode()


def test_what_a_job_says_is_read_in_the_readers_language(client_for: ClientFor) -> None:
    client = client_for("coordinator")
    job = actions.enqueue(work.touch, "x", actor=client.user)  # type: ignore[attr-defined]
    Job.objects.update(state=State.RUNNING, message="Cerco i gruppi migliori")
    with translation.override("it"):
        english = client.get(f"/lavori/{job.pk}/", headers={"Accept-Language": "en"}).content.decode()
        italian = client.get(f"/lavori/{job.pk}/").content.decode()
    assert ["Looking for the best groups" in page for page in (english, italian)] == [True, False]
