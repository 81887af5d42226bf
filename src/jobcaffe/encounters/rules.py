"""Who may write which encounter, and when it can still be written."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.encounters.enums import State
from jobcaffe.encounters.models import Encounter
from jobcaffe.encounters.queries import visible_to
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.journal.actions import SYSTEM, Actor
from jobcaffe.spaces.rules import permit
from jobcaffe.spaces.words import local


def locked(actor: Actor, encounter_id: UUID, capability: str) -> Encounter:
    """The encounter, its row locked, when ``actor`` reaches it with the capability.

    Raises :class:`Refused`: "not there" and "not yours" are one answer.
    """
    permit(actor, capability)
    reachable = Encounter.objects.all() if actor is SYSTEM else visible_to(actor, capability)
    rows = Encounter.objects.select_for_update().filter(pk__in=reachable.filter(pk=encounter_id).values("pk"))
    found = rows.first()
    if found is None:
        raise Refused(_("Questo incontro non c'è, o non è fra i tuoi. Torna all'agenda."))
    return found


def still_planned(encounter: Encounter) -> None:
    """Raises :class:`Refused` when the encounter was held or cancelled."""
    if encounter.state == State.CANCELLED:
        raise Refused(_("Questo incontro è stato annullato. Se si fa lo stesso, creane uno nuovo."))
    if encounter.state == State.HELD:
        raise Refused(_("Questo incontro si è già svolto: giorno e ora non cambiano più."))


def day_has_come(encounter: Encounter) -> None:
    """Presences are marked from the day of the encounter on. Raises :class:`Refused` before."""
    if encounter.state == State.CANCELLED:
        raise Refused(_("Questo incontro è stato annullato: non ha presenze."))
    if local(encounter.starts_at).date() > timezone.localdate():
        raise Refused(_("L'incontro non c'è ancora stato. Segna le presenze da quel giorno in poi."))
