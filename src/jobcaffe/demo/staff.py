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
        "giulia",
        "Giulia Airaghi",
        Role.ORGANISATION,
        None,
        "Parla per il suo panificio: la sua pagina, gli annunci, i caffè.",
    ),
    Character(
        "ivan", "Ivan Brusa", Role.FAIR_VOLUNTEER, None, "Volontario alla JOBFEST: la porta e i tavoli, oggi."
    ),
    Character(
        "sistema", "Nadia Monza", Role.SYSADMIN, None, "Amministra il sistema: nessun dato delle persone."
    ),
)
# They lead groups too; a visitor meets them in lists only.
GUIDES = (("chiara", "Chiara Meroni", 0), ("serena", "Serena Banfi", 1), ("paolo", "Paolo Radice", 0))
MEMBER_KEY = "franco"
MEMBERS = (
    (MEMBER_KEY, "Cerca lavoro. Ha un percorso, dei passi, e il gruppo di Lucia."),
    ("anna", "È nel laboratorio delle donne. Le hanno proposto un gruppo: ora legge il patto."),
)


def hire() -> dict[str, User]:
    """Make the teams and the accounts; returns the users by key."""
    teams = [Team.objects.create(name=name) for name in TEAMS]
    hired = [(who.key, who.name, who.role, who.team) for who in CAST]
    hired += [(key, name, Role.FACILITATOR, team) for key, name, team in GUIDES]
    users = {}
    for key, name, role, team in hired:
        email = f"{key}@jobcaffe.example"
        users[key] = User.objects.create(
            name=name,
            email=email,
            email_index=crypto.blind_index("email", email),
            team=teams[team] if team is not None else None,
        )
        Grant.objects.create(user=users[key], role=role)
    return users
