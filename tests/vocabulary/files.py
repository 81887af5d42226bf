"""Small official files, in the forms of the editions that are around."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

BASE = "http://data.europa.eu/esco"
COOK, DRIVER, OLD = (f"{BASE}/occupation/{letter * 8}-0000-4000-8000-000000000000" for letter in "abc")
COOKING, DRIVING = (f"{BASE}/skill/{letter * 8}-0000-4000-8000-000000000000" for letter in "de")
UNKNOWN = f"{BASE}/skill/ffffffff-0000-4000-8000-000000000000"

OCCUPATIONS = [
    {
        "conceptType": "Occupation",
        "conceptUri": COOK,
        "iscoGroup": "5120",
        "preferredLabel": "cuoco sperimentale/cuoca sperimentale",
        "altLabels": "chef di prova\ncuoco sperimentale",
        "hiddenLabels": "spadellatore; padellaro",
        "status": "released",
        "description": "Prepara piatti mai visti.",
    },
    {
        "conceptType": "Occupation",
        "conceptUri": DRIVER,
        "iscoGroup": "http://data.europa.eu/esco/isco/C8322",
        "preferredLabel": "conducente di prova",
        "altLabels": "",
        "status": "",
    },
    {"conceptUri": OLD, "preferredLabel": "mestiere andato", "altLabels": "", "status": "obsolete"},
]
SKILLS = [
    {"conceptUri": COOKING, "preferredLabel": "spadellare", "altLabels": "saltare in padella"},
    {"conceptUri": DRIVING, "preferredLabel": "guidare piano", "altLabels": "", "reuseLevel": "transversal"},
]
REQUIREMENTS = [
    {"occupationUri": COOK, "relationType": "optional", "skillType": "skill", "skillUri": COOKING},
    {"occupationUri": COOK, "relationType": "essential", "skillType": "skill", "skillUri": COOKING},
    {"occupationUri": COOK, "relationType": "optional", "skillType": "skill", "skillUri": DRIVING},
    {"occupationUri": DRIVER, "relationType": "essential", "skillType": "skill", "skillUri": UNKNOWN},
    {"occupationUri": OLD, "relationType": "essential", "skillType": "skill", "skillUri": DRIVING},
]


def table(rows: Iterable[Mapping[str, str]], **more: str) -> str:
    """The rows as CSV, with further columns that every row has."""
    complete = [{**row, **more} for row in rows]
    out = io.StringIO(newline="")
    columns = list(dict.fromkeys(name for row in complete for name in row))
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(complete)
    return out.getvalue()


def folder(at: Path) -> Path:
    """Edition 1.2: more columns, names with the language, a mark at the beginning."""
    at.mkdir(parents=True, exist_ok=True)
    (at / "occupations_it.csv").write_text(table(OCCUPATIONS, naceCode="I56"), encoding="utf-8-sig")
    (at / "skills_it.csv").write_text(table(SKILLS, scopeNote=""), encoding="utf-8-sig")
    relations = table(REQUIREMENTS, occupationLabel="x", skillLabel="y")
    (at / "occupationSkillRelations_it.csv").write_text(relations, encoding="utf-8")
    above = [{"conceptType": "Occupation", "conceptUri": COOK, "broaderUri": f"{BASE}/isco/C5120"}]
    (at / "broaderRelationsOccPillar_it.csv").write_text(table(above), encoding="utf-8")
    (at / "readme.txt").write_text("ESCO", encoding="utf-8")
    return at


def zipped(at: Path) -> Path:
    """Edition 1.0.8: names with the version, in a ZIP with a folder."""
    with zipfile.ZipFile(at, "w") as archive:
        archive.writestr("ESCO/occupations_it_v1.0.8.csv", table(OCCUPATIONS))
        archive.writestr("ESCO/skills_it_v1.0.8.csv", table(SKILLS))
        archive.writestr("ESCO/occupationSkillRelations.csv", table(REQUIREMENTS))
    return at
