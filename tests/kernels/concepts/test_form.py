"""A vocabulary as JSON."""

from __future__ import annotations

import pytest

from jobcaffe.kernels.concepts import Concept, Linker, form
from jobcaffe.kernels.forms import FormError


def test_a_vocabulary_is_read_and_its_candidates_written() -> None:
    concepts = form.read({"concepts": [{"uri": "u:1", "labels": ["sarto/sarta"], "group": "7531"}]})
    assert concepts == [Concept("u:1", ["sarto/sarta"], group="7531")]
    rows = form.write(Linker(concepts).rank("sarta", 3), {"u:1": "sarto/sarta"})
    assert [(row["uri"], row["label"], row["matched"]) for row in rows] == [("u:1", "sarto/sarta", "sarta")]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        ({}, "concepts"),
        ({"concepts": []}, "concepts"),
        ({"concepts": [{"uri": "u:1"}]}, "concepts[0].labels"),
        ({"concepts": [{"uri": "", "labels": ["a"]}]}, "concepts[0].uri"),
        ({"concepts": [{"uri": "u:1", "labels": [3]}]}, "concepts[0].labels[0]"),
        ({"concepts": [{"uri": "u", "labels": ["a"]}, {"uri": "u", "labels": ["b"]}]}, "concepts[1].uri"),
    ],
)
def test_the_first_mistake_is_told_with_its_place(data: object, path: str) -> None:
    with pytest.raises(FormError) as caught:
        form.read(data)
    assert caught.value.path == path
