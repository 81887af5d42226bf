"""*Ci vengo*, *Ci sarò* and *Non posso*, said by the person herself."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters.actions.sign_ups import NoSeat, locked_public
from jobcaffe.encounters.enums import Presence, State
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.encounters.queries import seats_left
from jobcaffe.foundation.access import Reach, Refused, reach
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import record
from jobcaffe.people import queries as people


@transaction.atomic
def join(*, actor: User, encounter_id: UUID) -> Attendance:
    """*Ci vengo*, pressed by somebody who takes part and is signed in: she is expected at once.

    A second press changes nothing. Refused when the encounter is not public, has begun or is off,
    for who has no record of her own, and, as :class:`NoSeat` with alternatives, when it is full.
    """
    person = people.visible_to(actor, "my.write").first()
    if person is None or reach(actor, "my.write") is not Reach.OWN:
        raise Refused(_("Non troviamo la tua scheda. Chiamaci: ti iscriviamo noi."))
    encounter = locked_public(encounter_id)
    row = Attendance.objects.filter(encounter=encounter, person=person).first()
    if row is not None and row.presence in {Presence.EXPECTED, Presence.PRESENT}:
        return row
    if seats_left(encounter) == 0:
        raise NoSeat(encounter)
    said = {"presence": Presence.EXPECTED, "marked_at": timezone.now(), "marked_by": actor.pk}
    row, _made = Attendance.objects.update_or_create(encounter=encounter, person=person, defaults=said)
    record(actor, "attendance.reply", encounter, subject=person, fields=["presence"])
    return row


@transaction.atomic
def reply(*, actor: User, encounter_id: UUID, coming: bool) -> Attendance:
    """Say whether one comes to an encounter one is expected at. The same answer twice changes nothing.

    Refused when the encounter has begun or is off, when one is not expected there, and for coming
    back to a seat that somebody else has taken meanwhile.
    """
    encounter = Encounter.objects.select_for_update().filter(pk=encounter_id).first()
    row = (
        Attendance.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(encounter=encounter_id, person=actor.person_ref, person__isnull=False)
        .first()
    )
    if encounter is None or row is None or reach(actor, "my.write") is not Reach.OWN:
        raise Refused(_("Non sei fra le persone attese. Iscriviti dalla pagina dell'incontro."))
    if encounter.state != State.PLANNED or encounter.starts_at <= timezone.now():
        raise Refused(_("L'incontro è già cominciato. Se serve, chiama il Job Caffè."))
    wanted = Presence.EXPECTED if coming else Presence.EXCUSED
    if row.presence == wanted:
        return row
    left = seats_left(encounter)
    if coming and left is not None and left <= 0:
        raise Refused(_("Intanto il posto è stato preso. Scegli un altro incontro."))
    row.presence, row.marked_at, row.marked_by = wanted, timezone.now(), actor.pk
    row.save(update_fields=["presence", "marked_at", "marked_by"])
    record(actor, "attendance.reply", encounter, subject=row.person, fields=["presence"])
    return row
