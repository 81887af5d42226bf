"""The JSON form of a network, from the command line too."""

from __future__ import annotations

import io
import json

import pytest

from jobcaffe.foundation.solving import run
from jobcaffe.kernels.cohesion import form, measure
from jobcaffe.kernels.forms import FormError

EXAMPLE = form.SCHEMA["examples"][0]


def told(data: object, seed: int = 0) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command."""
    out, err = io.StringIO(), io.StringIO()
    code = run("cohesion", seed=seed, stdin=io.StringIO(json.dumps(data)), stdout=out, stderr=err)
    return code, out.getvalue(), err.getvalue()


def test_the_command_says_what_the_kernel_says():
    code, out, _err = told(EXAMPLE)
    assert code == 0
    assert json.loads(out) == form.write(measure(form.read(EXAMPLE)))
    assert json.loads(out)["measures"][0]["sentence"] == (
        "2 organizzazioni su 2 sono in rete; 2 nello stesso insieme."
    )


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"until": 3}, "until"),
        ({"until": "2026-13-01"}, "until"),
        ({"until": "2026-W10-1"}, "until"),
        ({"until": "20261122aa"}, "until"),
        ({"encounters": [{"id": "1", "day": "٢٠٢٦-١٠-٠٣", "present": []}]}, "encounters[0].day"),
        ({"encounters": [{"id": "1", "day": "2026-02-30", "present": []}]}, "encounters[0].day"),
        ({"persons": []}, "persons"),
        (
            {"encounters": [{"id": "1", "day": "2026-10-03", "present": ["nessuno"]}]},
            "encounters[0].present[0]",
        ),
        ({"organisations": [{"id": "", "kind": "company"}]}, "organisations[0].id"),
    ],
)
def test_a_wrong_form_names_its_field(change, place):
    with pytest.raises(FormError) as error:
        form.read({**EXAMPLE, **change})
    assert error.value.path == place
    assert told({**EXAMPLE, **change})[0] == 2
