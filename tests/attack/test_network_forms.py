"""Whatever is typed in the forms of the community network, the answer is a page: never a fault of the house."""

from __future__ import annotations

import pytest

from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations.models import Contact
from tests import factories
from tests.attack import typed
from tests.attack.network_world import network_values
from tests.attack.site import Address, World, walk
from tests.attack.test_womens_lab_forms import LAST, Scene, faults, forms_of, signed_in

pytestmark = pytest.mark.django_db
ROOMS = (
    "directory", "partner", "organisations", "outreach", "board", "matching", "tables", "cohesion", "words",
)  # fmt: skip
QUESTIONS = (
    "q", "cerca", "testo", "tipo", "kind", "settore", "section", "comune", "fase", "page", "pagina", "anno",
    "mese", "settimana", "campagna", "verso", "per", "lista", "passo", "step", "sort", "direction", "stage",
    "municipality", "text", "giorno", "vista", "formato", "format", "per_page",
)  # fmt: skip
PRESSED = (
    "says", "time", "time_id", "outcome", "how", "welcome", "looking", "tell", "why", "result", "count", "reason",
    "request_key", "priority", "phone", "reach", "organisation", "again_on", "wanted", "jobs", "studies", "take",
    "uri", "trade", "emails", "text", "name", "first", "second", "due_on", "keep", "public", "stage", "times",
    "token", "place", "drop", "word", "kind", "next", "note", "way",
)  # fmt: skip


def addresses() -> list[Address]:
    found = [one for one in walk() if one.name.partition(":")[0] in ROOMS]
    return sorted(found, key=lambda one: (any(word in one.name for word in LAST), one.route))


def scene() -> Scene:
    """The network around one organisation, with its delegate, a member it was proposed to, desk and coordinator."""
    factories.room()
    organisation = factories.organisation()
    team = factories.team()
    desk = factories.user("desk", team=team)
    mine = factories.person(first_name="Vera", birth_year=1988, team=team, operator=desk, phone="3331234567")
    partner = factories.partner(organisation)
    values = network_values(organisation, partner, mine)
    world = World({"person_id": mine.pk, "organisation_id": organisation.pk, **_rest(partner), **values})
    users = (factories.member(person=mine), desk, partner, factories.user("coordinator"))
    return Scene([signed_in(one) for one in users], world, addresses())


def _rest(partner: User) -> dict[str, object]:
    own = partner.delegate.organisation
    twin = factories.organisation(name=own.name)
    contact = Contact.objects.create(organisation=own, name="Rosa Conti", phone="3330001122")
    commitment = factories.commitment(organisation=own, person=None)
    return {
        "user_id": partner.pk, "commitment_ref": commitment.pk, "contact_id": contact.pk, "pk": own.pk,
        "other_id": twin.pk, "code": "x",
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_no_form_of_the_network_breaks_whatever_is_typed(room: str) -> None:
    made = scene()
    wrong, tried = [], 0
    for address in made.addresses:
        if address.name.partition(":")[0] != room or "GET" not in address.methods:
            continue
        for client in made.clients:
            tried += len(forms_of(client, made.world.url(address)))
            wrong += faults(client, made.world.url(address))
    assert not wrong, "\n".join(wrong)
    assert tried


@pytest.mark.parametrize(
    "value", typed.each("9" * 5000, "a\x00b", "-1", "²", "2026-02-30", "9999-12-31", "parola " * 1500, "")
)
def test_no_question_in_an_address_of_the_network_breaks_a_page(value: str) -> None:
    made = scene()
    asked = dict.fromkeys(QUESTIONS, value)
    wrong = []
    for address in made.addresses:
        if "GET" in address.methods:
            url = made.world.url(address)
            wrong += [
                f"{address.name} {n}"
                for n, one in enumerate(made.clients)
                if one.get(url, asked).status_code >= 500
            ]
    assert wrong == []


@pytest.mark.parametrize(
    "value", typed.each("9" * 5000, "a\x00b", "-1", "²", "yes", "no", "9999-12-31", "x" * 20000, "")
)
def test_no_press_breaks_a_page_of_the_network(value: str) -> None:
    made = scene()
    wrong = []
    for address in made.addresses:
        if "POST" in address.methods:
            url = made.world.url(address)
            for words in (
                dict.fromkeys(PRESSED, value),
                {**dict.fromkeys(PRESSED, value), "says": "yes", "outcome": "job"},
            ):
                wrong += [
                    f"{address.name} {n}"
                    for n, one in enumerate(made.clients)
                    if one.post(url, words).status_code >= 500
                ]
    assert wrong == []
