"""Questions about a group: a drawn code, no person behind it, nothing shown under five."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from jobcaffe.circles import actions, catalogue
from jobcaffe.circles.models import CheckAnswer, CheckCode, CheckWave, Circle, DiaryEntry
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.models import Entry
from tests import factories
from tests.circles.groups import Staff, running

pytestmark = pytest.mark.django_db
Signed = Callable[..., Client]
QUESTIONS = [code for code, _text in catalogue.instruments()["gruppo5"].questions]
DOOR = "/gruppi/domande/"


@pytest.fixture
def staff() -> Staff:
    return Staff()


@pytest.fixture
def group(staff: Staff) -> tuple[Circle, list[User]]:
    return running(staff)


def opened(client: Client, circle: Circle, **fields: Any) -> Any:
    values = {"instrument": "gruppo5", "request_key": str(uuid.uuid4()), **fields}
    return client.post(reverse("checks:waves", args=[circle.pk]), values)


def codes_of(answer: Any) -> list[str]:
    return re.findall(r"<h\d[^>]*>([A-Z2-9]{4}-[A-Z2-9]{4})</h\d>", answer.content.decode())


def filled(code: str, value: int = 4) -> dict[str, str]:
    return {"code": code, "answering": "1", **{f"question-{one}": str(value) for one in QUESTIONS}}


def closed(staff: Staff, circle: Circle, n: int, value: int = 4) -> CheckWave:
    wave, codes = actions.open_wave(actor=staff.facilitator, circle_id=circle.pk, instrument="gruppo5")
    for code in codes[:n]:
        actions.answer_check(code=code, values=dict.fromkeys(QUESTIONS, value))
    return actions.close_wave(actor=staff.facilitator, wave_id=wave.pk)


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_from_the_slip_to_thanks(client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]) -> None:
    codes = codes_of(opened(client_for(user=staff.facilitator), group[0]))
    visitor = Client()
    asked = visitor.post(DOOR, {"code": f" {codes[0].lower()} "})
    assert (len(codes), len(set(codes))) == (12, 12)
    assert [name for name in asked.context["form"].fields if name.startswith("question")] == [
        f"question-{one}" for one in QUESTIONS
    ]
    answer = visitor.post(DOOR, filled(codes[0]))
    assert (answer.status_code, answer.url) == (302, reverse("checks:thanks"))
    assert list(CheckAnswer.objects.values_list("values", flat=True)) == [dict.fromkeys(QUESTIONS, 4)]
    assert "Grazie." in text_of(visitor.get(answer.url))


def test_a_missing_answer_keeps_the_code_and_the_others(
    client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    (code, *_rest) = codes_of(opened(client_for(user=staff.facilitator), group[0]))
    given = filled(code)
    del given["question-fiducia"]
    answer = Client().post(DOOR, given)
    assert (answer.status_code, CheckAnswer.objects.count(), CheckCode.objects.count()) == (200, 0, 12)
    assert answer.context["form"]["question-utile"].value() == "4"
    assert f'value="{code}"' in answer.content.decode()
    assert Client().post(DOOR, filled(code)).status_code == 302


@pytest.mark.parametrize("value", ["0", "6", "-1", "4.5", "x", "٤"])
def test_an_answer_outside_the_scale_is_no_answer(
    value: str, client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    (code, *_rest) = codes_of(opened(client_for(user=staff.facilitator), group[0]))
    assert Client().post(DOOR, {**filled(code), "question-torno": value}).status_code == 200
    assert CheckAnswer.objects.count() == 0


def test_a_code_answers_once_and_none_that_is_wrong_says_more_than_another(
    client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    leader = client_for(user=staff.facilitator)
    used, never, *_rest = codes_of(opened(leader, group[0]))
    Client().post(DOOR, filled(used))
    actions.close_wave(actor=staff.facilitator, wave_id=CheckWave.objects.get().pk)
    bodies = set()
    for code in (used, never, "AAAA-AAAA", "'; --"):
        for given in ({"code": code}, filled(code)):
            answer = Client().post(DOOR, given)
            page = re.sub(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", text_of(answer))
            bodies.add((answer.status_code, page.replace(code, "")))
    assert (len(bodies), CheckAnswer.objects.count()) == (1, 1)


def test_the_code_is_in_no_address_no_session_no_log_and_no_journal(
    client_for: Signed,
    staff: Staff,
    group: tuple[Circle, list[User]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (code, wrong, *_rest) = codes_of(opened(client_for(user=staff.facilitator), group[0]))
    member = client_for(user=group[1][0])
    member.get(DOOR)
    before = (
        Entry.objects.count(),
        DiaryEntry.objects.count(),
        dict(member.session),
        Session.objects.count(),
    )
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    asked = member.post(DOOR, {"code": code})
    answer = member.post(DOOR, filled(code))
    member.post(DOOR, {"code": wrong + "X"})
    after = (Entry.objects.count(), DiaryEntry.objects.count(), dict(member.session), Session.objects.count())
    assert (after, answer.url) == (before, reverse("checks:thanks"))
    assert not any(part in caplog.text for part in (code, code.replace("-", ""), wrong))
    assert f"?{code}" not in asked.content.decode()
    assert {field.name for field in CheckAnswer._meta.get_fields()} == {"id", "wave", "values"}


def test_a_code_in_the_address_is_not_read(
    client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    (code, *_rest) = codes_of(opened(client_for(user=staff.facilitator), group[0]))
    answer = Client().get(DOOR, {"code": code})
    assert (list(answer.context["form"].fields), answer.context["form"].is_bound) == (["code"], False)


def test_who_tries_codes_is_stopped() -> None:
    client = Client()
    found = [client.post(DOOR, {"code": f"AAAA-{n:04d}"}).status_code for n in range(151)]
    assert (found[149], found[150]) == (200, 429)


def test_the_codes_are_shown_once(client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]) -> None:
    leader, key = client_for(user=staff.facilitator), str(uuid.uuid4())
    first = opened(leader, group[0], request_key=key)
    again = opened(leader, group[0], request_key=key)
    page = leader.get(again.url)
    assert (len(codes_of(first)), again.status_code, codes_of(page)) == (12, 302, [])
    assert (first.headers["Cache-Control"], CheckWave.objects.count()) == ("no-store", 1)
    assert "I codici si vedono una volta sola" in text_of(page)


def test_one_round_at_a_time(client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]) -> None:
    leader = client_for(user=staff.facilitator)
    opened(leader, group[0])
    answer = opened(leader, group[0])
    assert (answer.status_code, CheckWave.objects.count(), codes_of(answer)) == (200, 1, [])


def test_an_open_round_tells_its_leader_no_number(
    client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    leader = client_for(user=staff.facilitator)
    codes = codes_of(opened(leader, group[0]))
    there, clean = (
        reverse("checks:waves", args=[group[0].pk]),
        re.compile(r'(value|nonce)="[^"]{20,}"|Token": "[^"]+'),
    )
    pages = []
    for code in codes[:3]:
        pages.append(clean.sub("", text_of(leader.get(there))))
        Client().post(DOOR, filled(code))
    plain = {re.sub(r'"inlineScriptNonce":"[^"]+"', "", page) for page in pages}
    assert len(plain) == 1


@pytest.mark.parametrize(("n", "shown"), [(0, False), (4, False), (5, True)])
def test_under_five_answers_nothing_is_drawn_for_anybody(
    n: int, shown: bool, client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    circle, members = group
    closed(staff, circle, n)
    for name, user in (("waves", staff.facilitator), ("results", members[0])):
        page = text_of(client_for(user=user).get(reverse(f"checks:{name}", args=[circle.pk])))
        assert ("<figure" in page, "meno di cinque" in page) == (shown, not shown)
        assert ("Mi fido di questo gruppo." in page) is shown


@pytest.mark.parametrize(("n", "shown"), [(7, False), (8, True)])
def test_the_change_is_drawn_from_eight(
    n: int, shown: bool, client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    circle, members = group
    closed(staff, circle, n, 3)
    closed(staff, circle, n, 5)
    page = text_of(client_for(user=members[0]).get(reverse("checks:results", args=[circle.pk])))
    assert ("Va meglio" in page, "+2,0" in page, "5,0 (da 5,0 a 5,0)" in page) == (shown, shown, True)


def test_only_the_group_sees_its_rounds(
    client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    circle, members = group
    wave = closed(staff, circle, 8)
    others = [factories.user(role) for role in ("facilitator", "municipality", "funder", "sysadmin")]
    others += [staff.coordinator, staff.desk, factories.member()]
    for user in others:
        client = client_for(user=user)
        found = [
            client.get(reverse(f"checks:{name}", args=[circle.pk])).status_code
            for name in ("waves", "results")
        ]
        found.append(client.post(reverse("checks:close", args=[wave.pk])).status_code)
        assert found == [404, 404, 404], user.roles
    mate = client_for(user=members[0])
    assert mate.get(reverse("checks:waves", args=[circle.pk])).status_code == 404
    assert mate.post(reverse("checks:close", args=[wave.pk])).status_code == 404


def test_a_member_who_left_sees_no_result(
    client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    circle, members = group
    closed(staff, circle, 8)
    actions.leave(actor=members[0], circle_id=circle.pk)
    there = reverse("checks:results", args=[circle.pk])
    assert client_for(user=members[0]).get(there).status_code == 404


def test_closing_twice_is_closing_once(
    client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    leader = client_for(user=staff.facilitator)
    opened(leader, group[0])
    wave = CheckWave.objects.get()
    there = reverse("checks:close", args=[wave.pk])
    assert [leader.post(there).status_code for _press in range(2)] == [302, 302]
    wave.refresh_from_db()
    assert (wave.closed_on is not None, CheckCode.objects.count()) == (True, 0)


def test_a_questionnaire_without_licence_is_recorded_and_not_offered(
    client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    leader = client_for(user=staff.facilitator)
    form = leader.get(reverse("checks:waves", args=[group[0].pk])).context["form"]
    answer = opened(leader, group[0], instrument="who5")
    assert [code for code, _title in form.fields["instrument"].choices] == ["gruppo5"]
    assert (answer.status_code, CheckWave.objects.count()) == (200, 0)


def test_no_page_uses_a_clinical_word(
    client_for: Signed, staff: Staff, group: tuple[Circle, list[User]]
) -> None:
    circle, members = group
    closed(staff, circle, 8, 1)
    closed(staff, circle, 8, 5)
    code = codes_of(opened(client_for(user=staff.facilitator), circle))[0]
    member = client_for(user=members[0])
    pages = [
        member.get(DOOR),
        member.post(DOOR, {"code": code}),
        member.get(reverse("checks:thanks")),
        member.get(reverse("checks:results", args=[circle.pk])),
    ]
    words = (
        "depress",
        "ansia",
        "sintom",
        "diagnos",
        "clinic",
        "paziente",
        "terap",
        "disturb",
        "benessere psic",
    )
    for answer in pages:
        page = text_of(answer).lower()
        assert ("esci in fretta" in page, len(answer.content) < 100_000) == (True, True)
        assert [word for word in words if word in page] == []


def test_her_group_leads_to_the_questions_while_they_are_open_and_to_what_came_out() -> None:
    staff = Staff()
    group, members = running(staff)
    browser = Client()
    browser.force_login(members[0])
    home = reverse("mygroup:group", args=[group.pk])
    asks, drawn = reverse("checks:answer"), reverse("checks:results", args=[group.pk])

    def led_to() -> list[bool]:
        body = browser.get(home).content.decode()
        return [f'href="{url}"' in body for url in (asks, drawn)]

    found = [led_to()]
    wave, _codes = actions.open_wave(actor=staff.facilitator, circle_id=group.pk, instrument="gruppo5")
    found.append(led_to())
    actions.close_wave(actor=staff.facilitator, wave_id=wave.pk)
    found.append(led_to())
    assert found == [[False, False], [True, False], [False, True]]
