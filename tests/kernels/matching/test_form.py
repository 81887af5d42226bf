"""The JSON form of a market, and the command that reads it."""

from __future__ import annotations

import copy
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from jobcaffe.foundation import solving
from jobcaffe.kernels import matching
from jobcaffe.kernels.forms import FormError
from jobcaffe.kernels.matching import form
from tests.kernels.matching.generated import made_up
from tests.kernels.matching.generated import market as generated

EXAMPLE: dict[str, Any] = form.SCHEMA["examples"][0]
LUCIA, MENSA = EXAMPLE["persons"][0], EXAMPLE["opportunities"][0]


def run(text: str, **more: Any) -> tuple[int, str, str]:
    """The command on this standard input: exit code, what it wrote, what it told."""
    out, told = io.StringIO(), io.StringIO()
    code = solving.run("match", stdin=io.StringIO(text), stdout=out, stderr=told, **more)
    return code, out.getvalue(), told.getvalue()


def test_the_example_of_the_schema_is_read_and_answered() -> None:
    answer = form.write(matching.respond(form.read(EXAMPLE)))
    (lucia,) = answer["people"]

    assert [(one["opportunity"], one["shifts"], one["minutes"]) for one in lucia["proposals"]] == [
        ("mensa", [0], 8)
    ]
    assert [one["sentence"] for one in lucia["changes"]] == ["Se puoi anche la sera ne trovi 1 in più."]
    assert [one["question"] for one in lucia["proposals"][0]["ask"]] == ["Quali contratti vanno bene?"]
    assert (answer["status"], answer["gap"], answer["value"]) == ("optimal", 0, answer["bound"])


def test_the_example_of_the_manual_gives_what_the_manual_says() -> None:
    manual = (Path(__file__).parents[3] / "docs" / "manuale" / "incontro-calcolo.md").read_text()
    example = manual.partition("```json\n")[2].partition("```")[0]
    (lucia,) = form.write(matching.respond(form.read(json.loads(example))))["people"]

    assert [(one["opportunity"], one["score"], one["minutes"]) for one in lucia["proposals"]] == [
        ("mensa", 0.76, 8)
    ]
    assert f"«{lucia['changes'][0]['sentence']}»" in manual


def test_the_schema_is_json_schema_and_says_what_is_read() -> None:
    jsonschema.Draft202012Validator.check_schema(form.SCHEMA)
    jsonschema.validate(EXAMPLE, form.SCHEMA)
    fields = form.SCHEMA["properties"]

    assert set(fields["persons"]["items"]["properties"]) == set(matching.Person.__dataclass_fields__)
    assert set(fields["opportunities"]["items"]["properties"]) == set(
        matching.Opportunity.__dataclass_fields__
    )


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"k": 0}, "k"),
        ({"other": 1}, "other"),
        ({"persons": [LUCIA | {"sex": "F"}]}, "persons[0].sex"),
        ({"persons": [LUCIA, LUCIA]}, "persons[1].id"),
        ({"persons": [LUCIA | {"place": "Atlantide"}]}, "persons[0].place"),
        ({"persons": [LUCIA | {"means": ["horse"]}]}, "persons[0].means[0]"),
        ({"persons": [LUCIA | {"coordinates": [95, 9]}]}, "persons[0].coordinates[0]"),
        ({"persons": [LUCIA | {"coordinates": [45]}]}, "persons[0].coordinates"),
        ({"persons": [LUCIA | {"limit": 10**20}]}, "persons[0].limit"),
        ({"persons": [LUCIA | {"windows": [{"day": 0, "from": "8:30", "to": "12:00"}]}]}, "persons[0].windows[0].from"),
        ({"persons": [LUCIA | {"windows": [{"day": 0, "from": "08:30", "to": "24:30"}]}]}, "persons[0].windows[0].to"),
        ({"persons": [LUCIA | {"care": [{"day": 7, "from": "08:30", "to": "12:00"}]}]}, "persons[0].care[0].day"),
        ({"persons": [LUCIA | {"care": [{"day": 0, "from": "24:00", "to": "12:00"}]}]}, "persons[0].care[0].from"),
        ({"opportunities": [MENSA | {"age_to": 29}]}, "opportunities[0].age_law"),
        ({"opportunities": [MENSA | {"places": -1}]}, "opportunities[0].places"),
        ({"opportunities": [MENSA | {"freshness": 101}]}, "opportunities[0].freshness"),
        ({"opportunities": [MENSA | {"shifts": [[{"day": 0, "from": "09:70", "to": "12:00"}]]}]}, "opportunities[0].shifts[0][0].from"),
        ({"places": {"Lainate": [45.6]}}, "places.Lainate"),
        ({"rarity": {"x": float("nan")}}, "rarity.x"),
        ({"travel": [{"from": "a", "to": "b", "means": "car", "minutes": -1}]}, "travel[0].minutes"),
    ],
)  # fmt: skip
def test_a_wrong_form_is_told_with_its_place(fields: dict[str, Any], path: str) -> None:
    with pytest.raises(FormError) as error:
        form.read(copy.deepcopy(EXAMPLE) | fields)

    assert error.value.path == path


def test_the_command_answers_and_the_same_twice() -> None:
    code, out, told = run(json.dumps(EXAMPLE), seed=5)

    assert (code, told) == (0, "")
    assert json.loads(out)["seed"] == 5
    assert run(json.dumps(EXAMPLE), seed=5)[1] == out


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{", "(tutto il file): non è JSON"),
        ("[]", "(tutto il file): deve essere"),
        ('{"persons": []}', "opportunities: manca"),
    ],
)
def test_the_command_ends_with_2_and_the_place_of_the_mistake(text: str, path: str) -> None:
    code, out, told = run(text)

    assert (code, out) == (2, "")
    assert told.startswith(path)


def test_the_command_prints_its_schema() -> None:
    assert json.loads(run("", schema=True)[1]) == json.loads(json.dumps(form.SCHEMA))


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("inf"), float("nan")])
def test_seconds_that_are_none_are_refused(seconds: float) -> None:
    assert run(json.dumps(EXAMPLE), seconds=seconds)[0] == 2


def test_who_was_not_reached_is_told_and_bounded() -> None:
    market = generated(made_up(1), 30, 60)
    late = matching.respond(matching.Request(market, 3), seconds=1e-6)
    answer = form.write(late)

    assert answer["status"] == "feasible"
    assert not any(one["reached"] for one in answer["people"])
    assert (answer["value"], answer["bound"], answer["gap"]) == (0, 30 * 3 * matching.FULL, 1)


def test_spreading_is_asked_for_in_the_form_and_its_cost_is_the_gap() -> None:
    people = [{"id": f"p{row}"} for row in range(9)]
    offers = [{"id": f"o{row}", "freshness": 10 * row} for row in range(6)]
    plain, spread = (
        form.write(
            matching.respond(
                form.read({"k": 2, "spread": options, "persons": people, "opportunities": offers})
            )
        )
        for options in (0, 6)
    )

    assert plain["gap"] == 0
    assert 0 < spread["gap"] < 0.1
    assert spread["bound"] == plain["value"] > spread["value"]
    assert spread["congestion"]["after"]["gini"] < spread["congestion"]["before"]["gini"]
    assert spread["congestion"]["before"] == plain["congestion"]["after"]
