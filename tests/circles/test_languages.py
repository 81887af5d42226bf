"""Words that are data, in the language of who reads: collected, translated, and on the pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jobcaffe.circles import actions, catalogue, helplines
from jobcaffe.spaces import holidays
from tests import factories
from tests.circles.groups import Staff, circle, enter, person
from tools import messages

DATA = sorted(path for path in messages.PACKAGE.rglob("*.toml") if "translated" in path.read_text("utf-8"))
# The same in both languages: a name.
NAMES = {"SOS Il Telefono Azzurro"}
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def _italian() -> Iterator[None]:
    """A page that was asked for in English leaves nothing behind."""
    with translation.override("it"):
        yield


def labels() -> list[str]:
    """Every Italian word of data that people read."""
    return [one.text for path in DATA for one in messages.data_messages(path.read_text("utf-8"), path.name)]


def shown(body: str) -> list[str]:
    """The pieces of text of a page, also those of attributes that are read aloud."""
    said = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', body)
    return [" ".join(unescape(piece).split()) for piece in [*re.findall(r">([^<>]+)<", body), *said]]


def untranslated(body: str) -> set[str]:
    """Italian texts of the house that the page shows though they have another English."""
    with translation.override("en"):
        known = {
            text
            for one in messages.read_catalogue()
            if (text := messages._name(one)) and translation.gettext(text) != text
        }
    data = [re.compile(rf"\b{re.escape(text)}\b") for text in known.intersection(labels())]
    pieces = shown(body)
    whole = {piece for piece in pieces if piece in known}
    return whole | {one.pattern for one in data for piece in pieces if one.search(piece)}


def test_every_word_of_data_has_its_english() -> None:
    lists = ("theme", "mood", "feeling", "evening_theme", "help")
    found = labels()
    assert {text for name in lists for text in catalogue.words(name).values()} <= set(found)
    with translation.override("en"):
        assert {text for text in found if translation.gettext(text) == text} == NAMES


def test_the_same_word_is_said_in_the_language_of_who_reads() -> None:
    def said() -> list[str]:
        own = catalogue.instruments()["gruppo5"]
        return [
            catalogue.words("theme")["lavoro"],
            catalogue.slots()["lun-18"].label,
            catalogue.kinds()["cycle15"].label,
            catalogue.modes()["peers"].label,
            catalogue.agenda("jobsearch5")[2][1],
            own.low_label,
            own.questions[0][1],
            catalogue.break_on(date(2026, 12, 30)),
            helplines.lines()[0].name,
            holidays.name_of(date(2026, 4, 6)),
        ]

    italian = ["Cercare lavoro", "lunedì sera", "Ciclo di 15 incontri", "Tra pari", "Pausa", "per niente"]
    italian += ["Mi sono sentito accolto.", "vacanze di Natale", "Emergenze", "Lunedì dell'Angelo"]
    english = ["Looking for work", "Monday evening", "Cycle of 15 meetings", "Among peers", "Break"]
    english += ["not at all", "I felt welcome.", "Christmas break", "Emergencies", "Easter Monday"]
    assert said() == italian
    with translation.override("en"):
        assert said() == english
    assert said() == italian


def test_no_break_and_no_holiday_is_no_word_in_any_language() -> None:
    with translation.override("en"):
        assert (catalogue.break_on(date(2026, 5, 5)), holidays.name_of(date(2026, 5, 5))) == ("", "")


def test_the_pact_is_not_put_in_other_languages() -> None:
    before = catalogue.pact_text()
    with translation.override("en"):
        assert catalogue.pact_text() == before


def test_the_town_gives_its_own_words_in_other_languages(tmp_path: Path, settings: Any) -> None:
    line = (
        '[line.casa]\nname = "Consultorio"\nname_en = "Family clinic"\nnumber = "029"\nwhat = "Per tutti."\n'
    )
    (tmp_path / helplines.OWN_FILE).write_text(f'{line}when = "Il lunedì."\nsource = "Comune"\n', "utf-8")
    settings.HOME = tmp_path
    with translation.override("en"):
        english = helplines.lines()[-1]
    italian = helplines.lines()[-1]
    assert (english.name, english.what, italian.name) == ("Family clinic", "Per tutti.", "Consultorio")


@pytest.mark.parametrize(
    "text", ["[line.casa", '[line.casa]\nname = "Casa"', 'line = "029"', "[line]\ncasa = 1"]
)
def test_a_mistake_in_the_towns_file_leaves_the_national_numbers(
    tmp_path: Path, settings: Any, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    (tmp_path / helplines.OWN_FILE).write_text(text, "utf-8")
    settings.HOME = tmp_path
    assert [line.number for line in helplines.lines()] == ["112", "1522", "116117", "19696"]
    assert "help.toml is not in the form" in caplog.text


def test_a_pattern_that_fits_nothing_is_noticed() -> None:
    with pytest.raises(SystemExit, match="nothing fits 'themes"):
        list(messages.data_messages('translated = ["themes.*"]\n[theme]\na = "A"', "x.toml"))


def test_a_word_that_stayed_italian_is_noticed() -> None:
    assert untranslated("<p>Gruppi</p><li>Looking, lunedì sera, now</li>") == {r"\blunedì\ sera\b", "Gruppi"}


@pytest.mark.django_db
def test_the_english_pages_of_a_member_show_no_italian(client_for: Callable[..., Client]) -> None:
    staff = Staff()
    zoe = person(staff, first_name="Zoe")
    client = client_for(user=factories.member(person=zoe))
    ask = client.get(reverse("mygroup:ask"), headers=ENGLISH).content.decode()
    assert "Starting again after a change" in ask
    assert "Which theme matters most to you?" in ask
    group = circle(staff)
    enter(staff, group, zoe)
    addresses = [
        reverse("mygroup:home"),
        *(reverse(name, args=[group.pk]) for name in ("mygroup:group", "sharing:home")),
    ]
    bodies = [ask, *(client.get(url, headers=ENGLISH).content.decode() for url in addresses)]
    # The pact, and the names of people and languages, stay as they are.
    kept = {*catalogue.pact_text().splitlines(), "Italiano"}
    assert [untranslated(body) - kept for body in bodies] == [set()] * 4


@pytest.mark.django_db
def test_the_english_calendar_shows_no_italian(client: Client) -> None:
    staff = Staff()
    group = circle(staff)
    actions.update_circle(
        actor=staff.coordinator, circle_id=group.pk, public=True, area="Rho", entry_open=True
    )
    bodies = [
        client.get(url, headers=ENGLISH).content.decode()
        for url in (reverse("groups:calendar"), reverse("groups:group", args=[group.pk]))
    ]
    assert all("Rho" in body for body in bodies)
    assert [untranslated(body) - {"Italiano"} for body in bodies] == [set()] * 2
