"""How a text reads, and what the law may forbid in it."""

from __future__ import annotations

import pytest

from jobcaffe.exchange.posts import catalogue, words

EASY = "Pulisci gli uffici con una collega. Cominci alle cinque. Finisci alle otto. Ti insegniamo noi a usare i prodotti. Se hai domande, chiedi a Rosa. Lei lavora qui da dieci anni."
HARD = (
    "La risorsa selezionata, inserita presso la nostra organizzazione, provvederà all'espletamento delle mansioni "
    "inerenti alla movimentazione delle merci nell'ambito della piattaforma logistica territoriale, interfacciandosi "
    "quotidianamente con le funzioni aziendali competenti."
)


def test_the_meter_tells_easy_from_hard_and_how_to_mend_it() -> None:
    easy, hard, short = words.meter(EASY), words.meter(HARD), words.meter("Pulisci gli uffici.")
    assert (easy.level, hard.level, short.level) == ("easy", "hard", "short")
    assert easy.advice == ()
    assert any("Dividila in due frasi" in line for line in hard.advice)
    assert "Invece di «presso» scrivi: da, in." in hard.advice
    assert words.meter("").index == 0


@pytest.mark.parametrize(
    ("text", "law"),
    [
        ("Max 30 anni", "age"), ("massimo 35 anni", "age"), ("under 30", "age"), ("Età compresa tra 18 e 35 anni", "age"),
        ("età massima 40", "age"), ("Cercasi ragazza per bar", "age"), ("Cerchiamo un giovane dinamico", "age"),
        ("Non oltre i 45 anni", "age"), ("dai 20 ai 30 anni", "age"), ("Solo over 50", "age"), ("Ambiente giovane", "age"),
        ("Solo donne", "sex"), ("Cerchiamo una signora per pulizie", "sex"), ("sesso femminile", "sex"), ("No uomini", "sex"),
        ("Cercasi hostess", "sex"), ("nubile, senza figli", "family"), ("senza impegni familiari", "family"),
        ("libera da vincoli familiari", "family"), ("Solo italiani", "origin"), ("cittadinanza italiana", "origin"),
        ("no stranieri", "origin"), ("Inglese madrelingua", "origin"), ("No extracomunitari", "origin"),
        ("persona cattolica praticante", "belief"), ("senza velo", "belief"), ("non iscritta al sindacato", "belief"),
        ("sana e robusta costituzione", "health"), ("No disabili", "health"), ("Bella presenza", "looks"),
        ("curriculum con foto", "looks"), ("BELLA  PRESENZA", "looks"), ("taglia 42", "looks"), ("Fedina penale pulita", "past"),
        ("nessun orientamento sessuale diverso", "orientation"),
        ("commessa max 30enne", "age"), ("trentenne", "age"), ("Età 20/35", "age"), ("25-40 anni", "age"),
        ("nati dopo il 1990", "age"), ("classe 1995", "age"), ("massimo trentacinque anni", "age"),
        ("non più di 40 anni", "age"), ("Cerchiamo una segretaria giovane", "age"), ("Personale femminile", "sex"),
        ("personale esclusivamente maschile", "sex"), ("lavoro adatto a donne", "sex"), ("ideale per un uomo", "sex"),
        ("militesente", "sex"), ("solo maschio", "sex"), ("sesso: F", "sex"), ("bella ragazza", "looks"),
        ("astenersi stranieri", "origin"), ("stranieri esclusi", "origin"), ("solo residenti italiani", "origin"),
        ("no africani", "origin"), ("residente a Lainate da almeno 5 anni", "origin"),
    ],
)  # fmt: skip
def test_what_the_law_may_forbid_is_found_with_its_reason(text: str, law: str) -> None:
    found = [one for one in words.unfair(text) if not one.hint]
    assert law in {one.law for one in found}
    assert all(one.why and one.source and one.instead for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "Serve la patente B", "Massimo 30 ore alla settimana", "Posto per massimo 20 persone", "Fino a 30 euro",
        "Sollevi pacchi fino a 15 chili", "Pulizie in ufficio, 20 ore", "Parlare bene in italiano", "Lavori con due colleghe giovani e due anziane",
        "Aiuti gli anziani a mangiare", "Laboratorio donne: i nostri tempi", "Commessa o commesso", "Entro 30 giorni",
        "Ai bambini da 3 a 6 anni leggi una storia", "In casa c'è una signora di 80 anni", "Arrivare alle 6, con l'autobus",
        "Contratto di 18 mesi", "Entro il 30 marzo", "Corso per chi cerca lavoro", "Meno di 20 minuti dalla stazione",
        "Riservato alle categorie protette (legge 68/1999)", "Saper lavorare con altre persone", "Oratorio della parrocchia",
        "Adatto a donne e uomini", "Esperienza: non più di 20 anni di esperienza", "Scuola di italiano per stranieri",
        "25/40 pezzi l'ora", "Classe 3B", "Cerchiamo chi accompagna un giovane", "Corso per i nati qui", "Via 20 settembre",
        "Aiuto a una donna di 80 anni", "Lettura per bambini dai 3 ai 6 anni", "Dal 2020 al 2024", "Orario 18-20",
    ],
)  # fmt: skip
def test_honest_words_pass(text: str) -> None:
    assert [one for one in words.unfair(text) if not one.hint] == []


def test_a_car_is_only_something_to_think_about() -> None:
    [found] = words.unfair("Automunita")
    assert (found.hint, found.source) == (True, "")


def test_the_law_that_allows_an_age_answers_for_it_and_for_nothing_else() -> None:
    assert words.unfair("Fra 18 e 29 anni", measure="apprenticeship") == []
    assert [one.law for one in words.unfair("Max 29 anni, solo donne", measure="apprenticeship")] == ["sex"]


def test_every_measure_has_a_law_and_every_example_is_easy_and_fair() -> None:
    assert all(rule.source for rule in words.age_rules().values())
    for kind in catalogue.kinds().values():
        assert words.unfair(*kind.examples.values()) == []
        assert words.meter(kind.examples["text"]).level in {"easy", "short"}


def test_the_parts_of_the_week_come_back_as_they_were_chosen() -> None:
    for codes in (["mornings"], ["mornings", "afternoons"], ["nights", "sunday"], list(catalogue.slots())):
        assert catalogue.slots_of(catalogue.windows_of(codes)) == [
            code for code in catalogue.slots() if code in codes
        ]
    assert catalogue.windows_of(["mornings", "afternoons"])[0] == [0, 16, 36]
