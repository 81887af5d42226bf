"""Sex, age band and citizenship of those who are searched for: read for the audit, never for the order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from jobcaffe.network.matching.gathering import Candidate
from jobcaffe.people.models import ProfileSection

UNKNOWN = "non indicato"
BANDS = ((30, "under 30"), (50, "30-49"), (200, "50 e più"))
ITALIAN = ("italia", "italian", "it")


def traits_of(candidates: Sequence[Candidate], today: date) -> dict[str, dict[str, str]]:
    """``{"sex" | "age" | "citizenship": {person: value}}``; who did not say is "non indicato"."""
    citizens = _citizenships(candidates)
    return {
        "sex": {one.id: one.person.get_sex_display() or UNKNOWN for one in candidates},
        "age": {one.id: _band(one.person.birth_year, today) for one in candidates},
        "citizenship": {one.id: citizens.get(one.id, UNKNOWN) for one in candidates},
    }


def _band(birth_year: int | None, today: date) -> str:
    if birth_year is None:
        return UNKNOWN
    return next(label for limit, label in BANDS if today.year - birth_year < limit)


def _citizenships(candidates: Sequence[Candidate]) -> dict[str, str]:
    rows = ProfileSection.objects.filter(code="anagrafici", person__in=[one.person for one in candidates])
    found = {}
    for row in rows:
        said = next((str(one.get("cittadinanza", "")) for one in row.data.get("rows", [])), "").strip()
        if said:
            found[str(row.person_id)] = "italiana" if said.lower().startswith(ITALIAN) else "altra"
    return found
