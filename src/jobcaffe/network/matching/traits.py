"""Sex, age band and citizenship of those who are searched for: read for the audit, never for the order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from jobcaffe.network.matching.gathering import Candidate
from jobcaffe.people.models import ProfileSection

# Kept in a search as they are here, whoever starts it; who reads them does so in her language.
KEPT_IN = "it"
UNKNOWN = _("non indicato")
BANDS = ((30, _("under 30")), (50, "30-49"), (200, _("50 e più")))
ITALIAN = ("italia", "italian", "it")
OURS, OTHERS = _("italiana"), _("altra")


def traits_of(candidates: Sequence[Candidate], today: date) -> dict[str, dict[str, str]]:
    """``{"sex" | "age" | "citizenship": {person: value}}``; who did not say is "non indicato"."""
    citizens = _citizenships(candidates)
    with override(KEPT_IN):
        sexes = {one.id: str(one.person.get_sex_display() or UNKNOWN) for one in candidates}
    return {
        "sex": sexes,
        "age": {one.id: _band(one.person.birth_year, today) for one in candidates},
        "citizenship": {one.id: citizens.get(one.id, UNKNOWN) for one in candidates},
    }


def label(value: str) -> str:
    """The name of a group as it is read."""
    return gettext(value)


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
            found[str(row.person_id)] = OURS if said.lower().startswith(ITALIAN) else OTHERS
    return found
