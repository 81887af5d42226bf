"""From a closed period to a report: words, tables and figures, for one audience.

Reads only ``Closure.frozen``; the same closure and audience always give the same report.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation

from jobcaffe.programme import disclosing, queries
from jobcaffe.programme.enums import Audience
from jobcaffe.programme.indicators.readings import STATES
from jobcaffe.programme.indicators.spans import long_date
from jobcaffe.programme.models import Closure
from jobcaffe.programme.reports import chapters
from jobcaffe.programme.reports.document import (
    Block,
    Bullets,
    Heading,
    Observation,
    Paragraph,
    Report,
    Table,
    spoken,
)
from jobcaffe.programme.reports.lines import Cut, Frozen, Line, of_closures


def report(closure: Closure, audience: Audience) -> Report:
    """The report of a closed period for an audience, in Italian whatever the reader's language."""
    before = queries.closures(closure.period.programme).filter(period__last_day__lt=closure.period.first_day)
    hashes = (*before.values_list("sha256", flat=True), closure.sha256)
    with translation.override("it"):
        return assemble(closure.frozen, closure.sha256, audience, of_closures(audience, hashes))


def assemble(frozen: Frozen, sha256: str, audience: Audience, shown: list[Line]) -> Report:
    """The report from frozen content alone. Texts come out in the active language's formats."""
    programme, period = frozen["programme"], frozen["period"]
    as_of = datetime.fromisoformat(frozen["data_as_of"])
    blocks = [
        *_summary(frozen, shown),
        *_indicators(shown),
        *chapters.trends(frozen, shown),
        *chapters.groups(frozen, shown),
        *chapters.reached(shown),
        *chapters.plan(frozen),
        *chapters.corrections(frozen, audience),
        *chapters.evidence(frozen, audience),
        *_method(frozen, shown, sha256, audience),
    ]
    return Report(
        title=f"{programme['name']}: rapporto, {period['name'].lower()}",
        subtitle=f"Dal {_day(period['first_day'])} al {_day(period['last_day'])}",
        cover=_cover(frozen, as_of, sha256, audience),
        blocks=blocks,
        observations=_observations(shown),
        moment=int(as_of.timestamp()),
        reference=sha256,
    )


def _day(text: str | None) -> str:
    return long_date(date.fromisoformat(text)) if text else "non ancora"


def _cover(frozen: Frozen, as_of: datetime, sha256: str, audience: Audience) -> list[tuple[str, str]]:
    partners = [f"{p['name']} ({p['role_label']})" for p in frozen["programme"]["partners"]]
    return [
        ("Luogo", frozen["programme"]["place_name"]),
        ("Chi lo porta avanti", ", ".join(partners)),
        ("Periodo del rapporto", frozen["period"]["name"]),
        ("Per chi", str(Audience(audience).label)),
        ("Dati al", f"{long_date(as_of.date())}, ore {as_of:%H:%M}"),
        ("Impronta", sha256[:16]),
    ]


# --- summary ------------------------------------------------------------------------------------
def _summary(frozen: Frozen, shown: list[Line]) -> list[Block]:
    tiles = [line for line in shown if line.row["tile"]]
    sentences = [_sentence(line) for line in tiles]
    blocks: list[Block] = [
        Heading("In sintesi"),
        Paragraph(frozen["programme"]["general_objective"]),
        Bullets(sentences),
        Paragraph(_states_sentence(shown)),
    ]
    if any(line.row["example"] for line in shown):
        blocks.append(
            Paragraph(
                "Gli obiettivi segnati con un asterisco sono esempi, da sostituire con quelli approvati."
            )
        )
    return blocks


def _sentence(line: Line) -> str:
    period, since = spoken(line.period.cell), spoken(line.cumulative.cell)
    words = f"{line.row['name']}: {period} nel periodo, {since} dall'inizio"
    if line.percent is None:
        return f"{words}."
    return f"{words}. È il {line.percent} % di quanto previsto per la fine dell'anno."


def _states_sentence(shown: list[Line]) -> str:
    counts = {state: sum(line.row["state"] == state for line in shown) for state in STATES}
    parts = [f"{STATES[state].lower()} {n}" for state, n in counts.items() if n]
    return f"Indicatori del rapporto: {len(shown)}. Di questi: {', '.join(parts)}." if parts else ""


# --- indicators ---------------------------------------------------------------------------------
def _indicators(shown: list[Line]) -> list[Block]:
    rows: list[list[str | int | None]] = [
        [
            line.title + (" *" if line.row["example"] else ""),
            line.period.cell,
            line.cumulative.cell,
            line.target_cell,
            "–" if line.percent is None else f"{line.percent} %",
            STATES[line.row["state"]],
        ]
        for line in shown
    ]
    table = Table(
        "indicatori",
        "Indicatori: quanto è stato fatto e quanto era previsto",
        ["Indicatore", "Nel periodo", "Dall'inizio", "Obiettivo dell'anno", "Progresso", "Stato"],
        rows,
        [False, True, True, True, True, False],
        widths=[9, 3, 3, 3, 3, 3],
    )
    return [Heading("Indicatori"), table]


# --- method ---------------------------------------------------------------------------------------------
def _method(frozen: Frozen, shown: list[Line], sha256: str, audience: Audience) -> list[Block]:
    rows: list[list[str | int | None]] = [
        [line.title, line.row["definition"], line.row["how"]] for line in shown
    ]
    table = Table(
        "metodo",
        "Definizione e calcolo di ogni indicatore",
        ["Indicatore", "Definizione", "Come si calcola"],
        rows,
        [False] * 3,
        widths=[4, 8, 8],
    )
    notes = [
        "Le persone si contano una volta sola. I totali dall'inizio sono ricalcolati, mai sommati.",
        "Over 50, donne e giovani si sovrappongono: sono mostrati come «di cui» e non si sommano.",
        "Un totale già emesso non scende. Le persone risultate doppie stanno nella riga «rettifica».",
        *disclosing.RULES_IN_WORDS[audience],
        f"Dati al {_day(frozen['data_as_of'][:10])}. Versione di Job Caffè: {frozen['version']}.",
        f"Registro delle operazioni alla chiusura: riga {frozen['journal']['seq']}.",
        f"Impronta SHA-256 dei dati congelati: {sha256}.",
    ]
    return [Heading("Metodo"), Bullets(notes), table]


# --- one row for each number --------------------------------------------------------------------------------
def _observations(shown: list[Line]) -> list[Observation]:
    found: list[Observation] = []
    for line in shown:
        code, name = line.row["code"], line.row["name"]
        found += [
            Observation(code, name, "nel periodo", "", "", "", line.period.cell),
            Observation(code, name, "dall'inizio", "", "", "", line.cumulative.cell),
            Observation(code, name, "obiettivo dell'anno", "", "", "", line.target_cell),
        ]
        found += [
            Observation(code, name, "dall'inizio, per mese", "mese", f"{day:%Y-%m}", "", value.cell)
            for day, value in line.trend
        ]
        found += [one for cut in line.cuts for one in _cut_observations(line, cut)]
    return found


def _cut_observations(line: Line, cut: Cut) -> list[Observation]:
    published = cut.published
    return [
        Observation(line.row["code"], line.row["name"], cut.measure, cut.title, row, column, cell.cell)
        for row, cells in zip(published.row_labels, published.cells, strict=True)
        for column, cell in zip(published.column_labels, cells, strict=True)
    ]
