"""Forms say which field is wrong and why; a schema never promises what is not checked."""

import io
import json

import pytest

from jobcaffe.foundation.disclosure import run
from jobcaffe.kernels.disclosure import form
from jobcaffe.kernels.forms import FormError, validate

EXAMPLE = form.SCHEMA["examples"][0]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"audience": "tutti"}, "audience: può essere solo: public, partner, funder, group"),
        ({"cells": [[1, 2, 3]]}, "cells: le righe sono 1, le etichette 2"),
        ({"cells": [[1, 2, 3], [4, 5]]}, "cells[1]: deve avere 3 numeri, ne ha 2"),
        ({"cells": [[1, 2, -3], [4, 5, 6]]}, "cells[0][2]: deve essere almeno 0"),
        ({"cells": [[1, 2, 3], [4, "5", 6]]}, "cells[1][1]: deve essere un numero intero"),
        ({"cells": [[1, 2, True], [4, 5, 6]]}, "cells[0][2]: deve essere un numero intero"),
        ({"earlier": [[[1, 2, 3]]]}, "earlier[0]: le righe sono 1, le etichette 2"),
        ({"rows": {"labels": ["a", "b"]}}, "rows.attributes: manca"),
        (
            {"rows": {"labels": ["a", "b"], "attributes": ["sex"]}},
            "rows.attributes[0]: può essere solo: personal, weekday, half_hour, other",
        ),
        ({"columns": []}, "columns: deve essere un oggetto fra graffe o null"),
        ({"total": 5}, "total: si dà solo con overlapping = true"),
        ({"period": None}, "period: deve essere un testo"),
    ],
)
def test_a_wrong_field_is_named_with_its_reason(change, error) -> None:
    with pytest.raises(FormError) as caught:
        form.read({**EXAMPLE, **change})
    assert str(caught.value).startswith(error)


def test_an_unknown_or_missing_field_is_named() -> None:
    with pytest.raises(FormError, match=r"^sensibile: non è un campo\. Ci sono: audience, rows"):
        form.read({**EXAMPLE, "sensibile": True})
    with pytest.raises(FormError, match=r"^cells: manca$"):
        form.read({name: value for name, value in EXAMPLE.items() if name != "cells"})
    with pytest.raises(FormError, match=r"^\(tutto il file\): deve essere un oggetto"):
        form.read([])


def test_a_schema_with_a_keyword_that_is_not_checked_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="pattern"):
        validate({"type": "string", "pattern": "a+"}, "b")


def command(text: str, *, schema: bool = False) -> tuple[int, str, str]:
    out, errors = io.StringIO(), io.StringIO()
    code = run(schema, stdin=io.StringIO(text), stdout=out, stderr=errors)
    return code, out.getvalue(), errors.getvalue()


def test_the_command_prints_what_may_be_printed() -> None:
    code, out, errors = command(json.dumps(EXAMPLE))
    assert (code, errors) == (0, "")
    assert json.loads(out)["cells"][0] == [
        {"text": "10", "number": 10, "low": 8, "high": 12},
        {"text": "30", "number": 30, "low": 28, "high": 32},
        {"text": "meno di 5", "number": None, "low": 1, "high": 4},
    ]


def test_the_command_says_why_a_table_may_not_leave() -> None:
    code, out, _ = command(json.dumps({**EXAMPLE, "closed": False}))
    assert (code, list(json.loads(out))) == (0, ["refused"])


@pytest.mark.parametrize(
    ("text", "error"),
    [("{", "(tutto il file): non è JSON valido"), ('{"audience": 3}', "rows: manca")],
)
def test_the_command_ends_with_two_for_a_wrong_form(text, error) -> None:
    code, out, errors = command(text)
    assert (code, out) == (2, "")
    assert errors.startswith(error)


def test_the_schema_printed_is_the_one_that_is_checked_and_its_example_fits() -> None:
    assert json.loads(command("", schema=True)[1]) == form.SCHEMA
    validate(form.SCHEMA, EXAMPLE)
