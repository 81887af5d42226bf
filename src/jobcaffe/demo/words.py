"""Names and sentences of the made-up community. Nobody here exists."""

from __future__ import annotations

from typing import Any

FEMALE = (
    "Anna Maria Lucia Giovanna Rosa Paola Carla Silvia Laura Elena Francesca Monica Daniela Patrizia Barbara "
    "Cristina Sabrina Roberta Simona Claudia Federica Chiara Sara Giulia Martina Alessia Valentina Ilaria Nadia "
    "Fatima Khadija Olena Svetlana Mirela Blessing Mariana Lin Amina Yasmin"
).split()
MALE = (
    "Franco Giuseppe Antonio Mario Luigi Roberto Carlo Paolo Giorgio Claudio Massimo Stefano Fabio Marco Andrea "
    "Luca Davide Matteo Simone Lorenzo Riccardo Alessandro Giacomo Pietro Michele Salvatore Vincenzo Bruno Renato "
    "Mohamed Ahmed Youssef Andrei Ionut Samuel Wei Omar Bilal"
).split()
SURNAMES = (
    "Colombo Rossi Ferrari Brambilla Fumagalli Galli Sala Conti Longo Villa Riva Pozzi Cattaneo Meroni Borghi "
    "Castiglioni Banfi Clerici Zoni Pessina Airaghi Cozzi Ceriani Marchesi Radice Monza Esposito Russo Greco "
    "Caruso Marino Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Ferrara Gallo Bianchi Pellegrini "
    "Palumbo Sanna Fiore Grasso Vitale Parisi Serra Testa Leone Costa Farina Ben_Ali El_Idrissi Kovalenko "
    "Popescu Ionescu Osei Hoxha Chen Rahman Perez Da_Silva Diallo Singh"
).split()
TOWNS = ["Lainate"] * 62 + ["Rho"] * 12 + ["Nerviano"] * 7 + ["Arese"] * 6 + ["Pogliano Milanese"] * 4 + [
    "Garbagnate Milanese", "Garbagnate Milanese", "Origgio", "Caronno Pertusella", "Saronno", "Parabiago",
    "Barbaiana", "Barbaiana", "Grancia",
]  # fmt: skip

WORDS = {
    "work": [
        "Ho fatto il magazziniere per ventidue anni. Poi il magazzino ha chiuso.",
        "Mando tanti curriculum e non risponde nessuno. Vorrei capire che cosa sbaglio.",
        "Mi va bene anche un lavoro diverso, basta ricominciare.",
        "Ho cinquantotto anni: mi dicono che sono troppo grande. Io ho voglia di lavorare.",
    ],
    "lost_work": [
        "L'azienda ha ridotto il personale a giugno. In casa lavora solo mia moglie.",
        "Il contratto è finito e non me l'hanno rinnovato.",
    ],
    "reconcile": [
        "Ho due bambini e mia madre che non cammina più bene. Le giornate non bastano.",
        "Vorrei tornare a lavorare la mattina, quando sono a scuola.",
        "Il pomeriggio non so a chi lasciarli: per questo ho detto di no a due lavori.",
    ],
    "venture": [
        "Faccio torte per le feste delle amiche. Vorrei capire se può diventare un lavoro.",
        "So cucire bene. Le vicine mi portano gli orli e io non chiedo quasi niente.",
    ],
    "meet": [
        "Da quando sono a casa parlo solo con la televisione.",
        "Mi piacerebbe conoscere gente del quartiere.",
    ],
    "young": [
        "Ho lasciato la scuola in quarta. Non so da dove cominciare.",
        "Ho finito la scuola l'anno scorso. Sto sempre in camera.",
    ],
    "give": [
        "Sono in pensione, ero elettricista. Posso insegnare qualcosa.",
        "Ho il martedì libero e la macchina.",
    ],
    "other": ["Passavo di qui e ho visto la luce."],
}

GOALS = {
    "work": [
        ("Tornare a lavorare prima dell'estate", ["Rifare il curriculum", "Portare il curriculum a tre aziende", "Provare un colloquio con Paola", "Chiamare l'agenzia di via Re Umberto"]),
        ("Trovare un lavoro vicino a casa", ["Guardare gli annunci con lo sportello il martedì", "Chiedere al magazzino di via Circonvallazione", "Fare l'abbonamento del bus"]),
    ],
    "learning": [
        ("Imparare a usare il computer", ["Iscrivermi al corso del giovedì", "Aprire una casella di posta", "Scrivere una lettera al computer"]),
        ("Prendere il diploma", ["Chiedere al CPIA quando si inizia", "Portare la pagella di terza"]),
    ],
    "family": [
        ("Avere due pomeriggi liberi", ["Parlare con la scuola del pre-scuola", "Chiedere a Sara per il mercoledì", "Scrivere la mia settimana"]),
        ("Trovare chi sta con mia madre", ["Chiedere ai servizi sociali", "Sentire la cooperativa per l'assistenza"]),
    ],
    "wellbeing": [("Uscire di casa tre volte a settimana", ["Venire al laboratorio del lunedì", "Fare un giro al mercato"])],
    "people": [("Conoscere persone nuove", ["Venire a un incontro", "Portare una torta alla festa di quartiere"])],
    "money": [("Arrivare a fine mese", ["Portare le bollette allo sportello", "Chiedere l'ISEE al CAF"])],
    "venture": [("Capire se posso vendere le mie torte", ["Contare quanto spendo per una torta", "Sentire il SUAP", "Fare tre vendite di prova"])],
}  # fmt: skip

# title, kind, action, weekday, hour, minutes, summary, who welcomes, reasons that bring people
SERIES = [
    ("Curriculum e colloqui", "lab", "SP", 1, 10, 120, "Scriviamo insieme il curriculum e proviamo un colloquio.", "Paola", {"work", "lost_work", "young"}),
    ("Laboratorio donne: i nostri tempi", "lab", "A2", 0, 14, 120, "Casa, figli, lavoro, cura: cerchiamo insieme come far stare tutto.", "Teresa", {"reconcile", "venture"}),
    ("Dalle mani al mestiere", "lab", "A2", 3, 9, 150, "Chi cuce, cucina o ripara prova a farne una piccola attività.", "Teresa", {"venture", "reconcile"}),
    ("Computer senza paura", "course", "SP", 3, 17, 90, "Posta, documenti, moduli: un passo alla volta.", "Davide", {"work", "lost_work", "meet", "give"}),
    ("Primi passi: 18–29", "lab", "SP", 2, 16, 90, "Tre primi passi per chi non studia e non lavora.", "Giulia", {"young"}),
    ("Caffè del sabato", "event", "A3", 5, 10, 120, "Porte aperte: si beve un caffè e ci si conosce.", "Marta", {"meet", "give", "work", "reconcile", "young", "other"}),
]  # fmt: skip

FIRST_TIME = "La prima volta ti presentiamo le altre persone. Ascolti, e parli solo se ne hai voglia. Puoi andare via quando vuoi."

ORGANISATIONS = [
    ("Officine Meroni", "company", "meccanica", "Lainate"), ("Logistica Olona", "company", "magazzino e trasporti", "Lainate"),
    ("Panificio Airaghi", "company", "alimentari", "Lainate"), ("Ferramenta Banfi", "company", "commercio", "Lainate"),
    ("Tintoria Villa", "company", "tessile", "Nerviano"), ("Stampa Viva", "company", "grafica", "Rho"),
    ("Vivai del Villoresi", "company", "verde", "Lainate"), ("Mensa Buon Pranzo", "company", "ristorazione", "Rho"),
    ("Elettro Riva", "company", "impianti elettrici", "Arese"), ("Pulizie Splendor", "company", "pulizie", "Lainate"),
    ("Carrozzeria Pozzi", "company", "auto", "Lainate"), ("Trattoria del Cornicione", "company", "ristorazione", "Lainate"),
    ("Sartoria Filo d'Oro", "company", "sartoria", "Lainate"), ("Cascina Grancia", "company", "agricoltura", "Lainate"),
    ("Supermercato Il Ponte", "company", "commercio", "Lainate"), ("Studio Contabile Sala", "company", "servizi", "Lainate"),
    ("Edil Brambilla", "company", "edilizia", "Pogliano Milanese"), ("Farmacia Santa Virginia", "company", "commercio", "Lainate"),
    ("Plastica Nord", "company", "gomma e plastica", "Origgio"), ("Bar Stazione Vecchia", "company", "bar", "Lainate"),
    ("Istituto Comprensivo Lamarmora", "school", "scuola", "Lainate"), ("Istituto Tecnico Olona", "school", "scuola", "Rho"),
    ("Liceo delle Scienze di Arese", "school", "scuola", "Arese"), ("CPIA Nord Ovest", "school", "istruzione degli adulti", "Rho"),
    ("Centro di formazione Mestieri", "school", "formazione professionale", "Rho"), ("Scuola dell'infanzia Adamoli", "school", "scuola", "Lainate"),
    ("Nido Il Girasole", "school", "nido", "Lainate"), ("Scuola di musica Contrappunto", "school", "musica", "Lainate"),
    ("Amici di Villa Litta", "association", "cultura", "Lainate"), ("Banco di quartiere", "association", "aiuto alimentare", "Lainate"),
    ("Polisportiva Barbaiana", "association", "sport", "Lainate"), ("Auser del Villoresi", "association", "trasporto e compagnia", "Lainate"),
    ("Mamme in rete", "association", "famiglie", "Lainate"), ("Gruppo Giovani Grancia", "association", "giovani", "Lainate"),
    ("Circolo Lettori", "association", "lettura", "Lainate"), ("Orti condivisi", "association", "ambiente", "Lainate"),
    ("Pubblica assistenza Olona", "association", "soccorso", "Nerviano"), ("Oratorio San Vittore", "association", "giovani", "Lainate"),
    ("Italiano per tutti", "association", "scuola di italiano", "Lainate"), ("Casa delle donne del Rhodense", "association", "donne", "Rho"),
    ("Ciclofficina Pedala", "association", "mobilità", "Lainate"), ("Alpini di Lainate", "association", "volontariato", "Lainate"),
    ("Teatro fuori posto", "association", "teatro", "Lainate"), ("Donatori di tempo", "association", "banca del tempo", "Lainate"),
    ("Coop La Quercia", "cooperative", "educazione", "Lainate"), ("Coop Il Ponte Nuovo", "cooperative", "assistenza", "Rho"),
    ("Coop Terra Buona", "cooperative", "verde e inserimenti", "Lainate"), ("Coop Mano a Mano", "cooperative", "pulizie e cura", "Nerviano"),
    ("Coop Lavoriamo", "cooperative", "inserimento lavorativo", "Rho"), ("Coop Giostra", "cooperative", "nidi e scuole", "Arese"),
    ("Comune di Lainate, servizi sociali", "public_body", "servizi sociali", "Lainate"), ("Comune di Lainate, biblioteca", "public_body", "biblioteca", "Lainate"),
    ("Centro per l'impiego del Rhodense", "public_body", "lavoro", "Rho"), ("Consultorio di via Marche", "public_body", "salute", "Lainate"),
    ("Informagiovani", "public_body", "giovani", "Lainate"), ("Azienda consortile del Rhodense", "public_body", "servizi sociali", "Rho"),
    ("Polizia locale", "public_body", "sicurezza", "Lainate"), ("Patronato del lavoro", "union", "tutela", "Lainate"),
    ("Sindacato dei servizi", "union", "lavoro", "Rho"), ("Sindacato metalmeccanici Olona", "union", "lavoro", "Rho"),
]  # fmt: skip

TABLE_TITLES = [
    "Tavolo lavoro", "Tavolo tempi e cura", "Tavolo scuola e PCTO", "Tavolo organizzatore JOBFEST", "Tavolo giovani",
]  # fmt: skip

PROMISES = [
    "Ospitare due tirocini", "Far visitare il laboratorio a dieci persone", "Prestare la sala il giovedì pomeriggio",
    "Parlare del Job Caffè nella newsletter", "Portare due volontari alla JOBFEST", "Offrire un corso di otto ore",
    "Presentare tre annunci di lavoro", "Provare l'orario flessibile con due mamme", "Fare da tutor a due studenti",
]  # fmt: skip
OUTCOME_PLACES = {
    "job": [
        "Logistica Olona",
        "Mensa Buon Pranzo",
        "Pulizie Splendor",
        "Supermercato Il Ponte",
        "Vivai del Villoresi",
    ],
    "traineeship": ["Officine Meroni", "Stampa Viva", "Coop Terra Buona"],
    "training": ["CPIA Nord Ovest", "Centro di formazione Mestieri"],
    "venture": ["Torte in casa", "Piccola sartoria"],
    "volunteering": ["Banco di quartiere", "Auser del Villoresi"],
    "other": ["Servizio civile"],
}
NOTES = [
    "La signora Lucia torna venerdì con la busta paga: aiutarla con l'ISEE.",
    "Le copie dell'informativa stanno finendo. Stampare.",
    "Franco porta il curriculum domani: guardarlo insieme.",
]

# What a group wrote of an evening: never a name, never what somebody said.
EVENING_NOTES = [
    "",
    "",
    "Serata tranquilla. Tutti hanno parlato.",
    "Abbiamo cominciato tardi per la pioggia. Il giro è stato lungo e buono.",
    "Serve una sala più calda.",
    "La prossima volta riprendiamo dal giro dei passi fatti.",
    "Silenzi lunghi, e poi molte parole. Da ricordare in supervisione.",
]
PACT_MORE = "Il telefono resta in tasca."
FRANCO_WRITES = [
    ("feeling", "preoccupato", "Stanotte ho dormito poco. Penso sempre alla stessa cosa.", "only_me"),
    ("experience", "", "Ho chiamato tre aziende in una mattina. La terza mi ha detto di passare.", "circle"),
    ("resource", "", "In biblioteca stampano il curriculum gratis, il martedì.", "circle"),
    ("feeling", "contento", "Mercoledì sono tornato a casa più leggero.", "facilitator"),
]
MATES_WRITE = [
    (
        "experience",
        "",
        "Al colloquio mi hanno chiesto l'età. Ho risposto parlando di quello che so fare.",
        "circle",
    ),
    ("feeling", "stanco", "Settimana lunga. Venire qui mi ha fatto bene lo stesso.", "circle"),
    ("resource", "", "Lo sportello guarda gli annunci con noi il martedì mattina.", "circle"),
    ("experience", "", "Ho detto di no a un lavoro senza contratto. Non è stato facile.", "facilitator"),
]
NICKNAMES = ["Nonno", "La Rossa"]

# Groups of others: name, themes, area, who runs it, telephone, where.
OUTSIDE = [
    (
        "Gruppo familiari Il Filo",
        ["cura"],
        "Rho",
        "Associazione Il Filo",
        "+390291000001",
        "Centro civico, via Filanda 1",
    ),
    (
        "Mamme al parco",
        ["tempi", "inizi"],
        "Arese",
        "Banca del tempo di Arese",
        "+390291000002",
        "Biblioteca, sala blu",
    ),
    (
        "Di nuovo in pista",
        ["lavoro", "lavoro50"],
        "Nerviano",
        "Circolo San Fermo",
        "+390291000003",
        "Oratorio, piano terra",
    ),
]

# --- the women's labs -----------------------------------------------------------------------------

LAB_ABOUT = "Casa, figli, lavoro, cura: cerchiamo insieme come far stare tutto. Si può venire con i bambini."
LAB_PROBLEMS = (
    ("La scuola finisce alle 16 e io stacco alle 17.", 6),
    ("Quando il bambino ha la febbre non so chi chiamare.", 5),
    ("D'estate le settimane senza scuola sono dieci.", 4),
    ("Il bus per l'asilo passa troppo presto.", 2),
    ("Curo mia madre e non ho mai una mattina per me.", 3),
)
ANNA_PROBLEM = "Il colloquio è sempre alle 8, e l'asilo apre alle 8."
LAB_IDEAS = (
    ("Una lista di chi può passare a prendere i bambini", "chi fa tardi al lavoro"),
    ("Un armadio di vestiti da scambiare", "le famiglie con bambini piccoli"),
)
# Idea (title, for whom), then the four answers; how many days ago it began, how long it lasts.
LAB_TRIALS = (
    (
        (
            "Un'ora in più dopo la scuola", "chi stacca alle 17", "education",
            "Un'ora di doposcuola in più, tre giorni a settimana", "La scuola e quattro mamme a turno",
            "Se restano almeno otto bambini",
        ),
        190, 60,
    ),
    (
        (
            "Le mattine di sollievo", "chi cura un genitore anziano", "care",
            "Un mattino a settimana qualcuno sta con chi non può stare solo", "Tre volontarie e una cooperativa",
            "Se cinque donne escono almeno due volte",
        ),
        47, 42,
    ),
    (
        (
            "Andare a scuola a piedi insieme", "chi comincia presto", "times",
            "Un gruppo di bambini va a scuola a piedi con due adulte", "Sei famiglie della stessa via",
            "Se in un mese non salta più di due mattine",
        ),
        9, 30,
    ),
)  # fmt: skip
LAB_LEARNED = (
    "I bambini sono stati dieci. Serve una seconda adulta il venerdì.",
    "Un'ora in più dopo la scuola",
    "Un'ora di doposcuola in più funziona, se ci sono due adulte. Sono rimasti dieci bambini.",
)
LAB_QUIET = "Per chi ricomincia dopo un periodo difficile. Quello che si dice qui resta qui."
LAB_QUIET_PROBLEMS = (
    ("Non so da dove ripartire con il lavoro.", 4),
    ("La sera sono sempre sola con i bambini.", 3),
)

# --- hours, turns of care, a week, a small activity -----------------------------------------------

# Offer or need, what, when (any), in which words.
LISTINGS = (
    ("offer", "cucito", (), "Orli, cerniere, bottoni."),
    ("need", "computer", (), "Imparare a mandare un documento dal telefono."),
    ("offer", "compiti", (), "Matematica delle medie."),
    ("need", "passaggi", (), "Un passaggio alla visita, il martedì mattina."),
    ("offer", "carte", (), "Leggo insieme i moduli della scuola."),
    ("need", "cucina", (), "Una torta per quindici bambini."),
)  # fmt: skip
# Who gave, who received (places in the list of the women), what, how many minutes, how many days
# ago; 0 minutes wait for an end.
EXCHANGES = (
    (1, 0, "bambini", 120, 25), (0, 2, "cucito", 90, 18), (2, 3, "compiti", 120, 11), (3, 1, "spesa", 60, 4),
    (2, 1, "lingue", 0, 0),
)  # fmt: skip
POOL_RULES: dict[str, Any] = {
    "starts": ["16:00"], "block_minutes": 120, "max_children": 5, "limit_minutes": 1200,
    "solidarity_minutes": 480, "fund_cap_minutes": 240, "extra_child_percent": 50,
    "places": ["home", "job_caffe"], "two_adults": False, "permissions": True, "counts_only": False,
    "paid": False,
}  # fmt: skip
# Weeks ago, and place of the family that needed nobody then: so hours are not all even.
POOL_PAUSES = ((1, 0), (2, 3))
POOL_CHILDREN = (("Sofia", 4), ("Karim", 6), ("Giulia", 8), ("Tommaso", 5))
ANNA_WEEK = (
    ("work", "kids", "home"), ("work", "home", "kids"), ("work", "kids", "home"), ("work", "home", "kids"),
    ("work", "kids", "home"), ("home", "kids", "free"), ("home", "kids", "me"),
)  # fmt: skip
# Days since the paper was signed, and days that it still holds: the last is to be signed again soon.
POOL_PAPERS = ((120, 240), (110, 250), (95, 265), (340, 24))
# What the others in the lab let count in the mean: for each the uses that differ from Anna's, by day.
OTHER_WEEKS = (
    {0: ("work", "work", "home"), 5: ("kids", "me", "free")},
    {1: ("home", "kids", "home"), 2: ("home", "kids", "home"), 6: ("free", "me", "home")},
    {3: ("work", "work", "kids"), 4: ("work", "work", "home")},
    {0: ("home", "home", "kids"), 1: ("home", "work", "kids"), 5: ("work", "kids", "home")},
    {2: ("me", "kids", "home"), 6: ("home", "free", "free")},
)
WORKDAYS = ["0", "1", "2", "3", "4"]
# Anna's household: subject, code, what she wrote.
ANNA_HOUSE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("bambini", "sofia", {"name": "Sofia", "year": -4, "alone_from": 11}),
    ("bambini", "leo", {"name": "Leo", "year": -7, "alone_from": 11}),
    ("luoghi", "scuola", {"name": "scuola", "minutes": 10}),
    ("luoghi", "ufficio", {"name": "ufficio", "minutes": 20}),
    (
        "impegni", "asilo",
        {
            "name": "Asilo", "who": "sofia", "kind": "school", "where": "scuola", "days": WORKDAYS,
            "from": "08:30", "to": "16:00",
        },
    ),
    (
        "impegni", "lezioni",
        {
            "name": "Scuola", "who": "leo", "kind": "school", "where": "scuola", "days": WORKDAYS,
            "from": "08:30", "to": "16:30",
        },
    ),
    (
        "impegni", "lavoro",
        {
            "name": "Lavoro", "who": "io", "kind": "work", "where": "ufficio", "days": WORKDAYS,
            "from": "09:00", "to": "17:00",
        },
    ),
    (
        "scelte-aiuti", "nonna",
        {
            "name": "La nonna", "children": ["sofia", "leo"], "brings": True, "days": ["0", "2"],
            "from": "15:30", "to": "18:00", "cost": "poco",
        },
    ),
    (
        "scelte-orari", "presto",
        {
            "name": "Esco alle 15", "commitment": "lavoro", "what": "hours", "days": ["4"], "to": "15:00",
            "cost": "abbastanza",
        },
    ),
)  # fmt: skip
ANNA_VENTURE = "Orli e riparazioni"
ANNA_TASKS: dict[str, dict[str, Any]] = {
    "idea": {"what": "Accorcio e riparo vestiti", "activity": "other", "have": "Una macchina da cucire"},
    "prezzi": {
        "price": "18.00", "materials": "2.50", "hours": "1.00", "prudent": "12", "normal": "25", "good": "40",
    },
    "spese": {"fixed": "150", "kept": "0", "wish": "400"},
    "tempo": {"hours_week": "9", "weeks": 44, "billable": 70},
}  # fmt: skip
