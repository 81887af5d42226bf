"""Made-up organisations with their places, hours, contact persons and accounts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from stdnum import luhn

from jobcaffe.demo.population import at
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.search import normalise
from jobcaffe.organisations import hours
from jobcaffe.organisations.codes import section_of
from jobcaffe.organisations.enums import Answer, Stage
from jobcaffe.organisations.models import (
    Check,
    Contact,
    ContactConsent,
    Delegate,
    Location,
    Organisation,
)
from jobcaffe.organisations.queries import check_digest

OF_GIULIA = "Panificio Airaghi"
STALE = "Scuola di musica Contrappunto"
TO_CORRECT = "Ferramenta Banfi"
SHOP = "9-12.30, 15.30-19"
OFFICE = "9-13, 14-18"


class Tale(NamedTuple):
    """What one organisation tells. ``week`` are the hours of Monday to Friday, then Saturday, Sunday."""

    legal_form: str
    ateco: str
    size: str
    about: str
    offers: str
    asks: str
    week: tuple[str, str, str]
    contact: tuple[str, str]
    agreed: tuple[str, ...]


TALES: dict[str, Tale] = {
    OF_GIULIA: Tale(
        "snc", "10.71", "2-9", "Pane e dolci dal 1962. Apriamo presto e cerchiamo chi ama il mestiere.",
        "Tirocini nel laboratorio\nPane del giorno prima per chi ne ha bisogno",
        "Una persona per il banco\nUn aiuto per le consegne",
        ("6.30-13, 16-19", "6.30-13", ""), ("Giulia Airaghi", "titolare"), ("call", "newsletter", "public"),
    ),
    "Officine Meroni": Tale(
        "srl", "25.62", "10-49", "Lavorazioni meccaniche di precisione, con due apprendisti all'anno.",
        "Visite in officina per le scuole\nTirocini", "Due tornitori o tornitrici",
        ("8-12, 13-17", "", ""), ("Carlo Meroni", "titolare"), ("call",),
    ),
    "Logistica Olona": Tale(
        "spa", "52.10", "50-249", "Magazzino e consegne per i negozi della zona.",
        "Posti di lavoro su turni\nCorso per il carrello elevatore", "Magazzinieri e magazziniere",
        ("6-22", "6-14", ""), ("Sara Pozzi", "risorse umane"), ("call", "newsletter"),
    ),
    "Vivai del Villoresi": Tale(
        "sole_trader", "01.30", "2-9", "Piante, orti e giardini lungo il canale.",
        "Lavori di stagione\nPiante per la scuola", "Un aiuto in primavera",
        (SHOP, SHOP, "9-12.30"), ("Pietro Villa", "titolare"), ("call", "public"),
    ),
    "Sartoria Filo d'Oro": Tale(
        "sole_trader", "14.13", "1", "Abiti su misura e riparazioni.",
        "Un posto per imparare a cucire", "Commesse piccole da dividere", (SHOP, "9-12.30", ""),
        ("Lidia Monti", "sarta"), ("call", "public"),
    ),
    TO_CORRECT: Tale(
        "sas", "47.52", "2-9", "Ferramenta e casalinghi.", "Attrezzi in prestito", "Una persona il sabato",
        (SHOP, SHOP, ""), ("Enzo Banfi", "titolare"), (),
    ),
    "Istituto Comprensivo Lamarmora": Tale(
        "state_school", "85.20", "50-249", "Scuola dell'infanzia, primaria e secondaria di primo grado.",
        "Aule il pomeriggio", "Volontari per i compiti", ("8-16.30", "", ""),
        ("Marina Fusi", "dirigente"), ("call", "newsletter", "public"),
    ),
    STALE: Tale(
        "aps", "85.52", "2-9", "Corsi di musica per ogni età.", "Una sala con il pianoforte",
        "Insegnanti di chitarra", ("15-21", "10-13", ""), ("Ugo Ferri", "presidente"), ("call",),
    ),
    "Banco di quartiere": Tale(
        "odv", "88.99", "0", "Pacchi di cibo e ascolto, due volte alla settimana.",
        "Pacchi di cibo\nAscolto", "Volontari il martedì\nUn furgone", ("", "9-12", ""),
        ("Rosa Villa", "presidente"), ("call", "public"),
    ),
    "Auser del Villoresi": Tale(
        "aps", "88.10", "0", "Accompagniamo chi non guida a visite e commissioni.",
        "Trasporti alle visite\nCompagnia a casa", "Autisti volontari", (OFFICE, "", ""),
        ("Gianni Riva", "segretario"), ("call", "newsletter"),
    ),
    "Coop Terra Buona": Tale(
        "coop_social", "81.30", "10-49", "Verde pubblico e orti. Metà di noi ha ricominciato da qui.",
        "Tirocini per chi ricomincia\nManutenzione del verde", "Un caposquadra o una caposquadra",
        ("7-16", "", ""), ("Elisa Moroni", "coordinatrice"), ("call", "public"),
    ),
    "Comune di Lainate, biblioteca": Tale(
        "public", "91.01", "2-9", "Libri, computer e un tavolo per studiare.",
        "Computer e stampe\nUna sala per gli incontri", "Volontari per leggere ai bambini",
        ("9-12.30, 14-18.30", "9-12.30", ""), ("Anna Sala", "bibliotecaria"), ("call", "public"),
    ),
    "Sindacato dei servizi": Tale(
        "association_free", "94.20", "2-9", "Tutela di chi lavora in pulizie, commercio e ristoranti.",
        "Controllo della busta paga\nAiuto con i contratti", "Una sala a Lainate", (OFFICE, "", ""),
        ("Luca Greco", "segretario"), ("call", "public"),
    ),
}  # fmt: skip
TRADE = ("Unione artigiani del Rhodense", "Rho", "artigiani e piccole imprese")
TWINS = (("OFFICINE MERONI S.R.L.", "Lainate"), ("Auser Villoresi, sede", "Lainate"))


def fill(bodies: list[Organisation], users: dict[str, User], today: date) -> None:
    """What the network tells of itself, one that has not answered, and records written twice."""
    named = {body.name: body for body in bodies}
    _verified(bodies, today)
    for number, (name, tale) in enumerate(TALES.items()):
        _tell(named[name], tale, number, today)
    _stale(named[STALE], today)
    _correction(named[TO_CORRECT], today)
    _others(named, today)
    _delegate(named[OF_GIULIA], users["giulia"], users["paola"])


def vat_of(number: int) -> str:
    """A VAT number that nobody has, with its right check digit."""
    body = f"99{number:05d}015"  # 015 is the office of Milano
    return body + str(luhn.calc_check_digit(body))


def _verified(bodies: list[Organisation], today: date) -> None:
    """Confirmed over the last five months; those who were asked answered."""
    for number, body in enumerate(bodies):
        if body.joined_on:
            body.verified_on = max(body.joined_on, today - timedelta(days=11 * number % 150))
    Organisation.objects.bulk_update(bodies, ["verified_on"])


def _tell(body: Organisation, tale: Tale, number: int, today: date) -> None:
    body.legal_form, body.ateco_code, body.size = tale.legal_form, tale.ateco, tale.size
    body.section, body.description = section_of(tale.ateco), tale.about
    body.offers, body.asks, body.stage = tale.offers, tale.asks, Stage.MEMBER
    body.joined_on = body.joined_on or today - timedelta(days=200)
    body.verified_on = max(body.joined_on, today - timedelta(days=7 * number))
    body.vat_number = body.fiscal_code = vat_of(number)
    if body.kind == "company":
        body.rea_number = f"MI-{2_000_000 + number}"
    if tale.legal_form in {"odv", "aps", "coop_social"}:
        body.runts_number = str(10_000 + number)
    body.website = f"www.{normalise(body.name).replace(' ', '-')[:30]}.example"
    body.save()
    _place(body, tale.week)
    _contact(body, tale, today - timedelta(days=90 + number))


def _place(body: Organisation, week: tuple[str, str, str]) -> None:
    common, saturday, sunday = (hours.parse_day(text) for text in week)
    days = [*((day, common) for day in range(5)), (5, saturday), (6, sunday)]
    Location.objects.create(
        organisation=body, name="Sede", address=body.address, municipality=body.municipality,
        hours=hours.of_days(days),
    )  # fmt: skip
    if body.name == OF_GIULIA:
        Location.objects.create(
            organisation=body, name="Banco del mercato", address="piazza Vittorio Emanuele",
            municipality=body.municipality, position=1, hours=hours.of_days([(4, hours.parse_day("7-13"))]),
        )  # fmt: skip


def _contact(body: Organisation, tale: Tale, since: date) -> None:
    name, title = tale.contact
    mail = f"{normalise(name).replace(' ', '.')}@jobcaffe.example"
    who = Contact.objects.create(organisation=body, name=name, job_title=title, phone=body.phone, email=mail)
    ContactConsent.objects.bulk_create(
        ContactConsent(contact=who, purpose=purpose, given_on=since, how="paper") for purpose in tale.agreed
    )


def _stale(body: Organisation, today: date) -> None:
    """Asked twice, no answer: everybody else no longer sees it."""
    body.verified_on = today - timedelta(days=240)
    body.save(update_fields=["verified_on"])
    for days in (58, 43):
        Check.objects.create(
            organisation=body, digest=check_digest(f"demo-{days}"), asked_on=today - timedelta(days=days)
        )


def _correction(body: Organisation, today: date) -> None:
    """Answered from the link: something is to be corrected."""
    body.verified_on = today - timedelta(days=190)
    body.save(update_fields=["verified_on"])
    Check.objects.create(
        organisation=body, digest=check_digest("demo-change"), asked_on=today - timedelta(days=7),
        answer=Answer.CHANGES, answered_on=today - timedelta(days=2),
        note="Il sabato pomeriggio non apriamo più.",
    )  # fmt: skip


def _others(named: dict[str, Organisation], today: date) -> None:
    """A trade association, and two records that were written a second time."""
    name, town, sector = TRADE
    since = today - timedelta(days=120)
    written = {"created_at": at(since, 10), "stage": Stage.MEMBER, "joined_on": since}
    Organisation.objects.create(
        name=name, search_name=normalise(name), kind="trade_association", municipality=town, sector=sector,
        address="via Meda 12", email="segreteria@artigiani-rhodense.example", verified_on=since,
        description="Sportello per chi apre o manda avanti una piccola impresa.", section="S",
        ateco_code="94.11", legal_form="association", offers="Consulenza per aprire una partita IVA",
        asks="Imprese che accolgono tirocini", **written,
    )  # fmt: skip
    (meroni, lainate), (auser, _town) = TWINS
    Organisation.objects.create(
        name=meroni, search_name=normalise(meroni), kind="company", municipality=lainate,
        created_at=at(today - timedelta(days=30), 10),
    )  # fmt: skip
    Organisation.objects.create(
        name=auser, search_name=normalise(auser), kind="association", municipality=lainate,
        vat_number=named["Auser del Villoresi"].vat_number, phone="+390293700099",
        created_at=at(today - timedelta(days=20), 10),
    )  # fmt: skip


def _delegate(hers: Organisation, giulia: User, desk: User) -> None:
    """Giulia speaks for her bakery."""
    giulia.grants.update(organisation_ref=hers.pk)
    Delegate.objects.create(user=giulia, organisation=hers, invited_by=desk.pk)
