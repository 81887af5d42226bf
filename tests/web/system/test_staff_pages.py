"""Pages of the system administrator."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jobcaffe.foundation.accounts.models import Team, User
from tests import factories

pytestmark = pytest.mark.django_db
LIST = "/sistema/persone/"
NEW = {"name": "Carla Riva", "contact": "carla@example.org", "roles": ["coordinator"]}


@pytest.mark.parametrize("role", ["member", "desk", "coordinator", "organisation", "municipality", "funder"])
def test_for_everybody_else_the_pages_are_not_there(client_for, role):
    target = factories.user("facilitator")
    client = client_for(role)
    for address in (LIST, f"{LIST}nuova/", f"{LIST}revisione/", f"{LIST}{target.pk}/", "/sistema/equipe/"):
        assert client.get(address).status_code == 404
        assert client.post(address, NEW).status_code == 404
    assert not User.objects.filter(name="Carla Riva").exists()


def test_a_colleague_is_added_changed_and_closed(client_for):
    client = client_for("sysadmin")
    assert client.post(f"{LIST}nuova/", NEW).status_code == 302
    made = User.objects.get(name="Carla Riva")
    assert "Carla Riva" in client.get(LIST).content.decode()
    team = factories.team()
    client.post(
        f"{LIST}{made.pk}/", {"roles": ["desk", "facilitator"], "team": team.pk, "until": "31/12/2099"}
    )
    changed = User.objects.get(pk=made.pk)
    assert (changed.roles, changed.team) == ({"desk", "facilitator"}, team)
    assert client.get(f"{LIST}{made.pk}/chiudi/").status_code == 200
    assert User.objects.get(pk=made.pk).is_active
    client.post(f"{LIST}{made.pk}/chiudi/")
    assert not User.objects.get(pk=made.pk).is_active


def test_what_was_typed_stays_when_it_is_refused(client_for):
    page = client_for("sysadmin").post(f"{LIST}nuova/", {**NEW, "roles": ["desk"]})
    assert page.status_code == 200
    text = page.content.decode()
    assert "équipe" in text
    assert "Carla Riva" in text
    assert "carla@example.org" in text


def test_roles_that_are_not_on_the_list_cannot_be_slipped_in(client_for):
    client = client_for("sysadmin")
    for role in ("member", "organisation", "root"):
        assert client.post(f"{LIST}nuova/", {**NEW, "roles": [role]}).status_code == 200
    client.post(f"{LIST}nuova/", {**NEW, "is_active": "", "person_ref": "1", "team": ""})
    made = User.objects.get(name="Carla Riva")
    assert (made.is_active, made.person_ref) == (True, None)


def test_the_administrator_never_sees_who_takes_part(client_for):
    member = factories.member(person=factories.person(first_name="Ermenegilda"))
    client = client_for("sysadmin")
    for address in (LIST, f"{LIST}revisione/"):
        assert "Ermenegilda" not in client.get(address).content.decode()
    for address in ("", "chiudi/", "passkey/"):
        assert client.post(f"{LIST}{member.pk}/{address}", {"roles": ["coordinator"]}).status_code == 404


@pytest.mark.parametrize("address", [LIST, f"{LIST}revisione/", "/sistema/equipe/"])
def test_lists_cost_the_same_however_long(client_for, address):
    client = client_for("sysadmin")
    client.get(address)
    counts = []
    for more in (1, 2, 30):
        for _ in range(more):
            factories.user("desk")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 12


def test_the_review_is_asked_for_and_noted(client_for):
    client = client_for("sysadmin")
    assert "Controlla gli accessi" in client.get(LIST).content.decode()
    client.post(f"{LIST}revisione/")
    client.get(LIST)  # the message of the press is shown here
    assert "Accessi controllati il" in client.get(LIST).content.decode()


def test_teams_are_created_renamed_and_never_twice(client_for):
    client = client_for("sysadmin")
    for _press in range(2):
        client.post("/sistema/equipe/", {"name": "Cooperativa  Sole"})
    team = Team.objects.get(name="Cooperativa Sole")
    client.post(f"/sistema/equipe/{team.pk}/", {"name": "Cooperativa Luna"})
    assert [row.name for row in Team.objects.all()] == ["Cooperativa Luna"]
    assert client.get("/sistema/equipe/999999/").status_code == 404


def test_nobody_closes_her_own_access(client_for):
    client = client_for("sysadmin")
    page = client.post(f"{LIST}{client.user.pk}/chiudi/")
    assert "altro amministratore" in page.content.decode()
    assert User.objects.get(pk=client.user.pk).is_active
