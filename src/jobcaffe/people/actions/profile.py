"""*Completa dopo*, the optional questions, complaints, and pairs of records that look alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import Actor, record
from jobcaffe.foundation.privacy.consents import has_consent
from jobcaffe.people.enums import ComplaintState
from jobcaffe.people.instruments import Section, instrument, sap_section
from jobcaffe.people.models import Answer, Complaint, DuplicateHint, Person, ProfileSection
from jobcaffe.people.queries.persons import GONE
from jobcaffe.people.queries.profile import WAVES
from jobcaffe.people.rules import require, require_person

MAX_ROWS = 30
MAX_HINTS = 20

Row = Mapping[str, str]


@transaction.atomic
def save_section(*, actor: Actor, person_ref: UUID, code: str, rows: Sequence[Row]) -> ProfileSection:
    """Replace one section of *Completa dopo*. Empty rows are left out; empty fields are not kept.

    Refused for an unknown section, a value outside a closed list, more than 30 rows, or a record
    that is not the actor's to write.
    """
    section = sap_section(code)
    if section is None:
        raise Refused("Questa parte della scheda non esiste. Torna alla lista «Completa dopo».")
    person = require_person(actor, "person.write", person_ref)
    kept = [row for row in (_clean_row(section, row) for row in rows) if row]
    if len(kept) > (MAX_ROWS if section.repeats else 1):
        raise Refused(f"Troppe righe: al massimo {MAX_ROWS if section.repeats else 1}.")
    data: Any = {"rows": kept}
    saved, _made = ProfileSection.objects.update_or_create(
        person=person, code=code, defaults={"data": data, "updated_by": actor.actor_ref}
    )
    record(actor, "person.section", saved, subject=person, fields=[code])
    return saved


def _clean_row(section: Section, row: Row) -> dict[str, str]:
    clean = {}
    for field in section.fields:
        value = str(row.get(field.code) or "").strip()
        if value and field.choices and value not in field.choices:
            raise Refused(f"«{value}» non è fra le voci di «{field.label}». Scegli dalla lista.")
        if value:
            clean[field.code] = value
    return clean


@transaction.atomic
def answer_questions(
    *, actor: Actor, person_ref: UUID, wave: int, values: Mapping[str, str], code: str = "coesione"
) -> int:
    """Keep the answers given at entry (0), after 6 or 12 months; questions left out stay open.

    An answer is given once per wave: a second press changes nothing, :func:`correct_answers` is
    for mistakes. Refused for another wave or a value outside the closed answers.
    Returns how many answers are new.
    """
    person = require_person(actor, "person.write", person_ref)
    if not has_consent(person.pk, "research"):
        raise Refused("Prima serve il suo sì alle domande. Se lo dice, segna la casella e salva di nuovo.")
    given = _checked(values, wave, code)
    before = set(
        Answer.objects.filter(person=person, instrument=code, wave=wave).values_list("question", flat=True)
    )
    fresh = [question for question in given if question not in before]
    Answer.objects.bulk_create(
        Answer(person=person, instrument=code, wave=wave, question=question, value=given[question])
        for question in fresh
    )
    if fresh:
        record(actor, "person.answers", person, subject=person, fields=fresh)
    return len(fresh)


@transaction.atomic
def correct_answers(
    *, actor: Actor, person_ref: UUID, wave: int, values: Mapping[str, str], code: str = "coesione"
) -> None:
    """Write a wave's answers anew, after a mistake. Same refusals as :func:`answer_questions`."""
    person = require_person(actor, "person.write", person_ref)
    for question, value in _checked(values, wave, code).items():
        Answer.objects.update_or_create(
            person=person, instrument=code, wave=wave, question=question, defaults={"value": value}
        )
    record(actor, "person.answers_corrected", person, subject=person, fields=sorted(values))


def _checked(values: Mapping[str, str], wave: int, code: str) -> dict[str, str]:
    if wave not in WAVES:
        raise Refused("Le domande si fanno all'ingresso, dopo 6 e dopo 12 mesi.")
    given = {}
    for question in instrument(code).questions:
        value = values.get(question.code, "")
        if value and value not in question.values:
            raise Refused(f"Scegli una delle risposte a «{question.text}».")
        if value:
            given[question.code] = value
    return given


@transaction.atomic
def receive_complaint(
    *,
    actor: Actor,
    text: str,
    person_ref: UUID | None = None,
    received_on: date | None = None,
    request_key: UUID | None = None,
) -> Complaint:
    """Write down a complaint in the words of who made it; she may stay without a name.

    Refused without words, or about a record that the actor may not open.
    """
    require(actor, "person.read")
    earlier = made_before(Complaint, request_key)
    if earlier is not None:
        return earlier
    if not text.strip():
        raise Refused("Scrivi che cosa non è andato bene, con le parole della persona.")
    person = require_person(actor, "person.read", person_ref) if person_ref else None
    complaint = Complaint.objects.create(
        person=person,
        text=text.strip(),
        received_on=received_on or timezone.localdate(),
        request_key=request_key,
    )
    record(actor, "complaint.receive", complaint, subject=person)
    return complaint


@transaction.atomic
def answer_complaint(*, actor: User, complaint_ref: UUID, answer: str) -> Complaint:
    """The coordinator's answer. Refused without words, and when it was answered already."""
    require(actor, "complaint.manage")
    complaint = Complaint.objects.select_for_update().filter(pk=complaint_ref).first()
    if complaint is None or not answer.strip():
        raise Refused("Scrivi la risposta che avete dato alla persona.")
    if complaint.state == ComplaintState.ANSWERED:
        if complaint.answer == answer.strip():
            return complaint
        raise Refused("Questo reclamo ha già una risposta. Se c'è altro, apri un nuovo reclamo.")
    complaint.answer, complaint.state = answer.strip(), ComplaintState.ANSWERED
    complaint.answered_on = timezone.localdate()
    complaint.save()
    record(actor, "complaint.answer", complaint, subject=complaint.person)
    return complaint


@transaction.atomic
def note_complaint_read(*, actor: User, complaint: Complaint) -> None:
    """The coordinator read a complaint; about whom, her own page tells."""
    record(actor, "complaint.read", complaint, subject=complaint.person)


def look_alikes(person: Person) -> list[tuple[Person, str]]:
    """Other records that may be the same person, among **all** records, with the reason."""
    same = {
        "stesso telefono": Q(phone_index=person.phone_index) if person.phone_index else None,
        "stessa email": Q(email_index=person.email_index) if person.email_index else None,
        "stesso codice fiscale": (
            Q(fiscal_code_index=person.fiscal_code_index) if person.fiscal_code_index else None
        ),
        "stesso nome e anno": (
            Q(search_name=person.search_name, birth_year=person.birth_year)
            if person.birth_year and person.last_name
            else None
        ),
    }
    found: dict[UUID, tuple[Person, str]] = {}
    others = Person.objects.exclude(pk=person.pk).exclude(status__in=GONE)
    for why, wanted in same.items():
        for other in others.filter(wanted).order_by("pk")[:MAX_HINTS] if wanted else ():
            found.setdefault(other.pk, (other, why))
    return list(found.values())


def note_look_alikes(person: Person) -> int:
    """Note the pairs for the coordinator, inside the caller's transaction. Returns how many are new."""
    pairs = []
    for other, why in look_alikes(person):
        first, second = sorted((person, other), key=lambda one: one.pk)
        pairs.append(DuplicateHint(first=first, second=second, why=why))
    known = {
        (hint.first_id, hint.second_id)
        for hint in DuplicateHint.objects.filter(Q(first=person) | Q(second=person))
    }
    fresh = [pair for pair in pairs if (pair.first_id, pair.second_id) not in known]
    DuplicateHint.objects.bulk_create(fresh)
    return len(fresh)


@transaction.atomic
def set_pair_apart(*, actor: User, hint_pk: int) -> None:
    """The coordinator says: two different persons. The pair is not proposed again."""
    require(actor, "person.merge")
    hint = DuplicateHint.objects.select_for_update().filter(pk=hint_pk).first()
    if hint is None:
        raise Refused("Questa coppia non è più nella lista.")
    if hint.decided_at is None:
        hint.decided_at, hint.same = timezone.now(), False
        hint.save(update_fields=["decided_at", "same"])
        record(actor, "duplicate.apart", hint)
