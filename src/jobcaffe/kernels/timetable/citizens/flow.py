"""Forget the hours: the greatest value of wishes that tables and days could hold. A bound for every plan.

Each citizen sends talks, worth their value and the bonus of the first, second … of them, to stands that
take as many as they have tables in slots she shares with them. A flow of least cost (Ford and Fulkerson;
OR-Tools), whose whole numbers are exact. On fairs of every size tried, the best timetable reaches it or
nearly.
"""

from __future__ import annotations

from jobcaffe.kernels.timetable.citizens.field import Day, Field, idle


def shared(field: Field) -> list[list[int]]:
    """For each citizen the stands she wishes that have a table left in a slot open to her."""
    hours = [sum(1 << slot for slot, left in enumerate(row) if left > 0) for row in field.tables]
    return [
        [where for where in wishes if hours[where] & field.open[who]]
        for who, wishes in enumerate(field.wishes)
    ]


def flow(field: Field) -> tuple[int, list[tuple[int, int]]]:
    """The bound, and (citizen, stand) pairs that reach it when hours are forgotten."""
    from ortools.graph.python import min_cost_flow

    network = min_cost_flow.SimpleMinCostFlow()
    start = Day(field)
    count, source = len(field.wishes), 0
    sink, total = 1 + count + len(field.tables), 0
    pairs: dict[int, tuple[int, int]] = {}
    for who, stands in enumerate(shared(field)):
        done = start.busy[who].bit_count()
        more = max(0, min(field.most - done, field.open[who].bit_count(), len(stands)))
        total += more
        for talk in range(done, done + more):
            network.add_arc_with_capacity_and_unit_cost(source, 1 + who, 1, -field.bonus[talk])
        for where in stands if more else ():
            arc = network.add_arc_with_capacity_and_unit_cost(
                1 + who, 1 + count + where, 1, -field.wishes[who][where]
            )
            pairs[arc] = (who, where)
    for where, tables in enumerate(field.tables):
        room = sum(max(0, left) for left in tables)
        network.add_arc_with_capacity_and_unit_cost(1 + count + where, sink, room, 0)
    network.add_arc_with_capacity_and_unit_cost(source, sink, total, 0)
    network.set_node_supply(source, total)
    network.set_node_supply(sink, -total)
    if network.solve() != network.OPTIMAL:  # pragma: no cover - a flow that sends nothing is always there
        raise RuntimeError("the flow found no answer")
    chosen = [pair for arc, pair in pairs.items() if network.flow(arc)]
    # What is fixed counts as it is; its idle slots may still be filled.
    held = start.value() + field.penalty * sum(map(idle, start.busy))
    return held - network.optimal_cost(), chosen
