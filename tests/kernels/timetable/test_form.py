"""The JSON forms of a fair."""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pytest

from jobcaffe.foundation.solving import run
from jobcaffe.kernels.forms import FormError
from jobcaffe.kernels.timetable import form

CITIZENS, BUSINESS = form.SCHEMA["examples"]


@pytest.mark.parametrize("example", [CITIZENS, BUSINESS], ids=["citizens", "business"])
def test_the_examples_of_the_schema_are_solved_from_the_command_line(example: dict[str, Any]) -> None:
    out = io.StringIO()
    assert run("timetable", seconds=20, stdin=io.StringIO(json.dumps(example)), stdout=out) == 0
    told = json.loads(out.getvalue())
    assert (told["status"], told["gap"]) == ("optimal", 0.0)
    assert told["talks"]


def test_the_schema_tells_both_forms() -> None:
    out = io.StringIO()
    assert run("timetable", schema=True, stdout=out) == 0
    assert [one["properties"]["kind"]["enum"] for one in json.loads(out.getvalue())["oneOf"]] == [
        ["business"],
        ["citizens"],
    ]


@pytest.mark.parametrize(
    ("example", "fields", "path"),
    [
        (CITIZENS, {"kind": "other"}, "kind"),
        (CITIZENS, {"slots": 0}, "slots"),
        (CITIZENS, {"bonus": [10, 20]}, "bonus[1]"),
        (CITIZENS, {"citizens": [{"id": "c0", "from": 2, "to": 1}]}, "citizens[0].to"),
        (CITIZENS, {"citizens": CITIZENS["citizens"][:1]}, "wishes[2].citizen"),
        (CITIZENS, {"exhibitors": [{"id": "e0", "tables": [1]}]}, "exhibitors[0].tables"),
        (CITIZENS, {"wishes": [CITIZENS["wishes"][0]] * 2}, "wishes[1]"),
        (CITIZENS, {"pinned": [{"citizen": "c0", "exhibitor": "e0", "slot": 9}]}, "pinned[0].slot"),
        (CITIZENS, {"present": ["z"]}, "present[0]"),
        (CITIZENS, {"now": 9}, "now"),
        (BUSINESS, {"talks": [{"id": "a", "a": "1", "b": "9"}]}, "talks[0].b"),
        (BUSINESS, {"talks": [{"id": "a", "a": "1", "b": "1"}]}, "talks[0].b"),
        (BUSINESS, {"talks": [{"id": "a", "a": "1", "b": "2", "after": ["z"]}]}, "talks[0].after[0]"),
        (BUSINESS, {"talks": [{"id": "a", "a": "1", "b": "2", "slot": 3}]}, "talks[0].slot"),
        (BUSINESS, {"participants": [{"id": "1"}] * 2}, "participants[1].id"),
        (BUSINESS, {"other": 1}, "other"),
    ],
)
def test_a_wrong_form_is_told_with_its_place(
    example: dict[str, Any], fields: dict[str, Any], path: str
) -> None:
    with pytest.raises(FormError) as error:
        form.read(copy.deepcopy(example) | fields)
    assert error.value.path == path
