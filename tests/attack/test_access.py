"""Every address, tried as every role: nothing of others is read, nothing is betrayed by a different refusal."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from jobcaffe.foundation import access
from jobcaffe.foundation.accounts.enums import Role
from tests.attack.site import Address, walk
from tests.attack.world import CANARIES, COMPLAINT, build, visitor_of_every_role
from tests.kept import Kept

pytestmark = pytest.mark.django_db
ROLES = ["anonymous", *Role.values]
NOWHERE = "/questa-pagina-non-esiste/"
ADDRESSES = sorted(walk(), key=lambda address: address.route)
CHANGING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|"inlineScriptNonce":"[^"]+"|"X-CSRFToken": "[^"]+"'
    # Where one is, which the one who asked knows.
    rb'| aria-current="true"|name="next" value="[^"]*"'
)

# Complaints are written to the coordinator, who answers them.
THEIR_WORK = {("coordinator", COMPLAINT)}


def test_every_address_has_a_door() -> None:
    assert [address.route for address in ADDRESSES if not address.capability] == []


def test_every_capability_guards_an_address_or_a_page_part() -> None:
    unknown = {address.capability for address in ADDRESSES} - set(access.RULES)
    assert unknown == set()


def client_of(role: str) -> Client:
    client = Client(raise_request_exception=True)
    user = visitor_of_every_role(role)
    if user is not None:
        client.force_login(user)
    return client


def plain(body: bytes) -> bytes:
    """An answer without what changes at every request."""
    return CHANGING.sub(b"", body)


def leaks(body: bytes) -> list[str]:
    return [canary for canary in CANARIES if canary.encode() in body]


@pytest.mark.parametrize("role", ROLES)
def test_no_role_reads_what_is_not_hers(role: str, kept: Kept) -> None:
    world = kept(build)
    client = client_of(role)
    not_there = _not_there(client)
    mistakes = []
    for address in ADDRESSES:
        url = world.url(address)
        allowed = _may(role, address)
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            body = answer.getvalue() if answer.streaming else answer.content
            found = [canary for canary in leaks(body) if (role, canary) not in THEIR_WORK]
            mistakes += [f"{method} {url}: shows {canary}" for canary in found]
            status = answer.status_code
            if allowed or role == "anonymous":
                mistakes += _wrong_status(role, method, url, status, allowed)
            elif status != 404:
                mistakes.append(f"{method} {url}: {status}, not the page of what is not there")
            elif plain(body) != not_there:
                # Something she pressed has changed the page of what is not there: it is looked at again.
                not_there = _not_there(client)
                if plain(getattr(client, method)(url).content) != not_there:
                    mistakes.append(f"{method} {url}: {status}, not the page of what is not there")
            if "sign_out" in address.name or "esci" in address.route:
                client = client_of(role)
    assert not mistakes, "\n".join(mistakes)


def _not_there(client: Client) -> bytes:
    """The page of what is not there; what an earlier press left to say is said once, on any page."""
    client.get(NOWHERE)
    return plain(client.get(NOWHERE).content)


def _may(role: str, address: Address) -> bool:
    roles = () if role == "anonymous" else (role,)
    return access.reach_of(roles, address.capability) is not access.Reach.NONE


def _wrong_status(role: str, method: str, url: str, status: int, allowed: bool) -> list[str]:
    if status >= 500 or status == 403:
        return [f"{method} {url}: {status}"]
    if role == "anonymous" and not allowed and status != 302:
        return [f"{method} {url}: {status} for a visitor"]
    return []


def test_the_crawl_would_see_a_leak(kept: Kept) -> None:
    """The check can fail: the operator who follows the secret person does find her."""
    world = kept(build)
    from jobcaffe.people.models import Person

    person = Person.objects.get(pk=world.values["person_id"])
    client = Client()
    client.force_login(person.operator)
    found: set[str] = set()
    for address in ADDRESSES:
        if "GET" in address.methods:
            answer = client.get(world.url(address))
            found.update(leaks(answer.getvalue() if answer.streaming else answer.content))
    assert "Canarinagialla" in found
