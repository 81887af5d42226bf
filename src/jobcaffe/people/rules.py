"""Predicates about persons: ages, and who may do what with a record."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils import timezone

from jobcaffe.foundation import access
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import Actor
from jobcaffe.people.models import Person
from jobcaffe.people.queries.persons import visible_to

ADULT = 18
OLDEST = 110
NOT_YOURS = (
    "Questa scheda non è fra quelle che segui. Se devi aprirla, torna alla scheda e scrivi il motivo: "
    "resta aperta 8 ore."
)


def minor(birth_year: int | None, *, turned_18: bool = False, today: date | None = None) -> bool:
    """Whether a parent's yes is needed. Only the year is known: in the year of her 18th birthday
    she counts as under 18 unless she says that the day has passed.
    """
    if birth_year is None:
        return False
    age = (today or timezone.localdate()).year - birth_year
    return age < ADULT or (age == ADULT and not turned_18)


def check_birth_year(birth_year: int | None) -> None:
    """Refuses a year that cannot be a year of birth."""
    this_year = timezone.localdate().year
    if birth_year is not None and not this_year - OLDEST <= birth_year <= this_year:
        raise Refused(
            f"L'anno di nascita {birth_year} non è possibile. Scrivi quattro cifre, per esempio 1968."
        )


def require(actor: Actor, capability: str) -> None:
    """The house's own jobs may; a user needs the capability. Raises :class:`Refused`."""
    if isinstance(actor, User):
        access.require(actor, capability)
    elif actor.actor_role != "system":
        raise Refused("Per farlo devi prima entrare con il tuo accesso.")


def require_person(actor: Actor, capability: str, person_ref: UUID) -> Person:
    """The person, locked, when ``actor`` reaches her with the capability. Raises :class:`Refused`.

    "Not there" and "not yours" are one answer.
    """
    require(actor, capability)
    reachable = visible_to(actor, capability) if isinstance(actor, User) else Person.objects.all()
    found = Person.objects.select_for_update().filter(pk__in=reachable.filter(pk=person_ref).values("pk"))
    person = found.first()
    if person is None:
        raise Refused(NOT_YOURS)
    return person
