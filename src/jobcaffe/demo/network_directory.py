"""Made-up organisations with their places, hours, contact persons and accounts."""

from __future__ import annotations

from datetime import date

from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations.models import Delegate, Organisation

OF_GIULIA = "Panificio Airaghi"


def fill(bodies: list[Organisation], users: dict[str, User], today: date) -> None:
    """What the network tells of itself."""
    delegate(bodies, users["giulia"], users["paola"])


def delegate(bodies: list[Organisation], giulia: User, desk: User) -> None:
    """Giulia speaks for her bakery."""
    hers = next(body for body in bodies if body.name == OF_GIULIA)
    giulia.grants.update(organisation_ref=hers.pk)
    Delegate.objects.create(user=giulia, organisation=hers, invited_by=desk.pk)
