"""Who may do what: the one dictionary. Everything else asks it.

``RULES[capability][role]`` is a :class:`Reach`. A capability that is missing for a role is
``NONE``. What "own" and "assigned" mean for one kind of object is said by that room's
``queries.visible_to(user)``, which starts from :func:`reach`.

The manual's page *Chi può fare che cosa* is made from this dictionary, and every address is
tried as every role against it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from jobcaffe.foundation.accounts.enums import Role


class Reach(StrEnum):
    """How far a role reaches with a capability."""

    NONE = "none"
    OWN = "own"  # what is about herself, or what she leads
    ASSIGNED = "assigned"  # the caseload of her team
    GATED = "gated"  # assigned freely; the others with a written reason, for 8 hours
    ALL = "all"


ORDER = [Reach.NONE, Reach.OWN, Reach.ASSIGNED, Reach.GATED, Reach.ALL]
ANYBODY = "anybody"


class HasRoles(Protocol):
    """A user, signed in or not."""

    @property
    def is_authenticated(self) -> bool:
        """False for visitors."""


@dataclass(frozen=True)
class Capability:
    """One thing that can be done, with its Italian name for the manual."""

    code: str
    label: str
    reach: dict[str, Reach]
    # A named condition on the object itself, one of CONDITIONS; its room keeps it.
    condition: str = ""


def _c(code: str, label: str, **reach: Reach) -> Capability:
    return Capability(code, label, dict(reach))


CONDITIONS = {
    "facilitation_mode": "come ha scelto il gruppo: tra pari, con una guida, con una guida esterna",
}

N, OWN, ASSIGNED, GATED, ALL = Reach.NONE, Reach.OWN, Reach.ASSIGNED, Reach.GATED, Reach.ALL
_EVERY_ROLE = {role: Reach.OWN for role in Role.values}

CAPABILITIES: tuple[Capability, ...] = (
    _c("public.read", "Leggere le pagine pubbliche", anybody=ALL),
    _c("public.answer", "Rispondere da un collegamento ricevuto, senza entrare", anybody=ALL),
    _c("public.sign_up", "Iscriversi a un incontro dal sito", anybody=ALL),
    Capability("account.own", "Il proprio accesso: dispositivi, passkey, uscita", _EVERY_ROLE),
    Capability(
        "job.read",
        "I lavori in corso: i propri, o tutti",
        {**_EVERY_ROLE, Role.COORDINATOR: Reach.ALL, Role.SYSADMIN: Reach.ALL},
    ),
    _c("notice.choose", "Scegliere quali messaggi ricevere", anybody=ALL),
    _c("my.read", "La propria scheda, il percorso, gli incontri", member=OWN),
    _c("my.write", "Scrivere nel proprio percorso, ritirare un consenso", member=OWN),
    _c("queue.manage", "Le persone in attesa allo sportello", desk=ALL),
    _c("person.search", "Cercare una persona", desk=ASSIGNED, coordinator=ALL),
    _c("person.create", "Accogliere una persona", desk=ASSIGNED),
    _c("person.read", "Aprire la scheda di una persona", desk=GATED, coordinator=GATED),
    _c("person.write", "Scrivere nella scheda di una persona", desk=GATED),
    _c("person.merge", "Unire due schede della stessa persona", coordinator=ALL),
    _c("person.erase", "Cancellare una persona che lo chiede", coordinator=ALL),
    _c("person.export", "Esportare l'elenco delle proprie persone", desk=ASSIGNED, coordinator=ALL),
    _c("card.issue", "Stampare e revocare la tessera", desk=GATED),
    _c("shift.handover", "Il passaggio di consegne fra i turni", desk=ASSIGNED),
    _c("path.write", "Scrivere il percorso insieme alla persona", desk=GATED),
    _c("outcome.write", "Registrare un esito e le verifiche", desk=GATED),
    _c("complaint.manage", "I reclami", coordinator=ALL),
    _c(
        "encounter.read",
        "Vedere gli incontri e chi è atteso",
        desk=ALL,
        facilitator=OWN,
        lab_leader=OWN,
        coordinator=ALL,
    ),
    _c(
        "encounter.write",
        "Creare e cambiare gli incontri",
        desk=ALL,
        facilitator=OWN,
        lab_leader=OWN,
        coordinator=ALL,
    ),
    _c(
        "attendance.write",
        "Segnare le presenze, stampare e caricare il foglio firme",
        desk=ALL,
        facilitator=OWN,
        lab_leader=OWN,
        coordinator=ALL,
    ),
    _c("signup.manage", "Le iscrizioni arrivate dal sito", desk=ALL),
    _c("room.read", "Vedere sale e prenotazioni", desk=ALL, facilitator=ALL, lab_leader=ALL, coordinator=ALL),
    _c("room.book", "Prenotare una sala", desk=ALL, facilitator=ALL, lab_leader=ALL, coordinator=ALL),
    _c("room.manage", "Sale, orari e giorni di chiusura", coordinator=ALL),
    _c("commitment.read", "Vedere gli impegni", desk=ASSIGNED, coordinator=ALL),
    _c("commitment.write", "Scrivere e aggiornare gli impegni", desk=ASSIGNED, coordinator=ALL),
    _c("organisation.read", "L'elenco delle organizzazioni", desk=ALL, lab_leader=ALL, coordinator=ALL),
    _c("organisation.write", "Scrivere le organizzazioni", desk=ALL, coordinator=ALL),
    _c("programme.read", "Regia: i numeri del programma", coordinator=ALL),
    _c("programme.rows", "Dal numero alle righe che lo formano", coordinator=ALL),
    _c("programme.plan", "Il piano dei tre anni", coordinator=ALL, municipality=ALL, funder=ALL),
    _c("programme.close", "Chiudere un periodo", coordinator=ALL),
    _c("report.issue", "Creare un rapporto", coordinator=ALL),
    _c("report.read", "Scaricare i rapporti già emessi", coordinator=ALL, funder=ALL, municipality=ALL),
    _c("figures.funder", "Quadro per il finanziatore: totali esatti", funder=ALL, coordinator=ALL),
    _c(
        "figures.municipality",
        "Quadro per il Comune: totali arrotondati",
        municipality=ALL,
        coordinator=ALL,
    ),
    _c("import.run", "Importare elenchi da fogli di calcolo", coordinator=ALL),
    _c("notice.read", "I messaggi partiti e le lettere da stampare", desk=ALL, coordinator=ALL),
    _c("journal.read", "Il registro delle operazioni", coordinator=ALL),
    _c("circle.ask", "Chiedere di entrare in un gruppo", member=OWN, desk=ASSIGNED),
    _c(
        "circle.request",
        "Le richieste di un gruppo, fino al patto",
        member=OWN,
        desk=OWN,
        coordinator=ALL,
    ),
    _c("circle.desk", "Le richieste di un gruppo, allo sportello", desk=OWN, coordinator=ALL),
    _c("circle.form", "Formare i gruppi dalle richieste", coordinator=ALL),
    _c("circle.manage", "Creare i gruppi e scegliere chi li guida", coordinator=ALL),
    _c("circle.lead", "Guidare un gruppo: le serate, il patto, le date", facilitator=OWN),
    _c("circle.member", "Far parte di un gruppo: scambi, aiuti, uscita", member=OWN),
    Capability(
        "circle.roster",
        "I nomi di chi è nel proprio gruppo",
        {Role.MEMBER: Reach.OWN, Role.FACILITATOR: Reach.OWN},
        condition="facilitation_mode",
    ),
    _c("circle.hours", "Le ore di chi guida i gruppi", facilitator=OWN, coordinator=ALL),
    _c("circle.costs", "Le ore di tutti quelli che guidano, come costo", coordinator=ALL),
    _c("circle.totals", "I totali di tutti i gruppi, mesi chiusi", coordinator=ALL),
    _c("outside.manage", "L'elenco dei gruppi fuori dal programma", desk=ALL, coordinator=ALL),
    _c("lab.member", "Partecipare a un laboratorio: problemi, idee, prove", member=OWN),
    _c("lab.lead", "Condurre un laboratorio", lab_leader=OWN, coordinator=ALL),
    _c("lab.inside", "Leggere e scrivere dentro un laboratorio", member=OWN, lab_leader=OWN),
    _c("lab.ask", "Chiedere di entrare in un laboratorio", member=OWN, desk=ASSIGNED),
    _c(
        "lab.learned",
        "Leggere che cosa hanno imparato i laboratori",
        member=ALL,
        desk=ALL,
        facilitator=ALL,
        lab_leader=ALL,
        coordinator=ALL,
    ),
    _c("week.own", "La propria settimana", member=OWN),
    _c("care.member", "I turni di cura: la propria famiglia", member=OWN),
    _c("care.manage", "Le regole di un gruppo di turni di cura", lab_leader=OWN),
    _c("care.desk", "I turni di cura allo sportello, per chi non ha il telefono", desk=ASSIGNED),
    _c("bank.member", "La banca del tempo: offerte, richieste, il proprio conto ore", member=OWN),
    _c("bank.desk", "La banca del tempo allo sportello: assegni di carta, annunci", desk=ALL),
    _c("venture.own", "La propria micro-attività", member=OWN),
    _c("venture.parameters", "Le cifre datate delle micro-attività", coordinator=ALL),
    _c("partner.own", "La pagina della propria organizzazione", organisation=OWN),
    _c("campaign.work", "Chiamare le organizzazioni", desk=ALL, coordinator=ALL),
    _c("campaign.manage", "Le campagne di contatti", coordinator=ALL),
    _c("exchange.own", "Gli annunci della propria organizzazione", organisation=OWN),
    _c(
        "exchange.write",
        "Scrivere, rinnovare e chiudere gli annunci",
        organisation=OWN,
        desk=ALL,
        coordinator=ALL,
    ),
    _c("exchange.manage", "Offerte e richieste di tutti", desk=ALL, coordinator=ALL),
    _c("match.own", "Le opportunità per sé", member=OWN),
    _c("match.desk", "Proporre opportunità a una persona", desk=GATED),
    _c("match.audit", "Come si distribuiscono le proposte", coordinator=ALL),
    _c("introduction.partner", "Le presentazioni che aspettano l'organizzazione", organisation=OWN),
    _c("table.manage", "Caffè, tavoli e accordi tra organizzazioni", desk=ALL, coordinator=ALL),
    _c("table.partner", "I caffè e i tavoli della propria organizzazione", organisation=OWN),
    _c("cohesion.read", "Come cresce la rete", coordinator=ALL, municipality=ALL, funder=ALL),
    _c("ties.answer", "Il questionario sui legami", organisation=OWN),
    _c("ties.manage", "Preparare il questionario sui legami", coordinator=ALL),
    _c("vocabulary.manage", "Le parole dei mestieri", desk=ALL, coordinator=ALL),
    _c("fair.manage", "Preparare la JOBFEST: espositori, programma, piano dei colloqui", coordinator=ALL),
    _c("fair.desk", "Iscrivere alla JOBFEST, leggere chi viene", desk=ALL, coordinator=ALL),
    _c(
        "fair.door",
        "La porta della JOBFEST, nel suo giorno",
        fair_volunteer=OWN,
        desk=ALL,
        coordinator=ALL,
    ),
    _c(
        "fair.day",
        "I tavoli della JOBFEST, nel suo giorno",
        fair_volunteer=OWN,
        desk=ALL,
        coordinator=ALL,
    ),
    _c("fair.stand", "Il proprio stand alla JOBFEST", organisation=OWN),
    _c("fair.wall", "Leggere gli impegni prima che vadano sul muro", desk=ALL, coordinator=ALL),
    _c("fair.after", "Che cosa è nato dalla JOBFEST: il resoconto", desk=ALL, coordinator=ALL),
    _c("user.manage", "Persone dello staff e ruoli", sysadmin=ALL),
    _c("system.read", "Stato del sistema, lavori in corso, salvataggi", sysadmin=ALL),
)

RULES: dict[str, Capability] = {capability.code: capability for capability in CAPABILITIES}


def reach_of(roles: Iterable[str], capability: str) -> Reach:
    """The widest reach that any of the roles has. Raises ``KeyError`` for an unknown capability."""
    rule = RULES[capability].reach
    found = [rule.get(ANYBODY, Reach.NONE), *(rule.get(role, Reach.NONE) for role in roles)]
    return max(found, key=ORDER.index)


def reach(user: object, capability: str) -> Reach:
    """How far ``user`` reaches with ``capability``; visitors have no role."""
    roles = user.roles if getattr(user, "is_authenticated", False) else ()  # type: ignore[attr-defined]
    return reach_of(roles, capability)


def allows(user: object, capability: str) -> bool:
    """Whether ``user`` may use the capability at all (on which objects is the room's business)."""
    return reach(user, capability) is not Reach.NONE


class Refused(Exception):
    """An action that cannot be done: says why and what to do next, in plain Italian."""


def require(user: object, capability: str) -> Reach:
    """The reach of ``user``. Raises :class:`Refused` when it is none."""
    found = reach(user, capability)
    if found is Reach.NONE:
        raise Refused("Non hai il permesso per farlo. Chiedi alla regia del programma.")
    return found
