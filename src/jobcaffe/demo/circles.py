"""Made-up mutual-aid groups: how they lived, and their evenings. Integers, and no names in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from jobcaffe.circles import actions, catalogue
from jobcaffe.circles.enums import HoursKind, Part, State, StillMeets
from jobcaffe.circles.models import (
    Circle,
    Cycle,
    Decision,
    Facilitation,
    FollowUp,
    Hours,
    Meeting,
    Pact,
)
from jobcaffe.demo import words
from jobcaffe.demo.calendar import Diary
from jobcaffe.demo.population import at
from jobcaffe.encounters.enums import Action, Kind
from jobcaffe.encounters.enums import State as EncounterState
from jobcaffe.encounters.models import Encounter, Series
from jobcaffe.foundation.accounts.models import User

REVIEW = relativedelta(months=6)
SETTLED = (State.GATHERING, State.ACTIVATION, State.START_UP, State.RUNNING)
OVER = (State.CLOSING, State.ENDED)
AREA = "Lainate centro"


@dataclass(frozen=True)
class Tale:
    """One group as it was: who led it, since how many weeks, over how many cycles, until which state."""

    kind: str
    theme: str
    mode: str
    slot: str
    guide: str
    weeks: int
    cycles: int
    people: int
    after: tuple[State, ...] = ()


OLD_ONES = Tale("ama", "lavoro50", "facilitated", "gio-18", "chiara", 132, 2, 8, OVER)
CARERS = Tale("ama", "cura", "peers", "gio-10", "serena", 130, 2, 7, OVER)
ON_THEIR_OWN = Tale("ama", "cura", "peers", "lun-18", "chiara", 76, 2, 8, (State.CLOSING, State.AUTONOMOUS))
OF_LUCIA = Tale("ama", "lavoro50", "facilitated", "mer-18", "lucia", 78, 4, 9)
FINISHED = Tale("cycle15", "inizi", "external", "mar-18", "paolo", 50, 1, 8, OVER)
HALF_WAY = Tale("cycle15", "tempi", "facilitated", "gio-15", "serena", 18, 1, 8, (State.MID_REVIEW,))
TALES = (OLD_ONES, CARERS, OF_LUCIA, ON_THEIR_OWN, FINISHED, HALF_WAY)


@dataclass
class Lived:
    """A group with its evenings, oldest first; each has the cycle it belongs to."""

    tale: Tale
    circle: Circle
    evenings: list[tuple[Encounter, Cycle]] = field(default_factory=list)

    @property
    def days(self) -> list[date]:
        """The days of its evenings."""
        return [encounter.starts_at.date() for encounter, _cycle in self.evenings]

    @property
    def over(self) -> bool:
        """Whether it meets no more under the programme."""
        return bool(self.tale.after) and self.tale.after[0] == State.CLOSING


class Groups:
    """Collects the evenings of the groups in the house's calendar, then writes what is said of them."""

    def __init__(self, diary: Diary, users: dict[str, User], first: date, today: date) -> None:
        self.diary, self.users, self.first, self.today = diary, users, first, today
        self.rng = diary.rng
        self.lived: dict[Tale, Lived] = {}

    def meet(self) -> None:
        """The groups and their evenings, into the calendar."""
        for number, tale in enumerate(TALES, 1):
            self.lived[tale] = self._live(f"AMA-{number:02d}", tale)

    def _live(self, code: str, tale: Tale) -> Lived:
        day = self._first_day(tale)
        circle = Circle.objects.create(
            code=code, kind=tale.kind, theme=tale.theme, mode=tale.mode, slot=tale.slot,
            room=self.diary.rooms[1], opened_on=day - timedelta(weeks=6), public=True, area=AREA,
        )  # fmt: skip
        Facilitation.objects.create(
            circle=circle, user=self.users[tale.guide], part=Part.LEAD, starts_on=circle.opened_on
        )
        lived = Lived(tale, circle)
        for number in range(1, tale.cycles + 1):
            day = self._cycle(lived, number, day) + timedelta(weeks=2)
        return lived

    def _first_day(self, tale: Tale) -> date:
        """The group's weekday, so many weeks ago that its last evening was in these days."""
        weekday = catalogue.slots()[tale.slot].weekday
        last = self.today - timedelta(days=(self.today.weekday() - weekday) % 7)
        start = last - timedelta(weeks=tale.weeks)
        while start < self.first + timedelta(days=90):
            start += timedelta(weeks=2)
        return start

    def _cycle(self, lived: Lived, number: int, first_day: date) -> date:
        circle, kind = lived.circle, catalogue.kinds()[lived.tale.kind]
        starts = catalogue.slots()[lived.tale.slot].starts
        days, rule = actions.cycle_days(circle, first_day)
        series = Series.objects.create(
            title=circle.code, rrule=rule, first_day=days[0], starts=starts, minutes=kind.minutes
        )
        cycle = Cycle.objects.create(
            circle=circle, number=number, series=series, first_day=days[0], last_day=days[-1],
            meetings=len(days),
        )  # fmt: skip
        for day in days:
            encounter = self.diary.add(
                self.users[lived.tale.guide], day, starts.hour, kind.minutes, self.diary.rooms[1],
                title=circle.code, kind=Kind.GROUP, action=Action.AMA, confidential=True, series=series,
                seats=kind.size.max,
            )  # fmt: skip
            if encounter.state == EncounterState.HELD:
                low = min(5, lived.tale.people)
                encounter.present_count = self.rng.randint(low, lived.tale.people)
            lived.evenings.append((encounter, cycle))
        if number == lived.tale.cycles and not lived.over:
            self._leave_last_open(lived)
        return days[-1]

    def _leave_last_open(self, lived: Lived) -> None:
        """The evening of these days waits for its numbers: who leads the group closes it."""
        past = [one for one, _cycle in lived.evenings if one.state == EncounterState.HELD]
        if past and past[-1].starts_at > self.diary.now - timedelta(days=8):
            past[-1].state, past[-1].present_count = EncounterState.PLANNED, None

    def tell(self) -> None:
        """Meetings, decisions, pacts, leaders and hours; after the calendar was written."""
        rows = list(self.lived.values())
        Meeting.objects.bulk_create(row for lived in rows for row in self._meetings(lived))
        Decision.objects.bulk_create(row for lived in rows for row in self._decisions(lived))
        Hours.objects.bulk_create([*self._hours(rows), *self._supervision()])
        for lived in rows:
            _pacts(lived, self.today)
            self._over(lived)
        Circle.objects.bulk_update([lived.circle for lived in rows], ["state", "closed_on", "entry_open"])

    def _meetings(self, lived: Lived) -> list[Meeting]:
        themes, notes = list(catalogue.words("evening_theme")), words.EVENING_NOTES
        made = []
        for number, (encounter, cycle) in enumerate(lived.evenings, 1):
            row = Meeting(encounter=encounter, circle=lived.circle, cycle=cycle, number=number)
            if encounter.present_count is not None:
                new = encounter.present_count if number == 1 else int(number in (7, 19))
                row.new_count, row.left_count = new, int(number in (9, 23))
                row.moods = {
                    "start": self._moods(encounter.present_count, [3, 4, 3]),
                    "end": self._moods(encounter.present_count, [1, 4, 6]),
                }
                row.themes = [themes[0]] if number == 1 else self.rng.sample(themes[1:-1], 2)
                row.notes = self.rng.choice(notes)
                row.closed_at = encounter.ends_at
            made.append(row)
        return made

    def _moods(self, present: int, weights: list[int]) -> dict[str, int]:
        drawn = self.rng.choices(list(catalogue.words("mood")), weights, k=present)
        return {mood: drawn.count(mood) for mood in catalogue.words("mood")}

    def _decisions(self, lived: Lived) -> list[Decision]:
        """From idea to where it stands, each step on its day."""
        days, by = lived.days, self.users[lived.tale.guide].pk
        opened = lived.circle.opened_on
        half = days[min(catalogue.kinds()[lived.tale.kind].review, len(days)) - 1]
        steps = [
            (State.GATHERING, opened), (State.ACTIVATION, opened + timedelta(weeks=4)),
            (State.START_UP, days[0]), (State.RUNNING, days[2]),
        ]  # fmt: skip
        steps += [(state, half if state == State.MID_REVIEW else days[-1]) for state in lived.tale.after]
        made, before = [], State.IDEA
        for after, day in steps:
            made.append(Decision(circle=lived.circle, before=before, after=after, on=day, by=by))
            before = after
        lived.circle.state = before
        return made

    def _hours(self, rows: list[Lived]) -> list[Hours]:
        """Every evening held, and its preparation."""
        made = []
        for lived in rows:
            user, minutes = self.users[lived.tale.guide], catalogue.kinds()[lived.tale.kind].minutes
            for encounter, _cycle in lived.evenings:
                if encounter.present_count is None:
                    continue
                for kind, length, held in (
                    (HoursKind.MEETING, minutes, encounter),
                    (HoursKind.PREPARATION, 45, None),
                ):
                    made.append(
                        Hours(
                            user=user, circle=lived.circle, encounter=held, kind=kind, minutes=length,
                            day=encounter.starts_at.date(), at=encounter.ends_at, by=user.pk,
                        )
                    )  # fmt: skip
        return made

    def _supervision(self) -> list[Hours]:
        """An hour and a half together every month, of no group."""
        guides = {lived.tale.guide for lived in self.lived.values()}
        start = min(lived.days[0] for lived in self.lived.values()).replace(day=1)
        months = (self.today.year - start.year) * 12 + self.today.month - start.month
        days = [start + relativedelta(months=number, day=12) for number in range(months)]
        return [
            Hours(user=self.users[key], kind=HoursKind.SUPERVISION, day=day, minutes=90, at=at(day, 18),
                  by=self.users[key].pk)
            for key in sorted(guides) for day in days
        ]  # fmt: skip

    def _over(self, lived: Lived) -> None:
        """When a group has closed, one asks how it goes after some months."""
        lived.circle.entry_open = lived.tale is OF_LUCIA
        if not lived.over:
            return
        lived.circle.closed_on = closed = lived.days[-1]
        lived.circle.facilitations.update(ends_on=closed)
        for months in catalogue.follow_up_months():
            due = closed + relativedelta(months=months)
            # The one that fell due last still waits for somebody to ask.
            asked = due <= self.today and lived.tale is not FINISHED
            FollowUp.objects.create(
                circle=lived.circle, months=months, due_on=due, done_on=due if asked else None,
                still=StillMeets.YES if asked else "",
            )  # fmt: skip


def _pacts(lived: Lived, today: date) -> None:
    """What the group agreed at its start; the oldest that still meets has read it again since."""
    written = lived.circle.opened_on
    text = catalogue.pact_text()
    Pact.objects.create(
        circle=lived.circle, version=1, text=text, written_on=written, review_on=written + REVIEW
    )
    if lived.tale is OF_LUCIA:
        Pact.objects.create(
            circle=lived.circle, version=2, text=f"{text}\n{words.PACT_MORE}",
            written_on=lived.days[12], review_on=today + timedelta(days=40),
        )  # fmt: skip
