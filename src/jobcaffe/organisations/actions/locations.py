"""The places of an organisation and their hours."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.organisations.actions.records import locked_for
from jobcaffe.organisations.models import Location

FIELDS = ("name", "address", "postcode", "municipality", "lat", "lon", "hours", "notes")
MOST = 12


@transaction.atomic
def save_location(
    *, actor: User, organisation_id: UUID, location_id: UUID | None = None, **values: object
) -> Location:
    """Write a place, new or there already; the same address typed again is the same place.

    Refused without address and comune, beyond twelve places, for a place of another organisation, and
    for who may not write this one.
    """
    organisation = locked_for(actor, organisation_id)
    rows = Location.objects.filter(organisation=organisation)
    found = rows.filter(pk=location_id).first() if location_id else None
    if location_id and found is None:
        raise Refused("Questa sede non c'è più. Torna alla pagina dell'organizzazione.")
    row = found or rows.filter(address=values.get("address"), municipality=values.get("municipality")).first()
    if row is None:
        last = rows.aggregate(last=Max("position"))["last"]
        row = Location(organisation=organisation, position=0 if last is None else last + 1)
        if rows.count() >= MOST:
            raise Refused("Ci sono già dodici sedi. Togline una prima di aggiungerne un'altra.")
    for name in FIELDS:
        if name in values:
            setattr(row, name, values[name])
    if not row.address.strip() or not row.municipality.strip():
        raise Refused("Scrivi l'indirizzo e il comune della sede.")
    row.save()
    record(actor, "organisation.location", organisation, fields=["locations"])
    return row


@transaction.atomic
def remove_location(*, actor: User, organisation_id: UUID, location_id: UUID) -> None:
    """Take a place off the list; twice is the same as once."""
    organisation = locked_for(actor, organisation_id)
    gone, _details = Location.objects.filter(pk=location_id, organisation=organisation).delete()
    if gone:
        record(actor, "organisation.location_removed", organisation, fields=["locations"])
