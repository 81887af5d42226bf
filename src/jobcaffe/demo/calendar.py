"""Made-up places and three years of encounters."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from jobcaffe.demo import words
from jobcaffe.demo.population import at, is_open, working_days
from jobcaffe.encounters.enums import Action, Kind, Presence, State
from jobcaffe.encounters.models import Attendance, Encounter, Register
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.files.models import StoredFile
from jobcaffe.foundation.files.store import Kind as FileKind
from jobcaffe.foundation.files.store import save_bytes
from jobcaffe.foundation.search import normalise
from jobcaffe.organisations.enums import Stage
from jobcaffe.organisations.models import Organisation
from jobcaffe.people.models import Person
from jobcaffe.programme.watch import WITHOUT_SHEET
from jobcaffe.spaces.models import Booking, Closure, OpeningHours, Place, Room

REGULARS = 0.55
FAIR_DAY = 17
SCANNED_AFTER = timedelta(days=14)
SIGNED_PAGE = """
#set document(title: "Foglio firme di esempio")
#set text(lang: "it")
= Foglio firme di esempio
Questa comunità è inventata. Qui starebbe la fotografia del foglio firmato.
"""


def places(first: date, last: date) -> list[Room]:
    """The Job Caffè with five rooms, its hours and the days when it is closed."""
    house = Place.objects.create(
        name="Job Caffè",
        address="via Lamarmora 7",
        municipality="Lainate",
        phone="+390200000000",
        how_to_reach="Di fianco alla scuola. Il bus 542 ferma davanti. C'è posto per le bici.",
    )
    hours = [OpeningHours(place=house, weekday=day, opens="08:30", closes="22:00") for day in range(5)]
    hours += [OpeningHours(place=house, weekday=5, opens="09:00", closes="18:00")]
    hours += [
        OpeningHours(place=house, weekday=day, opens="09:00", closes="13:00", desk=True) for day in range(5)
    ]
    OpeningHours.objects.bulk_create(hours)
    for year in range(first.year, last.year + 2):
        Closure.objects.create(
            place=house, first_day=date(year, 8, 8), last_day=date(year, 8, 23), why="Ferie"
        )
        Closure.objects.create(
            place=house, first_day=date(year, 12, 24), last_day=date(year + 1, 1, 6), why="Vacanze di Natale"
        )
    return [
        Room.objects.create(place=house, name=name, capacity=seats, features=features)
        for name, seats, features in (
            ("Sala grande", 40, ["proiettore", "sedie in cerchio"]),
            ("Sala tonda", 14, ["sedie in cerchio", "porta che si chiude"]),
            ("Cucina", 12, ["fornelli", "tavolo lungo"]),
            ("Aula computer", 12, ["dodici computer", "stampante"]),
            ("Sala dei tavoli", 24, ["tavoli", "lavagna"]),
        )
    ]


def organisations(rng: random.Random, first: date, last: date) -> list[Organisation]:
    """Sixty organisations; most have joined, some only known."""
    made = []
    for number, (name, kind, sector, town) in enumerate(words.ORGANISATIONS):
        joined = (
            first + timedelta(days=rng.randrange(60, (last - first).days)) if rng.random() < 0.8 else None
        )
        made.append(
            Organisation(
                name=name,
                search_name=normalise(name),
                kind=kind,
                sector=sector,
                municipality=town,
                address=f"via {rng.choice(['Roma', 'Re Umberto', 'Litta', 'Garzoli', 'Marche'])} {rng.randrange(1, 90)}",
                phone=f"+3902937{number:05d}",
                email=f"info@{normalise(name).replace(' ', '-')[:30]}.example",
                stage=Stage.MEMBER if joined else rng.choice([Stage.KNOWN, Stage.INTERESTED]),
                joined_on=joined,
                verified_on=joined,
                created_at=at(first + timedelta(days=rng.randrange(60)), 9),
            )
        )
    Organisation.objects.bulk_create(made)
    return made


class Diary:
    """Collects encounters and attendances, then writes them in a few statements."""

    def __init__(self, rng: random.Random, users: dict[str, User], rooms: list[Room], now: datetime) -> None:
        self.rng, self.users, self.rooms, self.now = rng, users, rooms, now
        self.encounters: list[Encounter] = []
        self.attendances: list[Attendance] = []
        self.leaders: list[tuple[Encounter, User]] = []
        self.bookings: list[Booking] = []
        self.taken: set[tuple[object, date, int]] = set()

    def add(
        self, leader: User, day: date, hour: int, minutes: int, room: Room | None, **fields: object
    ) -> Encounter:
        """One encounter; future ones hold their room when it is free."""
        starts = at(day, hour)
        encounter = Encounter(
            starts_at=starts,
            ends_at=starts + timedelta(minutes=minutes),
            state=State.HELD if starts < self.now else State.PLANNED,
            place=self.rooms[0].place,
            **fields,
        )
        slots = {(room.pk, day, h) for h in range(hour, hour + -(-minutes // 60))} if room else set()
        if room and not slots & self.taken:
            self.taken |= slots
            encounter.room = room
            encounter.booking = Booking(
                room=room, starts_at=starts, ends_at=encounter.ends_at, title="Incontro", booked_by=leader
            )
            self.bookings.append(encounter.booking)
        self.encounters.append(encounter)
        self.leaders.append((encounter, leader))
        return encounter

    def attend(
        self, encounter: Encounter, people: Sequence[Person], organisations: Sequence[Organisation] = ()
    ) -> None:
        """Most come, some are missing, some say so before; in the future everybody is expected."""
        past = encounter.starts_at < self.now
        for who in people:
            presence = self.rng.choices(list(Presence), [0, 84, 10, 6])[0] if past else Presence.EXPECTED
            self.attendances.append(Attendance(encounter=encounter, person=who, presence=presence))
            if past and presence == Presence.PRESENT:
                day = timezone.localtime(encounter.starts_at).date()
                who.last_contact_on = max(day, who.last_contact_on or day)
        for body in organisations:
            presence = Presence.PRESENT if past else Presence.EXPECTED
            self.attendances.append(Attendance(encounter=encounter, organisation=body, presence=presence))

    def write(self) -> None:
        """Everything into the database."""
        Booking.objects.bulk_create(self.bookings, batch_size=500)
        Encounter.objects.bulk_create(self.encounters, batch_size=500)
        Encounter.leaders.through.objects.bulk_create(
            [Encounter.leaders.through(encounter=e, user=u) for e, u in self.leaders], batch_size=500
        )
        marked = [a for a in self.attendances if a.presence != Presence.EXPECTED]
        for row in marked:
            row.marked_at = row.encounter.ends_at
        Attendance.objects.bulk_create(self.attendances, batch_size=1000)
        self._registers()

    def _registers(self) -> None:
        """A numbered sheet for every held encounter; those of the last weeks wait for their scan."""
        number: dict[int, int] = {}
        signed = Counter(
            row.encounter.pk for row in self.attendances if row.person_id and row.presence == Presence.PRESENT
        )
        scan, sheets = self._scan(), []
        for encounter in sorted(self.encounters, key=lambda e: e.starts_at):
            if encounter.state != State.HELD or encounter.confidential or encounter.kind in WITHOUT_SHEET:
                continue
            year = encounter.starts_at.year
            number[year] = number.get(year, 0) + 1
            sheet = Register(
                encounter=encounter,
                year=year,
                number=number[year],
                printed_at=encounter.starts_at - timedelta(hours=2),
                printed_by=self.users["paola"].pk,
            )
            # A sheet in forty was lost on the way.
            if encounter.ends_at < self.now - SCANNED_AFTER and number[year] % 40:
                sheet.scan, sheet.scanned_at = scan, encounter.ends_at + timedelta(days=1)
                sheet.signatures = signed[encounter.pk]
            sheets.append(sheet)
        Register.objects.bulk_create(sheets, batch_size=500)

    def _scan(self) -> StoredFile:
        """One made-up page stands for all the signed sheets."""
        import typst

        page = typst.compile(SIGNED_PAGE.encode(), timestamp=self.now.replace(microsecond=0))
        return save_bytes(
            actor=self.users["paola"], name="foglio-firme-di-esempio", content=bytes(page), kind=FileKind.SCAN
        )


def labs(
    diary: Diary, people: list[Person], reasons: dict[object, set[str]], first: date, last: date
) -> None:
    """The weekly encounters, with the people who came to the desk before them."""
    rng, users = diary.rng, diary.users
    leaders = {"Teresa": users["teresa"], "Paola": users["paola"], "Davide": users["davide"]}
    open_days = set(working_days(first, last + timedelta(days=28)))
    for title, kind, action, weekday, hour, minutes, summary, welcomes, wanted in words.SERIES:
        room = diary.rooms[3] if kind == "course" else diary.rooms[0]
        day = first + timedelta(days=(weekday - first.weekday()) % 7)
        while day <= last + timedelta(days=28):
            if day in open_days or (weekday == 5 and is_open(day) and day.month != 8):
                encounter = diary.add(
                    leaders.get(welcomes, users["paola"]), day, hour, minutes, room,
                    title=title, kind=kind, action=action, summary=summary, welcomes=welcomes,
                    first_time=words.FIRST_TIME, public=True, seats=16 if weekday != 5 else 40,
                )  # fmt: skip
                known = [
                    p for p in people
                    if p.created_at < encounter.starts_at and reasons[p.pk] & wanted
                    and (encounter.starts_at - p.created_at).days < 200 + 300 * REGULARS
                ]  # fmt: skip
                most = 14 if weekday != 5 else 24
                diary.attend(encounter, rng.sample(known, min(len(known), rng.randrange(4, most))))
            day += timedelta(days=7)


def network(diary: Diary, bodies: list[Organisation], first: date, last: date) -> None:
    """Tables with organisations, summer visits, and JOBFEST in mid-October."""
    rng, users = diary.rng, diary.users
    for number, day in enumerate(working_days(first + timedelta(days=40), last + timedelta(days=30))):
        if number % 11 == 0:
            table = diary.add(
                users["marta"], day, 15, 120, diary.rooms[0],
                title=rng.choice(words.TABLE_TITLES), kind=Kind.TABLE, action=Action.NETWORK,
            )  # fmt: skip
            diary.attend(table, [], rng.sample(bodies[:48], rng.randrange(4, 10)))
        if day.month in {6, 7, 9} and number % 2 == 0:
            body = rng.choice(bodies)
            visit = diary.add(
                users["marta"], day, 10, 60, None,
                title=f"Visita: {body.name}", kind=Kind.VISIT, action=Action.OUTREACH,
            )  # fmt: skip
            diary.attend(visit, [], [body])


def fairs(diary: Diary, people: list[Person], bodies: list[Organisation], first: date, last: date) -> None:
    """JOBFEST: one Saturday in mid-October every year."""
    for year in range(first.year, last.year + 1):
        day = date(year, 10, FAIR_DAY)
        day -= timedelta(days=(day.weekday() - 5) % 7)
        if not first <= day <= last:
            continue
        fair = diary.add(
            diary.users["marta"], day, 10, 480, diary.rooms[0], title=f"JOBFEST {year}", kind=Kind.EVENT,
            action=Action.FAIR, public=True, welcomes="Marta", first_time=words.FIRST_TIME,
            summary="Associazioni, aziende e scuole del territorio: ci si incontra e si comincia qualcosa.",
        )  # fmt: skip
        known = [p for p in people if p.created_at < fair.starts_at]
        diary.attend(
            fair,
            diary.rng.sample(known, len(known) // 3),
            diary.rng.sample(bodies, min(len(bodies), 24 + 8 * (year - first.year))),
        )
