"""Every rule and the value again, from nothing: no line is shared with the search."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from jobcaffe.kernels.timetable.model import Answer, Citizen, Citizens, Place, Status, Told

TALK = "{who} · {where} · turno {slots}: "


def _name(one: Place) -> dict[str, Any]:
    return {"who": one.citizen, "where": one.exhibitor, "slots": [one.slot]}


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
        text = "{who} · {where}: non c'è fra chi partecipa o fra gli stand"
        yield Told.of("unknown", text, who=one.citizen, where=one.exhibitor)
    wishes = {(one.citizen, one.exhibitor) for one in instance.wishes}
    never = set(instance.forbidden)
    for one in known:
        yield from _talk(instance, one, citizens[one.citizen], wishes, never)
    yield from _counts(instance, known, tables)


def _counts(instance: Citizens, known: list[Place], tables: dict[str, tuple[int, ...]]) -> Iterator[str]:
    for (who, slot), times in Counter((one.citizen, one.slot) for one in known).items():
        if times > 1:
            yield Told.of(
                "same_slot", "{who}: {n} colloqui nello stesso turno {slots}", who=who, n=times, slots=[slot]
            )
    for (who, where), times in Counter((one.citizen, one.exhibitor) for one in known).items():
        if times > 1:
            text = "{who} · {where}: {n} colloqui con lo stesso stand"
            yield Told.of("same_stand", text, who=who, where=where, n=times)
    for (where, slot), times in Counter((one.exhibitor, one.slot) for one in known).items():
        if 0 <= slot < instance.slots and times > tables[where][slot]:
            text = "{where}: {n} colloqui nel turno {slots}, {most} tavoli"
            yield Told.of("few_tables", text, where=where, n=times, slots=[slot], most=tables[where][slot])
    for who, times in Counter(one.citizen for one in known).items():
        if times > instance.max_talks:
            text = "{who}: {n} colloqui, al massimo {most}"
            yield Told.of("too_many", text, who=who, n=times, most=instance.max_talks)


def _talk(
    instance: Citizens,
    one: Place,
    who: Citizen,
    wishes: set[tuple[str, str]],
    never: set[tuple[str, str]],
) -> Iterator[str]:
    name = _name(one)
    if not 0 <= one.slot < instance.slots:
        yield Told.of("no_slot", TALK + "il turno non c'è", **name)
    if (one.citizen, one.exhibitor) not in wishes:
        yield Told.of("no_wish", TALK + "non l'ha chiesto", **name)
    if one.slot < instance.now:
        return
    yield from _there(instance, one, who)
    if (one.citizen, one.exhibitor) in never:
        yield Told.of("never", TALK + "non si devono incontrare", **name)


def _there(instance: Citizens, one: Place, who: Citizen) -> Iterator[str]:
    name = _name(one)
    if not who.first <= one.slot <= who.last:
        yield Told.of("not_there", TALK + "non c'è in quel turno", **name)
    if one.slot in who.away:
        yield Told.of("away", TALK + "in quel turno ha altro da fare", **name)
    absent = instance.present is not None and one.citizen not in instance.present
    if one.slot == instance.now and absent:
        yield Told.of("absent", TALK + "adesso non è presente", **name)


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
        return Told.of("passed", TALK + "è già passato e non si è tenuto", **_name(early[0]))
    return next(broken(instance, fixed), "")
