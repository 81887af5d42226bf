"""The JSON form of a week."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from jobcaffe.kernels import rota
from jobcaffe.kernels.forms import FormError
from jobcaffe.kernels.rota import form

EXAMPLE: dict[str, Any] = form.SCHEMA["examples"][0]


def changed(**fields: object) -> dict[str, Any]:
    """The example with other fields."""
    return copy.deepcopy(EXAMPLE) | fields


def test_the_example_of_the_schema_is_read_and_solved() -> None:
    answer = form.write(rota.solve(form.read(EXAMPLE), seconds=5))

    assert answer["assignments"] == [{"need": 0, "offer": 0}, {"need": 1, "offer": 1}]
    assert (answer["hours_served"], answer["bound"], answer["status"]) == (5, 5, "optimal")
    assert answer["balances"] == {"a": -4.5, "b": 3, "c": 1.5}


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"block_hours": -1}, "block_hours"),
        ({"block_hours": 0.333}, "block_hours"),
        ({"needs": [{"family": "x", "day": 1, "block": 3, "children": 2}]}, "needs[0].family"),
        ({"needs": [{"family": "a", "day": 7, "block": 3, "children": 2}]}, "needs[0].day"),
        ({"needs": [{"family": "a", "day": 1, "block": 3, "children": 0}]}, "needs[0].children"),
        ({"families": [{"id": "a", "balance": 0, "trusts": ["z"]}]}, "families[0].trusts[0]"),
        ({"families": [EXAMPLE["families"][0]] * 2}, "families[1].id"),
        ({"frozen": [{"need": 2, "offer": 0}]}, "frozen[0].need"),
        ({"other": 1}, "other"),
    ],
)
def test_a_wrong_form_is_told_with_its_place(fields: dict[str, Any], path: str) -> None:
    with pytest.raises(FormError) as error:
        form.read(changed(**fields))

    assert error.value.path == path


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e300])
def test_numbers_that_are_none_are_refused(value: float) -> None:
    with pytest.raises(FormError):
        form.read(changed(families=[{"id": "a", "balance": value, "trusts": []}], needs=[], offers=[]))
