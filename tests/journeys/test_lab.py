"""From an idea to a result on a telephone, with the keyboard alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from jobcaffe.worklife.labs import actions
from jobcaffe.worklife.labs.models import Experiment
from tests.foundation.ui.browser import overflow, violations
from tests.journeys.keys import press, tab_to, tick, write
from tests.journeys.telephones import Telephones
from tests.worklife.labs.around import Staff, ended, lab, meeting, member

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "lab:home"


def _whole(page: Page) -> None:
    """What stands before her is accessible and not wider than her telephone."""
    assert (overflow(page), violations(page)) == (0, [])


def test_an_idea_a_trial_and_its_result(telephones: Telephones) -> None:
    staff = Staff()
    made = lab(staff)
    meeting(staff, made)
    page = telephones.of(member(staff, made), HOME, scripts=True)
    page.set_viewport_size({"width": 390, "height": 2400})
    _whole(page)

    press(page, "Scrivi un'idea")
    write(page, "Qual è l'idea?", "Un'ora in più dopo la scuola")
    write(page, "Per chi?", "chi stacca alle 17")
    _whole(page)
    press(page, "Salva l'idea")

    press(page, "Proviamola")
    write(page, "Con chi?", "Tre famiglie")
    write(page, "Fino a quando?", f"{timezone.localdate() + timedelta(days=20):%d/%m/%Y}")
    write(page, "Come capiamo se funziona?", "Se restano in cinque")
    tick(page, "Un servizio di cura")
    _whole(page)
    press(page, "Comincia la prova")
    expect(page.get_by_text("In corso").first).to_be_visible()

    ended(Experiment.objects.get())
    page.goto(telephones.site + reverse(HOME))
    press(page, "Un'ora in più dopo la scuola")
    press(page, "Dite com'è andata")
    tick(page, "Sì")
    write(page, "Che cosa avete imparato?", "In due si fa")
    write(page, "Quante ore ci avete messo?", "3")
    _whole(page)
    press(page, "Salva il risultato")
    expect(page.get_by_text("Fatto. Ora decidete che cosa fare.")).to_be_visible()
    press(page, "Vai avanti così")
    expect(page.get_by_text("Va avanti").first).to_be_visible()
    _whole(page)


def test_a_problem_of_hers_and_places_for_the_children(telephones: Telephones) -> None:
    staff = Staff()
    made = lab(staff)
    meeting(staff, made)
    anna, bea = member(staff, made), member(staff, made, first_name="Bea")
    actions.add_problem(actor=bea, lab_id=made.pk, text="La scuola finisce alle 16", signed=False)
    page = telephones.of(anna, HOME, scripts=True)
    press(page, "Vedi tutti i problemi")
    press(page, "Dico: anche per me")
    expect(page.get_by_text("Anche per me", exact=True)).to_be_visible()
    page.goto(telephones.site + reverse(HOME))
    press(page, "Porta i bambini")
    write(page, "Nome del bambino 1", "Leo")
    write(page, "Anno di nascita del bambino 1", str(timezone.localdate().year - 5))
    tab_to(page, "Prenota i posti")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hai 1 posto per i bambini.")).to_be_visible()
