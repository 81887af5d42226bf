"""Reading the journal: for the person concerned, and for the coordinator."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Reach, reach
from jobcaffe.foundation.journal.actions import WHERE
from jobcaffe.foundation.journal.models import Entry
from jobcaffe.foundation.journal.phrases import phrase, role_phrase
from jobcaffe.foundation.journal.verify import Mark, head
from jobcaffe.foundation.privacy import personkeys

__all__ = ["Filters", "Mark", "Seen", "Told", "described", "entries", "entries_about", "head", "visible_to"]

MOST_ROWS = 500


@dataclass(frozen=True)
class Seen:
    """One line of *Chi ha visto i miei dati*: when last, who, with which role, what, why. Italian.

    The same thing done again within the hour is one line: ``times`` it happened, ``since`` the first.
    """

    at: datetime
    who: str
    role: str
    what: str
    reason: str
    times: int
    since: datetime

    @property
    def told(self) -> str:
        """``ha aperto la scheda``, and how often when it was more than once."""
        if self.times == 1:
            return self.what
        first, last = (f"{timezone.localtime(at):%H:%M}" for at in (self.since, self.at))
        return _("%(what)s: %(n)s volte, dalle %(first)s alle %(last)s") % {
            "what": self.what,
            "n": self.times,
            "first": first,
            "last": last,
        }


@dataclass(frozen=True)
class Told:
    """One row of the coordinator's page. ``subject`` is the person's name, or that she was erased."""

    seq: int
    at: datetime
    who: str
    role: str
    what: str
    object_type: str
    object_ref: str
    subject_ref: UUID | None
    subject: str
    reason: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Filters:
    """What to look for; everything that is ``None`` or empty is not asked.

    ``action`` is a whole code or its beginning ("person."). ``since`` is included, ``until`` not.
    """

    subject_ref: UUID | None = None
    actor_ref: UUID | None = None
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


def visible_to(user: object) -> QuerySet[Entry]:
    """All rows for who may read the journal; for a member those about herself; else none."""
    if reach(user, "journal.read") is Reach.ALL:
        return Entry.objects.all()
    own = getattr(user, "person_ref", None)
    if own is not None and reach(user, "my.read") is Reach.OWN:
        return Entry.objects.filter(subject_ref=own)
    return Entry.objects.none()


def entries(user: object, filters: Filters) -> QuerySet[Entry]:
    """The rows that ``user`` may see and that pass the filters, newest first; page them, then
    give one page to :func:`described`."""
    wanted = Q()
    if filters.subject_ref is not None:
        wanted &= Q(subject_ref=filters.subject_ref)
    if filters.actor_ref is not None:
        wanted &= Q(actor_ref=filters.actor_ref)
    if filters.action:
        wanted &= Q(action__startswith=filters.action)
    if filters.since is not None:
        wanted &= Q(at__gte=filters.since)
    if filters.until is not None:
        wanted &= Q(at__lt=filters.until)
    return visible_to(user).filter(wanted).order_by("-seq")


def described(rows: Sequence[Entry]) -> list[Told]:
    """Rows in words, with the names opened by one query for all keys."""
    named = [(row.subject_ref, row.subject_sealed) for row in rows if row.subject_ref is not None]
    opened = iter(personkeys.open_many({ref for ref, _sealed in named}, named, where=WHERE) if named else [])
    return [_told(row, next(opened) if row.subject_ref is not None else "") for row in rows]


def _told(row: Entry, subject: str) -> Told:
    return Told(
        seq=row.seq,
        at=row.at,
        who=row.actor_name,
        role=role_phrase(row.actor_role),
        what=phrase(row.action),
        object_type=row.object_type,
        object_ref=row.object_ref,
        subject_ref=row.subject_ref,
        subject=subject,
        reason=row.reason,
        fields=tuple(row.fields),
    )


def entries_about(person_ref: UUID, *merged: UUID, limit: int = MOST_ROWS) -> list[Seen]:
    """Who saw or changed a person's data, newest first, at most ``limit`` lines; one query.

    Equal rows of the same hour are one line with their number, so that none is lost among many.
    ``merged`` are the references of records that were joined to hers. For her own page: the
    caller has made sure that it is she who asks.
    """
    rows = Entry.objects.filter(subject_ref__in={person_ref, *merged}).order_by("-seq")
    lines: list[Seen] = []
    for _same_hour, found in groupby(rows.iterator(), key=_hour_of):
        lines += _folded(found)
        if len(lines) >= limit:
            break
    return lines[:limit]


def _hour_of(row: Entry) -> datetime:
    return timezone.localtime(row.at).replace(minute=0, second=0, microsecond=0)


def _folded(rows: Iterable[Entry]) -> list[Seen]:
    """Rows of one hour, newest first: those of the same person, deed and reason together."""
    same: dict[tuple[object, ...], list[Entry]] = {}
    for row in rows:
        who = (row.actor_ref, row.actor_name, row.actor_role)
        same.setdefault((*who, row.action, row.reason), []).append(row)
    return [_seen(found) for found in same.values()]


def _seen(rows: Sequence[Entry]) -> Seen:
    last = rows[0]
    return Seen(
        at=last.at,
        who=last.actor_name,
        role=role_phrase(last.actor_role),
        what=phrase(last.action),
        reason=last.reason,
        times=len(rows),
        since=rows[-1].at,
    )
