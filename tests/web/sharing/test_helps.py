"""Asking for and offering help: without whose, and contacts only while both want it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jobcaffe.circles import actions, queries
from jobcaffe.circles.models import Circle, Help, HelpMatch
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import Person
from tests import factories
from tests.circles.groups import Staff, running

pytestmark = pytest.mark.django_db
Signed = Callable[..., Client]
Group = tuple[Circle, list[User]]


@pytest.fixture
def group(db: None) -> Group:
    return running(Staff())


def home(client: Client, circle: Circle) -> str:
    return client.get(reverse("sharing:home", args=[circle.pk])).content.decode().replace("&#x27;", "'")


def post(client: Client, name: str, circle: Circle, **fields: Any) -> Any:
    values = {"category": "passaggio", "request_key": str(uuid.uuid4()), **fields}
    return client.post(reverse(f"sharing:{name}", args=[circle.pk]), values)


def say(client: Client, match: HelpMatch, yes: bool) -> Any:
    there = reverse("sharing:answer_match", args=[match.pk])
    return client.post(there, {"yes": "1" if yes else "0"}, follow=True)


def phone_of(user: User) -> str:
    return str(Person.objects.get(pk=user.person_ref).phone)


def met(client_for: Signed, group: Group) -> tuple[Client, Client, HelpMatch]:
    """Anna asks, Bruno offers, from the pages."""
    circle, members = group
    anna, bruno = client_for(user=members[0]), client_for(user=members[1])
    post(anna, "need", circle)
    post(bruno, "offer", circle)
    return anna, bruno, HelpMatch.objects.get()


def test_the_group_sees_what_is_asked_and_not_by_whom(client_for: Signed, group: Group) -> None:
    circle, members = group
    answer = post(client_for(user=members[0]), "need", circle, slots=["mar-18"])
    page = home(client_for(user=members[1]), circle)
    assert (answer.status_code, Help.objects.get().what) == (
        302,
        {"category": "passaggio", "slots": ["mar-18"]},
    )
    assert "Qualcuno chiede: un passaggio" in page
    assert "Anna" not in page


def test_a_help_without_category_is_a_mistake_that_keeps_the_windows(
    client_for: Signed, group: Group
) -> None:
    circle, members = group
    answer = post(client_for(user=members[0]), "need", circle, category="", slots=["mar-18"])
    assert (answer.status_code, Help.objects.count()) == (200, 0)
    assert answer.context["form"]["slots"].value() == ["mar-18"]


def test_a_second_press_asks_once(client_for: Signed, group: Group) -> None:
    circle, members = group
    client, key = client_for(user=members[0]), str(uuid.uuid4())
    for _press in range(2):
        post(client, "need", circle, request_key=key)
    assert Help.objects.count() == 1


def test_contacts_show_only_while_both_say_yes(client_for: Signed, group: Group) -> None:
    circle, members = group
    anna, bruno, match = met(client_for, group)
    numbers = [f"tel:{phone_of(user)}" for user in members[:2]]
    seen = []
    for client, yes in ((anna, True), (bruno, True), (anna, False), (anna, True), (bruno, False)):
        say(client, match, yes)
        seen.append((numbers[1] in home(anna, circle), numbers[0] in home(bruno, circle)))
    no, both = (False, False), (True, True)
    assert seen == [no, both, no, both, no]


def test_nobody_learns_what_the_other_answered(client_for: Signed, group: Group) -> None:
    circle, _members = group
    anna, bruno, match = met(client_for, group)
    pages = []
    for said in (None, False):
        if said is not None:
            say(bruno, match, said)
        pages.append("Qualcuno del gruppo può. Vuoi che vi mettiamo in contatto?" in home(anna, circle))
    say(anna, match, True)
    waits = "Aspettiamo l'altra persona" in home(anna, circle)
    assert (pages, waits) == ([True, True], True)


def test_a_third_member_neither_sees_nor_answers(client_for: Signed, group: Group) -> None:
    circle, members = group
    anna, bruno, match = met(client_for, group)
    third = client_for(user=members[2])
    for client in (anna, bruno):
        say(client, match, True)
    say(third, match, False)
    third.post(reverse("sharing:tell_how", args=[match.pk]), {"how": "well"})
    third.post(reverse("sharing:close_help", args=[match.need.pk]))
    match.refresh_from_db()
    assert (match.agreed, match.how, match.need.state) == (True, "", "open")
    assert all(f"tel:{phone_of(user)}" not in home(third, circle) for user in members[:2])


def test_contacts_go_when_one_of_the_two_leaves_for_both(client_for: Signed, group: Group) -> None:
    circle, members = group
    anna, bruno, match = met(client_for, group)
    for client in (anna, bruno):
        say(client, match, True)
    actions.leave(actor=members[0], circle_id=circle.pk)
    assert [queries.contacts_of_match(user, match.pk) for user in members[:2]] == [{}, {}]
    assert f"tel:{phone_of(members[0])}" not in home(bruno, circle)


def test_what_she_asked_or_offered_goes_when_she_leaves(client_for: Signed, group: Group) -> None:
    circle, members = group
    post(client_for(user=members[0]), "need", circle)
    actions.leave(actor=members[0], circle_id=circle.pk)
    assert "Qualcuno chiede" not in home(client_for(user=members[1]), circle)


def test_posso_io_answers_with_one_touch(client_for: Signed, group: Group) -> None:
    circle, members = group
    post(client_for(user=members[0]), "need", circle, slots=["mar-18"])
    bruno = client_for(user=members[1])
    (one,) = bruno.get(reverse("sharing:home", args=[circle.pk])).context["helps"]
    assert (one["answer"], one["to"]) == ("Posso io", "sharing:offer")
    post(bruno, "offer", circle, category=one["category"], slots=one["slots"], request_key=str(one["key"]))
    assert HelpMatch.objects.count() == 1


def test_she_closes_her_own_and_it_is_gone(client_for: Signed, group: Group) -> None:
    circle, _members = group
    anna, bruno, match = met(client_for, group)
    for _press in range(2):
        anna.post(reverse("sharing:close_help", args=[match.need.pk]))
    pages = [home(client, circle) for client in (anna, bruno)]
    assert ["Potete aiutarvi" in page for page in pages] == [False, False]


def test_how_it_went_makes_the_counts(client_for: Signed, group: Group) -> None:
    circle, members = group
    anna, bruno, match = met(client_for, group)
    there = reverse("sharing:tell_how", args=[match.pk])
    anna.post(there, {"how": "well"})
    early = queries.given_received(members[1])
    for client in (anna, bruno):
        say(client, match, True)
    anna.post(there, {"how": "well"})
    counts = [
        client.get(reverse("sharing:home", args=[circle.pk])).context["counts"] for client in (anna, bruno)
    ]
    assert early == queries.Counts(0, 0)
    assert [[row["value"] for row in rows] for rows in counts] == [[0, 1], [1, 0]]


@pytest.mark.parametrize("name", ["answer_match", "tell_how"])
def test_who_is_not_a_member_meets_the_page_of_what_is_not_there(
    name: str, client_for: Signed, group: Group
) -> None:
    _anna, _bruno, match = met(client_for, group)
    there = reverse(f"sharing:{name}", args=[match.pk])
    found = [client_for(role).post(there).status_code for role in ("facilitator", "coordinator", "desk")]
    assert (found, client_for(user=factories.member()).post(there).url) == (
        [404] * 3,
        reverse("sharing:mine"),
    )


def test_what_waits_in_the_session_tells_nothing_of_a_group(client_for: Signed, group: Group) -> None:
    circle, members = group
    client = client_for(user=members[0])
    post(client, "need", circle)
    told = [str(value) for value in client.session.values() if "Fatto" in str(value)]
    assert len(told) == 1
    assert all(word not in told[0].lower() for word in ("gruppo", "aiuto", "passaggio", circle.code.lower()))
