"""From a fair to its timetable: a bound, a first plan, chains and sweeps in turn, a proof at small fairs."""

from __future__ import annotations

from collections.abc import Callable

from jobcaffe.kernels.ceiling import Ceiling
from jobcaffe.kernels.timetable.citizens import colouring, exact
from jobcaffe.kernels.timetable.citizens.chains import Chains, dice
from jobcaffe.kernels.timetable.citizens.checking import broken_pin
from jobcaffe.kernels.timetable.citizens.field import FREE, Day, Field
from jobcaffe.kernels.timetable.citizens.flow import flow
from jobcaffe.kernels.timetable.citizens.reasons import unplaced
from jobcaffe.kernels.timetable.citizens.sweep import sweep
from jobcaffe.kernels.timetable.model import Answer, Citizens, Ended, Place, Status

Progress = Callable[[float, int, int], None]  # share of the work done (0 to 1), value, bound
# The work: rounds of so many tries of a chain for each citizen, then one sweep of all slots.
ROUNDS = 48
TRIES = 1500
SOFT, SOFT_SWEEPS = 0.15, 3  # of the penalty of waiting, in the first sweeps: first who talks, then when
HEATS = (2.0, 0.7)  # points: at the beginning of a round, in the first rounds and in the last third
SMALL = 2_500  # wishes: up to here the proof is tried
FIRST_PROOF = 1  # rounds before it
REPLAN = (1, 20)  # rounds and tries where a day goes on: it is changed as little as possible
RESERVE = 0.04  # of the seconds, kept for what is told at the end


def solve(instance: Citizens, seconds: float, seed: int, progress: Progress | None) -> Answer:
    """The best timetable found; see :func:`jobcaffe.kernels.timetable.solve`."""
    ceiling = Ceiling(seconds)
    if why := broken_pin(instance):
        return _refused(why, ceiling, seed)
    field = Field(instance)
    bound, pairs = flow(field)
    if colouring.applies(field):
        return _answer(colouring.coloured(field, pairs), bound, Ended.PROOF, ceiling, seed)
    search = _Search(field, bound, Ceiling(seconds * (1 - RESERVE)), seed, progress)
    search.run()
    return _answer(search.best, search.bound, search.ended, ceiling, seed)


class _Search:
    def __init__(
        self, field: Field, bound: int, ceiling: Ceiling, seed: int, progress: Progress | None
    ) -> None:
        self.field, self.bound, self.ceiling, self.seed, self.progress = field, bound, ceiling, seed, progress
        self.draw = dice(seed)
        self.day = Day(field)
        self.best = self.day
        self.rounds, self.tries = REPLAN if field.reward else (ROUNDS, TRIES)
        self.ended = Ended.WORK

    def run(self) -> None:
        """Rounds until the bound is reached, the work is done or the seconds are over."""
        self._begin()
        for number in range(self.rounds):
            if self._over():
                break
            heat = HEATS[number >= self.rounds * 2 / 3]
            Chains(self.day, self.draw).run(self.tries * len(self.day.at), heat, self._late)
            self._sweeps(self.field.penalty)
            self._keep()
            if number == FIRST_PROOF - 1:
                self._prove()
            self._tell((number + 1) / self.rounds)
        if self.best.value() >= self.bound and not self.field.reward:
            self.ended = Ended.PROOF
        elif self._late():
            self.ended = Ended.TIME

    def _begin(self) -> None:
        _bring(self.day)
        field = self.field
        soft = 0 if field.kept else SOFT_SWEEPS
        for penalty in [field.penalty * SOFT] * soft + [field.penalty] * (1 if field.kept else 2):
            self._sweeps(penalty)
        self._keep()

    def _sweeps(self, penalty: float) -> None:
        slots = range(self.field.instance.now, self.field.slots)
        for _place, slot in sorted((self.draw(), slot) for slot in slots):
            if self._late():
                return
            sweep(self.day, slot, penalty)

    def _keep(self) -> None:
        if self.best is self.day or self.day.score() > self.best.score() or not any(self.best.busy):
            self.best = self.day.copy()

    def _prove(self) -> None:
        if len(self.field.instance.wishes) > SMALL or self.field.reward or self._over():
            return
        found, self.bound = exact.improve(self.best, self.bound, self.ceiling.left())
        if found.value() > self.best.value():
            self.best, self.day = found, found.copy()

    def _late(self) -> bool:
        return self.ceiling.left() <= 0

    def _over(self) -> bool:
        return self._late() or (not self.field.reward and self.best.value() >= self.bound)

    def _tell(self, share: float) -> None:
        if self.progress is not None:
            self.progress(share, self.best.value(), self.bound)


def _bring(day: Day) -> None:
    """The talks of the previous timetable, where they still may be."""
    field = day.field
    left = [list(row) for row in field.tables]
    for who, where, slot in sorted(field.kept):
        may = field.open[who] >> slot & 1 and where in field.wishes[who] and where not in day.used[who]
        room = left[where][slot] > 0 and day.busy[who].bit_count() < field.most
        if may and room and day.at[who][slot] == FREE:
            day.put(who, slot, where)
            left[where][slot] -= 1


def _answer(day: Day, bound: int, ended: Ended, ceiling: Ceiling, seed: int) -> Answer:
    field, value = day.field, day.value()
    instance = field.instance
    places = tuple(
        Place(instance.citizens[who].id, instance.exhibitors[where].id, slot)
        for who, row in enumerate(day.at)
        for slot, where in enumerate(row)
        if where != FREE
    )
    optimal = value >= bound
    return Answer(
        status=Status.OPTIMAL if optimal else Status.FEASIBLE,
        ended_by=Ended.PROOF if optimal else ended,
        value=value,
        bound=bound,
        gap=round((bound - value) / abs(bound), 6) if bound else 0.0,
        seed=seed,
        seconds=ceiling.seconds,
        citizens=places,
        unplaced=unplaced(day),
    )


def _refused(why: str, ceiling: Ceiling, seed: int) -> Answer:
    return Answer(
        status=Status.INFEASIBLE, ended_by=Ended.PROOF, value=0, bound=0, gap=0.0, seed=seed,
        seconds=ceiling.seconds, why=why, clash=(why,),
    )  # fmt: skip
