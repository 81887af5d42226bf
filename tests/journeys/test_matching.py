"""Journey c at 390 px without scripts: what she can do, proposals with reasons, both yeses, and her way out."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from jobcaffe.exchange.introductions.models import Introduction
from jobcaffe.people.models import Person
from tests import factories
from tests.journeys.telephones import Telephones, faults
from tests.network.matching.around import job, told

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 30


def test_she_tells_what_she_can_do_and_says_that_it_interests_her(telephones: Telephones) -> None:
    partner, member = factories.partner(), factories.member()
    post = job(partner, windows=[])
    page = telephones.of(member, at="matching:home")
    page.get_by_role("link", name="Comincia: bastano due minuti").click()
    page.get_by_label("Quale lavoro sai fare, o vorresti fare?").fill("magazziniere")
    page.get_by_role("button", name="Cerca il lavoro").click()
    expect(page.get_by_role("radio")).to_have_count(5)
    page.get_by_label("L'ho già fatto, anche senza contratto").check()
    page.get_by_role("button", name="Salva").click()
    page.get_by_role("button", name="Salva e vai avanti").click()
    page.get_by_label("Quanti minuti di viaggio vanno bene?").fill("40")
    page.get_by_role("button", name="Salva e cerca").click()
    expect(page.get_by_text("Perché", exact=True)).to_be_visible()
    expect(page.get_by_text("Cerchi questo: magazziniere / magazziniera.")).to_be_visible()
    page.get_by_role("button", name="Mi interessa").click()
    page.get_by_role("button", name="Dico di sì, presentatemi").click()
    expect(page.get_by_text("Ora tocca a loro: ti avvisiamo noi.")).to_be_visible()
    theirs = telephones.of(partner, at="matching:received")
    theirs.get_by_role("link", name=post.title).click()
    theirs.get_by_label("Chi la incontra, dove e quando?").fill("Giulia, martedì alle 10")
    theirs.get_by_role("button", name="Accetta l'incontro").click()
    expect(theirs.get_by_text("Ora avete i contatti l'uno dell'altra.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Giulia, martedì alle 10")).to_be_visible()
    page.get_by_role("link", name="Ritirati").click()
    page.get_by_role("button", name="Ritira la presentazione").click()
    answer = theirs.reload()
    assert answer is not None
    assert answer.status == 404


def test_the_desk_proposes_with_two_taps_in_time(telephones: Telephones) -> None:
    desk = factories.user("desk", team=factories.team())
    member = factories.member()
    job(windows=[])
    Person.objects.filter(pk=member.person_ref).update(team=desk.team, channel="email", email="x@example.org")
    told(member)
    page = telephones.of(desk, at="matching:desk")
    page.goto(telephones.site + reverse("matching:desk_home", args=[member.person_ref]))
    page.get_by_role("button", name="Cerca adesso").click()
    began = time.monotonic()
    page.get_by_role("link", name="Proponi").click()
    page.get_by_role("button", name="Manda").click()
    expect(page.get_by_text("L'organizzazione non sa ancora niente.")).to_be_visible()
    assert time.monotonic() - began < SECONDS
    assert Introduction.objects.get().state == "proposed"


def test_every_page_is_accessible_and_fits_the_narrowest_screen(telephones: Telephones) -> None:
    partner, member = factories.partner(), factories.member()
    post = job(partner, windows=[])
    told(member)
    scripts = telephones.of(member, scripts=True, at="matching:home")
    scripts.get_by_role("button", name="Cerca adesso").click()
    names = ("home", "know", "lived", "skills", "limits", "cv", "europass", "order")
    addresses = [telephones.site + reverse(f"matching:{name}") for name in names]
    addresses += [telephones.site + reverse("matching:not_now", args=[post.pk])]
    scripts.get_by_role("button", name="Mi interessa").click()
    row = Introduction.objects.get()
    addresses += [telephones.site + reverse("matching:introduction", args=[row.pk])]
    addresses += [telephones.site + reverse("matching:withdraw", args=[row.pk])]
    assert faults(scripts, addresses) == []
