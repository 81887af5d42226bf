"""Why a wish found no place, in words for a page, and which hours would help."""

from __future__ import annotations

from jobcaffe.kernels.timetable.citizens.field import FREE, Day
from jobcaffe.kernels.timetable.model import Unplaced

FORBIDDEN = "Questo incontro non si può fare."
ENOUGH = "Ha già il numero massimo di colloqui."
CLOSED = "Lo stand non ha tavoli quando c'è."
CLOSED_HELP = "Lo stand non ha tavoli quando c'è. Aiuterebbe il turno {slots}."
FULL = "I tavoli sono presi quando è libera o libero."
FULL_HELP = "I tavoli sono presi quando è libera o libero. C'è posto nel turno {slots}."
WORSE = "C'era posto, ma così si fanno meno colloqui o si aspetta di più."


def unplaced(day: Day) -> tuple[Unplaced, ...]:
    """Every wish without a talk, with its reason."""
    field = day.field
    left = [list(row) for row in field.tables]
    for _who, where, slot in day.moving():
        left[where][slot] -= 1
    found = []
    for wish in field.instance.wishes:
        who, where = field.citizen[wish.citizen], field.stand[wish.exhibitor]
        if where not in day.used[who]:
            reason = _reason(day, who, where, left[where])
            found.append(Unplaced(reason, citizen=wish.citizen, exhibitor=wish.exhibitor))
    return tuple(found)


def _reason(day: Day, who: int, where: int, left: list[int]) -> str:
    field, slots = day.field, range(day.field.instance.now, day.field.slots)
    if where not in field.wishes[who]:
        return FORBIDDEN
    if day.busy[who].bit_count() >= field.most:
        return ENOUGH
    mine = [slot for slot in slots if field.open[who] >> slot & 1]
    free = [slot for slot in slots if left[slot] > 0 and day.at[who][slot] == FREE]
    if any(slot in mine for slot in free):
        return WORSE
    closed = not any(field.tables[where][slot] > 0 for slot in mine)
    plain, help_text = (CLOSED, CLOSED_HELP) if closed else (FULL, FULL_HELP)
    return help_text.format(slots=" o ".join(str(slot) for slot in free[:3])) if free else plain
