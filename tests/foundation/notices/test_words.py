"""Every message in every channel and language: short, easy, plain, and fit for one SMS."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.utils import translation

from jobcaffe.foundation.notices import gateways, rules
from jobcaffe.foundation.notices.enums import Channel

WHEN = datetime(2026, 10, 25, 18, 30, tzinfo=ZoneInfo("Europe/Rome"))
CONTEXT = {
    "code": "482913",
    "minutes": 10,
    "link": "https://jobcaffe.example.org/x/ABCDEFGH23/",
    "when": WHEN,
    "was": WHEN,
    "due": WHEN.date(),
    "place": "Sala grande, Job Caffè",
    "phone": "02 1234567",
    "until": WHEN.date(),
    "other": "Cooperativa Il Ponte",
    "organisation": "Cooperativa Il Ponte",
    "agreement": "Insieme per la cura",
    "table": "Tavolo della cura",
    "title": "Aiuto in cucina",
    "subject": "La vostra organizzazione e Job Caffè",
    "text": "Buongiorno,\n\nvorremmo conoscervi. Possiamo sentirci?",
    "purpose": "Parliamo di tirocini.",
    "days": 10,
    "contacted": 12,
    "interested": 5,
    "joined": 2,
    "count": 3,
    "fair": "JOBFEST",
    "day": WHEN.date(),
    "why": "Vorremmo parlare di tirocini.",
    "yes": True,
}
FORBIDDEN = {"utente", "beneficiario", "soggetto", "istanza", "fragile", "invia", "clicca", "lutto", "gruppo"}
MAX_WORDS = 20
MIN_GULPEASE = 70
CASES = [
    (code, channel, language)
    for code in rules.MESSAGES
    for channel in Channel.values
    for language, _n in settings.LANGUAGES
]


def render(template: str, channel: str, language: str, **context: object) -> str:
    with translation.override(language):
        return rules.render(template, channel, name="Franca Bo", context={**CONTEXT, **context})


def prose(text: str) -> str:
    """The text without addresses and telephone numbers, which nobody reads aloud."""
    return re.sub(r"https?://\S+", "", text)


def sentences(text: str) -> list[list[str]]:
    parts = re.split(r"[.!?:\n]+", re.sub(r"(\d)[:./](\d)", r"\1\2", prose(text)))
    words = (re.findall(r"[\w'’]+", part) for part in parts)
    return [part for part in words if part]


def gulpease(text: str) -> float:
    """Lucisano and Piemontese, 1988: 89 + (300 · sentences − 10 · letters) / words."""
    parts = sentences(text)
    words = sum(len(part) for part in parts)
    letters = len(re.findall(r"\w", prose(text)))
    return 89 + (300 * len(parts) - 10 * letters) / words


@pytest.mark.parametrize(("code", "channel", "language"), CASES)
def test_every_message_is_short_easy_and_whole(code: str, channel: str, language: str) -> None:
    text = render(code, channel, language)
    assert max(len(part) for part in sentences(text)) <= MAX_WORDS
    assert not [mark for mark in ("{", "}", "&#", "&amp;", "None") if mark in text]
    assert not FORBIDDEN & {word.lower() for part in sentences(text) for word in part}
    if language == "it":
        assert gulpease(text) >= MIN_GULPEASE


@pytest.mark.parametrize("code", rules.MESSAGES)
def test_every_sms_costs_one_segment_in_the_telephones_own_alphabet(code: str) -> None:
    for language, _name in settings.LANGUAGES:
        text = gateways.plain(render(code, Channel.SMS, language))
        assert gateways.segments(text) == 1
        assert set(text) <= gateways.GSM_BASIC | gateways.GSM_EXTENDED
        assert "\n" not in text


@pytest.mark.parametrize("code", rules.MESSAGES)
def test_every_message_works_without_its_optional_values(code: str) -> None:
    needed = {key: CONTEXT[key] for key in rules.MESSAGES[code].takes}
    for channel in Channel.values:
        text = rules.render(code, channel, name="Franca Bo", context=needed)
        assert "\n\n\n" not in text
        assert not re.search(r":\s*$", text)


def test_every_value_that_a_message_needs_is_really_written() -> None:
    for code, message in rules.MESSAGES.items():
        texts = {
            channel: render(code, channel, "it", code="739255", minutes=17, link="https://j.example/y/")
            for channel in ("mail", "sms")
        }
        wanted = {"code": "739255", "minutes": "17", "link": "https://j.example/y/"}
        for key in set(message.takes) & set(wanted):
            assert wanted[key] in texts["mail"], (code, key)
            # A long address may not fit a telephone message; a code must.
            assert key == "link" or wanted[key] in texts["sms"], (code, key)
        if "when" in message.takes:
            assert "domenica 25 ottobre 2026" in texts["mail"]
            assert all("18:30" in text for text in texts.values())


def test_the_measure_of_ease_can_fail() -> None:
    hard = (
        "Con riferimento alla presa in carico del beneficiario si comunica la necessità di "
        "ottemperare tempestivamente alla regolarizzazione documentale propedeutica."
    )
    assert gulpease(hard) < MIN_GULPEASE
