"""The eighteen rules of privacy of mutual-aid groups, through the doors that everybody uses.

What data alone can break is tried in ``tests/circles/test_privacy.py``; here the pages, the files and the bytes.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.conf import settings as house_settings
from django.core import mail
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobcaffe.circles import actions, catalogue, queries
from jobcaffe.circles import models as circles
from jobcaffe.circles.enums import State
from jobcaffe.encounters.actions.feeds import create_feed, revoke_feed
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.jobs import worker
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.notices.models import Notice
from jobcaffe.foundation.privacy.consents import give_consent
from jobcaffe.people.models import Person
from tests import factories
from tests.attack.circles_world import NICKNAME, PRIVATE, SECRETS, circle_values
from tests.attack.site import World, walk
from tests.attack.two_worlds import House, build, differences, nothing, seen_after
from tests.circles.groups import Staff, enter, open_ones, person, requested, running, tonight

pytestmark = pytest.mark.django_db
ROOMS = ("mygroup", "sharing", "checks", "evenings", "leading", "forming", "groupdesk", "groups")
HERE = sorted(
    (one for one in walk() if one.name.partition(":")[0] in ROOMS), key=lambda one: (one.route, one.name)
)
LOOKED_AT = [one for one in HERE if "GET" in one.methods]
PURPOSE_DAYS = 20


@pytest.fixture
def staff() -> Staff:
    return Staff()


@pytest.fixture
def one_moment() -> Iterator[None]:
    """The clock stands still: two looks differ only by what happened."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def client_of(user: User) -> Client:
    """A browser that the house knows already."""
    made = Client()
    made.force_login(user)
    made.get("/")
    return made


def body_of(answer: Any) -> bytes:
    return answer.getvalue() if answer.streaming else answer.content  # type: ignore[no-any-return]


def inside(world: World, rooms: tuple[str, ...]) -> Iterator[str]:
    """The addresses about one group in these rooms."""
    for address in LOOKED_AT:
        about = {"circle_id", "encounter_id", "membership_id", "wave_id"} & set(address.arguments)
        if address.name.partition(":")[0] in rooms and about:
            yield world.url(address)


# --- 1: no field for words about a person -----------------------------------------------------------

# Every place of the room where somebody types words, and of whom they speak.
WORDS = {
    "Pact.text",  # of the group
    "Meeting.notes",  # of the evening: names are refused
    "Contribution.body",  # her own words about herself, under her own key
}


def test_rule_1_no_free_words_about_a_person_can_be_written() -> None:
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("circles").get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.TextField) and not isinstance(field, models.JSONField)
    }
    about_rows = {one for one in found if one.endswith(".person_sealed")}
    encrypted = {"Help.what", "Incompatibility.pair", "DiaryEntry.told"}  # codes and keys, no words
    outside = {one for one in found if one.startswith("Outside")}  # groups that are not ours
    assert found - about_rows - encrypted - outside == WORDS


# --- 2: first name or nickname ------------------------------------------------------------------------


def test_rule_2_members_read_first_names_and_nothing_else_of_each_other(staff: Staff) -> None:
    group, members = running(staff)
    mates = list(Person.objects.filter(pk__in=[user.person_ref for user in members[1:]]))
    Person.objects.filter(pk=mates[0].pk).update(alias=NICKNAME)
    browser = client_of(members[0])
    pages = b"".join(
        body_of(browser.get(url))
        for url in inside(World({"circle_id": group.pk, **_nothing()}), ("mygroup", "sharing"))
    )
    assert NICKNAME.encode() in pages
    private = [value for mate in mates for value in (mate.last_name, mate.phone, str(mate.pk)) if value]
    assert [value for value in private if value.encode() in pages] == []


def _nothing() -> dict[str, Any]:
    names = (
        "contribution_id", "help_id", "match_id", "wave_id", "membership_id", "hours_id", "encounter_id",
        "photo_id", "request_id", "proposal_id", "pair_id", "user_pk", "person_id", "outside_id",
    )  # fmt: skip
    return {name: uuid4() for name in names} | {
        "pact_version": 1, "group_pk": 1, "placement_pk": 1, "follow_up_pk": 1,
    }  # fmt: skip


# --- 3: who leads loses the group when it closes ---------------------------------------------------------


def test_rule_3_when_a_group_closes_every_page_of_it_is_not_there_for_who_led_it(staff: Staff) -> None:
    world = World(circle_values(staff))
    circle_id = world.values["circle_id"]
    browser = client_of(staff.facilitator)
    rooms = ("leading", "evenings", "checks")

    def statuses() -> dict[str, int]:
        return {url: browser.get(url).status_code for url in inside(world, rooms)}

    before = statuses()
    assert list(before.values()).count(200) >= 5
    for after in (State.CLOSING, State.ENDED):
        actions.move_on(actor=staff.facilitator, circle_id=circle_id, after=after)
    assert {url: status for url, status in statuses().items() if status != 404} == {}


# --- 4: nobody else sees the inside ------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["coordinator", "desk", "municipality", "funder", "sysadmin", "facilitator"])
def test_rule_4_the_pages_of_the_inside_are_not_there_for_others(role: str) -> None:
    world = World(circle_values())
    browser = client_of(factories.user(role))
    rooms = ("mygroup", "sharing", "leading", "evenings", "checks")
    found = {url: browser.get(url).status_code for url in inside(world, rooms)}
    assert {url: status for url, status in found.items() if status != 404} == {}


# --- 5: small cells ------------------------------------------------------------------------------------------


# Persons of the other team are in nobody's list but the house's own; these see no person at all.
@pytest.mark.usefixtures("one_moment")
@pytest.mark.parametrize("role", ["anonymous", "municipality", "funder", "organisation"])
def test_rule_5_that_one_waits_is_shown_on_no_page_and_in_no_export(role: str) -> None:
    house = build()
    worlds = [seen_after(house, happening, role) for happening in (_one_person_elsewhere, _who_waits)]
    assert differences(*worlds) == {}


def _one_person_elsewhere(house: House) -> None:
    """The same person, who asks for nothing."""
    _elsewhere()


def _elsewhere() -> tuple[Staff, Person]:
    pk = "6b1f4f6e-0000-4000-8000-000000000001"
    team = factories.team("Coop altrove")
    other = Staff(
        factories.user("coordinator", name="Ada", email="ada@example.org"),
        factories.user("desk", team=team, name="Ida", email="ida@example.org"),
        factories.user("facilitator", team=team, name="Eva", email="eva@example.org"),
    )
    return other, factories.person(
        pk=pk, team=team, last_name="Altrove", phone="3330000001", first_name="Pia"
    )


def _who_waits(house: House) -> None:
    """She asks for what nobody else asks for."""
    other, who = _elsewhere()
    requested(other, who, themes=["inizi", "tempi"], slots=["lun-15", "mer-18", "gio-15"])


# --- 6: integers; presences by person end on their day -------------------------------------------------------


def test_rule_6_marks_of_presence_go_on_their_day_by_themselves(staff: Staff) -> None:
    group, _members = running(staff)
    until = timezone.localdate() + timedelta(days=PURPOSE_DAYS)
    actions.note_presences(actor=staff.facilitator, circle_id=group.pk, purpose="certificate", until=until)
    evening = tonight(group)
    mate = queries.roster(staff.facilitator, group)[0]
    assert mate.key is not None
    actions.mark_presences(actor=staff.facilitator, encounter_id=evening.pk, present=[mate.key])
    left = []
    for days in (PURPOSE_DAYS, PURPOSE_DAYS + 1):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            actions.forget_due(actor=SYSTEM)
        left.append(circles.PresenceMark.objects.count())
    assert left == [1, 0]


# --- 7: neutral messages -----------------------------------------------------------------------------------------


def test_rule_7_no_message_of_a_whole_life_in_a_group_tells_group_theme_place_or_others(staff: Staff) -> None:
    group, members = running(staff)
    actions.update_circle(
        actor=staff.facilitator, circle_id=group.pk, public=True, area="Barbaiana", entry_open=True
    )
    who = person(staff, first_name="Zoe", email="zoe@example.org", channel="email")
    give_consent(
        actor=SYSTEM, person_ref=who.pk, subject=who, purpose="messages", how="paper", given_by="Zoe"
    )
    enter(staff, group, who)
    worker.run_due()
    notices = list(Notice.objects.all())
    assert len(mail.outbox) >= 1
    assert {notice.confidential for notice in notices} == {True}
    assert {notice.person_ref for notice in notices} == {None}
    texts = " ".join(f"{one.subject} {one.from_email} {one.body}" for one in mail.outbox).lower()
    telling = [group.code, "gruppo", "barbaiana", "lucia", *catalogue.words("theme").values()]
    telling += [Person.objects.get(pk=user.person_ref).first_name for user in members]
    assert [word for word in telling if re.search(rf"\b{re.escape(word.lower())}\b", texts)] == []
    assert not Entry.objects.filter(action__startswith="notice.").exists()


# --- 8: calendars ------------------------------------------------------------------------------------------------


def test_rule_8_a_calendar_is_one_persons_revocable_and_neutral(staff: Staff) -> None:
    room = factories.room(name="Sala del glicine")
    group, members = running(staff, room_id=room.pk)
    for user in (members[0], staff.facilitator):
        feed, token = create_feed(actor=user, label="Telefono", request_key=uuid4())
        url = reverse("public:feed", args=[token])
        text = Client().get(url).content
        assert text.count(b"BEGIN:VEVENT") >= 12
        assert [
            word for word in (group.code, "glicine", "AMA", "LOCATION", "lavoro") if word.encode() in text
        ] == []
        assert len(token) >= 43
        revoke_feed(actor=user, feed_id=feed.pk)
        assert Client().get(url).status_code == 404


# --- 9: who must not meet ------------------------------------------------------------------------------------------


def a_pair_was_written(house: House) -> None:
    """The coordinator writes that two who ask must not meet."""
    first, second = Person.objects.filter(last_name__startswith="Colombo").order_by("last_name")[:2]
    actions.keep_apart(
        actor=house.staff.coordinator, person_ref=first.pk, other_ref=second.pk,
        until=timezone.localdate() + timedelta(days=90),
    )  # fmt: skip


@pytest.mark.usefixtures("one_moment")
@pytest.mark.parametrize("who", ["another coordinator", "sysadmin"])
def test_rule_9_that_a_pair_was_written_is_told_to_nobody_but_who_wrote_it(who: str) -> None:
    house = build()
    if who == "another coordinator":
        house.browsers[who] = client_of(factories.user("coordinator"))
    worlds = [seen_after(house, happening, who) for happening in (nothing, a_pair_was_written)]
    assert differences(*worlds) == {}


# --- 10: who is protected ------------------------------------------------------------------------------------------


def test_rule_10_a_protected_member_is_on_no_page_of_the_others(staff: Staff) -> None:
    group, members = running(staff)
    Person.objects.filter(pk=members[1].person_ref).update(protected=True, alias=NICKNAME)
    actions.share(actor=members[1], circle_id=group.pk, kind="experience", text="ciao", readers="circle")
    world = World({"circle_id": group.pk, **_nothing()})
    # Who leads reads the nickname that she chose, and never the name.
    for user, words in ((members[0], (NICKNAME, "Bruno")), (staff.facilitator, ("Bruno",))):
        browser = client_of(user)
        for url in inside(world, ("mygroup", "sharing", "leading")):
            text = body_of(browser.get(url))
            assert [word for word in words if word.encode() in text] == [], url


# --- 11: who looked is told ------------------------------------------------------------------------------------------


def test_rule_11_who_opens_the_names_is_read_by_each_member_as_a_role_and_not_as_a_name(staff: Staff) -> None:
    group, members = running(staff)
    mine = client_of(members[0])
    told = "ha visto i nomi del gruppo"
    assert told not in mine.get(reverse("member:seen")).content.decode()
    assert client_of(staff.facilitator).get(reverse("leading:people", args=[group.pk])).status_code == 200
    page = mine.get(reverse("member:seen")).content.decode()
    assert told in page
    row = page[: page.index(told)].rpartition("<tr")[2]
    assert "Chi guida un gruppo" in row
    assert "Lucia" not in row


# --- 12: an end for everything -----------------------------------------------------------------------------------------


def test_rule_12_when_its_time_is_over_nothing_leads_from_a_person_to_a_group(staff: Staff) -> None:
    group, members = running(staff)
    actions.share(actor=members[0], circle_id=group.pk, kind="experience", text="mio", readers="circle")
    actions.post_help(actor=members[0], circle_id=group.pk, kind="need", category="passaggio")
    requested(staff, person(staff))
    for after in (State.CLOSING, State.ENDED):
        actions.move_on(actor=staff.facilitator, circle_id=group.pk, after=after)
    with time_machine.travel(timezone.now() + timedelta(days=367)):
        actions.forget_due(actor=SYSTEM)
        browser = client_of(members[0])
        world = World({"circle_id": group.pk, **_nothing()})
        found = {url: browser.get(url).status_code for url in inside(world, ("mygroup", "sharing"))}
    assert {url: status for url, status in found.items() if status != 404} == {}
    gone = (circles.Membership, circles.Acceptance, circles.Help, circles.PresenceMark)
    assert [model._default_manager.count() for model in gone] == [0] * len(gone)
    assert (open_ones(), circles.DiaryEntry.objects.filter(circle=group).count()) == (0, 0)
    mine = circles.Contribution.objects.get()
    assert (mine.circle, mine.readers) == (None, "only_me")


# --- 13: leaving ---------------------------------------------------------------------------------------------------------


def test_rule_13_leaving_is_one_press_without_words_question_or_message(staff: Staff) -> None:
    group, members = running(staff)
    browser = client_of(members[0])
    page = browser.get(reverse("mygroup:group", args=[group.pk])).content.decode()
    way_out = reverse("mygroup:leave", args=[group.pk])
    form = page[page.index(f'action="{way_out}"') :].partition("</form>")[0]
    assert [word for word in ("<textarea", "<select", 'type="text"', "data-confirm") if word in form] == []
    journal, sent = Entry.objects.count(), Notice.objects.count()
    assert browser.post(way_out).status_code == 302
    assert len(queries.roster(members[1], group)) == 5
    assert (Entry.objects.count(), Notice.objects.count()) == (journal, sent)
    assert browser.get(reverse("mygroup:group", args=[group.pk])).status_code == 404


# --- 14: answers of nobody --------------------------------------------------------------------------------------------------


def test_rule_14_an_answer_leaves_nothing_of_who_gave_it(staff: Staff) -> None:
    group, members = running(staff)
    wave, codes = actions.open_wave(actor=staff.facilitator, circle_id=group.pk, instrument="gruppo5")
    browser = client_of(members[0])
    before = (Entry.objects.count(), circles.DiaryEntry.objects.count())
    questions = catalogue.instruments()["gruppo5"].questions
    values = {f"question-{name}": "3" for name, _text in questions}
    asked = browser.post(reverse("checks:answer"), {"code": codes[0]}).content.decode()
    assert [name for name in values if f'name="{name}"' not in asked] == []
    sent = browser.post(reverse("checks:answer"), {"code": codes[0], "answering": "1", **values})
    assert sent.status_code == 302
    row = circles.CheckAnswer.objects.get()
    assert (row.wave_id, row.values) == (wave.pk, {name: 3 for name, _text in questions})
    assert (Entry.objects.count(), circles.DiaryEntry.objects.count()) == before
    assert wave.codes.count() == len(codes) - 1
    again = browser.post(reverse("checks:answer"), {"code": codes[0], "answering": "1", **values})
    assert (again.status_code, circles.CheckAnswer.objects.count()) == (200, 1)


def test_rule_14_the_last_page_is_the_same_for_everybody() -> None:
    pages = [Client().get(reverse("checks:thanks")).content for _time in (1, 2)]
    plain = [
        re.sub(rb'nonce="[^"]+"|value="[^"]+"|Nonce":"[^"]+"|X-CSRFToken": "[^"]+"', b"", page)
        for page in pages
    ]
    assert plain[0] == plain[1]
    assert b"<li" in pages[0]


# --- 15: nobody else is called, nobody is counted -----------------------------------------------------------------------------

_CALLED = re.compile(
    rb'<(?:script|link|img|iframe|source|form|object|embed|video|audio)\b[^>]*?(?:src|href|action)="([^"]+)"'
)


def test_rule_15_the_pages_of_groups_call_no_other_house(staff: Staff) -> None:
    mine = person(staff, first_name="Zoe")
    world = World({**_nothing(), **circle_values(staff, mine)})
    users = [User.objects.get(person_ref=mine.pk), staff.facilitator, staff.coordinator, staff.desk]
    called, seen = set(), 0
    for user in users:
        browser = client_of(user)
        for address in LOOKED_AT:
            answer = browser.get(world.url(address))
            seen += answer.status_code == 200
            called |= {found.decode() for found in _CALLED.findall(body_of(answer))}
            policy = answer.headers.get("Content-Security-Policy", "")
            assert "http:" not in policy.replace("http://testserver", "")
            assert "https:" not in policy
    own = urlsplit(house_settings.SITE_URL).netloc
    assert {one for one in called if urlsplit(one).netloc not in ("", own, "testserver")} == set()
    assert seen >= 40


# --- 16: under 18 ------------------------------------------------------------------------------------------------------------------


def test_rule_16_under_18_a_parent_says_yes_and_two_adults_lead(staff: Staff) -> None:
    year = timezone.localdate().year - 16
    alone = person(staff, birth_year=year)
    with transaction.atomic(), pytest.raises(Refused, match="genitore"):
        requested(staff, alone)
    group, _members = running(staff)
    actions.update_circle(
        actor=staff.facilitator, circle_id=group.pk, public=True, area="Lainate", entry_open=True
    )
    young = person(staff, birth_year=year, guardian_name="Maria Verdi")
    with transaction.atomic(), pytest.raises(Refused, match="due persone"):
        enter(staff, group, young)
    second = factories.user("facilitator")
    actions.appoint(actor=staff.coordinator, circle_id=group.pk, user_id=second.pk, part="co")
    request = circles.GroupRequest.objects.exclude(state="closed").get()
    actions.propose_circle(actor=staff.coordinator, request_id=request.pk, circle_id=group.pk)
    actions.accept_pact(actor=staff.desk, request_id=request.pk, version=1, how="paper")
    assert len(queries.roster(staff.facilitator, group)) == 7


# --- 17: databases, backups, administration ------------------------------------------------------------------------------------------


def _rows() -> Iterator[tuple[str, str]]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, repr(row)


def test_rule_17_no_row_of_the_database_links_a_member_to_her_group_or_shows_her_words(staff: Staff) -> None:
    mine = person(staff, first_name="Zoe", last_name="Canarinafutura", alias=NICKNAME)
    values = circle_values(staff, mine)
    group = circles.Circle.objects.get(pk=values["circle_id"])
    hers = (str(mine.pk), mine.pk.hex, "Canarinafutura", "canarinafutura", NICKNAME)
    its = (str(group.pk), group.pk.hex, group.code)
    linked, shown, known = [], [], set()
    for table, row in _rows():
        is_hers = any(word in row for word in hers)
        known |= {table} if is_hers else set()
        if table.startswith("circles_") and is_hers:
            linked.append(table)
        if is_hers and any(word in row for word in its):
            linked.append(table)
        shown += [table for word in SECRETS if word != NICKNAME and word in row]
    assert "people_person" in known
    assert (linked, shown) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_rule_17_no_byte_of_what_she_wrote_for_herself_is_in_database_or_backup(
    tmp_path: Path, settings: Any
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's files")
    from jobcaffe.foundation import backup as backups
    from jobcaffe.foundation.sealedstream import Secret
    from tests.attack.test_erasure_bytes import database_files

    settings.HOME = tmp_path
    staff = Staff()
    circle_values(staff, person(staff, first_name="Zoe", last_name="Canarinafutura"))
    made = backups.backup(tmp_path / "out")
    workshop = tmp_path / "opened"
    workshop.mkdir()
    backups._unpack(made, workshop, Secret(key=settings.KEYS.backup_key))
    files = [*database_files(), made, *(path for path in workshop.rglob("*") if path.is_file())]
    words = [word.encode() for word in SECRETS if word != NICKNAME]
    found = [path.name for path in files for word in words if word in path.read_bytes()]
    searched = [path for path in files if b"Canarinafutura" in path.read_bytes()]
    shutil.rmtree(workshop)
    assert found == []
    # The search can fail: her name, which the desk reads, is there.
    assert searched != []


def test_rule_17_there_is_no_other_door_to_the_data() -> None:
    assert "django.contrib.admin" not in house_settings.INSTALLED_APPS
    assert [one.route for one in walk() if "admin" in one.route] == []


# --- 18: who may see what ---------------------------------------------------------------------------------------------------------------

EVERYBODY = {"public.read"}
DOORS = {
    "mygroup": {"circle.member"},
    "sharing": {"circle.member", "circle.lead", *EVERYBODY},
    "checks": {"circle.member", "circle.lead", *EVERYBODY},
    "evenings": {"circle.lead", *EVERYBODY},
    "leading": {"circle.lead", "circle.hours", "circle.costs"},
    "forming": {"circle.form", "circle.manage"},
    "groupdesk": {"circle.ask", "circle.desk"},
    "groups": {"outside.manage", *EVERYBODY},
}


def test_rule_18_each_room_has_its_doors_and_no_others() -> None:
    found: dict[str, set[str]] = {}
    for address in HERE:
        found.setdefault(address.name.partition(":")[0], set()).add(address.capability)
    assert found == DOORS


def test_rule_18_what_everybody_may_open_says_nothing_of_a_group_that_is_not_public() -> None:
    values = circle_values()
    circles.Circle.objects.filter(pk=values["circle_id"]).update(public=False)
    world, group = World(values), circles.Circle.objects.get(pk=values["circle_id"])
    shown = []
    for address in LOOKED_AT:
        if address.capability in EVERYBODY:
            answer = Client().get(world.url(address))
            # What is not there says again the address that was typed.
            words = (group.code, PRIVATE, str(group.pk)) if answer.status_code != 404 else (group.code,)
            shown += [f"{address.name}: {word}" for word in words if word.encode() in body_of(answer)]
    assert shown == []
