"""A vocabulary as JSON, and the candidates for a text as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from jobcaffe.kernels.concepts.model import Candidate, Concept
from jobcaffe.kernels.forms import FormError, listed, record, validate

TEXT = {"type": "string"}
SCHEMA = record(
    "concepts",
    {
        "concepts": listed(
            record(
                "uri labels",
                {
                    "uri": {"type": "string", "minLength": 1},
                    "labels": listed(TEXT, minItems=1),
                    "description": TEXT,
                    "broader": listed(TEXT),
                    "group": TEXT,
                },
            ),
            minItems=1,
        )
    },
    title="Voci di un vocabolario",
)


def read(data: Any) -> list[Concept]:
    """The concepts of a form. Raises :class:`FormError` with the path of the first mistake."""
    validate(SCHEMA, data)
    made = [Concept(**{"description": "", "broader": (), "group": "", **row}) for row in data["concepts"]]
    seen: set[str] = set()
    for at, concept in enumerate(made):
        if concept.uri in seen:
            raise FormError(f"concepts[{at}].uri", "c'è già")
        seen.add(concept.uri)
    return made


def write(candidates: Sequence[Candidate], names: dict[str, str]) -> list[dict[str, Any]]:
    """The candidates, each with the preferred label of its concept."""
    return [
        {"uri": one.uri, "label": names[one.uri], "matched": one.label, "score": one.score}
        for one in candidates
    ]
