"""What people read of a match: what to ask, and what one change would open."""

from __future__ import annotations

from jobcaffe.kernels.matching.model import Ask, Side
from jobcaffe.kernels.matching.relaxing import Change, Relaxed

_QUESTIONS = {
    (Side.PERSON, "skills"): "Che cosa sai fare?",
    (Side.PERSON, "place"): "Da dove parti?",
    (Side.PERSON, "means"): "Come ti muovi?",
    (Side.PERSON, "limit"): "Quanti minuti di viaggio vanno bene?",
    (Side.PERSON, "windows"): "In quali ore puoi?",
    (Side.PERSON, "contracts"): "Quali contratti vanno bene?",
    (Side.PERSON, "licences"): "Quali patenti o patentini hai?",
    (Side.PERSON, "age"): "Quanti anni hai?",
    (Side.OPPORTUNITY, "essential"): "Che cosa bisogna saper fare?",
    (Side.OPPORTUNITY, "place"): "Dove si va?",
    (Side.OPPORTUNITY, "shifts"): "In quali ore?",
    (Side.OPPORTUNITY, "contract"): "Con quale contratto?",
    (Side.OPPORTUNITY, "places"): "Quanti posti ci sono?",
}
_CHANGES = {
    Change.MINUTES: "Con {} minuti di viaggio in più",
    Change.MORNINGS: "Se puoi anche la mattina",
    Change.AFTERNOONS: "Se puoi anche il pomeriggio",
    Change.EVENINGS: "Se puoi anche la sera",
    Change.WEEKEND: "Se puoi anche nel fine settimana",
    Change.CARE: "Se qualcuno ti aiuta nelle ore di cura",
    Change.CONTRACT: "Se va bene anche «{}»",
    Change.LICENCE: "Con «{}»",
}


def question(ask: Ask) -> str:
    """What to ask, to the person or to whoever offers."""
    return _QUESTIONS[ask.side, ask.about]


def sentence(relaxed: Relaxed) -> str:
    """What one change would open."""
    return f"{_CHANGES[relaxed.change].format(relaxed.detail)} ne trovi {len(relaxed.opens)} in più."
