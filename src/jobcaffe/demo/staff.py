"""The made-up staff: one account for every role, two cooperatives."""

from __future__ import annotations

from dataclasses import dataclass

from jobcaffe.foundation.accounts.enums import Role
from jobcaffe.foundation.accounts.models import Grant, Team, User
from jobcaffe.foundation.privacy import crypto

TEAMS = ("Coop La Quercia", "Coop Il Ponte Nuovo")


@dataclass(frozen=True)
class Character:
    """Somebody a visitor of the demo can be."""

    key: str
    name: str
    role: Role
    team: int | None
    about: str


CAST = (
    Character("paola", "Paola Sala", Role.DESK, 0, "Accoglie le persone allo sportello."),
    Character(
        "davide", "Davide Conti", Role.DESK, 1, "Allo sportello per l'altra cooperativa: ha le sue persone."
    ),
    Character("lucia", "Lucia Ferrari", Role.FACILITATOR, 0, "Guida un gruppo: vede solo i suoi incontri."),
    Character("teresa", "Teresa Galli", Role.LAB_LEADER, 0, "Conduce i laboratori delle donne."),
    Character("marta", "Marta Colombo", Role.COORDINATOR, None, "In regia: i numeri, le prove, i rapporti."),
    Character("elena", "Elena Riva", Role.MUNICIPALITY, None, "In Comune: vede solo totali arrotondati."),
    Character("cariplo", "Giorgio Villa", Role.FUNDER, None, "Per il finanziatore: totali e rapporti."),
    Character(
        "sistema", "Nadia Monza", Role.SYSADMIN, None, "Amministra il sistema: nessun dato delle persone."
    ),
)
MEMBER_KEY = "franco"


def hire() -> dict[str, User]:
    """Make the teams and the accounts; returns the users by key."""
    teams = [Team.objects.create(name=name) for name in TEAMS]
    users = {}
    for who in CAST:
        email = f"{who.key}@jobcaffe.example"
        users[who.key] = User.objects.create(
            name=who.name,
            email=email,
            email_index=crypto.blind_index("email", email),
            team=teams[who.team] if who.team is not None else None,
        )
    Grant.objects.bulk_create([Grant(user=users[who.key], role=who.role) for who in CAST])
    return users
