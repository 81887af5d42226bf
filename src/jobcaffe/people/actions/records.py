"""Opening, changing, protecting and handing over a person's record."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from stdnum.exceptions import ValidationError as BadNumber
from stdnum.it import codicefiscale

from jobcaffe.foundation.access import Reach, Refused, reach
from jobcaffe.foundation.accounts.models import Team, User
from jobcaffe.foundation.journal.actions import Actor, Line, record, record_many
from jobcaffe.foundation.privacy import crypto
from jobcaffe.foundation.search import search_key
from jobcaffe.people.enums import Status
from jobcaffe.people.models import Person, ShiftNote
from jobcaffe.people.queries.persons import TAIL_DIGITS, visible_to
from jobcaffe.people.rules import NOT_YOURS, check_birth_year, minor, require_person

PLAIN = frozenset(
    {
        "first_name",
        "last_name",
        "alias",
        "birth_year",
        "sex",
        "municipality",
        "channel",
        "language",
        "no_phone",
    }
)
CONTACTS = frozenset({"phone", "email", "fiscal_code"})
GUARDIAN = frozenset({"guardian_name", "guardian_phone"})
NO_NAME = "Scrivi almeno il nome: basta quello."


def set_contacts(
    person: Person, *, phone: str | None = None, email: str | None = None, fiscal_code: str | None = None
) -> None:
    """Set contacts with their blind indexes, unsaved; ``None`` leaves a contact as it is.

    Raises :class:`Refused` for what is not a number, an address or a fiscal code.
    """
    if phone is not None:
        person.phone = clean_phone(phone)
        person.phone_index = crypto.blind_index("phone", person.phone)
        person.phone_tail_index = crypto.blind_index("phone-tail", person.phone[-TAIL_DIGITS:])
        person.no_phone = person.no_phone and not person.phone
    if email is not None:
        person.email = crypto.normalise_email(email)
        if person.email and "@" not in person.email[1:-1]:
            raise Refused("L'email non sembra giusta: manca la @. Per esempio: anna@posta.it.")
        person.email_index = crypto.blind_index("email", person.email)
    if fiscal_code is not None:
        person.fiscal_code = clean_fiscal_code(fiscal_code)
        person.fiscal_code_index = crypto.blind_index("fiscal-code", person.fiscal_code)


def clean_phone(text: str) -> str:
    """The number in E.164, or empty. Raises :class:`Refused` when there is no number in it."""
    phone = crypto.normalise_phone(text)
    if text.strip() and not phone:
        raise Refused("Il telefono non sembra giusto. Scrivi solo le cifre, per esempio 333 123 4567.")
    return phone


def clean_fiscal_code(text: str) -> str:
    """Sixteen capital letters and digits, or empty. Raises :class:`Refused` when it does not check."""
    try:
        return str(codicefiscale.validate(text)) if text.strip() else ""
    except BadNumber as error:
        raise Refused("Il codice fiscale non è giusto. Controlla le 16 lettere e cifre.") from error


def set_names(person: Person) -> None:
    """Tidy the names and the search name, unsaved. Refused without any name."""
    person.first_name = " ".join(person.first_name.split())
    person.last_name = " ".join(person.last_name.split())
    if not person.first_name:
        raise Refused(NO_NAME)
    person.search_name = search_key(f"{person.last_name} {person.first_name}")


def check_guardian(person: Person, *, turned_18: bool = False) -> None:
    """Refuses somebody under 18 without the name of the parent who says yes."""
    if minor(person.birth_year, turned_18=turned_18) and not person.guardian_name.strip():
        raise Refused(
            "Chi ha meno di 18 anni ha bisogno del sì di un genitore. Scrivi il nome del genitore e segna "
            "il suo consenso. Se il genitore non c'è, salva una bozza e fissa un altro momento."
        )


@transaction.atomic
def open_record(*, actor: User, person_ref: UUID, reason: str = "") -> Person:
    """Give the record to read, and write down who read it, in the same transaction.

    Refused (one answer) when the record is not there, is not hers, or needs a gate.
    """
    person = visible_to(actor).select_related("team", "operator").filter(pk=person_ref).first()
    if person is None:
        raise Refused(NOT_YOURS)
    record(actor, "person.read", person, subject=person, reason=reason)
    return person


@transaction.atomic
def note_search(*, actor: User) -> None:
    """One row that ``actor`` searched; what she typed is not kept."""
    record(actor, "person.search")


@transaction.atomic
def note_list(*, actor: User, what: str, count: int) -> None:
    """One row that ``actor`` read a list of persons: which one, and how many names were on it."""
    record(actor, "person.list", reason=what, fields=[f"count={count}"])


@transaction.atomic
def note_export(*, actor: User, persons: Iterable[Person], what: str) -> int:
    """One row for each person whose data leave the house in a file. Returns how many."""
    lines = [Line("person.export", "people.person", str(p.pk), p, reason=what) for p in persons]
    if lines:
        record_many(actor, lines)
    return len(lines)


@transaction.atomic
def update_person(*, actor: Actor, person_ref: UUID, turned_18: bool = False, **changes: Any) -> Person:
    """Change names, contacts, year, sex, municipality, channel, alias, language or guardian.

    Refused when the record is not the actor's to write, a contact or year is impossible, the name
    is taken away, or somebody under 18 would stand without a parent. ``TypeError`` for a field
    that is changed by another action.
    """
    unknown = set(changes) - PLAIN - CONTACTS - GUARDIAN
    if unknown:
        raise TypeError(f"not changed by update_person: {sorted(unknown)}")
    person = require_person(actor, "person.write", person_ref)
    before = {name: getattr(person, name) for name in changes}
    for name in (PLAIN | GUARDIAN) & set(changes):
        setattr(person, name, changes[name])
    set_contacts(person, **{name: changes[name] for name in CONTACTS & set(changes)})
    set_names(person)
    check_birth_year(person.birth_year)
    check_guardian(person, turned_18=turned_18)
    changed = sorted(name for name in changes if getattr(person, name) != before[name])
    if changed:
        person.save()
        record(actor, "person.update", person, subject=person, fields=changed)
    return person


@transaction.atomic
def set_status(
    *, actor: Actor, person_ref: UUID, status: str, on: date | None = None, reason: str = ""
) -> Person:
    """She is followed again, does not come any more, moved away, or died.

    What hangs on it above (future encounters, open path, messages) is ended by
    ``paths.actions.leave``, which calls this. Refused for a day in the future and for "merged" and
    "erased", which are other actions. The same status twice changes nothing.
    """
    if status in (Status.MERGED, Status.ERASED) or status not in Status.values:
        raise Refused("Questa condizione non si imposta da qui.")
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused("La data è nel futuro. Scrivi il giorno in cui è successo, oppure oggi.")
    person = require_person(actor, "person.write", person_ref)
    if person.status == status:
        return person
    person.status, person.status_on = status, day
    person.save(update_fields=["status", "status_on"])
    record(actor, "person.status", person, subject=person, fields=["status"], reason=reason)
    return person


def _of_the_caseload(actor: User, capability: str, person_ref: UUID) -> Person:
    """The person, locked, when she is the actor's without a gate, or the actor coordinates.

    A reason opens a record for eight hours: not to take it over for good. Raises :class:`Refused`.
    """
    person = require_person(actor, capability, person_ref)
    coordinates = reach(actor, "person.merge") is Reach.ALL
    if not coordinates and not visible_to(actor, "person.search").filter(pk=person_ref).exists():
        raise Refused("La segue un'altra squadra: può farlo chi la segue, oppure la regia. Chiedi a loro.")
    return person


@transaction.atomic
def protect(*, actor: User, person_ref: UUID, protected: bool) -> Person:
    """Make a record *riservata*, or open again. Who protects it becomes the one who follows it.

    Refused when somebody else follows her: the record would vanish from that operator's hands; and
    for a record opened with a reason only, which would vanish from its team's.
    """
    person = _of_the_caseload(actor, "person.write", person_ref)
    if person.protected == protected:
        return person
    if protected and person.operator_id is None and reach(actor, "person.write") is not Reach.NONE:
        person.operator = actor
    if protected and person.operator_id != actor.pk:
        raise Refused("La segue un'altra operatrice: chiedi a lei, o fatti passare la scheda.")
    person.protected = protected
    person.save(update_fields=["protected", "operator"])
    record(actor, "person.protect", person, subject=person, fields=["protected"])
    return person


@transaction.atomic
def transfer(
    *, actor: User, person_ref: UUID, team: Team, operator: User | None = None, note: str = ""
) -> Person:
    """Hand a person over to another operator or team; her notes of hand-over go along.

    The coordinator may hand over everybody she may open; the desk only those of its caseload.
    Refused when the operator is not of that team, when a protected person would be left without
    an operator, and when the person's record is not the actor's.
    """
    capability = "person.read" if reach(actor, "person.merge") is Reach.ALL else "person.write"
    person = _of_the_caseload(actor, capability, person_ref)
    if operator is not None and operator.team_id != team.pk:
        raise Refused(
            f"{operator.name} non è nella squadra {team.name}. Scegli chi la segue in quella squadra."
        )
    if person.protected and operator is None:
        raise Refused("La scheda è riservata: scegli anche chi la segue.")
    if (person.team_id, person.operator_id) == (team.pk, operator.pk if operator else None):
        return person
    person.team, person.operator = team, operator
    person.save(update_fields=["team", "operator"])
    open_notes = ShiftNote.objects.filter(person=person, done_at__isnull=True)
    open_notes.update(team=team)
    if note.strip():
        ShiftNote.objects.create(team=team, author=actor, person=person, text=note.strip())
    record(actor, "person.transfer", person, subject=person, fields=["team", "operator"])
    return person


def touch(person_refs: Iterable[UUID], *, on: date | None = None) -> int:
    """These persons were met or heard on this day; an earlier day never moves the date back.

    Called by the action that meets them, inside its transaction; it journals itself.
    Returns how many dates moved.
    """
    day = on or timezone.localdate()
    older = Q(last_contact_on__isnull=True) | Q(last_contact_on__lt=day)
    return Person.objects.filter(older, pk__in=list(person_refs)).update(last_contact_on=day)
