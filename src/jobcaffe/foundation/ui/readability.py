"""How easy a text in Italian is to read: the Gulpease index.

Source: Lucisano and Piemontese, "GULPEASE: una formula per la predizione della difficoltà dei testi
in lingua italiana", 1988. ``89 + (300 * sentences - 10 * letters) / words``: below 80 a text is hard
for who stopped at elementary school, below 60 at middle school, below 40 at high school. It says
nothing of single labels: measure texts of at least ``MEANINGFUL_WORDS`` words.
"""

from __future__ import annotations

import re

MEANINGFUL_WORDS = 25
EASY, MEDIUM = 70, 60

ABBREVIATIONS = (
    "art", "artt", "n", "nr", "num", "dott", "dr", "prof", "avv", "ing", "sig", "sigg", "pag", "pagg",
    "tel", "cell", "es", "ecc", "ca", "cfr", "c", "co", "p", "s", "v", "d.lgs", "d.l", "d.p.r", "l",
    "a.m", "p.m", "min", "max", "lett", "prot", "rif", "all",
)  # fmt: skip
# Address of a page or of a mailbox: one word, whatever it holds.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.-]+")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)+")
_DOTTED = re.compile(
    rf"\b(?:{'|'.join(re.escape(one) for one in sorted(ABBREVIATIONS, key=len, reverse=True))})\.",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\b[A-ZÀ-Ý]\.(?=\s?[A-ZÀ-Ý])")
_END = re.compile(r"[.!?…;]+[\"»”')\]]*|\n+")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def _plain(text: str) -> str:
    """Without the points that end no sentence; addresses and decimals become one word each."""
    text = _ADDRESS.sub(lambda match: re.sub(r"[\W_]", "", match[0]) + _trailing(match[0]), text)
    text = _NUMBER.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    text = _DOTTED.sub(lambda match: match[0].replace(".", ""), text)
    return _INITIAL.sub(lambda match: match[0][:-1], text)


def _trailing(address: str) -> str:
    """The full stop of the sentence that an address may end with."""
    return address[-1] if address[-1] in ".;!?" else ""


def sentences(text: str) -> list[str]:
    """The sentences of a text: they end at ``. ! ? … ;`` and at line ends."""
    return [piece for piece in (part.strip() for part in _END.split(_plain(text))) if _WORD.search(piece)]


def words(text: str) -> list[str]:
    """The words of a text; an elision makes two ("l'azienda"), a decimal or an address one."""
    return _WORD.findall(_plain(text))


def gulpease(text: str) -> float:
    """The index, 0 (hard) to 100 (easy). Raises ``ValueError`` for a text without words."""
    found = words(text)
    if not found:
        raise ValueError("no words to measure")
    letters = sum(len(word) for word in found)
    index = 89 + (300 * max(1, len(sentences(text))) - 10 * letters) / len(found)
    return max(0.0, min(100.0, index))


def longest_sentence(text: str) -> int:
    """Words of the longest sentence; 0 without any."""
    return max((len(_WORD.findall(one)) for one in sentences(text)), default=0)
