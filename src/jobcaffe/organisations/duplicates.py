"""Which organisations may be the same: an equal code, or the same name in the same comune."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.utils.translation import gettext as _

from jobcaffe.foundation.search import normalise
from jobcaffe.organisations.models import Apart, Organisation
from jobcaffe.organisations.queries import visible_to

# Words of a name that do not tell two organisations apart.
_WORDS = (
    "srl srls spa sas snc ss sapa societa responsabilita limitata per azioni semplificata unipersonale "
    "in liquidazione cooperativa coop sociale onlus aps odv asd ets ditta impresa associazione l la il lo "
    "le i gli di del della dei delle e"
)
EMPTY_WORDS = frozenset(_WORDS.split())
# "S.r.l." becomes three letters.
_LETTERS = {"s r l": "srl", "s p a": "spa", "s a s": "sas", "s n c": "snc", "s s": "ss", "a p s": "aps"}


@dataclass(frozen=True)
class Pair:
    """Two that may be one. ``why`` in Italian. The first is the one that says more."""

    first: Organisation
    second: Organisation
    why: str
    same_code: bool


def core(name: str) -> str:
    """What of a name tells: ``"Officine Meroni S.r.l."`` → ``"officine meroni"``; the order is kept."""
    plain = f" {normalise(name)} "
    for letters, word in _LETTERS.items():
        plain = plain.replace(f" {letters} ", f" {word} ")
    kept = [word for word in plain.split() if word not in EMPTY_WORDS]
    return " ".join(kept) or plain.strip()


def pairs(user: object) -> list[Pair]:
    """The pairs for the staff to look at: equal codes first, then equal names by name.

    Two queries, whatever the number of organisations; those that staff said are two are left out.
    """
    rows = list(visible_to(user))
    apart = {frozenset(pair) for pair in Apart.objects.values_list("first", "second")}
    found: dict[frozenset[UUID], Pair] = {}
    for same_code, group in (*_by_code(rows), *_by_name(rows)):
        for one, other in combinations(group, 2):
            key = frozenset((one.pk, other.pk))
            if key not in apart and key not in found:
                found[key] = _pair(one, other, same_code=same_code)
    return sorted(found.values(), key=lambda pair: (not pair.same_code, pair.first.search_name))


def _by_code(rows: Iterable[Organisation]) -> list[tuple[bool, list[Organisation]]]:
    by_code: dict[str, dict[UUID, Organisation]] = {}
    for row in rows:
        for code in (row.fiscal_code, row.vat_number):
            if code:
                by_code.setdefault(code, {})[row.pk] = row
    return [(True, list(group.values())) for group in by_code.values() if len(group) > 1]


def _by_name(rows: Iterable[Organisation]) -> list[tuple[bool, list[Organisation]]]:
    """The same name in the same comune; one whose comune nobody wrote is beside all of that name."""
    by_name: dict[str, dict[str, list[Organisation]]] = {}
    for row in rows:
        by_name.setdefault(core(row.name), {}).setdefault(normalise(row.municipality), []).append(row)
    groups: list[tuple[bool, list[Organisation]]] = []
    for towns in by_name.values():
        anywhere = towns.pop("", [])
        groups += [(False, [*group, *anywhere]) for group in towns.values()] or [(False, anywhere)]
    return [(same, group) for same, group in groups if len(group) > 1]


def _pair(one: Organisation, other: Organisation, *, same_code: bool) -> Pair:
    first, second = sorted((one, other), key=lambda row: (-_says(row), row.created_at, str(row.pk)))
    why = _("lo stesso codice fiscale o partita IVA") if same_code else _("lo stesso nome e lo stesso comune")
    return Pair(first, second, why, same_code)


def _says(row: Organisation) -> int:
    fields = ("fiscal_code", "vat_number", "address", "phone", "email", "website", "description", "offers")
    return sum(bool(getattr(row, name)) for name in fields) + (10 if row.joined_on else 0)
