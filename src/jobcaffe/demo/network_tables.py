"""Made-up coffees in every state, two tables with their minutes, and an agreement that is about to end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from jobcaffe.commitments.enums import State as PromiseState
from jobcaffe.commitments.models import Commitment
from jobcaffe.encounters import actions as encounters
from jobcaffe.encounters.enums import Action, Kind, Presence
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.encounters.models import Attendance, Encounter
from jobcaffe.foundation.accounts.models import User
from jobcaffe.foundation.journal.actions import SYSTEM
from jobcaffe.network.tables import slots
from jobcaffe.network.tables.enums import Outcome, State
from jobcaffe.network.tables.models import Agreement, Coffee, CoffeeTime, Duty, Meeting, Table
from jobcaffe.organisations.enums import Stage
from jobcaffe.organisations.models import Delegate, Organisation
from jobcaffe.spaces.words import wall

PURPOSE = "Vedere se il vostro laboratorio può ospitare due tirocini in primavera."
MEMBERS = 9
TABLES = (
    ("Tempi e cura", "Orari dei servizi che stanno insieme a quelli del lavoro.", ("Orari dell'asilo", "Banca del tempo")),
    ("Giovani e primo lavoro", "Tirocini e PCTO che finiscono con un lavoro.", ("Posti per la primavera", "Chi fa da tutor")),
)  # fmt: skip
# For each table: who of it, what it does, days from today, kept or not.
MINUTES = (
    (
        (0, "Mandare a tutti gli orari dei turni di gennaio.", -6, False),
        (1, "Chiedere in Comune la sala per il doposcuola.", 5, False),
        (2, "Contare quante mamme fanno il turno presto.", -9, True),
    ),
    (
        (0, "Dire quanti posti ci sono per la primavera.", 9, False),
        (1, "Trovare un tutor per ogni tirocinio.", -4, False),
        (2, "Scrivere la scheda del tirocinio.", -8, True),
    ),
)


def fill(bodies: Sequence[Organisation], users: Mapping[str, User], today: date) -> None:
    """Around Giulia's organisation, so that who looks as Giulia has something to answer."""
    delegate = Delegate.objects.select_related("organisation").filter(user=users["giulia"]).first()
    if delegate is None:
        return
    hers = delegate.organisation
    others = [one for one in bodies if one.pk != hers.pk and one.stage == Stage.MEMBER][:MEMBERS]
    _coffees(hers, others, users["paola"], today)
    tables = [
        _table(start, (name, purpose, agenda), [hers, *others[start : start + 4]], users["marta"], today)
        for start, (name, purpose, agenda) in enumerate(TABLES)
    ]
    _agreement(tables[1], [hers, *others[:2]], today)


def _coffees(hers: Organisation, others: Sequence[Organisation], paola: User, today: date) -> None:
    asked = _coffee(others[4], hers, paola, today, State.WAITING, days=2, purpose=PURPOSE)
    _times(asked, yes=0)
    _times(_coffee(others[5], others[6], paola, today, State.WAITING, days=1))
    coming = slots.free_times(today)[3]
    met = encounters.create_encounter(
        actor=SYSTEM, details=_details(hers, others[6], coming.room.pk),
        starts_at=coming.starts_at, ends_at=coming.ends_at,
    )  # fmt: skip
    _expect(met, [hers, others[6]], Presence.EXPECTED)
    _coffee(hers, others[6], paola, today, State.AGREED, days=6, met=met)
    _coffee(hers, others[7], paola, today, State.AGREED, days=14, met=_past(hers, others[7], today, 3))
    done = _coffee(
        hers, others[8], paola, today, State.AGREED, days=40, outcome=Outcome.TOGETHER,
        met=_past(hers, others[8], today, 30, held=True),
    )  # fmt: skip
    _promise(
        hers, f"Fare con {others[8].name} quello che avete deciso al caffè.", today, 2, met=done.encounter
    )
    _coffee(others[4], others[7], paola, today, State.DECLINED, days=50)
    _coffee(others[5], others[8], paola, today, State.NO_TIME, days=9)
    _coffee(others[4], others[8], paola, today, State.EXPIRED, days=25)


def _coffee(
    first: Organisation,
    second: Organisation,
    paola: User,
    today: date,
    state: str,
    *,
    days: int,
    purpose: str = "",
    met: Encounter | None = None,
    outcome: str = "",
) -> Coffee:
    proposed = today - timedelta(days=days)
    return Coffee.objects.create(
        first=first, second=second, operator=paola, state=state, purpose=purpose, proposed_on=proposed,
        answer_by=proposed + timedelta(days=10), encounter=met, outcome=outcome,
        settled_on=None if state == State.WAITING else proposed + timedelta(days=4),
    )  # fmt: skip


def _times(coffee: Coffee, yes: int | None = None) -> None:
    """Three free times of different days; the first side said yes to one."""
    free = slots.free_times(coffee.proposed_on + timedelta(days=3))[::2][:3]
    CoffeeTime.objects.bulk_create(
        CoffeeTime(
            coffee=coffee, room=one.room, starts_at=one.starts_at, ends_at=one.ends_at,
            first_yes=True if place == yes else None,
        )
        for place, one in enumerate(free)
    )  # fmt: skip


def _details(first: Organisation, second: Organisation, room_id: object) -> encounters.Details:
    return encounters.Details(
        kind=Kind.TABLE, action=Action.NETWORK, title=f"Caffè: {first.name} e {second.name}"[:120],
        room_id=room_id,  # type: ignore[arg-type]
    )  # fmt: skip


def _past(
    first: Organisation, second: Organisation, today: date, days: int, *, held: bool = False
) -> Encounter:
    made = _met(f"Caffè: {first.name} e {second.name}"[:120], today, days, held=held, minutes=45)
    _expect(made, [first, second], Presence.PRESENT if held else Presence.EXPECTED)
    return made


def _met(title: str, today: date, days: int, *, held: bool, minutes: int) -> Encounter:
    starts: datetime = wall(today - timedelta(days=days), time(11))
    return Encounter.objects.create(
        kind=Kind.TABLE, action=Action.NETWORK, title=title, starts_at=starts,
        ends_at=starts + timedelta(minutes=minutes),
        state=EncounterState.HELD if held else EncounterState.PLANNED,
    )  # fmt: skip


def _expect(met: Encounter, bodies: Sequence[Organisation], presence: str) -> None:
    Attendance.objects.bulk_create(
        Attendance(encounter=met, organisation=one, presence=presence) for one in bodies
    )


def _promise(
    of: Organisation,
    text: str,
    today: date,
    days: int,
    *,
    met: Encounter | None = None,
    kept: bool = False,
    public: bool = False,
) -> Commitment:
    due = today + timedelta(days=days)
    return Commitment.objects.create(
        organisation=of, text=text, due_on=due, encounter=met, public=public,
        state=PromiseState.KEPT if kept else PromiseState.PROMISED, settled_on=due if kept else None,
    )  # fmt: skip


def _table(
    number: int,
    told: tuple[str, str, tuple[str, ...]],
    members: Sequence[Organisation],
    marta: User,
    today: date,
) -> Table:
    """A table that met three weeks ago and meets again in two."""
    name, purpose, agenda = told
    made = Table.objects.create(name=name, purpose=purpose)
    made.organisations.set(members)
    before = _met(f"Tavolo: {name}", today, 21 - number, held=True, minutes=90)
    _expect(before, members, Presence.PRESENT)
    notes = "Erano d'accordo sui punti. Ognuna ha preso un pezzo."
    Meeting.objects.create(table=made, encounter=before, agenda=["Ci presentiamo", *agenda], notes=notes)
    for place, text, days, kept in MINUTES[number]:
        _promise(members[place], text, today, days, met=before, kept=kept, public=True)
    ahead = _met(f"Tavolo: {name}", today, -14 - number, held=False, minutes=90)
    ahead.leaders.set([marta])
    _expect(ahead, members, Presence.EXPECTED)
    Meeting.objects.create(table=made, encounter=ahead, agenda=["A che punto siamo", *agenda])
    return made


def _agreement(table: Table, parties: Sequence[Organisation], today: date) -> None:
    made = Agreement.objects.create(
        name="Primo lavoro a Lainate", purpose="Tirocini veri, con un tutor e un colloquio alla fine.",
        table=table, starts_on=today - timedelta(days=320), ends_on=today + timedelta(days=45),
    )  # fmt: skip
    made.parties.set(parties)
    texts = (
        "Due tirocini in primavera.",
        "Il colloquio finale con ogni ragazzo.",
        "Un tutor per ogni tirocinio.",
    )
    for place, (one, text) in enumerate(zip(parties, texts, strict=True)):
        promise = _promise(one, text, today, 30 + place, public=True)
        Duty.objects.create(agreement=made, commitment=promise)
