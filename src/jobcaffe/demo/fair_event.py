"""Made-up fairs: those of mid-October, which are over, one whose day is today, one to prepare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from jobcaffe.demo.population import at
from jobcaffe.encounters.enums import Action
from jobcaffe.encounters.models import Encounter
from jobcaffe.exchange.posts import queries as posts
from jobcaffe.exchange.posts.enums import Sort
from jobcaffe.exchange.posts.models import Post
from jobcaffe.fair.events import usual
from jobcaffe.fair.events.enums import Job, SessionKind, StandState, State, TalksMode
from jobcaffe.fair.events.models import Area, Cost, Fair, Helper, Session, Shift, Stand, Task
from jobcaffe.foundation.accounts.models import User
from jobcaffe.organisations.models import Organisation
from jobcaffe.spaces.models import Place

SUMMARY = (
    "Un giorno per incontrare chi offre lavoro, corsi e aiuto vicino a casa. "
    "Parli con le persone, provi un laboratorio, prendi un impegno."
)
AREAS = (
    ("Sala grande", "Piano terra, a destra dell'ingresso. Senza gradini."),
    ("Cortile", "In fondo al corridoio. Coperto se piove."),
    ("Aula computer", "Primo piano. C'è l'ascensore."),
    ("Cucina", "Piano terra, vicino al bar."),
)
# Name, what it brings, tables, area. Those that look for people have more tables.
Exhibitor = tuple[str, str, int, int]
STANDS: tuple[Exhibitor, ...] = (
    ("Panificio Airaghi", "Due posti nel forno e il pane da assaggiare.", 2, 0),
    ("Logistica Olona", "Quattro posti in magazzino e il corso per il muletto.", 3, 0),
    ("Officine Meroni", "Un posto al tornio. Porta pezzi da toccare.", 2, 0),
    ("Pulizie Splendor", "Lavori di poche ore, la mattina o la sera.", 2, 0),
    ("Mensa Buon Pranzo", "Posti in cucina vicino alle scuole.", 2, 0),
    ("Supermercato Il Ponte", "Cassa e scaffali, con turni detti prima.", 2, 0),
    ("Trattoria del Cornicione", "Lavoro nel fine settimana.", 1, 0),
    ("Vivai del Villoresi", "Un aiuto per la stagione.", 1, 1),
    ("Studio Contabile Sala", "Mezza giornata in segreteria.", 1, 0),
    ("Bar Stazione Vecchia", "Colazioni e aperitivi.", 1, 0),
    ("Edil Brambilla", "Cantieri vicino a casa.", 1, 1),
    ("Sartoria Filo d'Oro", "Chi cuce e chi vuole imparare.", 1, 1),
    ("Plastica Nord", "Turni in fabbrica, si impara sul posto.", 1, 0),
    ("Elettro Riva", "Un apprendista per gli impianti.", 1, 0),
    ("Coop Mano a Mano", "Assistenza a casa delle persone.", 2, 0),
    ("Coop Giostra", "Tirocini nei nidi.", 1, 0),
    ("Coop Terra Buona", "Tirocini nel verde.", 1, 1),
    ("Coop Lavoriamo", "Inserimenti con un tutor accanto.", 1, 0),
    ("Coop La Quercia", "Lo spazio compiti, e chi cerca educatrici.", 1, 2),
    ("Centro di formazione Mestieri", "Corsi corti per lavorare.", 2, 2),
    ("CPIA Nord Ovest", "Italiano e licenza media, anche la sera.", 1, 2),
    ("Istituto Tecnico Olona", "Ragazzi per il PCTO.", 1, 2),
    ("Centro per l'impiego del Rhodense", "Iscrizioni e domande sulle politiche attive.", 2, 0),
    ("Informagiovani", "Servizio civile e primi lavori.", 1, 2),
    ("Patronato del lavoro", "Risposte su contratti e assegni.", 1, 0),
    ("Auser del Villoresi", "Chi accompagna chi non guida.", 1, 1),
    ("Banco di quartiere", "Una mano con i pacchi di cibo.", 1, 1),
    ("Mamme in rete", "Come stare dentro orari impossibili.", 1, 3),
    ("Casa delle donne del Rhodense", "Ascolto e orientamento.", 1, 3),
    ("Donatori di tempo", "La banca del tempo si presenta.", 1, 1),
)
WAITING = ("Farmacia Santa Virginia", "Tintoria Villa", "Teatro fuori posto")
REFUSED = "Carrozzeria Pozzi"
# Minutes from the opening, minutes long, kind, title, line, audiences, area, organisation, speaker, seats.
Row = tuple[int, int, str, str, str, tuple[str, ...], int, str, str, int | None]
PROGRAMME: tuple[Row, ...] = (
    (0, 30, "moment", "Si apre: caffè per tutti", "Ci salutiamo e diciamo come funziona la giornata.", ("everybody",), 3, "", "Marta Colombo", None),
    (30, 450, "service", "Curriculum in venti minuti", "Ti sediamo al computer e lo scriviamo insieme.", ("everybody",), 2, "", "Paola Sala", None),
    (45, 60, "workshop", "Il colloquio, provato", "Provi un colloquio con chi seleziona davvero.", ("over50", "young"), 2, "Logistica Olona", "Chiara Meroni", 12),
    (60, 45, "talk", "Ripartire dopo i cinquanta", "Tre persone raccontano come hanno ricominciato.", ("over50",), 0, "", "Franco e gli altri", None),
    (90, 60, "workshop", "Turni, nidi, nonni", "Mettiamo su carta la settimana e cerchiamo i buchi.", ("women",), 3, "Mamme in rete", "Teresa Galli", 15),
    (120, 45, "talk", "Che cosa cercano le aziende di qui", "Cinque aziende dicono di che cosa hanno bisogno.", ("everybody",), 0, "", "Marta Colombo", None),
    (150, 240, "service", "Contratto e busta paga", "Porti il foglio, ti spieghiamo le voci.", ("everybody",), 0, "Patronato del lavoro", "", None),
    (180, 60, "workshop", "Prime volte: il lavoro a diciannove anni", "Che cosa chiedere, che cosa portare.", ("young",), 2, "Informagiovani", "Serena Banfi", 16),
    (210, 60, "moment", "Si mangia insieme", "Nel cortile, con il pane di chi lo fa.", ("everybody",), 1, "", "", None),
    (285, 60, "talk", "La banca del tempo che cambia il lavoro", "Come due ore fanno un favore vero.", ("everybody",), 1, "Donatori di tempo", "", None),
    (300, 90, "workshop", "Un'idea di lavoro, in piccolo", "Fai i conti della tua piccola attività.", ("women", "over50"), 2, "", "Teresa Galli", 12),
    (330, 60, "talk", "Assumere con il tirocinio", "Chi paga, chi fa da tutor, che cosa succede dopo.", ("companies",), 0, "Centro per l'impiego del Rhodense", "", None),
    (405, 60, "workshop", "Scrivere un annuncio che funziona", "Si scrive insieme, in venti minuti.", ("companies",), 2, "", "Davide Conti", 10),
    (480, 45, "moment", "Muro degli impegni", "Ognuno dice che cosa farà, e per quando.", ("everybody",), 0, "", "Marta Colombo", None),
)  # fmt: skip
NEEDS = ("Una presa di corrente.", "Due sedie in più.", "Una parete dove appendere.", "")
COSTS = ((38_000, 36_450), (52_000, 52_000), (46_000, 48_900), (30_000, 30_000), (19_000, 19_000))
# Job, minutes from the opening, minutes long, how many are needed, who, whether Ivan is there.
SHIFTS: tuple[tuple[str, int, int, int, tuple[str, ...], bool], ...] = (
    (Job.SETUP, -90, 90, 4, ("Bruno Costa", "Renato Testa", "Amina Serra"), False),
    (Job.DOOR, -30, 300, 2, ("Olena Kovalenko",), True),
    (Job.DOOR, 270, 300, 2, ("Luca Fiore", "Piero Neri"), False),
    (Job.WELCOME, 0, 270, 3, ("Sara Palumbo", "Wei Chen"), False),
    (Job.WELCOME, 270, 270, 3, ("Ilaria Grasso", "Omar Diallo", "Rita Leone"), False),
    (Job.TABLES, 30, 240, 3, ("Davide Parisi", "Nadia Vitale", "Olga Marini"), False),
    (Job.TABLES, 270, 240, 3, ("Davide Parisi", "Nadia Vitale"), True),
    (Job.CHILDREN, 0, 540, 2, ("Mirela Popescu", "Anna Pozzi"), False),
)
BRINGS = {
    "Farmacia Santa Virginia": "Un posto da commesso, e la misura della pressione.",
    "Tintoria Villa": "Un posto a metà giornata.",
    "Teatro fuori posto": "Un laboratorio per parlare in pubblico.",
}
HOURS = 9
# The next one: days from today, how many exhibitors and rows of the programme there are by now.
AHEAD, EARLY = 88, 9
FEWER = 22  # exhibitors of the year before


@dataclass(frozen=True)
class Community:
    """What the fairs stand on."""

    bodies: Sequence[Organisation]
    users: Mapping[str, User]
    today: date
    now: datetime


def build(community: Community) -> tuple[list[Fair], Fair, Fair]:
    """The fairs that are over, the last one last; the one of today; the next, where wishes are gathered."""
    made = Made(community)
    *before, last = _last_days(community.today)
    past = [made.fair(day, over=True, stands=STANDS[:FEWER]) for day in before]
    past.append(made.fair(last, over=True))
    here = made.fair(community.today, over=False, after=past[-1])
    return past, here, made.next_fair(here)


def _last_days(today: date) -> list[date]:
    """The days of the last two JOBFEST in the agenda, or forty days ago."""
    rows = Encounter.objects.filter(action=Action.FAIR, starts_at__lt=at(today, 0)).order_by("-starts_at")
    days = [timezone.localdate(row.starts_at) for row in rows[:2]]
    return days[::-1] or [today - timedelta(days=40)]


@dataclass
class Made:
    """Writes one fair after the other."""

    community: Community

    def fair(
        self, day: date, *, over: bool, after: Fair | None = None, stands: Sequence[Exhibitor] = STANDS
    ) -> Fair:
        """One fair with everything in it."""
        opens = at(day, 9 if over else _first_hour(timezone.localtime(self.community.now).hour))
        name = f"JOBFEST {day.year}" if over else _after_its_month(day)
        made = Fair.objects.create(
            slug=name.lower().replace(" ", "-"), name=name, summary=SUMMARY, place=self._place(),
            opens_at=opens, closes_at=opens + timedelta(hours=HOURS), state=State.CLOSED if over else State.OPEN,
            talks_mode=TalksMode.PLANNED, first_slot_at=opens + timedelta(minutes=30), slot_minutes=15,
            slots=28, breaks=[12, 13, 14, 15], max_talks=5, copied_from=after,
            wishes_until=opens - timedelta(days=2), published_at=opens - timedelta(days=35),
            closed_on=day if over else None, created_at=opens - timedelta(days=95),
        )  # fmt: skip
        areas = self._areas(made)
        self._stands(made, areas, stands, asked=opens - timedelta(days=60))
        if not over:
            self._not_yet(made, (*WAITING, REFUSED), asked=opens - timedelta(days=3))
        self._programme(made, areas, PROGRAMME)
        self._shifts(made, SHIFTS)
        self._tasks(made, day, left=set() if over else {0})
        self._costs(made, spent=len(COSTS) if over else 3)
        return made

    def next_fair(self, before: Fair) -> Fair:
        """Some months ahead: a few exhibitors have said yes, the list and the shifts are begun."""
        day, now = self.community.today + timedelta(days=AHEAD), self.community.now
        opens, name = at(day, 9), _after_its_month(day)
        made = Fair.objects.create(
            slug=name.lower().replace(" ", "-"), name=name, summary=SUMMARY, place=self._place(),
            opens_at=opens, closes_at=opens + timedelta(hours=HOURS), state=State.OPEN,
            talks_mode=TalksMode.PLANNED, first_slot_at=opens + timedelta(minutes=30), slot_minutes=15,
            slots=28, breaks=[12, 13, 14, 15], max_talks=5, copied_from=before,
            wishes_until=opens - timedelta(days=2),
            published_at=now - timedelta(days=6), created_at=now - timedelta(days=20),
        )  # fmt: skip
        areas = self._areas(made)
        self._stands(made, areas, STANDS[:EARLY], asked=now - timedelta(days=9))
        self._not_yet(made, (STANDS[EARLY][0], *WAITING[:1]), asked=now - timedelta(days=1))
        self._programme(made, areas, PROGRAMME[:EARLY])
        self._shifts(made, SHIFTS[1:4])
        self._tasks(made, day, left={one for one, _text in usual.TASKS if one < AHEAD - 15})
        self._costs(made, spent=1)
        return made

    def _place(self) -> Place:
        return Place.objects.order_by("pk").filter(name="Job Caffè").first() or Place.objects.all()[0]

    def _areas(self, fair: Fair) -> list[Area]:
        return [
            Area.objects.create(fair=fair, name=name, how_to_reach=how, position=place)
            for place, (name, how) in enumerate(AREAS)
        ]

    def _stands(
        self, fair: Fair, areas: Sequence[Area], rows: Sequence[Exhibitor], *, asked: datetime
    ) -> None:
        named = {body.name: body for body in self.community.bodies}
        number = 1
        for place, (name, brings, tables, area) in enumerate(rows):
            made = Stand.objects.create(
                fair=fair, organisation=named[name], area=areas[area], state=StandState.ACCEPTED,
                first_table=number, tables=_tables(fair, tables, place), brings=brings,
                occupations=_occupations(named[name]), needs=NEEDS[place % len(NEEDS)],
                unavailable=[0, 1] if place % 9 == 4 else [], asked_at=asked,
                answered_at=asked + timedelta(days=8),
            )  # fmt: skip
            made.posts.set(posts.of_organisation(named[name].pk)[:4])
            number += tables

    def _not_yet(self, fair: Fair, names: Sequence[str], *, asked: datetime) -> None:
        """Some that wait for an answer, and one that got a no."""
        named = {body.name: body for body in self.community.bodies}
        for name in names:
            Stand.objects.create(
                fair=fair, organisation=named[name],
                state=StandState.DECLINED if name == REFUSED else StandState.ASKED,
                brings=BRINGS.get(name, "Vorremmo esserci."), asked_at=asked,
            )  # fmt: skip

    def _programme(self, fair: Fair, areas: Sequence[Area], rows: Sequence[Row]) -> None:
        named = {body.name: body for body in self.community.bodies}
        Session.objects.bulk_create(
            Session(
                fair=fair, kind=SessionKind(kind), title=title, summary=line, audiences=list(who),
                area=areas[area], organisation=named.get(body), speaker=speaker, seats=seats,
                starts_at=fair.opens_at + timedelta(minutes=start),
                ends_at=fair.opens_at + timedelta(minutes=start + long),
            )
            for start, long, kind, title, line, who, area, body, speaker, seats in rows
        )  # fmt: skip

    def _shifts(self, fair: Fair, rows: Sequence[tuple[str, int, int, int, tuple[str, ...], bool]]) -> None:
        for job, start, long, needed, who, ivan in rows:
            shift = Shift.objects.create(
                fair=fair, job=job, needed=needed, starts_at=fair.opens_at + timedelta(minutes=start),
                ends_at=fair.opens_at + timedelta(minutes=start + long),
            )  # fmt: skip
            Helper.objects.bulk_create(Helper(shift=shift, name=name) for name in who)
            if ivan:
                Helper.objects.create(shift=shift, user=self.community.users["ivan"])

    def _tasks(self, fair: Fair, day: date, *, left: set[int]) -> None:
        """The lines of the list, done but those ``left`` days before."""
        Task.objects.bulk_create(
            Task(
                fair=fair, text=text, days_before=days, owner=self.community.users["marta"],
                done_on=None if days in left else min(day - timedelta(days=days), self.community.today),
            )
            for days, text in usual.TASKS
        )  # fmt: skip

    def _costs(self, fair: Fair, *, spent: int) -> None:
        """The money; the first lines are spent."""
        Cost.objects.bulk_create(
            Cost(
                fair=fair,
                label=label,
                planned_cents=planned,
                spent_cents=paid if place < spent else None,
            )
            for place, (label, (planned, paid)) in enumerate(zip(usual.COSTS, COSTS, strict=True))
        )


def _first_hour(hour: int) -> int:
    """When today's opens, so that at this ``hour`` talks are held, before the long break and all in one day."""
    return min(max(hour - 2, 0), 24 - HOURS)


def _after_its_month(day: date) -> str:
    """The second of a year is called after its month."""
    return f"JOBFEST di {date_format(day, 'F').lower()}"


def _tables(fair: Fair, tables: int, place: int) -> list[int]:
    """One number a slot; now and then a stand comes in the afternoon only, or leaves before the end."""
    first = 16 if place % 11 == 9 else 0
    last = 11 if place % 13 == 5 else fair.slots - 1
    return [tables if first <= slot <= last and slot not in fair.breaks else 0 for slot in range(fair.slots)]


def _occupations(organisation: Organisation) -> list[str]:
    rows = (
        Post.objects.filter(organisation=organisation)
        .exclude(occupation_uri="")
        .exclude(sort=Sort.COMMISSION)
    )
    return sorted(set(rows.values_list("occupation_uri", flat=True)))[:4]
