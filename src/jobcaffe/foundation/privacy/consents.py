"""Consents: what a person says yes to, when, how, and with which text before her.

The texts are data (``data/consents.toml``). Rows are immutable: triggers of the database let
only ``withdrawn_*`` be filled, once. Who said yes is sealed under the person's own key, so that
erasing her makes it unreadable while the row stays.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import Actor, Subject, record
from jobcaffe.foundation.privacy import personkeys
from jobcaffe.foundation.privacy.models import Consent

FILE = Path(__file__).parent / "data" / "consents.toml"
WHERE = "privacy.consent.given_by"


_WITHDRAWN: list[Callable[..., None]] = []


def on_withdraw(follow: Callable[..., None]) -> None:
    """A room says what follows when a yes is taken back: ``follow(actor, person_ref, purpose)`` by name."""
    if follow not in _WITHDRAWN:
        _WITHDRAWN.append(follow)


@dataclass(frozen=True)
class Purpose:
    """One thing to say yes to. ``title``, ``question`` and ``text`` are Italian, for the person.

    ``required`` purposes are notices that everybody reads; the others are free choices.
    """

    code: str
    version: str
    title: str
    question: str
    text: str
    required: bool


@dataclass(frozen=True)
class ConsentLine:
    """One consent for a page; ``withdrawn_at`` is ``None`` while it holds."""

    purpose: str
    title: str
    version: str
    how: str
    given_at: datetime
    given_by: str
    withdrawn_at: datetime | None

    @property
    def holds(self) -> bool:
        """Whether it was not withdrawn."""
        return self.withdrawn_at is None


@cache
def purposes() -> dict[str, Purpose]:
    """All purposes by code, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["purpose"]
    return {
        code: Purpose(
            code,
            row["version"],
            row["title"],
            row["question"],
            row["text"].strip(),
            required=row["kind"] == "notice",
        )
        for code, row in rows.items()
    }


def purpose_of(code: str) -> Purpose:
    """One purpose. Raises :class:`Refused` when there is none of this name."""
    try:
        return purposes()[code]
    except KeyError as error:
        raise Refused("Questo consenso non esiste. Scegli uno di quelli nella pagina.") from error


def give_consent(
    *,
    actor: Actor,
    person_ref: UUID,
    subject: Subject,
    purpose: str,
    how: str,
    given_by: str,
    at: datetime | None = None,
) -> Consent:
    """Write down a yes. ``how`` is a ``Consent.How``; ``given_by`` is the name of who said it.

    The same yes twice is one row: the second press returns the first. Refused for an unknown
    purpose or way, without a name, in the future, and when ``subject`` is somebody else.
    """
    chosen = purpose_of(purpose)
    moment = at or timezone.now()
    _check_yes(person_ref, subject, how, given_by, moment)
    with transaction.atomic():
        row, made = Consent.objects.get_or_create(
            person_ref=person_ref,
            purpose=chosen.code,
            text_version=chosen.version,
            withdrawn_at=None,
            defaults={
                "how": how,
                "given_at": moment,
                "given_by_sealed": personkeys.seal_for(person_ref, given_by.strip(), where=WHERE),
                "recorded_by": actor.actor_ref,
            },
        )
        if made:
            record(actor, "consent.give", row, subject=subject, fields=[chosen.code])
    return row


def _check_yes(person_ref: UUID, subject: Subject, how: str, given_by: str, moment: datetime) -> None:
    if subject.ref != person_ref:
        raise Refused("Il consenso è di un'altra persona. Torna alla sua scheda e riprova.")
    if how not in Consent.How.values:
        raise Refused("Manca come è stato dato il consenso. Scegli: su carta, sul sito o a voce.")
    if not given_by.strip():
        raise Refused("Manca il nome di chi dice di sì. Scrivilo e riprova.")
    if moment > timezone.now():
        raise Refused("La data del consenso è nel futuro. Scrivi il giorno in cui è stato dato.")


def withdraw_consent(
    *, actor: Actor, person_ref: UUID, subject: Subject, purpose: str, at: datetime | None = None
) -> int:
    """Take back a yes, in all its versions; returns how many rows were closed (0: none was open).

    Refused for an unknown purpose and for a notice, which is no choice: there one asks to be erased.
    """
    chosen = purpose_of(purpose)
    if chosen.required:
        raise Refused("Questa è un'informativa: non si ritira. Se vuoi, chiedi di cancellare i tuoi dati.")
    if subject.ref != person_ref:
        raise Refused("Il consenso è di un'altra persona. Torna alla sua scheda e riprova.")
    with transaction.atomic():
        rows = list(
            Consent.objects.select_for_update().filter(
                person_ref=person_ref, purpose=chosen.code, withdrawn_at=None
            )
        )
        Consent.objects.filter(pk__in=[row.pk for row in rows]).update(
            withdrawn_at=at or timezone.now(), withdrawn_by=actor.actor_ref
        )
        if rows:
            record(actor, "consent.withdraw", rows[0], subject=subject, fields=[chosen.code])
        for follow in _WITHDRAWN:
            follow(actor=actor, person_ref=person_ref, purpose=chosen.code)
    return len(rows)


def consents_of(person_ref: UUID, *merged: UUID) -> list[ConsentLine]:
    """All consents of a person, newest first; ``merged`` are the references of records joined to hers.

    Two queries, however many rows.
    """
    rows = list(Consent.objects.filter(person_ref__in={person_ref, *merged}))
    names = personkeys.open_many(
        {row.person_ref for row in rows}, [(row.person_ref, row.given_by_sealed) for row in rows], where=WHERE
    )
    return [_line(row, name) for row, name in zip(rows, names, strict=True)]


def _line(row: Consent, name: str) -> ConsentLine:
    known = purposes().get(row.purpose)
    return ConsentLine(
        purpose=row.purpose,
        title=known.title if known else row.purpose,
        version=row.text_version,
        how=str(Consent.How(row.how).label),
        given_at=row.given_at,
        given_by=name,
        withdrawn_at=row.withdrawn_at,
    )


def has_consent(person_ref: UUID, purpose: str) -> bool:
    """Whether a yes to this purpose holds now, in whichever version of the text."""
    return Consent.objects.filter(person_ref=person_ref, purpose=purpose, withdrawn_at=None).exists()


def with_consent(refs: Collection[UUID], purpose: str) -> set[UUID]:
    """Which of these persons have a yes that holds: one query, for lists and mailings."""
    return set(
        Consent.objects.filter(person_ref__in=refs, purpose=purpose, withdrawn_at=None).values_list(
            "person_ref", flat=True
        )
    )
