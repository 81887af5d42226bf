"""What was promised at the two fairs, and what became of it; opinions, contacts, the end of the first."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from django.utils import timezone

from jobcaffe.commitments.enums import State as CommitmentState
from jobcaffe.commitments.models import Change, Commitment
from jobcaffe.fair.events import queries as events
from jobcaffe.fair.events.models import Fair
from jobcaffe.fair.pledges import actions, rules
from jobcaffe.fair.pledges.enums import Answer, State, Useful
from jobcaffe.fair.pledges.models import Contact, Opinion, Pledge, PledgeAnswer
from jobcaffe.fair.visits.models import Consent, Visitor
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.foundation.privacy import crypto
from jobcaffe.programme import fairs

SEED = 20
BAKERY = "Panificio Airaghi"
DONE, WORKING, DROPPED, SILENT = Answer.DONE.value, Answer.WORKING.value, Answer.DROPPED.value, ""
# Text, with whom, days from the fair, whose (an organisation, or the name on the wall), what became of it.
Row = tuple[str, str, int, str, str]
PAST: tuple[Row, ...] = (
    ("provare tre persone nel forno, una settimana ciascuna", "lo sportello", 45, "@Panificio Airaghi", DONE),
    ("aprire il corso per il muletto a otto persone", "il Centro di formazione", 60, "@Logistica Olona", WORKING),
    ("prendere un apprendista al tornio", "l'Istituto Tecnico", 90, "@Officine Meroni", WORKING),
    ("spostare due turni nell'orario di scuola", "le mamme che lavorano da noi", 30, "@Mensa Buon Pranzo", DONE),
    ("aprire lo spazio compiti anche il venerdì", "due volontari", 40, "@Coop La Quercia", DONE),
    ("ospitare dieci studenti del PCTO", "le aziende della fiera", 120, "@Istituto Tecnico Olona", WORKING),
    ("fare una mattina di domande sui contratti in via Lamarmora", "il Job Caffè", 30, "@Patronato del lavoro", DONE),
    ("portare in auto chi ha un colloquio lontano", "cinque autisti", 60, "@Auser del Villoresi", DONE),
    ("insegnare a cucire il sabato mattina", "chi vuole imparare", 45, "@Sartoria Filo d'Oro", DONE),
    ("dire i turni due settimane prima", "chi sta alle casse", 30, "@Supermercato Il Ponte", DROPPED),
    ("scrivere annunci che si capiscono", "le altre cooperative", 60, "@Coop Lavoriamo", WORKING),
    ("iscrivermi al corso serale", "mia sorella", 20, "Amina", DONE),
    ("finire il curriculum e portarlo a cinque ditte", "Paola dello sportello", 15, "", DONE),
    ("tenere il bambino della vicina il martedì", "la vicina del terzo piano", 15, "Rita", DONE),
    ("imparare a usare il computer", "mio nipote", 60, "", WORKING),
    ("ridare vita all'orto dietro la scuola", "chi ha voglia", 90, "Gli amici dell'orto", WORKING),
    ("raccontare il mio mestiere ai ragazzi", "l'Istituto Tecnico", 60, "Un ex tornitore", DONE),
    ("chiamare il Centro per l'impiego", "", 7, "", DONE),
    ("cercare casa e lavoro nello stesso comune", "il Comune", 120, "", SILENT),
    ("fare il pane per la festa della via", "il Panificio", 30, "Nonna Piera", DONE),
    ("dare due ore al mese alla banca del tempo", "i Donatori di tempo", 30, "", DONE),
    ("parlare italiano ogni giorno", "il CPIA", 90, "Wei", WORKING),
    ("smettere di mandare curriculum a caso", "", 30, "", SILENT),
    ("chiedere un part-time", "il mio capo", 30, "", DROPPED),
    ("tornare alla prossima JOBFEST con un lavoro", "", 365, "Fabio", SILENT),
)  # fmt: skip
BEFORE: tuple[Row, ...] = (
    ("far vedere il forno a una classe", "la scuola media", 60, "@Panificio Airaghi", DONE),
    ("prendere due tirocinanti in magazzino", "il Centro per l'impiego", 90, "@Logistica Olona", DONE),
    ("tenere un orto con chi cerca lavoro", "il Comune", 120, "@Coop Terra Buona", DONE),
    ("rispondere a ogni curriculum entro un mese", "chi ci scrive", 30, "@Plastica Nord", DROPPED),
    ("insegnare a leggere una busta paga", "lo sportello", 45, "Un ragioniere in pensione", DONE),
    ("finire la terza media", "il CPIA", 240, "Amina", DONE),
    ("portare i figli a scuola a turno", "due vicine", 30, "", DONE),
    ("imparare l'italiano per il lavoro", "", 180, "Olena", DONE),
    ("aprire un banco al mercato", "mia cugina", 200, "", DROPPED),
    ("presentarmi a cinque colloqui", "", 60, "", DONE),
    ("dare una mano alla prossima JOBFEST", "il Job Caffè", 365, "Ivan", SILENT),
)
WHYS_BEFORE = {3: "Sono troppi per una persona sola.", 8: "Il posto al mercato costa troppo."}
WHYS = {9: "I turni li fa la sede di Milano.", 23: "Ho cambiato lavoro prima di chiederlo."}
HERE_SHOWN = (
    ("fare entrare in azienda una classe al mese", "l'Istituto Tecnico", 60, "@Elettro Riva"),
    ("tenere aperta la sala il giovedì sera", "tre famiglie", 30, "@Mamme in rete"),
    ("fare volontariato due ore la settimana", "il Banco di quartiere", 30, "Davide"),
    ("prendere la patente", "", 180, ""),
    ("assaggiare il pane degli altri", "tutti", 7, "Il fornaio"),
)
HERE_WAITING = (
    ("comprare solo in paese", "mio marito", 90, "Una cliente"),
    ("far provare il banco di lavoro a chi ha più di cinquant'anni", "lo sportello", 45, "@Plastica Nord"),
    ("TELEFONATE TUTTI AL 333 000000 PER FARE SOLDI", "", 7, "Affari d'oro"),
    ("andare a scuola a piedi", "i bambini della via", 14, ""),
)
BETTER = (
    "Più tempo ai tavoli.", "Un angolo per i bambini più grande.", "Il programma appeso all'ingresso.",
    "Più aziende dei comuni vicini.", "Meno fila alla porta.", "Rifatela anche in primavera.",
)  # fmt: skip


def build(past: Sequence[Fair], here: Fair, users: Mapping[str, User]) -> None:
    """Fill them; those that are over are closed with the counts of all that the other rooms wrote."""
    rng = random.Random(SEED)
    *before, last = past
    for fair in before:
        _past(fair, users["marta"], BEFORE, WHYS_BEFORE)
        _contacts(fair, rng, 12)
        _opinions(fair, rng)
    _past(last, users["marta"], PAST, WHYS)
    for row in HERE_SHOWN:
        actions.show(actor=users["marta"], pledge_id=_here(here, *row).pk)
    for row in HERE_WAITING:
        _here(here, *row)
    _contacts(last, rng, 24)
    _contacts(here, rng, 9)
    _opinions(last, rng)
    for fair in past:
        actions.close(actor=SYSTEM, fair_id=fair.pk, counts=partial(fairs.counts, fair))


def _owner(fair: Fair, name: str) -> dict[str, object]:
    """Columns of whose promise it is: ``@`` before an organisation's name."""
    if name.startswith("@"):
        stand = events.stands_of(fair).get(organisation__name=name[1:])
        return {"organisation": stand.organisation, "sure": True}
    return {"signature": name}


def _here(fair: Fair, text: str, with_whom: str, days: int, name: str) -> Pledge:
    due = timezone.localdate() + timedelta(days=days)
    return Pledge.objects.create(
        fair=fair, text=text, with_whom=with_whom, due_on=due, **_owner(fair, name)
    )  # fmt: skip


def _past(fair: Fair, reader: User, rows: Sequence[Row], whys: Mapping[int, str]) -> None:
    """Made on the day, read at once, asked after fifteen days; most owners answered."""
    day = timezone.localdate(fair.opens_at)
    due = rules.due_days(fair, timezone.localdate()) or list(rules.DAYS)
    for place, (text, with_whom, days, name, came) in enumerate(rows):
        at = fair.opens_at + timedelta(hours=4, minutes=11 * place)
        contact = "" if name.startswith("@") or place == len(rows) - 1 else f"+3933300100{place:02d}"
        made = Pledge.objects.create(
            fair=fair, text=text, with_whom=with_whom, due_on=day + timedelta(days=days), contact=contact,
            contact_index=rules.contact_index(contact), made_at=at, state=State.WAITING, **_owner(fair, name),
        )  # fmt: skip
        actions.show(actor=reader, pledge_id=made.pk)
        reachable = contact or made.organisation_id
        Pledge.objects.filter(pk=made.pk).update(read_at=at, asked=due if reachable else [])
        made.refresh_from_db()
        if came:
            told = at + timedelta(days=max(due, default=15) + 1 + place % 6)
            PledgeAnswer.objects.create(
                pledge=made, day=max(due, default=0), answer=came, reason=whys.get(place, ""), at=told
            )
            _followed(made, came, whys.get(place, ""))


def _followed(pledge: Pledge, came: str, why: str) -> None:
    """Its commitment as it stands today, with the days on which it happened."""
    if pledge.commitment_id is None:
        return
    state = {one: key for key, one in rules.OUTCOME.items()}[came]
    day = timezone.localdate(pledge.made_at) + timedelta(days=20)
    settled = day if state in (CommitmentState.KEPT, CommitmentState.DROPPED) else None
    rows = Commitment.objects.filter(pk=pledge.commitment_id)
    rows.update(promised_at=pledge.made_at, state=state, settled_on=settled)
    Change.objects.filter(commitment=pledge.commitment_id).update(at=pledge.made_at)
    Change.objects.create(
        commitment_id=pledge.commitment_id, state=state, reason=why, due_on=pledge.due_on,
        at=pledge.made_at + timedelta(days=20),
    )  # fmt: skip


def _contacts(fair: Fair, rng: random.Random, many: int) -> None:
    """Who said yes to an exhibitor and was at its stand; every third at that of the bakery."""
    stands = list(events.stands_of(fair))
    bakery = next(one for one in stands if one.organisation.name == BAKERY)
    rows = Visitor.objects.filter(fair=fair, arrived_at__isnull=False).order_by("code")[:many]
    for place, visitor in enumerate(rows):
        stand = rng.choice(stands) if place % 3 else bakery
        Consent.objects.get_or_create(visitor=visitor, stand=stand)
        Contact.objects.get_or_create(
            visitor=visitor, stand=stand, defaults={"at": fair.opens_at + timedelta(minutes=45 + place)}
        )


def _opinions(fair: Fair, rng: random.Random) -> None:
    """Answers to the three questions, of visitors and of exhibitors."""
    day = timezone.localdate(fair.closes_at) + timedelta(days=1)
    useful = [Useful.YES] * 6 + [Useful.PARTLY] * 3 + [Useful.NO]
    stands = list(events.stands_of(fair))[:12]
    Opinion.objects.bulk_create(
        Opinion(
            fair=fair, token_digest=crypto.code_digest("demo", f"{fair.pk}|{place}"),
            stand=stand, useful=rng.choice(useful),
            found=sorted(rng.sample(list(rules.FOUND)[:-1], rng.randint(1, 3))),
            better=BETTER[place % len(BETTER)] if place % 4 == 0 else "", on=day,
        )
        for place, stand in enumerate([*([None] * 38), *stands])
    )  # fmt: skip
