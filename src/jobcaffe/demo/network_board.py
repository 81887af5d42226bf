"""A made-up board: what sixty organisations and the house offer and look for, old things and results too."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from jobcaffe.demo.population import at
from jobcaffe.exchange.posts import catalogue, occupations, words
from jobcaffe.exchange.posts.enums import State
from jobcaffe.exchange.posts.models import Post
from jobcaffe.organisations.models import Organisation

HOUSE = ""


@dataclass(frozen=True)
class Tale:
    """One post: who, which model, its words, how many days ago it was published (-1: a draft)."""

    who: str
    kind: str
    title: str
    text: str
    days: int
    work: str = ""
    slots: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    # Com'è andata: the result, how many, how many days ago.
    end: tuple[str, int, int] | None = None


TALES: tuple[Tale, ...] = (
    Tale("Panificio Airaghi", "job", "Banconista nel nostro forno", "Servi il pane e prepari i sacchetti. Al banco siete in due. Il mestiere te lo insegniamo noi.", 9, "commessa di panetteria", ("mornings", "saturday"), {"weekly_hours": 24, "contract": "fixed", "requirements": ["Arrivare alle sei e mezza"], "when": "Dalle 6:30 alle 11"}),
    Tale("Panificio Airaghi", "traineeship", "Tirocinio da fornaia o fornaio", "Impari a impastare e a cuocere. Ti segue Piero, che fa pane da vent'anni.", 64, "panettiere", ("mornings",), {"weekly_hours": 30, "details": {"allowance": 600, "tutor": "il capo forno"}}),
    Tale("Panificio Airaghi", "commission", "Cento borse di tela", "Ci servono cento borse con il nostro nome. La tela la compriamo noi. Paghiamo alla consegna.", 130, "sarta", (), {"details": {"budget": "700 euro"}}, ("filled_here", 1, 90)),
    Tale("Panificio Airaghi", "need-volunteering", "Due persone per la festa del pane", "Ci serve una mano a distribuire il pane in piazza.", -1, "", ("sunday",), {"places": 2}),
    Tale("Logistica Olona", "job", "Magazziniera o magazziniere", "Prepari i pacchi per i negozi. Usi un lettore di codici. Lavori con altre otto persone.", 12, "magazziniere", ("afternoons", "evenings"), {"weekly_hours": 40, "contract": "fixed", "places": 4, "requirements": ["Sollevare pacchi da 12 chili"], "when": "Turno dalle 14 alle 22"}),
    Tale("Logistica Olona", "job", "Carrellista di giorno", "Carichi e scarichi i camion con il muletto. Siete sempre in due.", 4, "carrellista", ("mornings", "afternoons"), {"weekly_hours": 40, "contract": "fixed", "licences": ["forklift"], "requirements": ["Patentino del muletto"], "when": "Dalle 8 alle 17"}),
    Tale("Logistica Olona", "training", "Corso per guidare il muletto", "In due giorni impari a guidare il muletto. Alla fine fai l'esame e hai il patentino.", 20, "", ("saturday",), {"places": 10, "details": {"total_hours": 16, "certificate": "patentino del muletto"}}),
    Tale("Logistica Olona", "lift", "Pulmino dalla stazione di Rho", "Il pulmino parte dalla stazione e arriva in magazzino. Torna a fine turno.", 33, "", ("afternoons", "evenings"), {"municipality": "Rho", "places": 6, "when": "Parte alle 13:20", "details": {"arrival": "Lainate, via per Caronno", "step_free": True}}),
    Tale("Officine Meroni", "job", "Tornitrice o tornitore", "Lavori al tornio su pezzi piccoli. Se lo hai fatto a scuola, il resto lo impari qui.", 40, "tornitore", ("mornings", "afternoons"), {"weekly_hours": 40, "contract": "permanent", "requirements": ["Leggere un disegno"]}),
    Tale("Officine Meroni", "pcto", "PCTO in officina", "Quattro studenti vedono come nasce un pezzo. Poi provano, con un operaio accanto.", 26, "tornitore", (), {"places": 4, "details": {"class": "quarte di un istituto tecnico", "tutor": "il capo officina", "agreement": "to_do", "total_hours": 80}}),
    Tale("Pulizie Splendor", "job", "Addetta o addetto alle pulizie", "Pulisci gli uffici con una collega. Cominci alle cinque e finisci alle otto.", 5, "addetta alle pulizie", ("afternoons", "evenings"), {"weekly_hours": 15, "contract": "permanent", "places": 2, "when": "Dalle 17 alle 20"}),
    Tale("Pulizie Splendor", "job", "Pulizie in palestra, la mattina presto", "Pulisci la palestra prima che apra. Sei con un'altra persona.", 110, "addetta alle pulizie", ("mornings",), {"weekly_hours": 12, "contract": "fixed"}, ("filled_here", 1, 80)),
    Tale("Mensa Buon Pranzo", "job", "Aiuto in cucina per la mensa", "Lavi e tagli le verdure. Poi sistemi la sala per i bambini.", 18, "aiuto cuoco", ("mornings",), {"municipality": "Rho", "weekly_hours": 25, "contract": "fixed", "places": 3, "requirements": ["Stare in piedi"], "licences": ["haccp"]}),
    Tale("Trattoria del Cornicione", "job", "Cameriera o cameriere, il fine settimana", "Servi ai tavoli il sabato e la domenica. Siamo in quattro e ci aiutiamo.", 8, "cameriere", ("saturday", "sunday"), {"weekly_hours": 12, "contract": "on_call", "requirements": ["Gentile con chi entra"]}),
    Tale("Supermercato Il Ponte", "job", "Cassa e scaffali", "Stai alla cassa e riempi gli scaffali. I turni si sanno due settimane prima.", 72, "cassiere", ("mornings", "afternoons", "saturday"), {"weekly_hours": 20, "contract": "fixed", "places": 2}),
    Tale("Vivai del Villoresi", "job", "Un aiuto per la primavera", "Innaffi, sposti i vasi e servi chi compra. Si lavora all'aperto.", 3, "vivaista", ("mornings", "saturday"), {"weekly_hours": 30, "contract": "seasonal", "places": 2}),
    Tale("Coop Mano a Mano", "job", "Assistente familiare di giorno", "Aiuti una signora anziana a casa sua: pranzo, medicine, una passeggiata.", 15, "badante", ("mornings",), {"municipality": "Nerviano", "weekly_hours": 25, "contract": "permanent"}),
    Tale("Coop Giostra", "traineeship", "Tirocinio al nido", "Giochi con i bambini e aiuti a pranzo. Un'educatrice è sempre con te.", 22, "educatore della prima infanzia", ("mornings",), {"municipality": "Arese", "weekly_hours": 25, "places": 2, "details": {"allowance": 600, "tutor": "un'educatrice"}}),
    Tale("Coop Terra Buona", "traineeship", "Tirocinio nel verde", "Tagli l'erba e curi le aiuole del paese. Va bene anche se non l'hai mai fatto.", 96, "giardiniere", ("mornings",), {"weekly_hours": 30, "places": 2, "details": {"allowance": 600, "tutor": "la caposquadra"}}),
    Tale("Studio Contabile Sala", "job", "Segretaria o segretario, mezza giornata", "Rispondi al telefono e prepari le fatture. Il programma te lo spieghiamo noi.", 6, "segretario", ("mornings",), {"weekly_hours": 20, "contract": "permanent", "requirements": ["Usare la posta elettronica"]}),
    Tale("Bar Stazione Vecchia", "job", "Barista per le colazioni", "Prepari i caffè e servi al banco. Cerchiamo persone con bella presenza.", 2, "barista", ("mornings",), {"weekly_hours": 20, "contract": "fixed", "reason": "Il banco è la prima cosa che si vede"}),
    Tale("Banco di quartiere", "volunteering", "Una mano con i pacchi di cibo", "Prepari i pacchi con altre cinque persone. La prima volta ti accompagna Rosa.", 30, "", ("afternoons",), {"places": 4, "when": "Il martedì dalle 15 alle 17"}),
    Tale("Auser del Villoresi", "volunteering", "Accompagnare chi non guida", "Porti una persona alla visita e la aspetti. L'auto è nostra.", 45, "", ("mornings",), {"places": 3, "licences": ["b"]}),
    Tale("Comune di Lainate, biblioteca", "room", "Sala per dodici persone", "È al primo piano, con l'ascensore. Ci sono tavoli e proiettore.", 28, "", ("afternoons",), {"when": "Libera il lunedì e il venerdì", "details": {"square_metres": 40, "step_free": True}}),
    Tale("Coop La Quercia", "care", "Spazio compiti al pomeriggio", "I bambini fanno i compiti con due educatrici. La merenda la portiamo noi.", 36, "", ("afternoons",), {"places": 8, "when": "Dalle 16 alle 18", "details": {"cost": "30 euro al mese"}}),
    Tale("Ferramenta Banfi", "mentoring", "Parla con chi ha un negozio", "Ho un negozio da trent'anni. Ti racconto come si comincia e che cosa costa.", 50, "", ("afternoons",), {"when": "Un'ora, tre volte"}),
    Tale("Stampa Viva", "equipment", "Sei computer usati", "Hanno cinque anni e funzionano. Li regaliamo a chi fa corsi.", 58, "", (), {"municipality": "Rho", "places": 6, "details": {"lend": "give"}}),
    Tale("Istituto Tecnico Olona", "need-pcto", "PCTO per una quarta di meccanica", "Venti studenti cercano officine e ditte. La scuola pensa ai documenti e all'assicurazione.", 14, "meccanico", (), {"municipality": "Rho", "places": 20, "details": {"class": "4A meccanica", "tutor": "la docente di tecnologia", "agreement": "ready", "total_hours": 120}}),
    Tale("Orti condivisi", "need-equipment", "Un motocoltivatore", "Ci serve per due giorni in marzo. Va bene anche vecchio.", 19, "", (), {"details": {"lend": "lend"}}),
    Tale("Teatro fuori posto", "need-room", "Una sala per le prove", "Siamo dodici. Ci serve una sala vuota, anche fredda.", 11, "", ("evenings",), {"when": "Il giovedì dalle 20 alle 22"}),
    Tale("Casa delle donne del Rhodense", "need-skill", "Chi ci aiuta con il sito", "Il nostro sito è vecchio. Cerchiamo chi ci insegna ad aggiornarlo.", 61, "", (), {"municipality": "Rho"}),
    Tale(HOUSE, "need-job", "Un posto in magazzino, di mattina", "Chi lo cerca ha già lavorato in magazzino. È libero la mattina.", 7, "magazziniere", ("mornings",), {"weekly_hours": 25}),
    Tale(HOUSE, "need-lift", "Da Lainate ad Arese, alle sei", "Il primo autobus parte troppo tardi per chi ha il turno delle sei.", 10, "", (), {"when": "Tutti i giorni alle 5:30", "details": {"arrival": "Arese"}}),
    Tale(HOUSE, "training", "Il curriculum in due mattine", "Scrivi il tuo curriculum con noi e lo stampi. Porti quello che hai, anche niente.", 24, "", ("mornings",), {"places": 8, "details": {"total_hours": 6}}),
    Tale("Edil Brambilla", "job", "Manovale in cantiere", "Porti i materiali e tieni pulito il cantiere.", 160, "manovale edile", ("mornings", "afternoons"), {"municipality": "Pogliano Milanese", "weekly_hours": 40, "contract": "fixed"}, ("not_filled", 0, 100)),
    Tale("Sartoria Filo d'Oro", "traineeship", "Imparare a cucire", "Impari orli e cerniere. Si lavora in tre, con calma.", 150, "sarta", ("mornings",), {"weekly_hours": 20, "details": {"allowance": 500, "tutor": "la sarta"}}, ("filled_here", 1, 70)),
    Tale("Polisportiva Barbaiana", "volunteering", "Allenare i bambini", "Segui un gruppo di dieci bambini con un allenatore esperto.", 200, "", ("afternoons",), {"places": 2}, ("filled_elsewhere", 2, 140)),
)  # fmt: skip


def fill(bodies: list[Organisation], today: date) -> None:
    """Write the board; each post on the day on which its own story began."""
    named = {body.name: body for body in bodies}
    Post.objects.bulk_create(_post(tale, named, today) for tale in TALES)


def _post(tale: Tale, named: dict[str, Organisation], today: date) -> Post:
    kind = catalogue.kinds()[tale.kind]
    owner = named.get(tale.who)
    began = today - timedelta(days=max(tale.days, 0))
    uri = occupations.nearest(tale.work)
    essential, optional = occupations.skills(uri) if uri else ([], [])
    values: dict[str, Any] = {
        **kind.defaults,
        "municipality": owner.municipality if owner and owner.municipality else "Lainate",
        **tale.more,
        "direction": kind.direction,
        "sort": kind.sort,
        "organisation": owner,
        "title": tale.title,
        "text": tale.text,
        "windows": catalogue.windows_of(tale.slots),
        "occupation_uri": uri,
        "essential": essential,
        "optional": optional,
        "by_house": owner is None,
        "created_at": at(began, 10),
        "changed_at": at(began, 10),
    }
    return Post(**values, **_standing(tale, began, today, values))


def _standing(tale: Tale, began: date, today: date, values: dict[str, Any]) -> dict[str, Any]:
    """Where it stands today: a draft, on the board, closed with its result."""
    if tale.days < 0:
        return {"state": State.DRAFT}
    found = words.unfair(tale.title, tale.text, *values.get("requirements", []))
    doubtful = [asdict(one) for one in found if not one.hint]
    dates = {
        "published_on": began,
        "fresh_until": began + timedelta(days=catalogue.number("hide_days")),
        "looked_on": None if doubtful else began,
        "warnings": doubtful,
        "answer_by": None,
    }
    if tale.end is None:
        return {"state": State.OPEN, **dates}
    result, count, days = tale.end
    closed_on = today - timedelta(days=days)
    return {
        "state": State.CLOSED, **dates, "closed_on": closed_on, "result": result, "result_count": count,
    }  # fmt: skip
