"""Groups as a member sees them: each journey by form, nothing lost, nothing of others."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.circles import actions, queries
from jobcaffe.circles.enums import RequestState, Standing
from jobcaffe.circles.models import Circle, DiaryEntry, GroupRequest, Membership
from jobcaffe.encounters.models import Encounter
from jobcaffe.foundation.accounts.models import User
from jobcaffe.people.models import Person
from tests import factories
from tests.circles.groups import THEMES, Staff, circle, enter, open_ones, person, requested, running, tonight

pytestmark = pytest.mark.django_db
HOME, ASK = reverse("mygroup:home"), reverse("mygroup:ask")
WISHES = {
    "themes": ["cura", "lavoro50"],
    "first": "lavoro50",
    "slots": ["mar-18", "gio-10", "sab-10"],
    "preferred": ["mar-18"],
}


def key() -> str:
    return str(uuid.uuid4())


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def told(client: Client, url: str, data: dict[str, Any] | None = None) -> str:
    """What she reads after a press."""
    return client.post(url, data or {}, follow=True).content.decode()


@pytest.fixture
def staff() -> Staff:
    return Staff()


@pytest.fixture
def zoe(staff: Staff) -> Person:
    return person(staff, first_name="Zoe")


@pytest.fixture
def client(client_for: Callable[..., Client], zoe: Person) -> Client:
    return client_for(user=factories.member(person=zoe))


def user_of(client: Client) -> User:
    found: User = client.user  # type: ignore[attr-defined]
    return found


def proposed(staff: Staff, zoe: Person) -> Circle:
    """A group about to start is proposed to her."""
    group = circle(staff)
    request = requested(staff, zoe, preferred=["mar-18"])
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    return group


def inside(staff: Staff, zoe: Person) -> Circle:
    group = circle(staff)
    enter(staff, group, zoe)
    return group


# --- asking ---------------------------------------------------------------------------------------


def test_somebody_who_knows_nothing_reads_what_a_group_is_and_asks(client: Client) -> None:
    assert f'href="{ASK}"' in page(client, HOME)
    answer = told(client, ASK, {**WISHES, "request_key": key()})
    own = queries.my_request(user_of(client))
    assert own is not None
    assert (own.themes, own.slots, own.preferred) == (["lavoro50", "cura"], WISHES["slots"], ["mar-18"])
    assert "Abbiamo la tua richiesta" in answer
    assert "martedì sera" in answer


def test_asking_twice_with_one_press_is_one_request(client: Client) -> None:
    data = {**WISHES, "request_key": key()}
    told(client, ASK, data)
    told(client, ASK, data)
    assert GroupRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({"themes": [], "first": "cura"}, "Scegli almeno due temi."),
        ({"slots": ["mar-18"], "preferred": []}, "Scegli almeno tre orari."),
        ({"slots": [], "preferred": []}, "Scegli almeno tre orari."),
        ({"first": ""}, "Scegli il tema che conta di più per te."),
        ({"themes": ["segreto", "cura"]}, "Scegli solo fra le risposte dell&#x27;elenco."),
    ],
)
def test_a_mistake_keeps_everything_typed(client: Client, change: dict[str, Any], mistake: str) -> None:
    wishes = {**WISHES, **change}
    answer = client.post(ASK, {**wishes, "request_key": key()}).content.decode()
    assert mistake in answer
    assert "C&#x27;è qualcosa da sistemare" in answer or "C'è qualcosa da sistemare" in answer
    ticked = set(re.findall(r'name="slots" value="([^"]+)"[^>]*checked', answer))
    assert ticked == set(wishes["slots"])
    assert open_ones() == 0


def test_what_she_prefers_and_cares_for_most_counts_without_being_ticked_twice(client: Client) -> None:
    wishes = {"themes": ["cura"], "first": "lavoro", "slots": ["gio-10", "sab-10"], "preferred": ["mar-18"]}
    told(client, ASK, {**wishes, "request_key": key()})
    own = queries.my_request(user_of(client))
    assert own is not None
    assert (own.themes, set(own.slots)) == (["lavoro", "cura"], {"mar-18", "gio-10", "sab-10"})


def test_looking_at_what_changes_writes_nothing_and_keeps_what_is_ticked(
    client: Client, staff: Staff
) -> None:
    group, _members = running(staff)
    actions.update_circle(actor=staff.facilitator, circle_id=group.pk, public=False, area="", entry_open=True)
    data = {"themes": ["lavoro50"], "slots": ["gio-10"], "do": "look"}
    answer = client.post(ASK, data).content.decode()
    assert "Con martedì sera: 1 gruppo." in answer
    assert re.findall(r'name="slots" value="([^"]+)"[^>]*checked', answer) == ["gio-10"]
    assert "qualcosa da sistemare" not in answer
    assert open_ones() == 0


def test_a_number_of_waiting_people_is_told_only_from_the_threshold_on(client: Client, staff: Staff) -> None:
    data = {"themes": ["lavoro50", "cura"], "slots": ["mar-18"], "do": "look"}
    for _n in range(4):
        requested(staff, person(staff), themes=THEMES)
    assert not re.search("manca(no)? [0-9]", client.post(ASK, data).content.decode())
    requested(staff, person(staff), themes=THEMES)
    assert "manca 1 persona" in client.post(ASK, data).content.decode()


def test_she_changes_her_request_and_takes_it_back_with_one_press(client: Client) -> None:
    told(client, ASK, {**WISHES, "request_key": key()})
    assert 'value="lavoro50" id="id_first_1"' in page(client, ASK).replace("checked ", "")
    told(client, ASK, {**WISHES, "themes": ["cura", "tempi"], "first": "tempi", "request_key": key()})
    own = queries.my_request(user_of(client))
    assert own is not None
    assert own.themes == ["tempi", "cura"]
    for _press in range(2):
        assert "La tua richiesta non c&#x27;è più" in told(client, reverse("mygroup:withdraw"))
    assert (open_ones(), queries.my_request(user_of(client))) == (0, None)


def test_under_18_without_a_parent_the_refusal_keeps_the_form(
    client_for: Callable[..., Client], staff: Staff
) -> None:
    young = person(staff, birth_year=timezone.localdate().year - 16)
    answer = client_for(user=factories.member(person=young)).post(ASK, {**WISHES, "request_key": key()})
    assert "serve il sì di un genitore" in answer.content.decode()


# --- the talk and the proposal --------------------------------------------------------------------


def test_a_booked_talk_says_when_and_with_whom(client: Client, staff: Staff, zoe: Person) -> None:
    request = actions.ask(actor=staff.desk, person_ref=zoe.pk, themes=THEMES, slots=WISHES["slots"])
    actions.book_talk(actor=staff.desk, request_id=request.pk, at=factories.moment(hour=15))
    answer = page(client, HOME)
    assert ("alle 15" in answer, staff.desk.name in answer) == (True, True)


def test_a_proposal_gives_its_reasons_its_dates_and_the_whole_pact(
    client: Client, staff: Staff, zoe: Person
) -> None:
    group = proposed(staff, zoe)
    answer = page(client, HOME)
    pact = queries.pact_of(group)
    assert pact is not None
    assert "L&#x27;orario è uno di quelli che hai scelto: martedì sera." in answer
    assert "Il tema è quello che conta di più per te: Il lavoro dopo i 50 anni." in answer
    assert "Lucia" in answer
    assert all(line in answer.replace("&#x27;", "'") for line in pact.text.splitlines())
    assert group.code not in answer


def test_yes_to_the_pact_twice_is_one_membership(client: Client, staff: Staff, zoe: Person) -> None:
    group = proposed(staff, zoe)
    url = reverse("mygroup:accept", args=[group.pk])
    first, second = told(client, url, {"version": "1"}), told(client, url, {"version": "1"})
    assert ("vieni a provare" in first, "Il prossimo incontro" in second) == (True, True)
    assert [row.standing for row in Membership.objects.all()] == [Standing.TRIAL]
    assert open_ones() == 0


@pytest.mark.parametrize("version", ["", "0", "2", "x", "٣", "9" * 40])
def test_a_pact_that_is_not_the_one_on_the_page_is_not_accepted(
    client: Client, staff: Staff, zoe: Person, version: str
) -> None:
    group = proposed(staff, zoe)
    answer = told(client, reverse("mygroup:accept", args=[group.pk]), {"version": version})
    assert "Il patto è cambiato. Rileggilo" in answer
    assert Membership.objects.count() == 0


def test_no_to_a_proposal_asks_no_reason_and_waits_again(client: Client, staff: Staff, zoe: Person) -> None:
    group = proposed(staff, zoe)
    for _press in range(2):
        told(client, reverse("mygroup:decline"), {"circle": str(group.pk)})
    own = queries.my_request(user_of(client))
    assert own is not None
    assert (own.state, own.circle) == (RequestState.TALKED, None)


def test_a_page_left_open_does_not_say_no_to_another_proposal(
    client: Client, staff: Staff, zoe: Person
) -> None:
    proposed(staff, zoe)
    told(client, reverse("mygroup:decline"), {"circle": str(uuid.uuid4())})
    own = queries.my_request(user_of(client))
    assert own is not None
    assert own.state == RequestState.PROPOSED


def test_while_a_group_is_proposed_nothing_else_is_asked(client: Client, staff: Staff, zoe: Person) -> None:
    proposed(staff, zoe)
    assert client.get(ASK)["Location"] == HOME


# --- in the group ---------------------------------------------------------------------------------


def test_her_group_says_when_and_where_and_lets_her_go_at_once(
    client: Client, staff: Staff, zoe: Person
) -> None:
    group = inside(staff, zoe)
    url = reverse("mygroup:group", args=[group.pk])
    answer = page(client, url)
    assert ("Esco dal gruppo" in answer, "dalle 18 alle 20" in answer) == (True, True)
    leave = reverse("mygroup:leave", args=[group.pk])
    for _press in range(2):
        assert "non fai più parte del gruppo" in told(client, leave)
    assert client.get(url).status_code == 404
    assert [row.standing for row in Membership.objects.all()] == [Standing.LEFT]


def test_after_the_trial_meeting_and_not_before_she_is_asked_whether_she_stays(
    client: Client, staff: Staff, zoe: Person
) -> None:
    group = inside(staff, zoe)
    url = reverse("mygroup:group", args=[group.pk])
    assert "Resto nel gruppo" not in page(client, url)
    tonight(group)
    assert "Resto nel gruppo" in page(client, url)
    for _press in range(2):
        told(client, reverse("mygroup:stay", args=[group.pk]))
    assert "Resto nel gruppo" not in page(client, url)
    assert [row.standing for row in Membership.objects.all()] == [Standing.MEMBER]


def test_a_pact_that_changed_is_read_and_accepted_again(client: Client, staff: Staff, zoe: Person) -> None:
    group = inside(staff, zoe)
    url, yes = (reverse(f"mygroup:{name}", args=[group.pk]) for name in ("group", "accept_new"))
    assert "Accetto il nuovo patto" not in page(client, url)
    review = timezone.localdate() + timedelta(days=90)
    actions.write_pact(
        actor=staff.facilitator, circle_id=group.pk, text="Si arriva puntuali.", review_on=review
    )
    answer = page(client, url)
    assert ("Accetto il nuovo patto" in answer, "Si arriva puntuali." in answer) == (True, True)
    assert "Rileggilo" in told(client, yes, {"version": "1"})
    told(client, yes, {"version": "2"})
    assert "Accetto il nuovo patto" not in told(client, yes, {"version": "2"})


def test_the_sheet_of_the_pact_has_no_theme_and_no_name(client: Client, staff: Staff, zoe: Person) -> None:
    group = proposed(staff, zoe)
    sheet = reverse("mygroup:pact", args=[group.pk])
    assert "Quello che si dice qui resta qui." in page(client, sheet)
    told(client, reverse("mygroup:accept", args=[group.pk]), {"version": "1"})
    answer = page(client, sheet)
    assert group.code in answer
    assert ("Il lavoro dopo i 50" in answer, "Lucia" in answer) == (False, False)


def test_names_are_shown_where_the_group_agreed_and_each_reads_it(
    client_for: Callable[..., Client], staff: Staff
) -> None:
    group, members = running(staff)
    client, url = client_for(user=members[0]), reverse("mygroup:people", args=[group.pk])
    Person.objects.filter(pk=members[1].person_ref).update(protected=True, alias="Luce")
    page(client, reverse("mygroup:group", args=[group.pk]))
    assert DiaryEntry.objects.filter(action="circle.roster").count() == 0
    answer = page(client, url)
    assert ("Carla" in answer, "Bruno" in answer, "Luce" in answer) == (True, False, False)
    assert DiaryEntry.objects.filter(action="circle.roster").count() == len(members)


def test_with_a_guide_from_outside_no_names_are_shown(
    client_for: Callable[..., Client], staff: Staff
) -> None:
    group, members = running(staff, mode="external")
    client = client_for(user=members[0])
    assert "Carla" not in page(client, reverse("mygroup:people", args=[group.pk]))
    assert reverse("mygroup:people", args=[group.pk]) not in page(
        client, reverse("mygroup:group", args=[group.pk])
    )


def test_she_may_be_in_two_groups(client: Client, staff: Staff, zoe: Person) -> None:
    groups = [inside(staff, zoe), inside(staff, zoe)]
    answer = page(client, HOME)
    assert all(reverse("mygroup:group", args=[group.pk]) in answer for group in groups)


ROUTES = [
    ("get", "group"),
    ("get", "people"),
    ("get", "pact"),
    ("post", "accept"),
    ("post", "accept_new"),
    ("post", "stay"),
    ("post", "leave"),
]


@pytest.mark.parametrize(("method", "name"), ROUTES)
def test_another_persons_group_is_not_there(
    client: Client, client_for: Callable[..., Client], staff: Staff, method: str, name: str
) -> None:
    group, _members = running(staff)
    url = reverse(f"mygroup:{name}", args=[group.pk])
    missing = reverse(f"mygroup:{name}", args=[uuid.uuid4()])
    before = list(Membership.objects.order_by("pk").values())
    clients = [client, client_for(user=staff.desk), client_for(user=staff.coordinator)]
    clients.append(client_for(user=staff.facilitator))
    for one in clients:
        press = getattr(one, method)
        assert (press(url).status_code, press(missing).status_code) == (404, 404)
    assert list(Membership.objects.order_by("pk").values()) == before


# --- elsewhere ------------------------------------------------------------------------------------


def test_the_first_page_tells_the_next_step_in_words_that_say_nothing(
    client: Client, staff: Staff, zoe: Person
) -> None:
    today = reverse("member:today")
    assert "appuntamento al Job Caffè" not in page(client, today)
    group = proposed(staff, zoe)
    assert "C&#x27;è un messaggio per te" in page(client, today)
    told(client, reverse("mygroup:accept", args=[group.pk]), {"version": "1"})
    answer = page(client, today)
    assert "Hai un appuntamento al Job Caffè" in answer
    assert ("Il lavoro dopo" in answer, group.code in answer, "Lucia" in answer) == (False, False, False)


def test_she_reads_her_diary_and_takes_her_copy_away(client: Client, staff: Staff, zoe: Person) -> None:
    group = inside(staff, zoe)
    actions.open_roster(actor=staff.facilitator, circle_id=group.pk)
    assert "ha visto i nomi del gruppo" in page(client, reverse("member:seen"))
    copy = client.get(reverse("member:copy")).json()
    assert [row["gruppo"] for row in copy["gruppi"]["gruppi"]] == [group.code]
    assert "ha visto i nomi del gruppo" in [row["che cosa"] for row in copy["chi ha visto nei gruppi"]]


def test_her_calendar_has_the_meetings_under_words_that_say_nothing(
    client: Client, staff: Staff, zoe: Person
) -> None:
    from jobcaffe.encounters import actions as encounters

    _feed, token = encounters.create_feed(actor=user_of(client), label="x", request_key=uuid.uuid4())
    url = reverse("public:feed", args=[token])
    assert "BEGIN:VEVENT" not in page(client, url)
    group = inside(staff, zoe)
    calendar = page(client, url)
    planned = Encounter.objects.filter(meeting__circle=group)
    assert calendar.count("SUMMARY:Incontro al Job Caffè") == planned.count() == 12
    assert ("LOCATION" in calendar, group.code in calendar, "Lucia" in calendar) == (False, False, False)
    assert not any(str(pk) in calendar for pk in planned.values_list("pk", flat=True))
    told(client, reverse("mygroup:leave", args=[group.pk]))
    assert "BEGIN:VEVENT" not in page(client, url)


@pytest.mark.parametrize("name", ["home", "ask"])
def test_the_pages_are_light(client: Client, name: str) -> None:
    assert len(client.get(reverse(f"mygroup:{name}")).content) < 40_000


def test_in_her_diary_what_she_did_herself_is_hers(client: Client, staff: Staff, zoe: Person) -> None:
    group = proposed(staff, zoe)
    told(client, reverse("mygroup:accept", args=[group.pk]), {"version": "1"})
    rows = {line.what: line.role for line in queries.my_diary(user_of(client))}
    assert rows["ha accettato il patto di un gruppo"] == "tu"
    assert rows["ha proposto un gruppo"] == "Regia"
