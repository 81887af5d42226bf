"""Who fits what: for every person the exact best opportunities, with the reasons, under her own limits.

Problem. Everybody has limits that no score may trade away (minutes one way, hours of the week less the
way there and back and the hours of care, contracts, licences; ages and protected categories where a law
says so). Among what is left, the best k by what one can do, would like, and how fresh it is.

Score. Each requirement weighs its rarity (idf), twice when essential; a skill that is held counts whole,
one of the same broader group in ESCO a quarter. 80 points the skills, 15 the wish, 5 the freshness: fixed
and published (:class:`Weights`), never learnt from who was hired. Equal points: by id.

Method. No index of near neighbours that may miss: people who start alike share what they can reach, the
cheap tests come first, the requirements are read only where nothing closes. NumPy is the reference; numba
(extra ``scale``) gives the same whole numbers. Nothing is drawn.

Cost. Feasible pairs x requirements. Memory: the arrays of both sides and k numbers a person.

Sources. MUSE (Bied et al., IJCAI 2023) for rankings in tiers; ReCon (RecSys 2023) for what congestion is;
gender and age: only an audit afterwards (:func:`exposure`). Importing this loads no NumPy.
"""

from jobcaffe.kernels.matching.asking import Reply, Request, respond
from jobcaffe.kernels.matching.checking import check
from jobcaffe.kernels.matching.model import (
    FULL,
    Answer,
    Ask,
    Constraint,
    Market,
    Means,
    Near,
    Opportunity,
    Person,
    Proposal,
    Side,
    Status,
    Weights,
    Wish,
    week,
)
from jobcaffe.kernels.matching.relaxing import Change, Relaxed, relax
from jobcaffe.kernels.matching.rules import Rules
from jobcaffe.kernels.matching.solving import one, prepare, solve
from jobcaffe.kernels.matching.spreading import (
    Congestion,
    Exposure,
    Spread,
    congestion,
    exposure,
    spread,
)
from jobcaffe.kernels.matching.words import question, sentence

__all__ = [
    "FULL", "Answer", "Ask", "Change", "Congestion", "Constraint", "Exposure", "Market", "Means", "Near",
    "Opportunity", "Person", "Proposal", "Relaxed", "Reply", "Request", "Rules", "Side", "Spread", "Status",
    "Weights", "Wish", "check", "congestion", "exposure", "one", "prepare", "question", "relax", "respond",
    "sentence", "solve", "spread", "week",
]  # fmt: skip
