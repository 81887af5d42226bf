"""Giving an organisation's people a way in, and taking it back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jobcaffe.foundation.access import Refused, require
from jobcaffe.foundation.accounts.actions import close_partner, open_partner
from jobcaffe.foundation.accounts.contacts import parse
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.organisations.actions.records import GONE
from jobcaffe.organisations.models import Delegate, Organisation


@transaction.atomic
def invite_delegate(*, actor: User, organisation_id: UUID, name: str, contact: str) -> Delegate:
    """Give somebody of an organisation an account; she comes in with a code by e-mail or SMS.

    Refused without ``organisation.write``, without a name, for what is no telephone and no e-mail
    address, and for a contact that opens another account. Inviting twice is the same as once.
    """
    require(actor, "organisation.write")
    organisation = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
    if organisation is None:
        raise Refused(GONE)
    reached = parse(contact)
    if reached is None or not name.strip():
        raise Refused("Scrivi il nome, e un telefono o un indirizzo email completo.")
    here = organisation.delegates.filter(revoked_at=None, **{f"user__{reached.kind}_index": reached.index})
    if found := here.first():
        return found
    user = open_partner(actor=actor, name=name, contact=reached, organisation_ref=organisation.pk)
    given = {"organisation": organisation, "invited_by": actor.pk, "invited_at": timezone.now()}
    made, _new = Delegate.objects.update_or_create(user=user, defaults={**given, "revoked_at": None})
    record(actor, "organisation.delegate", organisation, fields=["delegates"])
    return made


@transaction.atomic
def revoke_delegate(*, actor: User, organisation_id: UUID, user_id: UUID) -> None:
    """Take the account back; whoever is in is out at once. Twice is the same as once.

    Refused without ``organisation.write`` and for who does not speak for this organisation.
    """
    require(actor, "organisation.write")
    rows = Delegate.objects.select_for_update(of=("self",)).select_related("user", "organisation")
    found = rows.filter(organisation=organisation_id, user=user_id).first()
    if found is None:
        raise Refused("Questa persona non ha un accesso per l'organizzazione.")
    if found.revoked_at is not None:
        return
    found.revoked_at = timezone.now()
    found.save(update_fields=["revoked_at"])
    close_partner(actor=actor, user=found.user)
    record(actor, "organisation.delegate_revoked", found.organisation, fields=["delegates"])
