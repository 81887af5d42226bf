"""Why a wish found no place, in words for a page, and which hours would help."""

from __future__ import annotations

from jobcaffe.kernels.timetable.citizens.field import FREE, Day, Field
from jobcaffe.kernels.timetable.model import Told, Unplaced

FORBIDDEN = Told.of("forbidden", "Questo incontro non si può fare.")
ENOUGH = Told.of("enough", "Ha già il numero massimo di colloqui.")
WORSE = Told.of("worse", "C'era posto, ma così si fanno meno colloqui o si aspetta di più.")
CLOSED = "Lo stand non ha tavoli quando c'è."
FULL = "I tavoli sono presi quando è libera o libero."
# What would help, by whether the stand has no tables when she is there, and where she is then.
HELP = {
    "closed": CLOSED,
    "closed_help": CLOSED + " Aiuterebbe il turno {slots}.",
    "closed_away": CLOSED + " Ne ha nel turno {slots}, ma allora ha altro da fare.",
    "full": FULL,
    "full_help": FULL + " C'è posto nel turno {slots}.",
    "full_away": FULL + " C'è posto nel turno {slots}, ma allora ha altro da fare.",
}
SHOWN = 3  # slots that a sentence names


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


def _reason(day: Day, who: int, where: int, left: list[int]) -> Told:
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
    return _help("closed" if closed else "full", free, _elsewhere(field, who))


def _elsewhere(field: Field, who: int) -> set[int]:
    """The slots of her window in which something else keeps her."""
    one = field.instance.citizens[who]
    return {slot for slot in one.away if one.first <= slot <= one.last}


def _help(why: str, free: list[int], elsewhere: set[int]) -> Told:
    """What keeps her is named first: it is what she herself may change."""
    hers = [slot for slot in free if slot in elsewhere]
    code = f"{why}_away" if hers else f"{why}_help" if free else why
    return Told.of(code, HELP[code], slots=(hers or free)[:SHOWN])
