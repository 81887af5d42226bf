"""The chapters of a report that show: trends, who was reached, the plan, corrections, evidence."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from jobcaffe.foundation.ui.charts import LineChart, PlanChart, PlanMilestone, PlanRow
from jobcaffe.plan.enums import GROUP_SOURCES, Source
from jobcaffe.plan.rules import milestone_state
from jobcaffe.programme import disclosing
from jobcaffe.programme.enums import Audience
from jobcaffe.programme.reports.document import Block, Bullets, Figure, Heading, Paragraph, Table, spoken
from jobcaffe.programme.reports.lines import Cut, Frozen, Line, readable, weighs_persons

SINCE_START = "dall'inizio"
# The names of the workbook's sheets.
CUT_NAMES = {"sex_band": "età e sesso", "group": "gruppo", "municipality": "comune", "action": "azione"}
MONTHS_OF_TABLE = 6
DONE = {True: "sì", False: "no"}
# Compared month by month with what was planned; the other counts of groups are too few for a line.
DRAWN = {Source.GROUP_MEETINGS, Source.GROUP_ATTENDANCES}
NO_NAMES = (
    "Nei gruppi non si scrive chi c'è. Si contano gli incontri e i presenti, tutti i gruppi insieme, "
    "per mesi chiusi. Per questo non c'è un numero di persone e nessuna divisione per età o sesso."
)
# Charts number their drawings one after the other: a report must not depend on how many came before.
_IDS = re.compile(r"\bc-[\w-]*-\d+-([td])\b")


def short_day(text: str | None) -> str:
    """``2026-06-30`` → ``30/06/2026``."""
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else "non ancora"


def trends(frozen: Frozen, shown: list[Line]) -> list[Block]:
    """A line for each tile, and the same numbers every six months."""
    tiles = [line for line in shown if line.row["tile"] and line.trend]
    if not tiles:
        return []
    blocks: list[Block] = [Heading("Come è andata nel tempo")]
    blocks += [_chart(frozen, line) for line in tiles]
    days = [day for day, _value in tiles[0].trend][MONTHS_OF_TABLE - 1 :: MONTHS_OF_TABLE]
    last = tiles[0].trend[-1][0]
    days = days if last in days else [*days, last]
    values = [dict(line.trend) for line in tiles]
    rows: list[list[str | int | None]] = [
        [f"{day:%d/%m/%Y}", *(series[day].cell if day in series else None for series in values)]
        for day in days
    ]
    blocks.append(
        Table(
            "andamento",
            "Totali dall'inizio del programma, ogni sei mesi",
            ["Giorno", *(line.row["name"] for line in tiles)],
            rows,
            [False, *(True for _ in tiles)],
        )
    )
    return blocks


def _chart(frozen: Frozen, line: Line) -> Figure:
    last = line.trend[-1]
    chart = LineChart(
        title=f"{line.row['name']}, dall'inizio del programma",
        description=(
            f"Linea del totale mese per mese: arriva a {spoken(last[1].cell)} il {last[0]:%d/%m/%Y}"
            + (f", con un obiettivo di {line.target} per la fine dell'anno." if line.target else ".")
        ),
        labels=[f"{day:%m/%y}" for day, _value in line.trend],
        actual=[value.number for _day_, value in line.trend],
        target=_target_line(frozen, line),
        actual_name="Fatto",
        target_name="Previsto",
    )
    return Figure(chart.title, plain_svg(str(chart.svg(350))), chart.description, half=True)


def _target_line(frozen: Frozen, line: Line) -> list[float]:
    """The plan month by month: straight between the yearly targets; empty when the plan has none."""
    targets = {int(year): float(value) for year, value in line.row["targets"].items()}
    start = date.fromisoformat(frozen["programme"]["starts_on"])
    points = {0: float(line.row["baseline"]), **targets}
    found = []
    for day, _value in line.trend:
        passed = ((day.year - start.year) * 12 + day.month - start.month + 1) / 12
        year = max(0, -(-passed // 1) - 1)
        before, after = points.get(int(year)), points.get(int(year) + 1)
        if before is None or after is None:
            return []
        found.append(round(before + (after - before) * (passed - year), 1))
    return found


def plain_svg(svg: str) -> str:
    """A drawing whose ids do not depend on how many drawings came before."""
    return _IDS.sub(r"c-\1", svg)


# --- mutual-aid groups ---------------------------------------------------------------------------
def groups(frozen: Frozen, shown: list[Line]) -> list[Block]:
    """Action 1: groups, meetings, hours, presences without names; nothing when the plan counts none."""
    found = [line for line in shown if line.row["source"] in GROUP_SOURCES]
    if not found:
        return []
    rows: list[list[str | int | None]] = [
        [line.title, line.period.cell, line.cumulative.cell, line.target_cell] for line in found
    ]
    table = Table(
        "gruppi",
        "I gruppi di mutuo aiuto: nel periodo e dall'inizio",
        ["Che cosa", "Nel periodo", "Dall'inizio", "Obiettivo dell'anno"],
        rows,
        [False, True, True, True],
        widths=[9, 3, 3, 3],
    )
    drawn = [_chart(frozen, line) for line in found if line.row["source"] in DRAWN and line.trend]
    return [Heading("I gruppi di mutuo aiuto"), Paragraph(NO_NAMES), table, *drawn]


# --- who was reached ---------------------------------------------------------------------------
def reached(shown: list[Line]) -> list[Block]:
    """The cuts since the start, one table each."""
    blocks: list[Block] = [Heading("Chi abbiamo raggiunto")]
    for line in shown:
        cuts = [cut for cut in line.cuts if cut.measure == SINCE_START]
        if not cuts:
            continue
        blocks.append(Heading(line.title, 2))
        blocks += [_table(line, cut) if not cut.published.refused else _refusal(cut) for cut in cuts]
    return blocks if len(blocks) > 1 else []


def _refusal(cut: Cut) -> Paragraph:
    return Paragraph(f"{cut.title}: {cut.published.refused}")


def _table(line: Line, cut: Cut) -> Table:
    published = cut.published
    several = len(published.column_labels) > 1
    columns = [*published.column_labels, "Totale"] if several else list(published.column_labels)
    rows: list[list[str | int | None]] = [
        [label, *(c.cell for c in cells), *([total.cell] if several else [])]
        for label, cells, total in zip(
            published.row_labels, published.cells, published.row_totals, strict=True
        )
    ]
    last = "Totale" if cut.adds_up else "Totale delle persone (non è la somma)"
    foot = [c.cell for c in published.column_totals] if several else []
    rows.append([last, *foot, published.total.cell])
    return Table(
        f"{line.row['code']} {CUT_NAMES.get(cut.code, cut.code)}",
        f"{line.title}: {cut.title.lower()}, {cut.measure} del programma",
        ["Voce", *columns],
        rows,
        [False, *(True for _ in columns)],
        note=published.note,
    )


# --- plan --------------------------------------------------------------------------------------------
def plan_chart(frozen: Frozen, today: date) -> PlanChart:
    """The plan as a drawing."""
    by_action: dict[str, list[Frozen]] = {}
    for milestone in frozen["milestones"]:
        by_action.setdefault(milestone["action"], []).append(milestone)
    return PlanChart(
        title="Il piano dei tre anni",
        description="Le azioni con i loro periodi di lavoro e le tappe, piene quando sono raggiunte.",
        starts_on=date.fromisoformat(frozen["programme"]["starts_on"]),
        ends_on=date.fromisoformat(frozen["programme"]["ends_on"]),
        today=today,
        rows=[
            PlanRow(
                label=action["name"],
                spans=[(date.fromisoformat(a), date.fromisoformat(b)) for a, b in action["spans"]],
                milestones=[_milestone(m, today) for m in by_action.get(action["code"], [])],
            )
            for action in frozen["actions"]
        ],
    )


def _done(row: Frozen, day: date) -> date | None:
    """When the milestone was reached, if it was by the end of the period."""
    done = date.fromisoformat(row["done_on"]) if row["done_on"] else None
    return done if done and done <= day else None


def _milestone(row: Frozen, day: date) -> PlanMilestone:
    due, done = date.fromisoformat(row["due_on"]), _done(row, day)
    return PlanMilestone(row["name"], due, milestone_state(due, done, day), done)


def plan(frozen: Frozen) -> list[Block]:
    """Actions, the drawing of the plan, its milestones."""
    last = date.fromisoformat(frozen["period"]["last_day"])
    chart = plan_chart(frozen, last)
    names = {action["code"]: action["name"] for action in frozen["actions"]}
    rows: list[list[str | int | None]] = [
        [
            f"{m['code']} {m['name']}",
            names.get(m["action"], ""),
            short_day(m["due_on"]),
            short_day(m["done_on"] if _done(m, last) else None),
            _milestone_state(m, last),
        ]
        for m in frozen["milestones"]
    ]
    blocks: list[Block] = [Heading("Azioni e tappe")]
    blocks.append(Bullets([f"{a['name']}. {a['objective']}".strip() for a in frozen["actions"]]))
    blocks.append(Figure(chart.title, plain_svg(str(chart.svg(960))), chart.description))
    blocks.append(
        Table(
            "tappe",
            "Tappe del piano",
            ["Tappa", "Azione", "Prevista", "Raggiunta", "Stato"],
            rows,
            [False] * 5,
            widths=[8, 6, 3, 3, 3],
        )
    )
    return blocks


def _milestone_state(row: Frozen, day: date) -> str:
    if _done(row, day):
        return "Fatto"
    return "In ritardo" if date.fromisoformat(row["due_on"]) <= day else "Più avanti"


# --- corrections, evidence -------------------------------------------------------------------------------
def corrections(frozen: Frozen, audience: Audience) -> list[Block]:
    """What was found since the closing before; said also when there is nothing."""
    codes = {row["code"]: row for row in frozen["indicators"]}
    rows: list[list[str | int | None]] = []
    for c in frozen["corrections"]:
        row = codes.get(c["code"])
        if row is None or not readable(row, audience):
            continue
        persons = weighs_persons(row)
        was, becomes = (
            disclosing.figure(int(Decimal(c[key])), audience, persons=persons) for key in ("was", "becomes")
        )
        why = c["why"] if audience == Audience.FUNDER else "Ricalcolato dopo la chiusura."
        rows.append(
            [f"{c['code']} {c['name']}", f"{c['period']}, {c['measure']}", was.cell, becomes.cell, why]
        )
    title = Heading("Rettifiche ai periodi già chiusi")
    if not rows:
        return [title, Paragraph("Nessuna rettifica: i numeri dei periodi chiusi sono confermati.")]
    table = Table(
        "rettifiche",
        "Numeri che con i dati di oggi risultano diversi",
        ["Indicatore", "Periodo", "Era", "Diventa", "Perché"],
        rows,
        [False, False, True, True, False],
        widths=[6, 6, 2, 2, 7],
    )
    return [title, table]


def evidence(frozen: Frozen, audience: Audience) -> list[Block]:
    """Signed sheets by number and day, without names; what was missing."""
    registers, missing = frozen["registers"], frozen["missing"]
    sheets = registers["sheets"]
    scanned = sum(sheet["scanned"] for sheet in sheets)
    words = [
        f"Fogli firme del periodo: {len(sheets)}, di cui {scanned} con la scansione.",
        (
            f"Gruppi di mutuo aiuto, tutti insieme: {registers['groups']} fogli, "
            f"di cui {registers['groups_scanned']} con la scansione. Non sono elencati."
        ),
        f"Incontri svolti senza foglio: {registers['without']}.",
    ]
    lacking = missing["unmarked"] + missing["unscanned"] + missing["groups"]
    if lacking:
        words.append(f"Prove che mancavano alla chiusura: {lacking}. Il periodo è stato chiuso segnalandolo.")
    blocks: list[Block] = [Heading("Prove"), Bullets(words)]
    if sheets and audience == Audience.FUNDER:
        rows: list[list[str | int | None]] = [
            [s["number"], short_day(s["day"]), s["kind"], DONE[s["scanned"]]] for s in sheets
        ]
        blocks.append(
            Table(
                "fogli firme",
                "Fogli firme del periodo, senza nomi",
                ["Foglio", "Giorno", "Incontro", "Scansione"],
                rows,
                [False] * 4,
            )
        )
    return blocks
