"""What must hold between the parts of a programme file, once each part is well written.

Each check yields places and what is wrong there, in plain Italian.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from jobcaffe.plan.enums import PERSON_BREAKDOWNS, PERSON_SOURCES
from jobcaffe.plan.lines import Where

Document = dict[str, Any]
Found = Iterator[tuple[Where, str]]


def incoherences(document: Document) -> Found:
    """Everything that does not hold together in a document whose tables are well written."""
    for check in (_dates, _spans, _milestones, _periods, _bands, _groups, _actions, _indicators):
        yield from check(document)


def years_of(starts_on: date, ends_on: date) -> int:
    """In how many years of the programme there is at least one day."""
    year = ends_on.year - starts_on.year
    return year + (1 if (ends_on.month, ends_on.day) >= (starts_on.month, starts_on.day) else 0)


def _day(value: date) -> str:
    return value.strftime("%d/%m/%Y")


def _dates(document: Document) -> Found:
    programme = document["programme"]
    if programme["ends_on"] <= programme["starts_on"]:
        yield ("programme", "ends_on"), "programma: «ends_on» deve venire dopo «starts_on»"


def _spans(document: Document) -> Found:
    programme = document["programme"]
    for index, action in enumerate(document["actions"]):
        for first, last in action["spans"]:
            if last < first:
                what = f"il periodo dal {_day(first)} al {_day(last)} finisce prima di cominciare"
            elif first < programme["starts_on"] or last > programme["ends_on"]:
                what = f"il periodo dal {_day(first)} al {_day(last)} esce dalle date del programma"
            else:
                continue
            yield ("actions", index, "spans"), f"azione «{action['code']}»: {what}"


def _milestones(document: Document) -> Found:
    programme = document["programme"]
    for index, row in enumerate(document.get("milestones", [])):
        if not programme["starts_on"] <= row["due_on"] <= programme["ends_on"]:
            what = f"tappa «{row['code']}»: la data {_day(row['due_on'])} esce dalle date del programma"
            yield ("milestones", index, "due_on"), what


def _periods(document: Document) -> Found:
    programme = document["programme"]
    order = sorted(range(len(document["periods"])), key=lambda i: document["periods"][i]["first_day"])
    rows = [(index, document["periods"][index]) for index in order]
    yield from _each_period(rows)
    for (_, before), (index, after) in pairwise(rows):
        expected = before["last_day"] + timedelta(days=1)
        if after["first_day"] != expected:
            why = "si sovrappone al" if after["first_day"] < expected else "lascia giorni scoperti dopo il"
            what = f"{why} periodo «{before['code']}»: deve cominciare il {_day(expected)}"
            yield ("periods", index, "first_day"), f"periodo «{after['code']}»: {what}"
    for (index, row), key, bound in (
        (rows[0], "first_day", programme["starts_on"]),
        (rows[-1], "last_day", programme["ends_on"]),
    ):
        if row[key] != bound:
            what = f"«{key}» deve essere il {_day(bound)}, come nel programma"
            yield ("periods", index, key), f"periodo «{row['code']}»: {what}"


def _each_period(rows: list[tuple[int, Document]]) -> Found:
    for index, row in rows:
        if row["last_day"] < row["first_day"]:
            yield ("periods", index, "last_day"), f"periodo «{row['code']}»: finisce prima di cominciare"
        elif row.get("report_due_on", date.max) <= row["last_day"]:
            what = f"periodo «{row['code']}»: il rapporto si consegna dopo la fine del periodo"
            yield ("periods", index, "report_due_on"), what


def _bands(document: Document) -> Found:
    rows = sorted(enumerate(document["bands"]), key=lambda item: item[1].get("from", 0))
    next_age: int | None = 0
    for index, row in rows:
        first = row.get("from", 0)
        if next_age is None or first != next_age:
            should = "nessuna età, perché la fascia prima è senza fine" if next_age is None else str(next_age)
            what = f"deve cominciare da {should}: le fasce si sommano, senza buchi e senza doppi"
            yield ("bands", index, "from"), f"fascia d'età «{row['code']}»: {what}"
        if row.get("to", 120) < first:
            yield ("bands", index, "to"), f"fascia d'età «{row['code']}»: finisce prima di cominciare"
        next_age = row["to"] + 1 if "to" in row else None
    if next_age is not None:
        index, row = rows[-1]
        yield ("bands", index, "to"), f"fascia d'età «{row['code']}»: l'ultima fascia va senza «to»"


def _groups(document: Document) -> Found:
    for index, row in enumerate(document.get("groups", [])):
        label = f"gruppo «di cui» «{row['code']}»"
        if not {"age_from", "age_to", "sex"} & row.keys():
            yield ("groups", index), f"{label}: serve almeno uno fra «age_from», «age_to», «sex»"
        if row.get("age_to", 120) < row.get("age_from", 0):
            yield ("groups", index, "age_to"), f"{label}: finisce prima di cominciare"


def _actions(document: Document) -> Found:
    codes = [action["code"] for action in document["actions"]]
    for section, label in (("milestones", "tappa"), ("indicators", "indicatore")):
        for index, row in enumerate(document.get(section, [])):
            if "action" in row and row["action"] not in codes:
                what = f"«{row['action']}» non è un'azione di questo file. Ci sono: {', '.join(codes)}"
                yield (section, index, "action"), f"{label} «{row['code']}»: {what}"


def _indicators(document: Document) -> Found:
    programme = document["programme"]
    years = max(1, years_of(programme["starts_on"], programme["ends_on"]))
    tiles: dict[str, str] = {}
    for index, row in enumerate(document["indicators"]):
        label = f"indicatore «{row['code']}»"
        expected = [str(year) for year in range(1, years + 1)]
        if sorted(row["targets"], key=int) != expected:
            what = f"«targets» deve avere un traguardo per ogni anno: {', '.join(expected)}"
            yield ("indicators", index, "targets"), f"{label}: {what}"
        for cut in row.get("breakdowns", []):
            if cut in PERSON_BREAKDOWNS - {"municipality"} and row["source"] not in PERSON_SOURCES:
                what = f"«{row['source']}» non conta persone, quindi non si divide per «{cut}»"
                yield ("indicators", index, "breakdowns"), f"{label}: {what}"
        tile = row.get("tile")
        if tile and tile in tiles:
            what = f"il riquadro «{tile}» è già dell'indicatore «{tiles[tile]}»"
            yield ("indicators", index, "tile"), f"{label}: {what}"
        elif tile:
            tiles[tile] = row["code"]
