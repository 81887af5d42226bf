"""Writing organisations: by the staff, and by those who speak for one."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused, allows, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.foundation.search import search_key
from jobcaffe.organisations import codes
from jobcaffe.organisations.enums import Answer, Stage
from jobcaffe.organisations.models import Organisation
from jobcaffe.organisations.queries import look_alikes, mine

# What an organisation says of itself.
OWN = (
    "name", "kind", "legal_form", "municipality", "address", "sector", "section", "ateco_code", "size",
    "rea_number", "runts_number", "phone", "email", "website", "description", "offers", "asks",
)  # fmt: skip
# What only the staff writes: the codes that tell two organisations apart, and how near it is.
EDITABLE = (*OWN, "fiscal_code", "vat_number", "stage", "joined_on")
GONE = "Questa organizzazione non c'è più. Torna all'elenco."
NO_NAME = "Scrivi come si chiama l'organizzazione."
SAME_CODE = "Un'altra organizzazione ha già questo codice: «{name}». Apri quella."
WRONG_CODE = "Il codice «{code}» non è giusto: controlla le cifre."


class LooksLike(Refused):
    """There is already one with this name; the page offers to open it or to go on."""

    def __init__(self, found: list[Organisation]) -> None:
        super().__init__("Forse c'è già. Guarda qui sotto prima di aggiungerla.")
        self.found = found


def locked_for(actor: User, organisation_id: UUID) -> Organisation:
    """The row, locked, for the staff and for who speaks for it.

    Raises :class:`Refused` for everybody else, in the same words as for one that is not there.
    """
    if not allows(actor, "organisation.write"):
        own = mine(actor)
        if own is None or own.pk != organisation_id:
            raise Refused(GONE)
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise Refused(GONE)
    return found


def _fill(organisation: Organisation, values: dict[str, object], names: tuple[str, ...]) -> list[str]:
    """Set the values; returns the names of the fields that changed."""
    changed = [name for name in names if name in values and getattr(organisation, name) != values[name]]
    for name in changed:
        setattr(organisation, name, values[name])
    if not organisation.name.strip():
        raise Refused(NO_NAME)
    if organisation.ateco_code and (not organisation.section or "ateco_code" in changed):
        organisation.section = codes.section_of(organisation.ateco_code) or organisation.section
    organisation.search_name = search_key(organisation.name)
    if organisation.stage == Stage.MEMBER and organisation.joined_on is None:
        organisation.joined_on = timezone.localdate()
    return changed


def _check_codes(organisation: Organisation, changed: list[str]) -> None:
    for name in ("fiscal_code", "vat_number"):
        code = getattr(organisation, name)
        if name in changed and code and not codes.is_code(code):
            raise Refused(WRONG_CODE.format(code=code))
    written = tuple(code for code in (organisation.fiscal_code, organisation.vat_number) if code)
    same = look_alikes(name="", codes=written, but=organisation.pk) if written else []
    if same and ({"fiscal_code", "vat_number"} & set(changed)):
        raise Refused(SAME_CODE.format(name=same[0].name))


@transaction.atomic
def add_organisation(*, actor: User, sure: bool = False, **values: object) -> Organisation:
    """Write a new organisation. Refused without a name, with a code that is wrong or that another one
    has, and (:class:`LooksLike`) when the name is there already, unless one is ``sure``.
    """
    require(actor, "organisation.write")
    made = Organisation()
    _check_codes(made, _fill(made, values, EDITABLE))
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
    """Change what differs; saying the same confirms it today.

    The staff writes everything, who speaks for the organisation what it says of itself; the other
    values are left alone. Refused as :func:`add_organisation`, and for who may not write this one.
    """
    found = locked_for(actor, organisation_id)
    names = EDITABLE if allows(actor, "organisation.write") else OWN
    changed = _fill(found, values, names)
    _check_codes(found, changed)
    _verified_today(found)
    found.save()
    record(actor, "organisation.update", found, fields=changed)
    return found


def _verified_today(organisation: Organisation) -> None:
    organisation.verified_on = timezone.localdate()
    organisation.checks.filter(answer=Answer.WAITING).update(
        answer=Answer.CONFIRMED, answered_on=organisation.verified_on
    )


@transaction.atomic
def confirm(*, actor: User, organisation_id: UUID) -> Organisation:
    """Say that all is still right. Refused for who may not write this one; twice is the same as once."""
    found = locked_for(actor, organisation_id)
    _verified_today(found)
    found.save(update_fields=["verified_on"])
    record(actor, "organisation.confirm", found, fields=["verified_on"])
    return found
