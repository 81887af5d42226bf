"""The best timetable by trying them all."""

from __future__ import annotations

from itertools import product

from jobcaffe.kernels.timetable import Business, Citizens, Place
from jobcaffe.kernels.timetable.business.checking import broken as broken_business
from jobcaffe.kernels.timetable.business.checking import total_breaks
from jobcaffe.kernels.timetable.citizens.checking import broken, value


def most_points(instance: Citizens) -> int:
    """Every slot or none for every wish."""
    best = 0
    choices = [None, *range(instance.slots)]
    for slots in product(choices, repeat=len(instance.wishes)):
        places = tuple(
            Place(wish.citizen, wish.exhibitor, slot)
            for wish, slot in zip(instance.wishes, slots, strict=True)
            if slot is not None
        )
        if not any(True for _ in broken(instance, places)):
            best = max(best, value(instance, places))
    return best


def fewest_breaks(instance: Business) -> int | None:
    """Every slot for every talk; ``None`` when nothing fits."""
    best = None
    for slots in product(range(instance.slots), repeat=len(instance.talks)):
        plan = tuple((talk.id, slot) for talk, slot in zip(instance.talks, slots, strict=True))
        if not any(True for _ in broken_business(instance, plan)):
            found = total_breaks(instance, plan)
            best = found if best is None else min(best, found)
    return best
