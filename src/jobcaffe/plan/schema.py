"""What a programme file may contain: its tables, their keys, and what each key means.

This is the one description: the loader checks a file against it, and a test holds the manual to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jobcaffe.plan.enums import Breakdown, PartnerRole, RollUp, Source, Tile


class Kind(StrEnum):
    """What a value must be, with the Italian words of an error message."""

    TEXT = "un testo fra virgolette"
    CODE = "un codice: lettere, cifre, «-», «_» o «+», senza spazi"
    DATE = "una data scritta così: 2026-10-17, senza virgolette"
    AGE = "un'età in anni interi, da 0 a 120"
    NUMBER = "un numero"
    FLAG = "true oppure false"
    CHOICES = "un elenco di codici fra quadre"
    SPANS = 'un elenco di coppie di date, "dal" e "al": [[2024-06-01, 2024-09-30]]'
    TARGETS = "i traguardi cumulati per anno: { 1 = 120, 2 = 260, 3 = 400 }"


@dataclass(frozen=True)
class Key:
    """One key of a table: its kind, its meaning in Italian, its limits."""

    name: str
    kind: Kind
    meaning: str
    required: bool = True
    longest: int = 0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """One table of the file (``many``: an array of tables), with its Italian name."""

    name: str
    label: str
    keys: tuple[Key, ...]
    many: bool = True
    required: bool = True

    def key(self, name: str) -> Key | None:
        """The key of that name."""
        return next((key for key in self.keys if key.name == name), None)


def _text(name: str, meaning: str, longest: int = 0, *, required: bool = True) -> Key:
    return Key(name, Kind.TEXT, meaning, required, longest)


def _code(longest: int, meaning: str = "il codice, unico nel suo elenco") -> Key:
    return Key("code", Kind.CODE, meaning, longest=longest)


def _flag(name: str, meaning: str) -> Key:
    return Key(name, Kind.FLAG, meaning, required=False)


def _choice(name: str, meaning: str, choices: list[str], *, required: bool = True) -> Key:
    return Key(name, Kind.TEXT, meaning, required, choices=tuple(choices))


def _date(name: str, meaning: str, *, required: bool = True) -> Key:
    return Key(name, Kind.DATE, meaning, required)


def _age(name: str, meaning: str) -> Key:
    return Key(name, Kind.AGE, meaning, required=False)


_ACTION = Key("action", Kind.CODE, "il codice di un'azione di questo file", required=False, longest=4)
_EXAMPLE = _flag("example", "true se la cifra o la data è un esempio, non un impegno del progetto approvato")

SECTIONS: tuple[Section, ...] = (
    Section(
        "programme",
        "programma",
        (
            _code(40, "il codice del programma: non cambia più dopo il primo caricamento"),
            _text("name", "il nome del programma", 120),
            _text("place_name", "come si chiama il luogo", 80),
            _date("starts_on", "il primo giorno del programma"),
            _date("ends_on", "l'ultimo giorno del programma"),
            _text("general_objective", "l'obiettivo generale"),
        ),
        many=False,
    ),
    Section(
        "objectives",
        "obiettivo",
        (_code(10), _text("text", "l'obiettivo specifico, in una frase")),
        required=False,
    ),
    Section(
        "texts",
        "testi",
        (
            _text("tagline", "la frase sotto il nome, nella pagina di ingresso"),
            _text("summary", "che cosa è questo posto, in due o tre frasi"),
            _text("footer", "la riga in fondo a ogni pagina: chi finanzia, chi realizza"),
            _text("informativa_title", "il titolo dell'informativa sui dati"),
            _text("phone", "il telefono del luogo"),
            _text("email", "l'email del luogo", required=False),
            _text("address", "l'indirizzo del luogo"),
            _text("opening", "quando è aperto, in una frase"),
            _text("welcomes", "chi ti accoglie, in una o due frasi"),
        ),
        many=False,
    ),
    Section(
        "partners",
        "partner",
        (
            _code(40),
            _text("name", "il nome", 120),
            _choice("role", "il ruolo", PartnerRole.values),
            _text("logo", "il nome del file del logo", 120, required=False),
        ),
    ),
    Section(
        "bands",
        "fascia d'età",
        (
            _code(10),
            _text("label", "come si scrive nelle tabelle", 40),
            _age("from", "dall'età di"),
            _age("to", "fino all'età di, compresa"),
        ),
    ),
    Section(
        "groups",
        "gruppo «di cui»",
        (
            _code(20),
            _text("label", "come si scrive nelle tabelle", 40),
            _age("age_from", "dall'età di"),
            _age("age_to", "fino all'età di, compresa"),
            _choice("sex", "il sesso: F donne, M uomini", ["F", "M"], required=False),
        ),
        required=False,
    ),
    Section(
        "actions",
        "azione",
        (
            _code(4),
            _text("name", "il nome dell'azione", 120),
            _text("objective", "che cosa vuole ottenere", required=False),
            Key("spans", Kind.SPANS, "i periodi di lavoro"),
        ),
    ),
    Section(
        "milestones",
        "tappa",
        (
            _code(10),
            _text("name", "il nome della tappa", 120),
            _ACTION,
            _date("due_on", "entro quando"),
            _date("done_on", "quando è stata raggiunta", required=False),
            _EXAMPLE,
        ),
        required=False,
    ),
    Section(
        "periods",
        "periodo",
        (
            _code(10),
            _text("name", "il nome del periodo", 80),
            _date("first_day", "il primo giorno"),
            _date("last_day", "l'ultimo giorno, compreso"),
            _date("report_due_on", "entro quando si consegna il rapporto", required=False),
        ),
    ),
    Section(
        "indicators",
        "indicatore",
        (
            _code(10),
            _text("name", "il nome dell'indicatore", 120),
            _text("definition", "la definizione, in parole semplici: che cosa si conta e che cosa no"),
            _text("unit", "l'unità: persone, incontri, …", 40),
            _choice("source", "il conteggio da cui viene", Source.values),
            _ACTION,
            _choice("roll_up", "come i periodi diventano un numero solo", RollUp.values),
            Key("baseline", Kind.NUMBER, "il valore di partenza"),
            Key("targets", Kind.TARGETS, "i traguardi, cumulati, per anno del programma"),
            Key(
                "breakdowns",
                Kind.CHOICES,
                "per che cosa si può dividere",
                required=False,
                choices=tuple(Breakdown.values),
            ),
            _choice("tile", "in quale riquadro della Regia compare", Tile.values, required=False),
            _flag("public", "true se può uscire nelle pagine pubbliche, arrotondato"),
            _EXAMPLE,
        ),
    ),
)
