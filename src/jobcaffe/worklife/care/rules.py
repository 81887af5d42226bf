"""Who may do what in which pool, and when."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.people.rules import require
from jobcaffe.worklife.care import catalogue, queries
from jobcaffe.worklife.care.enums import PoolState, Standing
from jobcaffe.worklife.care.models import Family, Pool, Turn

NOT_THERE = "Questa pagina non c'è più, o non è fra le tue. Torna ai turni."
GONE_BY = "Questo turno è già cominciato. Non si può più cambiare."


def locked_pool(pool_id: UUID) -> Pool:
    """The pool, locked: what happens in one pool happens one thing at a time. Raises :class:`Refused`."""
    found = Pool.objects.select_for_update(of=("self",)).filter(pk=pool_id).first()
    if found is None:
        raise Refused(_(NOT_THERE))
    return found


def led_pool(actor: Actor, pool_id: UUID) -> Pool:
    """A pool that ``actor`` leads, locked. "Not there" and "not yours" are one answer."""
    require(actor, "care.manage")
    pool = locked_pool(pool_id)
    if isinstance(actor, User) and pool.leader_id != actor.pk:
        raise Refused(_(NOT_THERE))
    return pool


def own_family(actor: User, family_id: UUID, *standings: Standing, closed_too: bool = False) -> Family:
    """A household that ``actor`` belongs to or helps at the desk, its pool locked.

    Raises :class:`Refused` when it is not there, not hers, or does not stand in ``standings`` (in the
    pool, unless told otherwise); and for a closed pool, unless ``closed_too``.
    """
    found = Family.objects.filter(pk=family_id).first()
    if found is None or not queries.reaches(actor, found):
        raise Refused(_(NOT_THERE))
    pool = locked_pool(found.pool_id)
    family = Family.objects.select_for_update(of=("self",)).get(pk=family_id)
    family.pool = pool
    if family.standing not in (standings or (Standing.IN,)):
        raise Refused(_("Prima chi guida il gruppo conferma la tua famiglia."))
    if pool.state != PoolState.OPEN and not closed_too:
        raise Refused(_("Questo gruppo di turni è chiuso."))
    return family


def led_family(actor: Actor, family_id: UUID) -> Family:
    """A household in a pool that ``actor`` leads, locked. Raises :class:`Refused`."""
    found = Family.objects.filter(pk=family_id).first()
    pool = led_pool(actor, found.pool_id if found else UUID(int=0))
    family = Family.objects.select_for_update(of=("self",)).get(pk=family_id)
    family.pool = pool
    return family


def turn_to_come(family: Family, turn_id: UUID) -> Turn:
    """A turn of the family's pool that has not begun. Raises :class:`Refused`."""
    found = queries.live_turns(family.pool).filter(pk=turn_id).first()
    if found is None:
        raise Refused(_(NOT_THERE))
    check_to_come(family.pool, found.day, found.block)
    return found


def check_to_come(pool: Pool, day: date, block: int) -> None:
    """Refused for a block that has begun, or that the pool does not have."""
    if not 0 <= block < len(pool.starts):
        raise Refused(_("Questa fascia oraria non c'è più. Apri di nuovo la pagina."))
    if pool.begins(day, block) <= timezone.now():
        raise Refused(_(GONE_BY))


def check_permission(family: Family, day: date) -> None:
    """Refused while the paper that the pool wants has not been signed for that day."""
    if family.pool.permissions and not any(row.covers(day) for row in family.signed.all()):
        raise Refused(
            _("Per quel giorno manca il permesso firmato. Portalo a chi guida il gruppo o allo sportello.")
        )


def check_monday(day: date) -> None:
    """Refused for what is not the first day of a week."""
    if day.weekday() != 0:
        raise Refused(_("La settimana comincia di lunedì. Apri di nuovo la pagina."))


def check_pool(values: dict[str, object]) -> None:
    """Refused for rules that make no sense together."""
    starts, minutes = values["starts"], values["block_minutes"]
    if not isinstance(starts, list) or not isinstance(minutes, int):
        raise TypeError("starts is a list of hours, block_minutes a number")
    at = [int(one[:2]) * 60 + int(one[3:]) for one in starts]
    if not at or any(after - before < minutes for before, after in pairwise(at)):
        raise Refused(_("Le fasce si toccano: mettile in ordine, una finisce prima che l'altra cominci."))
    if at[-1] + minutes > 24 * 60:
        raise Refused(_("L'ultima fascia finisce dopo mezzanotte. Falla cominciare prima."))
    unknown = set(values["places"]) - set(catalogue.places())  # type: ignore[call-overload]
    if unknown or not values["places"]:
        raise Refused(_("Scegli almeno un posto dove si tengono i bambini."))
