"""Three made-up groups of others, and when they were last checked: long ago, a year ago, lately."""

from __future__ import annotations

from datetime import date, timedelta

from jobcaffe.circles.models import OutsideGroup
from jobcaffe.foundation.accounts.models import User

GROUPS = (
    (
        40,
        {
            "name": "Punto e a capo",
            "themes": ["lavoro", "lavoro50"],
            "area": "Rho",
            "organisation": "Associazione Passi Nuovi",
            "phone": "02 0000 0101",
            "place": "Biblioteca di Rho, il lunedì alle 20:30",
            "notes": "Si può venire senza avvisare.",
        },
    ),
    (
        345,
        {
            "name": "Tempo per noi",
            "themes": ["cura"],
            "area": "Nerviano",
            "organisation": "Gruppo familiari Olona",
            "phone": "0331 000202",
            "email": "tempopernoi@example.org",
            "notes": "Per chi si prende cura di un genitore. Prima si telefona.",
        },
    ),
    (
        400,
        {
            "name": "Ricominciamo",
            "themes": ["inizi", "tempi"],
            "area": "Arese",
            "website": "https://ricominciamo.example.org",
        },
    ),
)


def outside(checked_by: User, today: date) -> None:
    """One that is fresh, one about to be checked, one hidden because nobody checked it for a year."""
    OutsideGroup.objects.bulk_create(
        OutsideGroup(checked_on=today - timedelta(days=days), checked_by=checked_by, **values)
        for days, values in GROUPS
    )
