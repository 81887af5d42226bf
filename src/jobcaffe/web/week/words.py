"""What she wrote and what the search found, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jobcaffe.worklife.weeks import catalogue
from jobcaffe.worklife.weeks.gathering import HOME, ME, minutes
from jobcaffe.worklife.weeks.queries import Home

WORKDAYS, WEEK = list(range(5)), list(range(7))
Row = Mapping[str, Any]


# --- names ----------------------------------------------------------------------------------------
def people(home: Home) -> list[tuple[str, str]]:
    """Herself first, then who lives with her."""
    rows = [*home.rows("adulti"), *home.rows("bambini")]
    return [(ME, _("Io")), *((one["id"], one["name"]) for one in rows)]


def children(home: Home) -> list[tuple[str, str]]:
    """The children."""
    return [(one["id"], one["name"]) for one in home.rows("bambini")]


def places(home: Home) -> list[tuple[str, str]]:
    """Home first."""
    return [(HOME, _("Casa")), *((one["id"], one["name"]) for one in home.rows("luoghi"))]


def commitments(home: Home) -> list[tuple[str, str]]:
    """Each with whose it is."""
    return [(one["id"], f"{one['name']} ({who(home, one['who'])})") for one in home.rows("impegni")]


def who(home: Home, code: str) -> str:
    """A name; "io" for herself. Helpers have theirs too."""
    helpers = [*home.rows("aiuti"), *home.rows("scelte-aiuti")]
    names = dict(people(home)) | {one["id"]: one["name"] for one in helpers} | {ME: _("io")}
    return str(names.get(code, code))


def joined(names: Iterable[str]) -> str:
    """ "Anna, Leo e Marco"."""
    *before, last = list(names) or [""]
    return _("%(before)s e %(last)s") % {"before": ", ".join(before), "last": last} if before else last


# --- times ----------------------------------------------------------------------------------------
def clock(text: str) -> str:
    """ "08:30" → "8:30", "18:00" → "18"."""
    hours, minutes = text.split(":")
    return str(int(hours)) if minutes == "00" else f"{int(hours)}:{minutes}"


def span(row: Row) -> str:
    """ "8:30–17"."""
    return f"{clock(row['from'])}–{clock(row['to'])}"


def days(chosen: Iterable[int | str]) -> str:
    """ "dal lunedì al venerdì", "tutti i giorni", "lunedì e martedì"."""
    numbers = sorted({int(day) for day in chosen})
    if numbers == WEEK:
        return _("tutti i giorni")
    if numbers == WORKDAYS:
        return _("dal lunedì al venerdì")
    return joined(_(catalogue.DAYS[day]) for day in numbers)


def when(row: Row) -> str:
    """ "dal lunedì al venerdì 8:30–17"."""
    return f"{days(row['days'])} {span(row)}"


# --- the simple week ------------------------------------------------------------------------------
def week_in_words(hours: Mapping[str, int]) -> str:
    """ "Questa settimana: 38 ore di cura, 20 di lavoro, 2 per te."."""
    sums = {"care": 0, "work": 0, "own": 0, "free": 0}
    for code, use in catalogue.uses().items():
        sums[use.sum] += hours[code]
    return _("Questa settimana: %(care)s ore di cura, %(work)s di lavoro, %(own)s per te.") % sums


def free_in_words(hours: Mapping[str, int]) -> str:
    """What is left; empty when nothing is."""
    free = sum(hours[code] for code, use in catalogue.uses().items() if use.sum == "free")
    return _("Restano libere %(free)s ore.") % {"free": free} if free else _("Non resta libera nessuna ora.")


# --- what the search found ------------------------------------------------------------------------
def _commitment(home: Home, code: str) -> str:
    rows = [
        *home.rows("impegni"),
        *({**one, "id": f"servizio-{one['id']}"} for one in home.rows("scelte-luoghi")),
    ]
    return next((str(one["name"]) for one in rows if one["id"] == code), code)


def clashes(home: Home, answer: Row) -> list[str]:
    """ "Lunedì, io: «Lavoro» e «Visita» non stanno insieme. Mancano 20 minuti, strada compresa."."""
    grouped: dict[tuple[Any, ...], list[int]] = {}
    for one in answer.get("clashes", []):
        key = (one["who"], one["first"], one["second"], one["missing"])
        grouped.setdefault(key, []).append(one["day"])
    text = _(
        "%(days)s, %(who)s: «%(a)s» e «%(b)s» non stanno insieme. Mancano %(n)s minuti, strada compresa."
    )
    return [
        text % {
            "days": days(on).capitalize(), "who": who(home, name),
            "a": _commitment(home, first), "b": _commitment(home, second), "n": missing,
        }
        for (name, first, second, missing), on in grouped.items()
    ]  # fmt: skip


def uncovered(home: Home, answer: Row) -> list[str]:
    """ "Lunedì 16:30–17: nessuno è con Anna e Leo."."""
    grouped: dict[tuple[int, str], list[str]] = {}
    for one in answer.get("uncovered", []):
        grouped.setdefault((one["day"], span(one)), []).append(who(home, one["child"]))
    text = _("%(day)s %(hours)s: nessuno è con %(names)s.")
    return [
        text % {"day": _(catalogue.DAYS[day]).capitalize(), "hours": hours, "names": joined(names)}
        for (day, hours), names in grouped.items()
    ]


def uncovered_titles(home: Home, answer: Row) -> dict[tuple[int, int, int], str]:
    """The same words by weekday and minutes."""
    grouped: dict[tuple[int, str, str], list[str]] = {}
    for one in answer.get("uncovered", []):
        grouped.setdefault((one["day"], one["from"], one["to"]), []).append(who(home, one["child"]))
    return {
        (day, minutes(start), minutes(end)): _("%(day)s %(hours)s, %(names)s") % {
            "day": _(catalogue.DAYS[day]).capitalize(), "names": joined(names),
            "hours": span({"from": start, "to": end}),
        }
        for (day, start, end), names in grouped.items()
    }  # fmt: skip


def options(home: Home, codes: Sequence[str]) -> list[str]:
    """What would change, in her words."""
    rows = [row for name in ("scelte-orari", "scelte-aiuti", "scelte-luoghi") for row in home.rows(name)]
    names = {one["id"]: one for one in rows}
    return [f"{names[code]['name']}: {days(names[code]['days'])}" for code in codes if code in names]


def trips(home: Home, rows: Iterable[Row]) -> list[str]:
    """Who takes whom: "Lunedì e martedì: io accompagno Anna da casa a scuola, 8:05–8:15."."""
    grouped: dict[tuple[Any, ...], list[int]] = {}
    for one in rows:
        if one["children"]:
            key = (one["leaves"], one["arrives"], one["who"], one["from"], one["to"], tuple(one["children"]))
            grouped.setdefault(key, []).append(one["day"])
    names = {code: label.lower() if code == HOME else label for code, label in places(home)}
    found = []
    for (leaves, arrives, name, origin, to, taken), on in sorted(grouped.items(), key=lambda row: row[1]):
        text = (
            _("%(days)s: accompagni tu %(names)s da %(a)s a %(b)s, %(hours)s.")
            if name == ME
            else _("%(days)s: %(who)s accompagna %(names)s da %(a)s a %(b)s, %(hours)s.")
        )
        found.append(text % {
            "days": days(on).capitalize(), "who": who(home, name),
            "hours": span({"from": leaves, "to": arrives}),
            "names": joined(who(home, one) for one in taken),
            "a": names.get(origin, origin), "b": names.get(to, to),
        })  # fmt: skip
    return found


def clash_lines(home: Home, answer: Row) -> list[str]:
    """The commitments that cannot be kept together, each with its hours and its way."""
    rows = {one["id"]: one for one in home.rows("impegni")}
    ways = {one["id"]: one["minutes"] for one in home.rows("luoghi")}
    found = []
    for code in answer.get("smallest_clash", []):
        one = rows.get(code)
        if one is None:
            continue
        way = ways.get(one["where"], 0)
        text = f"{one['name']} ({who(home, one['who'])}): {when(one)}"
        found.append(text + (_(", a %(n)s minuti da casa") % {"n": way} if way else ""))
    return found


def sentence(home: Home, answer: Row) -> str:
    """The clash as one sentence."""
    rows = clash_lines(home, answer)
    return (
        _("Questi impegni non possono stare insieme: %(rows)s.") % {"rows": "; ".join(rows)} if rows else ""
    )


def letter(home: Home, answer: Row) -> str:
    """The words from which her letter begins: the clash, or what would help."""
    found = answer.get("alternatives") or []
    if answer.get("smallest_clash"):
        rows = "\n".join(f"– {one}" for one in clash_lines(home, answer))
        return _(
            "Buongiorno,\nquesti orari, messi insieme, per la mia famiglia non funzionano:\n\n%(rows)s\n\n"
            "Nessuno riesce a fare tutto. Possiamo cercare insieme un orario che vada bene?\n\nGrazie."
        ) % {"rows": rows}
    asked = [one["id"] for name in ("scelte-orari", "scelte-luoghi") for one in home.rows(name)]
    # A granny is nobody's business at the office: only what an employer or a school can change.
    wanted = next((kept for one in found if (kept := [c for c in one["options"] if c in asked])), [])
    if wanted:
        rows = "\n".join(f"– {one}" for one in options(home, wanted))
        return _(
            "Buongiorno,\nho guardato gli orari della mia famiglia. Così com'è, la settimana non funziona. "
            "Funziona se cambia questo:\n\n%(rows)s\n\nÈ possibile? Ne possiamo parlare?\n\nGrazie."
        ) % {"rows": rows}
    return _("Buongiorno,\nvorrei parlare degli orari della mia settimana.\n\nGrazie.")
