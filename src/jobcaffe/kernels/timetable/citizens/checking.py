"""Every rule and the value again, from nothing: no line is shared with the search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from jobcaffe.kernels.timetable.model import Answer, Citizen, Citizens, Place, Status


def value(instance: Citizens, places: tuple[Place, ...]) -> int:
    """Points of these talks: wishes, bonuses, less the waiting."""
    worth = {(one.citizen, one.exhibitor): one.value for one in instance.wishes}
    days: dict[str, list[int]] = defaultdict(list)
    total = 0
    for one in places:
        total += worth.get((one.citizen, one.exhibitor), 0)
        days[one.citizen].append(one.slot)
    for slots in days.values():
        total += sum(instance.bonus[: len(slots)])
        total -= instance.idle_penalty * (max(slots) - min(slots) + 1 - len(slots))
    return total


def check(instance: Citizens, answer: Answer) -> list[str]:
    """What is wrong with an answer; nothing when it is right."""
    if answer.status is Status.INFEASIBLE:
        return [] if broken_pin(instance) else ["said to be infeasible, but no pin breaks a rule"]
    wrong = list(broken(instance, answer.citizens))
    wrong += list(_held(instance, answer.citizens))
    found = value(instance, answer.citizens)
    if found != answer.value:
        wrong.append(f"value {answer.value}, recomputed {found}")
    if answer.bound < found:
        wrong.append(f"bound {answer.bound} under the value {found}")
    if (answer.status is Status.OPTIMAL) != (answer.bound == found):
        wrong.append(f"status {answer.status} with value {found} and bound {answer.bound}")
    gap = (answer.bound - found) / abs(answer.bound) if answer.bound else 0.0
    if abs(gap - answer.gap) > 1e-6:
        wrong.append(f"gap {answer.gap}, recomputed {gap}")
    return wrong


def broken(instance: Citizens, places: tuple[Place, ...]) -> Iterator[str]:
    """Rules that a set of talks breaks; in slots before ``now`` only those that the past cannot."""
    citizens = {one.id: one for one in instance.citizens}
    tables = {one.id: one.tables for one in instance.exhibitors}
    known = [one for one in places if one.citizen in citizens and one.exhibitor in tables]
    for one in set(places) - set(known):
        yield f"{one.citizen} · {one.exhibitor}: non c'è fra chi partecipa o fra gli stand"
    wishes = {(one.citizen, one.exhibitor) for one in instance.wishes}
    never = set(instance.forbidden)
    for one in known:
        yield from _talk(instance, one, citizens[one.citizen], wishes, never)
    yield from _counts(instance, known, tables)


def _counts(instance: Citizens, known: list[Place], tables: dict[str, tuple[int, ...]]) -> Iterator[str]:
    for (who, slot), times in Counter((one.citizen, one.slot) for one in known).items():
        if times > 1:
            yield f"{who}: {times} colloqui nello stesso turno {slot}"
    for (who, where), times in Counter((one.citizen, one.exhibitor) for one in known).items():
        if times > 1:
            yield f"{who} · {where}: {times} colloqui con lo stesso stand"
    for (where, slot), times in Counter((one.exhibitor, one.slot) for one in known).items():
        if 0 <= slot < instance.slots and times > tables[where][slot]:
            yield f"{where}: {times} colloqui nel turno {slot}, {tables[where][slot]} tavoli"
    for who, times in Counter(one.citizen for one in known).items():
        if times > instance.max_talks:
            yield f"{who}: {times} colloqui, al massimo {instance.max_talks}"


def _talk(
    instance: Citizens,
    one: Place,
    who: Citizen,
    wishes: set[tuple[str, str]],
    never: set[tuple[str, str]],
) -> Iterator[str]:
    name = f"{one.citizen} · {one.exhibitor} · turno {one.slot}"
    if not 0 <= one.slot < instance.slots:
        yield f"{name}: il turno non c'è"
    if (one.citizen, one.exhibitor) not in wishes:
        yield f"{name}: non l'ha chiesto"
    if one.slot < instance.now:
        return
    if not who.first <= one.slot <= who.last:
        yield f"{name}: non c'è in quel turno"
    if (one.citizen, one.exhibitor) in never:
        yield f"{name}: non si devono incontrare"
    absent = instance.present is not None and one.citizen not in instance.present
    if one.slot == instance.now and absent:
        yield f"{name}: adesso non è presente"


def _held(instance: Citizens, places: tuple[Place, ...]) -> Iterator[str]:
    """Pins and the past are as they were."""
    held = {one for one in instance.previous or () if one.slot < instance.now}
    past = {one for one in places if one.slot < instance.now}
    pinned_past = {one for one in instance.pinned if one.slot < instance.now}
    if past != held | pinned_past:
        yield "the slots before now are not as in previous"
    for one in set(instance.pinned) - set(places):
        yield f"{one.citizen} · {one.exhibitor} · {one.slot}: pinned and not there"


def broken_pin(instance: Citizens) -> str:
    """Why the fixed talks break a rule, in words for a page; empty when they do not."""
    held = [one for one in instance.previous or () if one.slot < instance.now]
    fixed = tuple(dict.fromkeys([*held, *instance.pinned]))
    early = [one for one in instance.pinned if one.slot < instance.now and one not in held]
    if early:
        one = early[0]
        return f"{one.citizen} · {one.exhibitor} · turno {one.slot}: è già passato e non si è tenuto"
    return next(broken(instance, fixed), "")
