"""What the community network may never tell, nor forget to do, whoever asks and however often."""

from __future__ import annotations

import csv
import json
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobcaffe.exchange.introductions import actions, queries
from jobcaffe.exchange.introductions.enums import State
from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.exchange.posts import words
from jobcaffe.exchange.posts.models import Post
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.network.matching import actions as matching
from jobcaffe.network.matching import gathering
from jobcaffe.network.matching.models import Profile
from jobcaffe.network.matching.profiles import Told, Trade
from jobcaffe.network.outreach import actions as outreach
from jobcaffe.network.outreach import queries as outreach_reads
from jobcaffe.network.outreach import rules as outreach_rules
from jobcaffe.network.tables import actions as tables
from jobcaffe.network.tables.models import Interest
from jobcaffe.organisations.actions import ask_to_join, merge_organisations
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person
from jobcaffe.web.matching import cv
from jobcaffe.web.matching.views.staff import hidden
from tests import factories
from tests.attack.network_world import network_values, tables_values
from tests.attack.site import World
from tests.attack.test_network_forms import addresses
from tests.attack.test_words_of_strangers import EVIL
from tests.network.matching.around import job, occupation, told
from tests.network.tables.around import body

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> User:
    return factories.user("desk", team=factories.team())


def signed_in(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def member_of(desk: User, **fields: Any) -> User:
    usual = {"first_name": "Nadia", "last_name": "Rinaldi", "phone": "+393331234567", "team": desk.team}
    return factories.member(person=factories.person(**{**usual, **fields}))


def second_record(of: User, desk: User) -> Person:
    """Another record of the same person, united with the first."""
    return factories.person(team=desk.team, merged_into=Person.objects.get(pk=of.person_ref))


# --- her way out ------------------------------------------------------------------------------------------


def test_who_withdraws_is_read_nowhere_also_from_another_record_of_hers(desk: User) -> None:
    partner, member = factories.partner(), member_of(desk)
    post, twin = job(partner), second_record(member, desk)
    row = actions.propose(actor=desk, person_ref=member.person_ref, post_id=post.pk)
    actions.answer(actor=member, introduction_id=row.pk, says="yes")
    other = Introduction(post=post, state=State.ASKED, begun_by="house", **Introduction.columns_for(twin.pk))
    other.seal({"reasons": []})
    other.seal({"name": "Nadia", "contacts": [], "cv": False}, "shown")
    other.save()
    actions.withdraw(actor=member, introduction_id=row.pk)
    assert queries.received(partner) == []


def test_who_stops_the_search_is_not_searched_for_by_another_record_of_hers(desk: User) -> None:
    member = member_of(desk)
    told(member)
    twin = Profile(**Profile.columns_for(second_record(member, desk).pk))
    twin.seal(Told(trades=(Trade("magazziniere", occupation()),)).body())
    twin.save()
    matching.set_looking(actor=member, person_ref=member.person_ref, looking=False)
    assert gathering.candidates() == []


# --- what the organisation reads --------------------------------------------------------------------------


def introduced(desk: User, partner: User, **lines: tuple[str, ...]) -> tuple[User, Introduction]:
    member = member_of(desk)
    told(member, cv=("studies", "languages"), **lines)
    row = actions.propose(actor=desk, person_ref=member.person_ref, post_id=job(partner).pk)
    return member, actions.answer(
        actor=member, introduction_id=row.pk, says="yes", name="first", contact="phone", cv=True
    )


def test_a_cv_tells_no_contact_and_no_surname_that_she_does_not_let_be_seen(desk: User) -> None:
    partner = factories.partner()
    lines = (
        "Nadia Rinaldi, licenza media 1998-2002",
        "chiamatemi al 333 123 45 67 o nadia@example.org",
        "dal 12/03/1998",
    )
    _member, row = introduced(desk, partner, studies=lines)
    found = queries.one_received(partner, row.pk)
    assert found is not None
    sheet = cv.for_partner(found)
    assert [line for _title, lines in sheet.sections for line in lines] == [
        "Nadia •••, licenza media 1998-2002",
        "chiamatemi al ••• o •••",
        "dal 12/03/1998",
    ]
    assert (sheet.name, sheet.contacts) == ("Nadia", [])


def test_she_reads_who_opened_what_she_lets_be_seen(desk: User) -> None:
    partner = factories.partner(name="Giulia che assume")
    member, row = introduced(desk, partner)
    browser = signed_in(partner)
    for name in ("received_one", "received_cv"):
        assert browser.get(reverse(f"matching:{name}", args=[row.pk])).status_code == 200
    assert Entry.objects.filter(action="introduction.read").count() == 2
    assert "Giulia che assume" in signed_in(member).get(reverse("member:seen")).content.decode()


def test_a_party_opens_its_agreement() -> None:
    factories.room()
    partner = factories.partner()
    values = tables_values(partner.delegate.organisation)
    answer = signed_in(partner).get(reverse("tables:own_agreement", args=[values["agreement_id"]]))
    assert answer.status_code == 200
    assert "Accordo di prova" in answer.content.decode()


# --- organisations ----------------------------------------------------------------------------------------


def test_who_stops_our_messages_stays_stopped_after_two_records_became_one(desk: User) -> None:
    keep, gone = body("Officina Bianchi"), body("Officina Bianchi srl")
    token = outreach_rules.stop_token(gone.pk, "index")
    merge_organisations(actor=desk, keep_id=keep.pk, gone_id=gone.pk)
    outreach.stop_by_link(token=token)
    assert [one.reach for one in outreach_reads.refusing(keep.pk)] == ["writing"]


def test_wishing_to_meet_twice_is_the_same_as_once() -> None:
    partner, other = factories.partner(body("Officina")), body("Scuola", kind="school")
    for wanted, count in ((True, 1), (True, 1), (False, 0), (False, 0)):
        tables.say_interest(actor=partner, other_id=other.pk, wanted=wanted)
        assert Interest.objects.count() == count


# --- numbers and words ------------------------------------------------------------------------------------


def test_groups_that_are_hidden_together_are_not_a_small_group() -> None:
    assert hidden({"a": 1, "b": 2, "c": 9, "d": 30}) == {"a", "b", "c"}
    assert hidden({"a": 3, "b": 4, "c": 9}) == {"a", "b"}


@pytest.mark.parametrize(
    "text",
    [
        "bella presenza",
        "bel\u00adla presenza",
        "bella\u200b presenza",
        "ｂｅｌｌａ presenza",
        "BELLA\u00a0PRESENZA",
    ],
)
def test_a_forbidden_request_is_found_however_its_letters_are_written(text: str) -> None:
    assert [one.law for one in words.unfair(text)] == ["looks"]


def test_an_age_is_found_with_an_accent_of_its_own() -> None:
    assert [one.law for one in words.unfair("eta\u0300 massima 35")] == ["age"]


# --- lists and long names ---------------------------------------------------------------------------------


def bring(**typed: Any) -> str:
    from tests.network.outreach import around

    boss = factories.user("coordinator")
    campaign = around.campaign(boss, name="Campagna di prova")
    return signed_in(boss).post(reverse("outreach:bring", args=[campaign.pk]), typed).content.decode()


@pytest.mark.parametrize("longest", [131_072, 1_000_000])
def test_a_pasted_quote_that_never_closes_is_told(longest: int) -> None:
    before = csv.field_size_limit(longest)
    assert "virgoletta di troppo" in bring(pasted='Bocciofila;"' + "Lainate " * 20_000)
    csv.field_size_limit(before)


def test_lines_that_end_as_in_old_files_are_counted_too() -> None:
    file = SimpleUploadedFile("elenco.csv", b"Denominazione;Comune\r" + b"Bocciofila;Lainate\r" * 3000)
    assert "più di 2.000 righe" in bring(file=file)


@pytest.mark.parametrize("letter", ["½", "℡", "㏂", "﷽"])
def test_a_name_whose_letters_grow_is_kept_within_its_column(letter: str) -> None:
    longest = Organisation._meta.get_field("search_name").max_length
    made = ask_to_join(
        name=f"{letter} " * 80,
        kind="company",
        municipality="Lainate",
        contact_name="Rosa",
        contact="333 123 4567",
    )
    made.full_clean(exclude={"fiscal_code"})
    assert len(made.search_name) <= longest


# --- words of strangers -----------------------------------------------------------------------------------


def test_the_name_of_an_organisation_opens_no_element_and_ends_no_script_on_any_page(desk: User) -> None:
    factories.room()
    partner = factories.partner(body("Officina"))
    own = partner.delegate.organisation
    world = World(
        {"organisation_id": own.pk, "person_id": member_of(desk).person_ref, **network_values(own, partner)}
    )
    evil = {"name": EVIL, "description": EVIL, "offers": EVIL, "asks": EVIL, "address": EVIL, "website": EVIL}
    Organisation.objects.filter(pk=own.pk).update(**evil)
    Post.objects.update(title=EVIL[:90], text=EVIL, when=EVIL)
    wrong, seen = [], 0
    for user in (None, partner, desk, factories.user("coordinator")):
        browser = signed_in(user) if user else Client()
        for address in addresses():
            try:
                url = world.url(address)
            except KeyError:
                continue
            answer = browser.get(url) if "GET" in address.methods else None
            if answer is None or answer.status_code != 200:
                continue
            seen += 1
            text = b"".join(answer) if answer.streaming else answer.content
            kind = answer["Content-Type"]
            if "html" in kind or "svg" in kind:
                wrong += [
                    f"{address.name} {user}" for bad in (b"<img src=x", b"<script>alert") if bad in text
                ]
            for data in re.findall(
                rb'<script type="application/ld\+json"[^>]*>(.*?)</script>', text, re.DOTALL
            ):
                json.loads(data)
    assert wrong == []
    assert seen > 60
