"""Writing organisations and the people to talk to there."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.foundation.search import normalise
from jobcaffe.organisations.enums import Stage
from jobcaffe.organisations.models import Contact, Organisation
from jobcaffe.organisations.queries import look_alikes

EDITABLE = (
    "name", "kind", "fiscal_code", "vat_number", "municipality", "address", "sector", "phone", "email",
    "website", "description", "stage", "joined_on",
)  # fmt: skip
GONE = "Questa organizzazione non c'è più. Torna all'elenco."
NO_NAME = "Scrivi come si chiama l'organizzazione."
SAME_CODE = "Un'altra organizzazione ha già questo codice: «{name}». Apri quella."


class LooksLike(Refused):
    """There is already one with this name; the page offers to open it or to go on."""

    def __init__(self, found: list[Organisation]) -> None:
        super().__init__("Forse c'è già. Guarda qui sotto prima di aggiungerla.")
        self.found = found


def _fill(organisation: Organisation, values: dict[str, object]) -> list[str]:
    """Set the values; returns the names of the fields that changed."""
    changed = [name for name in EDITABLE if name in values and getattr(organisation, name) != values[name]]
    for name in changed:
        setattr(organisation, name, values[name])
    if not organisation.name.strip():
        raise Refused(NO_NAME)
    organisation.search_name = normalise(organisation.name)
    if organisation.stage == Stage.MEMBER and organisation.joined_on is None:
        organisation.joined_on = timezone.localdate()
    return changed


def _check_codes(organisation: Organisation) -> None:
    codes = tuple(code for code in (organisation.fiscal_code, organisation.vat_number) if code)
    same = look_alikes(name="", codes=codes, but=organisation.pk) if codes else []
    if same:
        raise Refused(SAME_CODE.format(name=same[0].name))


@transaction.atomic
def add_organisation(*, actor: User, sure: bool = False, **values: object) -> Organisation:
    """Write a new organisation. Refused without a name, with a code that another one has, and
    (:class:`LooksLike`) when the name is there already, unless one is ``sure``.
    """
    require(actor, "organisation.write")
    made = Organisation()
    _fill(made, values)
    _check_codes(made)
    same = [] if sure else look_alikes(name=made.name, municipality=made.municipality)
    if same:
        raise LooksLike(same)
    made.verified_on = timezone.localdate()
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(SAME_CODE.format(name=made.name)) from error
    record(actor, "organisation.add", made, fields=sorted(values))
    return made


@transaction.atomic
def update_organisation(*, actor: User, organisation_id: UUID, **values: object) -> Organisation:
    """Change what differs; saying the same confirms it today. Refused as :func:`add_organisation`."""
    require(actor, "organisation.write")
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise Refused(GONE)
    changed = _fill(found, values)
    _check_codes(found)
    found.verified_on = timezone.localdate()
    found.save()
    record(actor, "organisation.update", found, fields=changed)
    return found


@transaction.atomic
def add_contact(
    *, actor: User, organisation_id: UUID, name: str, job_title: str = "", phone: str = "", email: str = ""
) -> Contact:
    """Write down whom to talk to; the same name twice is one contact, brought up to date."""
    require(actor, "organisation.write")
    organisation = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if organisation is None or not name.strip():
        raise Refused("Scrivi il nome di chi risponde per l'organizzazione.")
    contact, made = Contact.objects.get_or_create(organisation=organisation, name=name.strip())
    contact.job_title, contact.phone, contact.email = job_title, phone, email
    contact.save()
    record(actor, "organisation.contact", organisation, fields=["contacts"] if made else ["contact"])
    return contact


@transaction.atomic
def remove_contact(*, actor: User, organisation_id: UUID, contact_id: UUID) -> None:
    """Forget a contact; twice is the same as once."""
    require(actor, "organisation.write")
    organisation = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if organisation is None:
        raise Refused(GONE)
    gone, _details = Contact.objects.filter(pk=contact_id, organisation=organisation).delete()
    if gone:
        record(actor, "organisation.contact_removed", organisation, fields=["contacts"])
