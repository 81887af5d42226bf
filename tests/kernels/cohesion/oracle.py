"""The same measures with networkx and plain Python: no array, no shared formula.

Only the permutations are drawn by the kernel's own dice, so that both sides deal the same kinds.
"""

from __future__ import annotations

import calendar
from collections import Counter
from datetime import date
from statistics import fmean

import networkx as nx
import numpy as np

from jobcaffe.kernels.cohesion import Case
from jobcaffe.kernels.cohesion.chance import dealt

Parts = dict[str, float]
Found = dict[str, tuple[float | None, Parts]]


def measures(case: Case) -> Found:
    """Value and parts of every measure, by code."""
    graph, attended = projection(case)
    connected = [node for node in graph if graph.degree(node)]
    until = date.fromisoformat(case.until)
    largest = max((len(part) for part in nx.connected_components(graph) if len(part) > 1), default=0)
    size, ties = len(case.bodies), graph.number_of_edges()
    rows = [sorted(days) for _one, _other, days in graph.edges(data="days")]
    quarters = Counter(quarter(days[0]) for days in rows)
    repeated = [days for days in rows if len(days) >= 3]
    old = [days for days in rows if half_a_year_on(days[0]) <= until]
    alive = [days for days in rows if half_a_year_on(days[0]) <= days[-1]]
    habits = len([days for days in repeated if half_a_year_on(days[0]) <= days[-1]])
    now = quarter(until)
    met = any(date.fromisoformat(one.day) <= until for one in case.encounters)
    new = quarters[now] if met else 0
    mean = fmean(graph.degree(node) for node in connected) if connected else None
    most = max((graph.degree(node) for node in connected), default=0)
    return {
        "connected": (len(connected), {"connected": len(connected), "bodies": size, "largest": largest}),
        "largest": (largest / size if size else None, {"largest": largest, "bodies": size}),
        "new": (new, {"new": new, "before": quarters[now - 1], "ties": ties}),
        "repeated": (len(repeated), {"repeated": len(repeated), "ties": ties}),
        "alive": (len(alive) / len(old) if old else None, {"alive": len(alive), "old": len(old)}),
        "habits": (habits, {"habits": habits, "ties": ties}),
        "partners": (mean, {"connected": len(connected), "ties": ties, "most": most}),
        "mixing": mixing(case, graph, connected),
        "breadth": breadth(attended),
    }


def projection(case: Case) -> tuple[nx.Graph, Counter[str]]:
    """Bodies joined by the days on which they met, through networkx's own bipartite projection."""
    two = nx.Graph()
    two.add_nodes_from(body.id for body in case.bodies)
    attended: Counter[str] = Counter()
    for one in case.encounters:
        if one.day <= case.until:
            two.add_node(("met", one.id), day=date.fromisoformat(one.day))
            two.add_edges_from((body, ("met", one.id)) for body in one.present)
            attended.update(set(one.present))

    def days(graph: nx.Graph, a: str, b: str) -> list[date]:
        return [graph.nodes[met]["day"] for met in nx.common_neighbors(graph, a, b)]

    nodes = [body.id for body in case.bodies]
    graph = nx.bipartite.generic_weighted_projected_graph(two, nodes, weight_function=days)
    for _a, _b, data in graph.edges(data=True):
        data["days"] = data.pop("weight")
    return graph, attended


def mixing(case: Case, graph: nx.Graph, connected: list[str]) -> tuple[float | None, Parts]:
    """Observed less the mean of the permuted indices."""
    order = [body for body in case.bodies if body.id in set(connected)]
    names = sorted({body.kind for body in case.bodies})
    kinds = np.array([names.index(body.kind) for body in order], dtype=np.int16)
    edges = list(graph.edges())
    if len(set(kinds.tolist())) < 2:
        return None, {}

    def index(row: list[int]) -> float:
        kind = dict(zip((body.id for body in order), row, strict=True))
        external = sum(kind[a] != kind[b] for a, b in edges)
        return (external - (len(edges) - external)) / len(edges)

    observed = index(kinds.tolist())
    shuffled = [index(row) for row in dealt(kinds, case.permutations, case.seed).tolist()]
    chance = fmean(shuffled)
    low, high = np.quantile(shuffled, (0.025, 0.975)).tolist()
    return observed - chance, {"observed": observed, "chance": chance, "low": low, "high": high}


def breadth(attended: Counter[str]) -> tuple[float | None, Parts]:
    """The few who make half; the Gini index as the mean difference of all pairs."""
    counts = sorted(attended.values(), reverse=True)
    if not counts:
        return None, {}
    total, sum_, half = sum(counts), 0, 0
    while 2 * sum_ < total:
        sum_ += counts[half]
        half += 1
    gini = sum(abs(a - b) for a in counts for b in counts) / (2 * len(counts) * total)
    parts = {"half": half, "active": len(counts), "presences": total, "gini": gini}
    return half / len(counts), parts


def quarter(day: date) -> int:
    """Quarters since the year 0."""
    return day.year * 4 + (day.month - 1) // 3


def half_a_year_on(day: date) -> date:
    """Six months later; the last day of the month where there is none."""
    year, month = day.year + (day.month > 6), (day.month + 5) % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def differences(case: Case, found: Found, *, truth: Found | None = None, within: float = 1e-9) -> list[str]:
    """Where the kernel and this oracle differ; empty when they agree on every value and every part."""
    truth, wrong = truth or measures(case), []
    if found.keys() != truth.keys():
        return ["codes"]
    for code, (value, parts) in truth.items():
        ours, pieces = found[code]
        pairs = [(ours, value), *((pieces.get(name), part) for name, part in parts.items())]
        if pieces.keys() != parts.keys() or any(not _near(a, b, within) for a, b in pairs):
            wrong.append(f"{code}: {ours} {dict(pieces)} / {value} {parts}")
    return wrong


def _near(one: float | None, other: float | None, within: float) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= within
