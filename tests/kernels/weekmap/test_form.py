"""The JSON form of a household's week."""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pytest

from jobcaffe.foundation import solving
from jobcaffe.kernels import weekmap
from jobcaffe.kernels.forms import FormError
from jobcaffe.kernels.weekmap import form

EXAMPLE: dict[str, Any] = form.SCHEMA["examples"][0]
SCHOOL, JOB = EXAMPLE["commitments"]


def changed(**fields: object) -> dict[str, Any]:
    """The example with other fields."""
    return copy.deepcopy(EXAMPLE) | fields


def option(**fields: object) -> list[dict[str, Any]]:
    """One option, with these fields."""
    return [{"id": "x", "cost": 1, **fields}]


def test_the_example_of_the_schema_is_read_and_solved() -> None:
    instance = form.read(EXAMPLE)
    found = weekmap.solve(instance, seconds=30)
    answer = form.write(found)

    assert weekmap.check(instance, found) == []
    assert [(one["options"], one["cost"]) for one in answer["alternatives"]] == [
        (["entro più tardi"], 2),
        (["pre-scuola"], 3),
    ]
    assert (answer["value"], answer["bound"], answer["gap"], answer["status"]) == (2, 2, 0, "optimal")
    assert answer["uncovered"] == [
        {"day": day, "child": "Anna", "from": "08:15", "to": "08:30"} for day in (0, 1)
    ]
    assert answer["minutes"] == {"io": {"lavoro": 660}}
    taken = [one for one in answer["alternatives"][0]["trips"] if one["children"] and one["to"] == "scuola"]
    assert {(one["day"], one["who"]) for one in taken} == {(0, "io"), (1, "io")}
    assert all(one["arrives"] <= "08:30" for one in taken)


def test_the_command_reads_and_writes_the_form() -> None:
    out, told = io.StringIO(), io.StringIO()

    code = solving.run("weekmap", seconds=30, stdin=io.StringIO(json.dumps(EXAMPLE)), stdout=out, stderr=told)

    assert (code, told.getvalue()) == (0, "")
    assert json.loads(out.getvalue())["status"] == "optimal"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"adults": []}, "adults"),
        ({"adults": ["io", "io"]}, "adults"),
        ({"children": [{"id": "io", "age": 3, "alone_from": 11}]}, "adults"),
        ({"children": []}, "commitments"),
        ({"children": [{"id": "Anna", "age": -1, "alone_from": 11}]}, "children[0].age"),
        ({"travel": [{"a": "casa", "b": "scuola", "minutes": 10}]}, "travel"),
        ({"travel": [{"a": "casa", "b": "scuola", "minutes": 300}]}, "travel[0].minutes"),
        ({"travel": [*EXAMPLE["travel"], {"a": "isola", "b": "scoglio", "minutes": 5}]}, "travel"),
        ({"commitments": [SCHOOL, SCHOOL]}, "commitments"),
        ({"commitments": [SCHOOL, JOB | {"who": "zia"}]}, "commitments"),
        ({"commitments": [SCHOOL, JOB | {"days": []}]}, "commitments[1].days"),
        ({"commitments": [SCHOOL, JOB | {"days": [7]}]}, "commitments[1].days[0]"),
        ({"commitments": [SCHOOL, JOB | {"from": "8.30!"}]}, "commitments[1].from"),
        ({"commitments": [SCHOOL, JOB | {"from": "0²:00"}]}, "commitments[1].from"),
        ({"commitments": [SCHOOL, JOB | {"from": "08:60"}]}, "commitments[1].from"),
        ({"commitments": [SCHOOL, JOB | {"to": "24:15"}]}, "commitments[1].to"),
        ({"carers": [{"id": "v", "children": ["Ugo"], "days": [0], "from": "08:00", "to": "09:00"}]}, "carers"),
        ({"options": option(cost=-1)}, "options[0].cost"),
        ({"options": option() * 2}, "options"),
        ({"options": option(changes=[{"commitment": "mai", "days": [0]}])}, "options.changes"),
        (
            {"options": option(changes=[{"commitment": "lavoro", "days": [0], "from": "boh!!"}])},
            "options[0].changes[0].from",
        ),
        (
            {"options": option(changes=[{"commitment": "lavoro", "days": [0], "where": "luna"}])},
            "travel",
        ),
        ({"options": option(services=[SCHOOL | {"id": "pre", "who": "io"}])}, "options.services"),
        ({"options": option(not_with=["y"])}, "options.not_with"),
        ({"options": option(not_with=["x"])}, "options.not_with"),
        ({"other": 1}, "other"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_with_its_place(fields: dict[str, Any], path: str) -> None:
    with pytest.raises(FormError) as error:
        form.read(changed(**fields))

    assert error.value.path == path
