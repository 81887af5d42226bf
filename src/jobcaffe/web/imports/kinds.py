"""What can be imported."""

from __future__ import annotations

from collections.abc import Callable

from jobcaffe.encounters.imports import EncountersImport
from jobcaffe.foundation.access import Refused
from jobcaffe.foundation.imports.spec import Spec
from jobcaffe.organisations.imports import OrganisationsImport
from jobcaffe.people.imports import PeopleImport

KINDS: dict[str, Callable[[], Spec]] = {
    "people": PeopleImport,
    "organisations": OrganisationsImport,
    "encounters": EncountersImport,
}


def spec_for(kind: str) -> Spec:
    """A fresh spec. Raises :class:`Refused` for a kind that does not exist."""
    if kind not in KINDS:
        raise Refused("Si possono importare: people, organisations, encounters.")
    return KINDS[kind]()
