"""``jobcaffe staff``: an account made on the machine; the first administrator enters this way."""

from __future__ import annotations

import sys

from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.accounts.actions import create_on_machine
from jobcaffe.foundation.accounts.contacts import Contact, parse
from jobcaffe.foundation.accounts.models import Team
from jobcaffe.foundation.accounts.rules import Access


def add_staff(name: str, contact: str, role: str, team: str | None = None) -> int:
    """Create the account and say so; the exit status is 1 with the reason when it is refused.

    ``contact`` is an e-mail address or a telephone number; ``team`` the name of a team that exists.
    """
    try:
        user = create_on_machine(
            name=name, contact=_contact(contact), access=Access(roles=[role], team=_team(team))
        )
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    sys.stdout.write(f"Fatto. {user.name} può entrare con {contact}.\n")
    return 0


def _contact(text: str) -> Contact:
    found = parse(text)
    if found is None:
        raise Refused("Il contatto non è un'email né un numero di telefono. Ricontrollalo.")
    return found


def _team(name: str | None) -> Team | None:
    if not name:
        return None
    found = Team.objects.filter(name=name).first()
    if found is None:
        known = ", ".join(Team.objects.values_list("name", flat=True)) or "nessuna"
        raise Refused(f"Questa équipe non c'è. Ci sono: {known}.")
    return found
