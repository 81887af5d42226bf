"""Opening, changing and closing a lab."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Reach, Refused
from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.accounts.queries import working
from jobcaffe.foundation.db.once import made_before
from jobcaffe.foundation.journal.actions import record
from jobcaffe.worklife.labs import rules
from jobcaffe.worklife.labs.models import Lab

LONGEST_NAME, LONGEST_ABOUT = 80, 300


@transaction.atomic
def create_lab(
    *,
    actor: User,
    name: str,
    about: str = "",
    confidential: bool = False,
    room_id: UUID | None = None,
    leader_ids: Collection[UUID] = (),
    request_key: UUID | None = None,
) -> Lab:
    """Open a lab. Who leads labs leads the one she opens; who runs the programme chooses who leads.

    A second press gives the same lab. Refused without the right, a name, or anybody who leads.
    """
    reach = access.require(actor, "lab.lead")
    twice = made_before(Lab, request_key)
    if twice is not None:
        return twice
    leaders = {actor.pk} if reach is Reach.OWN else set(leader_ids)
    number = Lab.objects.select_for_update().count() + 1
    lab = Lab.objects.create(
        code=f"LAB-{number:02d}",
        name=rules.written(name, LONGEST_NAME),
        about=about.strip()[:LONGEST_ABOUT],
        confidential=confidential,
        room_id=room_id,
        request_key=request_key,
    )
    _set_leaders(lab, leaders)
    record(actor, "lab.create", lab)
    return lab


def _set_leaders(lab: Lab, chosen: Collection[UUID]) -> None:
    allowed = working([Role.LAB_LEADER]).filter(pk__in=list(chosen))
    if not allowed:
        raise Refused(_("Scegli chi conduce il laboratorio."))
    lab.leaders.set(allowed)


@transaction.atomic
def update_lab(
    *,
    actor: User,
    lab_id: UUID,
    name: str,
    about: str = "",
    open_to_new: bool = True,
    confidential: bool = False,
    room_id: UUID | None = None,
    leader_ids: Collection[UUID] | None = None,
) -> Lab:
    """Change what is told of a lab. ``leader_ids`` only by who runs the programme.

    Refused to others, and to open a confidential lab: those who entered were promised silence. From
    open to confidential holds for the meetings planned from then on.
    """
    lab = rules.locked_lab(actor, lab_id)
    if lab.confidential and not confidential:
        raise Refused(_("Un laboratorio riservato resta riservato. Per uno aperto, creane uno nuovo."))
    told = {
        "name": rules.written(name, LONGEST_NAME),
        "about": about.strip()[:LONGEST_ABOUT],
        "open_to_new": open_to_new,
        "confidential": confidential,
        "room_id": room_id,
    }
    changed = [field for field, value in told.items() if getattr(lab, field) != value]
    for field in changed:
        setattr(lab, field, told[field])
    lab.save(update_fields=changed)
    if leader_ids is not None and access.reach(actor, "lab.lead") is Reach.ALL:
        _set_leaders(lab, leader_ids)
        changed.append("leaders")
    record(actor, "lab.update", lab, fields=changed)
    return lab


@transaction.atomic
def close_lab(*, actor: User, lab_id: UUID) -> Lab:
    """The lab ends today: nobody enters, nothing new is written. A second press changes nothing."""
    lab = rules.locked_lab(actor, lab_id)
    if lab.closed_on is None:
        lab.closed_on, lab.open_to_new = timezone.localdate(), False
        lab.save(update_fields=["closed_on", "open_to_new"])
        record(actor, "lab.close", lab)
    return lab
