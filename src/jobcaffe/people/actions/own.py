"""What a participant does by herself with her own record."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from jobcaffe.foundation.access import Reach, Refused, reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.foundation.privacy import consents
from jobcaffe.foundation.privacy.models import Consent
from jobcaffe.people.models import Complaint, Person

ERASURE = "Chiede di cancellare i suoi dati."
NOT_YOURS = "La tua scheda non si apre da qui. Chiedi allo sportello."


def _own(actor: User) -> Person:
    if actor.person_ref is None or reach(actor, "my.write") is not Reach.OWN:
        raise Refused(NOT_YOURS)
    person = Person.objects.select_for_update().filter(pk=actor.person_ref).first()
    if person is None:
        raise Refused(NOT_YOURS)
    return person


@transaction.atomic
def change_consent(*, actor: User, purpose: str, gives: bool) -> None:
    """Say yes or take a yes back; the same answer twice changes nothing.

    Refused for an unknown purpose, and for taking back a notice that is no choice.
    """
    person = _own(actor)
    if gives and not consents.has_consent(person.pk, purpose):
        consents.give_consent(
            actor=actor,
            person_ref=person.pk,
            subject=person,
            purpose=purpose,
            how=Consent.How.ONLINE,
            given_by=person.full_name,
        )
    elif not gives:
        consents.withdraw_consent(actor=actor, person_ref=person.pk, subject=person, purpose=purpose)


@transaction.atomic
def write_to_the_house(*, actor: User, text: str, request_key: UUID | None = None) -> Complaint:
    """An objection or a complaint about one's own data; the coordinator answers. Refused without words."""
    person = _own(actor)
    if not text.strip():
        raise Refused("Scrivi che cosa vuoi dirci. Bastano due righe.")
    return _write(actor, person, text.strip(), request_key)


@transaction.atomic
def ask_erasure(*, actor: User) -> Complaint:
    """Ask to be erased; asked twice it stays one request."""
    person = _own(actor)
    for earlier in Complaint.objects.filter(person=person, state="open"):
        if earlier.text == ERASURE:
            return earlier
    return _write(actor, person, ERASURE, None)


def _write(actor: User, person: Person, text: str, request_key: UUID | None) -> Complaint:
    earlier = Complaint.objects.filter(request_key=request_key).first() if request_key else None
    if earlier is not None:
        return earlier
    made = Complaint.objects.create(person=person, text=text, request_key=request_key)
    record(actor, "complaint.receive", made, subject=person)
    return made
