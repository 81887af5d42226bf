"""Italian words as they are compared: plain letters, stems, abbreviations of job titles."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock
from typing import Any

# A text is read up to here, a word up to there: nobody writes a longer title, and time stays bounded.
LONGEST_TEXT, MOST_WORDS, LONGEST_WORD = 600, 40, 30

# Words that say nothing of a trade.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        """di a da in con su per tra fra e ed o od il lo la i gli le un uno una l d del dello della dell dei
        degli delle al allo alla all ai agli alle dal dallo dalla dall dai dagli dalle nel nello nella nell
        nei negli nelle sul sullo sulla sull sui sugli sulle che non come altri altre altro altra settore
        and of the""",
    )
)
# How job titles are shortened in adverts and by hand, where the rule "a word that begins so" is not enough.
_SHORT = {
    "adb": "addetto assistenza di base", "asa": "ausiliario socio assistenziale",
    "ata": "amministrativo tecnico ausiliario", "cuc": "cucina", "gdo": "grande distribuzione",
    "hr": "risorse umane", "ict": "informatico", "inf": "infermiere", "it": "informatico",
    "mag": "magazziniere", "mulettista": "carrello elevatore", "op": "operatore",
    "oss": "operatore socio sanitario", "osa": "operatore socio assistenziale",
    "ota": "operatore tecnico assistenza", "pc": "computer", "pr": "relazioni pubbliche",
    "rspp": "responsabile sicurezza prevenzione protezione", "tec": "tecnico", "ufl": "ufficio",
}  # fmt: skip
# Feminine and plural forms that the stemmer keeps apart from the masculine.
_ENDINGS = (
    ("trici", "tor"), ("trice", "tor"), ("tori", "tor"), ("tore", "tor"),
    ("iere", "ier"), ("iera", "ier"), ("ieri", "ier"), ("essa", ""), ("esse", ""),
)  # fmt: skip
_ENDED = re.compile(r"(\w)[/(*]\s?(?:a|e|i|o|trice|trici|essa)\b\)?")
_SHORTENED = re.compile(r"\b([a-z]{2,})\.(?=\W|$)")


def normalise(text: str) -> str:
    """Lower case, no accents, one space between words: ``"L'Addétta (cucina)"`` → ``"l addetta cucina"``.

    A second form of one word is dropped (``operaio/a`` → ``operaio``). Letters of other alphabets are
    dropped too, so the answer may be empty.
    """
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TEXT].casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    words = re.sub(r"[^a-z0-9]+", " ", _ENDED.sub(r"\1", letters)).split()
    return " ".join(word[:LONGEST_WORD] for word in words[:MOST_WORDS])


def forms(label: str) -> list[str]:
    """A label, and both halves of a pair: ``"sarto/sarta"`` → ``sarto/sarta``, ``sarto``, ``sarta``.

    Where only an ending is written (``operaio/a``) there are no halves.
    """
    halves = [] if _ENDED.search(label) or "/" not in label else label.split("/")
    return [part.strip() for part in (label, *halves) if part.strip()]


def shortened(text: str) -> frozenset[str]:
    """The words of a text that are written with a full stop, as in ``"resp. magazzino"``."""
    return frozenset(_SHORTENED.findall(text[:LONGEST_TEXT].casefold()))


def in_full(word: str) -> str:
    """What an abbreviation of job titles stands for; empty when it is none."""
    return _SHORT.get(word, "")


# The stemmer keeps the word it works on in itself: one thread at a time.
_STEMMING = Lock()


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("italian")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a plain word, one for both genders: ``saldatrice``, ``saldatori`` → ``saldator``."""
    if len(word) > 5:
        for ending, kept in _ENDINGS:
            if word.endswith(ending):
                return word[: -len(ending)] + kept
    with _STEMMING:
        found = str(_stemmer().stemWord(word))
    return found[:-1] if len(found) > 2 and found[-1] in "aeiou" else found


def stems(plain: str) -> list[str]:
    """The stems of a normalised text without the words that say nothing, in order."""
    return [stem(word) for word in plain.split() if word not in _EMPTY]
