"""Gulpease against what its source and others publish."""

from __future__ import annotations

import pytest

from jobcaffe.foundation.ui.readability import gulpease, longest_sentence, sentences, words

OFFICE = (
    "Si comunica che, ai fini dell'espletamento della procedura di iscrizione ai percorsi di orientamento, "
    "i soggetti interessati dovranno provvedere alla trasmissione della documentazione richiesta "
    "entro e non oltre il termine indicato nel presente avviso."
)
OURS = (
    "Vuoi iscriverti? Mandaci i documenti entro il 30 novembre. Trovi l'elenco qui sotto. "
    "Se ti serve una mano, chiamaci: rispondiamo dal lunedì al venerdì."
)


def test_the_formula_is_that_of_its_source() -> None:
    text = (
        "Il cane corre volentieri nel prato verde della grande fattoria vicina. Poi torna lentamente a casa."
    )
    letters = sum(len(word) for word in text.replace(".", "").split())
    assert gulpease(text) == pytest.approx(89 + (300 * 2 - 10 * letters) / 16)


def test_an_office_sentence_is_hard_and_ours_is_easy() -> None:
    assert 30 <= gulpease(OFFICE) <= 45
    assert gulpease(OURS) >= 70


@pytest.mark.parametrize(("length", "index"), [(12, 65), (10, 70), (8, 77.5)])
def test_sentences_of_ordinary_words_give_the_published_values(length: int, index: float) -> None:
    # 4.9 letters a word: nine words of five letters, one of four.
    text = " ".join(
        " ".join("casa" if n % 10 == 0 else "gatto" for n in range(start, start + length)) + "."
        for start in range(0, length * 10, length)
    )
    assert gulpease(text) == pytest.approx(index, abs=0.5)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Il dott. Rossi abita in via Roma n. 5. Chiama domani.", 2),
        ("Spendi 12,50 euro. Poi 1.234 euro.", 2),
        ("Davvero? Sì! Bene… Allora vieni; ti aspetto.", 5),
        ("Primo punto\nSecondo punto\n\nTerzo", 3),
        ("Scrivi a info@jobcaffe.it. Guarda www.jobcaffe.it/orari.html.", 2),
        ("G. Verdi suona. Fine.", 2),
        ("…", 0),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_elisions_are_two_words_and_decimals_and_addresses_one() -> None:
    assert words("L'azienda paga 12,50 euro") == ["L", "azienda", "paga", "1250", "euro"]
    assert len(words("Scrivi a info@jobcaffe.it o vedi https://jobcaffe.it/a.html")) == 6


def test_the_longest_sentence_is_counted() -> None:
    assert longest_sentence("Uno due tre. Uno due tre quattro. Uno.") == 4
    assert longest_sentence("") == 0


def test_nothing_cannot_be_measured() -> None:
    with pytest.raises(ValueError, match="no words"):
        gulpease("…")
