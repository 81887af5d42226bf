"""Recognising somebody in what was typed about her where no reference points at her."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.search import normalise

PHONE_TAIL = 9


@dataclass(frozen=True)
class Traces:
    """What identifies one person: normalised full names in both orders, tails of numbers, other marks."""

    names: frozenset[str]
    phones: frozenset[str]
    marks: frozenset[str]

    @classmethod
    def of(cls, names: Iterable[tuple[str, str]], phones: Iterable[str], marks: Iterable[str] = ()) -> Traces:
        """From (first name, last name) pairs, telephones, and e-mails or fiscal codes.

        A first name alone identifies nobody and is left out.
        """
        full = {
            normalise(text)
            for first, last in names
            if first.strip() and last.strip()
            for text in (f"{first} {last}", f"{last} {first}")
        }
        tails = {crypto.normalise_phone(phone)[-PHONE_TAIL:] for phone in phones if phone}
        return cls(frozenset(full), frozenset(tails - {""}), frozenset(m.casefold() for m in marks if m))

    def found_in(self, value: object) -> bool:
        """Whether she can be recognised in a text, or in any text of a list or mapping."""
        return any(self._in_text(text) for text in _texts(value))

    def _in_text(self, text: str) -> bool:
        plain, digits = f" {normalise(text)} ", re.sub(r"\D", "", text)
        low = text.casefold()
        return (
            any(f" {name} " in plain for name in self.names)
            or any(tail in digits for tail in self.phones)
            or any(mark in low for mark in self.marks)
        )


def _texts(value: object) -> Iterable[str]:
    """The value's texts, and all of them joined: a name may be in two cells side by side."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        yield " ".join(one for one in value if isinstance(one, str))
        for one in value:
            yield from _texts(one)
