"""Who could be with the children at an hour: offers of her time banks, shared turns of her lab."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jobcaffe.foundation.accounts.models import User
from jobcaffe.worklife.care import queries as care
from jobcaffe.worklife.timebank import catalogue as bank_words
from jobcaffe.worklife.timebank import queries as timebank
from jobcaffe.worklife.weeks import catalogue, gathering

NOON, SIX = 12 * 60, 18 * 60
SATURDAY = 5
MORNING, AFTERNOON, EVENING, WEEKEND = "mattina", "pomeriggio", "sera", "sabato"


@dataclass(frozen=True)
class Time:
    """An uncovered time of a weekday: minutes after midnight."""

    day: int
    start: int
    end: int

    def windows(self) -> set[str]:
        """The windows of the time bank that it touches."""
        if self.day >= SATURDAY:
            return {WEEKEND}
        parts = ((MORNING, 0, NOON), (AFTERNOON, NOON, SIX), (EVENING, SIX, 24 * 60))
        return {name for name, first, last in parts if self.start < last and first < self.end}


@dataclass(frozen=True)
class Found:
    """One possible answer: what, a line about it, and where to go."""

    title: str
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class Offered:
    """An answer, and when: windows of a time bank (none: any), or spans of minutes on any day."""

    found: Found
    windows: frozenset[str] = frozenset()
    spans: tuple[tuple[int, int], ...] = ()

    def fits(self, time: Time) -> bool:
        """Whether it is there at that hour."""
        if self.spans:
            return any(start < time.end and time.start < end for start, end in self.spans)
        return not self.windows or bool(self.windows & time.windows())


def offers(user: User) -> list[Offered]:
    """Everything that is offered to her, asked once for all her hours."""
    return [*_of_banks(user), *_of_pools(user)]


def _of_banks(user: User) -> Iterator[Offered]:
    wanted, names = set(catalogue.answers("categories")), bank_words.words("category")
    for account in timebank.my_accounts(user):
        url = reverse("timebank:board", args=[account.community_id])
        for row in timebank.board(account, "offer"):
            if row.category in wanted:
                found = Found(names[row.category], row.text or account.community.label, url)
                yield Offered(found, windows=frozenset(row.slots))


def _of_pools(user: User) -> Iterator[Offered]:
    mine = {row.pool_id for row in care.families_of(care.refs_of(user))}
    for pool in care.open_pools():
        starts = [gathering.minutes(text) for text in pool.starts]
        spans = tuple((start, start + pool.block_minutes) for start in starts)
        text = (
            _("Sei in questo gruppo: scrivi quando ti serve.")
            if pool.pk in mine
            else _("Le famiglie tengono i bambini a turno. Puoi chiedere di entrare.")
        )
        if spans:
            yield Offered(
                Found(_("Turni di cura: %(name)s") % {"name": pool.name}, text, reverse("care:home")),
                spans=spans,
            )
