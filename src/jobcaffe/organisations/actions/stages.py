"""How near an organisation is to the programme, without touching what it says of itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.organisations.enums import Stage
from jobcaffe.organisations.models import Organisation


@transaction.atomic
def set_stage(
    *, actor: User, organisation_id: UUID, stage: str, joined_on: date | None = None
) -> Organisation:
    """Write the stage and the day of joining; its other data are not confirmed by that.

    The same stage twice is the same as once. Refused for an organisation that is no longer there.
    """
    require(actor, "organisation.write")
    found = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if found is None:
        raise Refused("Questa organizzazione non c'è più. Torna all'elenco.")
    if (found.stage, found.joined_on) != (Stage(stage), joined_on):
        found.stage, found.joined_on = Stage(stage), joined_on
        found.save(update_fields=["stage", "joined_on"])
        record(actor, "organisation.update", found, fields=["stage", "joined_on"])
    return found
