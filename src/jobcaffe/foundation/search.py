"""One way of writing names for search, the same on every database."""

from __future__ import annotations

import re
import unicodedata

# A question of more words asks the database too much; the first of them say what is looked for.
MOST_WORDS = 12
# Letters of the columns in which names are kept to be searched.
SEARCH_LETTERS = 170


def normalise(text: str) -> str:
    """Lower case, no accents, words separated by one space: ``"D'Angelò  Anna"`` → ``"d angelo anna"``."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", " ", letters).strip()


def search_key(name: str) -> str:
    """A name as it is kept to be searched, within its column: one letter may become several (½)."""
    return normalise(name)[:SEARCH_LETTERS]


def words_of(text: str) -> list[str]:
    """The words of a question, normalised: at most :data:`MOST_WORDS`."""
    return normalise(text).split()[:MOST_WORDS]
