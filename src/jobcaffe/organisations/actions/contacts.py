"""Whom to talk to in an organisation, and what each of them agreed to."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused, allows
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.organisations.actions.records import locked_for
from jobcaffe.organisations.enums import How, Purpose
from jobcaffe.organisations.models import Contact, ContactConsent, Organisation

NOT_HERE = "Questo referente non c'è più. Torna alla pagina dell'organizzazione."


@transaction.atomic
def add_contact(
    *, actor: User, organisation_id: UUID, name: str, job_title: str = "", phone: str = "", email: str = ""
) -> Contact:
    """Write down whom to talk to; the same name twice is one contact, brought up to date.

    Refused without a name, and for who may not write this organisation.
    """
    organisation = locked_for(actor, organisation_id)
    if not name.strip():
        raise Refused("Scrivi il nome di chi risponde per l'organizzazione.")
    contact, made = Contact.objects.get_or_create(organisation=organisation, name=name.strip())
    contact.job_title, contact.phone, contact.email = job_title, phone, email
    contact.save()
    record(actor, "organisation.contact", organisation, fields=["contacts"] if made else ["contact"])
    return contact


@transaction.atomic
def remove_contact(*, actor: User, organisation_id: UUID, contact_id: UUID) -> None:
    """Forget a contact, with what she agreed to; twice is the same as once."""
    organisation = locked_for(actor, organisation_id)
    gone, _details = Contact.objects.filter(pk=contact_id, organisation=organisation).delete()
    if gone:
        record(actor, "organisation.contact_removed", organisation, fields=["contacts"])


@transaction.atomic
def give_consent(
    *, actor: User, organisation_id: UUID, contact_id: UUID, purpose: str, how: str = How.SITE
) -> ContactConsent:
    """Write a yes to one purpose: today, and how it was said. A second yes changes nothing.

    Refused for a contact of another organisation, and for the public page without a telephone and
    without an e-mail address to show.
    """
    organisation, contact = _contact(actor, organisation_id, contact_id)
    if purpose == Purpose.NEWSLETTER and not contact.email:
        raise Refused("Per mandare le notizie serve un indirizzo email. Scrivilo prima.")
    if purpose == Purpose.PUBLIC and not (contact.phone or contact.email):
        raise Refused("Per la pagina pubblica serve un telefono o un indirizzo email. Scrivilo prima.")
    said = how if allows(actor, "organisation.write") else How.SITE
    made, new = ContactConsent.objects.get_or_create(
        contact=contact,
        purpose=Purpose(purpose).value,
        withdrawn_on=None,
        defaults={"how": How(said).value, "written_by": actor.pk, "given_on": timezone.localdate()},
    )
    if new:
        record(actor, "organisation.consent", organisation, fields=[purpose])
    return made


@transaction.atomic
def withdraw_consent(*, actor: User, organisation_id: UUID, contact_id: UUID, purpose: str) -> None:
    """Take a yes back, from today; the row stays, with both days. Twice is the same as once."""
    organisation, contact = _contact(actor, organisation_id, contact_id)
    live = contact.consents.filter(purpose=purpose, withdrawn_on=None)
    if live.update(withdrawn_on=timezone.localdate()):
        record(actor, "organisation.consent_withdrawn", organisation, fields=[purpose])


def _contact(actor: User, organisation_id: UUID, contact_id: UUID) -> tuple[Organisation, Contact]:
    organisation = locked_for(actor, organisation_id)
    contact = organisation.contacts.filter(pk=contact_id).first()
    if contact is None:
        raise Refused(NOT_HERE)
    return organisation, contact
