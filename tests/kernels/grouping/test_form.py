"""The JSON form and the command ``jobcaffe solve grouping``."""

from __future__ import annotations

import io
import json

import pytest

from jobcaffe import cli
from jobcaffe.foundation.solving import run
from jobcaffe.kernels.forms import FormError, validate
from jobcaffe.kernels.grouping import form

EXAMPLE = form.SCHEMA["examples"][0]
# The form as the design writes it, word by word.
DESIGN = {
    "size": {"min": 6, "max": 12, "low": 8, "high": 10},
    "rooms": {"mar-18": 2, "gio-10": 1},
    "facilitators": [{"id": "f1", "themes": ["lavoro50"], "slots": ["mar-18"], "max_groups": 2}],
    "people": [
        {
            "id": name,
            "themes": ["lavoro50", "ansia"],
            "slots": ["mar-18", "gio-10"],
            "preferred": ["mar-18"],
            "weeks_waiting": 3,
            "traits": {"sesso": "F", "eta": "50+"},
        }
        for name in ("p1", "p3", "p7")
    ],
    "apart": [["p1", "p7"]],
    "not_with": [["p3", "f1"]],
    "running": [{"id": "g0", "theme": "lavoro50", "slot": "gio-10", "facilitator": "f2", "members": 8}],
}


def command(text: str, **options) -> tuple[int, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    code = run("grouping", stdin=io.StringIO(text), stdout=out, stderr=errors, **options)
    return code, out.getvalue(), errors.getvalue()


def test_the_design_s_form_is_read_and_additions_carry_the_id_of_the_running_group() -> None:
    code, out, errors = command(json.dumps(DESIGN), seconds=20, seed=3)
    answer = json.loads(out)
    assert (code, errors) == (0, "")
    assert [
        (group["id"], group["theme"], group["slot"], group["facilitator"]) for group in answer["groups"]
    ] == [("g0", "lavoro50", "gio-10", "f2")]
    assert len(answer["groups"][0]["people"]) == 2
    assert (answer["value"], answer["bound"], answer["gap"]) == (252, 252, 0.0)
    assert (answer["status"], answer["seed"], answer["seconds"]) == ("optimal", 3, 20)


def test_a_new_group_has_no_id_and_equal_runs_print_equal_bytes() -> None:
    first, second = (command(json.dumps(EXAMPLE)) for _ in range(2))
    assert first == second
    answer = json.loads(first[1])
    assert [sorted(group) for group in answer["groups"]] == [
        ["facilitator", "id", "people", "slot", "theme"],
        ["facilitator", "people", "slot", "theme"],
    ]
    assert (answer["value"], answer["status"]) == (311, "optimal")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"size": {"min": 6, "max": 12, "low": 5, "high": 10}}, "size: serve min ≤ low ≤ high ≤ max"),
        ({"size": {"min": 0, "max": 4, "low": 2, "high": 3}}, "size.min: deve essere almeno 1"),
        ({"size": {"min": 2}}, "size.max: manca"),
        ({"rooms": {"mar-18": -1}}, "rooms.mar-18: deve essere almeno 0"),
        ({"rooms": {"mar-18": "2"}}, "rooms.mar-18: deve essere un numero intero"),
        ({"people": [{"id": "p1", "themes": []}]}, "people[0].slots: manca"),
        (
            {"people": [{"id": "p1", "themes": [], "slots": [], "nome": "Ada"}]},
            "people[0].nome: non è un campo",
        ),
        ({"people": [{"id": "p1", "themes": ["a", "a"], "slots": []}]}, "people[0].themes: la stessa voce"),
        (
            {"people": [{"id": "p1", "themes": [], "slots": [], "traits": {"sesso": 1}}]},
            "people[0].traits.sesso: deve essere un testo",
        ),
        ({"people": [EXAMPLE["people"][0]] * 2}, "people[1].id: c'è già: p1"),
        ({"apart": [["p1"]]}, "apart[0]: deve avere almeno 2 elementi"),
        ({"apart": [["p1", "p99"]]}, "apart[0][1]: non c'è: p99"),
        ({"apart": [["p1", "p1"]]}, "apart[0]: servono due persone diverse"),
        ({"not_with": [["p1", "f99"]]}, "not_with[0][1]: non c'è: f99"),
        ({"rules": {}}, "rules: non è un campo. Ci sono: size, rooms"),
    ],
)
def test_a_wrong_field_is_named_with_its_reason_and_the_command_ends_with_two(change, error) -> None:
    data = {**EXAMPLE, **change}
    with pytest.raises(FormError) as caught:
        form.read(data)
    assert str(caught.value).startswith(error)
    code, out, errors = command(json.dumps(data))
    assert (code, out) == (2, "")
    assert errors.startswith(error)


def test_what_is_not_json_or_has_no_time_is_refused() -> None:
    assert command("{")[::2][0] == 2
    assert command("{")[2].startswith("(tutto il file): non è JSON valido")
    assert command(json.dumps(EXAMPLE), seconds=0) == (2, "", "--seconds: deve essere più di 0\n")


def test_the_schema_printed_is_the_one_that_is_checked_and_its_example_fits() -> None:
    assert json.loads(command("", schema=True)[1]) == form.SCHEMA
    validate(form.SCHEMA, EXAMPLE)


def test_the_command_line_knows_the_problem(monkeypatch, capsys) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(EXAMPLE)))
    assert cli.main(["solve", "grouping", "--seconds", "20", "--seed", "4"]) == 0
    assert json.loads(capsys.readouterr().out)["seed"] == 4


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_how_far_the_search_is() -> None:
    told = Terminal()
    run("grouping", stdin=io.StringIO(json.dumps(EXAMPLE)), stdout=io.StringIO(), stderr=told, seconds=20)
    assert told.getvalue().startswith("\r  0%  valore ")
    assert told.getvalue().endswith("\r100%  valore 311  limite 311 \n")
