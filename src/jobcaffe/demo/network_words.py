"""Words of people here that the made-up desk has tied to a trade."""

from __future__ import annotations

from collections.abc import Mapping

from jobcaffe.foundation.accounts.models import User
from jobcaffe.vocabulary.actions import confirm_word
from jobcaffe.vocabulary.pack import pack

# As they were said, and a word by which the pack knows the trade.
SAID = (
    ("tengo compagnia alla sciura", "badante"),
    ("faccio i mestieri in casa", "addetto alle pulizie domestiche"),
    ("tiro su muri", "muratore"),
    ("sono dietro al banco del bar", "barista"),
)


def fill(users: Mapping[str, User]) -> None:
    """Confirm them, by the desk. A trade that the pack lost would stop the demo, and a test."""
    trades = {word: uri for uri, one in pack().occupations.items() for word in (one.masculine, *one.others)}
    for text, word in SAID:
        confirm_word(actor=users["paola"], text=text, kind="occupation", uri=trades[word])
